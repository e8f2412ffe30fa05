//! A module's resources as blocks of a document: values without what is sensitive, and references where values came from one.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::value::RawValue;
use terraform::json::{Json, Map, json};

use super::configuration::{Reference, arguments, identifier, provider_block, reference, written};
use super::shape::{Module, Resource, ResourceConfiguration};
use super::{Side, SidesError};
use crate::reading::Marks;

/// A resource whose values are read.
struct Read<'a> {
    kind: &'a str,
    name: &'a str,
    index: Option<&'a Json>,
    label: String,
    body: Map,
}

/// What a module's resources can refer to.
#[derive(Default)]
struct Targets<'a> {
    by_arn: BTreeMap<String, String>,
    by_name: BTreeMap<(&'a str, &'a str), Vec<Instance<'a>>>,
}

/// One of the instances that a resource has.
struct Instance<'a> {
    index: Option<&'a Json>,
    label: String,
}

impl Side<'_> {
    /// The resources by type and label.
    pub(super) fn module(&mut self, module: &Module<'_>) -> Result<Map, SidesError> {
        let mut read = self.read(module)?;
        let targets = Targets::of(&mut read);
        let mut resources = Map::new();
        for Read { kind, name, index, label, mut body } in read {
            let written = self.known.resource(&module.address, kind, name);
            let configured = arguments(written.and_then(|it| it.expressions));
            // The text of a configuration in JSON says more than a reference alone; of one in HCL only those are known.
            self.write_references(&mut body, &configured, is_text);
            targets.link(&mut body, index, &configured);
            self.write_references(&mut body, &configured, |_| true);
            let place = (module.address.to_string(), kind.to_owned(), label.clone());
            for (argument, reference) in self.earlier.get(&place).into_iter().flatten() {
                if body.get(argument).is_none_or(Json::is_null) && targets.has(reference) {
                    body.insert(argument.clone(), Json::from(reference.as_str()));
                }
            }
            let links: Vec<(String, String)> = body
                .iter()
                .filter_map(|(argument, value)| {
                    Some((argument.to_string(), value.as_str().filter(|it| it.starts_with("${"))?.to_owned()))
                })
                .collect();
            if !links.is_empty() {
                self.links.insert(place, links);
            }
            if let Some(alias) = self.provider(&body, written) {
                body.insert("provider".to_owned(), Json::from(format!("aws.{alias}")));
            }
            resources.entry(kind).or_insert_with(|| json!({}))[label] = Json::Object(body);
        }
        Ok(resources)
    }

    /// Writes what leads to another module, or into a text, as the configuration has it: where the value is known only after the apply,
    /// and where it is what AWS knows a resource by.
    fn write_references(&self, body: &mut Map, configured: &Map, is_wanted: fn(&Json) -> bool) {
        for (argument, expression) in configured {
            match (body.get_mut(argument), expression) {
                // Blocks, which the configuration lists as it does the values; of a dynamic one it has a single one.
                (Some(Json::Array(blocks)), Json::Array(expressions)) if blocks.len() == expressions.len() => {
                    for (block, expressions) in blocks.iter_mut().zip(expressions) {
                        if let (Json::Object(block), Json::Object(expressions)) = (block, expressions) {
                            self.write_references(block, expressions, is_wanted);
                        }
                    }
                }
                (value, expression @ Json::Object(_)) if is_wanted(expression) => {
                    if let (true, Some(text)) = (self.is_open(value.as_deref()), written(expression)) {
                        body.insert(argument.clone(), text);
                    }
                }
                _ => {}
            }
        }
    }

    /// Whether a value is not known, or is what AWS knows resources by.
    fn is_open(&self, value: Option<&Json>) -> bool {
        let is_identity = |value: &Json| value.as_str().is_some_and(|text| self.identities.contains(text));
        match value {
            None | Some(Json::Null) => true,
            Some(Json::Array(values)) => !values.is_empty() && values.iter().all(|value| value.is_null() || is_identity(value)),
            Some(value) => is_identity(value),
        }
    }

    fn read<'a>(&mut self, module: &'a Module<'_>) -> Result<Vec<Read<'a>>, SidesError> {
        let mut read = Vec::new();
        let mut labels: BTreeSet<(&str, String)> = BTreeSet::new();
        for resource in module.resources.iter().filter(|resource| resource.mode == "managed") {
            if !is_of_aws(&resource.provider_name) {
                self.of_others += 1;
                continue;
            }
            self.of_aws += 1;
            if !(self.is_read)(&resource.kind) {
                *self.unread.entry(resource.kind.to_string()).or_default() += 1;
                continue;
            }
            self.read += 1;
            let mut opened = open(resource)?;
            // Two keys may differ only in what a name cannot hold.
            while !labels.insert((opened.kind, opened.label.clone())) {
                opened.label.push('_');
            }
            read.push(opened);
        }
        Ok(read)
    }

    /// The alias of the provider's configuration that a resource has, if it is not the usual one.
    fn provider(&mut self, body: &Map, written: Option<&ResourceConfiguration<'_>>) -> Option<String> {
        let provider = self.known.provider(written);
        let usual = provider.and_then(|it| it.region.as_deref());
        // From version 6 of the provider on, a resource may stand in another region than its provider.
        let own = body.get("region").and_then(Json::as_str).filter(|own| usual.is_some_and(|usual| usual != *own));
        let Some(own) = own else { return provider.and_then(|it| it.alias.clone()) };
        let alias = identifier(&format!("in_{own}"));
        let block = provider_block(Some(&alias), Some(own));
        if !self.providers.contains(&block) {
            self.providers.push(block);
        }
        Some(alias)
    }
}

impl<'a> Targets<'a> {
    /// Whether what a reference leads to stands there.
    fn has(&self, reference: &str) -> bool {
        let mut steps = reference.trim_start_matches("${").trim_end_matches('}').split('.');
        let (Some(kind), Some(label)) = (steps.next(), steps.next()) else { return false };
        self.by_name.iter().any(|((known, _), instances)| *known == kind && instances.iter().any(|it| it.label == label))
    }

    /// Takes away what only AWS sets, so that a reference to it stays one.
    fn of(read: &mut [Read<'a>]) -> Self {
        let mut targets = Self::default();
        for Read { kind, name, index, label, body } in read {
            body.remove("id");
            if let Some(Json::String(arn)) = body.remove("arn") {
                targets.by_arn.insert(arn, format!("${{{kind}.{label}.arn}}"));
            }
            targets.by_name.entry((kind, name)).or_default().push(Instance { index: *index, label: label.clone() });
        }
        targets
    }

    /// Writes references where values came from one: an ARN that is known, and what is known only after the apply.
    fn link(&self, body: &mut Map, index: Option<&Json>, configured: &Map) {
        for value in body.values_mut() {
            if let Some(reference) = value.as_str().and_then(|text| self.by_arn.get(text)) {
                *value = Json::from(reference.as_str());
            }
        }
        for (argument, expression) in configured {
            let Some(Reference { kind, name, attribute }) = reference(expression) else { continue };
            let Some(instances) = self.by_name.get(&(kind.as_str(), name.as_str())) else { continue };
            let same = instances.iter().find(|instance| instance.index == index).or(instances.first());
            if let Some(Instance { index: _, label }) = same.filter(|_| body.get(argument).is_none_or(Json::is_null)) {
                body.insert(argument.clone(), Json::from(format!("${{{kind}.{label}.{attribute}}}")));
            }
        }
    }
}

fn is_of_aws(provider: &str) -> bool {
    provider == "aws" || provider.ends_with("/hashicorp/aws")
}

fn open<'a>(resource: &'a Resource<'_>) -> Result<Read<'a>, SidesError> {
    let Resource { address: _, mode: _, kind, name, index, provider_name: _, values, sensitive_values } = resource;
    let parsed = |raw: Option<&RawValue>| match raw {
        Some(raw) => serde_json::from_str::<Json>(raw.get()).map_err(|_| SidesError::Shape),
        None => Ok(Json::Null),
    };
    let (values, sensitive) = (parsed(*values)?, parsed(*sensitive_values)?);
    let nothing = Json::Null;
    let body = match plain(values, Marks { sensitive: &sensitive, sensitive_there: &nothing, unknown: &nothing }) {
        Json::Object(body) => body,
        _ => Map::new(),
    };
    let label = match index {
        None => identifier(name),
        Some(index) => identifier(&format!("{name}_{}", index.as_str().map_or_else(|| index.to_string(), str::to_owned))),
    };
    Ok(Read { kind, name, index: index.as_ref(), label, body })
}

/// A value without what is sensitive in it, written so that nothing in it is taken for an expression.
fn plain(value: Json, marks: Marks<'_>) -> Json {
    if marks.hides(&value) {
        return Json::Null;
    }
    match value {
        Json::String(text) => Json::from(escaped(&text)),
        Json::Array(items) => items.into_iter().enumerate().map(|(at, item)| plain(item, marks.item(at))).collect(),
        Json::Object(members) => {
            members.into_iter().map(|(key, value)| (escaped(&key), plain(value, marks.member(&key)))).collect()
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => value,
    }
}

fn escaped(text: &str) -> String {
    text.replace("${", "$${").replace("%{", "%%{")
}

/// Whether an expression has the text that the configuration has.
fn is_text(expression: &Json) -> bool {
    !expression["constant_value"].is_null()
}
