//! Checks a database that exists already against what `[rds]` says besides.

use domain::{Identity, SecretKind};
use settings::Problems;

use super::existing::{Existing, ExistingDatabase, Way};
use super::typed::Config;

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
