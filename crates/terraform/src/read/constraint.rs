//! The type that a variable asks for, as its `type` says it ("Type Constraints").
//!
//! It must not know the value that somebody gives: whoever does compares it with what stands here.

use std::collections::BTreeMap;
use std::fmt;

use hcl_edit::expr::{Expression, FuncCall, Object, ObjectKey};
use hcl_edit::parser;

/// A type constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constraint {
    /// Whatever is given.
    Any,
    /// `string`.
    String,
    /// `number`.
    Number,
    /// `bool`.
    Bool,
    /// `list(…)`.
    List(Box<Constraint>),
    /// `set(…)`.
    Set(Box<Constraint>),
    /// `map(…)`.
    Map(Box<Constraint>),
    /// `object({…})`: its attributes, each with whether it can be left out.
    Object(BTreeMap<String, (Constraint, bool)>),
    /// `tuple([…])`.
    Tuple(Vec<Constraint>),
}

impl Constraint {
    /// Reads a constraint; what is none is taken for `any`, and Terraform says what is wrong with it.
    pub fn read(text: &str) -> Self {
        parser::parse_expr(text.trim()).map_or(Self::Any, |expression| of(&expression))
    }

    /// Whether Terraform takes what has this type for what has the other one, as far as the types tell.
    pub fn takes(&self, given: &Self) -> bool {
        match (self, given) {
            (Self::Any, _) | (_, Self::Any) => true,
            (Self::String, Self::String | Self::Number | Self::Bool) => true,
            // A text can be one.
            (Self::Number, Self::Number | Self::String) | (Self::Bool, Self::Bool | Self::String) => true,
            (Self::List(inner) | Self::Set(inner), Self::List(given) | Self::Set(given)) => inner.takes(given),
            (Self::List(inner) | Self::Set(inner), Self::Tuple(given)) => given.iter().all(|given| inner.takes(given)),
            (Self::Map(inner), Self::Map(given)) => inner.takes(given),
            (Self::Map(inner), Self::Object(given)) => given.values().all(|(given, _)| inner.takes(given)),
            (Self::Object(fields), Self::Object(given)) => {
                fields.iter().all(|(name, (field, is_optional))| match given.get(name) {
                    Some((given, _)) => field.takes(given),
                    None => *is_optional,
                })
            }
            (Self::Object(_), Self::Map(_)) | (Self::Tuple(_), Self::Tuple(_) | Self::List(_) | Self::Set(_)) => true,
            _ => false,
        }
    }
}

fn of(expression: &Expression) -> Constraint {
    match expression {
        Expression::Variable(name) => match name.as_str() {
            "string" => Constraint::String,
            "number" => Constraint::Number,
            "bool" => Constraint::Bool,
            // As Terraform 0.11 had them, which Terraform still reads.
            "list" => Constraint::List(Box::new(Constraint::Any)),
            "map" => Constraint::Map(Box::new(Constraint::Any)),
            _ => Constraint::Any,
        },
        Expression::FuncCall(call) => of_call(call),
        _ => Constraint::Any,
    }
}

fn of_call(call: &FuncCall) -> Constraint {
    let argument = call.args.iter().next();
    let inner = || Box::new(argument.map_or(Constraint::Any, of));
    match (call.name.name.as_str(), argument) {
        ("list", _) => Constraint::List(inner()),
        ("set", _) => Constraint::Set(inner()),
        ("map", _) => Constraint::Map(inner()),
        ("object", Some(Expression::Object(fields))) => Constraint::Object(of_fields(fields)),
        ("tuple", Some(Expression::Array(elements))) => Constraint::Tuple(elements.iter().map(of).collect()),
        ("optional", Some(inner)) => of(inner),
        _ => Constraint::Any,
    }
}

fn of_fields(fields: &Object) -> BTreeMap<String, (Constraint, bool)> {
    let name = |key: &ObjectKey| match key {
        ObjectKey::Ident(name) => Some(name.as_str().to_owned()),
        ObjectKey::Expression(Expression::String(name)) => Some(name.as_str().to_owned()),
        ObjectKey::Expression(Expression::Variable(name)) => Some(name.as_str().to_owned()),
        ObjectKey::Expression(_) => None,
    };
    let is_optional = |value: &Expression| matches!(value, Expression::FuncCall(call) if call.name.name.as_str() == "optional");
    let field = |(key, value): (&ObjectKey, &hcl_edit::expr::ObjectValue)| {
        Some((name(key)?, (of(value.expr()), is_optional(value.expr()))))
    };
    fields.iter().filter_map(field).collect()
}

/// As a variable's `type` spells it, on one line.
impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("any"),
            Self::String => f.write_str("string"),
            Self::Number => f.write_str("number"),
            Self::Bool => f.write_str("bool"),
            Self::List(inner) => write!(f, "list({inner})"),
            Self::Set(inner) => write!(f, "set({inner})"),
            Self::Map(inner) => write!(f, "map({inner})"),
            Self::Tuple(elements) => {
                let elements: Vec<String> = elements.iter().map(ToString::to_string).collect();
                write!(f, "tuple([{}])", elements.join(", "))
            }
            Self::Object(fields) => {
                let field = |(name, (field, is_optional)): (&String, &(Self, bool))| {
                    if *is_optional { format!("{name} = optional({field})") } else { format!("{name} = {field}") }
                };
                let fields: Vec<String> = fields.iter().map(field).collect();
                write!(f, "object({{ {} }})", fields.join(", "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constraint_is_read_as_it_is_written() {
        for text in [
            "any",
            "string",
            "list(set(number))",
            "map(bool)",
            "tuple([string, number])",
            "object({ a = string, b = optional(list(object({ c = any }))) })",
        ] {
            assert_eq!(Constraint::read(text).to_string(), text);
        }
        let with_lines = "object({\n    a = string\n    b = optional(number, 3) # of them\n  })";
        assert_eq!(Constraint::read(with_lines).to_string(), "object({ a = string, b = optional(number) })");
        assert_eq!(Constraint::read("nothing(at all").to_string(), "any");
    }

    #[test]
    fn what_terraform_converts_is_taken() {
        for (asked, given, is_taken) in [
            ("string", "number", true),
            ("number", "string", true),
            ("set(string)", "list(string)", true),
            ("list(string)", "string", false),
            ("string", "list(string)", false),
            ("map(string)", "object({ a = string })", true),
            ("object({ a = string, b = optional(string) })", "object({ a = string })", true),
            ("object({ a = string })", "object({ b = string })", false),
            ("bool", "number", false),
            ("any", "map(string)", true),
        ] {
            assert_eq!(Constraint::read(asked).takes(&Constraint::read(given)), is_taken, "{asked} of {given}");
        }
    }
}
