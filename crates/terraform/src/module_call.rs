//! The block that calls a module.

use crate::json::Json;
use crate::{Addressed, Body, Expression, Label, ProviderReference};

/// A call of a child module that lies in `modules/<name>` beside the caller's files.
pub struct ModuleCall {
    label: Label,
    providers: Vec<(ProviderReference, ProviderReference)>,
}

impl ModuleCall {
    /// A call under the address `module.<label>`.
    pub fn new(label: impl Into<Label>) -> Self {
        Self { label: label.into(), providers: Vec::new() }
    }

    /// Passes a provider's configuration: the child's name for it, and the caller's.
    pub fn provider(mut self, child: ProviderReference, caller: ProviderReference) -> Self {
        self.providers.push((child, caller));
        self
    }

    /// The name under which the module is called.
    pub fn label(&self) -> &Label {
        &self.label
    }

    /// The output `name`; [`crate::outputs!`] gives it its type.
    pub fn output<T>(&self, name: &str) -> Expression<T> {
        Expression::native(format!("{}.{name}", self.bare()))
    }

    pub(crate) fn body(&self, inputs: Body) -> Body {
        let mut body = Body::new();
        body.verbatim("source", format!("./modules/{}", self.label));
        if !self.providers.is_empty() {
            let providers: crate::json::Map =
                self.providers.iter().map(|(child, caller)| (child.as_str().to_owned(), Json::from(caller.as_str()))).collect();
            body.verbatim("providers", providers);
        }
        body.extend(inputs);
        body
    }
}

impl Addressed for ModuleCall {
    fn bare(&self) -> String {
        format!("module.{}", self.label)
    }
}
