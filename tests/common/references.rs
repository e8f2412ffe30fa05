//! What the emitted expressions refer to: whether it is there, and of which type it is.

use std::collections::BTreeSet;

use terraform::json::{Json, json};

use super::expression::{Piece, Step, Traversal, only_traversal, pieces, traversals};
use super::provider_schema::{ProviderSchema, Section, converts, part_of};
use super::{Emitted, list, members, module_of};

/// An emitted configuration beside the schema of the provider that will read it.
pub(crate) struct Configuration<'a> {
    pub(crate) emitted: &'a Emitted,
    pub(crate) schema: &'a ProviderSchema,
}

/// Arguments that Terraform reads as they stand, by section.
const VERBATIM: [(&str, &[&str]); 5] = [
    ("variable", &["description", "type", "default", "nullable", "sensitive"]),
    ("output", &["description", "sensitive"]),
    ("module", &["source", "version"]),
    ("provider", &["alias"]),
    ("check", &[]),
];

/// Arguments that name other blocks without `${…}`.
const BARE: [&str; 2] = ["depends_on", "replace_triggered_by"];

impl Configuration<'_> {
    /// Everything that is wrong with resources, data sources and providers, by address.
    pub(crate) fn schema_faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (section, name) in [(Section::Resource, "resource"), (Section::Data, "data"), (Section::Ephemeral, "ephemeral")] {
            for (module, kind, label, body) in self.emitted.raw_resources(name) {
                let of_block = self.schema.faults(section, kind, body, &|code| self.type_of(module, code).ok().flatten());
                faults.extend(of_block.into_iter().map(|fault| format!("{module}: {kind}.{label}{fault}")));
            }
        }
        for provider in self.emitted.providers() {
            faults.extend(self.schema.provider_faults(provider).into_iter().map(|fault| format!("provider{fault}")));
        }
        faults
    }

    /// Every reference that leads nowhere.
    pub(crate) fn reference_faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (path, document) in self.emitted.documents() {
            for (section, content) in members(document).iter().filter(|(section, _)| *section != "//") {
                let mut found = Vec::new();
                self.check_section(module_of(path), section, content, &mut found);
                faults.extend(found.into_iter().map(|fault| format!("{path}: {section}: {fault}")));
            }
        }
        faults
    }

    /// Every call of a module that does not fit the module.
    pub(crate) fn call_faults(&self) -> Vec<String> {
        let calls = self.emitted.section("", "module");
        let mut faults = Vec::new();
        for module in self.emitted.modules().into_iter().filter(|module| !calls.contains_key(module)) {
            faults.push(format!("nobody calls the module {module}"));
        }
        for (module, call) in calls {
            self.check_call(module, call, &mut faults);
        }
        faults
    }

    /// The type that an expression yields; nothing when it is more than a reference.
    pub(crate) fn type_of(&self, module: &str, expression: &str) -> Result<Option<Json>, String> {
        only_traversal(expression).map(|traversal| self.type_of_traversal(module, &traversal)).transpose()
    }

    fn type_of_traversal(&self, module: &str, Traversal(steps): &Traversal) -> Result<Json, String> {
        let missing = |what: &str| format!("there is no {what} in module `{module}`");
        let names: Vec<&str> =
            steps.iter().map_while(|step| if let Step::Name(name) = step { Some(name.as_str()) } else { None }).collect();
        match names.as_slice() {
            ["var", name, ..] => {
                let variables = self.emitted.section(module, "variable");
                let variable = variables.get(name).ok_or_else(|| missing(&format!("variable {name}")))?;
                part_of(&parse_type(variable["type"].as_str().unwrap_or_default())?, &steps[2..])
            }
            ["module", child, output, ..] if module.is_empty() => {
                let outputs = self.emitted.section(child, "output");
                let output = outputs.get(output).ok_or_else(|| format!("module `{child}` has no output {output}"))?;
                part_of(&self.type_of_value(child, &output["value"])?, &steps[3..])
            }
            // All that a module gives, as the root module hands it out: an object of whatever its outputs are.
            ["module", child] if module.is_empty() && self.emitted.modules().contains(child) => Ok(json!("dynamic")),
            ["local", name, ..] => {
                let locals = self.emitted.section(module, "locals");
                let value = locals.get(name).ok_or_else(|| missing(&format!("local {name}")))?;
                part_of(&self.type_of_value(module, value)?, &steps[2..])
            }
            ["each", "key" | "value"] => Ok(json!("string")),
            ["ephemeral", kind, label, ..] => self.type_of_resource(module, Section::Ephemeral, kind, label, &steps[3..]),
            ["data", kind, label, ..] => self.type_of_resource(module, Section::Data, kind, label, &steps[3..]),
            [kind, label, ..] => self.type_of_resource(module, Section::Resource, kind, label, &steps[2..]),
            _ => Err(format!("{steps:?} refers to nothing that Terraform knows")),
        }
    }

    fn type_of_resource(&self, module: &str, section: Section, kind: &str, label: &str, steps: &[Step]) -> Result<Json, String> {
        let name = match section {
            Section::Resource => "resource",
            Section::Data => "data",
            Section::Ephemeral => "ephemeral",
        };
        let body = self.emitted.raw_resources(name).find(|it| (it.0, it.1, it.2) == (module, kind, label)).map(|it| it.3);
        let body = body.ok_or_else(|| format!("there is no {kind}.{label} in module `{module}`"))?;
        let multiplied = body.get("for_each").is_some() || body.get("count").is_some();
        let ((false, steps) | (true, [Step::Key(_) | Step::Index(_), steps @ ..])) = (multiplied, steps) else {
            return Err(format!("{kind}.{label} has several instances, and none is named"));
        };
        self.schema.attribute(section, kind, steps)
    }

    fn type_of_value(&self, module: &str, value: &Json) -> Result<Json, String> {
        Ok(match value {
            Json::Null => json!("dynamic"),
            Json::Bool(_) => json!("bool"),
            Json::Number(_) => json!("number"),
            Json::Array(elements) => match elements.first() {
                Some(first) => json!(["list", self.type_of_value(module, first)?]),
                None => json!(["list", "string"]),
            },
            Json::Object(members) => match members.values().next() {
                Some(first) => json!(["map", self.type_of_value(module, first)?]),
                None => json!(["map", "string"]),
            },
            Json::String(text) => match pieces(text)?.as_slice() {
                [Piece::Expression(expression)] => self.type_of(module, expression)?.unwrap_or(json!("dynamic")),
                _ => json!("string"),
            },
        })
    }

    fn check_section(&self, module: &str, section: &str, content: &Json, faults: &mut Vec<String>) {
        if section == "terraform" {
            return check_verbatim(content, faults);
        }
        let blocks: Vec<&Json> = match (section, content) {
            ("resource" | "data" | "ephemeral", kinds) => {
                members(kinds).values().flat_map(|labels| members(labels).values()).collect()
            }
            ("provider", kinds) => members(kinds)
                .values()
                .flat_map(|one_or_many| one_or_many.as_array().map_or(vec![one_or_many], |many| many.iter().collect()))
                .collect(),
            // They name what other configurations have made.
            ("moved" | "import" | "removed", _) => return,
            ("locals", values) => return self.check_evaluated(module, values, faults),
            (_, labels) => members(labels).values().collect(),
        };
        let verbatim = VERBATIM.iter().find(|(name, _)| *name == section).map_or(&[][..], |(_, arguments)| arguments);
        for (name, value) in blocks.into_iter().flat_map(members) {
            match name.as_str() {
                name if verbatim.contains(&name) => {}
                // Names of the provider's configurations, which the caller's check follows.
                "provider" | "providers" => {}
                name if BARE.contains(&name) => self.check_bare(module, value, faults),
                "lifecycle" => self.check_lifecycle(module, value, faults),
                _ => self.check_evaluated(module, value, faults),
            }
        }
    }

    fn check_lifecycle(&self, module: &str, lifecycle: &Json, faults: &mut Vec<String>) {
        for (name, value) in members(lifecycle) {
            match name.as_str() {
                "ignore_changes" => {}
                name if BARE.contains(&name) => self.check_bare(module, value, faults),
                _ => self.check_evaluated(module, value, faults),
            }
        }
    }

    fn check_evaluated(&self, module: &str, value: &Json, faults: &mut Vec<String>) {
        match value {
            Json::String(text) => self.check_text(module, text, faults),
            Json::Array(elements) => elements.iter().for_each(|element| self.check_evaluated(module, element, faults)),
            Json::Object(members) => members.iter().for_each(|(key, value)| {
                self.check_text(module, key, faults);
                self.check_evaluated(module, value, faults);
            }),
            Json::Null | Json::Bool(_) | Json::Number(_) => {}
        }
    }

    fn check_text(&self, module: &str, text: &str, faults: &mut Vec<String>) {
        let in_expressions = pieces(text).and_then(|pieces| {
            let of_piece = |piece: &Piece| match piece {
                Piece::Text(_) => Ok(Vec::new()),
                Piece::Directive(directive) => Err(format!("`{directive}` is a directive, and none is emitted")),
                Piece::Expression(expression) => traversals(expression),
            };
            pieces.iter().map(of_piece).collect::<Result<Vec<_>, _>>()
        });
        match in_expressions {
            Err(error) => faults.push(error),
            Ok(found) => faults.extend(found.iter().flatten().filter_map(|it| self.type_of_traversal(module, it).err())),
        }
    }

    fn check_bare(&self, module: &str, addresses: &Json, faults: &mut Vec<String>) {
        for address in list(addresses) {
            let address = address.as_str().unwrap_or_default();
            let is_there = match address.split('.').collect::<Vec<_>>().as_slice() {
                ["module", child] => self.emitted.section(module, "module").contains_key(child),
                ["data", kind, label] => self.emitted.raw_resources("data").any(|it| (it.0, it.1, it.2) == (module, kind, label)),
                [kind, label] => self.emitted.raw_resources("resource").any(|it| (it.0, it.1, it.2) == (module, kind, label)),
                _ => false,
            };
            if !is_there {
                faults.push(format!("there is no {address} in module `{module}`"));
            }
        }
    }

    fn check_call(&self, module: &str, call: &Json, faults: &mut Vec<String>) {
        // What Terraform fetches, nobody here knows.
        if call["source"].as_str().is_some_and(|source| !source.starts_with("./")) {
            return;
        }
        if call["source"] != format!("./modules/{module}") || !self.emitted.modules().contains(&module) {
            faults.push(format!("module {module}: {} has no files", call["source"]));
        }
        let variables = self.emitted.section(module, "variable");
        let arguments = members(call).iter().filter(|(name, _)| !["source", "providers", "depends_on"].contains(&name.as_str()));
        let mut set = BTreeSet::new();
        for (name, value) in arguments {
            set.insert(name.as_str());
            match variables.get(name.as_str()) {
                None => faults.push(format!("module {module} has no variable {name}")),
                Some(variable) => {
                    match (parse_type(variable["type"].as_str().unwrap_or_default()), self.type_of_value("", value)) {
                        (Ok(want), Ok(have)) if have == "dynamic" || converts(&have, &want) => {}
                        (want, have) => faults.push(format!("module {module}, variable {name}: {have:?} for {want:?}")),
                    }
                }
            }
        }
        for (name, variable) in variables.iter().filter(|(name, _)| !set.contains(*name)) {
            if variable.get("default").is_none() {
                faults.push(format!("module {module}: variable {name} is not set"));
            }
        }
        self.check_providers(module, call, faults);
    }

    /// A child's further configurations of the provider are passed by name (Terraform, "Providers Within Modules").
    fn check_providers(&self, module: &str, call: &Json, faults: &mut Vec<String>) {
        let required = self.emitted.section(module, "terraform");
        let aliases = required.get("required_providers").and_then(|providers| providers["aws"].get("configuration_aliases"));
        let wanted: BTreeSet<&str> = aliases.map(list).unwrap_or_default().iter().filter_map(Json::as_str).collect();
        let passed: BTreeSet<&str> =
            call.get("providers").map(|it| members(it).keys().map(terraform::json::Key::as_str).collect()).unwrap_or_default();
        if wanted != passed {
            faults.push(format!("module {module} wants the providers {wanted:?} and gets {passed:?}"));
        }
        let known: BTreeSet<String> =
            self.emitted.providers().iter().filter_map(|it| Some(format!("aws.{}", it.get("alias")?.as_str()?))).collect();
        for caller in call.get("providers").map(members).into_iter().flatten().filter_map(|(_, caller)| caller.as_str()) {
            if !known.contains(caller) {
                faults.push(format!("module {module} gets the provider {caller}, which the root module does not configure"));
            }
        }
        for (_, kind, label, body) in self.emitted.raw_resources("resource").filter(|it| it.0 == module) {
            if let Some(provider) = body.get("provider").and_then(Json::as_str).filter(|provider| !wanted.contains(provider)) {
                faults.push(format!("{kind}.{label} wants the provider {provider}, which module {module} does not declare"));
            }
        }
    }
}

/// A type constraint of a variable, as the schema writes types.
fn parse_type(constraint: &str) -> Result<Json, String> {
    if ["string", "number", "bool"].contains(&constraint) {
        return Ok(json!(constraint));
    }
    let collection = constraint.strip_suffix(')').and_then(|rest| rest.split_once('('));
    match collection {
        Some((kind @ ("list" | "set" | "map"), element)) => Ok(json!([kind, parse_type(element)?])),
        _ => Err(format!("`{constraint}` is no type constraint that the tests know")),
    }
}

fn check_verbatim(content: &Json, faults: &mut Vec<String>) {
    let text = content.to_string();
    if text.contains("${") || text.contains("%{") {
        faults.push(format!("Terraform evaluates nothing here: {text}"));
    }
}
