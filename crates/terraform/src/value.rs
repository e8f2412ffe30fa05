//! Values: a literal, or an expression. Only an expression is ever interpolated.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::{Expression, List, Map, Number, Set, Type};

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
    pub fn to_json(&self) -> Json {
        match self {
            Self::Literal(literal) => literal.to_json(),
            Self::Expression(expression) => Json::from(expression.render()),
        }
    }

    /// The value in Terraform's native syntax, as it stands inside another expression.
    pub fn code(&self) -> String {
        match self {
            // What `.tf.json` writes is a literal of the native syntax too: JSON is a subset of its expressions.
            Self::Literal(literal) => literal.to_json().to_string(),
            Self::Expression(expression) => expression.code(),
        }
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
literals! {
    String: &str, &String, String;
    bool: bool;
    Number: Number, u8, u16, u32, u64, usize, i32, i64, f64;
}

/// Makes Rust's collections values of Terraform's lists and sets.
macro_rules! collections {
    ($($target:ident),+) => {
        $(
            impl<T, V: Into<Value<T>>> From<Vec<V>> for Value<$target<T>> {
                fn from(elements: Vec<V>) -> Self {
                    Self::Literal(elements.into_iter().collect())
                }
            }

            impl<T, V: Into<Value<T>>, const N: usize> From<[V; N]> for Value<$target<T>> {
                fn from(elements: [V; N]) -> Self {
                    Self::Literal(elements.into_iter().collect())
                }
            }

            impl<T> From<$target<T>> for Value<$target<T>> {
                fn from(literal: $target<T>) -> Self {
                    Self::Literal(literal)
                }
            }

            impl<T, V: Into<Value<T>>> Argument<$target<T>> for Vec<V> {
                fn into_argument(self) -> Option<Value<$target<T>>> {
                    Some(self.into())
                }
            }

            impl<T, V: Into<Value<T>>, const N: usize> Argument<$target<T>> for [V; N] {
                fn into_argument(self) -> Option<Value<$target<T>>> {
                    Some(self.into())
                }
            }

            impl<T> Argument<$target<T>> for $target<T> {
                fn into_argument(self) -> Option<Value<$target<T>>> {
                    Some(Value::Literal(self))
                }
            }
        )+
    };
}
collections!(List, Set);

// Terraform converts a list to a set where one is asked for; the other way would lose nothing but an order that a set never had.
impl<T> From<Expression<List<T>>> for Value<Set<T>> {
    fn from(list: Expression<List<T>>) -> Self {
        Self::Expression(Expression::native(list.code()))
    }
}

impl<T> From<&Expression<List<T>>> for Value<Set<T>> {
    fn from(list: &Expression<List<T>>) -> Self {
        Self::Expression(Expression::native(list.code()))
    }
}

impl<T> Argument<Set<T>> for &Expression<List<T>> {
    fn into_argument(self) -> Option<Value<Set<T>>> {
        Some(self.into())
    }
}

impl<T> Argument<Set<T>> for Expression<List<T>> {
    fn into_argument(self) -> Option<Value<Set<T>>> {
        Some(self.into())
    }
}

impl<T> From<Map<T>> for Value<Map<T>> {
    fn from(literal: Map<T>) -> Self {
        Self::Literal(literal)
    }
}

impl<T, K: Into<String>, V: Into<Value<T>>, const N: usize> From<[(K, V); N]> for Value<Map<T>> {
    fn from(entries: [(K, V); N]) -> Self {
        Self::Literal(entries.into_iter().collect())
    }
}

impl<T, K: Into<String>, V: Into<Value<T>>> From<BTreeMap<K, V>> for Value<Map<T>> {
    fn from(entries: BTreeMap<K, V>) -> Self {
        Self::Literal(entries.into_iter().collect())
    }
}

impl<T> Argument<Map<T>> for Map<T> {
    fn into_argument(self) -> Option<Value<Map<T>>> {
        Some(Value::Literal(self))
    }
}

impl<T, K: Into<String>, V: Into<Value<T>>, const N: usize> Argument<Map<T>> for [(K, V); N] {
    fn into_argument(self) -> Option<Value<Map<T>>> {
        Some(self.into())
    }
}

impl<T, K: Into<String>, V: Into<Value<T>>> Argument<Map<T>> for BTreeMap<K, V> {
    fn into_argument(self) -> Option<Value<Map<T>>> {
        Some(self.into())
    }
}
