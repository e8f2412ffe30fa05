//! Addresses: the names by which Terraform knows things. They are an interface, so they are values of their own.

use std::fmt;

use thiserror::Error;

use crate::Expression;
use crate::json::Json;
use crate::template::escape;

/// The name of a block: the `main` of `aws_vpc.main`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label(String);

/// A text that Terraform does not take as a name.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is no Terraform name: a letter or `_` first, then letters, digits, `_` and `-`")]
pub struct LabelError(String);

/// Whether a resource is managed or only read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// A `resource` block.
    Managed,
    /// A `data` block.
    Data,
    /// An `ephemeral` block.
    Ephemeral,
}

/// Which instance of a resource with `count` or `for_each`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InstanceKey {
    /// A position, with `count`.
    Index(usize),
    /// A key, with `for_each`.
    Key(String),
}

/// The address of a resource or data source, as seen from a module.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    module: Vec<(Label, Option<InstanceKey>)>,
    mode: Mode,
    kind: String,
    label: Label,
    key: Option<InstanceKey>,
}

/// What has an address: resources, data sources, module calls.
pub trait Addressed {
    /// The address as `depends_on` takes it: bare, without `${…}`.
    fn bare(&self) -> String;
}

impl Mode {
    /// The section of a document in which such blocks stand.
    pub(crate) fn section(self) -> &'static str {
        match self {
            Self::Managed => "resource",
            Self::Data => "data",
            Self::Ephemeral => "ephemeral",
        }
    }
}

impl Label {
    /// Checks that `text` is an identifier of Terraform's: letters, digits, `_` and `-`, not starting with a digit or `-`.
    pub fn new(text: impl Into<String>) -> Result<Self, LabelError> {
        let text = text.into();
        let mut bytes = text.bytes();
        let starts_well = bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_');
        let goes_on_well = bytes.all(|next| next.is_ascii_alphanumeric() || next == b'_' || next == b'-');
        if starts_well && goes_on_well { Ok(Self(text)) } else { Err(LabelError(text)) }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn into_text(self) -> String {
        self.0
    }
}

/// For names that stand in the code or that are joined from checked parts.
///
/// # Panics
/// When the text is no identifier: names that come from a user are turned into labels before they get here.
impl From<&str> for Label {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

/// As for `&str`.
impl From<String> for Label {
    fn from(text: String) -> Self {
        Self::new(text).expect("a name in the code is an identifier")
    }
}

impl From<&Label> for Label {
    fn from(label: &Label) -> Self {
        label.clone()
    }
}

impl PartialEq<str> for Label {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Address {
    /// The address of a resource of type `kind`, in the module that speaks of it.
    pub fn managed(kind: &str, label: impl Into<Label>) -> Self {
        Self::new(Mode::Managed, kind, label.into())
    }

    /// The address of a data source of type `kind`, in the module that speaks of it.
    pub fn data(kind: &str, label: impl Into<Label>) -> Self {
        Self::new(Mode::Data, kind, label.into())
    }

    /// The address of an ephemeral resource of type `kind`, in the module that speaks of it.
    pub fn ephemeral(kind: &str, label: impl Into<Label>) -> Self {
        Self::new(Mode::Ephemeral, kind, label.into())
    }

    fn new(mode: Mode, kind: &str, label: Label) -> Self {
        Self { module: Vec::new(), mode, kind: kind.to_owned(), label, key: None }
    }

    /// The same address as seen from the module that calls this one under `label`.
    pub fn in_module(mut self, label: impl Into<Label>) -> Self {
        self.module.insert(0, (label.into(), None));
        self
    }

    /// The address with all its parts.
    pub(crate) fn of_parts(
        module: Vec<(Label, Option<InstanceKey>)>,
        mode: Mode,
        kind: &Label,
        label: Label,
        key: Option<InstanceKey>,
    ) -> Self {
        Self { module, mode, kind: kind.to_string(), label, key }
    }

    /// The address of a block of a document, whatever names a file has that somebody else wrote; an empty module is the root module.
    pub(crate) fn as_written(module: &str, mode: Mode, kind: &str, label: &str) -> Self {
        let module = if module.is_empty() { Vec::new() } else { vec![(Label(module.to_owned()), None)] };
        Self { module, mode, kind: kind.to_owned(), label: Label(label.to_owned()), key: None }
    }

    /// The name of the root module's child in which it stands; empty for the root module, nothing for a module in a module.
    pub fn module(&self) -> Option<&str> {
        match self.module.as_slice() {
            [] => Some(""),
            [(label, _)] => Some(label.as_str()),
            _ => None,
        }
    }

    /// The name of the root module's child in which it stands, in a module of that one too; nothing for the root module.
    pub fn outermost_module(&self) -> Option<&str> {
        self.module.first().map(|(label, _)| label.as_str())
    }

    /// The address of a resource of the same type in the same module, under another name.
    pub fn renamed(mut self, label: impl Into<Label>) -> Self {
        self.label = label.into();
        self
    }

    /// The address of one instance.
    pub fn instance(mut self, key: InstanceKey) -> Self {
        self.key = Some(key);
        self
    }

    /// The resource type, e.g. `aws_vpc`.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The name, e.g. `main`.
    pub fn label(&self) -> &Label {
        &self.label
    }

    /// Whether it is one instance of several, its own or its module's.
    pub fn is_instance(&self) -> bool {
        self.key.is_some() || self.module.iter().any(|(_, key)| key.is_some())
    }

    /// Whether it is managed or only read.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// The attribute `name` as an expression; the bindings give it its type.
    pub fn attribute<T>(&self, name: &str) -> Expression<T> {
        let mut code = self.written(1 + name.len());
        code.push('.');
        code.push_str(name);
        Expression::native(code)
    }

    /// As a plan names it, with room for what is appended: nearly every reference of every module begins with one, so no formatter is asked.
    fn written(&self, room: usize) -> String {
        let modules: usize = self.module.iter().map(|(module, _)| module.0.len() + 8).sum();
        let mut text = String::with_capacity(modules + self.kind.len() + self.label.0.len() + 16 + room);
        for (module, key) in &self.module {
            text.push_str("module.");
            text.push_str(module.as_str());
            push_key(&mut text, key.as_ref());
            text.push('.');
        }
        text.push_str(match self.mode {
            Mode::Managed => "",
            Mode::Data => "data.",
            Mode::Ephemeral => "ephemeral.",
        });
        text.push_str(&self.kind);
        text.push('.');
        text.push_str(self.label.as_str());
        push_key(&mut text, self.key.as_ref());
        text
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written(0))
    }
}

fn push_key(text: &mut String, key: Option<&InstanceKey>) {
    let key = match key {
        None => return,
        Some(InstanceKey::Index(index)) => index.to_string(),
        Some(InstanceKey::Key(key)) => Json::from(escape(key)).to_string(),
    };
    text.push('[');
    text.push_str(&key);
    text.push(']');
}

impl Addressed for Address {
    fn bare(&self) -> String {
        self.written(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_as_in_a_plan() {
        let database = Address::managed("aws_db_instance", "main").in_module("rds");
        assert_eq!(database.to_string(), "module.rds.aws_db_instance.main");
        let zone = Address::data("aws_zone", "all").instance(InstanceKey::Key("a\"b".to_owned()));
        assert_eq!(zone.to_string(), r#"data.aws_zone.all["a\"b"]"#);
    }

    #[test]
    fn names_that_terraform_refuses_are_refused() {
        for wrong in ["", "1a", "-a", "a.b", "a b", "ä"] {
            assert!(Label::new(wrong).is_err(), "{wrong}");
        }
        assert!(Label::new("_task-api_1").is_ok());
    }
}
