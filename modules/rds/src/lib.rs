//! The database: an RDS instance of PostgreSQL with its keys, logs, backups and password.
//!
//! Second in the one-way flow networking → rds → ecs → monitoring. The module knows nothing of who will use the database.
//!
//! RDS keeps the password, or the database has a read replica: AWS does not give both. `read_replica.rs` says why, `password.rs` what
//! is done instead.

mod backups;
mod beginning;
mod config;
mod facts;
mod instance;
mod interface;
mod keys;
mod logs;
mod monitoring;
mod parameter_group;
mod password;
mod read_replica;
mod second_region;
mod subnet_group;

pub use beginning::Beginning;
pub use second_region::disaster_recovery;

use aws::{DbInstance, DbInstanceReference, KmsKeyReference};
use config::Password;
use domain::Identity;
use instance::Surroundings;
use terraform::{Address, Expression, Map, Module, ResourceType as _, Settings};

pub use config::{
    ApplyMethod, Backups, Config, Database, DatabaseInsightsMode, Deletion, Existing, ExistingDatabase, Logs, Maintenance,
    Monitoring, Parameter, ParameterName, ParameterNameError, PointInTime, Rds, ReadReplica, Restore, RestoreSource,
    RestoreSourceError, RestoreTime, RestoreTimeError, Section, Storage, Way, replication_destinations,
};
pub use facts::facts;
pub use interface::{Inputs, Outputs, References, ReplicaOutputs, ReplicaReferences};

/// The versions of Terraform that know the write-only arguments through which the password of a database with a read replica passes.
pub const READ_REPLICA_REQUIRES: &str = ">= 1.11.0, < 2.0.0";

/// The module's documents.
///
/// With [`Rds::replicates_backups`] the caller has to pass the provider's configuration [`disaster_recovery`].
pub fn module(identity: &Identity, rds: &Rds, beginning: Beginning) -> Module {
    let mut module = Module::new();
    let aliases = rds.replicates_backups().then(disaster_recovery);
    module.document("versions").settings(Settings::new().required_provider("aws", aws::required_provider(aliases)));
    let variables = Inputs::declare(module.document("variables"));

    let key = keys::database(module.document("keys"), identity, rds, &variables);
    let subnet_group = subnet_group::subnet_group(module.document("subnet_group"), identity, &variables);
    let parameter_group = parameter_group::parameter_group(module.document("parameter_group"), identity, rds);
    let log_groups = logs::log_groups(module.document("logs"), rds, &key);
    let monitoring_role = monitoring::role(module.document("monitoring"), identity, rds, &variables);
    let own_secret = password::own_secret(module.document("password"), identity, rds, &key);
    let surroundings = Surroundings { key, subnet_group, parameter_group, log_groups, monitoring_role, own_secret };
    let instance = instance::instance(module.document("instance"), rds, &surroundings, &variables);
    let secret_arn = match &surroundings.own_secret {
        Some(secret) => secret.arn.clone(),
        None => password::kept_by_rds(module.document("password"), beginning, &instance),
    };
    if let Password::ByRds(interval) = rds.password {
        password::rotation(module.document("password"), interval, &secret_arn);
    }
    if let Some(replica) = &rds.read_replica {
        let log_groups = logs::replica_log_groups(module.document("logs"), rds, replica, &surroundings.key);
        let document = module.document("read_replica");
        let replica = read_replica::read_replica(document, rds, replica, &instance, &surroundings, &log_groups, &variables);
        let outputs = ReplicaOutputs {
            replica_endpoint: replica.address_attribute().into(),
            replica_identifier: replica.identifier().into(),
            replica_resource_id: replica.resource_id().into(),
        };
        outputs.declare(module.document("outputs"));
    }
    let second_key = rds.replication.as_ref().and_then(|replication| {
        let made = replication.key.is_none();
        let key = made.then(|| keys::disaster_recovery(module.document("keys"), identity, rds, &variables));
        backups::replication(module.document("backups"), replication, &instance, key.as_ref());
        key
    });

    outputs(&instance, secret_arn, &surroundings, second_key.as_ref()).declare(module.document("outputs"));
    module
}

/// The instance's address in the module.
pub fn instance_address() -> Address {
    Address::managed(DbInstance::TYPE, "main")
}

fn outputs(
    instance: &DbInstanceReference,
    secret_arn: Expression<String>,
    surroundings: &Surroundings,
    second_key: Option<&KmsKeyReference>,
) -> Outputs {
    let Surroundings { key, subnet_group, parameter_group, log_groups, monitoring_role, own_secret: _ } = surroundings;
    let keys = std::iter::once(("database", key)).chain(second_key.map(|key| ("disaster_recovery", key)));
    let key_arns: Map<String> = keys.map(|(name, key)| (name, key.arn())).collect();
    let log_group_names: Map<String> =
        logs::EXPORTED.into_iter().zip(log_groups.iter().map(aws::CloudwatchLogGroupReference::name)).collect();
    let role_arns: Map<String> = monitoring_role.iter().map(|monitoring| ("monitoring", monitoring.role.arn())).collect();
    Outputs {
        endpoint: instance.address_attribute().into(),
        port: instance.port().into(),
        database_name: instance.db_name().into(),
        username: instance.username().into(),
        instance_identifier: instance.identifier().into(),
        instance_arn: instance.arn().into(),
        resource_id: instance.resource_id().into(),
        secret_arn: secret_arn.into(),
        key_arn: key.arn().into(),
        key_arns: key_arns.into(),
        subnet_group_name: subnet_group.name().into(),
        parameter_group_name: parameter_group.name().into(),
        log_group_names: log_group_names.into(),
        role_arns: role_arns.into(),
    }
}
