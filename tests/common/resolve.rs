//! Following references: from an argument to the variable, to what the root module passes for it, to the output, to the resource.
//!
//! What only AWS knows stays a reference, named from the root module: `${module.networking.aws_vpc.main.id}`.

use serde_json::Value as Json;

use super::Emitted;
use super::expression::{Piece, Step, Traversal, only_traversal, pieces};

impl Emitted {
    /// The value with every reference followed as far as the configuration leads; `module` is the one in which it stands.
    pub(crate) fn resolve(&self, module: &str, value: &Json) -> Json {
        match value {
            Json::String(text) => self.resolve_text(module, text),
            Json::Array(elements) => elements.iter().map(|element| self.resolve(module, element)).collect(),
            Json::Object(members) => {
                members.iter().map(|(key, value)| (as_text(&self.resolve_text(module, key)), self.resolve(module, value))).collect()
            }
            Json::Null | Json::Bool(_) | Json::Number(_) => value.clone(),
        }
    }

    fn resolve_text(&self, module: &str, text: &str) -> Json {
        let pieces = pieces(text).unwrap_or_else(|error| panic!("{}: {error}", self.environment));
        // A string that is one expression keeps the expression's type.
        if let [Piece::Expression(expression)] = pieces.as_slice() {
            return self.resolve_expression(module, expression);
        }
        let resolved = pieces.iter().map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Expression(expression) => as_text(&self.resolve_expression(module, expression)),
        });
        Json::from(resolved.collect::<String>())
    }

    fn resolve_expression(&self, module: &str, expression: &str) -> Json {
        match only_traversal(expression) {
            Some(Traversal(steps)) => self.resolve_steps(module, &steps),
            None => Json::from(format!("${{{expression}}}")),
        }
    }

    fn resolve_steps(&self, module: &str, steps: &[Step]) -> Json {
        let known = match steps {
            [Step::Name(root), Step::Name(name), rest @ ..] if root == "var" => self.variable(module, name).map(|it| (it, rest)),
            [Step::Name(root), Step::Name(child), Step::Name(output), rest @ ..] if root == "module" => {
                let outputs = self.section(child, "output");
                outputs.get(output.as_str()).map(|output| (self.resolve(child, &output["value"]), rest))
            }
            [Step::Name(root), Step::Name(name), rest @ ..] if root == "local" => {
                self.section(module, "locals").get(name.as_str()).map(|value| (self.resolve(module, value), rest))
            }
            [Step::Name(kind), Step::Name(label), Step::Name(attribute), rest @ ..] => {
                // An argument that is set is an attribute that is known.
                let argument = self.raw(module, kind, label).and_then(|body| body.get(attribute));
                argument.map(|argument| (self.resolve(module, argument), rest))
            }
            _ => None,
        };
        match known {
            Some((value, rest)) => index(value, rest),
            None => Json::from(format!("${{{}}}", qualified(module, steps))),
        }
    }

    /// What the root module passes for a child's variable, or the default of its own.
    fn variable(&self, module: &str, name: &str) -> Option<Json> {
        if module.is_empty() {
            return self.section("", "variable").get(name)?.get("default").cloned();
        }
        let calls = self.section("", "module");
        Some(self.resolve("", calls.get(module)?.get(name)?))
    }
}

/// A part of a value; what the configuration does not know gets the steps behind it.
fn index(value: Json, steps: &[Step]) -> Json {
    let Some((step, rest)) = steps.split_first() else { return value };
    if let Some(reference) = value.as_str().and_then(|text| text.strip_suffix('}')) {
        return Json::from(format!("{reference}{}}}", steps.iter().map(written).collect::<String>()));
    }
    let part = match step {
        Step::Name(key) | Step::Key(key) => value.get(key),
        Step::Index(index) => value.get(index),
    };
    let part = part.unwrap_or_else(|| panic!("{value} has no {}", written(step)));
    index(part.clone(), rest)
}

fn qualified(module: &str, steps: &[Step]) -> String {
    let path: String = steps.iter().map(written).collect();
    let path = path.trim_start_matches('.');
    if module.is_empty() { path.to_owned() } else { format!("module.{module}.{path}") }
}

/// In single quotes, so that the reference may stand in an embedded document.
fn written(step: &Step) -> String {
    match step {
        Step::Name(name) => format!(".{name}"),
        Step::Key(key) => format!("['{key}']"),
        Step::Index(index) => format!("[{index}]"),
    }
}

fn as_text(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}
