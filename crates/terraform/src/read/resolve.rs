//! Following references: from an argument to the variable, to what the root module passes for it, to the output, to the resource.
//!
//! What only AWS knows stays a reference, named from the root module: `${module.networking.aws_vpc.main.id}`.

use std::borrow::Cow;

use crate::json::Json;

use crate::read::Documents;
use crate::read::expression::{Piece, Step, Traversal, only_traversal, pieces};
use crate::template::escape;

/// How many references are followed one behind the other: no configuration needs as many, and one that leads back to itself ends here.
const FURTHEST: usize = 32;

impl Documents {
    /// The value with every reference followed as far as the configuration leads; `module` is the one in which it stands.
    ///
    /// A text that Terraform would not read stays as it stands.
    pub fn resolve(&self, module: &str, value: &Json) -> Json {
        Resolver { documents: self, left: FURTHEST, arguments: true, escaped: false }.value(module, value)
    }

    /// As [`Documents::resolve`], but no further than to resources: what refers to a resource still does when the argument that it
    /// names is known.
    pub(crate) fn resolve_to_resources(&self, module: &str, value: &Json) -> Json {
        Resolver { documents: self, left: FURTHEST, arguments: false, escaped: true }.value(module, value)
    }

    /// As [`Documents::resolve`], but still as it would stand in a document: what is plain text and looks like a reference is escaped.
    pub(crate) fn resolve_escaped(&self, module: &str, value: &Json) -> Json {
        Resolver { documents: self, left: FURTHEST, arguments: true, escaped: true }.value(module, value)
    }
}

#[derive(Clone, Copy)]
struct Resolver<'a> {
    documents: &'a Documents,
    /// How many references may still be followed.
    left: usize,
    /// Whether the arguments of resources are followed.
    arguments: bool,
    /// Whether plain text stays escaped.
    escaped: bool,
}

impl Resolver<'_> {
    fn value(self, module: &str, value: &Json) -> Json {
        match value {
            Json::String(text) => self.text(module, text),
            Json::Array(elements) => elements.iter().map(|element| self.value(module, element)).collect(),
            Json::Object(members) => {
                members.iter().map(|(key, value)| (as_text(self.text(module, key)), self.value(module, value))).collect()
            }
            Json::Null | Json::Bool(_) | Json::Number(_) => value.clone(),
        }
    }

    fn text(self, module: &str, text: &str) -> Json {
        // Most texts hold neither a reference nor an escape.
        if memchr::memchr2(b'$', b'%', text.as_bytes()).is_none() {
            return Json::from(text);
        }
        let Ok(pieces) = pieces(text) else { return Json::from(text) };
        // A string that is one expression keeps the expression's type.
        if let [Piece::Expression(expression)] = pieces.as_slice() {
            return self.expression(module, expression);
        }
        let resolved = pieces.iter().map(|piece| match piece {
            Piece::Text(text) if self.escaped => escape(&**text),
            Piece::Text(text) | Piece::Directive(text) => Cow::Borrowed(&**text),
            Piece::Expression(expression) => Cow::Owned(as_text(self.expression(module, expression))),
        });
        Json::from(resolved.collect::<String>())
    }

    fn expression(self, module: &str, expression: &str) -> Json {
        match only_traversal(expression) {
            Some(Traversal(steps)) => self.steps(module, &steps),
            None => Json::from(format!("${{{expression}}}")),
        }
    }

    fn steps(self, module: &str, steps: &[Step]) -> Json {
        let unknown = || Json::from(["${", &self.qualified(module, steps), "}"].concat());
        let Some(left) = self.left.checked_sub(1) else { return unknown() };
        let next = Self { left, ..self };
        let known = match steps {
            [Step::Name(root), Step::Name(name), rest @ ..] if root == "var" => next.variable(module, name).map(|it| (it, rest)),
            [Step::Name(root), Step::Name(child), Step::Name(output), rest @ ..] if root == "module" => {
                match self.documents.block(child, "output", output).and_then(|output| output.get("value")) {
                    Some(value) => Some((next.value(child, value), rest)),
                    // A reference that was followed before names a resource of a child from the root module.
                    None if rest.len() >= 2 => return next.steps(child, &steps[2..]),
                    None => None,
                }
            }
            [Step::Name(root), Step::Name(name), rest @ ..] if root == "local" => {
                self.documents.block(module, "locals", name).map(|value| (next.value(module, value), rest))
            }
            [Step::Name(kind), Step::Name(label), Step::Name(attribute), rest @ ..] if self.arguments => {
                // An argument that is set is an attribute that is known.
                let argument = self.documents.raw(module, kind, label).and_then(|body| body.get(attribute));
                argument.map(|argument| (next.value(module, argument), rest))
            }
            _ => None,
        };
        known.and_then(|(value, rest)| self.index(value, rest)).unwrap_or_else(unknown)
    }

    /// What the root module passes for a child's variable, or the default of its own.
    fn variable(self, module: &str, name: &str) -> Option<Json> {
        if module.is_empty() {
            return self.documents.block("", "variable", name)?.get("default").cloned();
        }
        Some(self.value("", self.documents.block("", "module", module)?.get(name)?))
    }

    /// A part of a value; what the configuration does not know gets the steps behind it. Nothing when there is no such part.
    fn index(self, value: Json, steps: &[Step]) -> Option<Json> {
        let Some((step, rest)) = steps.split_first() else { return Some(value) };
        if let Some(reference) = value.as_str().and_then(|text| text.strip_suffix('}')) {
            return Some(Json::from(format!("{reference}{}}}", self.written(steps))));
        }
        let part = match step {
            Step::Name(key) | Step::Key(key) => value.get(key),
            Step::Index(index) => value.get(index),
        };
        self.index(part?.clone(), rest)
    }

    fn qualified(self, module: &str, steps: &[Step]) -> String {
        let path = self.written(steps);
        let path = path.trim_start_matches('.');
        if module.is_empty() { path.to_owned() } else { ["module.", module, ".", path].concat() }
    }

    /// Where it is no longer Terraform that reads, in single quotes, so that the reference may stand in an embedded document.
    fn written(self, steps: &[Step]) -> String {
        let mut written = String::with_capacity(64);
        for step in steps {
            match step {
                Step::Name(name) => written.extend([".", name]),
                Step::Key(key) if !self.escaped => written.extend(["['", key, "']"]),
                other => written.push_str(&other.to_string()),
            }
        }
        written
    }
}

fn as_text(value: Json) -> String {
    match value {
        Json::String(text) => text,
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::json;

    #[test]
    fn references_that_lead_in_a_circle_end_as_references() {
        let circle = r#"{"locals": {"a": "${local.b}", "b": "${local.a}"}, "output": {"a": {"value": "${local.a}"}}}"#;
        let documents = Documents::read([("main.tf.json", circle)]).expect("it is a document");
        assert!(documents.output("a").is_some_and(|value| value.as_str().is_some_and(|text| text.starts_with("${local."))));
    }

    #[test]
    fn a_part_that_is_not_there_stays_a_reference() {
        let text = r#"{"locals": {"a": {"b": 1}}, "output": {"x": {"value": "${local.a.c}"}, "y": {"value": "${local.a.b}"}}}"#;
        let documents = Documents::read([("main.tf.json", text)]).expect("it is a document");
        assert_eq!((documents.output("x"), documents.output("y")), (Some(json!("${local.a.c}")), Some(json!(1))));
    }

    #[test]
    fn what_terraform_cannot_read_stays_as_it_stands() {
        let documents = Documents::default();
        assert_eq!(documents.resolve("", &json!("${never closed")), json!("${never closed"));
    }
}
