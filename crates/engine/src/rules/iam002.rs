//! No task has one of AWS's policies that open a whole service or the whole account.

use aws::IamRolePolicyAttachment;
use domain::PolicyArn;
use settings::{SettingPath, Severity};

use crate::environment::Given;
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
        for policy in &service.policy_arns {
            let set = (SettingPath::from(section).key(name.as_str()).key("policy_arns"), policy.here().cloned());
            let label = format!("{}_task_{}", name.label(), ecs::config::policy_label(policy));
            let read = |given: &Given| given.text()?.parse::<PolicyArn>().ok().map(Some);
            let decided = subject.decided(&label, IamRolePolicyAttachment::POLICY_ARN.name(), read, set);
            let wide = decided.as_ref().and_then(|it| Some((it, it.value.as_ref().filter(|policy| is_wide(policy))?)));
            if let Some((decided, policy)) = wide {
                let message =
                    format!("tasks of `{name}` may do all that `{}` allows, on every resource of the account", policy.name());
                findings.of(decided, message);
            }
        }
    }
}

/// Whether it is one of AWS's own with full access.
fn is_wide(policy: &PolicyArn) -> bool {
    let name = policy.name();
    let has_full_access =
        name.ends_with("FullAccess") || name.ends_with("_FullAccess") || ["AdministratorAccess", "PowerUserAccess"].contains(&name);
    policy.account().is_none() && has_full_access
}
