//! How the rules say a value, and a change of one.

use crate::diff::Difference;
use crate::node::Node;
use crate::risk::Code;
use crate::sentence::Sentence;
use finding::Severity;

/// What is found by its words.
pub(super) type Told = (Severity, Code, Sentence);

/// A value as one word.
pub(super) fn word(node: &Node) -> Option<String> {
    match node {
        Node::Text(text) if !text.is_empty() => Some(text.clone()),
        Node::Number(number) => Some(number.to_string()),
        Node::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

/// `<verb> <path> from <old> to <new>`.
pub(super) fn from_to(verb: &'static str, Difference { path, before, after }: &Difference) -> Sentence {
    let what = Sentence::new(verb).value(path);
    match (word(before), word(after)) {
        (Some(old), Some(new)) if old.len() + new.len() <= 160 => what.words(" from ").value(old).words(" to ").value(new),
        (Some(old), None) if old.len() <= 160 => what.words(" from ").value(old),
        _ => what,
    }
}
