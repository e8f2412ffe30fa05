//! Documents inside strings: policies, container definitions, dashboards. It must not know what they mean.

use crate::json::Json;
use serde::de::DeserializeOwned;

use crate::read::expression::{Piece, pieces};
use crate::read::native;

/// The JSON document in a string: an object or an array, references in it standing as text.
///
/// Nothing for any other value, and for a text that only looks like a number or a word of JSON's.
pub fn document(value: &Json) -> Option<Json> {
    read(value)
}

/// As [`document`], only what `T` asks of it.
pub fn read<T: DeserializeOwned>(value: &Json) -> Option<T> {
    let text = value.as_str()?.trim_start();
    if text.starts_with("${jsonencode(")
        && let Ok([Piece::Expression(code)]) = pieces(text).as_deref()
    {
        return native::encoded(code).and_then(|document| document.read_as().ok());
    }
    if !text.starts_with(['{', '[']) {
        return None;
    }
    serde_json::from_str(text).ok().or_else(|| serde_json::from_str(&requoted(text)?).ok())
}

/// The text with `'` for the quotes of its references (`${var.arns["task-api"]}`), which stand inside quotes of the document's own.
fn requoted(text: &str) -> Option<String> {
    let pieces = pieces(text).ok()?;
    let requoted = pieces.into_iter().map(|piece| match piece {
        Piece::Text(text) | Piece::Directive(text) => text,
        Piece::Expression(expression) => format!("${{{}}}", expression.replace('"', "'")).into(),
    });
    Some(requoted.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::json;

    #[test]
    fn only_objects_and_arrays_are_documents() {
        assert_eq!(document(&json!("{\"a\": \"${aws_vpc.main.id}\"}")), Some(json!({ "a": "${aws_vpc.main.id}" })));
        for plain in [json!("5"), json!("true"), json!("{not json"), json!("${var.x}"), json!(7)] {
            assert_eq!(document(&plain), None, "{plain}");
        }
    }
    #[test]
    fn what_terraform_encodes_is_a_document() {
        let policy =
            json!(r#"${jsonencode({ Statement = [{ Action = "s3:*", Resource = aws_s3_bucket.x.arn, Sid = "a ${var.b}" }] })}"#);
        let expected = json!({ "Statement": [{ "Action": "s3:*", "Resource": "${aws_s3_bucket.x.arn}", "Sid": "a ${var.b}" }] });
        assert_eq!(document(&policy), Some(expected));
        assert_eq!(document(&json!("${jsonencode(var.x) == 1 ? 2 : 3}")), None);
    }

    #[test]
    fn a_reference_with_quotes_in_it_is_one_reference() {
        let policy = json!(r#"{"Resource": "${var.arns["task-api"]}", "Sid": "$${x}"}"#);
        assert_eq!(document(&policy), Some(json!({ "Resource": "${var.arns['task-api']}", "Sid": "${x}" })));
    }
}
