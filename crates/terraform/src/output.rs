//! `output` blocks.

use crate::{Addressed, Body, Expression, Label, ModuleCall, Type, Value};

/// What a module tells its caller.
pub struct Output {
    label: Label,
    body: Body,
    constraint: String,
}

impl Output {
    /// An output. The description is read as it stands, never evaluated.
    pub fn new<T: Type>(label: impl Into<Label>, description: &str, value: impl Into<Value<T>>) -> Self {
        let mut body = Body::new();
        body.verbatim("description", description);
        body.argument("value", value.into());
        Self { label: label.into(), body, constraint: T::constraint() }
    }

    /// All outputs of a child module as one object, under the module's name.
    pub fn of_module(call: &ModuleCall, description: &str) -> Self {
        let whole: Expression<String> = Expression::native(call.bare());
        Self { constraint: "any".to_owned(), ..Self::new(call.label().clone(), description, whole) }
    }

    /// Terraform hides the value in what it prints.
    pub fn sensitive(mut self) -> Self {
        self.body.verbatim("sensitive", true);
        self
    }

    pub(crate) fn into_parts(self) -> (Label, Body, String) {
        (self.label, self.body, self.constraint)
    }
}
