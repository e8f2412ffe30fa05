//! The caches of the application: ElastiCache for Valkey, serverless or on nodes, reached by those only that use them.
//!
//! Before ecs in the one-way flow: the module knows the network by its inputs, and nothing of who connects.

mod access;
pub mod config;
mod facts;
mod interface;
mod key;
mod made;
mod nodes;
mod serverless;

pub(crate) use made::Made;

use aws::{ElasticacheSubnetGroup, ElasticacheSubnetGroupRequired, ElasticacheUserReference};
use domain::Identity;
use terraform::{Expression, Map, Module, Resource, Settings};

pub use config::{Cache, CacheConfig, Caches, Encryption, Eviction, Login, Nodes};
pub use facts::facts;
pub use interface::{IamOutputs, IamReferences, Inputs, KeyOutputs, KeyReferences, Outputs, References};

/// The module's documents.
pub fn module(identity: &Identity, caches: &Caches) -> Module {
    let mut module = Module::new();
    module.document("versions").settings(Settings::new().required_provider("aws", aws::required_provider([])));
    let variables = Inputs::declare(module.document("variables"));

    let key = caches.has_key().then(|| key::key(module.document("key"), identity, &variables));
    let subnets = caches.has_nodes().then(|| {
        let required = ElasticacheSubnetGroupRequired {
            name: identity.named("caches").into(),
            subnet_ids: (&variables.private_subnet_ids).into(),
        };
        let group = ElasticacheSubnetGroup::new(required).description(format!("{}: caches", identity.prefix()));
        module.document("caches").resource(Resource::new("caches", group))
    });
    let made: Vec<(&Cache, Made)> = caches
        .all()
        .map(|cache| {
            let access = access::access(module.document("access"), cache, &variables);
            let document = module.document("caches");
            let key = key.as_ref().filter(|_| cache.has_key());
            let made = match (&cache.settings().nodes, &subnets) {
                (Some(nodes), Some(subnets)) => nodes::cache(document, (cache, nodes), key, subnets, access),
                (Some(_) | None, _) => serverless::cache(document, cache, key, &variables, access),
            };
            (cache, made)
        })
        .collect();
    let by_cache = |of: fn(&Made) -> Expression<String>| {
        made.iter().map(|(cache, made)| (cache.name().as_str(), of(made))).collect::<Map<String>>().into()
    };
    let outputs = Outputs {
        cache_hosts: by_cache(|made| made.host.clone()),
        cache_reader_hosts: by_cache(|made| made.reader_host.clone()),
        cache_arns: by_cache(|made| made.arn.clone()),
        cache_names: by_cache(|made| made.name.clone()),
        cache_security_group_ids: by_cache(|made| made.access.group.id()),
    };
    outputs.declare(module.document("outputs"));
    if caches.ask_by_iam() {
        let of_users = |of: fn(&ElasticacheUserReference) -> Expression<String>| {
            let users =
                made.iter().filter_map(|(cache, made)| Some((cache.name().as_str(), of(&made.access.login.as_ref()?.user))));
            users.collect::<Map<String>>().into()
        };
        let outputs = IamOutputs {
            user_names: of_users(ElasticacheUserReference::user_name),
            user_arns: of_users(ElasticacheUserReference::arn),
        };
        outputs.declare(module.document("outputs"));
    }
    if let Some(key) = &key {
        KeyOutputs { key_arn: key.arn().into() }.declare(module.document("outputs"));
    }
    module
}
