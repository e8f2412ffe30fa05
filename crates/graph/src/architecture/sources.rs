//! The resources from which the architecture is read, by address. It must not know what they are for.

use std::collections::BTreeMap;

use documents::expression::{Piece, Step, only_traversal, pieces, plain};
use documents::{Documents, Resource};
use serde_json::Value as Json;

/// All resources, by address.
pub(super) struct Sources<'a> {
    by_address: BTreeMap<String, Resource<'a>>,
}

impl<'a> Sources<'a> {
    pub(super) fn new(documents: &'a Documents) -> Self {
        Self { by_address: documents.resources().into_iter().map(|it| (it.address.to_string(), it)).collect() }
    }

    /// The resources of a type with their addresses, in order.
    pub(super) fn of<'b>(&'b self, kind: &'b str) -> impl Iterator<Item = (&'b str, &'b Json)> {
        self.by_address.iter().filter(move |(_, it)| it.address.kind == kind).map(|(address, it)| (address.as_str(), &it.body))
    }

    /// The resource to which a value refers.
    pub(super) fn target(&self, value: &Json) -> Option<(&str, &Json)> {
        let address = target(value)?;
        self.by_address.get_key_value(&address).map(|(address, it)| (address.as_str(), &it.body))
    }
}

/// The address of the resource to which a value refers, when it is nothing but a reference.
pub(super) fn target(value: &Json) -> Option<String> {
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

/// The text of an argument as Terraform reads it; what holds a reference is no text.
pub(super) fn text(value: &Json) -> Option<String> {
    plain(value.as_str()?).ok()
}

/// A number, which may stand as a text.
pub(super) fn number(value: &Json) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// The elements of a list; a block that stands alone is a list of one.
pub(super) fn elements(value: &Json) -> &[Json] {
    match value {
        Json::Array(elements) => elements,
        Json::Null => &[],
        other => std::slice::from_ref(other),
    }
}
