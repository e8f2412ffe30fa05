//! What the modules give, as the root module sees it.

use super::database;

/// What the modules give, as the root module sees it.
pub(super) struct Parts {
    /// The database that the environment makes, if it makes one.
    pub(super) database: Option<database::Own>,
    pub(super) queues: Option<queues::References>,
    pub(super) buckets: Option<buckets::References>,
    pub(super) caches: Option<caches::References>,
    pub(super) ecs: ecs::References,
    /// What is there of the load balancer, if there is one.
    pub(super) front: Option<ecs::FrontReferences>,
    /// What is there of jobs, if there are some.
    pub(super) jobs: Option<ecs::JobReferences>,
    /// The records that a certificate waits for, if it does.
    pub(super) awaited_records: Option<ecs::DnsReferences>,
    /// What images of other accounts need there, if there are some.
    pub(super) images_elsewhere: Option<ecs::ElsewhereReferences>,
    pub(super) monitoring: monitoring::References,
    /// What delivery gives, and what it gives besides where Terraform has roles of its own.
    pub(super) delivery: Option<(delivery::References, Option<delivery::TerraformReferences>)>,
}
