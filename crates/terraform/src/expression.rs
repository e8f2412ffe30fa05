//! Expressions: what Terraform evaluates.

use std::fmt;
use std::marker::PhantomData;

use crate::json::Json;
use crate::template::{Piece, Template};

/// An expression whose result is of type `T`.
///
/// It is either code in Terraform's native syntax (`aws_vpc.main.id`) or a string template (`${var.name}-logs`). `T` is one of
/// this crate's types ([`String`], [`bool`], [`crate::Number`], [`crate::List`], [`crate::Set`], [`crate::Map`]) or an object type of the bindings.
pub struct Expression<T> {
    code: Code,
    of: PhantomData<fn() -> T>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Code {
    Native(String),
    Template(Template),
}

impl<T> Expression<T> {
    /// An expression from code in Terraform's native syntax, without `${…}`.
    ///
    /// The caller vouches for the type and for the syntax, so the code never holds text that a user wrote. Bindings and the
    /// methods of this type make expressions that need no such promise.
    pub fn native(code: impl Into<String>) -> Self {
        Self { code: Code::Native(code.into()), of: PhantomData }
    }

    /// The code in native syntax, as it stands inside another expression.
    pub fn code(&self) -> String {
        match &self.code {
            Code::Native(code) => code.clone(),
            // A JSON string is a string of the native syntax too.
            Code::Template(template) => Json::from(template.render()).to_string(),
        }
    }

    /// The text that stands in a `.tf.json` string.
    pub(crate) fn render(&self) -> String {
        match &self.code {
            Code::Native(code) => ["${", code, "}"].concat(),
            Code::Template(template) => template.render(),
        }
    }

    pub(crate) fn into_template(self) -> Template {
        match self.code {
            Code::Native(code) => Template::from(Piece::Reference(code)),
            Code::Template(template) => template,
        }
    }

    /// The attribute `name` of an object, or of a resource's reference.
    pub fn attribute<U>(&self, name: &str) -> Expression<U> {
        let mut code = self.code();
        code.push('.');
        code.push_str(name);
        Expression::native(code)
    }
}

impl Expression<bool> {
    /// Whether this does not hold.
    pub fn is_not(&self) -> Self {
        Expression::native(format!("!({})", self.code()))
    }
}

impl Expression<String> {
    /// A string template.
    pub(crate) fn template(template: Template) -> Self {
        Self { code: Code::Template(template), of: PhantomData }
    }
}

// Written out, because a derive would ask the same of `T`, which is only a name.
impl<T> Clone for Expression<T> {
    fn clone(&self) -> Self {
        Self { code: self.code.clone(), of: PhantomData }
    }
}

impl<T> PartialEq for Expression<T> {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl<T> Eq for Expression<T> {}

impl<T> fmt::Debug for Expression<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Expression").field(&self.render()).finish()
    }
}

impl<T> From<Expression<T>> for Template {
    fn from(expression: Expression<T>) -> Self {
        expression.into_template()
    }
}

impl<T> From<&Expression<T>> for Template {
    fn from(expression: &Expression<T>) -> Self {
        expression.clone().into_template()
    }
}
