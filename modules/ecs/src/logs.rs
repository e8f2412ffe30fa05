//! The log groups of the services' containers, and the key that encrypts them.

use aws::log_key::LogKey;
use aws::{CloudwatchLogGroup, CloudwatchLogGroupReference, KmsKeyReference};
use domain::Identity;
use terraform::{Document, Resource};

use crate::config::Service;
use crate::interface::Variables;

/// The key of all of this environment's container logs.
pub(crate) fn key(document: &mut Document, identity: &Identity, variables: &Variables) -> KmsKeyReference {
    let key = LogKey {
        label: "logs",
        alias: identity.named("container-logs"),
        description: format!("{}: container logs", identity.prefix()),
        region: identity.region.as_str(),
        account_id: &variables.account_id,
        // Every service's group, so that a further service changes no key.
        log_groups: format!("/ecs/{}*-{}", identity.project, identity.environment),
    };
    key.add_to(document)
}

/// The log group, kept as long as the service says.
pub(crate) fn log_group(
    document: &mut Document,
    identity: &Identity,
    service: &Service,
    key: &KmsKeyReference,
) -> CloudwatchLogGroupReference {
    document.resource(Resource::new(
        service.label(),
        CloudwatchLogGroup::new()
            .name(service.log_group_name(identity))
            .retention_in_days(service.log_retention_days.get())
            .kms_key_id(key.arn()),
    ))
}
