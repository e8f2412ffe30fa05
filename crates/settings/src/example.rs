//! A value that fits a schema: what the repair puts where a required setting is missing.
//!
//! Knows JSON Schema only.

use serde_json::{Map, Value as Json};

use crate::schema::Schema;

/// How deep schemas may refer to one another before a value is given up.
const DEPTH: usize = 32;

/// Values that the type should take, the likeliest first: its examples, its default, the least that fits.
pub(crate) fn candidates(schema: &Schema, of: &Json) -> Vec<Json> {
    let mut candidates: Vec<Json> = schema.examples(of).cloned().collect();
    candidates.extend(schema.default(of).cloned());
    candidates.extend(least(schema, of, DEPTH));
    candidates
}

fn least(schema: &Schema, of: &Json, depth: usize) -> Option<Json> {
    let depth = depth.checked_sub(1)?;
    if let Some(ready) = schema.examples(of).chain(schema.default(of)).next() {
        return Some(ready.clone());
    }
    schema.views(of).into_iter().find_map(|view| least_of_view(schema, view, depth))
}

fn least_of_view(schema: &Schema, view: &Json, depth: usize) -> Option<Json> {
    if let Some(constant) = view.get("const") {
        return Some(constant.clone());
    }
    if let Some(Json::Array(values)) = view.get("enum") {
        return values.first().cloned();
    }
    match kind(view)? {
        "object" => {
            let required = view.get("required").and_then(Json::as_array);
            let names = required.into_iter().flatten().filter_map(Json::as_str);
            let entries = names.map(|name| {
                let property = view.get("properties")?.get(name)?;
                Some((name.to_owned(), least(schema, property, depth)?))
            });
            Some(Json::Object(entries.collect::<Option<Map<_, _>>>()?))
        }
        "array" => {
            let count = view.get("minItems").and_then(Json::as_u64).unwrap_or(0);
            let fixed = view.get("prefixItems").and_then(Json::as_array);
            let elements = (0..usize::try_from(count).ok()?).map(|index| {
                let element = fixed.and_then(|fixed| fixed.get(index)).or_else(|| view.get("items"));
                least(schema, element?, depth)
            });
            Some(Json::Array(elements.collect::<Option<Vec<_>>>()?))
        }
        "integer" | "number" => Some(view.get("minimum").cloned().unwrap_or_else(|| 0.into())),
        "boolean" => Some(false.into()),
        "string" => Some("".into()),
        _ => None,
    }
}

/// The schema's type; of several (`["string", "null"]`) the first that is a value in TOML.
fn kind(view: &Json) -> Option<&str> {
    match view.get("type")? {
        Json::String(kind) => Some(kind),
        Json::Array(kinds) => kinds.iter().filter_map(Json::as_str).find(|kind| *kind != "null"),
        _ => None,
    }
}
