//! What the buckets take from the root module and give to it.

use terraform::Map;

terraform::inputs! {
    /// What the buckets take from the root module.
    pub struct Inputs => Variables {
        /// The AWS account in which everything stands.
        account_id: String,
    }
}

terraform::outputs! {
    /// What the buckets give to the services and to the root module.
    pub struct Outputs => References {
        /// The buckets' names in all of AWS, by bucket.
        bucket_names: Map<String>,
        /// The buckets' ARNs, by bucket.
        bucket_arns: Map<String>,
        /// The buckets' host names in their region, by bucket: what a CDN of your own takes as its origin.
        bucket_domain_names: Map<String>,
    }
}

terraform::outputs! {
    /// What the buckets give besides, if a key of the environment's encrypts some of them.
    pub struct KeyOutputs => KeyReferences {
        /// The key that encrypts the buckets.
        key_arn: String,
    }
}
