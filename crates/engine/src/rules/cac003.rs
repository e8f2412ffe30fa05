//! A cache asks who connects.

use caches::Login;
use settings::{SettingPath, Severity};

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
    for (name, _) in subject.config.caches.iter().filter(|(_, cache)| cache.login == Login::Network) {
        let at = SettingPath::from("caches").key(name.as_str()).key("login");
        findings.at(at, format!("the cache `{name}` lets in who does not say who they are"));
    }
}
