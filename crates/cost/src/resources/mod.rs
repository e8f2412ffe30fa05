//! Which resource types cost what: a table, so that no type is forgotten. It must not know prices.

mod compute;
mod database;
mod logs;
mod machine;
mod monitoring;
mod network;
mod security;
mod storage;

use domain::Region;
use system::System;
use terraform::ResourceType as _;

use crate::assumptions::Assumptions;
use crate::estimate::Estimate;
use crate::price_book::PriceBook;
use crate::reckoning::Reckoning;
use crate::savings::{self, Basis};

/// How a resource type comes into an estimate.
#[derive(Clone, Copy)]
pub enum Treatment {
    /// It has lines of its own.
    Priced,
    /// AWS charges nothing for it, or charges for it with another resource; the text says which.
    Free(&'static str),
}

type Price = fn(&mut Reckoning<'_>);

/// The types that have lines of their own, in the order of the estimate.
const PRICED: [(&str, Price); 22] = [
    (aws::EcsService::TYPE, compute::services),
    (aws::DbInstance::TYPE, database::instances),
    (aws::DbInstanceAutomatedBackupsReplication::TYPE, database::replications),
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

const NOTHING: &str = "AWS charges nothing for it";
const IAM: &str = "IAM costs nothing";
const OF_BUCKET: &str = "a setting of a bucket";
const OF_LOAD_BALANCER: &str = "charged with the load balancer";
const OF_TASKS: &str = "charged with the tasks that it leads to";

/// The types that have no line, and why.
const FREE: [(&str, &str); 55] = [
    (aws::AcmCertificate::TYPE, "public certificates cost nothing"),
    (aws::AcmCertificateValidation::TYPE, "public certificates cost nothing"),
    (aws::AppautoscalingScheduledAction::TYPE, OF_TASKS),
    (aws::AppautoscalingTarget::TYPE, OF_TASKS),
    (aws::BudgetsBudget::TYPE, "AWS charges for budgets with actions only, and none has any"),
    (aws::CeAnomalyMonitor::TYPE, "cost anomaly detection costs nothing"),
    (aws::CeAnomalySubscription::TYPE, "cost anomaly detection costs nothing"),
    (aws::CloudwatchEventRule::TYPE, "events of AWS's own services cost nothing"),
    (aws::CloudwatchEventTarget::TYPE, "events of AWS's own services cost nothing"),
    (aws::CloudwatchLogResourcePolicy::TYPE, NOTHING),
    (aws::CloudwatchLogStream::TYPE, "charged with the log group"),
    (aws::CloudwatchLogSubscriptionFilter::TYPE, "charged with the stream that it leads to"),
    (aws::CloudwatchQueryDefinition::TYPE, "a saved query costs nothing until it is run"),
    (aws::DbEventSubscription::TYPE, NOTHING),
    (aws::DbParameterGroup::TYPE, NOTHING),
    (aws::DbSubnetGroup::TYPE, NOTHING),
    (aws::DefaultSecurityGroup::TYPE, NOTHING),
    (aws::EcrLifecyclePolicy::TYPE, NOTHING),
    (aws::EcsClusterCapacityProviders::TYPE, OF_TASKS),
    (aws::EcsTaskDefinition::TYPE, OF_TASKS),
    (aws::IamInstanceProfile::TYPE, IAM),
    (aws::IamOpenidConnectProvider::TYPE, IAM),
    (aws::IamPolicy::TYPE, IAM),
    (aws::IamRole::TYPE, IAM),
    (aws::IamRolePolicy::TYPE, IAM),
    (aws::IamRolePolicyAttachment::TYPE, IAM),
    (aws::InternetGateway::TYPE, NOTHING),
    (aws::KmsAlias::TYPE, "charged with the key"),
    (aws::KmsKeyPolicy::TYPE, "charged with the key"),
    (aws::LbListener::TYPE, OF_LOAD_BALANCER),
    (aws::LbListenerRule::TYPE, OF_LOAD_BALANCER),
    (aws::LbTargetGroup::TYPE, OF_LOAD_BALANCER),
    (aws::Route::TYPE, NOTHING),
    (aws::Route53Record::TYPE, "the zone is not made here, and queries for an alias cost nothing"),
    (aws::RouteTable::TYPE, NOTHING),
    (aws::RouteTableAssociation::TYPE, NOTHING),
    (aws::S3BucketLifecycleConfiguration::TYPE, OF_BUCKET),
    (aws::S3BucketLogging::TYPE, OF_BUCKET),
    (aws::S3BucketNotification::TYPE, OF_BUCKET),
    (aws::S3BucketOwnershipControls::TYPE, OF_BUCKET),
    (aws::S3BucketPolicy::TYPE, OF_BUCKET),
    (aws::S3BucketPublicAccessBlock::TYPE, OF_BUCKET),
    (aws::S3BucketServerSideEncryptionConfiguration::TYPE, OF_BUCKET),
    (aws::S3BucketVersioning::TYPE, OF_BUCKET),
    (aws::SecretsmanagerSecretVersion::TYPE, "charged with the secret"),
    (aws::SecretsmanagerSecretRotation::TYPE, "charged with the secret; RDS rotates it without a function of ours"),
    (aws::SecurityGroup::TYPE, NOTHING),
    (aws::SnsTopic::TYPE, "the first thousand mails of a month cost nothing, and alarms send fewer"),
    (aws::SnsTopicPolicy::TYPE, NOTHING),
    (aws::SnsTopicSubscription::TYPE, "the first thousand mails of a month cost nothing, and alarms send fewer"),
    (aws::Subnet::TYPE, NOTHING),
    (aws::Vpc::TYPE, NOTHING),
    (aws::VpcSecurityGroupEgressRule::TYPE, NOTHING),
    (aws::VpcSecurityGroupIngressRule::TYPE, NOTHING),
    (aws::Wafv2WebAclAssociation::TYPE, "charged with the web ACL"),
];

/// What no line is made for, because it is cents or is not this configuration's: said with every estimate.
pub const LEFT_OUT: [&str; 6] = [
    "taxes and support",
    "requests to KMS, Secrets Manager, S3 and CloudWatch, which are cents here",
    "queries of Logs Insights, by the GB that they search",
    "a rotated key's older versions: 1 USD a month each for the first two, from the second year on",
    "CPU credits of burstable databases, when they use more than they earn",
    "the hosted zone of Route 53 and the bucket of Terraform's state, which are made elsewhere",
];

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

/// How a resource type comes into an estimate; nothing for one that this crate does not know.
pub fn treatment(kind: &str) -> Option<Treatment> {
    let priced = PRICED.iter().any(|(known, _)| *known == kind).then_some(Treatment::Priced);
    priced.or_else(|| FREE.iter().find(|(known, _)| *known == kind).map(|(_, why)| Treatment::Free(why)))
}

/// The estimate of a configuration whose region has prices.
pub(crate) fn estimate(system: &System<'_>, book: &PriceBook, assumptions: &Assumptions, region: Region) -> Estimate {
    let mut reckoning =
        Reckoning { system, book, assumptions, region, lines: Vec::new(), not_priced: Vec::new(), basis: Basis::default() };
    for (_, price) in PRICED {
        price(&mut reckoning);
    }
    for resource in system.documents().all().filter(|resource| treatment(resource.kind).is_none()) {
        let reason = format!("what `{}` costs is not known here", resource.kind);
        reckoning.leave_out(resource.address().to_string(), &[resource], reason);
    }
    let savings = savings::of(&reckoning);
    let Reckoning { mut lines, not_priced, .. } = reckoning;
    lines.sort_by_key(|line| line.service);
    Estimate { region, lines, not_priced, savings }
}
