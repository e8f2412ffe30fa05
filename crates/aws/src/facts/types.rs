//! What is known of resource types beyond the provider's schema: ONE table, a row for each type that is bound.
//!
//! Whoever binds a type fills in its row. A test names the types without one.

use terraform::{ArgumentName, ResourceType};

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
    /// Where AWS gives its name to one resource only.
    pub name: Name,
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

/// Within what AWS gives a name of a type to one resource only: whoever makes a second one is refused, or gets the first one.
#[derive(Clone, Copy, Debug)]
pub enum Name {
    /// It has none, one that the provider finds, or one that is given once within another resource (a role's policies, a VPC's security groups).
    Free,
    /// It is given once.
    Once {
        /// What bears it: types with the same words here share their names, as alarms of both kinds do.
        noun: &'static str,
        /// The argument in which it stands; what has a prefix there instead has a name that the provider finds.
        argument: &'static str,
        /// Where.
        within: Within,
    },
}

/// Where a name is given once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// In a region of an account.
    Region,
    /// In an account.
    Account,
    /// In all of AWS.
    Everywhere,
}

const NO_NAME: Name = Name::Free;
const NOTHING: &str = "AWS charges nothing for it";
const IAM: &str = "IAM costs nothing";
const OF_BUCKET: &str = "a setting of a bucket";
const OF_LOAD_BALANCER: &str = "charged with the load balancer";
const OF_TASKS: &str = "charged with the tasks that it leads to";
const MAILS: &str = "the first thousand mails of a month cost nothing, and alarms send fewer";

/// The facts of every bound type, in the order of the names.
#[rustfmt::skip]
pub static TYPES: [TypeFacts; 94] = [
    row::<AcmCertificate>(OfNothing, Guard, NotItself("public certificates cost nothing"), NO_NAME),
    row::<AcmCertificateValidation>(OfNothing, Guard, NotItself("public certificates cost nothing"), NO_NAME),
    row::<AppautoscalingPolicy>(OfNothing, Compute, Itself, NO_NAME),
    row::<AppautoscalingScheduledAction>(OfNothing, Compute, NotItself(OF_TASKS), NO_NAME),
    row::<AppautoscalingTarget>(OfNothing, Compute, NotItself(OF_TASKS), NO_NAME),
    row::<BudgetsBudget>(OfNothing, Watch, NotItself("AWS charges for budgets with actions only, and none has any"), account("budget", BudgetsBudget::NAME)),
    row::<CeAnomalyMonitor>(OfNothing, Watch, NotItself("cost anomaly detection costs nothing"), NO_NAME),
    row::<CeAnomalySubscription>(OfNothing, Watch, NotItself("cost anomaly detection costs nothing"), NO_NAME),
    row::<ChatbotSlackChannelConfiguration>(OfNothing, Watch, NotItself(NOTHING), account("Slack channel's configuration", ChatbotSlackChannelConfiguration::CONFIGURATION_NAME)),
    row::<CloudwatchCompositeAlarm>(OfNothing, Watch, Itself, region("alarm", CloudwatchCompositeAlarm::ALARM_NAME)),
    row::<CloudwatchDashboard>(OfNothing, Watch, Itself, account("dashboard", CloudwatchDashboard::DASHBOARD_NAME)),
    row::<CloudwatchEventRule>(OfNothing, Watch, NotItself("events of AWS's own services cost nothing"), region("event rule", CloudwatchEventRule::NAME)),
    row::<CloudwatchEventTarget>(OfNothing, Watch, NotItself("events of AWS's own services cost nothing"), NO_NAME),
    row::<CloudwatchLogGroup>(OfData, Watch, Itself, region("log group", CloudwatchLogGroup::NAME)),
    row::<CloudwatchLogResourcePolicy>(OfNothing, Watch, NotItself(NOTHING), region("resource policy of CloudWatch Logs", CloudwatchLogResourcePolicy::POLICY_NAME)),
    row::<CloudwatchLogStream>(OfNothing, Watch, NotItself("charged with the log group"), NO_NAME),
    row::<CloudwatchLogSubscriptionFilter>(OfNothing, Watch, NotItself("charged with the stream that it leads to"), NO_NAME),
    row::<CloudwatchMetricAlarm>(OfNothing, Watch, Itself, region("alarm", CloudwatchMetricAlarm::ALARM_NAME)),
    row::<CloudwatchQueryDefinition>(OfNothing, Watch, NotItself("a saved query costs nothing until it is run"), NO_NAME),
    row::<DbEventSubscription>(OfNothing, Watch, NotItself(NOTHING), region("event subscription", DbEventSubscription::NAME)),
    row::<DbInstance>(OfData, Data, Itself, region("database instance", DbInstance::IDENTIFIER)),
    row::<DbInstanceAutomatedBackupsReplication>(OfAddress, Data, Itself, NO_NAME),
    row::<DbParameterGroup>(OfNothing, Data, NotItself(NOTHING), region("parameter group", DbParameterGroup::NAME)),
    row::<DbSubnetGroup>(OfNothing, Data, NotItself(NOTHING), region("subnet group", DbSubnetGroup::NAME)),
    row::<DefaultSecurityGroup>(OfNothing, Guard, NotItself(NOTHING), NO_NAME),
    row::<DynamodbTable>(OfData, Data, Itself, region("table", DynamodbTable::NAME)),
    row::<EcrLifecyclePolicy>(OfNothing, Data, NotItself(NOTHING), NO_NAME),
    row::<EcrRepository>(OfData, Data, Itself, region("repository", EcrRepository::NAME)),
    row::<EcsCluster>(OfAddress, Compute, Itself, region("cluster", EcsCluster::NAME)),
    row::<EcsClusterCapacityProviders>(OfNothing, Compute, NotItself(OF_TASKS), NO_NAME),
    row::<EcsService>(OfNothing, Compute, Itself, NO_NAME),
    row::<EcsTaskDefinition>(OfNothing, Compute, NotItself(OF_TASKS), region("task definition", EcsTaskDefinition::FAMILY)),
    row::<Eip>(OfAddress, Connection, Itself, NO_NAME),
    row::<ElasticacheParameterGroup>(OfNothing, Data, NotItself(NOTHING), region("cache's parameter group", ElasticacheParameterGroup::NAME)),
    row::<ElasticacheReplicationGroup>(OfData, Data, Itself, region("cache on nodes", ElasticacheReplicationGroup::REPLICATION_GROUP_ID)),
    row::<ElasticacheServerlessCache>(OfData, Data, Itself, region("serverless cache", ElasticacheServerlessCache::NAME)),
    row::<ElasticacheSubnetGroup>(OfNothing, Data, NotItself(NOTHING), region("cache's subnet group", ElasticacheSubnetGroup::NAME)),
    row::<ElasticacheUser>(OfNothing, Guard, NotItself(NOTHING), region("cache's user", ElasticacheUser::USER_ID)),
    row::<ElasticacheUserGroup>(OfNothing, Guard, NotItself(NOTHING), region("group of caches' users", ElasticacheUserGroup::USER_GROUP_ID)),
    row::<FlowLog>(OfNothing, Watch, Itself, NO_NAME),
    row::<IamInstanceProfile>(OfNothing, Guard, NotItself(IAM), account("instance profile", IamInstanceProfile::NAME)),
    row::<IamOpenidConnectProvider>(OfNothing, Guard, NotItself(IAM), NO_NAME),
    row::<IamPolicy>(OfNothing, Guard, NotItself(IAM), account("policy", IamPolicy::NAME)),
    row::<IamRole>(OfNothing, Guard, NotItself(IAM), account("role", IamRole::NAME)),
    row::<IamRolePolicy>(OfNothing, Guard, NotItself(IAM), NO_NAME),
    row::<IamRolePolicyAttachment>(OfNothing, Guard, NotItself(IAM), NO_NAME),
    row::<Instance>(OfNothing, Compute, Itself, NO_NAME),
    row::<InternetGateway>(OfNothing, Connection, NotItself(NOTHING), NO_NAME),
    row::<KinesisFirehoseDeliveryStream>(OfNothing, Connection, Itself, region("delivery stream", KinesisFirehoseDeliveryStream::NAME)),
    row::<KmsAlias>(OfNothing, Guard, NotItself("charged with the key"), region("alias", KmsAlias::NAME)),
    row::<KmsKey>(OfData, Guard, Itself, NO_NAME),
    row::<KmsKeyPolicy>(OfNothing, Guard, NotItself("charged with the key"), NO_NAME),
    row::<Lb>(OfAddress, Connection, Itself, region("load balancer", Lb::NAME)),
    row::<LbListener>(OfNothing, Connection, NotItself(OF_LOAD_BALANCER), NO_NAME),
    row::<LbListenerRule>(OfNothing, Connection, NotItself(OF_LOAD_BALANCER), NO_NAME),
    row::<LbTargetGroup>(OfNothing, Connection, NotItself(OF_LOAD_BALANCER), region("target group", LbTargetGroup::NAME)),
    row::<NatGateway>(OfNothing, Connection, Itself, NO_NAME),
    row::<Route>(OfNothing, Connection, NotItself(NOTHING), NO_NAME),
    row::<Route53Record>(OfNothing, Connection, NotItself("the zone is not made here, and queries for an alias cost nothing"), NO_NAME),
    row::<RouteTable>(OfNothing, Connection, NotItself(NOTHING), NO_NAME),
    row::<RouteTableAssociation>(OfNothing, Connection, NotItself(NOTHING), NO_NAME),
    row::<S3Bucket>(OfData, Data, Itself, everywhere("bucket", S3Bucket::BUCKET)),
    row::<S3BucketCorsConfiguration>(OfNothing, Data, NotItself(OF_BUCKET), NO_NAME),
    row::<S3BucketLifecycleConfiguration>(OfNothing, Data, NotItself(OF_BUCKET), NO_NAME),
    row::<S3BucketLogging>(OfNothing, Data, NotItself(OF_BUCKET), NO_NAME),
    row::<S3BucketNotification>(OfNothing, Data, NotItself(OF_BUCKET), NO_NAME),
    row::<S3BucketOwnershipControls>(OfNothing, Data, NotItself(OF_BUCKET), NO_NAME),
    row::<S3BucketPolicy>(OfNothing, Data, NotItself(OF_BUCKET), NO_NAME),
    row::<S3BucketPublicAccessBlock>(OfNothing, Data, NotItself(OF_BUCKET), NO_NAME),
    row::<S3BucketServerSideEncryptionConfiguration>(OfNothing, Data, NotItself(OF_BUCKET), NO_NAME),
    row::<S3BucketVersioning>(OfNothing, Data, NotItself(OF_BUCKET), NO_NAME),
    row::<SchedulerSchedule>(OfNothing, Compute, NotItself("the first 14 million calls of a month cost nothing"), NO_NAME),
    row::<SchedulerScheduleGroup>(OfNothing, Compute, NotItself(NOTHING), region("schedule group", SchedulerScheduleGroup::NAME)),
    row::<SecretsmanagerSecret>(OfData, Guard, Itself, region("secret", SecretsmanagerSecret::NAME)),
    row::<SecretsmanagerSecretRotation>(OfNothing, Guard, NotItself("charged with the secret; RDS rotates it without a function of ours"), NO_NAME),
    row::<SecretsmanagerSecretVersion>(OfNothing, Guard, NotItself("charged with the secret"), NO_NAME),
    row::<SecurityGroup>(OfNothing, Guard, NotItself(NOTHING), NO_NAME),
    row::<ServiceDiscoveryHttpNamespace>(OfNothing, Connection, NotItself("Service Connect costs nothing beside the tasks that it runs in"), region("namespace", ServiceDiscoveryHttpNamespace::NAME)),
    row::<SnsTopic>(OfNothing, Watch, NotItself(MAILS), region("topic", SnsTopic::NAME)),
    row::<SnsTopicPolicy>(OfNothing, Watch, NotItself(NOTHING), NO_NAME),
    row::<SnsTopicSubscription>(OfNothing, Watch, NotItself(MAILS), NO_NAME),
    row::<SqsQueue>(OfData, Data, NotItself("the first million requests of a month cost nothing, and further ones cents"), region("queue", SqsQueue::NAME)),
    row::<SqsQueuePolicy>(OfNothing, Guard, NotItself("charged with the queue"), NO_NAME),
    row::<SqsQueueRedriveAllowPolicy>(OfNothing, Guard, NotItself("charged with the queue"), NO_NAME),
    row::<Subnet>(OfNothing, Connection, NotItself(NOTHING), NO_NAME),
    row::<Vpc>(OfAddress, Connection, NotItself(NOTHING), NO_NAME),
    row::<VpcEndpoint>(OfNothing, Connection, Itself, NO_NAME),
    row::<VpcIpv4CidrBlockAssociation>(OfAddress, Connection, NotItself(NOTHING), NO_NAME),
    row::<VpcSecurityGroupEgressRule>(OfNothing, Guard, NotItself(NOTHING), NO_NAME),
    row::<VpcSecurityGroupIngressRule>(OfNothing, Guard, NotItself(NOTHING), NO_NAME),
    row::<Wafv2IpSet>(OfNothing, Guard, NotItself("charged with the web ACL"), region("IP set", Wafv2IpSet::NAME)),
    row::<Wafv2WebAcl>(OfNothing, Guard, Itself, region("web ACL", Wafv2WebAcl::NAME)),
    row::<Wafv2WebAclAssociation>(OfNothing, Guard, NotItself("charged with the web ACL"), NO_NAME),
    row::<Wafv2WebAclLoggingConfiguration>(OfNothing, Watch, NotItself("charged with the log group"), NO_NAME),
];

/// Types that nothing here makes and whose loss is one, for folders that somebody else wrote.
const NOT_BOUND: [(&str, Loss); 4] =
    [("aws_backup_vault", OfData), ("aws_efs_file_system", OfData), ("aws_rds_cluster", OfData), ("aws_route53_zone", OfAddress)];

const fn row<R: ResourceType>(loss: Loss, purpose: Purpose, charge: Charge, name: Name) -> TypeFacts {
    TypeFacts { kind: R::TYPE, loss, purpose, charge, name }
}

/// Given once in a region of an account.
const fn region<R>(noun: &'static str, argument: ArgumentName<R, String>) -> Name {
    Name::Once { noun, argument: argument.as_str(), within: Within::Region }
}

/// Given once in an account.
const fn account<R>(noun: &'static str, argument: ArgumentName<R, String>) -> Name {
    Name::Once { noun, argument: argument.as_str(), within: Within::Account }
}

/// Given once in all of AWS.
const fn everywhere<R>(noun: &'static str, argument: ArgumentName<R, String>) -> Name {
    Name::Once { noun, argument: argument.as_str(), within: Within::Everywhere }
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
