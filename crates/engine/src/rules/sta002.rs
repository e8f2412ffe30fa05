//! Terraform destroys nothing of production that holds data.

use settings::Severity;

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "STA002",
    severity: Severity::Warning,
    scope: Scope::Production,
    title: "Terraform destroys nothing of production that holds data",
    why: "A renamed setting can make a plan that replaces the database, a key or a bucket, and a reader who is in a hurry approves it. With `prevent_destroy` Terraform refuses such a plan.",
    mend: "set `prevent_destroy = true`",
    settings: &["prevent_destroy"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    if !subject.config.prevent_destroy {
        findings.at("prevent_destroy", "Terraform carries out a plan that destroys production's data");
    }
}
