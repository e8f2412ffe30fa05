//! A database that exists already: `[rds.existing]`, as typed and as checked. Nothing of it is managed here.

use std::collections::BTreeSet;
use std::fmt;

use domain::{Cidr, DatabaseResourceId, DomainName, ExistingDatabaseName, KmsKeyArn, Port, SecretSource, SecurityGroupId};
use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

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
