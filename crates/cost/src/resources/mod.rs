//! Which resource types cost what: a table, so that no type is forgotten. It must not know prices.

mod cache;
mod compute;
mod database;
mod logs;
mod machine;
mod monitoring;
mod network;
mod security;
mod storage;

use aws::facts::types::Charge;
use domain::{Date, Region};
use system::System;
use terraform::ResourceType as _;

use crate::assumptions::Assumptions;
use crate::estimate::Estimate;
use crate::estimator::Estimator;
use crate::price_book::PriceBook;
use crate::saving::Basis;
use crate::savings;

/// How a resource type comes into an estimate.
#[derive(Clone, Copy)]
pub enum Treatment {
    /// It has lines of its own.
    Priced,
    /// AWS charges nothing for it, or charges for it with another resource; the text says which.
    Free(&'static str),
}

type Price = fn(&mut Estimator<'_>);

/// The types that have lines of their own, in the order of the estimate.
const PRICED: [(&str, Price); 24] = [
    (aws::EcsService::TYPE, compute::services),
    (aws::DbInstance::TYPE, database::instances),
    (aws::DbInstanceAutomatedBackupsReplication::TYPE, database::replications),
    (aws::ElasticacheServerlessCache::TYPE, cache::serverless),
    (aws::ElasticacheReplicationGroup::TYPE, cache::on_nodes),
    (aws::Lb::TYPE, network::load_balancers),
    (aws::NatGateway::TYPE, network::nat_gateways),
    (aws::Eip::TYPE, network::addresses),
    (aws::VpcEndpoint::TYPE, network::endpoints),
    (aws::FlowLog::TYPE, logs::flow_logs),
    (aws::CloudwatchLogGroup::TYPE, logs::groups),
    (aws::EcsCluster::TYPE, monitoring::clusters),
    (aws::CloudwatchMetricAlarm::TYPE, monitoring::alarms),
    (aws::AppautoscalingPolicy::TYPE, monitoring::autoscaling_alarms),
    (aws::CloudwatchCompositeAlarm::TYPE, monitoring::composite_alarms),
    (aws::CloudwatchDashboard::TYPE, monitoring::dashboards),
    (aws::KmsKey::TYPE, security::keys),
    (aws::SecretsmanagerSecret::TYPE, security::secrets),
    (aws::Wafv2WebAcl::TYPE, security::web_acls),
    (aws::S3Bucket::TYPE, storage::buckets),
    (aws::EcrRepository::TYPE, storage::repositories),
    (aws::DynamodbTable::TYPE, storage::tables),
    (aws::KinesisFirehoseDeliveryStream::TYPE, storage::streams),
    (aws::Instance::TYPE, machine::machines),
];

/// What no line is made for, because it is cents or is not this configuration's: said with every estimate.
pub const LEFT_OUT: [&str; 7] = [
    "taxes and support",
    "requests to KMS, Secrets Manager, S3 and CloudWatch, which are cents here",
    "calls of SQS, by the million: a queue itself costs nothing",
    "queries of Logs Insights, by the GB that they search",
    "a rotated key's older versions: 1 USD a month each for the first two, from the second year on",
    "CPU credits of burstable databases, when they use more than they earn",
    "the hosted zone of Route 53 and the bucket of Terraform's state, which are made elsewhere",
];

/// The resources of a module that is not here.
const NOT_READ: &[terraform::read::ResourceBlock<'_>] = &[];

/// The types without a line of their own of which an estimate reads the arguments.
const READ: [&str; 5] = [
    aws::AppautoscalingScheduledAction::TYPE,
    aws::AppautoscalingTarget::TYPE,
    aws::EcsTaskDefinition::TYPE,
    aws::S3BucketLifecycleConfiguration::TYPE,
    aws::Subnet::TYPE,
];

/// Whether an estimate reads the arguments of this type's resources: of all others it is enough to know that they are there.
pub fn is_read(kind: &str) -> bool {
    READ.contains(&kind) || PRICED.iter().any(|(known, _)| *known == kind)
}

/// How a resource type comes into an estimate; nothing for one that is not known.
pub fn treatment(kind: &str) -> Option<Treatment> {
    Some(match aws::facts::types::of(kind)?.charge {
        Charge::Itself => Treatment::Priced,
        Charge::NotItself(why) => Treatment::Free(why),
    })
}

/// The estimate of a configuration whose region has prices.
pub(crate) fn estimate(
    system: &System<'_>,
    book: &PriceBook,
    assumptions: &Assumptions,
    region: Region,
    today: Option<Date>,
) -> Estimate {
    let mut estimator =
        Estimator { system, book, assumptions, region, today, lines: Vec::new(), not_priced: Vec::new(), basis: Basis::default() };
    for (_, price) in PRICED {
        price(&mut estimator);
    }
    for resource in system.documents().all().filter(|resource| treatment(resource.kind).is_none()) {
        let reason = format!("what `{}` costs is not known here", resource.kind);
        estimator.leave_out(resource.address().to_string(), &[resource], reason);
    }
    for (name, call) in system.documents().section("", "module") {
        let is_here = call.get("source").and_then(|source| source.as_str()).is_none_or(|source| source.starts_with('.'));
        if !is_here {
            estimator.leave_out(format!("module.{name}"), NOT_READ, "only Terraform knows what stands in it, which fetches it");
        }
    }
    let savings = savings::of(&estimator);
    let Estimator { mut lines, not_priced, .. } = estimator;
    lines.sort_by_key(|line| line.service);
    Estimate { region, lines, not_priced, savings }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_aws_charges_for_has_lines_and_nothing_else_has() {
        let charged = aws::facts::types::all().filter(|row| row.charge == Charge::Itself).map(|row| row.kind);
        let mut priced: Vec<&str> = PRICED.iter().map(|(kind, _)| *kind).collect();
        priced.sort_unstable();
        assert_eq!(priced, charged.collect::<Vec<_>>(), "fill in `PRICED` in crates/cost/src/resources/mod.rs");
    }
}
