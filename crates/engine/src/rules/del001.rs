//! A pipeline at GitHub is trusted by ids that nobody takes over.

use aws::IamRole;
use aws::policy::read::Policy;
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
    let overriding = subject.overriding(IamRole::ASSUME_ROLE_POLICY.name());
    for it in overriding.iter().filter(|it| it.given.text().is_some_and(trusts_a_name_alone)) {
        findings.of_override(it, format!("`{}` trusts a repository by its name alone", it.label));
    }
    let is_decided_here = !overriding.iter().any(|it| it.label == "main");
    if is_decided_here && github.repository_id.is_none() && github.subjects.is_none() {
        findings.at("delivery.trust.github.repository", format!("`{}` is trusted by its name alone", github.repository));
    }
}

/// The condition key of a token's subject.
const SUBJECT: &str = "token.actions.githubusercontent.com:sub";

/// Whether a policy trusts tokens of GitHub's whose subject names no ids, which stand behind an `@`.
fn trusts_a_name_alone(policy: &str) -> bool {
    let policy = Policy::parse(policy);
    let conditions = policy.iter().flat_map(Policy::allowed).flat_map(|statement| &statement.conditions);
    let subjects = conditions.filter(|it| it.key.eq_ignore_ascii_case(SUBJECT)).flat_map(|it| &it.values);
    subjects.into_iter().any(|subject| subject.starts_with("repo:") && !subject.contains('@'))
}
