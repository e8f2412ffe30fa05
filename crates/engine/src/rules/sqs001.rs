//! Somebody reads every queue.

use std::collections::BTreeSet;

use domain::QueueName;
use settings::{SettingPath, Severity};

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SQS001",
    severity: Severity::Warning,
    scope: Scope::Every,
    title: "a service reads every queue",
    why: "What is sent to a queue that nobody reads is gone after its days of retention, and who sent it never hears of that.",
    mend: "name it as `queue` of the service that is to read it, take it out, or accept this where something outside of the environment reads it",
    settings: &["queues.<name>", "services.<name>.queue"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let read: BTreeSet<&QueueName> = subject.config.services.values().filter_map(|service| service.queue.as_ref()).collect();
    for name in subject.config.queues.keys().filter(|name| !read.contains(name)) {
        findings.at(SettingPath::from("queues").key(name.as_str()), format!("no service reads the queue `{name}`"));
    }
}
