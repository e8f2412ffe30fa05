//! One consequence of a change. It must not know how it is found.

use schemars::JsonSchema;
use serde::Serialize;

use super::ground::let_go;

/// What a change does, and what to do instead or before.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Consequence {
    /// The resource or provider that changes.
    pub address: String,
    /// What happens.
    pub what: String,
    /// The way around it.
    pub instead: String,
    /// The addresses of which that way lets go, each in a `[[removed]]` of its own: what is to stay, and all that it stands on.
    pub removed: Vec<String>,
}

impl Consequence {
    pub(super) fn new(address: impl ToString, what: impl Into<String>, instead: impl Into<String>) -> Self {
        Self { address: address.to_string(), what: what.into(), instead: instead.into(), removed: Vec::new() }
    }

    /// With the addresses of which the way around it lets go.
    pub(super) fn letting_go(self, addresses: impl IntoIterator<Item = impl ToString>) -> Self {
        Self { removed: addresses.into_iter().map(|it| it.to_string()).collect(), ..self }
    }

    /// What happens and the way around it, in one line.
    pub fn words(&self) -> String {
        let Self { address, what, instead, removed: _ } = self;
        format!("{address}: {what}; {instead}")
    }

    /// The settings for the way around it, ready to be pasted; empty where it takes none.
    pub fn settings(&self) -> String {
        let_go(&self.removed)
    }
}
