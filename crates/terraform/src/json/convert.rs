//! JSON from Rust's own types, and compared with them.

use std::borrow::Cow;

use serde_json::Number;

use super::map::Key;
use super::value::{Json, Map};

macro_rules! numbers {
    ($($number:ty),*) => {
        $(
            impl From<$number> for Json {
                fn from(number: $number) -> Self {
                    Self::Number(number.into())
                }
            }

            impl PartialEq<$number> for Json {
                fn eq(&self, other: &$number) -> bool {
                    self.as_number().is_some_and(|number| *number == Number::from(*other))
                }
            }
        )*
    };
}
numbers!(u8, u16, u32, u64, usize, i8, i16, i32, i64);

/// What JSON has no number for is `null`.
impl From<f64> for Json {
    fn from(number: f64) -> Self {
        Number::from_f64(number).map_or(Self::Null, Self::Number)
    }
}

impl PartialEq<f64> for Json {
    fn eq(&self, other: &f64) -> bool {
        self.as_f64().is_some_and(|number| number.to_bits() == other.to_bits())
    }
}

impl From<Number> for Json {
    fn from(number: Number) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Json {
    fn from(flag: bool) -> Self {
        Self::Bool(flag)
    }
}

impl PartialEq<bool> for Json {
    fn eq(&self, other: &bool) -> bool {
        self.as_bool() == Some(*other)
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<Cow<'_, str>> for Json {
    fn from(text: Cow<'_, str>) -> Self {
        Self::String(text.into_owned())
    }
}

impl PartialEq<str> for Json {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == Some(other)
    }
}

impl PartialEq<&str> for Json {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == Some(*other)
    }
}

impl PartialEq<String> for Json {
    fn eq(&self, other: &String) -> bool {
        self.as_str() == Some(other)
    }
}

impl From<Map> for Json {
    fn from(members: Map) -> Self {
        Self::Object(members)
    }
}

impl<T: Into<Json>> From<Vec<T>> for Json {
    fn from(elements: Vec<T>) -> Self {
        elements.into_iter().collect()
    }
}

impl<T: Clone + Into<Json>> From<&[T]> for Json {
    fn from(elements: &[T]) -> Self {
        elements.iter().cloned().collect()
    }
}

impl From<Key> for Json {
    fn from(key: Key) -> Self {
        Self::String(key.into())
    }
}

impl From<&Key> for Json {
    fn from(key: &Key) -> Self {
        Self::from(key.as_str())
    }
}

impl<T: Into<Json>, const N: usize> From<[T; N]> for Json {
    fn from(elements: [T; N]) -> Self {
        elements.into_iter().collect()
    }
}

/// `null` for nothing.
impl<T: Into<Json>> From<Option<T>> for Json {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<T: Into<Json>> FromIterator<T> for Json {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
        Self::Array(elements.into_iter().map(Into::into).collect())
    }
}

impl<K: Into<Key>, V: Into<Json>> FromIterator<(K, V)> for Json {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(members: I) -> Self {
        Self::Object(members.into_iter().collect())
    }
}

impl From<serde_json::Value> for Json {
    fn from(value: serde_json::Value) -> Self {
        match value {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(flag) => Self::Bool(flag),
            serde_json::Value::Number(number) => Self::Number(number),
            serde_json::Value::String(text) => Self::String(text),
            serde_json::Value::Array(elements) => elements.into_iter().collect(),
            serde_json::Value::Object(members) => members.into_iter().collect(),
        }
    }
}

impl From<&serde_json::Value> for Json {
    fn from(value: &serde_json::Value) -> Self {
        value.clone().into()
    }
}

impl From<&Json> for serde_json::Value {
    fn from(json: &Json) -> Self {
        match json {
            Json::Null => Self::Null,
            Json::Bool(flag) => Self::Bool(*flag),
            Json::Number(number) => Self::Number(number.clone()),
            Json::String(text) => Self::String(text.clone()),
            Json::Array(elements) => elements.iter().map(Self::from).collect(),
            Json::Object(members) => members.iter().map(|(key, value)| (key.to_string(), Self::from(value))).collect(),
        }
    }
}

impl From<Json> for serde_json::Value {
    fn from(json: Json) -> Self {
        Self::from(&json)
    }
}

/// As if both were of one kind.
impl PartialEq<serde_json::Value> for Json {
    fn eq(&self, other: &serde_json::Value) -> bool {
        use serde_json::Value;
        match (self, other) {
            (Self::Null, Value::Null) => true,
            (Self::Bool(one), Value::Bool(other)) => one == other,
            (Self::Number(one), Value::Number(other)) => one == other,
            (Self::String(one), Value::String(other)) => one == other,
            (Self::Array(one), Value::Array(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one == other)
            }
            (Self::Object(one), Value::Object(other)) => {
                one.len() == other.len() && one.iter().all(|(key, one)| other.get(key.as_str()).is_some_and(|other| one == other))
            }
            _ => false,
        }
    }
}

impl PartialEq<Json> for serde_json::Value {
    fn eq(&self, other: &Json) -> bool {
        other == self
    }
}
