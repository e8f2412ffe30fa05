//! What the environment keeps for its services, and what each gives them: queues, buckets.

use terraform::{Body, Configuration, ModuleCall, Value};

use super::add_with_outputs;
use crate::environment::Environment;

/// What there is of each kind, as the root module sees it.
#[derive(Default)]
pub(super) struct Stores {
    pub(super) queues: Option<(queues::References, queues::KeyReferences)>,
    pub(super) buckets: Option<(buckets::References, buckets::KeyReferences)>,
}

impl Stores {
    /// Calls the modules.
    pub(super) fn add(configuration: &mut Configuration, environment: &Environment, account_id: &Value<String>) -> Self {
        let identity = &environment.identity;
        let mut stores = Self::default();
        if !environment.queues.is_empty() {
            let call = ModuleCall::new("queues");
            let inputs = queues::Inputs { account_id: account_id.clone() };
            add_with_outputs(configuration, &call, queues::module(identity, &environment.queues), inputs.into_body());
            stores.queues = Some((queues::References::of(&call), queues::KeyReferences::of(&call)));
        }
        if !environment.buckets.is_empty() {
            let call = ModuleCall::new("buckets");
            let inputs = buckets::Inputs { account_id: account_id.clone() };
            add_with_outputs(configuration, &call, buckets::module(identity, &environment.buckets), inputs.into_body());
            stores.buckets = Some((buckets::References::of(&call), buckets::KeyReferences::of(&call)));
        }
        stores
    }

    /// What the services take of those that they use.
    pub(super) fn inputs_of_services(&self, environment: &Environment, inputs: &mut Body) {
        if let Some((queues, key)) = self.queues.as_ref().filter(|_| environment.ecs.uses_queues()) {
            let access = ecs::QueueInputs {
                queue_urls: (&queues.queue_urls).into(),
                queue_arns: (&queues.queue_arns).into(),
                queue_names: (&queues.queue_names).into(),
            };
            inputs.extend(access.into_body());
            if environment.ecs.uses_queue_key() {
                inputs.extend(ecs::QueueKeyInputs { queue_key_arn: (&key.key_arn).into() }.into_body());
            }
        }
        if let Some((buckets, key)) = self.buckets.as_ref().filter(|_| environment.ecs.uses_buckets()) {
            let access =
                ecs::BucketInputs { bucket_names: (&buckets.bucket_names).into(), bucket_arns: (&buckets.bucket_arns).into() };
            inputs.extend(access.into_body());
            if environment.ecs.uses_bucket_key() {
                inputs.extend(ecs::BucketKeyInputs { bucket_key_arn: (&key.key_arn).into() }.into_body());
            }
        }
    }
}
