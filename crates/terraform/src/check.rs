//! `check` blocks: conditions that Terraform tests at every plan and apply, and warns about.

use crate::json::Json;

use crate::lifecycle::condition;
use crate::{Body, Expression, Label};

/// A named group of assertions.
pub struct Check {
    label: Label,
    assertions: Vec<Assertion>,
}

/// A condition with what Terraform says when it does not hold.
pub struct Assertion {
    /// The condition.
    pub condition: Expression<bool>,
    /// A whole sentence.
    pub error_message: String,
}

impl Check {
    /// A check that makes these assertions.
    pub fn new(label: impl Into<Label>, assertions: impl IntoIterator<Item = Assertion>) -> Self {
        Self { label: label.into(), assertions: assertions.into_iter().collect() }
    }

    pub(crate) fn into_parts(self) -> (Label, Body) {
        let assertions: Vec<Json> = self.assertions.into_iter().map(|it| condition((it.condition, it.error_message))).collect();
        let mut body = Body::new();
        body.verbatim("assert", assertions);
        (self.label, body)
    }
}
