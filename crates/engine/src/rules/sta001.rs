//! Every environment has a state of its own. Without a setting names of files give different keys, workspaces and folders; a key, workspace or
//! address that is set may be another one's.

use domain::Identity;
use settings::{Problems, Severity};

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "STA001",
    severity: Severity::Error,
    scope: Scope::Every,
    title: "every environment has a state of its own",
    why: "Two environments with one state take turns in destroying what the other has built: each plan removes what it does not know.",
    mend: "give one of the environments another bucket, key, workspace, address or path",
    settings: &["state"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let config = subject.config;
    let identity = Identity {
        project: config.project.clone(),
        environment: subject.environment.clone(),
        region: config.region,
        disaster_recovery_region: config.disaster_recovery_region,
    };
    // What is wrong with it is told by who checks the settings.
    let Some(place) = config.state.clone().check(&mut Problems::default()).place(&identity) else { return };
    let others: Vec<_> = subject.folder.with_state(&place).iter().filter(|name| *name != subject.environment).collect();
    if !others.is_empty() {
        let others = words::some(others, 3);
        findings.at("state", format!("the state lies where the one of {others} does: each would destroy what the other has built"));
    }
}
