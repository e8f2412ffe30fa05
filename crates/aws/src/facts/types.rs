//! What is known of resource types beyond the provider's schema: ONE table, a row for each type that is bound.
//!
//! Whoever binds a type fills in its row. A test names the types without one.

use terraform::ResourceType;

#[allow(clippy::wildcard_imports, reason = "every bound type stands in the table")]
use crate::bindings::*;

use Charge::{Itself, NotItself};
use Loss::{OfAddress, OfData, OfNothing};
use Purpose::{Compute, Connection, Data, Guard, Watch};

/// What is known of a resource type.
#[derive(Clone, Copy, Debug)]
pub struct TypeFacts {
    /// Terraform's name of the type.
    pub kind: &'static str,
    /// What is lost when one is destroyed.
    pub loss: Loss,
    /// What it is for.
    pub purpose: Purpose,
    /// Whether AWS charges for it.
    pub charge: Charge,
}

/// What is lost when a resource of a type is destroyed, even when it is made again at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// Data, or access to data, for good.
    OfData,
    /// No data; everything stands in it, or others know its DNS name or IP address, so that its loss is an outage.
    OfAddress,
    /// Nothing that is not made again with it.
    OfNothing,
}

/// What a resource of a type is for, as a picture colours it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// It computes, or decides about what does.
    Compute,
    /// It holds data.
    Data,
    /// It decides who may do what.
    Guard,
    /// It watches, or tells.
    Watch,
    /// It connects others.
    Connection,
}

/// Whether AWS charges for a resource of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charge {
    /// It has prices of its own.
    Itself,
    /// It costs nothing, or is charged with another resource; the text says which.
    NotItself(&'static str),
}

const NOTHING: &str = "AWS charges nothing for it";
const IAM: &str = "IAM costs nothing";
const OF_BUCKET: &str = "a setting of a bucket";
const OF_LOAD_BALANCER: &str = "charged with the load balancer";
const OF_TASKS: &str = "charged with the tasks that it leads to";
const MAILS: &str = "the first thousand mails of a month cost nothing, and alarms send fewer";

/// The facts of every bound type, in the order of the names.
#[rustfmt::skip]
pub static TYPES: [TypeFacts; 77] = [
    row::<AcmCertificate>(OfNothing, Guard, NotItself("public certificates cost nothing")),
    row::<AcmCertificateValidation>(OfNothing, Guard, NotItself("public certificates cost nothing")),
    row::<AppautoscalingPolicy>(OfNothing, Compute, Itself),
    row::<AppautoscalingScheduledAction>(OfNothing, Compute, NotItself(OF_TASKS)),
    row::<AppautoscalingTarget>(OfNothing, Compute, NotItself(OF_TASKS)),
    row::<BudgetsBudget>(OfNothing, Watch, NotItself("AWS charges for budgets with actions only, and none has any")),
    row::<CeAnomalyMonitor>(OfNothing, Watch, NotItself("cost anomaly detection costs nothing")),
    row::<CeAnomalySubscription>(OfNothing, Watch, NotItself("cost anomaly detection costs nothing")),
    row::<CloudwatchCompositeAlarm>(OfNothing, Watch, Itself),
    row::<CloudwatchDashboard>(OfNothing, Watch, Itself),
    row::<CloudwatchEventRule>(OfNothing, Watch, NotItself("events of AWS's own services cost nothing")),
    row::<CloudwatchEventTarget>(OfNothing, Watch, NotItself("events of AWS's own services cost nothing")),
    row::<CloudwatchLogGroup>(OfData, Watch, Itself),
    row::<CloudwatchLogResourcePolicy>(OfNothing, Watch, NotItself(NOTHING)),
    row::<CloudwatchLogStream>(OfNothing, Watch, NotItself("charged with the log group")),
    row::<CloudwatchLogSubscriptionFilter>(OfNothing, Watch, NotItself("charged with the stream that it leads to")),
    row::<CloudwatchMetricAlarm>(OfNothing, Watch, Itself),
    row::<CloudwatchQueryDefinition>(OfNothing, Watch, NotItself("a saved query costs nothing until it is run")),
    row::<DbEventSubscription>(OfNothing, Watch, NotItself(NOTHING)),
    row::<DbInstance>(OfData, Data, Itself),
    row::<DbInstanceAutomatedBackupsReplication>(OfAddress, Data, Itself),
    row::<DbParameterGroup>(OfNothing, Data, NotItself(NOTHING)),
    row::<DbSubnetGroup>(OfNothing, Data, NotItself(NOTHING)),
    row::<DefaultSecurityGroup>(OfNothing, Guard, NotItself(NOTHING)),
    row::<DynamodbTable>(OfData, Data, Itself),
    row::<EcrLifecyclePolicy>(OfNothing, Data, NotItself(NOTHING)),
    row::<EcrRepository>(OfData, Data, Itself),
    row::<EcsCluster>(OfAddress, Compute, Itself),
    row::<EcsClusterCapacityProviders>(OfNothing, Compute, NotItself(OF_TASKS)),
    row::<EcsService>(OfNothing, Compute, Itself),
    row::<EcsTaskDefinition>(OfNothing, Compute, NotItself(OF_TASKS)),
    row::<Eip>(OfAddress, Connection, Itself),
    row::<FlowLog>(OfNothing, Watch, Itself),
    row::<IamInstanceProfile>(OfNothing, Guard, NotItself(IAM)),
    row::<IamOpenidConnectProvider>(OfNothing, Guard, NotItself(IAM)),
    row::<IamPolicy>(OfNothing, Guard, NotItself(IAM)),
    row::<IamRole>(OfNothing, Guard, NotItself(IAM)),
    row::<IamRolePolicy>(OfNothing, Guard, NotItself(IAM)),
    row::<IamRolePolicyAttachment>(OfNothing, Guard, NotItself(IAM)),
    row::<Instance>(OfNothing, Compute, Itself),
    row::<InternetGateway>(OfNothing, Connection, NotItself(NOTHING)),
    row::<KinesisFirehoseDeliveryStream>(OfNothing, Connection, Itself),
    row::<KmsAlias>(OfNothing, Guard, NotItself("charged with the key")),
    row::<KmsKey>(OfData, Guard, Itself),
    row::<KmsKeyPolicy>(OfNothing, Guard, NotItself("charged with the key")),
    row::<Lb>(OfAddress, Connection, Itself),
    row::<LbListener>(OfNothing, Connection, NotItself(OF_LOAD_BALANCER)),
    row::<LbListenerRule>(OfNothing, Connection, NotItself(OF_LOAD_BALANCER)),
    row::<LbTargetGroup>(OfNothing, Connection, NotItself(OF_LOAD_BALANCER)),
    row::<NatGateway>(OfNothing, Connection, Itself),
    row::<Route>(OfNothing, Connection, NotItself(NOTHING)),
    row::<Route53Record>(OfNothing, Connection, NotItself("the zone is not made here, and queries for an alias cost nothing")),
    row::<RouteTable>(OfNothing, Connection, NotItself(NOTHING)),
    row::<RouteTableAssociation>(OfNothing, Connection, NotItself(NOTHING)),
    row::<S3Bucket>(OfData, Data, Itself),
    row::<S3BucketLifecycleConfiguration>(OfNothing, Data, NotItself(OF_BUCKET)),
    row::<S3BucketLogging>(OfNothing, Data, NotItself(OF_BUCKET)),
    row::<S3BucketNotification>(OfNothing, Data, NotItself(OF_BUCKET)),
    row::<S3BucketOwnershipControls>(OfNothing, Data, NotItself(OF_BUCKET)),
    row::<S3BucketPolicy>(OfNothing, Data, NotItself(OF_BUCKET)),
    row::<S3BucketPublicAccessBlock>(OfNothing, Data, NotItself(OF_BUCKET)),
    row::<S3BucketServerSideEncryptionConfiguration>(OfNothing, Data, NotItself(OF_BUCKET)),
    row::<S3BucketVersioning>(OfNothing, Data, NotItself(OF_BUCKET)),
    row::<SecretsmanagerSecret>(OfData, Guard, Itself),
    row::<SecretsmanagerSecretRotation>(OfNothing, Guard, NotItself("charged with the secret; RDS rotates it without a function of ours")),
    row::<SecretsmanagerSecretVersion>(OfNothing, Guard, NotItself("charged with the secret")),
    row::<SecurityGroup>(OfNothing, Guard, NotItself(NOTHING)),
    row::<SnsTopic>(OfNothing, Watch, NotItself(MAILS)),
    row::<SnsTopicPolicy>(OfNothing, Watch, NotItself(NOTHING)),
    row::<SnsTopicSubscription>(OfNothing, Watch, NotItself(MAILS)),
    row::<Subnet>(OfNothing, Connection, NotItself(NOTHING)),
    row::<Vpc>(OfAddress, Connection, NotItself(NOTHING)),
    row::<VpcEndpoint>(OfNothing, Connection, Itself),
    row::<VpcSecurityGroupEgressRule>(OfNothing, Guard, NotItself(NOTHING)),
    row::<VpcSecurityGroupIngressRule>(OfNothing, Guard, NotItself(NOTHING)),
    row::<Wafv2WebAcl>(OfNothing, Guard, Itself),
    row::<Wafv2WebAclAssociation>(OfNothing, Guard, NotItself("charged with the web ACL")),
];

/// Types that nothing here makes and whose loss is one, for folders that somebody else wrote.
const NOT_BOUND: [(&str, Loss); 4] =
    [("aws_backup_vault", OfData), ("aws_efs_file_system", OfData), ("aws_rds_cluster", OfData), ("aws_route53_zone", OfAddress)];

const fn row<R: ResourceType>(loss: Loss, purpose: Purpose, charge: Charge) -> TypeFacts {
    TypeFacts { kind: R::TYPE, loss, purpose, charge }
}

/// What is known of a type; nothing of one that is not bound.
pub fn of(kind: &str) -> Option<&'static TypeFacts> {
    TYPES.binary_search_by(|row| row.kind.cmp(kind)).ok().map(|at| &TYPES[at])
}

/// What is lost when a resource of this type is destroyed.
pub fn loss(kind: &str) -> Loss {
    let not_bound = || NOT_BOUND.iter().find(|(known, _)| *known == kind).map(|(_, loss)| *loss);
    of(kind).map(|row| row.loss).or_else(not_bound).unwrap_or(OfNothing)
}

/// The types that hold what cannot be made again.
pub fn stateful() -> impl Iterator<Item = &'static str> {
    TYPES.iter().filter(|row| row.loss == OfData).map(|row| row.kind)
}

/// Whether a type holds what cannot be made again.
pub fn is_stateful(kind: &str) -> bool {
    loss(kind) == OfData
}

/// Whether a resource of this type keeps its address: were it another one, Terraform would destroy what must not be lost.
pub fn keeps_its_address(kind: &str) -> bool {
    loss(kind) != OfNothing
}
