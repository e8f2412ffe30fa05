//! What the database takes from the root module and gives to it.

use terraform::{List, Number};

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
        /// The host name under which reads are answered: the read replica's, or the database's own where there is none.
        reader_endpoint: String,
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
        /// The instance that answers reads, as alarms and commands name it: the read replica, or the database's own.
        reader_identifier: String,
        /// The secret that holds the master user's password.
        secret_arn: String,
        /// The key that encrypts the secret, the storage and the logs.
        key_arn: String,
    }
}
