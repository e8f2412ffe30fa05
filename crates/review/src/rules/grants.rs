//! Rights that are written in a language of their own: HCL in the policies of Vault, Consul and Nomad, access strings of Redis, sentences of
//! Oracle's. They are compared by what they give.

use std::collections::{BTreeMap, BTreeSet};

use aws::ElasticacheUser;
use aws::unbound::MEMORYDB_USER;
use terraform::ResourceType as _;

use super::Risks;
use crate::change::Change;
use crate::node::Node;
use crate::risk::Code;
use crate::sentence::Sentence;
use finding::Severity;

use Severity::{High, Medium};

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    if change.action.destroys() && !change.action.replaces() {
        return;
    }
    let (before, after) = (change.before(), change.after());
    match change.kind {
        "vault_policy" => blocks(change, "policy", risks),
        "consul_acl_policy" => blocks(change, "rules", risks),
        "nomad_acl_policy" => blocks(change, "rules_hcl", risks),
        ElasticacheUser::TYPE | MEMORYDB_USER if !change.is_new() => {
            if let (Some(old), Some(new)) = (before.get("access_string").as_text(), after.get("access_string").as_text()) {
                strings(old, new, risks);
            }
        }
        "oci_identity_policy" => sentences(before.get("statements"), after.get("statements"), change.is_new(), risks),
        _ => {}
    }
}

/// What is given, by the names of the blocks and of the attribute.
type Given = BTreeMap<Vec<String>, BTreeSet<String>>;

/// Attributes that only narrow what others give (Vault, "Policies": fine-grained control).
const LIMITS: [&str; 5] =
    ["allowed_parameters", "denied_parameters", "required_parameters", "min_wrapping_ttl", "max_wrapping_ttl"];

/// Of the levels that Consul and Nomad give, each holds those before it (Consul, "ACL rules"; Nomad, "ACL policy specification").
const LEVELS: [&str; 5] = ["deny", "list", "read", "scale", "write"];

fn blocks(change: &Change<'_>, name: &'static str, risks: &mut Risks<'_>) {
    let (before, after) = (change.before().get(name), change.after().get(name));
    if before == after || matches!(after, Node::Unknown | Node::Secret(_) | Node::Null) {
        return;
    }
    let Some(new) = given(after) else {
        if !change.is_new() {
            risks.add(Medium, Code::IamWidened, Sentence::of(name).words(" changes: read what it gives"));
        }
        return;
    };
    let old = given(before).unwrap_or_default();
    for (way, values) in &new {
        let (attribute, place) = (way.last().map_or("", String::as_str), named(way));
        if LIMITS.iter().any(|limit| way.iter().any(|name| name == limit)) {
            continue;
        }
        let known: BTreeSet<&String> =
            old.iter().filter(|(other, _)| covers(other, way)).flat_map(|(_, values)| values.iter()).collect();
        let level = |value: &str| LEVELS.iter().position(|level| *level == value);
        let most = known.iter().filter_map(|value| level(value)).max();
        let is_list = attribute == "capabilities";
        let more: Vec<&String> = values
            .iter()
            .filter(|value| *value != "deny" && !known.contains(value))
            .filter(|value| is_list || level(value).is_none_or(|level| most.is_none_or(|most| level > most)))
            .collect();
        if more.is_empty() {
            continue;
        }
        let is_strong = more.iter().any(|value| ["sudo", "write"].contains(&value.as_str()));
        let is_all = way.iter().any(|name| ["*", "+/*", "acl", "operator"].contains(&name.as_str()));
        let is_severe = more.iter().any(|value| *value == "sudo") || (is_all && (is_strong || more.len() > 1));
        if change.is_new() && !is_severe {
            continue;
        }
        let what = Sentence::of(name).words(" gives ").values(more).words(" on ").value(place);
        risks.add(if is_severe { High } else { Medium }, Code::IamWidened, what);
    }
    for (way, values) in &old {
        let now = new.get(way);
        if values.contains("deny") && !now.is_some_and(|now| now.contains("deny")) {
            let what = Sentence::of(name).words(" no longer denies ").value(named(way));
            risks.add(High, Code::IamGuardRemoved, what);
        }
        if LIMITS.iter().any(|limit| way.iter().any(|name| name == limit)) && now != Some(values) {
            let what = Sentence::of(name).words(" limits ").value(named(way)).words(" otherwise");
            risks.add(Medium, Code::IamGuardRemoved, what);
        }
    }
}

/// What the rights are on, for readers: the names of the blocks without the attribute that says which.
fn named(way: &[String]) -> String {
    match way {
        [] => String::new(),
        [only] => only.clone(),
        [names @ .., _] => names.join(" "),
    }
}

/// Whether what is given there is given here too: `secret/*` and `secret/app`.
fn covers(wide: &[String], narrow: &[String]) -> bool {
    wide.len() == narrow.len()
        && wide.iter().zip(narrow).all(|(wide, narrow)| {
            wide == narrow || wide.strip_suffix('*').is_some_and(|start| narrow.starts_with(start) && !wide.contains('+'))
        })
}

fn given(node: &Node) -> Option<Given> {
    let mut found = Given::new();
    match node {
        Node::Text(text) => {
            let document = crate::reading::document(&terraform::read::hcl(text)?.to_string(), 0).ok()?;
            of_json(&document, &mut Vec::new(), &mut found);
        }
        Node::Document(document) => of_json(document, &mut Vec::new(), &mut found),
        _ => return None,
    }
    Some(found)
}

fn of_json(node: &Node, way: &mut Vec<String>, found: &mut Given) {
    match node {
        Node::Map(members) => {
            for (name, member) in members {
                way.push(name.clone());
                of_json(member, way, found);
                way.pop();
            }
        }
        Node::List(items) if items.iter().any(|item| matches!(item, Node::Map(_))) => {
            for item in items {
                of_json(item, way, found);
            }
        }
        node => {
            let values = node.each().iter().filter_map(super::saying::word);
            found.entry(way.clone()).or_default().extend(values);
        }
    }
}

/// Access strings of Redis (Redis, "ACL"; Amazon `ElastiCache`, "Role-Based Access Control"): `on ~app:* +@read -@dangerous`.
fn strings(old: &str, new: &str, risks: &mut Risks<'_>) {
    let tokens = |text: &str| -> BTreeSet<String> {
        let plain = |word: &str| match word {
            "allkeys" => "~*".to_owned(),
            "allcommands" => "+@all".to_owned(),
            "allchannels" => "&*".to_owned(),
            "nocommands" => "-@all".to_owned(),
            word => word.to_owned(),
        };
        text.split_whitespace().map(plain).collect()
    };
    let (was, is) = (tokens(old), tokens(new));
    let gives = |word: &str| word == "on" || word == "nopass" || word.starts_with(['+', '~', '%', '&', '>', '<']);
    let had_all = |word: &str| {
        let all = match word.chars().next() {
            Some('+') => "+@all",
            Some('~' | '%') => "~*",
            Some('&') => "&*",
            _ => return false,
        };
        was.contains(all)
    };
    let more: Vec<&String> = is.difference(&was).filter(|word| gives(word) && !had_all(word)).collect();
    let free: Vec<&String> = was.difference(&is).filter(|word| word.starts_with('-') && is.contains("+@all")).collect();
    let place = "access_string";
    if !more.is_empty() {
        let severity = if more.iter().any(|word| *word == "nopass") { High } else { Medium };
        risks.add(severity, Code::IamWidened, Sentence::new("adds ").values(more).words(" to ").value(place));
    }
    if !free.is_empty() && free.iter().any(|word| *word != "-@all") {
        risks.add(Medium, Code::IamGuardRemoved, Sentence::new("takes ").values(free).words(" out of ").value(place));
    }
}

/// A sentence of Oracle's policies (Oracle Cloud Infrastructure, "Policy Syntax").
struct Statement<'a> {
    whom: Vec<&'a str>,
    verb: usize,
    what: &'a str,
    place: Vec<&'a str>,
    condition: Vec<&'a str>,
}

/// Each holds those before it.
const VERBS: [&str; 4] = ["inspect", "read", "use", "manage"];

fn statement(text: &str) -> Option<Statement<'_>> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let at = |name: &str| words.iter().position(|word| *word == name);
    let (to, place) = (at("to")?, at("in")?);
    let condition = at("where").unwrap_or(words.len());
    let verb = VERBS.iter().position(|verb| words.get(to + 1) == Some(verb))?;
    (words.first() == Some(&"allow") && place == to + 3 && place < condition).then(|| Statement {
        whom: words[1..to].to_vec(),
        verb,
        what: words[to + 2],
        place: words[place + 1..condition].to_vec(),
        condition: words[condition..].to_vec(),
    })
}

impl Statement<'_> {
    fn covers(&self, other: &Self) -> bool {
        let is_of = |wide: &[&str], narrow: &[&str], all: &[&str]| wide == narrow || wide == all;
        is_of(&self.whom, &other.whom, &["any-user"])
            && self.verb >= other.verb
            && (self.what == other.what || self.what == "all-resources")
            && is_of(&self.place, &other.place, &["tenancy"])
            && (self.condition.is_empty() || self.condition == other.condition)
    }
}

fn sentences(before: &Node, after: &Node, is_new: bool, risks: &mut Risks<'_>) {
    let texts = |node: &Node| -> Vec<String> { node.each().iter().filter_map(Node::as_text).map(str::to_lowercase).collect() };
    let (old, new) = (texts(before), texts(after));
    let known: Vec<Statement<'_>> = old.iter().filter_map(|text| statement(text)).collect();
    let shown: Vec<&str> = after.each().iter().filter_map(Node::as_text).collect();
    for (text, shown) in new.iter().zip(shown) {
        let read = statement(text);
        let is_known =
            old.contains(text) || read.as_ref().is_some_and(|statement| known.iter().any(|known| known.covers(statement)));
        if is_known {
            continue;
        }
        let is_all = read.is_some_and(|it| {
            let is_everybody = it.whom.iter().any(|word| ["any-user", "any-group"].contains(word)) && it.condition.is_empty();
            let is_everything = it.verb == VERBS.len() - 1 && it.what == "all-resources" && it.place == ["tenancy"];
            is_everybody || is_everything
        });
        if is_all || !is_new {
            let what = Sentence::new("adds ").value(shown).words(" to ").value("statements");
            risks.add(if is_all { High } else { Medium }, Code::IamWidened, what);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hcl_and_json_give_the_same() {
        let hcl = "# app\npath \"secret/*\" {\n  capabilities = [\"read\", \"list\"] // both\n}\nacl = \"write\"\n";
        let json = r#"{"path": {"secret/*": {"capabilities": ["list", "read"]}}, "acl": "write"}"#;
        let document = Node::Document(Box::new(crate::reading::document(json, 0).expect("it is JSON")));
        assert_eq!(given(&Node::Text(hcl.to_owned())), given(&document));
        assert_eq!(given(&Node::Text("path \"a\" {".to_owned())), None);
        assert_eq!(given(&Node::Text("<<EOT".to_owned())), None);
        assert_eq!(given(&Node::Text("a {".repeat(100_000))), None, "and nothing overflows");
    }
}
