//! Production's network traffic is logged.

use networking::config::Traffic;
use settings::Severity;

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "NET005",
    severity: Severity::Warning,
    scope: Scope::Production,
    title: "production's network traffic is logged",
    why: "After an incident the flow logs say who spoke to whom. They cannot be had afterwards.",
    mend: "set `networking.flow_logs.traffic` to `all` or `rejected`",
    settings: &["networking.flow_logs.traffic"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    if subject.config.networking.flow_logs.traffic == Traffic::None {
        findings.at("networking.flow_logs.traffic", "nothing records who spoke to whom in production's network");
    }
}
