//! What no table and no other rule knows is judged by how its provider words it: an attribute whose name speaks of encryption, backups, logs or protection
//! and that is switched off, a spread that becomes one place, a number that is kept or serves and gets lower. It comes last, and is silent where another
//! rule has spoken.

use ipnet::IpNet;

use super::Risks;
use super::saying::{Told, from_to, word};
use super::settings::{self, EVERYTHING};
use super::words::{self, Kind, Words};
use crate::change::Change;
use crate::diff::Difference;
use crate::node::Node;
use crate::path::Path;
use crate::risk::Code;
use crate::sentence::Sentence;
use crate::types::{self, Role, Shape};
use finding::Severity;

use Severity::{High, Low, Medium};

/// Blocks and maps of one's own words, and policies, which other rules compare by what they let through. A dashboard only shows.
const LEFT_OUT: [&str; 15] = [
    "tags",
    "tags_all",
    "labels",
    "annotations",
    "metadata",
    "variables",
    "environment",
    "environment_variables",
    "env",
    "Statement",
    "user_labels",
    "app_settings",
    "description",
    "triggers",
    "keepers",
];

/// Blocks that delete by the clock: without them more is kept.
const DELETES: [&str; 7] = ["ttl", "expiration", "expiry", "lifecycle", "exclusion", "autodelete", "cleanup"];

/// What lets somebody do something: turned off, it lets nobody.
fn is_of_rights(kind: &str) -> bool {
    types::facts(kind).is_some_and(|facts| matches!(facts.role, Role::Access | Role::Identity))
}

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    if change.is_data || (change.action.destroys() && !change.action.replaces()) {
        return;
    }
    let of_type = of_type(change.kind);
    for difference in &change.differences {
        let Difference { path, before, after } = difference;
        let is_hidden = |node: &Node| matches!(node, Node::Unknown | Node::Secret(_));
        if is_hidden(before) || is_hidden(after) || path.keys().any(|key| LEFT_OUT.contains(&key) || key.contains("dashboard")) {
            continue;
        }
        let said = Words::titled(path, of_type, title(change, path));
        if !change.is_new() && (settings::is_better(change, difference) || super::guards::is_better(difference)) {
            continue;
        }
        let told = if change.is_new() { made(change, &said, difference) } else { changed(change, &said, difference) };
        if let Some((severity, code, what)) = told
            && !is_told(risks, difference, code)
        {
            risks.add(severity, code, what);
        }
    }
}

/// What a value is of whose resource says it in an attribute beside: a setting of an account's.
fn title<'a>(change: &'a Change<'_>, path: &Path) -> Option<&'a str> {
    let is_value = ["value", "setting_value"].contains(&path.name()) && path.keys().count() == 1;
    let mut names = ["name", "setting_id", "setting_name", "key"].into_iter().filter(|_| is_value);
    let title = names.find_map(|name| change.after().get(name).as_text())?;
    // A path is of one's own making, but for those of an account's settings.
    (!title.contains('/') || path.name() == "setting_value").then_some(title)
}

/// What a type is there for.
pub(super) fn of_type(kind: &str) -> Option<Kind> {
    let Some(facts) = types::facts(kind) else {
        // What no table knows is there for what its name says, behind its provider's.
        return Kind::of(words::tokens(kind).get(1..)?);
    };
    match facts.role {
        Role::Watcher => Some(Kind::Logs),
        Role::Backups => Some(Kind::Backups),
        Role::Protection => Some(Kind::Protection),
        Role::Encryption => Some(Kind::Encryption),
        Role::Redundancy => Some(Kind::Redundancy),
        _ => None,
    }
}

/// Whether another rule, or this one of another value in the same attribute, has told of it.
fn is_told(risks: &Risks<'_>, Difference { path, before, after }: &Difference, code: Code) -> bool {
    let quoted = |text: &str| format!("`{text}`");
    let names: Vec<&str> = path.keys().collect();
    // A row of a table names the last names of a path.
    let mut spellings: Vec<String> = (0..names.len()).map(|from| quoted(&names[from..].join("."))).collect();
    spellings.push(quoted(&path.to_string()));
    let values: Vec<String> = [before, after].into_iter().filter_map(word).map(|value| quoted(&value)).collect();
    // One switch under two names.
    let switches = ["`state`", "`status`", "`enabled`", "`is_enabled`"];
    let is_switch = switches.contains(&quoted(&path.to_string()).as_str());
    risks.found.iter().any(|risk| {
        let what = risk.what.to_string();
        if is_switch && risk.code == code && switches.iter().any(|switch| what.contains(switch)) {
            return true;
        }
        let is_of_the_value = risk.code == code && values.iter().any(|value| value.len() > 3 && what.contains(value));
        let is_of_the_attribute = risk.code == code && what.contains(path.attribute());
        spellings.iter().any(|spelling| what.contains(spelling)) || is_of_the_value || is_of_the_attribute
    })
}

/// What is new is judged only where nobody makes it so without meaning the public.
fn made(change: &Change<'_>, said: &Words, difference: &Difference) -> Option<Told> {
    everybody(change, said, difference)
        .or_else(|| {
            let is_meant = said.has(&["anonymous", "unauthenticated", "publicly"]);
            let is_on = is_meant && !said.is_negated() && difference.after.as_bool() == Some(true);
            is_on.then(|| (Medium, Code::PublicAccessOpened, Sentence::new("is made with ").value(&difference.path)))
        })
        .or_else(|| powerful(change, said, difference))
}

fn changed(change: &Change<'_>, said: &Words, difference: &Difference) -> Option<Told> {
    everybody(change, said, difference)
        .or_else(|| super::telling::tell(change, said, difference))
        .or_else(|| truth(change, said, difference))
        .or_else(|| state(change, said, difference))
        .or_else(|| unencrypted(said, difference))
        .or_else(|| spread(difference))
        .or_else(|| deletes(said, difference))
        .or_else(|| root(difference))
        .or_else(|| number(change, said, difference))
        .or_else(|| super::habits::tell(change, said, difference))
        .or_else(|| super::guarding::tell(change, said, difference))
        .or_else(|| powerful(change, said, difference))
        .or_else(|| identity(change, said, difference))
        .or_else(|| gone(change, said, difference))
        .or_else(|| element(change, said, difference))
}

/// The whole internet, or `*`, in a list of who is let in.
fn everybody(change: &Change<'_>, said: &Words, Difference { path, before, after }: &Difference) -> Option<Told> {
    let text = after.as_text().filter(|text| before.as_text() != Some(text))?;
    if super::firewall::is_one(change.kind) {
        return None;
    }
    let lets_in = said.has(words::LETS_IN) && !said.has(words::LEADS_OUT);
    if !lets_in || said.is_negated() {
        return None;
    }
    let is_world = match text.parse() {
        Ok(IpNet::V4(network)) => network.prefix_len() < 8,
        Ok(IpNet::V6(network)) => network.prefix_len() < 16,
        Err(_) => text == "*" && !said.has(&["headers", "header", "methods", "method", "ports", "port", "resources", "resource"]),
    };
    let what = || Sentence::new("lets in ").value(text).words(" by ").value(path);
    if is_world {
        let severity = if change.is_new() { Medium } else { High };
        let code = if text == "*" { Code::PublicAccessOpened } else { Code::IngressOpened };
        return Some((severity, code, what()));
    }
    None
}

/// A switch that guards is off, or one that gives something up is on.
fn truth(change: &Change<'_>, said: &Words, difference: &Difference) -> Option<Told> {
    let (was, is) = (difference.before.as_bool(), difference.after.as_bool());
    let is_off = was == Some(true) && (is == Some(false) || difference.after == Node::Null);
    let is_on = is == Some(true) && was != Some(true);
    let kind = said.kind();
    // While what silences others is off, everything is told.
    if super::telling::is_silencer(change.kind) {
        return None;
    }
    let is_of_rights = is_of_rights(change.kind);
    let opens = kind == Some(Kind::Public);
    let name = difference.path.name();
    // What goes with it where it goes, or whether it is empty or not.
    let is_forced = ["on_destroy", "on_delete", "on_deletion", "on_termination"].iter().any(|end| name.ends_with(end))
        || name == "force_destroy";
    if is_forced && is_on && was == Some(false) && !name.starts_with("retain") && !name.starts_with("keep") {
        return Some((Medium, Code::ProtectionWeakened, Sentence::new("turns on ").value(&difference.path)));
    }
    if is_on && said.ends_in(&["promiscuous", "forged", "spoofing"]) && !said.is_negated() {
        return Some((Medium, Code::ProtectionWeakened, Sentence::new("turns on ").value(&difference.path)));
    }
    let mends = said.has(&["auto", "automatic", "autoresize", "autoscaling", "autohealing"]) && said.has(words::MENDS);
    if mends && is_off && !said.is_negated() {
        return Some((Medium, Code::ProtectionWeakened, Sentence::new("turns off ").value(&difference.path)));
    }
    let is_way_in = said.is_negated() && said.ends_in(&["access", "password", "keys", "key", "ssh"]);
    if is_way_in && was == Some(true) && is != Some(true) && kind.is_none() {
        return Some((Medium, Code::PublicAccessOpened, Sentence::new("turns off ").value(&difference.path)));
    }
    let loses = if said.is_negated() == opens { is_off } else { is_on };
    if !loses || (!is_on && !is_off) {
        return None;
    }
    let verb = if is_on { "turns on " } else { "turns off " };
    let what = Sentence::new(verb).value(&difference.path);
    match kind {
        Some(kind) => Some((kind.severity(), kind.code(), what)),
        // The whole thing stands still.
        None if is_of_rights || said.has(&DELETES) => None,
        None if is_off && ["enabled", "enable", "active", "is_enabled", "is_active", "activated"].contains(&name) => {
            let severity = if said.is_whole() { Medium } else { Low };
            Some((severity, Code::ServiceInterrupted, what))
        }
        None if is_on && ["disabled", "paused", "suspended", "disable", "is_disabled", "is_paused"].contains(&name) => {
            Some((Medium, Code::ServiceInterrupted, what))
        }
        None => None,
    }
}

/// A word for on becomes one for off, one that stops becomes one that lets through.
fn state(change: &Change<'_>, said: &Words, difference: &Difference) -> Option<Told> {
    // What deletes by the clock keeps more while it stands still.
    if types::has_shape(change.kind, Shape::Lifecycle) {
        return None;
    }
    let (old, new) = (difference.before.as_text()?, difference.after.as_text()?);
    let is = |words: &[&str], text: &str| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    let kind = said.kind();
    if is(&["private", "internal", "closed", "restricted"], old)
        && is(&["public", "internet", "external", "anonymous", "internet-facing"], new)
    {
        return Some((High, Code::PublicAccessOpened, from_to("changes ", difference)));
    }
    let names = |text: &str, names: &[&str]| {
        let is_plain = text.len() < 40 && !text.contains(['/', ':', '.', ' ']);
        is_plain && words::tokens(text).iter().any(|token| names.contains(&token.as_str()))
    };
    if names(old, &["private", "internal"])
        && (names(new, &["public", "external", "internet"]) || (names(new, &["none"]) && said.has(&["network", "vnet", "vpc"])))
        && !names(new, &["private", "internal"])
        && said.ends_in(&["mode", "type", "access", "scheme", "visibility", "exposure", "connectivity", "network"])
    {
        return Some((High, Code::PublicAccessOpened, from_to("changes ", difference)));
    }
    if kind == Some(Kind::Public) || said.has(&["access", "visibility", "exposure", "scope", "connectivity"]) {
        let opens = (is(words::PUBLIC, new) && !is(words::PUBLIC, old))
            || (kind == Some(Kind::Public) && is(words::OFF, old) && is(words::ON, new));
        let closes = said.is_negated() && is(words::ON, old) && is(words::OFF, new);
        if closes || (opens && !said.is_negated()) {
            return Some((High, Code::PublicAccessOpened, from_to("changes ", difference)));
        }
    }
    let (from, to) = if said.is_negated() { (words::OFF, words::ON) } else { (words::ON, words::OFF) };
    let is_off = is(from, old) && is(to, new);
    // What a firewall lets through is told by whom it lets in.
    let is_default = said.ends_in(&["policy", "default"]);
    let lets_through = is(words::STOPS, old) && is(words::PASSES, new) && (is_default || !super::firewall::is_one(change.kind));
    match kind {
        Some(Kind::Public) => None,
        Some(kind) if is_off || lets_through || (is(words::OFF, new) && !is(words::OFF, old) && !said.is_negated()) => {
            Some((kind.severity(), kind.code(), from_to("weakens ", difference)))
        }
        _ if lets_through && !is_off => Some((Medium, Code::ProtectionWeakened, from_to("weakens ", difference))),
        None if is_of_rights(change.kind) || said.has(&DELETES) => None,
        None if is_off && said.has(&["status", "state", "enabled", "active", "power", "activation"]) => {
            let severity = if said.is_whole() { Medium } else { Low };
            Some((severity, Code::ServiceInterrupted, from_to("turns off ", difference)))
        }
        _ => None,
    }
}

/// An address that was asked over TLS is asked without, or over an older one.
fn unencrypted(said: &Words, difference: &Difference) -> Option<Told> {
    let (old, new) = (difference.before.as_text()?, difference.after.as_text()?);
    let pairs = [
        ("https", "http"),
        ("wss", "ws"),
        ("ldaps", "ldap"),
        ("rediss", "redis"),
        ("amqps", "amqp"),
        ("ftps", "ftp"),
        ("ssl", "tcp"),
        ("tls", "tcp"),
        ("sasl_ssl", "sasl_plaintext"),
    ];
    let scheme = |text: &str| text.split_once("://").map_or(text, |(scheme, _)| scheme).to_ascii_lowercase();
    let is_less = pairs.into_iter().any(|(safe, plain)| scheme(old) == safe && scheme(new) == plain);
    let has = |text: &str, words: &[&str]| words::tokens(text).iter().any(|token| words.contains(&token.as_str()));
    let plain = ["unencrypted", "plaintext", "cleartext", "insecure"];
    let is_plain = has(new, &plain) && !has(old, &plain);
    let is_short = new.len() < 40 && !new.contains("://") && has(old, &["https"]) && has(new, &["http"]) && !has(new, &["https"]);
    let is_older = matches!((tls(said, old), tls(said, new)), (Some(was), Some(is)) if is < was);
    (is_less || is_plain || is_short || is_older).then(|| (High, Code::EncryptionOff, from_to("weakens ", difference)))
}

/// The version of TLS in a text: 12 of `TLS1_2`, `TLSv1.2`, `TLS12` and `1.2`, 10 of `TLSv1`.
fn tls(said: &Words, text: &str) -> Option<u8> {
    let is_of_tls = said.has(&["tls", "ssl"]) || text.to_ascii_lowercase().contains("tls");
    let digits: String = text.chars().filter(char::is_ascii_digit).take(2).collect();
    let number = match digits.as_str() {
        "1" => Some(10),
        "10" | "11" | "12" | "13" => digits.parse().ok(),
        _ => None,
    };
    number.filter(|_| is_of_tls && text.len() < 24)
}

/// What stood in several places stands in one.
fn spread(difference: &Difference) -> Option<Told> {
    let (old, new) = (difference.before.as_text()?, difference.after.as_text()?);
    let (old, new) = (words::tokens(old), words::tokens(new));
    let has = |tokens: &[String], words: &[&str]| tokens.iter().any(|token| words.contains(&token.as_str()));
    // `MULTI_ZONE` and `SINGLE_ZONE` have one word of the two.
    let is_single = has(&new, &["single"]) && !has(&old, &["single"]);
    let is_less = has(&old, words::SPREAD) && has(&new, words::ALONE) && (is_single || !has(&new, words::SPREAD));
    is_less.then(|| (High, Code::RedundancyLowered, from_to("changes ", difference)))
}

/// What was kept when something goes is deleted with it.
fn deletes(said: &Words, difference: &Difference) -> Option<Told> {
    let is = |node: &Node| {
        let verbs = ["delete", "remove", "destroy", "deleted", "purge", "force"];
        node.as_text().is_some_and(|text| words::tokens(text).first().is_some_and(|verb| verbs.contains(&verb.as_str())))
    };
    // What stood in a table goes before something is written: `DROP_AND_CREATE`.
    let empties = |node: &Node| {
        let tokens = node.as_text().filter(|text| text.len() < 40).map(words::tokens).unwrap_or_default();
        tokens.len() > 1 && tokens.first().is_some_and(|verb| ["drop", "truncate"].contains(&verb.as_str()))
    };
    if empties(&difference.after) && !empties(&difference.before) && !difference.before.is_empty() {
        return Some((Medium, Code::ProtectionWeakened, from_to("changes ", difference)));
    }
    let is_meant = said.has(&["delete", "deletion", "deleted", "destroy", "reclaim", "removal", "retention", "orphan"]);
    let becomes = is_meant && is(&difference.after) && !is(&difference.before) && !difference.before.is_empty();
    becomes.then(|| (Medium, Code::ProtectionWeakened, from_to("changes ", difference)))
}

/// Root of a client is root of what it mounts (`exports(5)`).
fn root(difference: &Difference) -> Option<Told> {
    let (old, new) = (difference.before.as_text()?, difference.after.as_text()?);
    let is_root = |text: &str| text.to_ascii_lowercase().replace(['_', '-'], "").contains("norootsquash");
    (is_root(new) && !is_root(old)).then(|| (High, Code::PrivilegeRaised, from_to("changes ", difference)))
}

fn number(change: &Change<'_>, said: &Words, difference: &Difference) -> Option<Told> {
    let (old, new) = (difference.before.as_amount()?, difference.after.as_amount()?);
    let is_of_time =
        said.has(&["session", "token", "cookie", "password", "login", "cache", "dns", "timeout", "interval", "delay", "window"]);
    if 0.0 < new && new < old && said.has(&["retention", "retain", "retained", "keep", "kept"]) {
        return Some((Medium, Code::RetentionShortened, from_to("lowers ", difference)));
    }
    if new < old && said.has(&["replicas", "replica", "standby", "replication", "copies", "insync"]) && !is_of_time {
        return Some((Medium, Code::RedundancyLowered, from_to("lowers ", difference)));
    }
    if 0.0 <= new
        && new < old
        && serves(said)
        && !is_of_time
        && !(new == 0.0 && super::capacity::is_on_demand(change.after()))
        && !said.has(&["utilization", "percent", "percentage", "threshold", "cooldown"])
    {
        return Some((Medium, Code::CapacityLowered, from_to("lowers ", difference)));
    }
    let is_limit = said.has(&["rate", "throttle", "throttling", "burst", "quota", "requests"])
        && !said.has(&["sampling", "sample", "fixed", "growth"]);
    if is_limit && old > 0.0 && new >= 10.0 * old {
        return Some((Medium, Code::ProtectionWeakened, from_to("raises ", difference)));
    }
    if new < old
        && said.has(&["sampling", "sample"])
        && said.ends_in(&["rate", "percentage", "percent", "sampling", "ratio", "size"])
    {
        return Some((Low, Code::MonitoringRemoved, from_to("lowers ", difference)));
    }
    if new < old && said.has(&["password"]) && said.has(&["length", "history", "minimum", "complexity"]) {
        return Some((Medium, Code::ProtectionWeakened, from_to("lowers ", difference)));
    }
    let is_wait =
        said.has(&["deletion", "delete", "purge"]) && said.has(&["days", "window", "time", "duration", "hours", "seconds"]);
    (new < old && is_wait).then(|| (Medium, Code::ProtectionWeakened, from_to("lowers ", difference)))
}

/// Whether a number is what carries the load: so many nodes, or `nodes` of something.
fn serves(said: &Words) -> bool {
    let counts = ["instance", "worker", "node", "slot", "pod", "task", "server", "core", "vcpu", "broker", "shard"];
    said.ends_in(words::SERVES) || (said.ends_in(&["count"]) && said.ends_in(&counts))
}

/// Somebody is made the one who may do everything.
fn powerful(change: &Change<'_>, said: &Words, Difference { path, before, after }: &Difference) -> Option<Told> {
    let new = after.as_text().filter(|text| before.as_text() != Some(text))?;
    let is_right = said.ends_in(&[
        "role",
        "roles",
        "permission",
        "permissions",
        "access",
        "privilege",
        "privileges",
        "level",
        "rights",
        "scopes",
        "scope",
    ]);
    // Whoever is given something by this type is given all of it.
    let is_any = said.ends_in(&["cluster", "operation", "operations", "action", "actions", "verbs", "resources", "resource"]);
    // A level of something else than rights.
    let is_right = is_right && !said.has(&["compatibility", "log", "logging"]);
    let is_given = words::tokens(change.kind).iter().any(|token| words::GIVES.contains(&token.as_str()));
    let last = new.rsplit(['/', ':', '.']).next().unwrap_or(new);
    let is_all = (words::is_powerful(last) && !before.as_text().is_some_and(words::is_powerful)) || (new == "*" && is_given);
    let is_all = is_all || (is_given && !change.is_new() && new.eq_ignore_ascii_case("all"));
    let is_right = is_right || (is_any && is_given && (new == "*" || new.eq_ignore_ascii_case("all")) && !change.is_new());
    (is_right && is_all && (is_given || !change.is_new())).then(|| {
        let verb = if change.is_new() { "is made with " } else { "sets " };
        (Medium, Code::IamWidened, Sentence::new(verb).value(path).words(if change.is_new() { " " } else { " to " }).value(new))
    })
}

/// Others are believed, or it acts as somebody else.
fn identity(change: &Change<'_>, said: &Words, difference: &Difference) -> Option<Told> {
    let (old, new) = (difference.before.as_text()?, difference.after.as_text()?);
    if old.is_empty() || new.is_empty() {
        return None;
    }
    if said.ends_in(&["issuer"]) || said.has(&["issuer", "jwks", "thumbprint", "saml"]) {
        return Some((High, Code::IamWidened, from_to("changes ", difference).words(": others can sign in by it")));
    }
    let acts = [
        "role_arn",
        "iam_role_arn",
        "execution_role_arn",
        "service_role_arn",
        "iam_role",
        "service_account",
        "service_account_email",
        "instance_role_arn",
    ];
    let is_role = acts.contains(&difference.path.name())
        || (difference.path.name() == "role" && (old.contains(":role/") || old.contains('@')))
        || ([old, new].iter().all(|arn| arn.starts_with("arn:") && arn.contains(":role/")) && !difference.path.is_in_document());
    if is_role {
        return Some((Low, Code::IamWidened, from_to("changes ", difference).words(": it acts with other rights")));
    }
    let whom = ["account", "account_id", "principal", "principal_arn", "grantee_principal", "grantee"];
    let is_given = words::tokens(change.kind)
        .iter()
        .any(|it| ["authorize", "authorization", "share", "grant", "permission"].contains(&it.as_str()));
    let is_other = is_given && whom.contains(&difference.path.name()) && old != new && !EVERYTHING.contains(&old);
    is_other.then(|| (Medium, Code::IamWidened, from_to("changes ", difference).words(": another one has it")))
}

/// A block that encrypts, backs up, logs or protects is gone.
fn gone(change: &Change<'_>, said: &Words, Difference { path, before, after }: &Difference) -> Option<Told> {
    if !after.is_empty() || before.is_empty() || change.action.replaces() {
        return None;
    }
    let of_rights = words::tokens(change.kind).iter().any(|token| words::GIVES.contains(&token.as_str()));
    let limit = path.keys().find(|name| ["condition", "conditions", "restriction", "restrictions"].contains(name));
    if let Some(limit) = limit.filter(|limit| of_rights && change.after().get(limit).is_empty()) {
        return Some((High, Code::IamGuardRemoved, Sentence::new("takes ").value(limit).words(" away")));
    }
    // A protection without one of its parts.
    let part = path.keys().next().filter(|part| change.after().get(part).is_empty() && !path.is_in_document());
    let lets = [
        "allow",
        "allowed",
        "exclude",
        "excluded",
        "exclusion",
        "exclusions",
        "exempt",
        "exempted",
        "bypass",
        "ignore",
        "exceptions",
    ];
    if let Some(part) = part.filter(|_| said.is_of(Kind::Protection) && path.keys().count() > 1 && !said.has(&lets)) {
        return Some((Medium, Code::ProtectionWeakened, Sentence::new("takes ").value(part).words(" away")));
    }
    if !path.is_list() && matches!(before, Node::Document(_)) && !path.is_in_document() {
        let kind = Kind::of(&words::tokens(path.name())).filter(|kind| *kind != Kind::Public && !said.is_negated())?;
        return Some((kind.severity(), kind.code(), Sentence::new("takes ").value(path).words(" away")));
    }
    let (block, kind) = said.block(path.is_list())?;
    let is_gone = !stands(change.after(), block) && kind != Kind::Public && !said.is_negated_at(block.len());
    // That there was a block which said no is no loss.
    let said_yes = !matches!(before, Node::Bool(false))
        && !before.as_text().is_some_and(|text| words::OFF.iter().any(|off| off.eq_ignore_ascii_case(text)));
    let is_filter = kind == Kind::Logs && said.has(&["filter", "filters", "exclusion"]);
    let is_told = is_gone && said_yes && !is_filter;
    is_told.then(|| (kind.severity(), kind.code(), Sentence::new("takes ").value(block.join(".")).words(" away")))
}

/// An element comes into a list of who may, or goes from one of what is told, kept or stopped.
fn element(change: &Change<'_>, said: &Words, Difference { path, before, after }: &Difference) -> Option<Told> {
    if !path.is_list() {
        return None;
    }
    let (old, new) = (word(before), word(after));
    match (old, new) {
        (Some(old), None) if *after == Node::Null => {
            // Fewer countries that are let in are no fewer places of one's own.
            let is_place = !said.has(&["restriction", "restrictions"]);
            if is_place && said.ends_in(&["zones", "locations", "azs", "georeplications", "replicas"]) && !said.is_negated() {
                let out = Sentence::new("takes ").value(old).words(" out of ").value(path.attribute());
                return Some((Medium, Code::RedundancyLowered, out));
            }
            let out = Sentence::new("takes ").value(old).words(" out of ").value(path.attribute());
            let is_told = said.has(words::LOGS)
                || said.has(&[
                    "recipients",
                    "contacts",
                    "subscribers",
                    "receivers",
                    "engagements",
                    "notification",
                    "notifications",
                    "emails",
                ]);
            if is_told && !said.is_negated() {
                return Some((Medium, Code::MonitoringRemoved, out));
            }
            let stops = said.has(&[
                "deny",
                "denied",
                "blocked",
                "block",
                "blocklist",
                "blacklist",
                "denylist",
                "banned",
                "suppressed",
                "reviewers",
                "approvers",
            ]);
            stops.then_some((Medium, Code::ProtectionWeakened, out))
        }
        (None, Some(new)) if *before == Node::Null => {
            let gives = |token: &String| words::GIVES.contains(&token.as_str()) || ["team", "acl"].contains(&token.as_str());
            let is_of_people = words::tokens(change.kind).iter().any(gives);
            let may = said.ends_in(words::MAY) || (is_of_people && said.ends_in(&["members", "users", "roles", "names", "member"]));
            let is_other = said.has(&["headers", "methods", "ports", "regions", "security", "subnet", "subnets"]);
            let names: Vec<&str> = path.keys().collect();
            let (old, all) = (elements(change.before(), &names), elements(change.after(), &names));
            // What takes the place of another, or of all that there are, is no addition.
            let is_more = !old.is_empty() && all.len() > old.len() && !old.iter().any(|it| EVERYTHING.contains(it));
            (may && is_more && !is_other && !said.is_negated())
                .then(|| (Low, Code::IamWidened, Sentence::new("adds ").value(new).words(" to ").value(path.attribute())))
        }
        _ => None,
    }
}

/// The texts at these names, in documents too.
fn elements<'a>(node: &'a Node, names: &[&str]) -> Vec<&'a str> {
    match (node, names) {
        (Node::List(items), _) => items.iter().flat_map(|item| elements(item, names)).collect(),
        (Node::Document(document), _) => elements(document, names),
        (node, []) => node.as_text().into_iter().collect(),
        (Node::Map(members), [first, rest @ ..]) => members.get(*first).map(|it| elements(it, rest)).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// Whether something stands at these names, in documents too.
fn stands(node: &Node, names: &[&str]) -> bool {
    match (node, names) {
        (Node::List(items), _) => items.iter().any(|item| stands(item, names)),
        (Node::Document(document), _) => stands(document, names),
        (node, []) => !node.is_empty(),
        (Node::Map(members), [first, rest @ ..]) => members.get(*first).is_some_and(|member| stands(member, rest)),
        _ => false,
    }
}
