//! The AWS services that can be reached by an interface endpoint, by the names that a person gives them.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// An AWS service that can be reached by an interface endpoint.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum InterfaceEndpoint {
    /// ECR's API: logging in and asking for images.
    EcrApi,
    /// ECR's registry: pulling images.
    EcrDkr,
    /// CloudWatch Logs.
    Logs,
    /// Secrets Manager.
    SecretsManager,
    /// Systems Manager: the parameters among the services' secrets.
    Ssm,
    /// The channel of ECS Exec.
    SsmMessages,
    /// SQS: the queues that services read and send to.
    Sqs,
    /// Another one, by what its endpoint's name has behind the region.
    Other(String),
}

/// Why a text names no service that has an interface endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EndpointError {
    /// It is written as no service is.
    #[error(
        "`{0}` is not the name of an endpoint's service: it is what `com.amazonaws.<region>.…` ends in, such as `kms` or `kinesis-streams`"
    )]
    Form(String),
    /// It is nearly one that there is.
    #[error("`{given}` is no service that has an interface endpoint: did you mean `{meant}`?")]
    Misspelt {
        /// What was given.
        given: String,
        /// What there is.
        meant: &'static str,
    },
    /// The service is reached without one, or in another way.
    #[error("{0}")]
    OtherWay(&'static str),
}

/// Those that services need of themselves: their name here, in the endpoint's name, and what they are for.
const KNOWN: [(InterfaceEndpoint, &str, &str, &str); 7] = [
    (InterfaceEndpoint::EcrApi, "ecr-api", "ecr.api", "ECR's API: logging in and asking for images."),
    (InterfaceEndpoint::EcrDkr, "ecr-dkr", "ecr.dkr", "ECR's registry: pulling images."),
    (InterfaceEndpoint::Logs, "logs", "logs", "CloudWatch Logs."),
    (InterfaceEndpoint::SecretsManager, "secrets-manager", "secretsmanager", "Secrets Manager."),
    (InterfaceEndpoint::Ssm, "ssm", "ssm", "Systems Manager: the parameters among the services' secrets."),
    (InterfaceEndpoint::SsmMessages, "ssm-messages", "ssmmessages", "The channel of ECS Exec."),
    (InterfaceEndpoint::Sqs, "sqs", "sqs", "SQS: the queues that services read and send to."),
];

/// Others, by which a slip of the pen is known (AWS `PrivateLink` Guide, "AWS services that integrate with AWS `PrivateLink`"). A name that is near to none
/// of them is taken as it is: AWS adds services, and not every region has each.
const OTHERS: [&str; 56] = [
    "access-analyzer",
    "acm-pca",
    "appconfig",
    "appconfigdata",
    "application-autoscaling",
    "aps-workspaces",
    "athena",
    "autoscaling",
    "backup",
    "batch",
    "bedrock",
    "bedrock-agent",
    "bedrock-runtime",
    "cloudformation",
    "cloudtrail",
    "codebuild",
    "config",
    "datasync",
    "dms",
    "ds",
    "ebs",
    "ec2",
    "ec2messages",
    "ecs",
    "ecs-agent",
    "ecs-telemetry",
    "eks",
    "eks-auth",
    "elasticache",
    "elasticfilesystem",
    "elasticloadbalancing",
    "events",
    "glue",
    "kinesis-firehose",
    "kinesis-streams",
    "kms",
    "lambda",
    "license-manager",
    "monitoring",
    "rds",
    "rds-data",
    "redshift",
    "rekognition",
    "s3tables",
    "sagemaker.api",
    "sagemaker.runtime",
    "scheduler",
    "servicediscovery",
    "sns",
    "ssm-contacts",
    "ssm-incidents",
    "states",
    "sts",
    "textract",
    "transfer",
    "xray",
];

impl InterfaceEndpoint {
    /// What a task cannot start without.
    pub(crate) const NEEDED: [Self; 4] = [Self::EcrApi, Self::EcrDkr, Self::Logs, Self::SecretsManager];

    /// The service's name in the endpoint's: `com.amazonaws.<region>.<this>`.
    pub(crate) fn service(&self) -> &str {
        match self {
            Self::Other(service) => service,
            known => KNOWN.iter().find(|(endpoint, ..)| endpoint == known).map_or("", |(_, _, service, _)| service),
        }
    }

    /// The name in Terraform's addresses.
    pub(crate) fn label(&self) -> String {
        self.service().replace(['.', '-'], "_")
    }
}

impl fmt::Display for InterfaceEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Other(service) => f.write_str(service),
            known => f.write_str(KNOWN.iter().find(|(endpoint, ..)| endpoint == known).map_or("", |(_, name, ..)| name)),
        }
    }
}

impl FromStr for InterfaceEndpoint {
    type Err = EndpointError;

    fn from_str(text: &str) -> Result<Self, EndpointError> {
        if let Some((known, ..)) = KNOWN.into_iter().find(|(_, name, service, _)| [*name, *service].contains(&text)) {
            return Ok(known);
        }
        // An S3 or DynamoDB endpoint of this type has no private name of its own, without which programs would not find it.
        match text {
            "s3" => return Err(EndpointError::OtherWay("S3 is reached by `s3_gateway_endpoint = true`, which costs nothing")),
            "dynamodb" => {
                return Err(EndpointError::OtherWay(
                    "DynamoDB is reached by a gateway endpoint, which costs nothing: write one as Terraform of your own beside the environment",
                ));
            }
            "s3express" => {
                return Err(EndpointError::OtherWay(
                    "directory buckets are reached by a gateway endpoint: write one as Terraform of your own beside the environment",
                ));
            }
            // Only HTTPS is let in.
            "email-smtp" | "cassandra" => {
                return Err(EndpointError::OtherWay(
                    "this service is reached by other ports than 443: write its endpoint as Terraform of your own beside the environment",
                ));
            }
            "execute-api" => {
                return Err(EndpointError::OtherWay(
                    "this endpoint would take over the names of every public API of API Gateway in the VPC: write it as Terraform of your own \
                     beside the environment, with `private_dns_enabled = false`",
                ));
            }
            _ => {}
        }
        let is_word =
            |word: &str| !word.is_empty() && word.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-');
        if text.len() > 60 || !text.split('.').all(is_word) || text.starts_with("com.amazonaws") {
            return Err(EndpointError::Form(text.to_owned()));
        }
        // Short names are near to one another, and those of FIPS endpoints to the others.
        let is_exempt = OTHERS.contains(&text) || text.len() < 5 || text.ends_with("-fips");
        let mut names = KNOWN.iter().map(|(_, name, ..)| *name).chain(OTHERS);
        match names.find(|name| !is_exempt && words::slips(text, name) == 1) {
            Some(meant) => Err(EndpointError::Misspelt { given: text.to_owned(), meant }),
            None => Ok(Self::Other(text.to_owned())),
        }
    }
}

impl<'de> Deserialize<'de> for InterfaceEndpoint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl Serialize for InterfaceEndpoint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl JsonSchema for InterfaceEndpoint {
    fn schema_name() -> Cow<'static, str> {
        "InterfaceEndpoint".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let known = KNOWN.iter().map(|(_, name, _, meaning)| json_schema!({ "const": name, "description": meaning }));
        let other = json_schema!({
            "type": "string",
            "pattern": r"^[a-z0-9-]+(\.[a-z0-9-]+)*$",
            "maxLength": 60,
            "examples": ["kms", "kinesis-streams"],
            "description": "Any other service that AWS PrivateLink reaches, by what its endpoint's name has behind the region.",
        });
        json_schema!({ "anyOf": known.chain([other]).map(Schema::to_value).collect::<Vec<_>>() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_is_known_by_its_name_here_and_by_aws_s() {
        let endpoint = |text: &str| text.parse::<InterfaceEndpoint>().expect("it is one");
        assert_eq!(endpoint("ecr.api"), endpoint("ecr-api"));
        assert_eq!(endpoint("secretsmanager"), InterfaceEndpoint::SecretsManager);
        assert_eq!(
            (endpoint("kinesis-streams").service(), endpoint("sagemaker.runtime").label()),
            ("kinesis-streams", "sagemaker_runtime".to_owned())
        );
        // AWS adds services, which no list has.
        assert_eq!(endpoint("quantum-ledger").service(), "quantum-ledger");
        for there_is in ["eks", "dms", "kms-fips", "states-fips", "bedrock-agent", "ssm-contacts", "sts"] {
            assert_eq!(endpoint(there_is).service(), there_is);
        }
    }

    #[test]
    fn a_slip_of_the_pen_is_no_service() {
        let told = |text: &str| text.parse::<InterfaceEndpoint>().expect_err(text).to_string();
        assert_eq!(
            told("kinesis-stream"),
            "`kinesis-stream` is no service that has an interface endpoint: did you mean `kinesis-streams`?"
        );
        assert!(told("s3").contains("s3_gateway_endpoint") && told("email-smtp").contains("other ports"));
        for wrong in ["", "KMS!", "com.amazonaws.eu-central-1.kms", "a..b", "${x}"] {
            assert!(told(wrong).contains("`kinesis-streams`"), "{wrong}");
        }
    }

    #[test]
    fn no_two_services_have_one_label() {
        let labels: std::collections::BTreeSet<String> = OTHERS.iter().map(|it| it.replace(['.', '-'], "_")).collect();
        assert_eq!(labels.len(), OTHERS.len());
    }
}
