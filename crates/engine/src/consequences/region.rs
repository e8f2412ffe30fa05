//! What a change of region does to what stands in the one of before.

use std::collections::{BTreeMap, BTreeSet};

use terraform::json::Json;
use terraform::read::Documents;

use super::Consequence;

/// The regions of the provider's configurations under which something stands, by their address.
pub(crate) fn regions(documents: &Documents) -> BTreeMap<String, String> {
    let used: BTreeSet<&str> = documents.all().map(|it| it.written["provider"].as_str().unwrap_or("aws")).collect();
    let configurations = documents.providers("aws").into_iter().filter_map(|provider| {
        let name = provider.get("alias").and_then(Json::as_str).map_or("aws".to_owned(), |alias| format!("aws.{alias}"));
        let region = provider.get("region")?.as_str()?.to_owned();
        used.contains(name.as_str()).then(|| (format!("provider.{name}"), region))
    });
    configurations.collect()
}

/// The address of the provider's configuration for the first region.
pub(super) const FIRST_REGION: &str = "provider.aws";

/// What a change of region does to what stands in the one of before, and the way there.
pub(crate) fn moved_region(provider: &str, before: &str, now: &str) -> Consequence {
    let what = format!(
        "Terraform would look in {now} for what stands in {before}, forget it, and make it anew: the old one stays, without care and billed"
    );
    let instead = match provider {
        FIRST_REGION => "set up another environment in the new region, restore the database there, and destroy this one".to_owned(),
        _ => format!("set `rds.backups.replicated = false`, apply with {before}, and turn it on again with {now}"),
    };
    Consequence::new(provider, what, instead)
}

pub(super) fn moved(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let now: BTreeMap<String, String> = new
        .providers("aws")
        .into_iter()
        .filter_map(|provider| {
            let alias = provider.get("alias").and_then(Json::as_str).map(|alias| format!(".{alias}")).unwrap_or_default();
            Some((format!("{FIRST_REGION}{alias}"), provider.get("region")?.as_str()?.to_owned()))
        })
        .collect();
    let moved = regions(old).into_iter().filter_map(|(provider, before)| {
        let now = now.get(&provider).filter(|now| **now != before)?;
        Some(moved_region(&provider, &before, now))
    });
    moved.collect()
}
