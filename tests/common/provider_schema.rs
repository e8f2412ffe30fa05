//! The provider's schema, and what it says of a block: whether every argument is known, may be set, is of its type, and not deprecated.
//!
//! It must not know the emitted configuration: what an expression yields, it asks the caller.

use std::collections::BTreeMap;

use terraform::json::{Json, Key, Map, json};

use super::expression::{Piece, Step, pieces};
use super::{list, members, package};

/// The versions of the provider that the emitted configuration is for: the newest of either major version.
pub(crate) const VERSIONS: [&str; 2] = ["5.100.0", "6.66.0"];

/// What every resource may have besides its own arguments.
const RESOURCE_META_ARGUMENTS: [&str; 5] = ["count", "for_each", "provider", "lifecycle", "depends_on"];

/// What a `lifecycle` block may hold.
const LIFECYCLE: [&str; 6] =
    ["create_before_destroy", "prevent_destroy", "ignore_changes", "replace_triggered_by", "precondition", "postcondition"];

/// The schema of one version of the provider.
pub(crate) struct ProviderSchema {
    pub(crate) version: &'static str,
    provider: Json,
}

/// What a block is, in the words of the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    Resource,
    Data,
    Ephemeral,
}

/// The type that an expression yields, as the schema writes types; nothing when it cannot be told.
pub(crate) type TypeOf<'a> = &'a dyn Fn(&str) -> Option<Json>;

impl ProviderSchema {
    /// The schema as it is kept for the bindings.
    pub(crate) fn read(version: &'static str) -> Self {
        let path = package().join(format!("crates/aws/schema/{version}.json"));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut schema: Json = serde_json::from_str(&text).expect("a schema is JSON");
        let provider = schema["provider_schemas"]["registry.terraform.io/hashicorp/aws"].take();
        assert!(provider.is_object(), "{version} is no schema of the provider");
        Self { version, provider }
    }

    /// What is wrong with a resource, data source or ephemeral resource.
    pub(crate) fn faults(&self, section: Section, kind: &str, body: &Json, type_of: TypeOf) -> Vec<String> {
        let Some(block) = self.block(section, kind) else {
            return vec![format!("the provider has no {kind}")];
        };
        let mut faults = Vec::new();
        check_block(block, body, &RESOURCE_META_ARGUMENTS, "", type_of, &mut faults);
        if let Some(lifecycle) = body.get("lifecycle") {
            check_lifecycle(block, lifecycle, &mut faults);
        }
        faults
    }

    /// What is wrong with a configuration of the provider.
    pub(crate) fn provider_faults(&self, body: &Json) -> Vec<String> {
        let mut faults = Vec::new();
        check_block(&self.provider["provider"]["block"], body, &["alias"], "", &|_| None, &mut faults);
        faults
    }

    /// Whether this argument of a resource goes to the provider and nowhere else.
    pub(crate) fn is_write_only(&self, kind: &str, argument: &str) -> bool {
        self.block(Section::Resource, kind).is_some_and(|block| block["attributes"][argument]["write_only"] == true)
    }

    /// Every argument of a resource that the provider may keep when it is left out, and whether it is written: those that are optional and
    /// computed, and every block, of which the schema does not say it.
    pub(crate) fn kept_when_left_out(&self, kind: &str, body: &Json) -> BTreeMap<String, bool> {
        let mut kept = BTreeMap::new();
        if let Some(block) = self.block(Section::Resource, kind) {
            note_kept(block, body, "", &mut kept);
        }
        kept
    }

    /// The type of an attribute, or of a part of it.
    pub(crate) fn attribute(&self, section: Section, kind: &str, steps: &[Step]) -> Result<Json, String> {
        let block = self.block(section, kind).ok_or_else(|| format!("the provider has no {kind}"))?;
        part_of(&object_of(block), steps).map_err(|error| format!("{kind}: {error}"))
    }

    fn block(&self, section: Section, kind: &str) -> Option<&Json> {
        let section = match section {
            Section::Resource => "resource_schemas",
            Section::Data => "data_source_schemas",
            Section::Ephemeral => "ephemeral_resource_schemas",
        };
        self.provider[section].get(kind).map(|schema| &schema["block"])
    }
}

fn note_kept(block: &Json, body: &Json, path: &str, kept: &mut BTreeMap<String, bool>) {
    for (name, attribute) in entries(&block["attributes"]) {
        if attribute["optional"] == true && attribute["computed"] == true {
            *kept.entry(format!("{path}{name}")).or_default() |= body.get(name).is_some();
        }
    }
    for (name, nested) in entries(&block["block_types"]) {
        let written = match body.get(name) {
            Some(Json::Array(blocks)) => blocks.as_slice(),
            Some(block) => std::slice::from_ref(block),
            None => &[],
        };
        *kept.entry(format!("{path}{name}")).or_default() |= !written.is_empty();
        for inner in written {
            note_kept(&nested["block"], inner, &format!("{path}{name}."), kept);
        }
    }
}

/// Whether Terraform takes a value of one type where the other is wanted: as it is, as another kind of collection, or as text.
pub(crate) fn converts(have: &Json, want: &Json) -> bool {
    if have == want || want == "dynamic" {
        return true;
    }
    if want == "string" {
        return have == "number" || have == "bool";
    }
    match (have.as_array().map(Vec::as_slice), want.as_array().map(Vec::as_slice)) {
        (Some([have_kind, have]), Some([want_kind, want])) => {
            let ordered = |kind: &Json| kind == "list" || kind == "set";
            (have_kind == want_kind || ordered(have_kind) && ordered(want_kind)) && converts(have, want)
        }
        _ => false,
    }
}

/// The type of a part of a value of this type.
pub(crate) fn part_of(of: &Json, steps: &[Step]) -> Result<Json, String> {
    let Some((step, rest)) = steps.split_first() else { return Ok(of.clone()) };
    let inner = match (of.as_array().map(Vec::as_slice), step) {
        (Some([kind, element]), Step::Index(_)) if kind == "list" => Some(element),
        (Some([kind, element]), Step::Key(_) | Step::Name(_)) if kind == "map" => Some(element),
        (Some([kind, fields]), Step::Name(name)) if kind == "object" => fields.get(name),
        _ => None,
    };
    part_of(inner.ok_or_else(|| format!("{step:?} is no part of {of}"))?, rest)
}

fn check_block(block: &Json, body: &Json, others: &[&str], place: &str, type_of: TypeOf, faults: &mut Vec<String>) {
    let Some(arguments) = body.as_object() else {
        return faults.push(format!("{place}: a block is an object, not {body}"));
    };
    for (name, value) in arguments.iter().filter(|(name, _)| *name != "//" && !others.contains(&name.as_str())) {
        let place = format!("{place}.{name}");
        if let Some(attribute) = block["attributes"].get(name) {
            check_attribute(attribute, value, &place, type_of, faults);
        } else if let Some(nested) = block["block_types"].get(name) {
            check_nested(nested, value, &place, type_of, faults);
        } else {
            faults.push(format!("{place}: the provider knows no such argument"));
        }
    }
    for (name, _) in entries(&block["attributes"]).filter(|(_, attribute)| attribute["required"] == true) {
        if arguments.get(name).is_none_or(Json::is_null) {
            faults.push(format!("{place}.{name}: required, and not there"));
        }
    }
    for (name, nested) in entries(&block["block_types"]) {
        if nested["min_items"].as_u64().unwrap_or(0) > 0 && !arguments.contains_key(name) {
            faults.push(format!("{place}.{name}: required, and not there"));
        }
    }
}

fn check_attribute(attribute: &Json, value: &Json, place: &str, type_of: TypeOf, faults: &mut Vec<String>) {
    if attribute["optional"] != true && attribute["required"] != true {
        faults.push(format!("{place}: the provider computes it, nobody sets it"));
    }
    if attribute["deprecated"] == true {
        faults.push(format!("{place}: deprecated"));
    }
    check_type(&attribute["type"], value, place, type_of, faults);
}

fn check_nested(nested: &Json, value: &Json, place: &str, type_of: TypeOf, faults: &mut Vec<String>) {
    if nested["block"]["deprecated"] == true {
        faults.push(format!("{place}: deprecated"));
    }
    let blocks = match value {
        Json::Array(blocks) => blocks.as_slice(),
        Json::Object(_) => std::slice::from_ref(value),
        // Terraform takes no expression for a block (JSON Configuration Syntax, "Nested Block Mapping").
        _ => return faults.push(format!("{place}: a block, and {value} is none")),
    };
    let most = if nested["nesting_mode"] == "single" { Some(1) } else { nested["max_items"].as_u64() };
    if most.is_some_and(|most| blocks.len() as u64 > most) {
        faults.push(format!("{place}: {} blocks, {most:?} allowed", blocks.len()));
    }
    let least = nested["min_items"].as_u64().unwrap_or(0);
    if (blocks.len() as u64) < least {
        faults.push(format!("{place}: {} blocks, at least {least} needed", blocks.len()));
    }
    for block in blocks {
        check_block(&nested["block"], block, &[], place, type_of, faults);
    }
}

fn check_type(of: &Json, value: &Json, place: &str, type_of: TypeOf, faults: &mut Vec<String>) {
    let mut refuse = |why: &str| faults.push(format!("{place}: {why}, and {of} is wanted: {value}"));
    if let Json::String(text) = value {
        return match pieces(text) {
            Err(error) => faults.push(format!("{place}: {error}")),
            Ok(pieces) => match pieces.as_slice() {
                [Piece::Expression(expression)] => match type_of(expression) {
                    Some(have) if !converts(&have, of) => refuse(&format!("the expression yields {have}")),
                    _ => {}
                },
                _ if of == "string" => {}
                _ => refuse("it is text"),
            },
        };
    }
    match (of.as_array().map(Vec::as_slice), value) {
        (None, Json::Number(_)) if of == "number" => {}
        (None, Json::Bool(_)) if of == "bool" => {}
        (Some([kind, element]), Json::Array(values)) if kind == "list" || kind == "set" => {
            for value in values {
                check_type(element, value, place, type_of, faults);
            }
        }
        (Some([kind, element]), Json::Object(values)) if kind == "map" => {
            for (key, value) in values {
                check_type(element, value, &format!("{place}.{key}"), type_of, faults);
            }
        }
        (Some([kind, fields]), Json::Object(values)) if kind == "object" => {
            for (name, of) in entries(fields) {
                match values.get(name) {
                    Some(value) => check_type(of, value, &format!("{place}.{name}"), type_of, faults),
                    // An attribute that is written like a block needs every field (terraform-json: "Attributes as blocks").
                    None => faults.push(format!("{place}.{name}: an object needs every field")),
                }
            }
            for name in values.keys().filter(|name| fields.get(name.as_str()).is_none()) {
                faults.push(format!("{place}.{name}: the provider knows no such field"));
            }
        }
        _ => refuse("it is of another type"),
    }
}

fn check_lifecycle(block: &Json, lifecycle: &Json, faults: &mut Vec<String>) {
    for (name, _) in members(lifecycle).iter().filter(|(name, _)| !LIFECYCLE.contains(&name.as_str())) {
        faults.push(format!(".lifecycle.{name}: Terraform knows no such argument"));
    }
    for name in lifecycle.get("ignore_changes").map(list).unwrap_or_default() {
        let name = name.as_str().unwrap_or_default();
        let attribute = name.split(['.', '[']).next().unwrap_or_default();
        if block["attributes"].get(attribute).is_none() && block["block_types"].get(attribute).is_none() {
            faults.push(format!(".lifecycle.ignore_changes: the provider knows no argument `{name}`"));
        }
    }
}

/// A block as the type that a reference to it has.
fn object_of(block: &Json) -> Json {
    let attributes = entries(&block["attributes"]).map(|(name, attribute)| (name.clone(), attribute["type"].clone()));
    let blocks = entries(&block["block_types"]).map(|(name, nested)| {
        let of = object_of(&nested["block"]);
        let of = if nested["nesting_mode"] == "single" { of } else { json!([nested["nesting_mode"], of]) };
        (name.clone(), of)
    });
    json!(["object", attributes.chain(blocks).collect::<Map>()])
}

fn entries(object: &Json) -> impl Iterator<Item = (&Key, &Json)> {
    object.as_object().into_iter().flatten()
}
