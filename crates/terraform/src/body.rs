//! Bodies: the arguments and nested blocks between the braces of a block.

use crate::json::{Json, Map};

use crate::{Type, Value};

/// The arguments and nested blocks of one block, in the order in which they were set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body(Map);

/// A nested block of the bindings.
pub trait Block {
    /// The block's arguments.
    fn into_body(self) -> Body;
}

impl Body {
    /// An empty body.
    pub fn new() -> Self {
        // Room for what most bodies hold: a map that grows hashes all of its keys anew.
        Self(Map::with_capacity(8))
    }

    /// Sets an argument.
    pub fn argument<T: Type>(&mut self, name: &'static str, value: Value<T>) {
        self.0.insert(name, value.into_json());
    }

    /// Sets an argument, or leaves it out: the one place where an absent argument is dropped.
    pub fn optional<T: Type>(&mut self, name: &'static str, value: Option<Value<T>>) {
        if let Some(value) = value {
            self.argument(name, value);
        }
    }

    /// Sets the nested block of which there is at most one.
    pub fn block(&mut self, name: &'static str, block: Option<impl Block>) {
        if let Some(block) = block {
            self.0.insert(name, block.into_body().into_json());
        }
    }

    /// Sets the nested blocks of which there may be several, as an array even for one.
    pub fn blocks<B: Block>(&mut self, name: &'static str, blocks: Vec<B>) {
        if !blocks.is_empty() {
            let blocks = blocks.into_iter().map(|block| block.into_body().into_json()).collect();
            self.0.insert(name, Json::Array(blocks));
        }
    }

    /// Sets something that Terraform reads as it stands, without evaluating it.
    pub(crate) fn verbatim(&mut self, name: &'static str, value: impl Into<Json>) {
        self.0.insert(name, value.into());
    }

    /// Appends the arguments of another body.
    pub fn extend(&mut self, other: Body) {
        if self.0.is_empty() {
            *self = other;
        } else {
            self.0.extend(other.0);
        }
    }

    /// Puts the arguments of another body in front of this one of its own; at the end where there is no such argument.
    pub fn extend_before(&mut self, name: &'static str, other: Body) {
        let mut added = Some(other.0);
        for (key, value) in std::mem::take(&mut self.0) {
            if key == name {
                self.0.extend(added.take().unwrap_or_default());
            }
            self.0.insert(key, value);
        }
        self.0.extend(added.unwrap_or_default());
    }

    pub(crate) fn into_json(self) -> Json {
        Json::Object(self.0)
    }
}
