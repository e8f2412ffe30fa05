//! What stands in other regions than the environment.

use std::collections::BTreeMap;

use aws::{DbInstanceAutomatedBackupsReplication as Replication, KmsKey};
use system::System;
use terraform::read::ResourceBlock;

use super::services::database;
use super::{Elsewhere, Node, OtherRegion};

/// The other regions in which something worth showing stands.
pub(super) fn others(system: &System<'_>) -> Vec<OtherRegion> {
    let mut others: BTreeMap<&str, OtherRegion> = BTreeMap::new();
    let mut add = |resource: ResourceBlock<'_>, copied: Option<&'static str>, node: Node| {
        let Some(region) = system.regions.elsewhere(resource) else { return };
        let empty = || OtherRegion { name: region.to_owned(), things: Vec::new() };
        others.entry(region).or_insert_with(empty).things.push(Elsewhere { node, copied });
    };
    for replication in system.of::<Replication>() {
        let days = replication.get(Replication::RETENTION_PERIOD).literal();
        let mut facts: Vec<String> = days.map(|days| format!("kept {days} days, to any point in time")).into_iter().collect();
        if replication.get(Replication::KMS_KEY_ID).is_set() {
            facts.push("encrypted with that region's key".to_owned());
        }
        let node = Node { address: replication.address().to_string(), title: "Replicated backups".to_owned(), facts };
        add(replication.resource(), Some("backups"), node);
    }
    for instance in &system.databases {
        add(instance.view.resource(), Some("replication"), database(instance).node);
    }
    for key in system.of::<KmsKey>() {
        let facts = if key.get(KmsKey::ENABLE_KEY_ROTATION).is_true() { vec!["rotated".to_owned()] } else { Vec::new() };
        add(key.resource(), None, Node { address: key.address().to_string(), title: "KMS key".to_owned(), facts });
    }
    others.into_values().collect()
}
