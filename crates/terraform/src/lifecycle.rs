//! The `lifecycle` meta-argument. It takes no variables: whatever differs between environments is emitted as a literal.

use std::marker::PhantomData;

use crate::json::Json;

use crate::{Addressed, Body, Expression, Name};

/// How Terraform treats changes of a resource of type `R`.
pub struct Lifecycle<R> {
    create_before_destroy: bool,
    prevent_destroy: bool,
    ignore_changes: Vec<&'static str>,
    replace_triggered_by: Vec<String>,
    preconditions: Vec<(Expression<bool>, String)>,
    of: PhantomData<fn() -> R>,
}

impl<R> Lifecycle<R> {
    /// A lifecycle that asks for nothing.
    pub fn new() -> Self {
        Self {
            create_before_destroy: false,
            prevent_destroy: false,
            ignore_changes: Vec::new(),
            replace_triggered_by: Vec::new(),
            preconditions: Vec::new(),
            of: PhantomData,
        }
    }

    /// A replacement is created before the old one is destroyed.
    pub fn create_before_destroy(mut self) -> Self {
        self.create_before_destroy = true;
        self
    }

    /// Terraform refuses every plan that would destroy the resource.
    pub fn prevent_destroy(mut self, prevent: bool) -> Self {
        self.prevent_destroy = prevent;
        self
    }

    /// Changes of these arguments from outside are left alone: somebody else owns them.
    pub fn ignore_changes(mut self, arguments: impl IntoIterator<Item: Into<Name<R>>>) -> Self {
        self.ignore_changes.extend(arguments.into_iter().map(|argument| argument.into().as_str()));
        self
    }

    /// The resource is replaced when one of these is.
    pub fn replace_triggered_by<'a>(mut self, others: impl IntoIterator<Item = &'a dyn Addressed>) -> Self {
        self.replace_triggered_by.extend(others.into_iter().map(Addressed::bare));
        self
    }

    /// The plan fails with `error_message` unless `condition` holds.
    pub fn precondition(mut self, condition: Expression<bool>, error_message: &str) -> Self {
        self.preconditions.push((condition, error_message.to_owned()));
        self
    }

    pub(crate) fn into_json(self) -> Option<Json> {
        let Self { create_before_destroy, prevent_destroy, ignore_changes, replace_triggered_by, preconditions, of: _ } = self;
        let mut body = Body::default();
        if create_before_destroy {
            body.verbatim("create_before_destroy", true);
        }
        if prevent_destroy {
            body.verbatim("prevent_destroy", true);
        }
        if !ignore_changes.is_empty() {
            body.verbatim("ignore_changes", ignore_changes);
        }
        if !replace_triggered_by.is_empty() {
            body.verbatim("replace_triggered_by", replace_triggered_by);
        }
        let preconditions: Vec<Json> = preconditions.into_iter().map(condition).collect();
        if !preconditions.is_empty() {
            body.verbatim("precondition", preconditions);
        }
        let json = body.into_json();
        json.as_object().is_some_and(|object| !object.is_empty()).then_some(json)
    }
}

/// A condition with its message, as `precondition`, `validation` and `assert` write it.
pub(crate) fn condition((condition, error_message): (Expression<bool>, String)) -> Json {
    let mut body = Body::new();
    // A bare string would be a constant, which Terraform refuses as a condition.
    body.argument("condition", condition.into());
    body.argument("error_message", error_message.into());
    body.into_json()
}

impl<R> Default for Lifecycle<R> {
    fn default() -> Self {
        Self::new()
    }
}
