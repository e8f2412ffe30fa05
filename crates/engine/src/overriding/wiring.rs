//! How a value of one module reaches another: by an output, an argument of the module's call in the root module, and a variable.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json, json};
use terraform::read::Documents;
use terraform::read::expression::{Piece, Step, pieces, traversals};

use crate::environment::OutputPath;
use crate::synthesis::OutputTypes;

/// The variables that a module needs besides its own, with what the root module passes for them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wiring(BTreeMap<String, (String, OutputPath)>);

/// Why an output cannot be had.
pub(crate) struct NoWay {
    pub(crate) why: String,
    pub(crate) help: String,
}

impl Wiring {
    /// The expression by which the module `to` reads an output, and its type; the root module's name is empty.
    pub(crate) fn lead(
        &mut self,
        to: &str,
        path: &OutputPath,
        documents: &Documents,
        types: &OutputTypes,
    ) -> Result<(Json, Option<String>), NoWay> {
        let OutputPath { module, output, key } = path;
        let outputs = documents.section(module, "output");
        let modules = documents.section("", "module");
        if !modules.contains_key(module.as_str()) {
            let known: Vec<&str> = modules.keys().copied().collect();
            let help = match words::nearest(module, known.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("the modules are {}", listed(&known)),
            };
            return Err(NoWay { why: format!("there is no module `{module}`"), help });
        }
        let constraint = types.get(&(module.clone(), output.clone()));
        // Of a module that only Terraform fetches nobody knows here what it gives.
        if !outputs.contains_key(output.as_str()) && !outputs.is_empty() {
            let help = match words::nearest(output, outputs.keys().copied()) {
                Some(meant) => format!("did you mean `{module}.{meant}`?"),
                None => format!("it gives {}", listed(&outputs.keys().copied().collect::<Vec<_>>())),
            };
            return Err(NoWay { why: format!("the module `{module}` has no output `{output}`"), help });
        }
        let element = constraint.and_then(|it| it.strip_prefix("map(")).and_then(|it| it.strip_suffix(')'));
        if let (Some(key), Some(constraint), None) = (key, constraint, element) {
            let why = format!("`{module}.{output}` is a {constraint}, and has no entry `{key}`");
            return Err(NoWay { why, help: format!("write `{module}.{output}`") });
        }
        if let (Some(key), Some(Json::Object(entries))) = (key, outputs.get(output.as_str()).and_then(|it| it.get("value")))
            && !entries.contains_key(key)
        {
            let known: Vec<&str> = entries.keys().map(String::as_str).collect();
            let help = if known.is_empty() { "it has none here".to_owned() } else { format!("it has {}", listed(&known)) };
            return Err(NoWay { why: format!("`{module}.{output}` has no entry `{key}`"), help });
        }
        let kind = if key.is_some() { element.map(str::to_owned) } else { constraint.cloned() };
        if module == to {
            let value = outputs.get(output.as_str()).and_then(|it| it.get("value")).cloned().unwrap_or_default();
            let value = key.as_ref().map_or(value.clone(), |key| value.get(key).cloned().unwrap_or_default());
            return Ok((value, kind));
        }
        if to.is_empty() {
            return Ok((Json::from(format!("${{{}}}", code(path))), kind));
        }
        if leads_back(documents, module, to) {
            let why = format!("`{module}` needs what `{to}` gives: one of them has to be there first");
            return Err(NoWay { why, help: "refer to a module that does not build on this one".to_owned() });
        }
        let key = key.as_ref().map(|key| format!("_{key}")).unwrap_or_default();
        let name = format!("from_{module}_{output}{key}");
        let name = name.replace(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_', "_");
        self.0.insert(name.clone(), (kind.clone().unwrap_or_else(|| "any".to_owned()), path.clone()));
        Ok((Json::from(format!("${{var.{name}}}")), kind))
    }

    /// Writes the variables into a module's documents, and what is passed for them into the root module's.
    pub(crate) fn add_to(&self, module: &str, documents: &mut BTreeMap<String, Json>) {
        for (name, (constraint, path)) in &self.0 {
            let description = format!("The output `{path}`, for what the settings override.");
            let variable = json!({ "type": constraint, "description": description });
            let variables = documents.entry(format!("modules/{module}/variables.tf.json")).or_insert_with(|| json!({}));
            insert(variables, &["variable", name], variable);
            let calls = documents.values_mut().find(|document| document["module"].get(module).is_some());
            if let Some(root) = calls {
                insert(root, &["module", module, name], Json::from(format!("${{{}}}", code(path))));
            }
        }
    }
}

/// Names in a sentence.
pub(super) fn listed(names: &[&str]) -> String {
    words::list(names)
}

/// The expression of an output in the root module.
fn code(OutputPath { module, output, key }: &OutputPath) -> String {
    let key = key.as_ref().map(|key| format!("[{}]", Json::from(key.as_str()))).unwrap_or_default();
    format!("module.{module}.{output}{key}")
}

fn insert(document: &mut Json, path: &[&str], value: Json) {
    let mut at = document;
    for step in path {
        if !at.is_object() {
            *at = Json::Object(Map::new());
        }
        at = &mut at[*step];
    }
    *at = value;
}

/// Whether a module builds on what another one gives, directly or by others.
fn leads_back(documents: &Documents, module: &str, to: &str) -> bool {
    let calls = documents.section("", "module");
    let mut seen = BTreeSet::new();
    let mut left = vec![module.to_owned()];
    while let Some(next) = left.pop() {
        if next == to {
            return true;
        }
        if seen.insert(next.clone()) {
            left.extend(calls.get(next.as_str()).into_iter().flat_map(|call| modules_in(call)));
        }
    }
    false
}

/// The modules to which a call refers.
fn modules_in(json: &Json) -> Vec<String> {
    match json {
        Json::String(text) => {
            let expressions = pieces(text).unwrap_or_default().into_iter().filter_map(|piece| match piece {
                Piece::Expression(expression) => traversals(&expression).ok(),
                Piece::Text(_) | Piece::Directive(_) => None,
            });
            let module = |steps: &[Step]| match steps {
                [Step::Name(root), Step::Name(module), ..] if root == "module" => Some(module.clone()),
                _ => None,
            };
            expressions.flatten().filter_map(|traversal| module(&traversal.0)).collect()
        }
        Json::Array(elements) => elements.iter().flat_map(modules_in).collect(),
        Json::Object(members) => members.values().flat_map(modules_in).collect(),
        Json::Null | Json::Bool(_) | Json::Number(_) => Vec::new(),
    }
}
