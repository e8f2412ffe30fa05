//! What `terraform test` proves of the caches.

use aws::{ElasticacheReplicationGroupReference, ElasticacheServerlessCacheReference};
use terraform::{Address, ModuleCall, Run, Value};

use crate::config::{Cache, Caches};
use crate::interface::Inputs;

/// The run that plans the caches alone; none where there is no cache.
pub fn facts(call: &ModuleCall, account_id: &str, caches: &Caches) -> Option<Run> {
    if caches.is_empty() {
        return None;
    }
    let inputs = Inputs {
        account_id: account_id.into(),
        vpc_id: "vpc-0".into(),
        private_subnet_ids: vec![Value::from("subnet-0a"), Value::from("subnet-0b")].into(),
    };
    Some(caches.all().fold(Run::new(call, inputs.into_body()), of_cache))
}

fn of_cache(run: Run, cache: &Cache) -> Run {
    let (name, days) = (cache.name(), cache.settings().snapshot_retention_days.get());
    let kept = format!("snapshots of {name} are kept for {days} days");
    match &cache.settings().nodes {
        None => {
            let made =
                ElasticacheServerlessCacheReference::from(Address::managed("aws_elasticache_serverless_cache", cache.label()));
            run.assert(made.snapshot_retention_limit().equals(days), &kept)
        }
        Some(nodes) => {
            let made =
                ElasticacheReplicationGroupReference::from(Address::managed("aws_elasticache_replication_group", cache.label()));
            let count = nodes.count.get();
            run.assert(made.transit_encryption_enabled().equals(true), &format!("{name} is spoken to by TLS only"))
                .assert(made.at_rest_encryption_enabled().equals("true"), &format!("what {name} keeps is encrypted"))
                .assert(made.num_cache_clusters().equals(count), &format!("the nodes of {name}: {count}"))
                .assert(made.snapshot_retention_limit().equals(days), &kept)
        }
    }
}
