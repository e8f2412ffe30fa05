//! A policy names its actions, and its resources where AWS accepts an ARN. No setting says otherwise; this guards what is made of them.

use aws::policy::takes_arn;
use settings::Severity;

use super::documents::Resource;
use super::policy::{Allowed, allowed};
use super::{Check, Documents, Findings, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "IAM001",
    severity: Severity::Error,
    scope: Scope::Every,
    title: "a policy names its actions, and its resources where AWS accepts an ARN",
    why: "A policy that allows a family of actions, or all resources, allows what AWS adds to it next year, and what whoever breaks into a task can use.",
    mend: "report it, since no setting makes such a policy; until then accept it or go back to the version of synth before",
    settings: &[],
    check: Check::Documents(check),
};

fn check(_: &Subject<'_>, documents: Documents<'_>, findings: &mut Findings<'_>) {
    for resource in documents.resources() {
        let address = resource.address();
        let Some(statements) = allowed(&resource) else {
            findings
                .of_resource(address.clone(), format!("the policy of `{address}` cannot be read, so nobody knows what it allows"));
            continue;
        };
        for statement in statements {
            if let Some(what) = too_much(&resource, &statement) {
                findings.of_resource(address.clone(), format!("`{address}` allows {what}"));
            }
        }
    }
}

/// What a statement allows beyond what it should, in words.
fn too_much(resource: &Resource<'_>, statement: &Allowed) -> Option<String> {
    let Allowed { actions, resources, principals, is_inverted } = statement;
    if *is_inverted {
        return Some("everything but what it names".to_owned());
    }
    if principals.iter().any(|(_, who)| who == "*") {
        return Some("everybody".to_owned());
    }
    // In a key's own policy `*` is the key, and without the account's administrators nobody could ever change it (KMS Developer Guide,
    // "Default key policy").
    let is_key = matches!(resource.kind, "aws_kms_key" | "aws_kms_key_policy");
    let by_account = principals.iter().all(|(kind, who)| kind == "AWS" && who.ends_with(":root"));
    let family = actions.iter().find(|action| action.contains('*') && !(is_key && by_account));
    if let Some(family) = family {
        return Some(format!("the family of actions `{family}`"));
    }
    if is_key || !resources.iter().any(|resource| resource == "*") {
        return None;
    }
    let action = actions.iter().find(|action| takes_arn(action))?;
    Some(format!("`{action}` on everything"))
}
