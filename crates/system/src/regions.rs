//! Regions: where things stand, as the provider's configurations say.

use std::collections::BTreeMap;

use terraform::json::Json;
use terraform::read::argument::{elements, text};
use terraform::read::{Documents, ResourceBlock};

/// The regions of the provider's configurations.
#[derive(Clone, Debug, Default)]
pub struct Regions {
    /// The region of the usual configuration; nothing where none is named.
    pub main: Option<String>,
    by_alias: BTreeMap<String, String>,
    default_tags: BTreeMap<String, String>,
}

impl Regions {
    /// Reads them from the provider's configurations.
    pub fn read(documents: &Documents) -> Self {
        let mut regions = Self::default();
        for provider in documents.providers("aws") {
            let region = text(&provider["region"]);
            if let Some(alias) = text(&provider["alias"]) {
                regions.by_alias.extend(region.map(|region| (alias, region)));
            } else {
                (regions.main, regions.default_tags) = (region, default_tags(provider));
            }
        }
        regions
    }

    /// A tag that everything has.
    pub fn default_tag(&self, key: &str) -> Option<&str> {
        self.default_tags.get(key).map(String::as_str)
    }

    /// The region in which a resource stands; nothing where the configuration that it names has none.
    pub fn of(&self, resource: ResourceBlock<'_>) -> Option<&str> {
        match provider(resource) {
            None => self.main.as_deref(),
            Some(provider) => self.by_alias.get(provider.split_once('.')?.1).map(String::as_str),
        }
    }

    /// The region of a resource that stands in another one than most.
    pub fn elsewhere(&self, resource: ResourceBlock<'_>) -> Option<&str> {
        self.of(resource).filter(|region| Some(*region) != self.main.as_deref())
    }
}

/// The configuration of the provider that a resource names; nothing for the usual one.
fn provider(resource: ResourceBlock<'_>) -> Option<&str> {
    resource.written.get("provider")?.as_str()
}

fn default_tags(provider: &Json) -> BTreeMap<String, String> {
    let tags = elements(&provider["default_tags"]).iter().filter_map(|block| block["tags"].as_object()).flatten();
    tags.filter_map(|(key, value)| Some((key.to_string(), text(value)?))).collect()
}
