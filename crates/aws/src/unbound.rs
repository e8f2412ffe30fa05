//! Names of types that are read in Terraform and plans of others and emitted nowhere, so that no binding has them.

/// A load balancer under its older name.
pub const ALB: &str = "aws_alb";
/// A rule of a listener under its older name.
pub const ALB_LISTENER_RULE: &str = "aws_alb_listener_rule";
/// Who may send events to a bus.
pub const CLOUDWATCH_EVENT_PERMISSION: &str = "aws_cloudwatch_event_permission";
/// A pipeline of AWS's own.
pub const CODEPIPELINE: &str = "aws_codepipeline";
/// What several environments of Elastic Beanstalk are set to.
pub const ELASTIC_BEANSTALK_CONFIGURATION_TEMPLATE: &str = "aws_elastic_beanstalk_configuration_template";
/// Where Elastic Beanstalk runs a program.
pub const ELASTIC_BEANSTALK_ENVIRONMENT: &str = "aws_elastic_beanstalk_environment";
/// A load balancer of the first kind.
pub const ELB: &str = "aws_elb";
/// A policy written as blocks: a data source.
pub const IAM_POLICY_DOCUMENT: &str = "aws_iam_policy_document";
/// Who logs in to a durable Redis.
pub const MEMORYDB_USER: &str = "aws_memorydb_user";
/// How a cluster of Kafka's is set.
pub const MSK_CONFIGURATION: &str = "aws_msk_configuration";
/// Where a data warehouse is reached.
pub const REDSHIFTSERVERLESS_WORKGROUP: &str = "aws_redshiftserverless_workgroup";
/// A rule of a security group, of the older kind.
pub const SECURITY_GROUP_RULE: &str = "aws_security_group_rule";
/// What passes through an endpoint, apart from it.
pub const VPC_ENDPOINT_POLICY: &str = "aws_vpc_endpoint_policy";
