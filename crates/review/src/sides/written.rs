//! The configuration as a plan holds it, for who asks what somebody wrote and what refers to what. It must not know what changes.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::value::RawValue;
use terraform::json::Json;

use super::configuration::{Known, without_keys};
use super::shape::{Configuration, ModuleConfiguration, Variable};
use crate::plan::{Plan, ResourceChange, Text};

/// What somebody wrote. It is read when something is asked of it.
pub(crate) struct Written<'a> {
    configuration: Option<&'a RawValue>,
    variables: Option<&'a RawValue>,
    read: OnceCell<Option<Configuration<'a>>>,
    dependents: OnceCell<BTreeMap<String, BTreeSet<String>>>,
}

/// How many modules lie within one another at most, for a reference that is followed.
const DEEPEST: usize = 24;

impl<'a> Written<'a> {
    /// Of a plan.
    pub(crate) fn of(plan: &Plan<'a>) -> Self {
        Self { configuration: plan.configuration, variables: plan.variables, read: OnceCell::new(), dependents: OnceCell::new() }
    }

    fn configuration(&self) -> Option<&Configuration<'a>> {
        let read = || serde_json::from_str(self.configuration?.get()).ok();
        self.read.get_or_init(read).as_ref()
    }

    fn module(&self, address: &str) -> Option<&ModuleConfiguration<'a>> {
        let mut module = &self.configuration()?.root_module;
        let address = without_keys(address);
        for name in address.split('.').skip(1).step_by(2).filter(|name| !name.is_empty()) {
            module = &module.module_calls.get(name)?.module;
        }
        Some(module)
    }

    /// The region in which the provider of AWS looks.
    pub(crate) fn region(&self) -> Option<String> {
        let variables: BTreeMap<Text<'_>, Variable> =
            self.variables.and_then(|variables| serde_json::from_str(variables.get()).ok()).unwrap_or_default();
        Known::of(self.configuration()?, &variables).usual_region()
    }

    /// The accounts in which the providers of AWS may work, where they say so in plain text.
    pub(crate) fn accounts(&self) -> BTreeSet<String> {
        let providers = self.configuration().into_iter().flat_map(|it| it.provider_config.values()).filter(|it| it.name == "aws");
        let allowed = providers.filter_map(|it| it.expressions.allowed_account_ids.constant_value.as_ref()?.as_array());
        allowed.flatten().filter_map(Json::as_str).map(str::to_owned).collect()
    }

    /// The attributes and blocks that are written for a resource; nothing where it is not written.
    pub(crate) fn attributes(&self, resource: &ResourceChange<'_>) -> Option<BTreeSet<String>> {
        let module = self.module(resource.module_address.as_deref().unwrap_or_default())?;
        let written = module.resources.iter().find(|it| it.kind == resource.resource_type && it.name == resource.name)?;
        let expressions: BTreeMap<String, &RawValue> = serde_json::from_str(written.expressions?.get()).ok()?;
        Some(expressions.into_keys().collect())
    }

    /// The resources whose configuration refers to the one at this address, with keys or without.
    pub(crate) fn dependents(&self, address: &str) -> Vec<String> {
        let all = self.dependents.get_or_init(|| {
            let mut found = BTreeMap::new();
            if let Some(configuration) = self.configuration() {
                Referring { root: &configuration.root_module, found: &mut found }
                    .module(&mut Vec::new(), &configuration.root_module);
            }
            found
        });
        all.get(&without_keys(address)).into_iter().flatten().cloned().collect()
    }
}

/// Collects who refers to whom.
struct Referring<'a> {
    root: &'a ModuleConfiguration<'a>,
    found: &'a mut BTreeMap<String, BTreeSet<String>>,
}

impl<'a> Referring<'a> {
    fn module(&mut self, path: &mut Vec<String>, module: &'a ModuleConfiguration<'a>) {
        for resource in module.resources.iter().filter(|resource| resource.mode == "managed") {
            let own = address(path, &format!("{}.{}", resource.kind, resource.name));
            let mut targets = BTreeSet::new();
            for reference in resource.expressions.map(references).unwrap_or_default() {
                self.resolve(path, &reference, &mut targets);
            }
            targets.remove(&own);
            for target in targets {
                self.found.entry(target).or_default().insert(own.clone());
            }
        }
        for (name, call) in &module.module_calls {
            path.push(name.to_string());
            self.module(path, &call.module);
            path.pop();
        }
    }

    /// The resources that a reference leads to, through variables and outputs.
    fn resolve(&self, path: &[String], reference: &str, targets: &mut BTreeSet<String>) {
        if path.len() > DEEPEST || targets.len() > 1_000 {
            return;
        }
        let plain = without_keys(reference);
        let mut steps = plain.split('.');
        let (Some(first), Some(second)) = (steps.next(), steps.next()) else { return };
        match first {
            "var" => {
                let Some((name, above)) = path.split_last() else { return };
                let call = self.at(above).and_then(|module| module.module_calls.get(name.as_str()));
                let Some(expressions) = call.and_then(|call| call.expressions) else { return };
                let arguments: BTreeMap<String, &RawValue> = serde_json::from_str(expressions.get()).unwrap_or_default();
                for reference in arguments.get(second).map(|argument| references(argument)).unwrap_or_default() {
                    self.resolve(above, &reference, targets);
                }
            }
            "module" => {
                let Some(output) = steps.next() else { return };
                let inside: Vec<String> = path.iter().cloned().chain([second.to_owned()]).collect();
                let Some(output) = self.at(&inside).and_then(|module| module.outputs.get(output)) else { return };
                for reference in &output.expression.references {
                    self.resolve(&inside, reference, targets);
                }
            }
            "data" | "local" | "each" | "count" | "path" | "terraform" | "self" => {}
            kind => {
                targets.insert(address(path, &format!("{kind}.{second}")));
            }
        }
    }

    fn at(&self, path: &[String]) -> Option<&'a ModuleConfiguration<'a>> {
        path.iter().try_fold(self.root, |module, name| Some(&module.module_calls.get(name.as_str())?.module))
    }
}

fn address(path: &[String], resource: &str) -> String {
    let modules = path.iter().map(|name| format!("module.{name}.")).collect::<Vec<_>>().concat();
    format!("{modules}{resource}")
}

/// Every reference in an expression or a block of them.
fn references(expressions: &RawValue) -> BTreeSet<String> {
    fn collect(value: &Json, found: &mut BTreeSet<String>) {
        match value {
            Json::Object(members) => {
                for (key, value) in members {
                    match (key.as_str(), value) {
                        ("references", Json::Array(texts)) => {
                            found.extend(texts.iter().filter_map(Json::as_str).map(str::to_owned));
                        }
                        ("constant_value", _) => {}
                        _ => collect(value, found),
                    }
                }
            }
            Json::Array(items) => items.iter().for_each(|item| collect(item, found)),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    if let Ok(value) = serde_json::from_str(expressions.get()) {
        collect(&value, &mut found);
    }
    found
}
