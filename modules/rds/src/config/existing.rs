//! A database that exists already: `[rds.existing]`, as typed and as checked. Nothing of it is managed here.

use std::collections::BTreeSet;
use std::fmt;

use domain::{
    Cidr, DatabaseResourceId, DomainName, ExistingDatabaseName, Identity, KmsKeyArn, Port, SecretKind, SecretSource,
    SecurityGroupId,
};
use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use settings::Problems;

use super::Config;

/// A database that exists already.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Existing {
    /// The host name under which it is reached, such as an instance's or a cluster's endpoint.
    pub address: DomainName,
    /// The database inside it.
    pub database_name: ExistingDatabaseName,
    /// The secret in Secrets Manager that holds `username` and `password`, as the ones that RDS keeps do. It is needed by services with
    /// `database = "master"`.
    #[serde(default)]
    pub secret_arn: Option<SecretSource>,
    /// The key of your own that encrypts the secret. AWS's own key `aws/secretsmanager` needs no mention.
    #[serde(default)]
    pub secret_key_arn: Option<KmsKeyArn>,
    /// The database's security group: the tasks are let out to it. Its own rules have to let the tasks in, whose group is the output
    /// `ecs_security_group_id`; `admit_tasks` adds that rule.
    #[serde(default)]
    pub security_group_id: Option<SecurityGroupId>,
    /// Whether a rule that lets the tasks in is added to `security_group_id`. Leave it where another stack writes that group's rules inside the
    /// group itself, which would take it out again.
    #[serde(default)]
    pub admit_tasks: bool,
    /// The ranges in which the database has its addresses, where it has no security group that can be named here: in another VPC without
    /// peering of groups, in another region, on your own premises.
    #[serde(default)]
    pub cidrs: BTreeSet<Cidr>,
    /// The identifier that RDS itself gave the instance or cluster, such as `db-ABCDEFGHIJKL01234` or `cluster-…`: needed by services that log
    /// in by IAM.
    #[serde(default)]
    pub resource_id: Option<DatabaseResourceId>,
}

/// A checked database that exists already.
#[derive(Clone, Debug)]
pub struct ExistingDatabase {
    /// The host name.
    pub address: DomainName,
    /// The port.
    pub port: Port,
    /// The database inside it.
    pub database_name: ExistingDatabaseName,
    /// The secret with user and password.
    pub secret: Option<SecretSource>,
    /// The key of the secret, where it is not AWS's own.
    pub secret_key: Option<KmsKeyArn>,
    /// The way to it.
    pub way: Way,
    /// RDS's own identifier.
    pub resource_id: Option<DatabaseResourceId>,
}

/// How the database is reached.
#[derive(Clone, Debug)]
pub enum Way {
    /// By its security group; `admits` where the rule that lets in is made here.
    Group {
        /// The group.
        id: SecurityGroupId,
        /// Whether a rule in it is made here.
        admits: bool,
    },
    /// By its addresses.
    Ranges(BTreeSet<Cidr>),
}

impl Existing {
    /// Checks it against what `[rds]` says besides.
    pub(crate) fn check(self, others: &Config, identity: &Identity, problems: &mut Problems) -> ExistingDatabase {
        const SECRET: &str = "rds.existing.secret_arn";
        for setting in others.set_for_an_own_database() {
            problems
                .error(
                    format!("rds.{setting}").as_str(),
                    format!("`{setting}` says how a database is made, and this one exists already"),
                )
                .also("rds.existing")
                .help("take it out, or take `rds.existing` out; what a file sets that this one extends goes by `unset`");
        }
        let Self { address, database_name, secret_arn, secret_key_arn, security_group_id, admit_tasks, cidrs, resource_id } = self;
        if let Some(secret) = &secret_arn {
            let is_whole = secret.kind() == SecretKind::Secret && secret.to_string() == secret.arn().to_string();
            if !is_whole {
                problems
                    .error(SECRET, "the tasks read `username` and `password` out of a whole secret")
                    .help("name the secret's ARN with nothing behind it; a parameter goes under the service's `secrets`");
            }
            if secret.region() != identity.region {
                problems
                    .error(SECRET, format!("the secret is in `{}`, and ECS reads it in `{}`", secret.region(), identity.region))
                    .also("region")
                    .help("replicate the secret to this region, and name the replica");
            }
        }
        if let Some(key) = &secret_key_arn
            && key.region() != identity.region
        {
            problems
                .error(
                    "rds.existing.secret_key_arn",
                    format!("the key is in `{}`, where it decrypts nothing of here", key.region()),
                )
                .also("region")
                .help("name the key that encrypts the secret in this region");
        }
        if secret_key_arn.is_some() && secret_arn.is_none() {
            problems
                .error("rds.existing.secret_key_arn", "there is no secret that the key encrypts")
                .help("set `secret_arn`, or take the key out");
        }
        let way = match (security_group_id, cidrs.is_empty()) {
            (Some(id), true) => Way::Group { id, admits: admit_tasks },
            (Some(id), false) => {
                problems
                    .error("rds.existing.cidrs", "the database is named by its security group and by its addresses")
                    .also("rds.existing.security_group_id")
                    .help("keep the group where it is in this VPC or a peered one, or else the ranges");
                Way::Group { id, admits: admit_tasks }
            }
            (None, _) => {
                if admit_tasks {
                    problems
                        .error("rds.existing.admit_tasks", "there is no security group to add the rule to")
                        .help("set `security_group_id`, or take it out");
                }
                if cidrs.is_empty() {
                    problems
                        .error("rds.existing", "nothing says how the tasks reach the database: they are let out to nobody else")
                        .help("set `security_group_id`, or `cidrs`, the ranges in which it has its addresses");
                }
                Way::Ranges(cidrs)
            }
        };
        ExistingDatabase {
            address,
            port: others.port,
            database_name,
            secret: secret_arn,
            secret_key: secret_key_arn,
            way,
            resource_id,
        }
    }
}

impl Config {
    /// What is set that says how a database is made: all that differs from what it is without being set, but the port.
    fn set_for_an_own_database(&self) -> Vec<String> {
        let table = |config: &Self| match serde_json::to_value(config) {
            Ok(serde_json::Value::Object(table)) => table,
            _ => serde_json::Map::new(),
        };
        let usual = table(&Self::default());
        let differs = |(name, value): &(String, serde_json::Value)| {
            !["port", "existing"].contains(&name.as_str()) && usual.get(name) != Some(value)
        };
        table(self).into_iter().filter(differs).map(|(name, _)| name).collect()
    }
}

/// Reads the table; a name alone is what people try first, and is told what it lacks.
pub(super) fn or_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Existing>, D::Error> {
    deserializer.deserialize_any(OfExisting).map(Some)
}

struct OfExisting;

impl<'de> Visitor<'de> for OfExisting {
    type Value = Existing;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a table")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Existing, E> {
        Err(E::custom(format!(
            "`{name}` alone does not say how the database is reached: write `[rds.existing]` with `address`, `database_name`, `secret_arn`, and \
             `security_group_id` or `cidrs`"
        )))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Existing, A::Error> {
        Existing::deserialize(MapAccessDeserializer::new(map))
    }
}
