//! The queues of the application: SQS, each with a queue for what could not be handled, and the key that encrypts them.
//!
//! Before ecs in the one-way flow: the module knows nothing of who sends and who reads.

pub mod config;
mod facts;
mod interface;
mod key;
mod queue;

use domain::Identity;
use terraform::{Map, Module, Settings};

pub use config::{Encryption, Queue, QueueConfig, Queues};
pub use facts::facts;
pub use interface::{Inputs, KeyOutputs, KeyReferences, Outputs, References};

use queue::Made;

/// The module's documents.
pub fn module(identity: &Identity, queues: &Queues) -> Module {
    let mut module = Module::new();
    module.document("versions").settings(Settings::new().required_provider("aws", aws::required_provider([])));
    let variables = Inputs::declare(module.document("variables"));

    let key = queues.has_key().then(|| key::key(module.document("key"), identity, &variables));
    let document = module.document("queues");
    let made: Vec<(&Queue, Made)> =
        queues.all().map(|queue| (queue, queue::queue(document, identity, queue, key.as_ref()))).collect();

    let by_queue = |of: fn(&Made) -> terraform::Expression<String>| {
        made.iter().map(|(queue, made)| (queue.name.as_str(), of(made))).collect::<Map<String>>().into()
    };
    let outputs = Outputs {
        queue_urls: by_queue(|made| made.queue.url()),
        queue_arns: by_queue(|made| made.queue.arn()),
        queue_names: by_queue(|made| made.queue.name()),
        dead_letter_queue_urls: by_queue(|made| made.dead_letters.url()),
        dead_letter_queue_names: by_queue(|made| made.dead_letters.name()),
    };
    outputs.declare(module.document("outputs"));
    if let Some(key) = &key {
        KeyOutputs { key_arn: key.arn().into() }.declare(module.document("outputs"));
    }
    module
}
