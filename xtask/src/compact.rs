//! The compact schema: of what the provider prints, the listed types and the facts that the bindings and the tests use.

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value as Json};

use crate::list::List;

/// The arguments of the provider itself that are left out: one endpoint for each of 300 services, which only tests of the
/// provider set.
const PROVIDER_BLOCKS_LEFT_OUT: [&str; 1] = ["endpoints"];

/// Makes the compact schema: the printed format, a type a line, sorted, so that a new type is one new line.
pub(crate) fn compact(printed: &Json, list: &List) -> Result<String> {
    let schemas = printed["provider_schemas"].as_object().context("`provider_schemas` is missing")?;
    let (source, schema) = schemas.iter().next().context("no provider in `provider_schemas`")?;
    let mut provider = stripped(&schema["provider"]);
    if let Some(blocks) = provider.pointer_mut("/block/block_types").and_then(Json::as_object_mut) {
        blocks.retain(|name, _| !PROVIDER_BLOCKS_LEFT_OUT.contains(&name.as_str()));
    }
    let mut text =
        format!("{{\"format_version\":\"1.0\",\"provider_schemas\":{{{}:{{\n\"provider\":{provider}", Json::from(source.as_str()));
    for (section, wanted) in [
        ("resource_schemas", &list.resources),
        ("data_source_schemas", &list.data_sources),
        ("ephemeral_resource_schemas", &list.ephemeral),
    ] {
        let lines: Vec<String> = wanted
            .iter()
            .map(|name| match &schema[section][name] {
                Json::Null => bail!("`{name}` is not in {section} of this schema"),
                schema => {
                    let mut schema = stripped(schema);
                    let blocks = schema.pointer_mut("/block/block_types").and_then(Json::as_object_mut);
                    if let (Some(left_out), Some(blocks)) = (list.left_out.get(name), blocks) {
                        blocks.retain(|name, _| !left_out.contains(name));
                    }
                    Ok(format!("{}:{schema}", Json::from(name.as_str())))
                }
            })
            .collect::<Result<_>>()?;
        for part in [",\n\"", section, "\":{\n", &lines.join(",\n"), "\n}"] {
            text.push_str(part);
        }
    }
    text.push_str("\n}}}\n");
    Ok(text)
}

/// The same without descriptions, and with every object's keys sorted.
fn stripped(json: &Json) -> Json {
    match json {
        Json::Object(object) => {
            let mut entries: Vec<(&String, &Json)> = object
                .iter()
                .filter(|(key, value)| !(matches!(key.as_str(), "description" | "description_kind") && value.is_string()))
                .collect();
            entries.sort_by_key(|(key, _)| *key);
            entries.into_iter().map(|(key, value)| (key.clone(), stripped(value))).collect::<Map<_, _>>().into()
        }
        Json::Array(array) => array.iter().map(stripped).collect(),
        other => other.clone(),
    }
}
