//! Terraform's numbers, lists, sets and maps: how their literals are written, and what Rust's own types become of them.

use std::collections::BTreeMap;

use crate::json::Json;

use crate::expression::Expression;
use crate::template::escape;
use crate::value::{Argument, Type, Value, literals};

/// Terraform's `number`: whole or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Number(serde_json::Number);

/// Terraform's `list(T)`.
#[derive(Debug, PartialEq)]
pub struct List<T>(Vec<Value<T>>);

/// Terraform's `set(T)`; the order is kept as written, because it is what a reader sees.
#[derive(Debug, PartialEq)]
pub struct Set<T>(Vec<Value<T>>);

/// Terraform's `map(T)`, ordered by key.
#[derive(Debug, PartialEq)]
pub struct Map<T>(BTreeMap<String, Value<T>>);

impl Type for Number {
    fn constraint() -> String {
        "number".to_owned()
    }

    fn into_json(self) -> Json {
        Json::Number(self.0)
    }
}

impl<T: Type> Type for List<T> {
    fn constraint() -> String {
        format!("list({})", T::constraint())
    }

    fn into_json(self) -> Json {
        self.0.into_iter().map(Value::into_json).collect()
    }
}

impl<T: Type> Type for Set<T> {
    fn constraint() -> String {
        format!("set({})", T::constraint())
    }

    fn into_json(self) -> Json {
        self.0.into_iter().map(Value::into_json).collect()
    }
}

impl<T: Type> Type for Map<T> {
    fn constraint() -> String {
        format!("map({})", T::constraint())
    }

    fn into_json(self) -> Json {
        self.0.into_iter().map(|(key, value)| (escape(key).into_owned(), value.into_json())).collect()
    }
}

impl Number {
    pub(crate) fn as_json(&self) -> &serde_json::Number {
        &self.0
    }
}

macro_rules! number_from {
    ($($whole:ty),*) => {
        $(impl From<$whole> for Number {
            fn from(number: $whole) -> Self {
                Self(number.into())
            }
        })*
    };
}
number_from!(u8, u16, u32, u64, usize, i32, i64);

impl From<f64> for Number {
    /// A number with no fraction is written without one. Infinities and not-a-number, which JSON lacks, become 0.
    #[allow(clippy::cast_possible_truncation, reason = "the condition says that nothing is lost")]
    fn from(number: f64) -> Self {
        if number.fract() == 0.0 && number.abs() < 9.0e15 {
            return Self::from(number as i64);
        }
        Self(serde_json::Number::from_f64(number).unwrap_or_else(|| 0.into()))
    }
}

impl<T, V: Into<Value<T>>> FromIterator<V> for List<T> {
    fn from_iter<I: IntoIterator<Item = V>>(elements: I) -> Self {
        Self(elements.into_iter().map(Into::into).collect())
    }
}

impl<T, V: Into<Value<T>>> FromIterator<V> for Set<T> {
    fn from_iter<I: IntoIterator<Item = V>>(elements: I) -> Self {
        Self(elements.into_iter().map(Into::into).collect())
    }
}

impl<T, K: Into<String>, V: Into<Value<T>>> FromIterator<(K, V)> for Map<T> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        Self(entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }
}

impl<T> Map<T> {
    /// Sets the element under `key`.
    pub fn insert(&mut self, key: impl Into<String>, value: impl Into<Value<T>>) {
        self.0.insert(key.into(), value.into());
    }

    /// Whether the map holds nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

// Written out, because a derive would ask the same of `T`.
impl<T> Default for Map<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T: Clone> Clone for List<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Clone> Clone for Set<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Clone> Clone for Map<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

literals! {
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

impl<T> Expression<List<T>> {
    /// The element at `index`, counted from 0.
    pub fn at(&self, index: usize) -> Expression<T> {
        Expression::native(format!("{}[{index}]", self.code()))
    }
}

impl<T> Expression<Set<T>> {
    /// The only element of a set that holds exactly one.
    pub fn one(&self) -> Expression<T> {
        Expression::native(format!("one({})", self.code()))
    }
}

impl<T> Expression<Map<T>> {
    /// The element under `key`.
    pub fn key(&self, key: &str) -> Expression<T> {
        let key = Json::from(escape(key));
        Expression::native(format!("{}[{key}]", self.code()))
    }
}
