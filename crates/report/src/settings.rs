//! All settings of an environment: those that stand somewhere, and the defaults of those that do not.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

/// A setting with its value and where that comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its path, as it is written in TOML.
    pub path: String,
    /// Its value, as it is written in TOML.
    pub value: String,
    /// Where it comes from.
    pub source: Source,
    /// What it means; empty where the schema does not say.
    pub meaning: String,
}

/// Where a setting's value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The environment's own file, with the line.
    Environment(String),
    /// A file that the environment's extends, with the line.
    Base(String),
    /// The command line.
    Override(String),
    /// No layer.
    Default,
}

/// Adds what the schema says: the meaning of each setting, and those that have their default.
pub fn with_defaults(settings: Vec<Setting>, schema: &Json) -> Vec<Setting> {
    let mut all: BTreeMap<String, Setting> = settings.into_iter().map(|it| (it.path.clone(), it)).collect();
    Walk { root: schema, all: &mut all }.table("", schema, None);
    all.into_values().collect()
}

struct Walk<'s, 'a> {
    root: &'s Json,
    all: &'a mut BTreeMap<String, Setting>,
}

impl<'s> Walk<'s, '_> {
    /// A table's settings; `defaults` is what the table is when it does not stand anywhere.
    fn table(&mut self, path: &str, schema: &'s Json, defaults: Option<&Json>) {
        for (name, property) in object(&schema["properties"]) {
            self.setting(&joined(path, name), property, defaults.and_then(|it| it.get(name)));
        }
        // The names of a map are the user's own: only those that stand somewhere have settings.
        for (_, property) in object(&schema["patternProperties"]) {
            for name in self.names_below(path) {
                self.setting(&joined(path, &name), property, defaults.and_then(|it| it.get(&name)));
            }
        }
    }

    fn setting(&mut self, path: &str, property: &'s Json, default: Option<&Json>) {
        let meaning = property["description"].as_str().unwrap_or_default();
        let schema = self.followed(property);
        let default = default.or_else(|| property.get("default"));
        if let Some(setting) = self.all.get_mut(path) {
            meaning.clone_into(&mut setting.meaning);
        } else if schema["properties"].is_object() || schema["patternProperties"].is_object() {
            // A table that may be absent, and is, has no settings.
            let may_be_absent = property["anyOf"].as_array().is_some_and(|any| any.iter().any(|it| it["type"] == "null"));
            let is_given = default.is_some_and(|default| !default.is_null());
            if !may_be_absent || is_given || !self.names_below(path).is_empty() {
                self.table(path, schema, default);
            }
        } else if let Some(default) = default.filter(|it| !it.is_null()) {
            let setting =
                Setting { path: path.to_owned(), value: value(default), source: Source::Default, meaning: meaning.to_owned() };
            self.all.insert(path.to_owned(), setting);
        }
    }

    /// The names that stand one below a path.
    fn names_below(&self, path: &str) -> Vec<String> {
        let prefix = format!("{path}.");
        let below = self.all.keys().filter_map(|it| it.strip_prefix(&prefix));
        let mut names: Vec<String> = below.map(|rest| rest.split('.').next().unwrap_or(rest).to_owned()).collect();
        names.dedup();
        names
    }

    /// The schema to which a property refers; of something that may be absent, what it is when it is not.
    fn followed(&self, property: &'s Json) -> &'s Json {
        let mut schema = property;
        // A chain of references is never longer than this in a schema that ends.
        for _ in 0..8 {
            if let Some(name) = schema["$ref"].as_str().and_then(|it| it.strip_prefix("#/$defs/")) {
                schema = &self.root["$defs"][name];
            } else if let Some(some) = schema["anyOf"].as_array().and_then(|any| any.iter().find(|it| it["type"] != "null")) {
                schema = some;
            } else {
                break;
            }
        }
        schema
    }
}

/// A value as it is written in TOML.
pub fn value(json: &Json) -> String {
    match json {
        Json::Object(members) => {
            let members: Vec<String> = members.iter().map(|(key, member)| format!("{key} = {}", value(member))).collect();
            if members.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", members.join(", ")) }
        }
        Json::Array(elements) => format!("[{}]", elements.iter().map(value).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn object(json: &Json) -> impl Iterator<Item = (&String, &Json)> {
    json.as_object().into_iter().flat_map(Map::iter)
}
