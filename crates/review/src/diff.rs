//! What differs between two trees, value by value. It must not know which difference matters.
//!
//! Lists are compared as their readers do: what is equal is paired wherever it stands, what names itself (`Sid`, `name`, …) is
//! paired by its name, and the rest in the order in which it stands.

use std::collections::{BTreeMap, BTreeSet};

use crate::node::Node;
use crate::path::{Path, Step};

/// One difference; [`Node::Null`] is that nothing stands there.
#[derive(Clone)]
pub(crate) struct Difference {
    pub(crate) path: Path,
    pub(crate) before: Node,
    pub(crate) after: Node,
}

/// What becomes of an element or a block that stands on one side only.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grain {
    /// It is one difference: for readers.
    Whole,
    /// Each value in it is one: for rules, which look for a value by its name.
    Values,
}

/// Under which name an element of a list is known, in the order of preference.
const NAMES: [&str; 9] = ["Sid", "name", "Name", "id", "Id", "ID", "key", "rule_name", "sourceVolume"];

/// Beyond this many comparisons, elements are paired by where they stand.
const MANY_COMPARISONS: usize = 250_000;

/// The differences between two values.
pub(crate) fn differences(before: &Node, after: &Node, grain: Grain) -> Vec<Difference> {
    let mut found = Vec::new();
    if !is_same(before, after) {
        compare(before, after, &mut Path::default(), grain, &mut found);
    }
    found
}

/// Compares what is not the same.
fn compare(before: &Node, after: &Node, path: &mut Path, grain: Grain, found: &mut Vec<Difference>) {
    static NO_MEMBERS: BTreeMap<String, Node> = BTreeMap::new();
    match (before, after) {
        (Node::Map(before), Node::Map(after)) => members(before, after, path, grain, found),
        (Node::Map(before), Node::Null) if opens(path, grain) => members(before, &NO_MEMBERS, path, grain, found),
        (Node::Null, Node::Map(after)) if opens(path, grain) => members(&NO_MEMBERS, after, path, grain, found),
        (Node::List(before), Node::List(after)) => elements(before, after, path, grain, found),
        (Node::List(before), Node::Null) => elements(before, &[], path, grain, found),
        (Node::Null, Node::List(after)) => elements(&[], after, path, grain, found),
        // In AWS's documents a list of one may be written without its brackets.
        (Node::List(_), Node::Text(_)) | (Node::Text(_), Node::List(_)) if path.is_in_document() => {
            elements(before.each(), after.each(), path, grain, found);
        }
        (Node::Document(before), Node::Document(after)) => below(before, after, || Step::Inside, path, grain, found),
        (Node::Document(before), Node::Null) if grain == Grain::Values => {
            below(before, &Node::Null, || Step::Inside, path, grain, found);
        }
        (Node::Null, Node::Document(after)) if grain == Grain::Values => {
            below(&Node::Null, after, || Step::Inside, path, grain, found);
        }
        _ => found.push(Difference { path: path.clone(), before: before.clone(), after: after.clone() }),
    }
}

/// Compares what stands one step further. Most of it is the same, so the step is made only for what differs.
fn below(before: &Node, after: &Node, step: impl FnOnce() -> Step, path: &mut Path, grain: Grain, found: &mut Vec<Difference>) {
    if !is_same(before, after) {
        path.within(step(), |path| compare(before, after, path, grain, found));
    }
}

fn is_same(before: &Node, after: &Node) -> bool {
    before == after || (before.is_empty() && after.is_empty())
}

/// Whether a map that stands on one side only is looked into: the resource itself always is.
fn opens(path: &Path, grain: Grain) -> bool {
    grain == Grain::Values || *path == Path::default()
}

fn members<'a>(
    before: &'a BTreeMap<String, Node>,
    after: &'a BTreeMap<String, Node>,
    path: &mut Path,
    grain: Grain,
    found: &mut Vec<Difference>,
) {
    let mut keys: Vec<&String> = before.keys().chain(after.keys().filter(|key| !before.contains_key(*key))).collect();
    keys.sort_unstable();
    for key in keys {
        let side = |members: &'a BTreeMap<String, Node>| members.get(key).unwrap_or(&Node::Null);
        below(side(before), side(after), || Step::Key(key.clone()), path, grain, found);
    }
}

fn elements(before: &[Node], after: &[Node], path: &mut Path, grain: Grain, found: &mut Vec<Difference>) {
    // A block that may stand once.
    if let ([before], [after]) = (before, after)
        && matches!((before, after), (Node::Map(_), Node::Map(_)))
    {
        return below(before, after, || Step::Index(0), path, grain, found);
    }
    if let Some(names) = names(before, after) {
        return named(before, after, &names, path, grain, found);
    }
    if before.len().saturating_mul(after.len()) > MANY_COMPARISONS {
        return in_order(before.iter().collect(), after.iter().collect(), path, grain, found);
    }
    let mut left: Vec<&Node> = after.iter().collect();
    let mut gone: Vec<&Node> = Vec::new();
    for element in before {
        match left.iter().position(|other| *other == element) {
            Some(at) => _ = left.remove(at),
            None => gone.push(element),
        }
    }
    if gone.is_empty() && left.is_empty() && before != after {
        // The same elements in another order.
        found.push(Difference { path: path.clone(), before: Node::List(before.to_vec()), after: Node::List(after.to_vec()) });
    }
    in_order(gone, left, path, grain, found);
}

/// Pairs blocks in their order; anything else comes or goes.
fn in_order(before: Vec<&Node>, after: Vec<&Node>, path: &mut Path, grain: Grain, found: &mut Vec<Difference>) {
    let are_blocks = before.iter().chain(&after).all(|element| matches!(element, Node::Map(_)));
    let pairs = if are_blocks { before.len().min(after.len()) } else { 0 };
    for (at, (before, after)) in before.iter().zip(&after).take(pairs).enumerate() {
        below(before, after, || Step::Index(at), path, grain, found);
    }
    for element in &before[pairs..] {
        below(element, &Node::Null, || Step::Element, path, grain, found);
    }
    for element in &after[pairs..] {
        below(&Node::Null, element, || Step::Element, path, grain, found);
    }
}

/// The names of the elements on both sides, where each has one of its own.
fn names<'a>(before: &'a [Node], after: &'a [Node]) -> Option<[Vec<&'a str>; 2]> {
    if before.is_empty() && after.is_empty() {
        return None;
    }
    NAMES.into_iter().find_map(|key| {
        let names_of = |elements: &'a [Node]| -> Option<Vec<&'a str>> {
            let names: Vec<&str> = elements.iter().map(|element| element.get(key).as_text()).collect::<Option<_>>()?;
            let distinct: BTreeSet<&&str> = names.iter().collect();
            (distinct.len() == names.len()).then_some(names)
        };
        Some([names_of(before)?, names_of(after)?])
    })
}

fn named(before: &[Node], after: &[Node], [old, new]: &[Vec<&str>; 2], path: &mut Path, grain: Grain, found: &mut Vec<Difference>) {
    let places: BTreeMap<&str, &Node> = new.iter().copied().zip(after).collect();
    let known: BTreeSet<&str> = old.iter().copied().collect();
    for (name, element) in old.iter().zip(before) {
        let other = places.get(name).copied().unwrap_or(&Node::Null);
        below(element, other, || Step::Named((*name).to_owned()), path, grain, found);
    }
    for (name, element) in new.iter().zip(after).filter(|(name, _)| !known.contains(**name)) {
        below(&Node::Null, element, || Step::Named((*name).to_owned()), path, grain, found);
    }
}

#[cfg(test)]
mod tests {
    use terraform::json::{Json, json};

    use super::*;
    use crate::reading::Marks;

    fn node(value: Json) -> Node {
        let nothing = Json::Null;
        Node::new(value, Marks { sensitive: &nothing, sensitive_there: &nothing, unknown: &nothing })
    }

    fn told(before: Json, after: Json, grain: Grain) -> Vec<String> {
        let found = differences(&node(before), &node(after), grain);
        found.iter().map(|it| format!("{}: {} > {}", it.path, it.before.shown(), it.after.shown())).collect()
    }

    #[test]
    fn a_document_is_compared_inside() {
        let policy = |actions: Json| json!({"policy": json!({"Statement": [{"Sid": "Read", "Action": actions}]}).to_string()});
        assert_eq!(
            told(policy(json!(["s3:Get*"])), policy(json!(["s3:Put*", "s3:Get*"])), Grain::Whole),
            [r#"policy{Statement[0].Action[]}: null > "s3:Put*""#]
        );
    }

    #[test]
    fn what_is_only_written_differently_is_the_same() {
        assert!(told(json!({"policy": "{\"a\": 1}"}), json!({"policy": "{\"a\":1}"}), Grain::Whole).is_empty());
        assert!(told(json!({"tags": {}, "name": ""}), json!({"tags": null}), Grain::Whole).is_empty());
    }

    #[test]
    fn elements_are_paired_by_their_names_and_the_order_of_others_does_not_matter() {
        let before = json!({"env": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]});
        let after = json!({"env": [{"name": "B", "value": "3"}, {"name": "A", "value": "1"}]});
        assert_eq!(told(before, after, Grain::Whole), [r#"env["B"].value: "2" > "3""#]);
        assert_eq!(
            told(json!({"zones": ["a", "b"]}), json!({"zones": ["b", "c"]}), Grain::Whole),
            [r#"zones[]: "a" > null"#, r#"zones[]: null > "c""#]
        );
        assert_eq!(
            told(json!({"zones": ["a", "b"]}), json!({"zones": ["b", "a"]}), Grain::Whole),
            [r#"zones: ["a","b"] > ["b","a"]"#]
        );
    }

    #[test]
    fn a_block_that_comes_is_one_difference_or_one_for_each_value() {
        let after = json!({"ingress": [{"from_port": 22, "to_port": 22, "self": null}]});
        assert_eq!(told(json!({}), after.clone(), Grain::Whole), [r#"ingress[]: null > {"from_port":22,"to_port":22}"#]);
        assert_eq!(told(json!({}), after, Grain::Values), ["ingress[].from_port: null > 22", "ingress[].to_port: null > 22"]);
    }
}
