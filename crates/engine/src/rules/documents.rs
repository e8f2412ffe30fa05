//! The emitted documents as rules read them: resources by type, references followed between modules. It must not know the structs from
//! which they were made.

use serde_json::Value as Json;
use terraform::read::{Documents as Emitted, module_of};

/// What is emitted for an environment, as the rules ask it.
#[derive(Clone, Copy, Debug)]
pub struct Documents<'a>(&'a Emitted);

/// A managed resource.
#[derive(Clone, Copy, Debug)]
pub(super) struct Resource<'a> {
    pub(super) module: &'a str,
    pub(super) kind: &'a str,
    pub(super) label: &'a str,
    pub(super) body: &'a Json,
}

/// A value with the module in which its references are meant.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Located {
    pub(super) module: String,
    pub(super) value: Json,
}

/// References are followed so far: networking → root → another module takes three.
const FURTHEST: usize = 8;

impl<'d> Documents<'d> {
    /// These documents.
    pub fn new(emitted: &'d Emitted) -> Self {
        Self(emitted)
    }

    /// All managed resources.
    pub(super) fn resources(self) -> impl Iterator<Item = Resource<'d>> {
        self.0.by_path().iter().flat_map(|(path, content)| {
            let kinds = content.get("resource").and_then(Json::as_object).into_iter().flatten();
            kinds.flat_map(move |(kind, labels)| {
                let labels = labels.as_object().into_iter().flatten();
                labels.map(move |(label, body)| Resource { module: module_of(path), kind, label, body })
            })
        })
    }

    /// The managed resources of a type.
    pub(super) fn of_kind(self, kind: &str) -> impl Iterator<Item = Resource<'d>> {
        self.resources().filter(move |resource| resource.kind == kind)
    }

    /// The block of the backend of this type.
    pub(super) fn backend(self, kind: &str) -> Option<&'d Json> {
        self.0.by_path().values().find_map(|document| document.get("terraform")?.get("backend")?.get(kind))
    }

    /// The elements of a list, or the one value, each followed to where it comes from.
    pub(super) fn list(self, module: &str, value: &Json) -> Vec<Located> {
        let Located { module, value } = self.follow(module, value);
        match value {
            Json::Array(elements) => elements.iter().map(|element| self.follow(&module, element)).collect(),
            Json::Null => Vec::new(),
            value => vec![Located { module, value }],
        }
    }

    /// The resource to which a value that is one reference leads.
    pub(super) fn resource(self, at: &Located) -> Option<Resource<'d>> {
        let mut steps = reference(&at.value)?.split('.');
        let (kind, label) = (steps.next()?, steps.next()?);
        self.resources().find(|it| it.module == at.module && it.kind == kind && it.label == label)
    }

    /// Follows a value that is nothing but a reference through variables and outputs.
    pub(super) fn follow(self, module: &str, value: &Json) -> Located {
        let mut at = Located { module: module.to_owned(), value: value.clone() };
        for _ in 0..FURTHEST {
            let Some(next) = self.step(&at) else { break };
            at = next;
        }
        at
    }

    fn step(self, at: &Located) -> Option<Located> {
        let reference = reference(&at.value)?;
        let (module, value) = if let Some(variable) = reference.strip_prefix("var.") {
            (String::new(), self.block("", "module", &at.module)?.get(variable)?)
        } else {
            let (module, output) = reference.strip_prefix("module.")?.split_once('.')?;
            (module.to_owned(), self.block(module, "output", output)?.get("value")?)
        };
        Some(Located { module, value: value.clone() })
    }

    /// A block of a section (`module`, `output`) by its label.
    fn block(self, module: &str, section: &str, label: &str) -> Option<&'d Json> {
        let mut of_module = self.0.by_path().iter().filter(|(path, _)| module_of(path) == module);
        of_module.find_map(|(_, document)| document.get(section)?.get(label))
    }
}

impl Resource<'_> {
    /// `module.networking.aws_nat_gateway.a`.
    pub(super) fn address(&self) -> String {
        let Self { module, kind, label, body: _ } = self;
        if module.is_empty() { format!("{kind}.{label}") } else { format!("module.{module}.{kind}.{label}") }
    }
}

/// What stands in `${…}`, if the value is nothing else.
fn reference(value: &Json) -> Option<&str> {
    let inside = value.as_str()?.strip_prefix("${")?.strip_suffix('}')?;
    inside.chars().all(|character| character.is_ascii_alphanumeric() || "._-".contains(character)).then_some(inside)
}
