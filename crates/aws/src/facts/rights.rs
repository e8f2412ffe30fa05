//! What Terraform needs in AWS for resources of a type, from which the policies of Terraform's own roles are made. It must not know a type.
//!
//! Sources: the API operations that the provider's own CRUD functions call (hashicorp/terraform-provider-aws, `internal/service`); for the ARNs, and for
//! what else AWS asks about, the Service Authorization Reference of each service. Of a database AWS asks about the secret that RDS keeps as well (RDS User
//! Guide, "Permissions required for Secrets Manager integration"), of a key about the grants that RDS and ECR make in the caller's name.

/// What Terraform needs for resources of a type.
#[derive(Clone, Copy, Debug)]
pub struct Rights {
    /// The resources in AWS, as ARNs without `arn:aws:`. `@` stands for region and account, `@@` for the account alone; `{aws_lb.name}` for that argument
    /// of every emitted resource of that type, or of `<argument>_prefix` with all that may follow.
    pub on: &'static [&'static str],
    /// By what AWS tells them from everybody else's.
    pub by: By,
    /// The actions that read it, which a plan needs.
    pub read: &'static [&'static str],
    /// The actions that make it.
    pub make: &'static [&'static str],
    /// In what it is made and with what: further resources that AWS asks about for `make`.
    pub within: &'static [&'static str],
    /// The actions that change or delete it.
    pub change: &'static [&'static str],
}

/// By what AWS tells an environment's resources from everybody else's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// By their ARNs, in which their names stand, or what they belong to.
    Name,
    /// By the tags `Project` and `Environment`: their ARNs have ids that AWS makes up.
    Tags,
}

/// Whether an action puts tags on a resource: with it, what is told by its tags could be taken over.
pub fn is_tagging(action: &str) -> bool {
    let name = action.split_once(':').map_or(action, |(_, name)| name);
    matches!(name, "AddTags" | "AddTagsToCertificate" | "AddTagsToResource" | "CreateTags" | "TagResource")
}

/// Actions of the table for which AWS accepts no ARN (Service Authorization Reference), or accepts one only where the answer is narrowed down to it.
pub(crate) const WITHOUT_ARN: [&str; 70] = [
    "acm:RequestCertificate",
    "application-autoscaling:DescribeScalableTargets",
    "application-autoscaling:DescribeScalingPolicies",
    "application-autoscaling:DescribeScheduledActions",
    "ce:CreateAnomalyMonitor",
    "ce:CreateAnomalySubscription",
    "chatbot:DescribeSlackChannelConfigurations",
    "ec2:DescribeAddresses",
    "ec2:DescribeAddressesAttribute",
    "ec2:DescribeFlowLogs",
    "ec2:DescribeIamInstanceProfileAssociations",
    "ec2:DescribeImages",
    "ec2:DescribeInstanceAttribute",
    "ec2:DescribeInstanceCreditSpecifications",
    "ec2:DescribeInstanceStatus",
    "ec2:DescribeInstanceTypes",
    "ec2:DescribeInternetGateways",
    "ec2:DescribeNatGateways",
    "ec2:DescribeNetworkAcls",
    "ec2:DescribePrefixLists",
    "ec2:DescribeRouteTables",
    "ec2:DescribeSecurityGroupRules",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeTags",
    "ec2:DescribeVolumes",
    "ec2:DescribeVpcAttribute",
    "ec2:DescribeVpcEndpoints",
    "ec2:DescribeVpcs",
    "ecs:CreateCluster",
    "ecs:DeregisterTaskDefinition",
    "elasticache:DescribeCacheClusters",
    "elasticache:DescribeCacheParameterGroups",
    "elasticache:DescribeCacheParameters",
    "elasticache:DescribeCacheSubnetGroups",
    "elasticache:DescribeReplicationGroups",
    "elasticfilesystem:CreateFileSystem",
    "elasticloadbalancing:DescribeCapacityReservation",
    "elasticloadbalancing:DescribeListenerAttributes",
    "elasticloadbalancing:DescribeListeners",
    "elasticloadbalancing:DescribeLoadBalancerAttributes",
    "elasticloadbalancing:DescribeLoadBalancers",
    "elasticloadbalancing:DescribeRules",
    "elasticloadbalancing:DescribeTags",
    "elasticloadbalancing:DescribeTargetGroupAttributes",
    "elasticloadbalancing:DescribeTargetGroups",
    "kms:CreateKey",
    "kms:ListAliases",
    "logs:CreateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:DeleteQueryDefinition",
    "logs:DeleteResourcePolicy",
    "logs:DescribeLogGroups",
    "logs:DescribeQueryDefinitions",
    "logs:DescribeResourcePolicies",
    "logs:PutQueryDefinition",
    "logs:PutResourcePolicy",
    "rds:DescribeDBEngineVersions",
    "rds:DescribeDBInstanceAutomatedBackups",
    "rds:DescribeDBInstances",
    "rds:DescribeDBParameterGroups",
    "rds:DescribeDBParameters",
    "rds:DescribeDBSubnetGroups",
    "rds:DescribeEventSubscriptions",
    "route53:GetChange",
    "servicediscovery:CreateHttpNamespace",
    "servicediscovery:GetOperation",
    "servicediscovery:ListNamespaces",
    "sns:GetSubscriptionAttributes",
    "sns:SetSubscriptionAttributes",
    "sns:Unsubscribe",
];
