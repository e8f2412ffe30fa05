//! Checks what tasks may do and whom they may reach.

use std::collections::{BTreeMap, BTreeSet};

use domain::{PolicyArn, limits};
use settings::{Problems, SettingPath};

use super::rights::{Permission, Way, policy_label};
use super::{Fed, ServiceConfig};

/// What services are called in actions, those that applications have to do with (Service Authorization Reference). IAM accepts any other word, which
/// then allows nothing; one that is near to none of them is taken for a service that AWS has added.
const SERVICES_IN_ACTIONS: [&str; 66] = [
    "airflow",
    "aoss",
    "apigateway",
    "appconfig",
    "appsync",
    "aps",
    "athena",
    "autoscaling",
    "backup",
    "batch",
    "bedrock",
    "cloudformation",
    "cloudfront",
    "cloudtrail",
    "cloudwatch",
    "codebuild",
    "cognito-identity",
    "cognito-idp",
    "comprehend",
    "dynamodb",
    "dynamodbstreams",
    "ec2messages",
    "ecr-public",
    "elasticache",
    "elasticfilesystem",
    "elasticloadbalancing",
    "events",
    "execute-api",
    "firehose",
    "glue",
    "iot",
    "kafka",
    "kafka-cluster",
    "kinesis",
    "kinesisanalytics",
    "kms",
    "lambda",
    "lakeformation",
    "logs",
    "memorydb",
    "mobiletargeting",
    "mq",
    "neptune-db",
    "opensearch",
    "pipes",
    "polly",
    "rds-data",
    "rds-db",
    "redshift",
    "redshift-data",
    "rekognition",
    "route53",
    "s3express",
    "sagemaker",
    "scheduler",
    "secretsmanager",
    "servicediscovery",
    "ses",
    "sns",
    "sqs",
    "ssm",
    "ssmmessages",
    "states",
    "textract",
    "transcribe",
    "translate",
];

/// The service that was probably meant by a word that is none.
fn service_meant(service: &str) -> Option<&'static str> {
    // What people call them.
    const OTHERWISE: [(&str, &str); 8] = [
        ("dynamo", "dynamodb"),
        ("secrets-manager", "secretsmanager"),
        ("secretmanager", "secretsmanager"),
        ("secrets", "secretsmanager"),
        ("stepfunctions", "states"),
        ("eventbridge", "events"),
        ("cloudwatchlogs", "logs"),
        ("parameterstore", "ssm"),
    ];
    let otherwise = OTHERWISE.iter().find(|(word, _)| *word == service).map(|(_, meant)| *meant);
    // Short names are near to one another.
    let near = || {
        let is_known = service.len() < 5 || SERVICES_IN_ACTIONS.contains(&service);
        SERVICES_IN_ACTIONS.into_iter().find(|known| !is_known && words::slips(service, known) == 1)
    };
    otherwise.or_else(near)
}

impl ServiceConfig {
    pub(super) fn check_rights(&self, at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
        for (index, permission) in self.permissions.iter().enumerate() {
            check_permission(permission, &at("permissions").index(index), problems);
        }
        check_policies(&self.policy_arns, &at("policy_arns"), problems);
        for (setting, reaches) in [("egress", &self.egress), ("ingress", &self.ingress)] {
            check_reaches(reaches, setting, at, problems);
        }
        for (index, reach) in self.ingress.iter().enumerate() {
            if reach.cidrs.iter().any(|range| range.is_anywhere()) {
                problems
                    .error(
                        at("ingress").index(index).key("cidrs"),
                        "every machine of the network could reach the tasks past the load balancer",
                    )
                    .help("name the ranges from which they are reached");
            }
        }
    }
}

pub(super) fn check_permission(permission: &Permission, at: &SettingPath, problems: &mut Problems) {
    let Permission { actions, resources, conditions } = permission;
    if actions.is_empty() {
        problems
            .error(at.clone().key("actions"), "the statement allows no action")
            .help("name the actions, as in `[\"sqs:SendMessage\"]`");
    }
    if resources.is_empty() {
        problems
            .error(at.clone().key("resources"), "the statement is about no resource")
            .help("name the ARNs, or `[\"*\"]` where AWS accepts none");
    }
    for (index, action) in actions.iter().enumerate() {
        let service = action.as_str().split_once(':').map_or("", |(service, _)| service);
        if let Some(meant) = service_meant(&service.to_ascii_lowercase()) {
            problems
                .warning(
                    at.clone().key("actions").index(index),
                    format!("no service of AWS's is called `{service}` in actions: `{action}` allows nothing"),
                )
                .help(format!("did you mean `{meant}`?"));
        }
    }
    for (operator, keys) in conditions {
        for (key, values) in keys {
            if values.0.is_empty() {
                problems
                    .error(
                        at.clone().key("conditions").key(operator.as_str()).key(key.as_str()),
                        format!("`{key}` is compared with nothing"),
                    )
                    .help("name the values, any of which it may have");
            }
        }
    }
}

pub(super) fn check_policies(policies: &BTreeSet<Fed<PolicyArn>>, at: &SettingPath, problems: &mut Problems) {
    let limits::Limit { most, quota, .. } = limits::MANAGED_POLICIES;
    if policies.len() > limits::MANAGED_POLICIES_AT_THE_MOST.most {
        problems
            .error(
                at.clone(),
                format!(
                    "{} policies are named, and a role has {} at the most",
                    policies.len(),
                    limits::MANAGED_POLICIES_AT_THE_MOST.most
                ),
            )
            .help("put what they allow into `[[services.<name>.permissions]]`, or into one policy");
    } else if policies.len() > most {
        problems
            .warning(
                at.clone(),
                format!("{} policies are named, and AWS lets a role have {most} unless asked for more", policies.len()),
            )
            .help(format!("have the quota \"{}\" raised before the apply", quota.unwrap_or_default()));
    }
    let mut labels: BTreeMap<String, &Fed<PolicyArn>> = BTreeMap::new();
    for (index, policy) in policies.iter().enumerate() {
        if let Some(other) = labels.insert(policy_label(policy), policy)
            && let (Some(other), Some(policy_here)) = (other.here(), policy.here())
        {
            let (one, two) = (other.name(), policy_here.name());
            let what = if one == two {
                format!("two policies are called `{two}`")
            } else {
                format!("`{one}` and `{two}` would have one name in Terraform, `{}`", policy_label(policy))
            };
            problems.error(at.clone().index(index), what).help(
                "keep one of them, or put what the other one allows into `permissions`: Terraform's addresses carry their names",
            );
        }
    }
}

pub(super) fn check_reaches(reaches: &[Way], setting: &str, at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (index, reach) in reaches.iter().enumerate() {
        let here = at(setting).index(index);
        let (first, last) = reach.ports();
        if first > last {
            problems
                .error(here.clone().key("last_port"), format!("the last port, {last}, lies before the first, {first}"))
                .also(here.clone().key("port"))
                .help("exchange them");
        }
        if reach.peers().next().is_none() {
            problems
                .error(here.clone(), "nobody is named at the other end")
                .help("name ranges in `cidrs`, ids in `prefix_lists` or ids in `security_groups`");
        }
        for peer in reach.peers() {
            let label = reach.label(setting, peer);
            if let Some(other) = seen.insert(label, index) {
                problems
                    .error(here.clone(), "the same rule stands here twice: port and other end are those of another one")
                    .also(at(setting).index(other))
                    .help("take one of them out: AWS refuses the second");
            }
        }
    }
}
