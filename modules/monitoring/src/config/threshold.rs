//! From which value on an alarm goes off, or that there is no such alarm. It must not know what is measured.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, IntoDeserializer, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The word that switches an alarm off.
const OFF: &str = "off";

/// The value at which an alarm goes off, or `"off"`: then there is no such alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Threshold<T> {
    /// There is an alarm, and it goes off at this value.
    At(T),
    /// There is none.
    Off,
}

impl<T: Copy> Threshold<T> {
    /// The value, if there is an alarm.
    pub fn at(self) -> Option<T> {
        match self {
            Self::At(value) => Some(value),
            Self::Off => None,
        }
    }

    /// Whether there is no such alarm.
    pub fn is_off(self) -> bool {
        self.at().is_none()
    }
}

impl<T: Serialize> Serialize for Threshold<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::At(value) => value.serialize(serializer),
            Self::Off => serializer.serialize_str(OFF),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Threshold<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OfThreshold(PhantomData))
    }
}

struct OfThreshold<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OfThreshold<T> {
    type Value = Threshold<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "a number or `\"{OFF}\"`")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<Threshold<T>, E> {
        if word == OFF {
            return Ok(Threshold::Off);
        }
        if word.parse::<f64>().is_ok() {
            return Err(E::custom(format!("a number stands without quotation marks: `{word}`")));
        }
        Err(E::custom(format!(
            "`{word}` is no threshold: write a number, or `\"{OFF}\"` for no such alarm",
            word = word.escape_debug()
        )))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Threshold<T>, E> {
        Err(E::custom(format!("an alarm is switched off by `\"{OFF}\"`, and has a number where it is on")))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Threshold<T>, E> {
        T::deserialize(number.into_deserializer()).map(Threshold::At)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Threshold<T>, E> {
        T::deserialize(number.into_deserializer()).map(Threshold::At)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Threshold<T>, E> {
        T::deserialize(number.into_deserializer()).map(Threshold::At)
    }
}

impl<T: JsonSchema> JsonSchema for Threshold<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}OrOff", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let value = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [value, { "const": OFF, "description": "There is no such alarm." }] })
    }
}
