//! Terraform's types: what a value may be, how its literal is written, how a variable names it.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::Value;
use crate::template::escape;

/// A type of Terraform's that has literals.
pub trait Type: Sized {
    /// The type as a variable's `type` argument spells it, e.g. `list(string)`.
    fn constraint() -> String;

    /// The literal as it stands in a `.tf.json` file, escaped.
    fn to_json(&self) -> Json;
}

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

impl Type for String {
    fn constraint() -> String {
        "string".to_owned()
    }

    fn to_json(&self) -> Json {
        Json::from(escape(self))
    }
}

impl Type for bool {
    fn constraint() -> String {
        "bool".to_owned()
    }

    fn to_json(&self) -> Json {
        Json::from(*self)
    }
}

impl Type for Number {
    fn constraint() -> String {
        "number".to_owned()
    }

    fn to_json(&self) -> Json {
        Json::Number(self.0.clone())
    }
}

impl<T: Type> Type for List<T> {
    fn constraint() -> String {
        format!("list({})", T::constraint())
    }

    fn to_json(&self) -> Json {
        self.0.iter().map(Value::to_json).collect()
    }
}

impl<T: Type> Type for Set<T> {
    fn constraint() -> String {
        format!("set({})", T::constraint())
    }

    fn to_json(&self) -> Json {
        self.0.iter().map(Value::to_json).collect()
    }
}

impl<T: Type> Type for Map<T> {
    fn constraint() -> String {
        format!("map({})", T::constraint())
    }

    fn to_json(&self) -> Json {
        self.0.iter().map(|(key, value)| (escape(key), value.to_json())).collect()
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
