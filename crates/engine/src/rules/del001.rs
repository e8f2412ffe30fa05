//! A pipeline at GitHub is trusted by ids that nobody takes over.

use delivery::config::Trust;
use settings::Severity;

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "DEL001",
    severity: Severity::Warning,
    scope: Scope::Every,
    title: "a repository at GitHub is trusted by its ids",
    why: "Repositories made, renamed or transferred since 15 July 2026 get tokens whose subject names ids besides names, and a trust by names alone refuses them. Where names alone are trusted, whoever takes over a name that was given up is trusted too.",
    mend: "set `owner_id` and `repository_id`: `gh api repos/<owner>/<name> --jq '.owner.id, .id'` prints both; `subjects = \"both\"` while the repository changes",
    settings: &["delivery.trust.github.repository", "delivery.trust.github.repository_id"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let Some(Trust::Github(github)) = subject.config.delivery.as_ref().map(|delivery| &delivery.trust) else { return };
    if github.repository_id.is_none() && github.subjects.is_none() {
        findings.at("delivery.trust.github.repository", format!("`{}` is trusted by its name alone", github.repository));
    }
}
