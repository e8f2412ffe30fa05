//! No task has one of AWS's policies that open a whole service or the whole account.

use settings::{SettingPath, Severity};

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "IAM002",
    severity: Severity::Warning,
    scope: Scope::Every,
    title: "no task has one of AWS's policies that open a whole service or the whole account",
    why: "AWS's policies with full access allow everything on every resource of a service, of other environments too, and change without being asked. Whoever breaks into a task can use all of it.",
    mend: "name the actions and resources that the service needs in `[[services.<name>.permissions]]`",
    settings: &["services.<name>.policy_arns", "jobs.<name>.policy_arns"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    for (section, name, service) in subject.config.tasks() {
        let wide = |policy: &&domain::PolicyArn| policy.account().is_none() && is_wide(policy.name());
        for policy in service.policy_arns.iter().filter_map(ecs::config::Fed::here).filter(wide) {
            let setting = SettingPath::from(section).key(name.as_str()).key("policy_arns");
            findings.at(
                setting,
                format!("tasks of `{name}` may do all that `{}` allows, on every resource of the account", policy.name()),
            );
        }
    }
}

fn is_wide(name: &str) -> bool {
    name.ends_with("FullAccess") || name.ends_with("_FullAccess") || ["AdministratorAccess", "PowerUserAccess"].contains(&name)
}
