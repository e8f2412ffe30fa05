//! The database of an environment: the module that makes one, and what the other modules get of it or of one that exists already.

use ecs::DatabaseShape;
use rds::{Beginning, Database, Rds};
use terraform::{Body, Configuration, Map, ModuleCall, Value};

use super::{add_with_outputs, root};
use crate::environment::Environment;

/// A database that the environment makes, as the root module sees it.
pub(super) struct Own {
    pub(super) rds: rds::References,
    /// Its read replica, if it has one.
    pub(super) replica: Option<rds::ReplicaReferences>,
}

/// The module that makes the database.
pub(super) fn own(configuration: &mut Configuration, environment: &Environment, rds: &Rds, account_id: &Value<String>) -> Own {
    let networking = networking::DatabaseReferences::of(&ModuleCall::new("networking"));
    let call = root::with_disaster_recovery(ModuleCall::new("rds"), rds);
    let instance = rds::instance_address().in_module(call.label());
    let is_imported = environment.refactoring.import.iter().any(|(to, _)| *to == instance);
    let beginning = if is_imported { Beginning::Imported } else { Beginning::Made };
    let inputs = rds::Inputs {
        account_id: account_id.clone(),
        database_subnet_ids: networking.database_subnet_ids.into(),
        database_security_group_id: networking.database_security_group_id.into(),
    };
    add_with_outputs(configuration, &call, rds::module(&environment.identity, rds, beginning), inputs.into_body());
    let replica = rds.has_read_replica().then(|| rds::ReplicaReferences::of(&call));
    Own { rds: rds::References::of(&call), replica }
}

/// What the services have to know of the database while they are written.
pub(super) fn shape(database: &Database) -> Option<DatabaseShape> {
    match database {
        Database::None => None,
        Database::Own(rds) => Some(DatabaseShape { has_secret: true, has_key: true, has_replica: rds.has_read_replica() }),
        Database::Existing(existing) => Some(DatabaseShape {
            has_secret: existing.secret.is_some(),
            has_key: existing.secret_key.is_some(),
            has_replica: false,
        }),
    }
}

/// What the services get of the database, among their other inputs.
pub(super) fn inputs_of_services(environment: &Environment, own: Option<&Own>, all: &mut Body) {
    // Where they stood when there was always a database.
    const BEFORE: &str = "image_tags";
    let (mut inputs, mut further) = (Body::new(), Body::new());
    if let Some(Own { rds, replica }) = own {
        let database = ecs::DatabaseInputs {
            database_endpoint: (&rds.endpoint).into(),
            database_port: (&rds.port).into(),
            database_name: (&rds.database_name).into(),
        };
        inputs.extend(database.into_body());
        inputs.extend(ecs::SecretInputs { database_secret_arn: (&rds.secret_arn).into() }.into_body());
        inputs.extend(ecs::SecretKeyInputs { database_key_arn: (&rds.key_arn).into() }.into_body());
        if let Some(replica) = replica {
            further.extend(ecs::ReplicaInputs { database_replica_endpoint: (&replica.replica_endpoint).into() }.into_body());
        }
        if environment.ecs.logs_in_by_iam() {
            let ids = std::iter::once(&rds.resource_id).chain(replica.iter().map(|replica| &replica.replica_resource_id));
            let ids: Map<String> = ecs::INSTANCES.into_iter().zip(ids.cloned()).collect();
            further.extend(ecs::IamInputs { database_resource_ids: ids.into() }.into_body());
        }
    }
    if let Database::Existing(existing) = &environment.rds {
        let database = ecs::DatabaseInputs {
            database_endpoint: existing.address.as_str().into(),
            database_port: existing.port.get().into(),
            database_name: existing.database_name.as_str().into(),
        };
        inputs.extend(database.into_body());
        if let Some(secret) = &existing.secret {
            inputs.extend(ecs::SecretInputs { database_secret_arn: secret.to_string().into() }.into_body());
        }
        if let Some(key) = &existing.secret_key {
            inputs.extend(ecs::SecretKeyInputs { database_key_arn: key.to_string().into() }.into_body());
        }
        if environment.ecs.logs_in_by_iam() {
            let ids = ecs::INSTANCES.into_iter().zip(existing.resource_id.iter().map(domain::DatabaseResourceId::as_str));
            further.extend(ecs::IamInputs { database_resource_ids: ids.collect::<Map<String>>().into() }.into_body());
        }
    }
    all.extend_before(BEFORE, inputs);
    all.extend(further);
}

/// What monitoring gets of the database; of one that exists already, nothing: who made it watches it.
pub(super) fn inputs_of_monitoring(own: Option<&Own>, all: &mut Body) {
    if let Some(Own { rds, replica }) = own {
        let database = monitoring::DatabaseInputs { database_identifier: (&rds.instance_identifier).into() };
        all.extend_before("nat_gateway_ids", database.into_body());
        if let Some(replica) = replica {
            let identifier = (&replica.replica_identifier).into();
            all.extend(monitoring::ReplicaInputs { database_replica_identifier: identifier }.into_body());
        }
    }
}
