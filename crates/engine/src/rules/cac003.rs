//! A cache asks who connects.

use aws::{ElasticacheReplicationGroup, ElasticacheServerlessCache};
use caches::Login;
use settings::{SettingPath, Severity};

use crate::environment::Given;
use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "CAC003",
    severity: Severity::Warning,
    scope: Scope::Production,
    title: "a cache asks who connects",
    why: "Without a login whoever gets into a task that the cache's security group lets in reads every session in it, empties it, or makes it run out of memory.",
    mend: "set `login = \"iam\"`, with a client that signs tokens; or accept it until the client does",
    settings: &["caches.<name>.login"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    for (name, cache) in &subject.config.caches {
        let set = (SettingPath::from("caches").key(name.as_str()).key("login"), cache.login != Login::Network);
        // A group of users is what makes it ask.
        let asks = |given: &Given| Some(names_a_group(given));
        let decided = match &cache.nodes {
            Some(_) => subject.decided(&name.label(), ElasticacheReplicationGroup::USER_GROUP_IDS.name(), asks, set),
            None => subject.decided(&name.label(), ElasticacheServerlessCache::USER_GROUP_ID.name(), asks, set),
        };
        if let Some(asks) = decided.filter(|asks| !asks.value) {
            findings.of(&asks, format!("the cache `{name}` lets in who does not say who they are"));
        }
    }
}

fn names_a_group(given: &Given) -> bool {
    match given {
        Given::Text(text) => !text.is_empty(),
        Given::List(groups) => !groups.is_empty(),
        _ => true,
    }
}
