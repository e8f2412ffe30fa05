//! The JSON Schema of the caller's type: made here, and read here for help texts and examples.
//!
//! Knows nothing of TOML.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value as Json};

use crate::path::{Segment, SettingPath};
use crate::wording::opening;

/// The key with which a file names the one that it is laid over.
pub(crate) const EXTENDS: &str = "extends";

/// The key with which a file takes away what the one that it extends sets.
pub(crate) const UNSET: &str = "unset";

/// How deep a misplaced setting is looked for.
const DEEPEST: usize = 8;

/// The JSON Schema (draft 2020-12) of all settings together, once every layer is merged.
pub fn schema_of<T: JsonSchema>() -> Json {
    let generator = SchemaSettings::draft2020_12().for_deserialize().into_generator();
    generator.into_root_schema_for::<T>().to_value()
}

/// The JSON Schema of one file, for editors: `extends` and `unset` are allowed, and nothing is required, since what one file leaves
/// out another layer may give.
pub fn file_schema_of<T: JsonSchema>() -> Json {
    let mut schema = schema_of::<T>();
    require_nothing(&mut schema);
    if let Some(Json::Object(properties)) = schema.get_mut("properties") {
        // First, as in the files themselves.
        let others = std::mem::take(properties);
        *properties = of_files();
        properties.extend(others);
    }
    schema
}

/// What stands in a file and is no setting: how the files are laid over one another.
pub(crate) fn of_files() -> Map<String, Json> {
    let extends = serde_json::json!({
        "description": "The file that this one is laid over, relative to this one: tables are merged key by key, any other value of this file, \
                        an array too, stands instead of the other's.",
        "type": "string",
        "examples": ["base.toml"],
    });
    let unset = serde_json::json!({
        "description": "What of the file that this one extends does not hold here: paths of settings and of whole tables, as in \
                        `unset = [\"services.api\", \"networking.subnets\"]`. They are taken away before this file is laid over it, so that a table \
                        can be written anew.",
        "type": "array",
        "items": { "type": "string" },
        "examples": [["services.api", "networking.subnets"]],
    });
    Map::from_iter([(EXTENDS.to_owned(), extends), (UNSET.to_owned(), unset)])
}

/// A schema that can be walked along the paths of settings.
pub(crate) struct Schema(Json);

/// The schemas that were made already, by the ids of their types: to make one takes as long as to read and check an environment.
static MADE: LazyLock<Mutex<BTreeMap<Cow<'static, str>, Arc<Schema>>>> = LazyLock::new(Mutex::default);

impl Schema {
    pub(crate) fn of<T: JsonSchema>() -> Arc<Self> {
        // A panic elsewhere leaves whole schemas behind.
        let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(made.entry(T::schema_id()).or_insert_with(|| Arc::new(Self(schema_of::<T>()))))
    }

    /// The schema of a table with these entries, none of which is needed.
    pub(crate) fn of_properties(properties: Map<String, Json>) -> Self {
        Self(serde_json::json!({ "type": "object", "properties": properties }))
    }

    /// The schema of all settings together.
    pub(crate) fn root(&self) -> &Json {
        &self.0
    }

    /// The schema of one setting.
    pub(crate) fn at(&self, path: &SettingPath) -> Option<&Json> {
        path.segments().iter().try_fold(&self.0, |schema, segment| self.step(schema, segment))
    }

    /// The schemas that together describe one value: itself, what it refers to, its branches; `null` is no branch in
    /// TOML.
    pub(crate) fn views<'schema>(&'schema self, schema: &'schema Json) -> Vec<&'schema Json> {
        let mut views = vec![schema];
        let mut next = 0;
        while let Some(view) = views.get(next) {
            let referred = view.get("$ref").and_then(Json::as_str).and_then(|reference| self.referred(reference));
            let branches = ["allOf", "anyOf", "oneOf"].into_iter().filter_map(|word| view.get(word)?.as_array());
            let found: Vec<&Json> = referred.into_iter().chain(branches.flatten()).collect();
            for view in found {
                let is_null = view.get("type").is_some_and(|kind| kind == "null");
                if !is_null && !views.iter().any(|known| std::ptr::eq(*known, view)) {
                    views.push(view);
                }
            }
            next += 1;
        }
        views
    }

    pub(crate) fn examples<'schema>(&'schema self, schema: &'schema Json) -> impl Iterator<Item = &'schema Json> {
        let of_views = self.views(schema).into_iter();
        of_views.filter_map(|view| view.get("examples")?.as_array()).flatten().filter(|example| !example.is_null())
    }

    pub(crate) fn default<'schema>(&'schema self, schema: &'schema Json) -> Option<&'schema Json> {
        let mut of_views = self.views(schema).into_iter();
        of_views.find_map(|view| view.get("default").filter(|default| !default.is_null()))
    }

    /// What a setting is, in the words of the setting and then of its type.
    pub(crate) fn description(&self, schema: &Json) -> Option<String> {
        let own = schema.get("description").and_then(Json::as_str).map(opening);
        let referred = schema.get("$ref").and_then(Json::as_str).and_then(|reference| self.referred(reference));
        let of_type = referred.and_then(|view| view.get("description")?.as_str()).map(opening);
        match (own, of_type) {
            (Some(own), Some(of_type)) if of_type.starts_with(&own) => Some(of_type),
            (Some(own), Some(of_type)) if !own.starts_with(&of_type) => Some(format!("{own}: {of_type}")),
            (own, of_type) => own.or(of_type),
        }
    }

    /// The first example, as TOML writes it on one line; tables are too long for a help text.
    pub(crate) fn written_example(&self, schema: &Json) -> Option<String> {
        let example = self.examples(schema).next()?;
        let is_short = |text: &String| text.chars().count() <= 60;
        written(example).filter(is_short)
    }

    /// The first example, as it is typed; of a list that has none of its own, as many of its elements' as it needs.
    pub(crate) fn written_to_type(&self, schema: &Json) -> Option<String> {
        // Longer than one that stands within a sentence: it is there to be typed.
        let is_short = |text: &String| text.chars().count() <= 160;
        let own = self.examples(schema).next().and_then(written).filter(is_short);
        own.or_else(|| written(&self.list_to_type(schema)?))
    }

    /// A list with as many of its elements' examples as it needs, and with one at least.
    pub(crate) fn list_to_type(&self, schema: &Json) -> Option<Json> {
        let least = self.views(schema).into_iter().find_map(|view| view.get("minItems")?.as_u64()).unwrap_or(1);
        let items = self.views(schema).into_iter().find_map(|view| view.get("items"))?;
        let mut elements: Vec<&Json> = self.examples(items).chain(self.words(items)).collect();
        // Elements that are all the same would be refused where each is to be another one.
        let mut known = Vec::new();
        elements.retain(|element| {
            !known.contains(element) && {
                known.push(*element);
                true
            }
        });
        elements.truncate(usize::try_from(least.max(1)).ok()?);
        let is_enough = elements.len() as u64 >= least.max(1);
        is_enough.then(|| Json::Array(elements.into_iter().cloned().collect()))
    }

    /// The words of a choice.
    fn words<'schema>(&'schema self, schema: &'schema Json) -> Vec<&'schema Json> {
        let of_views = self.views(schema).into_iter();
        of_views
            .flat_map(|view| {
                let listed = view.get("enum").and_then(Json::as_array).into_iter().flatten();
                listed.chain(view.get("const")).filter(|word| word.is_string())
            })
            .collect()
    }

    /// The tables that have a setting of this name, apart from those whose own name is the user's.
    pub(crate) fn tables_with(&self, name: &str) -> Vec<SettingPath> {
        let mut tables = Vec::new();
        let mut open = vec![(SettingPath::root(), &self.0)];
        while let Some((path, schema)) = open.pop() {
            let views = self.views(schema).into_iter();
            for properties in views.filter_map(|view| view.get("properties")?.as_object()) {
                if properties.contains_key(name) {
                    tables.push(path.clone());
                }
                // A type that holds itself would never end.
                if path.segments().len() < DEEPEST {
                    open.extend(properties.iter().map(|(key, schema)| (path.clone().key(key), schema)));
                }
            }
        }
        tables
    }

    /// The settings that a table has, where their names are not the user's.
    pub(crate) fn names<'schema>(&'schema self, schema: &'schema Json) -> Vec<&'schema str> {
        let properties = self.views(schema).into_iter().filter_map(|view| view.get("properties")?.as_object());
        properties.flat_map(|properties| properties.keys()).map(String::as_str).collect()
    }

    /// What a table needs; empty where it is not a table with settings of its own, but one word of several.
    pub(crate) fn needed<'schema>(&'schema self, schema: &'schema Json) -> Vec<&'schema str> {
        let views = self.views(schema).into_iter();
        let needed = views
            .filter(|view| view.get("properties").is_some() && !is_variant(view))
            .filter_map(|view| view.get("required")?.as_array());
        needed.flatten().filter_map(Json::as_str).collect()
    }

    /// For a table whose entries have names of the user's: such a name, and what each entry needs.
    pub(crate) fn of_entries<'schema>(&'schema self, schema: &'schema Json) -> Option<(&'schema str, Vec<&'schema str>)> {
        let (view, entry) = self.view_of_entries(schema)?;
        let of_names = view.get("propertyNames").and_then(|names| self.examples(names).next()).and_then(Json::as_str);
        Some((of_names.unwrap_or("name"), self.needed(entry)))
    }

    /// What an entry of a table is whose entries have names of the user's.
    pub(crate) fn entry<'schema>(&'schema self, schema: &'schema Json) -> Option<&'schema Json> {
        self.view_of_entries(schema).map(|(_, entry)| entry)
    }

    fn view_of_entries<'schema>(&'schema self, schema: &'schema Json) -> Option<(&'schema Json, &'schema Json)> {
        self.views(schema).into_iter().find_map(|view| {
            let by_pattern = || view.get("patternProperties")?.as_object()?.values().next();
            let entry = by_pattern().or_else(|| view.get("additionalProperties").filter(|any| any.is_object()))?;
            Some((view, entry))
        })
    }

    /// Whether there is a setting of this name at the top of a file.
    pub(crate) fn has_at_top(&self, name: &str) -> bool {
        let is_of_files = [EXTENDS, UNSET].contains(&name);
        is_of_files || self.views(&self.0).into_iter().any(|view| view.get("properties").is_some_and(|all| all.get(name).is_some()))
    }

    pub(crate) fn is_table(&self, schema: &Json) -> bool {
        self.views(schema).into_iter().any(|view| view.get("type").is_some_and(|kind| kind == "object"))
    }

    fn referred(&self, reference: &str) -> Option<&Json> {
        self.0.pointer(reference.strip_prefix('#')?)
    }

    fn step<'schema>(&'schema self, schema: &'schema Json, segment: &Segment) -> Option<&'schema Json> {
        self.views(schema).into_iter().find_map(|view| match segment {
            Segment::Index(index) => {
                let fixed = view.get("prefixItems").and_then(|items| items.get(index));
                fixed.or_else(|| view.get("items"))
            }
            Segment::Key(key) => {
                let property = view.get("properties").and_then(|properties| properties.get(key));
                // A map whose keys have a pattern: there is one pattern, and the key's own fault is told elsewhere.
                let by_pattern = || view.get("patternProperties")?.as_object()?.values().next();
                let any = || view.get("additionalProperties").filter(|schema| schema.is_object());
                property.or_else(by_pattern).or_else(any)
            }
        })
    }
}

/// A value as TOML writes it; `None` for what has a table in it.
pub(crate) fn written(value: &Json) -> Option<String> {
    match value {
        Json::Null | Json::Object(_) => None,
        Json::Bool(_) | Json::Number(_) | Json::String(_) => Some(value.to_string()),
        Json::Array(elements) => {
            let elements: Option<Vec<String>> = elements.iter().map(written).collect();
            Some(format!("[{}]", elements?.join(", ")))
        }
    }
}

/// A table that stands for one word of an enum: exactly one key, and that one needed.
pub(crate) fn is_variant(view: &Json) -> bool {
    let properties = view.get("properties").and_then(Json::as_object);
    let required = view.get("required").and_then(Json::as_array);
    let is_closed = view.get("additionalProperties") == Some(&Json::Bool(false));
    is_closed
        && properties.is_some_and(|it| it.len() == 1)
        && required.is_some_and(|it| it.len() == 1)
        && view.get("title").is_none()
}

/// Drops `required` wherever tables merge; the branches of an enum keep it, since it tells them apart.
fn require_nothing(schema: &mut Json) {
    let Json::Object(words) = schema else {
        return;
    };
    words.remove("required");
    for (word, inner) in words {
        match (word.as_str(), inner) {
            ("properties" | "patternProperties" | "$defs", Json::Object(schemas)) => {
                schemas.values_mut().for_each(require_nothing);
            }
            ("additionalProperties", inner) => require_nothing(inner),
            ("anyOf" | "oneOf" | "allOf", Json::Array(branches)) => {
                for branch in branches {
                    let properties = branch.get_mut("properties").and_then(Json::as_object_mut);
                    properties.into_iter().flat_map(Map::values_mut).for_each(require_nothing);
                }
            }
            _ => {}
        }
    }
}
