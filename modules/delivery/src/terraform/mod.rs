//! Terraform's own roles: one that plans, one that applies. It must not know what a pipeline runs.

pub mod config;
mod names;
mod permissions;

use std::collections::BTreeMap;

use ::terraform::{Document, Expression, Label, Resource, Value, template};
use aws::policy::PolicyDocument;
use aws::{
    IamPolicy, IamPolicyRequired, IamRole, IamRolePolicyAttachment, IamRolePolicyAttachmentRequired, IamRoleReference,
    IamRoleRequired,
};
use domain::{AccountId, EnvironmentName, IamPath, Identity, PolicyArn, ProjectName, SessionDuration};
use terraform::json::{Json, json};

pub use config::{StateObject, Surroundings, Terraform, TerraformConfig};
pub use names::Bodies;

use names::Emitted;
use permissions::Permissions;

/// The names of the two roles.
pub(crate) fn role_name(identity: &Identity, does: &str) -> String {
    identity.named(&format!("terraform-{does}"))
}

/// The ARN of the role that plans, or applies (`plan`, `apply`), where the account is known.
pub fn role_arn(
    (project, environment): (&ProjectName, &EnvironmentName),
    path: Option<&IamPath>,
    account: &AccountId,
    does: &str,
) -> String {
    let path = path.map_or("/", |path| path.as_str());
    format!("arn:aws:iam::{account}:role{path}{project}-terraform-{does}-{environment}")
}

/// Adds the two roles, of whom `trusted` says who takes them; gives the one that plans and the one that applies.
pub(crate) fn roles(
    document: &mut Document,
    identity: &Identity,
    terraform: &Terraform,
    bodies: &Bodies<'_>,
    trusted: [PolicyDocument; 2],
    (account_id, seconds): (&Expression<String>, SessionDuration),
) -> [IamRoleReference; 2] {
    // What this module adds itself is planned and applied as well.
    let own: BTreeMap<&str, Json> = [
        ("aws_iam_role", json!({ "name": role_name(identity, "plan") })),
        ("aws_iam_policy", json!({ "name": role_name(identity, "plan-1") })),
        ("aws_iam_role_policy", json!({})),
        ("aws_iam_role_policy_attachment", json!({})),
        ("aws_iam_openid_connect_provider", json!({})),
    ]
    .into();
    let mut all = bodies.clone();
    for (kind, body) in &own {
        all.entry((*kind).to_owned()).or_default().push(body);
    }
    let emitted = Emitted { identity, bodies: &all, path: &terraform.path };
    let name = |what: &str| format!("{}{}", terraform.path, role_name(identity, what));
    let own = vec![
        template!["arn:aws:iam::", account_id, format!(":role{}", name("plan"))],
        template!["arn:aws:iam::", account_id, format!(":role{}", name("apply"))],
        template!["arn:aws:iam::", account_id, format!(":policy/{}", role_name(identity, "*"))],
    ];
    let permissions = Permissions { emitted: &emitted, terraform, account_id, own };
    let [trusted_to_plan, trusted_to_apply] = trusted;
    let mut add = |does: &'static str, description: String, trusted: PolicyDocument, policies, besides: Vec<&PolicyArn>| {
        let role = document.resource(Resource::new(
            format!("terraform_{does}").as_str(),
            IamRole::new(IamRoleRequired { assume_role_policy: trusted.into_value() })
                .name(role_name(identity, does))
                .description(description)
                .max_session_duration(seconds.get()),
        ));
        attach(document, identity, does, &role, policies, &besides);
        role
    };
    [
        add(
            "plan",
            format!("Reads what {} is made of, for Terraform's plans", identity.prefix()),
            trusted_to_plan,
            permissions.plan(),
            terraform.plan_policies().collect(),
        ),
        add(
            "apply",
            format!("Applies {} with Terraform, once somebody approved", identity.prefix()),
            trusted_to_apply,
            permissions.apply(),
            terraform.apply_policies().collect(),
        ),
    ]
}

/// Gives a role its policies, and those of the user's.
fn attach(
    document: &mut Document,
    identity: &Identity,
    does: &str,
    role: &IamRoleReference,
    policies: Vec<PolicyDocument>,
    besides: &[&PolicyArn],
) {
    for (place, policy) in policies.into_iter().enumerate() {
        let number = place + 1;
        let label = format!("terraform_{does}_{number}");
        let policy = document.resource(Resource::new(
            label.as_str(),
            IamPolicy::new(IamPolicyRequired { policy: policy.into_value() })
                .name(role_name(identity, &format!("{does}-{number}")))
                .description(format!("What Terraform needs to {does} {}, part {number}", identity.prefix())),
        ));
        attach_one(document, label.as_str(), role, policy.arn().into());
    }
    for arn in besides {
        // AWS's own and the account's may have the same name.
        let name: String = arn.to_string().trim_start_matches("arn:aws:iam::").replace(|it: char| !it.is_ascii_alphanumeric(), "_");
        attach_one(document, format!("terraform_{does}_{name}").as_str(), role, Value::Literal(arn.to_string()));
    }
}

fn attach_one(document: &mut Document, label: impl Into<Label>, role: &IamRoleReference, policy_arn: Value<String>) {
    document.resource(Resource::new(
        label,
        IamRolePolicyAttachment::new(IamRolePolicyAttachmentRequired { policy_arn, role: role.name().into() }),
    ));
}
