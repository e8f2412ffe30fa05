//! A JSON value, and what is asked of it.

use std::fmt;
use std::ops::{Index, IndexMut};

use serde_json::Number;

use super::map::{self, Key};

/// The members of an object, in the order in which they were put.
pub type Map = map::Map<Json>;

/// A JSON value.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Json {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Json>),
    /// An object.
    Object(Map),
}

/// What finds a value inside of another: a key or a number.
pub trait Finder {
    /// The value that it finds.
    fn find<'a>(&self, inside: &'a Json) -> Option<&'a Json>;

    /// The value that it finds, to be changed.
    fn find_mut<'a>(&self, inside: &'a mut Json) -> Option<&'a mut Json>;

    /// The value that it finds, or a new one that is `null` under a key of an object.
    fn find_or_add<'a>(&self, inside: &'a mut Json) -> &'a mut Json {
        self.find_mut(inside).expect("it is there")
    }
}

impl Finder for str {
    fn find<'a>(&self, inside: &'a Json) -> Option<&'a Json> {
        inside.as_object()?.get(self)
    }

    fn find_mut<'a>(&self, inside: &'a mut Json) -> Option<&'a mut Json> {
        inside.as_object_mut()?.get_mut(self)
    }

    fn find_or_add<'a>(&self, inside: &'a mut Json) -> &'a mut Json {
        inside.as_object_mut().expect("it is an object").entry(self).or_insert(Json::Null)
    }
}

macro_rules! texts {
    ($($text:ty),+) => {
        $(impl Finder for $text {
            fn find<'a>(&self, inside: &'a Json) -> Option<&'a Json> {
                Finder::find(self.as_str(), inside)
            }

            fn find_mut<'a>(&self, inside: &'a mut Json) -> Option<&'a mut Json> {
                Finder::find_mut(self.as_str(), inside)
            }

            fn find_or_add<'a>(&self, inside: &'a mut Json) -> &'a mut Json {
                self.as_str().find_or_add(inside)
            }
        })+
    };
}
texts!(String, Key);

impl Finder for usize {
    fn find<'a>(&self, inside: &'a Json) -> Option<&'a Json> {
        inside.as_array()?.get(*self)
    }

    fn find_mut<'a>(&self, inside: &'a mut Json) -> Option<&'a mut Json> {
        inside.as_array_mut()?.get_mut(*self)
    }
}

impl<F: Finder + ?Sized> Finder for &F {
    fn find<'a>(&self, inside: &'a Json) -> Option<&'a Json> {
        (**self).find(inside)
    }

    fn find_mut<'a>(&self, inside: &'a mut Json) -> Option<&'a mut Json> {
        (**self).find_mut(inside)
    }

    fn find_or_add<'a>(&self, inside: &'a mut Json) -> &'a mut Json {
        (**self).find_or_add(inside)
    }
}

impl Json {
    /// The value under a key of an object, or at a place of an array.
    pub fn get(&self, finder: impl Finder) -> Option<&Json> {
        finder.find(self)
    }

    /// As [`Json::get`], to be changed.
    pub fn get_mut(&mut self, finder: impl Finder) -> Option<&mut Json> {
        finder.find_mut(self)
    }

    /// The value at the end of a path of JSON Pointer (RFC 6901), `/a/0/b`.
    pub fn pointer(&self, pointer: &str) -> Option<&Json> {
        if pointer.is_empty() {
            return Some(self);
        }
        pointer.strip_prefix('/')?.split('/').try_fold(self, |at: &Json, step: &str| match at {
            Json::Array(elements) => elements.get(step.parse::<usize>().ok()?),
            Json::Object(members) => members.get(step.replace("~1", "/").replace("~0", "~").as_str()),
            _ => None,
        })
    }

    /// As [`Json::pointer`], to be changed.
    pub fn pointer_mut(&mut self, pointer: &str) -> Option<&mut Json> {
        if pointer.is_empty() {
            return Some(self);
        }
        pointer.strip_prefix('/')?.split('/').try_fold(self, |at: &mut Json, step: &str| match at {
            Json::Array(elements) => elements.get_mut(step.parse::<usize>().ok()?),
            Json::Object(members) => members.get_mut(step.replace("~1", "/").replace("~0", "~").as_str()),
            _ => None,
        })
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether it is an array.
    pub fn is_array(&self) -> bool {
        matches!(self, Self::Array(_))
    }

    /// Whether it is an object.
    pub fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }

    /// Whether it is a string.
    pub fn is_string(&self) -> bool {
        matches!(self, Self::String(_))
    }

    /// Whether it is a number.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Number(_))
    }

    /// Whether it is `true` or `false`.
    pub fn is_boolean(&self) -> bool {
        matches!(self, Self::Bool(_))
    }

    /// The flag, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(flag) = self { Some(*flag) } else { None }
    }

    /// The string, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    /// The number, if it is one.
    pub fn as_number(&self) -> Option<&Number> {
        if let Self::Number(number) = self { Some(number) } else { None }
    }

    /// The whole number that is not negative, if it is one.
    pub fn as_u64(&self) -> Option<u64> {
        self.as_number()?.as_u64()
    }

    /// The whole number, if it is one.
    pub fn as_i64(&self) -> Option<i64> {
        self.as_number()?.as_i64()
    }

    /// The number, as near as this type has it.
    pub fn as_f64(&self) -> Option<f64> {
        self.as_number()?.as_f64()
    }

    /// The elements, if it is an array.
    pub fn as_array(&self) -> Option<&Vec<Json>> {
        if let Self::Array(elements) = self { Some(elements) } else { None }
    }

    /// The elements, if it is an array, to be changed.
    pub fn as_array_mut(&mut self) -> Option<&mut Vec<Json>> {
        if let Self::Array(elements) = self { Some(elements) } else { None }
    }

    /// The members, if it is an object.
    pub fn as_object(&self) -> Option<&Map> {
        if let Self::Object(members) = self { Some(members) } else { None }
    }

    /// The members, if it is an object, to be changed.
    pub fn as_object_mut(&mut self) -> Option<&mut Map> {
        if let Self::Object(members) = self { Some(members) } else { None }
    }

    /// The value, and `null` in its place.
    pub fn take(&mut self) -> Json {
        std::mem::take(self)
    }
}

/// `null` where nothing is found.
impl<F: Finder> Index<F> for Json {
    type Output = Json;

    fn index(&self, finder: F) -> &Json {
        const NOTHING: &Json = &Json::Null;
        finder.find(self).unwrap_or(NOTHING)
    }
}

/// In an object, the member that is there, or a new one that is `null`; in an array, the element that is there.
impl<F: Finder> IndexMut<F> for Json {
    fn index_mut(&mut self, finder: F) -> &mut Json {
        if self.is_null() {
            *self = Self::Object(Map::new());
        }
        finder.find_or_add(self)
    }
}

/// As compact JSON; `{:#}` as `serde_json` lays it out over lines.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = if f.alternate() { serde_json::to_string_pretty(self) } else { serde_json::to_string(self) };
        f.write_str(&text.map_err(|_| fmt::Error)?)
    }
}

/// As JSON: that is what one reads fastest.
impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
