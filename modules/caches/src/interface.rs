//! What the caches take from the root module and give to it.

use terraform::{List, Map};

terraform::inputs! {
    /// What the caches take from the root module and from the network.
    pub struct Inputs => Variables {
        /// The AWS account in which everything stands.
        account_id: String,
        /// The VPC.
        vpc_id: String,
        /// The subnets of the tasks, in which the caches stand.
        private_subnet_ids: List<String>,
    }
}

terraform::outputs! {
    /// What the caches give to the services, to monitoring and to the root module.
    pub struct Outputs => References {
        /// The caches' host names, by cache.
        cache_hosts: Map<String>,
        /// The caches' host names for those who only read, by cache.
        cache_reader_hosts: Map<String>,
        /// The caches' ARNs, by cache.
        cache_arns: Map<String>,
        /// The caches' names, by cache.
        cache_names: Map<String>,
        /// The caches' security groups, by cache.
        cache_security_group_ids: Map<String>,
    }
}

terraform::outputs! {
    /// What the caches give besides, if some of them ask by IAM who connects.
    pub struct IamOutputs => IamReferences {
        /// The names of the caches' users, by cache.
        user_names: Map<String>,
        /// The ARNs of the caches' users, by cache.
        user_arns: Map<String>,
    }
}

terraform::outputs! {
    /// What the caches give besides, if a key of the environment's encrypts some of them.
    pub struct KeyOutputs => KeyReferences {
        /// The key that encrypts the caches.
        key_arn: String,
    }
}
