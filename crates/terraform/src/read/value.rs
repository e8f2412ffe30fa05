//! The value of an argument as it is read: a literal, or a reference that is followed between modules.

use std::borrow::Cow;
use std::marker::PhantomData;

use crate::json::Json;

use crate::read::documents::Documents;
use crate::read::{argument, embedded};
use crate::{Address, List, Map, Number, Set};

/// What an argument of type `T` is set to; nothing, where it is not set.
#[derive(Clone, Debug)]
pub struct Read<'a, T> {
    pub(super) documents: &'a Documents,
    /// The module in which its references are meant.
    module: Cow<'a, str>,
    written: Cow<'a, Json>,
    of: PhantomData<fn() -> T>,
}

/// A type whose literals can be read.
pub trait Literal {
    /// The literal in Rust.
    type Out;

    /// The literal, as Terraform converts what stands there to this type; nothing for an expression.
    fn literal(value: &Json) -> Option<Self::Out>;
}

impl<'a, T> Read<'a, T> {
    pub(crate) fn new(documents: &'a Documents, module: Cow<'a, str>, written: Cow<'a, Json>) -> Self {
        Self { documents, module, written, of: PhantomData }
    }

    /// Whether the argument is set: `null` is what an argument is that is not there.
    pub fn is_set(&self) -> bool {
        !self.written.is_null()
    }

    /// The value as it stands in the document.
    pub fn written(&self) -> &Json {
        &self.written
    }

    /// The value with every reference followed as far as the configuration leads.
    pub fn resolved(&self) -> Cow<'_, Json> {
        if is_plain(&self.written) {
            return Cow::Borrowed(&self.written);
        }
        Cow::Owned(self.documents.resolve(&self.module, &self.written))
    }

    /// The address of the resource to which it refers, when it is nothing but a reference: through variables, locals and outputs.
    pub fn target(&self) -> Option<Address> {
        argument::address(&self.to_resources())
    }

    /// The value with references followed no further than to resources.
    fn to_resources(&self) -> Cow<'_, Json> {
        if is_plain(&self.written) {
            return Cow::Borrowed(&self.written);
        }
        Cow::Owned(self.documents.resolve_to_resources(&self.module, &self.written))
    }

    /// The value with every reference followed, plain text escaped as it is in a document.
    fn escaped(&self) -> Cow<'_, Json> {
        if is_plain(&self.written) {
            return Cow::Borrowed(&self.written);
        }
        Cow::Owned(self.documents.resolve_escaped(&self.module, &self.written))
    }

    /// The members of a list or set, references to whole lists followed; a value that stands alone is a list of one.
    fn members<U>(&self) -> Vec<Read<'a, U>> {
        let mut value = self.to_resources();
        if !value.is_array() {
            value = self.escaped();
        }
        let is_followed = !is_plain(&self.written);
        let module = if is_followed { Cow::Borrowed("") } else { self.module.clone() };
        let members = argument::elements(&value).iter();
        members.map(|it| Read::new(self.documents, module.clone(), Cow::Owned(it.clone()))).collect()
    }
}

impl<T: Literal> Read<'_, T> {
    /// The literal; nothing, where the argument is not set or only AWS knows its value.
    pub fn literal(&self) -> Option<T::Out> {
        T::literal(&self.escaped())
    }
}

impl Read<'_, bool> {
    /// Whether it is set to `true`.
    pub fn is_true(&self) -> bool {
        self.literal() == Some(true)
    }

    /// Whether it is set to `false`.
    pub fn is_false(&self) -> bool {
        self.literal() == Some(false)
    }
}

impl Read<'_, String> {
    /// Whether it is set to this text.
    pub fn is(&self, text: &str) -> bool {
        self.literal().as_deref() == Some(text)
    }

    /// The JSON document in it (a policy, container definitions), references in it standing as text.
    pub fn document(&self) -> Option<Json> {
        embedded::document(&self.resolved())
    }

    /// Its text with what only AWS knows as `${…}`.
    pub fn text(&self) -> Option<String> {
        self.resolved().as_str().map(str::to_owned)
    }
}

impl<'a, T> Read<'a, List<T>> {
    /// The elements.
    pub fn elements(&self) -> Vec<Read<'a, T>> {
        self.members()
    }
}

impl<'a, T> Read<'a, Set<T>> {
    /// The elements.
    pub fn elements(&self) -> Vec<Read<'a, T>> {
        self.members()
    }
}

impl<'a, T> Read<'a, Map<T>> {
    /// The value under a key, which still leads to a resource where it refers to one.
    pub fn key(&self, key: &str) -> Option<Read<'a, T>> {
        let map = self.to_resources();
        let map = if map.is_object() { map } else { self.escaped() };
        let value = map.get(key)?.clone();
        Some(Read::new(self.documents, Cow::Borrowed(""), Cow::Owned(value)))
    }
}

impl Literal for String {
    type Out = String;

    fn literal(value: &Json) -> Option<String> {
        match value {
            Json::Number(number) => Some(number.to_string()),
            Json::Bool(flag) => Some(flag.to_string()),
            other => argument::text(other),
        }
    }
}

impl Literal for bool {
    type Out = bool;

    fn literal(value: &Json) -> Option<bool> {
        match value.as_str() {
            Some(text) => text.parse().ok(),
            None => value.as_bool(),
        }
    }
}

impl Literal for Number {
    /// What is written with a fraction is none of the numbers that anybody asks for.
    type Out = u64;

    fn literal(value: &Json) -> Option<u64> {
        argument::number(value)
    }
}

/// Whether nothing in the value is evaluated by Terraform.
fn is_plain(value: &Json) -> bool {
    match value {
        Json::String(text) => !text.contains("${") && !text.contains("%{"),
        Json::Array(elements) => elements.iter().all(is_plain),
        Json::Object(members) => members.iter().all(|(key, value)| !key.contains("${") && is_plain(value)),
        Json::Null | Json::Bool(_) | Json::Number(_) => true,
    }
}
