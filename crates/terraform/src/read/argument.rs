//! The value of an argument: what it refers to, its text, its number, its elements. It must not know which argument it is.

use crate::json::Json;

use crate::Address;
use crate::read::expression::{Piece, only_traversal, pieces, plain};

/// The address of the resource to which a value refers, when it is nothing but a reference.
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
