//! The emitted documents as rules read them: resources by type, references followed between modules. It must not know the structs from
//! which they were made.

use std::collections::BTreeMap;

use serde_json::Value as Json;

/// What is emitted for an environment, as Terraform reads it.
#[derive(Debug)]
pub struct Documents(Vec<Document>);

#[derive(Debug)]
struct Document {
    /// The child module's name; empty for the root module.
    module: String,
    content: Json,
}

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

impl Documents {
    /// Reads the emitted files, by path.
    ///
    /// # Panics
    /// If a `.tf.json` holds no JSON, which is a defect of the caller's.
    pub fn new(files: &BTreeMap<String, String>) -> Self {
        let documents = files.iter().filter(|(path, _)| path.ends_with(".tf.json")).map(|(path, text)| Document {
            module: module_of(path).to_owned(),
            content: serde_json::from_str(text).expect("what is emitted as JSON is JSON"),
        });
        Self(documents.collect())
    }

    /// All managed resources.
    pub(super) fn resources(&self) -> impl Iterator<Item = Resource<'_>> {
        self.0.iter().flat_map(|Document { module, content }| {
            let kinds = content.get("resource").and_then(Json::as_object).into_iter().flatten();
            kinds.flat_map(move |(kind, labels)| {
                let labels = labels.as_object().into_iter().flatten();
                labels.map(move |(label, body)| Resource { module, kind, label, body })
            })
        })
    }

    /// The managed resources of a type.
    pub(super) fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = Resource<'a>> {
        self.resources().filter(move |resource| resource.kind == kind)
    }

    /// The block of the backend of this type.
    pub(super) fn backend(&self, kind: &str) -> Option<&Json> {
        self.0.iter().find_map(|document| document.content.get("terraform")?.get("backend")?.get(kind))
    }

    /// The elements of a list, or the one value, each followed to where it comes from.
    pub(super) fn list(&self, module: &str, value: &Json) -> Vec<Located> {
        let Located { module, value } = self.follow(module, value);
        match value {
            Json::Array(elements) => elements.iter().map(|element| self.follow(&module, element)).collect(),
            Json::Null => Vec::new(),
            value => vec![Located { module, value }],
        }
    }

    /// The resource to which a value that is one reference leads.
    pub(super) fn resource(&self, at: &Located) -> Option<Resource<'_>> {
        let mut steps = reference(&at.value)?.split('.');
        let (kind, label) = (steps.next()?, steps.next()?);
        self.resources().find(|it| it.module == at.module && it.kind == kind && it.label == label)
    }

    /// Follows a value that is nothing but a reference through variables and outputs.
    pub(super) fn follow(&self, module: &str, value: &Json) -> Located {
        let mut at = Located { module: module.to_owned(), value: value.clone() };
        for _ in 0..FURTHEST {
            let Some(next) = self.step(&at) else { break };
            at = next;
        }
        at
    }

    fn step(&self, at: &Located) -> Option<Located> {
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
    fn block(&self, module: &str, section: &str, label: &str) -> Option<&Json> {
        self.0.iter().filter(|document| document.module == module).find_map(|document| document.content.get(section)?.get(label))
    }
}

impl Resource<'_> {
    /// `module.networking.aws_nat_gateway.a`.
    pub(super) fn address(&self) -> String {
        let Self { module, kind, label, body: _ } = self;
        if module.is_empty() { format!("{kind}.{label}") } else { format!("module.{module}.{kind}.{label}") }
    }
}

/// `networking` of `modules/networking/vpc.tf.json`.
fn module_of(path: &str) -> &str {
    path.strip_prefix("modules/").and_then(|rest| rest.split_once('/')).map_or("", |(module, _)| module)
}

/// What stands in `${…}`, if the value is nothing else.
fn reference(value: &Json) -> Option<&str> {
    let inside = value.as_str()?.strip_prefix("${")?.strip_suffix('}')?;
    inside.chars().all(|character| character.is_ascii_alphanumeric() || "._-".contains(character)).then_some(inside)
}
