//! `variable` blocks.

use std::marker::PhantomData;

use crate::json::Json;

use crate::lifecycle::condition;
use crate::{Body, Expression, Label, Type};

/// An input of a module, of type `T`.
pub struct Variable<T> {
    label: Label,
    description: String,
    default: Option<Json>,
    sensitive: bool,
    validations: Vec<Validation>,
    of: PhantomData<fn() -> T>,
}

/// What must hold of a variable's value.
pub struct Validation {
    /// The condition, which refers to the variable.
    pub condition: Expression<bool>,
    /// What Terraform says when it does not hold; a whole sentence.
    pub error_message: String,
}

impl<T: Type> Variable<T> {
    /// A variable that the caller has to set. The description is read as it stands, never evaluated.
    pub fn new(label: impl Into<Label>, description: &str) -> Self {
        Self {
            label: label.into(),
            description: description.to_owned(),
            default: None,
            sensitive: false,
            validations: Vec::new(),
            of: PhantomData,
        }
    }

    /// The value when the caller sets none. Defaults are not templates, so a `${` in one is plain text and stays unescaped.
    pub fn default(mut self, value: impl Into<Json>) -> Self {
        self.default = Some(value.into());
        self
    }

    /// Terraform hides the value in what it prints.
    pub fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// Terraform refuses values for which the condition does not hold.
    pub fn validation(mut self, validation: Validation) -> Self {
        self.validations.push(validation);
        self
    }

    /// The expression that yields the value.
    pub fn reference(&self) -> Expression<T> {
        Expression::native(format!("var.{}", self.label))
    }

    pub(crate) fn into_parts(self) -> (Label, Body) {
        let Self { label, description, default, sensitive, validations, of: _ } = self;
        let mut body = Body::new();
        body.verbatim("description", description);
        body.verbatim("type", T::constraint());
        if let Some(default) = default {
            body.verbatim("default", default);
        }
        // `null` would pass every check of the type and then unset the argument that the variable feeds.
        body.verbatim("nullable", false);
        if sensitive {
            body.verbatim("sensitive", true);
        }
        let validations: Vec<Json> = validations.into_iter().map(|it| condition((it.condition, it.error_message))).collect();
        if !validations.is_empty() {
            body.verbatim("validation", validations);
        }
        (label, body)
    }
}
