//! JSON inside JSON: policies, container definitions, dashboards.
//!
//! Such a document is one string to Terraform. It is serialized first, escaped after, and the references are put in last, so that
//! text of a user's cannot become a reference and a reference still works.

use std::borrow::Cow;

use crate::template::{Piece, Template};
use crate::{Expression, Number, Value};

/// A JSON document in whose strings references may stand. Keys keep the case and the order in which they are given.
#[derive(Clone, Debug, PartialEq)]
pub enum Embedded {
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string, with references in it or not.
    ///
    /// A reference's own text is put between the quotes as it is. That holds for what AWS makes (ARNs, names, identifiers), in
    /// which neither quotes nor backslashes occur; text from elsewhere goes in by [`Embedded::Encoded`].
    Text(Value<String>),
    /// An expression of any type, written by Terraform's `jsonencode` when it is known.
    Encoded(String),
    /// An array.
    Array(Vec<Embedded>),
    /// An object.
    Object(Vec<(Cow<'static, str>, Embedded)>),
}

/// An object of these members, in this order.
pub fn object<K: Into<Cow<'static, str>>, const N: usize>(members: [(K, Embedded); N]) -> Embedded {
    Embedded::Object(members.into_iter().map(|(key, value)| (key.into(), value)).collect())
}

impl Embedded {
    /// The value of an expression, quoted and escaped by Terraform.
    pub fn encoded<T>(expression: &Expression<T>) -> Self {
        Self::Encoded(format!("jsonencode({})", expression.code()))
    }

    /// An array of these elements.
    pub fn array<E: Into<Embedded>>(elements: impl IntoIterator<Item = E>) -> Self {
        Self::Array(elements.into_iter().map(Into::into).collect())
    }

    /// The document as one string.
    pub fn into_value(self) -> Value<String> {
        let mut text = Text::default();
        text.embed(self);
        text.into_template().into_value()
    }
}

/// The text of a document while it is written, mark by mark, and the references between what is written.
#[derive(Default)]
struct Text {
    pieces: Vec<Piece>,
    /// What was written since the last reference.
    written: String,
}

impl Text {
    fn embed(&mut self, document: Embedded) {
        match document {
            Embedded::Bool(flag) => self.written.push_str(if flag { "true" } else { "false" }),
            Embedded::Number(number) => self.written.push_str(&number.as_json().to_string()),
            Embedded::Text(text) => {
                self.written.push('"');
                match text {
                    Value::Literal(text) => self.inside(&text),
                    text @ Value::Expression(_) => Template::from(text).pieces.into_iter().for_each(|piece| match piece {
                        Piece::Text(text) => self.inside(&text),
                        Piece::Reference(code) => self.reference(code),
                    }),
                }
                self.written.push('"');
            }
            Embedded::Encoded(code) => self.reference(code),
            Embedded::Array(elements) => {
                self.written.push('[');
                for (index, element) in elements.into_iter().enumerate() {
                    if index > 0 {
                        self.written.push(',');
                    }
                    self.embed(element);
                }
                self.written.push(']');
            }
            Embedded::Object(members) => {
                self.written.push('{');
                for (index, (key, value)) in members.into_iter().enumerate() {
                    self.written.push_str(if index > 0 { ",\"" } else { "\"" });
                    self.inside(&key);
                    self.written.push_str("\":");
                    self.embed(value);
                }
                self.written.push('}');
            }
        }
    }

    /// What stands between the quotes of a JSON string.
    fn inside(&mut self, text: &str) {
        // Asked of all bytes, and not until one is found: so the compiler asks it of many at once.
        let mut is_plain = true;
        for byte in text.bytes() {
            is_plain &= byte >= b' ' && byte != b'"' && byte != b'\\';
        }
        if is_plain {
            self.written.push_str(text);
        } else {
            let quoted = serde_json::to_string(text).expect("a string is always JSON");
            self.written.push_str(&quoted[1..quoted.len() - 1]);
        }
    }

    fn reference(&mut self, code: String) {
        self.end_text();
        self.pieces.push(Piece::Reference(code));
    }

    fn end_text(&mut self) {
        if !self.written.is_empty() {
            self.pieces.push(Piece::Text(std::mem::take(&mut self.written)));
        }
    }

    fn into_template(mut self) -> Template {
        self.end_text();
        Template { pieces: self.pieces }
    }
}

impl Expression<String> {
    /// The member `name` of the JSON object in this string, read by Terraform's `jsondecode` when it is known.
    ///
    /// The caller vouches for the member and its type.
    pub fn decoded_member<T>(&self, name: &str) -> Expression<T> {
        Expression::native(format!("jsondecode({}).{name}", self.code()))
    }
}

impl<K: Into<Cow<'static, str>>> FromIterator<(K, Embedded)> for Embedded {
    /// An object with these members.
    fn from_iter<I: IntoIterator<Item = (K, Embedded)>>(members: I) -> Self {
        Self::Object(members.into_iter().map(|(name, value)| (name.into(), value)).collect())
    }
}

impl From<bool> for Embedded {
    fn from(flag: bool) -> Self {
        Self::Bool(flag)
    }
}

impl From<&str> for Embedded {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Embedded {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<Value<String>> for Embedded {
    fn from(text: Value<String>) -> Self {
        Self::Text(text)
    }
}

impl From<&Value<String>> for Embedded {
    fn from(text: &Value<String>) -> Self {
        Self::Text(text.clone())
    }
}

impl From<Expression<String>> for Embedded {
    fn from(text: Expression<String>) -> Self {
        Self::Text(text.into())
    }
}

impl From<&Expression<String>> for Embedded {
    fn from(text: &Expression<String>) -> Self {
        Self::Text(text.into())
    }
}

impl From<Vec<Embedded>> for Embedded {
    fn from(elements: Vec<Embedded>) -> Self {
        Self::Array(elements)
    }
}

macro_rules! from_number {
    ($($number:ty),*) => {
        $(impl From<$number> for Embedded {
            fn from(number: $number) -> Self {
                Self::Number(number.into())
            }
        })*
    };
}
from_number!(u8, u16, u32, u64, usize, i32, i64, f64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_a_user_stays_text_and_references_work() {
        let document = object([
            ("${key}", Embedded::from("a \"quoted\" ${aws:username}")),
            ("Resource", template!["arn:aws:s3:::", Expression::<String>::native("aws_s3_bucket.a.id"), "/*"].into()),
            ("count", 3.into()),
            ("tags", Embedded::encoded(&Expression::<String>::native("var.tag"))),
        ]);
        assert_eq!(
            document.into_value().to_json(),
            crate::Json::from(concat!(
                r#"{"$${key}":"a \"quoted\" $${aws:username}","#,
                r#""Resource":"arn:aws:s3:::${aws_s3_bucket.a.id}/*","count":3,"tags":${jsonencode(var.tag)}}"#
            ))
        );
    }

    #[test]
    fn a_member_of_a_json_string_is_read_by_terraform() {
        let secret: Expression<String> = Expression::native("ephemeral.aws_secret.main.text");
        let password: Expression<String> = secret.decoded_member("password");
        assert_eq!(password.code(), "jsondecode(ephemeral.aws_secret.main.text).password");
    }

    use crate::template;
}
