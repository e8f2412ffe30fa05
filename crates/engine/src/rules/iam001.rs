//! A policy names its actions, and its resources where AWS accepts an ARN. Those of a service's own settings are judged with all others.

use aws::policy::read::excess;
use settings::Severity;

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};
use terraform::read::Documents;

pub(super) const RULE: Rule = Rule {
    code: "IAM001",
    severity: Severity::Error,
    scope: Scope::Every,
    title: "a policy names its actions, and its resources where AWS accepts an ARN",
    why: "A policy that allows a family of actions, or all resources, allows what AWS adds to it next year, and what whoever breaks into a task can use.",
    mend: "name the actions and the ARNs in `[[services.<name>.permissions]]`; where AWS accepts no ARN, and of a policy that no setting makes, accept it and report it",
    settings: &["services.<name>.permissions"],
    check: Check::Documents(check),
};

fn check(subject: &Subject<'_>, documents: &Documents, findings: &mut Findings<'_>) {
    for (resource, policies) in subject.policies(documents) {
        let Some(policies) = policies else {
            let address = resource.address().to_string();
            findings
                .of_resource(address.clone(), format!("the policy of `{address}` cannot be read, so nobody knows what it allows"))
                .help_in_own(
                    "write the policy as JSON, with `jsonencode`, or in a file of its own that `file(\"${path.module}/…\")` or `templatefile` reads,",
                );
            continue;
        };
        let is_key_policy = resource.is::<aws::KmsKey>() || resource.is::<aws::KmsKeyPolicy>();
        for statement in policies.iter().flat_map(aws::policy::read::Policy::allowed) {
            if let Some(excess) = excess(statement, is_key_policy) {
                let address = resource.address().to_string();
                findings
                    .of_resource(address.clone(), format!("`{address}` allows {excess}"))
                    .help_in_own("name the actions and the ARNs");
            }
        }
    }
}
