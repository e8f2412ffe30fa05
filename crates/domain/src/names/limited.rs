//! The limits that AWS sets to the names of its resources, for names that are put together. It must
//! not know how they are put together.

use super::bucket::bucket_name;
use thiserror::Error;

use crate::text::{TextProblem, form, only, reserved};

/// What kind of resource a name is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// A load balancer.
    LoadBalancer,
    /// A target group of a load balancer.
    TargetGroup,
    /// An IAM role.
    IamRole,
    /// An IAM policy.
    IamPolicy,
    /// A security group.
    SecurityGroup,
    /// An RDS instance.
    RdsInstance,
    /// A DB subnet group or a DB parameter group.
    RdsGroup,
    /// An ECR repository.
    EcrRepository,
    /// An ECS cluster.
    EcsCluster,
    /// An ECS service.
    EcsService,
    /// The family of an ECS task definition.
    EcsTaskFamily,
    /// A CloudWatch Logs log group.
    LogGroup,
    /// An SNS topic.
    SnsTopic,
    /// A CloudWatch alarm.
    Alarm,
    /// A CloudWatch dashboard.
    Dashboard,
    /// An S3 bucket.
    S3Bucket,
    /// The alias of a KMS key, with the `alias/` that AWS has before it.
    KmsAlias,
    /// A DynamoDB table.
    DynamoDbTable,
    /// An SQS queue, with the `.fifo` of those whose order counts.
    Queue,
    /// A cache of ElastiCache's, serverless or on nodes, its user and that user's group.
    Cache,
}

/// A name that AWS would not accept for a resource of its kind.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{name}` is not a name for {}: {problem}", kind.noun())]
pub struct NameError {
    kind: NameKind,
    name: String,
    problem: TextProblem,
}

/// The name, if AWS accepts it for a resource of this kind.
///
/// Errors: the name is too long or too short, or holds what AWS does not allow there.
pub fn limited(kind: NameKind, text: impl Into<String>) -> Result<String, NameError> {
    let name = text.into();
    match check(kind, &name) {
        Ok(()) => Ok(name),
        Err(problem) => Err(NameError { kind, name, problem }),
    }
}

impl NameKind {
    /// Every kind.
    pub const ALL: [Self; 20] = [
        Self::LoadBalancer,
        Self::TargetGroup,
        Self::IamRole,
        Self::IamPolicy,
        Self::SecurityGroup,
        Self::RdsInstance,
        Self::RdsGroup,
        Self::EcrRepository,
        Self::EcsCluster,
        Self::EcsService,
        Self::EcsTaskFamily,
        Self::LogGroup,
        Self::SnsTopic,
        Self::Alarm,
        Self::Dashboard,
        Self::S3Bucket,
        Self::KmsAlias,
        Self::DynamoDbTable,
        Self::Queue,
        Self::Cache,
    ];

    /// The kind in a sentence, with its article.
    pub fn noun(self) -> &'static str {
        self.rule().0
    }

    /// How many characters a name of this kind may have.
    pub fn longest(self) -> usize {
        self.rule().2
    }

    /// The noun, the fewest and the most characters.
    ///
    /// From the API reference of each service: `CreateLoadBalancer`, `CreateTargetGroup`,
    /// `CreateRole`, `CreatePolicy`, `CreateSecurityGroup`, `CreateDBInstance`,
    /// `CreateDBSubnetGroup`, `CreateRepository`, `CreateCluster`, `CreateService`,
    /// `RegisterTaskDefinition`, `CreateLogGroup`, `CreateTopic`, `PutMetricAlarm`, `PutDashboard`,
    /// `CreateAlias`, `CreateTable`, `CreateQueue`, `CreateReplicationGroup`, `CreateUser`; S3 User Guide, "General purpose bucket naming rules".
    fn rule(self) -> (&'static str, usize, usize) {
        match self {
            Self::LoadBalancer => ("a load balancer", 1, 32),
            Self::TargetGroup => ("a target group", 1, 32),
            Self::IamRole => ("an IAM role", 1, 64),
            Self::IamPolicy => ("an IAM policy", 1, 128),
            Self::SecurityGroup => ("a security group", 1, 255),
            Self::RdsInstance => ("an RDS instance", 1, 63),
            Self::RdsGroup => ("a DB subnet or parameter group", 1, 255),
            Self::EcrRepository => ("an ECR repository", 2, 256),
            Self::EcsCluster => ("an ECS cluster", 1, 255),
            Self::EcsService => ("an ECS service", 1, 255),
            Self::EcsTaskFamily => ("a task definition family", 1, 255),
            Self::LogGroup => ("a log group", 1, 512),
            Self::SnsTopic => ("an SNS topic", 1, 256),
            Self::Alarm => ("a CloudWatch alarm", 1, 255),
            Self::Dashboard => ("a CloudWatch dashboard", 1, 255),
            Self::S3Bucket => ("an S3 bucket", 3, 63),
            Self::KmsAlias => ("a KMS alias", 7, 256),
            Self::DynamoDbTable => ("a DynamoDB table", 3, 255),
            Self::Queue => ("an SQS queue", 1, 80),
            Self::Cache => ("a cache", 1, 40),
        }
    }
}

impl NameError {
    /// The kind of resource that the name was for.
    pub fn kind(&self) -> NameKind {
        self.kind
    }

    /// The name that was refused.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is wrong with it.
    pub fn problem(&self) -> &TextProblem {
        &self.problem
    }
}

fn check(kind: NameKind, name: &str) -> Result<(), TextProblem> {
    let (_, minimum, maximum) = kind.rule();
    let length = name.chars().count();
    if length < minimum {
        return Err(TextProblem::TooShort { length, minimum });
    }
    if length > maximum {
        return Err(TextProblem::TooLong { length, maximum });
    }
    characters(kind, name)
}

fn characters(kind: NameKind, name: &str) -> Result<(), TextProblem> {
    match kind {
        NameKind::LoadBalancer => {
            hyphenated(name)?;
            reserved(name.starts_with("internal-"), "begins with `internal-`, which load balancers keep for themselves")
        }
        NameKind::TargetGroup => hyphenated(name),
        NameKind::IamRole | NameKind::IamPolicy => with(name, "_+=,.@-", "letters, digits and any of _+=,.@-"),
        NameKind::SecurityGroup => {
            with(name, " ._-:/()#,@[]+=&;{}!$*", "letters, digits, spaces and any of ._-:/()#,@[]+=&;{}!$*")?;
            reserved(name.starts_with("sg-"), "begins with `sg-`, which ids of security groups do")
        }
        NameKind::RdsInstance => {
            hyphenated(name)?;
            starts_with_letter(name)?;
            form(!name.contains("--"), "must not hold two hyphens in a row")
        }
        NameKind::RdsGroup => {
            hyphenated(name)?;
            starts_with_letter(name)?;
            form(!name.contains("--"), "must not hold two hyphens in a row")?;
            reserved(name == "default", "is the name of the group that every account has")
        }
        NameKind::EcrRepository => {
            only(
                name,
                |character| character.is_ascii_lowercase() || character.is_ascii_digit() || "._-/".contains(character),
                "lowercase letters, digits and any of ._-/",
            )?;
            let separator = |character: char| "._-/".contains(character);
            form(!name.starts_with(separator) && !name.ends_with(separator), "has to begin and end with a letter or a digit")
        }
        NameKind::EcsCluster | NameKind::EcsService | NameKind::EcsTaskFamily | NameKind::SnsTopic | NameKind::Dashboard => {
            with(name, "_-", "letters, digits, hyphens and underscores")
        }
        NameKind::LogGroup => with(name, "._-/#", "letters, digits and any of ._-/#"),
        NameKind::Alarm => only(name, |character| !character.is_control(), "printable characters"),
        NameKind::S3Bucket => bucket_name(name),
        NameKind::KmsAlias => {
            with(name, ":/_-", "letters, digits and any of :/_-")?;
            form(name.starts_with("alias/"), "has to begin with `alias/`")?;
            reserved(name.starts_with("alias/aws/"), "begins with `alias/aws/`, which AWS keeps for its own keys")
        }
        NameKind::DynamoDbTable => with(name, "_.-", "letters, digits and any of _.-"),
        NameKind::Cache => {
            hyphenated(name)?;
            starts_with_letter(name)?;
            form(!name.contains("--"), "must not hold two hyphens in a row")
        }
        NameKind::Queue => with(
            name.strip_suffix(".fifo").unwrap_or(name),
            "_-",
            "letters, digits, hyphens and underscores, with `.fifo` at the end of some",
        ),
    }
}

/// Letters, digits and hyphens, no hyphen first or last.
fn hyphenated(name: &str) -> Result<(), TextProblem> {
    with(name, "-", "letters, digits and hyphens")?;
    form(!name.starts_with('-') && !name.ends_with('-'), "must not begin or end with a hyphen")
}

fn with(name: &str, others: &str, words: &'static str) -> Result<(), TextProblem> {
    only(name, |character| character.is_ascii_alphanumeric() || others.contains(character), words)
}

fn starts_with_letter(name: &str) -> Result<(), TextProblem> {
    form(name.starts_with(|first: char| first.is_ascii_alphabetic()), "has to start with a letter")
}
