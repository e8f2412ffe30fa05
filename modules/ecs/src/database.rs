//! What the services take of the database, as far as there is one.

use terraform::Module;

use crate::config::Ecs;
use crate::interface::{
    DatabaseInputs, DatabaseVariables, IamInputs, IamVariables, ReplicaInputs, ReplicaVariables, SecretInputs, SecretKeyInputs,
    SecretKeyVariables, SecretVariables,
};

/// The database's instance, and its read replica, as [`IamInputs`] names them.
pub const INSTANCES: [&str; 2] = ["main", "replica"];

/// What the services have to know of the database while they are written.
#[derive(Clone, Copy, Debug)]
pub struct DatabaseShape {
    /// Whether a secret holds its user and password, for which the caller has to pass [`SecretInputs`].
    pub has_secret: bool,
    /// Whether a key that is not AWS's own encrypts that secret, for which the caller has to pass [`SecretKeyInputs`].
    pub has_key: bool,
    /// Whether a read replica follows it, for which the caller has to pass [`ReplicaInputs`].
    pub has_replica: bool,
}

/// The variables by which the services know the database.
pub(crate) struct Database {
    pub(crate) variables: DatabaseVariables,
    pub(crate) secret: Option<SecretVariables>,
    pub(crate) key: Option<SecretKeyVariables>,
    pub(crate) replica: Option<ReplicaVariables>,
    pub(crate) iam: Option<Iam>,
}

/// What logging in to the database by IAM takes.
pub(crate) struct Iam {
    pub(crate) variables: IamVariables,
    /// The instances by the names under which their identifiers are passed.
    pub(crate) instances: Vec<&'static str>,
}

impl Database {
    /// Declares the variables.
    pub(crate) fn declare(module: &mut Module, ecs: &Ecs, shape: DatabaseShape) -> Self {
        let DatabaseShape { has_secret, has_key, has_replica } = shape;
        let document = module.document("variables");
        Self {
            variables: DatabaseInputs::declare(document),
            secret: has_secret.then(|| SecretInputs::declare(document)),
            key: has_key.then(|| SecretKeyInputs::declare(document)),
            replica: has_replica.then(|| ReplicaInputs::declare(document)),
            iam: ecs.logs_in_by_iam().then(|| Iam {
                variables: IamInputs::declare(document),
                instances: INSTANCES.into_iter().take(if has_replica { 2 } else { 1 }).collect(),
            }),
        }
    }
}
