//! What has to be known before what: the graph as Terraform makes it, of resources, variables, locals and outputs, each as a whole.
//!
//! An output that is a map waits for all of its entries, whichever of them is asked for; a module waits for nothing by itself.

use std::collections::BTreeSet;

use crate::json::{Json, Map};

use crate::Address;
use crate::read::Documents;
use crate::read::expression::{Piece, Step, Traversal, only_traversal, pieces, traversals};

/// One thing that Terraform works out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Resource(Address),
    /// A `variable`, a local or an `output` of a module.
    Named(&'static str, String, String),
}

impl Documents {
    /// Whether an output of a child module waits for a resource.
    pub fn output_waits_for(&self, module: &str, output: &str, resource: &Address) -> bool {
        self.waits(module, output, &Node::Resource(resource.clone()), false)
    }

    /// Whether an output of a child module waits for what is passed to a variable of one.
    pub fn output_waits_for_variable(&self, (module, output): (&str, &str), (to, variable): (&str, &str)) -> bool {
        self.waits(module, output, &Node::Named("variable", to.to_owned(), variable.to_owned()), false)
    }

    /// As [`Documents::output_waits_for_variable`], where all that a module gives of which no file is there waits for all that is passed to it.
    pub fn output_may_wait_for_variable(&self, (module, output): (&str, &str), (to, variable): (&str, &str)) -> bool {
        self.waits(module, output, &Node::Named("variable", to.to_owned(), variable.to_owned()), true)
    }

    fn waits(&self, module: &str, output: &str, end: &Node, is_cautious: bool) -> bool {
        let mut left = vec![Node::Named("output", module.to_owned(), output.to_owned())];
        let mut seen = BTreeSet::new();
        while let Some(next) = left.pop() {
            if next == *end {
                return true;
            }
            if !seen.contains(&next) {
                if is_cautious {
                    left.extend(self.passed_to_unknown(&next));
                }
                left.extend(self.waits_for(&next));
                seen.insert(next);
            }
        }
        false
    }

    /// The variables of the module of an output, where no file of that one is there.
    fn passed_to_unknown(&self, node: &Node) -> Vec<Node> {
        let Node::Named("output", module, _) = node else { return Vec::new() };
        if self.of_module(module).next().is_some() {
            return Vec::new();
        }
        let passed = self.block("", "module", module).and_then(Json::as_object).into_iter().flat_map(Map::keys);
        passed.map(|name| Node::Named("variable", module.clone(), name.to_string())).collect()
    }

    fn waits_for(&self, node: &Node) -> Vec<Node> {
        let mut found = Vec::new();
        match node {
            Node::Resource(address) => {
                let Some(block) = self.at(address) else { return found };
                self.read_in(block.module, block.written, &mut found);
                let call = self.block("", "module", block.module);
                for (module, body) in [(block.module, Some(block.written)), ("", call)] {
                    let bare = body.and_then(|body| body.get("depends_on")).and_then(Json::as_array).into_iter().flatten();
                    for traversal in bare.filter_map(|bare| only_traversal(bare.as_str()?)) {
                        self.named_by(module, &traversal, &mut found);
                    }
                }
            }
            Node::Named("variable", module, name) if !module.is_empty() => {
                let passed = self.block("", "module", module).and_then(|call| call.get(name));
                if let Some(value) = passed {
                    self.read_in("", value, &mut found);
                }
            }
            Node::Named(section, module, name) => {
                if let Some(body) = self.block(module, section, name) {
                    self.read_in(module, body, &mut found);
                }
            }
        }
        found
    }

    /// What the references in a value of a module name.
    fn read_in(&self, module: &str, value: &Json, found: &mut Vec<Node>) {
        match value {
            Json::String(text) => {
                for piece in pieces(text).unwrap_or_default() {
                    let Piece::Expression(code) = piece else { continue };
                    for traversal in traversals(&code).unwrap_or_default() {
                        self.named_by(module, &traversal, found);
                    }
                }
            }
            Json::Array(elements) => elements.iter().for_each(|element| self.read_in(module, element, found)),
            Json::Object(members) => {
                for (key, value) in members {
                    if key.contains("${") {
                        self.read_in(module, &Json::from(key.as_str()), found);
                    }
                    self.read_in(module, value, found);
                }
            }
            Json::Null | Json::Bool(_) | Json::Number(_) => {}
        }
    }

    fn named_by(&self, module: &str, traversal: &Traversal, found: &mut Vec<Node>) {
        let named = |section, name: &String| Node::Named(section, module.to_owned(), name.clone());
        match traversal.0.as_slice() {
            [Step::Name(root), Step::Name(name), ..] if root == "var" => found.push(named("variable", name)),
            [Step::Name(root), Step::Name(name), ..] if root == "local" => found.push(named("locals", name)),
            [Step::Name(root), Step::Name(child), Step::Name(output), ..] if root == "module" => {
                found.push(Node::Named("output", child.clone(), output.clone()));
            }
            // A module as a whole is all that it gives.
            [Step::Name(root), Step::Name(child)] if root == "module" => {
                let outputs = self.section(child, "output").into_keys();
                found.extend(outputs.map(|output| Node::Named("output", child.clone(), output.to_owned())));
            }
            _ => found.extend(traversal.address_in(module).map(Node::Resource)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_is_no_node_and_a_map_is_one() {
        let files = [
            (
                "main.tf.json",
                r#"{"module": {"a": {"source": "./modules/a", "b": "${module.b.one}"}, "b": {"source": "./modules/b", "a": "${module.a.free}"}}}"#,
            ),
            (
                "modules/a/x.tf.json",
                r#"{"variable": {"b": {}}, "resource": {"x": {"bound": {"b": "${var.b}"}, "free": {}}},
                    "output": {"free": {"value": "${x.free.id}"}, "map": {"value": {"bound": "${x.bound.id}", "free": "${x.free.id}"}}}}"#,
            ),
            (
                "modules/b/x.tf.json",
                r#"{"variable": {"a": {}}, "locals": {"a": "${var.a}"}, "resource": {"x": {"one": {"a": "${local.a}"}, "two": {"depends_on": ["x.one"]}}},
                    "output": {"one": {"value": "${x.one.id}"}, "two": {"value": "${x.two.id}"}}}"#,
            ),
        ];
        let documents = Documents::read(files).expect("they are documents");
        let waits = |module: &str, output: &str, address: &str| {
            documents.output_waits_for(module, output, &address.parse().expect("it is an address"))
        };
        assert!(waits("b", "two", "module.a.x.free"), "through depends_on, a local, a variable and an output");
        assert!(!waits("b", "two", "module.a.x.bound"), "another resource of the module is none");
        assert!(waits("a", "map", "module.b.x.one") && !waits("a", "free", "module.b.x.one"));
    }
}
