//! The regions: the one in which the environment stands, and what stands in others.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use terraform::read::argument::{elements, number, text};
use terraform::read::{Documents, Index};

use super::services::database;
use super::{Elsewhere, Node, OtherRegion};

/// The provider's configurations, as far as they say where things stand.
pub(super) struct Regions {
    pub(super) name: String,
    pub(super) main: String,
    by_alias: BTreeMap<String, String>,
}

impl Regions {
    pub(super) fn read(documents: &Documents) -> Self {
        let mut regions = Self { name: String::new(), main: String::new(), by_alias: BTreeMap::new() };
        for provider in documents.providers("aws") {
            let region = text(&provider["region"]).unwrap_or_default();
            if let Some(alias) = text(&provider["alias"]) {
                regions.by_alias.insert(alias, region);
            } else {
                regions.main = region;
                regions.name = name(provider);
            }
        }
        regions
    }

    /// The other regions in which something worth showing stands.
    pub(super) fn others(&self, index: &Index<'_>) -> Vec<OtherRegion> {
        let mut others: BTreeMap<&str, OtherRegion> = BTreeMap::new();
        let mut add = |body: &Json, copied: Option<&'static str>, node: Node| {
            let Some(region) = self.of(body) else { return };
            let empty = || OtherRegion { name: region.to_owned(), things: Vec::new() };
            others.entry(region).or_insert_with(empty).things.push(Elsewhere { node, copied });
        };
        for (address, body) in index.of("aws_db_instance_automated_backups_replication") {
            let days = number(&body["retention_period"]);
            let mut facts: Vec<String> = days.map(|days| format!("kept {days} days, to any point in time")).into_iter().collect();
            if !body["kms_key_id"].is_null() {
                facts.push("encrypted with that region's key".to_owned());
            }
            let node = Node { address: address.to_owned(), title: "Replicated backups".to_owned(), facts };
            add(body, Some("backups"), node);
        }
        for (address, body) in index.of("aws_db_instance") {
            add(body, Some("replication"), database(index, address, body).node);
        }
        for (address, body) in index.of("aws_kms_key") {
            let facts = if body["enable_key_rotation"] == true { vec!["rotated".to_owned()] } else { Vec::new() };
            add(body, None, Node { address: address.to_owned(), title: "KMS key".to_owned(), facts });
        }
        others.into_values().collect()
    }

    /// The region of a resource that stands in another one than the environment.
    fn of(&self, body: &Json) -> Option<&str> {
        let alias = body["provider"].as_str()?.strip_prefix("aws.")?;
        self.by_alias.get(alias).map(String::as_str).filter(|region| *region != self.main)
    }
}

/// The project and the environment, by the tags on everything.
fn name(provider: &Json) -> String {
    let tags = elements(&provider["default_tags"]).first().map_or(&Json::Null, |block| &block["tags"]);
    let words: Vec<String> = ["Project", "Environment"].into_iter().filter_map(|key| text(&tags[key])).collect();
    words.join(" · ")
}
