//! `provider` blocks and the references to them.

use crate::{Body, Label};

/// The arguments of a provider; the bindings implement it.
pub trait ProviderType {
    /// The provider's local name, e.g. `aws`.
    const NAME: &'static str;

    /// The provider's arguments.
    fn into_body(self) -> Body;
}

/// A provider's configuration, the default one or one under an alias.
pub struct Provider {
    pub(crate) name: &'static str,
    pub(crate) alias: Option<Label>,
    pub(crate) body: Body,
}

/// Names a provider's configuration, as the `provider` argument and a module's `providers` take it: bare.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProviderReference(String);

impl Provider {
    /// The provider's default configuration.
    pub fn new<P: ProviderType>(arguments: P) -> Self {
        Self { name: P::NAME, alias: None, body: arguments.into_body() }
    }

    /// A further configuration, which resources name by its alias.
    pub fn aliased<P: ProviderType>(alias: impl Into<Label>, arguments: P) -> Self {
        Self { name: P::NAME, alias: Some(alias.into()), body: arguments.into_body() }
    }
}

impl ProviderReference {
    /// The configuration of `name` under `alias`.
    pub fn aliased(name: &str, alias: impl Into<Label>) -> Self {
        Self(format!("{name}.{}", alias.into()))
    }

    /// The reference, bare.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
