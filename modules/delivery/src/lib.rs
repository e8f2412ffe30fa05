//! Delivery: the role with which a pipeline brings new images to the services.
//!
//! Beside monitoring at the end of the one-way flow networking → rds → ecs → delivery: it knows the services by their ARNs only, and
//! changes nothing of them itself.

pub mod config;
mod facts;
mod interface;
mod permissions;
mod trust;

use aws::{IamRole, IamRolePolicy, IamRolePolicyRequired, IamRoleRequired};
use domain::Identity;
use terraform::{Module, Resource, Settings};

pub use config::{Config, Delivery, Deployment, Job, Service};
pub use facts::facts;
pub use interface::{Inputs, JobInputs, Outputs, References};

/// The module's documents; where [`Delivery::starts_jobs`] the caller has to pass [`JobInputs`] too.
pub fn module(identity: &Identity, delivery: &Delivery) -> Module {
    let Delivery { trust, max_session_seconds, .. } = delivery;
    let mut module = Module::new();
    module.document("versions").settings(Settings::new().required_provider("aws", aws::required_provider([])));
    let variables = Inputs::declare(module.document("variables"));
    let jobs = delivery.starts_jobs().then(|| JobInputs::declare(module.document("variables")));

    let document = module.document("role");
    let trusted = trust::policy(document, trust, &variables.account_id);
    let role = document.resource(Resource::new(
        "main",
        IamRole::new(IamRoleRequired { assume_role_policy: trusted.into_value() })
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

    Outputs { role_arn: role.arn().into(), role_name: role.name().into() }.declare(module.document("outputs"));
    module
}
