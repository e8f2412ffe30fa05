//! The database: an RDS instance of PostgreSQL with its keys, logs, backups and password.
//!
//! Second in the one-way flow networking → rds → ecs → monitoring. The module knows nothing of who will use the database.

mod backups;
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
mod subnet_group;

use aws::{DbInstanceReference, KmsKeyReference};
use domain::Identity;
use terraform::{Module, ProviderReference, Settings, Value};

pub use config::{
    ApplyMethod, Backups, Config, Deletion, Logs, Maintenance, Monitoring, Parameter, ParameterName, ParameterNameError,
    PointInTime, Rds, ReadReplica, Restore, RestoreSource, RestoreSourceError, RestoreTime, RestoreTimeError, Storage,
    replication_destinations,
};
pub use facts::facts;
pub use interface::{Inputs, Outputs, References};

use instance::Surroundings;

/// The module's documents.
///
/// With [`Rds::replicates_backups`] the caller has to pass the provider's configuration [`disaster_recovery`].
pub fn module(identity: &Identity, rds: &Rds) -> Module {
    let mut module = Module::new();
    let aliases = rds.replicates_backups().then(disaster_recovery);
    module.document("versions").settings(Settings::new().required_provider("aws", aws::required_provider(aliases)));
    let variables = Inputs::declare(module.document("variables"));

    let key = keys::database(module.document("keys"), identity, rds, &variables);
    let subnet_group = subnet_group::subnet_group(module.document("subnet_group"), identity, &variables);
    let parameter_group = parameter_group::parameter_group(module.document("parameter_group"), identity, rds);
    let log_groups = logs::log_groups(module.document("logs"), rds, &key);
    let monitoring_role = monitoring::role(module.document("monitoring"), identity, rds, &variables);
    let handed = rds.read_replica.as_ref().map(|replica| password::handed(module.document("password"), replica));
    let surroundings = Surroundings { key, subnet_group, parameter_group, log_groups, monitoring_role, handed };
    let instance = instance::instance(module.document("instance"), rds, &surroundings, &variables);
    let secret_arn = if let Some(handed) = &surroundings.handed {
        password::secret(module.document("password"), identity, rds, handed, &surroundings.key, &instance)
    } else {
        password::rotation(module.document("password"), rds, &instance);
        password::managed_secret_arn(&instance).into()
    };
    let replica = rds.read_replica.as_ref().map(|settings| {
        let document = module.document("read_replica");
        read_replica::read_replica(document, rds, settings, &instance, &surroundings, &variables)
    });
    if let Some(retention) = rds.replicated_retention {
        let key = keys::disaster_recovery(module.document("keys"), identity, rds, &variables);
        backups::replication(module.document("backups"), retention, &instance, &key);
    }

    outputs(&instance, replica.as_ref(), secret_arn, &surroundings.key).declare(module.document("outputs"));
    module
}

/// The provider's configuration for the second region, as this module and its caller name it: `aws.disaster_recovery`.
pub fn disaster_recovery() -> ProviderReference {
    ProviderReference::aliased("aws", "disaster_recovery")
}

fn outputs(
    instance: &DbInstanceReference,
    replica: Option<&DbInstanceReference>,
    secret_arn: Value<String>,
    key: &KmsKeyReference,
) -> Outputs {
    let reader = replica.unwrap_or(instance);
    Outputs {
        endpoint: instance.address_attribute().into(),
        reader_endpoint: reader.address_attribute().into(),
        port: instance.port().into(),
        database_name: instance.db_name().into(),
        username: instance.username().into(),
        instance_identifier: instance.identifier().into(),
        instance_arn: instance.arn().into(),
        resource_id: instance.resource_id().into(),
        reader_identifier: reader.identifier().into(),
        secret_arn,
        key_arn: key.arn().into(),
    }
}
