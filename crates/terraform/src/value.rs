//! Values: a literal of one of Terraform's types, or an expression. Only an expression is ever interpolated.

use crate::json::Json;

use crate::expression::Expression;
use crate::template::{Piece, Template, escape};

/// A type of Terraform's that has literals.
pub trait Type: Clone {
    /// The type as a variable's `type` argument spells it, e.g. `list(string)`.
    fn constraint() -> String;

    /// The literal as it stands in a `.tf.json` file, escaped.
    fn into_json(self) -> Json;
}

/// What an argument is set to: a literal of type `T`, or an expression that yields one.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<T> {
    /// A literal; written escaped.
    Literal(T),
    /// An expression; written as `${…}`.
    Expression(Expression<T>),
}

/// What an optional argument's setter takes: anything that is a value of `T`, or an `Option` of it.
///
/// `None` leaves the argument out, so that a setting which may be absent is handed through as it is.
pub trait Argument<T> {
    /// The value, or nothing.
    fn into_argument(self) -> Option<Value<T>>;
}

impl<T: Type> Value<T> {
    /// The value as it stands in a `.tf.json` file.
    pub fn into_json(self) -> Json {
        match self {
            Self::Literal(literal) => literal.into_json(),
            Self::Expression(expression) => Json::from(expression.render()),
        }
    }

    /// As [`Value::into_json`], of a value that is needed further.
    pub fn to_json(&self) -> Json {
        self.clone().into_json()
    }

    /// The value in Terraform's native syntax, as it stands inside another expression.
    pub fn code(&self) -> String {
        match self {
            // What `.tf.json` writes is a literal of the native syntax too: JSON is a subset of its expressions.
            Self::Literal(literal) => literal.clone().into_json().to_string(),
            Self::Expression(expression) => expression.code(),
        }
    }
}

impl Type for String {
    fn constraint() -> String {
        "string".to_owned()
    }

    fn into_json(self) -> Json {
        Json::String(escape(self).into_owned())
    }
}

impl Type for bool {
    fn constraint() -> String {
        "bool".to_owned()
    }

    fn into_json(self) -> Json {
        Json::from(self)
    }
}

impl<T: Type> Expression<T> {
    /// Whether this is the same as `other`.
    pub fn equals(&self, other: impl Into<Value<T>>) -> Expression<bool> {
        Expression::native(format!("{} == {}", self.code(), other.into().code()))
    }
}

impl Template {
    /// The template as a string value: a literal when no reference stands in it.
    pub fn into_value(mut self) -> Value<String> {
        match self.pieces.as_mut_slice() {
            [] => Value::Literal(String::new()),
            [Piece::Text(text)] => Value::Literal(std::mem::take(text)),
            _ => Value::Expression(Expression::template(self)),
        }
    }
}

impl From<Value<String>> for Template {
    fn from(value: Value<String>) -> Self {
        match value {
            Value::Literal(text) => Self::from(text),
            Value::Expression(expression) => expression.into_template(),
        }
    }
}

impl From<&Value<String>> for Template {
    fn from(value: &Value<String>) -> Self {
        Self::from(value.clone())
    }
}

impl<T> Argument<T> for Value<T> {
    fn into_argument(self) -> Option<Value<T>> {
        Some(self)
    }
}

impl<T: Clone> Argument<T> for &Value<T> {
    fn into_argument(self) -> Option<Value<T>> {
        Some(self.clone())
    }
}

impl<T> Argument<T> for Expression<T> {
    fn into_argument(self) -> Option<Value<T>> {
        Some(Value::Expression(self))
    }
}

impl<T> Argument<T> for &Expression<T> {
    fn into_argument(self) -> Option<Value<T>> {
        Some(Value::Expression(self.clone()))
    }
}

impl<T, A: Argument<T>> Argument<T> for Option<A> {
    fn into_argument(self) -> Option<Value<T>> {
        self.and_then(A::into_argument)
    }
}

impl<T> From<Expression<T>> for Value<T> {
    fn from(expression: Expression<T>) -> Self {
        Self::Expression(expression)
    }
}

impl<T> From<&Expression<T>> for Value<T> {
    fn from(expression: &Expression<T>) -> Self {
        Self::Expression(expression.clone())
    }
}

impl<T: Clone> From<&Value<T>> for Value<T> {
    fn from(value: &Value<T>) -> Self {
        value.clone()
    }
}

/// Makes Rust's own types values of Terraform's types, both as a value and as an optional argument.
macro_rules! literals {
    ($($target:ty: $($source:ty),+;)+) => {
        $($(
            impl From<$source> for Value<$target> {
                fn from(literal: $source) -> Self {
                    Self::Literal(literal.into())
                }
            }

            impl Argument<$target> for $source {
                fn into_argument(self) -> Option<Value<$target>> {
                    Some(self.into())
                }
            }
        )+)+
    };
}
pub(crate) use literals;
literals! {
    String: &str, &String, String;
    bool: bool;
}
