//! `moved`, `import` and `removed` blocks: changes of address and of ownership that touch nothing that exists.

use crate::{Address, Body, Value};

/// A resource that got another address.
pub struct Moved {
    /// Where it was.
    pub from: Address,
    /// Where it is now.
    pub to: Address,
}

/// A resource that exists already and comes under Terraform's care.
pub struct Import {
    /// The address that it gets.
    pub to: Address,
    /// By what the provider finds it; which attribute that is, each resource type's documentation says.
    pub id: Value<String>,
}

/// A resource that leaves Terraform's care.
pub struct Removed {
    /// The address that it had.
    pub from: Address,
    /// Whether it is destroyed, or stays as it is.
    pub destroy: bool,
}

impl Moved {
    pub(crate) fn into_body(self) -> Body {
        let mut body = Body::new();
        body.verbatim("from", self.from.to_string());
        body.verbatim("to", self.to.to_string());
        body
    }
}

impl Import {
    pub(crate) fn into_body(self) -> Body {
        let mut body = Body::new();
        body.verbatim("to", self.to.to_string());
        body.argument("id", self.id);
        body
    }
}

impl Removed {
    pub(crate) fn into_body(self) -> Body {
        let mut lifecycle = Body::new();
        lifecycle.verbatim("destroy", self.destroy);
        let mut body = Body::new();
        body.verbatim("from", self.from.to_string());
        body.verbatim("lifecycle", lifecycle.into_json());
        body
    }
}
