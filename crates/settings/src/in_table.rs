//! How a value that stands in the place of a table is written as one: `tasks = 2`, `schedule = "@daily"`, `depends_on = ["nginx"]`.
//!
//! Knows JSON Schema, and how TOML writes a table on one line. It must not know which table it is.

use serde_json::{Map, Value as Json};

use crate::example::candidates;
use crate::path::written_key;
use crate::schema::{Schema, written};
use crate::tree::{Node, Value};

/// Longer than this nobody types.
const LONGEST: usize = 160;

/// Tables, as TOML writes them, in which the value stands where it may have been meant to, the likeliest first.
pub(crate) fn with_value(found: &Value, of: &Json, schema: &Schema) -> Vec<String> {
    let is_empty = |value: &Json| value.as_str().is_some_and(str::is_empty) || value.as_array().is_some_and(Vec::is_empty);
    let Some(value) = json(found).filter(|value| !is_empty(value)) else { return Vec::new() };
    let tables = if schema.of_entries(of).is_some() { with_entries(&value, of, schema) } else { with_settings(&value, of, schema) };
    inline(tables)
}

/// A table with what it needs, by the examples of the types.
pub(crate) fn example(of: &Json, schema: &Schema) -> Option<String> {
    if let Some(Json::Object(table)) = schema.examples(of).next() {
        return inline(vec![table.clone()]).into_iter().next();
    }
    let table = match (schema.of_entries(of), schema.entry(of)) {
        (Some((name, _)), Some(entry)) => Map::from_iter([(name.to_owned(), one(entry, schema)?)]),
        _ => needed(of, schema)?,
    };
    inline([table].into_iter().filter(|table| !table.is_empty()).collect()).into_iter().next()
}

/// Tables whose settings have names of their own.
fn with_settings(value: &Json, of: &Json, schema: &Schema) -> Vec<Map<String, Json>> {
    let mut tables = Vec::new();
    let needed_names = schema.needed(of);
    let Some(needed) = needed(of, schema) else { return tables };
    let with = |name: &str, value: &Json| {
        let mut table = needed.clone();
        table.insert(name.to_owned(), value.clone());
        table
    };
    let forms: Vec<Json> = [Some(value.clone()), as_text(value), (!value.is_array()).then(|| Json::Array(vec![value.clone()]))]
        .into_iter()
        .flatten()
        .collect();
    // As each of several that are of one kind: so many tasks, at least and at most.
    if needed_names.len() > 1 && value.is_number() {
        tables.push(needed_names.iter().map(|name| ((*name).to_owned(), value.clone())).collect());
    }
    let property = |name: &str| schema.views(of).into_iter().find_map(|view| view.get("properties")?.get(name));
    for name in &needed_names {
        let as_example = property(name).and_then(|property| last_of_example(value, property, schema));
        tables.extend(as_example.iter().chain(&forms).map(|form| with(name, form)));
    }
    tables.extend(each_in_its_place(value, of, schema));
    // Where it takes something else as well, what was meant is one of its words more likely than a setting of the table.
    let is_of_tables = |view: &Json| view.get("type").is_none_or(|kind| kind == "object") && view.get("const").is_none();
    if !schema.views(of).into_iter().all(is_of_tables) {
        return tables;
    }
    let mut names = schema.names(of);
    names.retain(|name| property(name).is_some_and(|property| is_told_apart(value, name, property, schema)));
    // Who writes one of a setting's words means it.
    names.sort_by_key(|name| !property(name).is_some_and(|property| has_word(value, property, schema)));
    for name in names {
        tables.extend(forms.iter().map(|form| with(name, form)));
    }
    if value == &Json::Bool(true) && needed.is_empty() {
        tables.push(Map::new());
    }
    tables
}

/// A list of texts as its example has it, with the text as its last element: `["CMD-SHELL", "…"]`.
fn last_of_example(value: &Json, property: &Json, schema: &Schema) -> Option<Json> {
    let mut example = schema.examples(property).next()?.as_array().filter(|_| value.is_string())?.clone();
    let [_, .., last] = example.as_mut_slice() else { return None };
    *last = value.clone();
    Some(Json::Array(example))
}

/// Of a table whose settings are all of one type, as those by zone are: a list, element by element.
fn each_in_its_place(value: &Json, of: &Json, schema: &Schema) -> Option<Map<String, Json>> {
    let (elements, names) = (value.as_array()?, schema.names(of));
    let mut types = schema.views(of).into_iter().filter_map(|view| view.get("properties")?.as_object()).flat_map(Map::values);
    let first = types.next()?;
    let is_of_one_type =
        names.len() > 1 && first.get("$ref").is_some() && types.all(|other| other.get("$ref") == first.get("$ref"));
    let is_right = is_of_one_type && elements.len() <= names.len();
    is_right.then(|| names.iter().map(|name| (*name).to_owned()).zip(elements.iter().cloned()).collect())
}

/// Whether a setting that takes the value is likely the one that was meant: `true` turns on, text of any kind goes anywhere, and what something was
/// before is said by nobody who says one thing of it.
fn is_told_apart(value: &Json, name: &str, property: &Json, schema: &Schema) -> bool {
    match value {
        _ if name == "renamed_from" || name.starts_with("previous_") => false,
        Json::Bool(_) => name == "enabled",
        Json::Number(_) => true,
        _ => {
            let elements = schema.views(property).into_iter().filter_map(|view| view.get("items"));
            let views = std::iter::once(property).chain(elements).flat_map(|it| schema.views(it));
            views.into_iter().any(|view| view.get("pattern").is_some()) || has_word(value, property, schema)
        }
    }
}

fn has_word(value: &Json, property: &Json, schema: &Schema) -> bool {
    let is_word = |view: &Json| {
        let listed = view.get("enum").and_then(Json::as_array).into_iter().flatten();
        listed.chain(view.get("const")).any(|word| word == value)
    };
    schema.views(property).into_iter().any(is_word)
}

/// Tables whose entries have names of the user's: a list of names, or of `NAME=value`.
fn with_entries(value: &Json, of: &Json, schema: &Schema) -> Vec<Map<String, Json>> {
    let elements = match value {
        Json::Array(elements) => elements.as_slice(),
        one => std::slice::from_ref(one),
    };
    let Some(entry) = schema.entry(of) else { return Vec::new() };
    let pairs = elements.iter().map(|element| {
        let text = element.as_str()?;
        Some(match text.split_once('=') {
            Some((name, value)) => (name.trim().to_owned(), Json::from(value.trim())),
            None => (text.to_owned(), one(entry, schema)?),
        })
    });
    let table: Option<Map<String, Json>> = pairs.collect();
    table.into_iter().filter(|table| !table.is_empty()).collect()
}

/// What a table needs, each by an example.
fn needed(of: &Json, schema: &Schema) -> Option<Map<String, Json>> {
    let setting = |name: &str| {
        let property = schema.views(of).into_iter().find_map(|view| view.get("properties")?.get(name))?;
        Some((name.to_owned(), one(property, schema)?))
    };
    schema.needed(of).into_iter().map(setting).collect()
}

/// A value as its type's examples have it; of what is empty by default with something in it.
fn one(of: &Json, schema: &Schema) -> Option<Json> {
    if let Some(example) = schema.examples(of).next() {
        return Some(example.clone());
    }
    let entry = || Some(Json::Object(Map::from_iter([(schema.of_entries(of)?.0.to_owned(), one(schema.entry(of)?, schema)?)])));
    schema.list_to_type(of).or_else(entry).or_else(|| candidates(schema, of).into_iter().next())
}

/// A number or a boolean as text, which some settings take.
fn as_text(value: &Json) -> Option<Json> {
    (value.is_number() || value.is_boolean()).then(|| Json::from(value.to_string()))
}

fn json(value: &Value) -> Option<Json> {
    Some(match value {
        Value::String(text) => text.clone().into(),
        Value::Integer(integer) => i64::try_from(*integer).ok()?.into(),
        Value::Float(float, _) => serde_json::Number::from_f64(*float)?.into(),
        Value::Boolean(boolean) => (*boolean).into(),
        Value::Array(elements) => {
            let elements: Option<Vec<Json>> = elements.values().map(|Node { value, .. }| json(value)).collect();
            elements?.into()
        }
        Value::Datetime(_) | Value::Table(_) => return None,
    })
}

fn inline(tables: Vec<Map<String, Json>>) -> Vec<String> {
    let texts = tables.iter().filter_map(table_text);
    texts.filter(|text| text.chars().count() <= LONGEST).collect()
}

fn table_text(table: &Map<String, Json>) -> Option<String> {
    let settings: Option<Vec<String>> =
        table.iter().map(|(name, value)| Some(format!("{} = {}", written_key(name), value_text(value)?))).collect();
    Some(match settings?.join(", ") {
        none if none.is_empty() => "{}".to_owned(),
        settings => format!("{{ {settings} }}"),
    })
}

fn value_text(value: &Json) -> Option<String> {
    if let Json::Object(table) = value { table_text(table) } else { written(value) }
}
