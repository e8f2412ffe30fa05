//! The value of an argument: what it refers to, its text, its number, its elements. It must not know which argument it is.

use serde_json::Value as Json;

use crate::Address;
use crate::read::expression::{Piece, Step, only_traversal, pieces, plain};

/// The address of the resource to which a value refers, when it is nothing but a reference.
pub fn target(value: &Json) -> Option<String> {
    let found = pieces(value.as_str()?).ok()?;
    let [Piece::Expression(expression)] = found.as_slice() else { return None };
    let traversal = only_traversal(expression)?;
    let mut names = traversal.0.iter().map_while(|step| if let Step::Name(name) = step { Some(name.as_str()) } else { None });
    let first = names.next()?;
    let parts: Vec<&str> = match first {
        "module" => vec![first, names.next()?, names.next()?, names.next()?],
        _ => vec![first, names.next()?],
    };
    Some(parts.join("."))
}

/// As [`target`], as an address.
pub(crate) fn address(value: &Json) -> Option<Address> {
    let found = pieces(value.as_str()?).ok()?;
    let [Piece::Expression(expression)] = found.as_slice() else { return None };
    only_traversal(expression)?.address()
}

/// The text of an argument as Terraform reads it; what holds a reference is no text.
pub fn text(value: &Json) -> Option<String> {
    plain(value.as_str()?).ok()
}

/// A number, which may stand as a text.
pub fn number(value: &Json) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// The elements of a list; a block that stands alone is a list of one.
pub fn elements(value: &Json) -> &[Json] {
    match value {
        Json::Array(elements) => elements,
        Json::Null => &[],
        other => std::slice::from_ref(other),
    }
}
