//! The tree as a serde deserializer.
//!
//! Knows the tree and serde; each error gets the path of its setting here, and nothing else.

use std::collections::btree_map::Iter;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Unexpected, VariantAccess, Visitor};
use serde::forward_to_deserialize_any;

use crate::path::Segment;
use crate::refusal::{Kind, Refusal};
use crate::tree::{Node, Value};
use words::one_of;

impl<'de> Deserializer<'de> for &'de Node {
    type Error = Refusal;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match &self.value {
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Integer(integer) => match (i64::try_from(*integer), u64::try_from(*integer)) {
                (Ok(integer), _) => visitor.visit_i64(integer),
                (Err(_), Ok(integer)) => visitor.visit_u64(integer),
                (Err(_), Err(_)) => visitor.visit_i128(*integer),
            },
            Value::Float(float, _) => visitor.visit_f64(*float),
            Value::Boolean(boolean) => visitor.visit_bool(*boolean),
            // serde has no word for it, and no setting is one.
            Value::Datetime(_) => Err(Refusal::invalid_type(Unexpected::Other("date"), &visitor)),
            Value::Array(elements) => {
                let mut rest = Elements(elements.iter());
                let value = visitor.visit_seq(&mut rest)?;
                let unread = rest.0.len();
                if unread == 0 {
                    return Ok(value);
                }
                let expected = format!("an array of length {}", elements.len() - unread);
                Err(Refusal::invalid_length(elements.len(), &expected.as_str()))
            }
            Value::Table(entries) => {
                let mut rest = Entries::new(entries.iter());
                let value = visitor.visit_map(&mut rest);
                value.map_err(|refusal| match (&refusal.kind, rest.current) {
                    // Raised between key and value, where serde knows no place.
                    (Kind::Duplicate(_), Some((key, _))) => refusal.of_key(key),
                    _ => refusal,
                })
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _name: &'static str, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_newtype_struct(self)
    }

    // serde would also take the fields in the order of the type, as an array.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        match &self.value {
            Value::Table(_) => self.deserialize_any(visitor),
            _ => Err(Refusal::invalid_type(Unexpected::Seq, &visitor)),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        match &self.value {
            Value::String(name) => visitor.visit_enum(Variant { name, content: None }),
            Value::Table(entries) if entries.len() == 1 => {
                let (name, content) = entries.iter().next().expect("the table has one entry");
                visitor.visit_enum(Variant { name, content: Some(content) })
            }
            Value::Table(entries) if entries.len() > 1 && entries.keys().all(|name| variants.contains(&name.as_str())) => {
                Err(Refusal::new(Kind::Several(entries.keys().cloned().collect())))
            }
            _ => Err(Refusal::invalid_type(Unexpected::Enum, &one_of(variants).as_str())),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}

struct Elements<'de>(Iter<'de, usize, Node>);

impl<'de> SeqAccess<'de> for Elements<'de> {
    type Error = Refusal;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Refusal> {
        let Some((index, node)) = self.0.next() else {
            return Ok(None);
        };
        let element = seed.deserialize(node);
        element.map(Some).map_err(|refusal| refusal.under(Segment::Index(*index)))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

struct Entries<'de> {
    rest: Iter<'de, String, Node>,
    /// The entry whose key was read last.
    current: Option<(&'de str, &'de Node)>,
}

impl<'de> Entries<'de> {
    fn new(rest: Iter<'de, String, Node>) -> Self {
        Self { rest, current: None }
    }
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Refusal;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Refusal> {
        let Some((key, node)) = self.rest.next() else {
            return Ok(None);
        };
        self.current = Some((key, node));
        let read = seed.deserialize(Key(key));
        read.map(Some).map_err(|refusal| refusal.of_key(key))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Refusal> {
        let (key, node) = self.current.expect("serde asks for a value after its key");
        let value = seed.deserialize(node);
        value.map_err(|refusal| refusal.under(Segment::Key(key.to_owned())))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

/// A table's key, which may also be a newtype or a unit variant.
struct Key<'de>(&'de str);

impl<'de> Deserializer<'de> for Key<'de> {
    type Error = Refusal;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_borrowed_str(self.0)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _name: &'static str, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        visitor.visit_enum(BorrowedStrDeserializer::new(self.0))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// An enum's variant: `"single"` or `{ custom = … }`.
struct Variant<'de> {
    name: &'de str,
    content: Option<&'de Node>,
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Refusal;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Refusal> {
        let variant: Result<_, Refusal> = seed.deserialize(BorrowedStrDeserializer::new(self.name));
        match (variant, self.content) {
            (Ok(variant), _) => Ok((variant, self)),
            (Err(refusal), None) => Err(refusal),
            (Err(refusal), Some(_)) => Err(refusal.of_key(self.name)),
        }
    }
}

impl<'de> Variant<'de> {
    fn read<T>(self, read: impl FnOnce(&'de Node) -> Result<T, Refusal>) -> Result<T, Refusal> {
        let Some(content) = self.content else {
            let message = format!("`{name}` needs a value: write `{{ {name} = … }}`", name = self.name);
            return Err(Refusal::custom(message));
        };
        read(content).map_err(|refusal| refusal.under(Segment::Key(self.name.to_owned())))
    }
}

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = Refusal;

    fn unit_variant(self) -> Result<(), Refusal> {
        if self.content.is_none() {
            return Ok(());
        }
        let message = format!("`{name}` takes no value: write `\"{name}\"`", name = self.name);
        Err(Refusal::custom(message))
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Refusal> {
        self.read(|content| seed.deserialize(content))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value, Refusal> {
        self.read(|content| content.deserialize_any(visitor))
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Refusal> {
        self.read(|content| content.deserialize_struct("", fields, visitor))
    }
}
