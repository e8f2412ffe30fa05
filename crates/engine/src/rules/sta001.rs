//! Every environment has a state of its own. Names of files give different keys; this guards what is made of them.

use settings::Severity;

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};
use terraform::read::Documents;

pub(super) const RULE: Rule = Rule {
    code: "STA001",
    severity: Severity::Error,
    scope: Scope::Every,
    title: "every environment has a state of its own",
    why: "Two environments with one state take turns in destroying what the other has built: each plan removes what it does not know.",
    mend: "give one of the environments another bucket or key",
    settings: &["state"],
    check: Check::Documents(check),
};

fn check(subject: &Subject<'_>, documents: &Documents, findings: &mut Findings<'_>) {
    let Some(backend) = documents.backend("s3") else { return };
    let (Some(bucket), Some(key)) = (backend["bucket"].as_str(), backend["key"].as_str()) else { return };
    let others: Vec<_> = subject.folder.with_state(bucket, key).iter().filter(|name| *name != subject.environment).collect();
    if !others.is_empty() {
        let others = words::some(others, 3);
        findings.at("state", format!("the state lies where the one of {others} does: each would destroy what the other has built"));
    }
}
