//! What the queues take from the root module and give to it.

use terraform::Map;

terraform::inputs! {
    /// What the queues take from the root module.
    pub struct Inputs => Variables {
        /// The AWS account in which everything stands.
        account_id: String,
    }
}

terraform::outputs! {
    /// What the queues give to the services, to monitoring and to the root module.
    pub struct Outputs => References {
        /// The queues' addresses, by queue.
        queue_urls: Map<String>,
        /// The queues' ARNs, by queue.
        queue_arns: Map<String>,
        /// The queues' names, by queue.
        queue_names: Map<String>,
        /// The addresses of the queues of what could not be handled, by queue.
        dead_letter_queue_urls: Map<String>,
        /// The names of the queues of what could not be handled, by queue.
        dead_letter_queue_names: Map<String>,
    }
}

terraform::outputs! {
    /// What the queues give besides, if a key of the environment's encrypts some of them.
    pub struct KeyOutputs => KeyReferences {
        /// The key that encrypts the queues.
        key_arn: String,
    }
}
