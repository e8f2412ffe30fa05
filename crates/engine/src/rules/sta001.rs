//! Every environment has a state of its own. Names of files give different keys; this guards what is made of them.

use domain::Identity;
use settings::Severity;

use super::{Check, Documents, Findings, Other, Rule, Scope, Subject};

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
    for Other { name, config } in subject.others {
        let identity = Identity {
            project: config.project.clone(),
            environment: (*name).clone(),
            region: config.region,
            disaster_recovery_region: config.disaster_recovery_region,
        };
        if backend["bucket"] == config.state.bucket.as_str() && backend["key"] == state::key(&identity).as_str() {
            findings.at("state", format!("the state lies where the one of `{name}` does: each of the two would destroy the other"));
        }
    }
}
