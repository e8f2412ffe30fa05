//! What the database takes from the root module and gives to it.

use terraform::{List, Map, Number};

terraform::inputs! {
    /// What the database takes from the root module.
    pub struct Inputs => Variables {
        /// The AWS account in which everything stands.
        account_id: String,
        /// The subnets in which the database may stand, in two zones at the least.
        database_subnet_ids: List<String>,
        /// The security group of the database.
        database_security_group_id: String,
    }
}

terraform::outputs! {
    /// What the database gives to the other modules.
    pub struct Outputs => References {
        /// The host name under which the database is reached.
        endpoint: String,
        /// The port on which it listens.
        port: Number,
        /// The database inside the instance.
        database_name: String,
        /// The master user.
        username: String,
        /// The instance, as alarms and commands name it.
        instance_identifier: String,
        /// The instance's ARN.
        instance_arn: String,
        /// The identifier that RDS itself gave the instance and never changes, as policies for IAM authentication name it.
        resource_id: String,
        /// The secret that holds the master user's password.
        secret_arn: String,
        /// The key that encrypts the secret, the storage and the logs.
        key_arn: String,
        /// The keys by name: `database`, and `disaster_recovery` of the replicated backups, in the second region, where there are any.
        key_arns: Map<String>,
        /// The subnet group.
        subnet_group_name: String,
        /// The parameter group.
        parameter_group_name: String,
        /// The log groups by what is logged: `postgresql`, `upgrade`.
        log_group_names: Map<String>,
        /// The roles by what has them: `monitoring`, for Enhanced Monitoring, where it is on.
        role_arns: Map<String>,
    }
}

terraform::outputs! {
    /// What a database with a read replica gives besides.
    pub struct ReplicaOutputs => ReplicaReferences {
        /// The host name under which the read replica is reached, on the database's port.
        replica_endpoint: String,
        /// The read replica, as alarms and commands name it.
        replica_identifier: String,
        /// The identifier that RDS itself gave the read replica.
        replica_resource_id: String,
    }
}
