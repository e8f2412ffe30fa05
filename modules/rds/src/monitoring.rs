//! The role by which Enhanced Monitoring writes what it measures.

use aws::policy::PolicyDocument;
use aws::{
    IamRole, IamRolePolicyAttachment, IamRolePolicyAttachmentReference, IamRolePolicyAttachmentRequired, IamRoleReference,
    IamRoleRequired,
};
use domain::Identity;
use terraform::{Document, Lifecycle, Resource, template};

use crate::config::Rds;
use crate::interface::Variables;

/// The role with what it may do.
pub(crate) struct MonitoringRole {
    pub(crate) role: IamRoleReference,
    pub(crate) permissions: IamRolePolicyAttachmentReference,
}

/// The role, if Enhanced Monitoring is on.
pub(crate) fn role(document: &mut Document, identity: &Identity, rds: &Rds, variables: &Variables) -> Option<MonitoringRole> {
    if rds.monitoring.interval_seconds.get() == 0 {
        return None;
    }
    // RDS User Guide, "Setting up and enabling Enhanced Monitoring": the source is the instance, by the name it will have.
    let sources = rds
        .identifiers()
        .map(|identifier| template!["arn:aws:rds:", identity.region.as_str(), ":", &variables.account_id, ":db:", identifier]);
    let trust = PolicyDocument::assumed_by_service_for_any("monitoring.rds.amazonaws.com", &variables.account_id, sources);
    // When monitoring is turned off, the instance lets go of the role before it is destroyed.
    let role = document.resource(
        Resource::new(
            "monitoring",
            IamRole::new(IamRoleRequired { assume_role_policy: trust.into_value() }).name(identity.named("database-monitoring")),
        )
        .lifecycle(Lifecycle::new().create_before_destroy()),
    );
    let permissions = document.resource(
        Resource::new(
            "monitoring",
            IamRolePolicyAttachment::new(IamRolePolicyAttachmentRequired {
                // AWS's own: it may write to the one log group `RDSOSMetrics`, which all instances of a region share.
                policy_arn: "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole".into(),
                role: role.name().into(),
            }),
        )
        .lifecycle(Lifecycle::new().create_before_destroy()),
    );
    Some(MonitoringRole { role, permissions })
}
