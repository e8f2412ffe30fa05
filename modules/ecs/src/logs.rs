//! The log group of a service's containers.

use aws::{CloudwatchLogGroup, CloudwatchLogGroupReference};
use domain::Identity;
use terraform::{Document, Resource};

use crate::config::Service;

/// The log group, kept as long as the service says.
pub(crate) fn log_group(document: &mut Document, identity: &Identity, service: &Service) -> CloudwatchLogGroupReference {
    document.resource(Resource::new(
        service.label(),
        CloudwatchLogGroup::new().name(service.log_group_name(identity)).retention_in_days(service.log_retention_days.get()),
    ))
}
