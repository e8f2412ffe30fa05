//! How a value of one module reaches another: by an output, an argument of the module's call in the root module, and a variable.

use std::collections::BTreeMap;

use terraform::OutputPath;
use terraform::json::{Json, Key, Map, json};
use terraform::read::Documents;

use crate::synthesis::emitted::OutputTypes;

/// The variables that a module needs besides its own, with what the root module passes for them.
#[derive(Clone, Debug)]
pub(crate) struct Wiring {
    wires: BTreeMap<String, Wire>,
    /// What they are for, as their descriptions say.
    purpose: &'static str,
}

/// For what is overridden.
impl Default for Wiring {
    fn default() -> Self {
        Self { wires: BTreeMap::new(), purpose: "what the settings override" }
    }
}

/// One of them.
#[derive(Clone, Debug)]
struct Wire {
    /// Its type.
    constraint: String,
    /// What is passed for it.
    path: OutputPath,
    /// What it is for.
    purpose: &'static str,
    /// What the module's test passes for it.
    sample: Json,
}

/// Why an output cannot be had.
pub(crate) struct NoWay {
    pub(crate) why: String,
    pub(crate) help: String,
}

impl Wiring {
    /// For what the containers find in their environment.
    pub(crate) fn of_containers() -> Self {
        Self { purpose: "what containers find in their environment", ..Self::default() }
    }

    /// Says what those are for that come next.
    pub(crate) fn is_for(&mut self, purpose: &'static str) {
        self.purpose = purpose;
    }

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
            let known: Vec<&str> = entries.keys().map(Key::as_str).collect();
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
            return Ok((Json::from(format!("${{{}}}", path.expression())), kind));
        }
        let name = path.variable();
        let constraint = kind.clone().unwrap_or_else(|| "any".to_owned());
        let known = documents.resolve("", &Json::from(format!("${{{}}}", path.expression())));
        let sample = if known.to_string().contains("${") { sample(&constraint, &path.output) } else { known };
        let passed = modules.get(to).and_then(|call| call.get(&name)).and_then(Json::as_str);
        let other = self.wires.get(&name).map(|wire| format!("${{{}}}", wire.path.expression()));
        let expression = format!("${{{}}}", path.expression());
        if let Some(other) = other.as_deref().or(passed).filter(|other| *other != expression) {
            return Err(one_variable(path, to, other.trim_start_matches("${").trim_end_matches('}')));
        }
        let purpose = self.purpose;
        self.wires.entry(name.clone()).or_insert_with(|| Wire { constraint, path: path.clone(), purpose, sample });
        Ok((Json::from(format!("${{var.{name}}}")), kind))
    }

    /// Writes the variables into a module's documents, and what is passed for them into the root module's.
    pub(crate) fn add_to(&self, module: &str, documents: &mut BTreeMap<String, Json>) {
        for (name, Wire { constraint, path, purpose, sample }) in &self.wires {
            let description = format!("The output `{path}`, for {purpose}.");
            let variable = json!({ "type": constraint, "description": description });
            let variables = documents.entry(format!("modules/{module}/variables.tf.json")).or_insert_with(|| json!({}));
            insert(variables, &["variable", name], variable);
            let calls = documents.values_mut().find(|document| document["module"].get(module).is_some());
            if let Some(root) = calls {
                insert(root, &["module", module, name], Json::from(format!("${{{}}}", path.expression())));
            }
            for run in documents.iter_mut().filter(|(path, _)| path.ends_with(".tftest.json")).flat_map(|(_, test)| runs(test)) {
                if run.get("module").is_some_and(|it| it["source"] == format!("./modules/{module}")) {
                    run.entry("variables").or_insert_with(|| json!({}))[name.as_str()] = sample.clone();
                }
            }
        }
    }
}

/// Two outputs come to one variable, which has `_` for what stands between their names.
pub(super) fn one_variable(path: &OutputPath, to: &str, other: &str) -> NoWay {
    NoWay {
        why: format!("`{path}` and `{other}` would reach the module `{to}` by one variable, `{}`", path.variable()),
        help: "call one of the modules, or its output, by another name".to_owned(),
    }
}

/// The runs of a test file.
pub(super) fn runs(test: &mut Json) -> impl Iterator<Item = &mut Map> {
    let runs = test.get_mut("run").and_then(Json::as_array_mut).into_iter().flatten();
    runs.filter_map(Json::as_object_mut).flat_map(|run| run.iter_mut().filter_map(|(_, run)| run.as_object_mut()))
}

/// A value that the provider takes for what only AWS would know: the output's name says what it is.
fn sample(constraint: &str, output: &str) -> Json {
    if let Some(inner) = constraint.split_once('(').map(|(_, inner)| inner.trim_end_matches(')')) {
        let element = sample(inner, output.strip_suffix('s').unwrap_or(output));
        return if constraint.starts_with("map") { json!({ "sample": element }) } else { json!([element]) };
    }
    match constraint {
        "number" => json!(1),
        "bool" => json!(true),
        _ if output.ends_with("_arn") => json!("arn:aws:kms:us-east-1:111122223333:key/11112222-3333-4444-5555-666677778888"),
        _ if output.ends_with("_url") => json!("https://example.com"),
        _ if output.ends_with("vpc_id") => json!("vpc-0123456789abcdef0"),
        _ if output.ends_with("subnet_id") => json!("subnet-0123456789abcdef0"),
        _ if output.ends_with("security_group_id") => json!("sg-0123456789abcdef0"),
        _ => json!(output.replace('_', "-")),
    }
}

/// Names in a sentence.
pub(super) fn listed(names: &[&str]) -> String {
    words::list(names)
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
