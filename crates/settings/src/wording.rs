//! Plain words for what serde expects, for values, and for names that are nearly right.
//!
//! Pure text: knows no places.

use crate::tree::Value;

/// What serde expects, for a reader who knows TOML and not Rust; the range of a number only where a number was found.
pub(crate) fn expected(by_serde: &str, found: Option<&Value>) -> String {
    let range = |low: i128, high: i128| match found {
        Some(Value::Integer(_)) => format!("a whole number from {low} to {high}"),
        _ => "a whole number".to_owned(),
    };
    match by_serde {
        "u8" => range(0, u8::MAX.into()),
        "u16" => range(0, u16::MAX.into()),
        "u32" => range(0, u32::MAX.into()),
        "u64" | "u128" | "usize" => range(0, u64::MAX.into()),
        "i8" => range(i8::MIN.into(), i8::MAX.into()),
        "i16" => range(i16::MIN.into(), i16::MAX.into()),
        "i32" => range(i32::MIN.into(), i32::MAX.into()),
        "i64" | "i128" | "isize" => range(i64::MIN.into(), i64::MAX.into()),
        "f32" | "f64" => "a number".to_owned(),
        "a boolean" => "`true` or `false`".to_owned(),
        "a sequence" => "an array".to_owned(),
        "a map" => "a table".to_owned(),
        other if other.starts_with("struct ") => "a table".to_owned(),
        other if other.starts_with("tuple struct ") || other.starts_with("a tuple") => "an array".to_owned(),
        other => other.to_owned(),
    }
}

/// A value as the user wrote it, with its kind.
pub(crate) fn found(value: &Value) -> String {
    match value {
        Value::String(text) => format!("the string `{text:?}`"),
        Value::Integer(integer) => format!("the number `{integer}`"),
        Value::Float(_, written) => format!("the number `{written}`"),
        Value::Boolean(boolean) => format!("the boolean `{boolean}`"),
        Value::Datetime(datetime) => format!("the date or time `{datetime}`"),
        Value::Array(_) => "an array".to_owned(),
        Value::Table(_) => "a table".to_owned(),
    }
}

/// The words that a schema's description opens with: its first paragraph as part of a sentence.
pub(crate) fn opening(description: &str) -> String {
    let paragraph = description.split("\n\n").next().unwrap_or_default();
    let line = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = line.strip_suffix('.').unwrap_or(&line);
    let mut characters = line.chars();
    match (characters.next(), characters.next()) {
        // An acronym keeps its capital.
        (Some(first), Some(second)) if !second.is_uppercase() && !second.is_numeric() => {
            first.to_lowercase().chain(line.chars().skip(1)).collect()
        }
        _ => line.to_owned(),
    }
}
