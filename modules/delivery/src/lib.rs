//! Delivery: the role with which a pipeline brings new images to the services.
//!
//! Beside monitoring at the end of the one-way flow networking → rds → ecs → delivery: it knows the services by their ARNs only, and
//! changes nothing of them itself.

pub mod config;
mod facts;
mod interface;
mod permissions;
pub mod terraform;
mod trust;
mod trust_settings;

use ::terraform::{Module, Resource, Settings};
use aws::{IamRole, IamRolePolicy, IamRolePolicyRequired, IamRoleRequired};
use domain::Identity;

pub use self::terraform::{Bodies, StateObject, Surroundings, TerraformConfig};
pub use config::{Config, Delivery, Deployment, Job, Service};
pub use facts::facts;
pub use interface::{Inputs, JobInputs, Outputs, References, TerraformOutputs, TerraformReferences};

use trust::Trusted;

/// The module's documents; where [`Delivery::starts_jobs`] the caller has to pass [`JobInputs`] too. What else is emitted says what Terraform's own roles
/// may do; where [`Delivery::has_roles_for_terraform`] the module gives [`TerraformOutputs`] too.
pub fn module(identity: &Identity, delivery: &Delivery, emitted: &Bodies<'_>) -> Module {
    let Delivery { trust, max_session_seconds, .. } = delivery;
    let mut module = Module::new();
    module.document("versions").settings(Settings::new().required_provider("aws", aws::required_provider([])));
    let variables = Inputs::declare(module.document("variables"));
    let jobs = delivery.starts_jobs().then(|| JobInputs::declare(module.document("variables")));

    let document = module.document("role");
    let trusted = Trusted::new(document, trust, &variables.account_id);
    let role = document.resource(Resource::new(
        "main",
        IamRole::new(IamRoleRequired { assume_role_policy: trusted.to_deliver().into_value() })
            .name(identity.named("delivery"))
            .description(format!("Brings new images to the services of {}", identity.prefix()))
            .max_session_duration(max_session_seconds.get()),
    ));
    document.resource(Resource::new(
        "main",
        IamRolePolicy::new(IamRolePolicyRequired {
            policy: permissions::policy(identity, delivery, &variables, jobs.as_ref()).into_value(),
            role: role.id().into(),
        })
        .name("delivery"),
    ));

    if let Some(settings) = &delivery.terraform {
        let trusts = [trusted.to_plan(&settings.config), trusted.to_apply(&settings.config)];
        let of_account = (&variables.account_id, *max_session_seconds);
        let document = module.document("terraform_roles");
        let [plan, apply] = self::terraform::roles(document, identity, settings, emitted, trusts, of_account);
        TerraformOutputs { plan_role_arn: plan.arn().into(), apply_role_arn: apply.arn().into() }
            .declare(module.document("outputs"));
    }
    Outputs { role_arn: role.arn().into(), role_name: role.name().into() }.declare(module.document("outputs"));
    module
}
