//! Somebody uses every cache.

use std::collections::BTreeSet;

use domain::{CacheName, Use};
use settings::{SettingPath, Severity};

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "CAC001",
    severity: Severity::Warning,
    scope: Scope::Every,
    title: "a service or a job uses every cache",
    why: "A cache is paid for by the hour, and nobody else is let in.",
    mend: "name it in `uses` of the service or job that is to reach it, or take it out; accept this where something outside of the environment is let in by a \
           security group rule of its own",
    settings: &["caches.<name>", "services.<name>.uses", "jobs.<name>.uses"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let tasks = subject.config.tasks();
    let of_tasks = tasks.iter().flat_map(|(_, _, task)| &task.uses);
    let used: BTreeSet<&CacheName> =
        of_tasks.filter_map(|used| if let Use::Cache(name) = used { Some(name) } else { None }).collect();
    for name in subject.config.caches.keys().filter(|name| !used.contains(name)) {
        findings.at(SettingPath::from("caches").key(name.as_str()), format!("no service and no job uses the cache `{name}`"));
    }
}
