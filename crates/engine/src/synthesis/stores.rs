//! What the environment keeps for its services, and what each gives them: queues, buckets, caches.

use terraform::{Body, Configuration, ModuleCall, Value};

use super::add_with_outputs;
use crate::environment::Environment;

/// What there is of each kind, as the root module sees it.
#[derive(Default)]
pub(super) struct Stores {
    pub(super) queues: Option<(queues::References, queues::KeyReferences)>,
    pub(super) buckets: Option<(buckets::References, buckets::KeyReferences)>,
    pub(super) caches: Option<(caches::References, caches::IamReferences)>,
}

impl Stores {
    /// Calls the modules.
    pub(super) fn add(
        configuration: &mut Configuration,
        environment: &Environment,
        account_id: &Value<String>,
        networking: &networking::References,
    ) -> Self {
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
        if !environment.caches.is_empty() {
            let call = ModuleCall::new("caches");
            let inputs = caches::Inputs {
                account_id: account_id.clone(),
                vpc_id: (&networking.vpc_id).into(),
                private_subnet_ids: (&networking.private_subnet_ids).into(),
            };
            add_with_outputs(configuration, &call, caches::module(identity, &environment.caches), inputs.into_body());
            stores.caches = Some((caches::References::of(&call), caches::IamReferences::of(&call)));
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
        if let Some((caches, iam)) = self.caches.as_ref().filter(|_| environment.ecs.uses_caches()) {
            let access = ecs::CacheInputs {
                cache_hosts: (&caches.cache_hosts).into(),
                cache_reader_hosts: (&caches.cache_reader_hosts).into(),
                cache_security_group_ids: (&caches.cache_security_group_ids).into(),
            };
            inputs.extend(access.into_body());
            if environment.ecs.uses_iam_caches() {
                let login = ecs::CacheIamInputs {
                    cache_names: (&caches.cache_names).into(),
                    cache_arns: (&caches.cache_arns).into(),
                    cache_user_names: (&iam.user_names).into(),
                    cache_user_arns: (&iam.user_arns).into(),
                };
                inputs.extend(login.into_body());
            }
        }
    }
}
