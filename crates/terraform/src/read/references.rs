//! Which resources a resource needs: the edges of the configuration's graph. It must not know what a resource is for.

use std::collections::BTreeSet;

use crate::json::Json;

use crate::Address;
use crate::read::expression::{Piece, only_traversal, pieces, traversals};
use crate::read::{Documents, Resource, ResourceBlock};

impl Documents {
    /// The resources to which a resource's arguments and `depends_on` lead, through variables and outputs too.
    pub fn needs(&self, resource: &Resource<'_>) -> BTreeSet<Address> {
        self.at(&resource.address).map(|block| block.needs()).unwrap_or_default()
    }
}

/// A module that the root module calls and of which no file is there: Terraform fetches it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched<'a> {
    /// The name under which it is called.
    pub name: &'a str,
    /// Where Terraform fetches it, with the versions that serve.
    pub source: String,
    /// The resources to which what is passed to it leads.
    pub needs: BTreeSet<Address>,
}

impl Documents {
    /// The modules whose inside is not known here, by name.
    pub fn fetched<'a>(&'a self) -> Vec<Fetched<'a>> {
        let calls = self.section("", "module").into_iter();
        let unknown = calls.filter(|(name, _)| self.of_module(name).next().is_none());
        let fetched = |(name, call): (&'a str, &'a Json)| {
            let text = |key: &str| call.get(key).and_then(Json::as_str).unwrap_or_default();
            let source = [text("source"), text("version")].join(" ").trim_end().to_owned();
            let mut texts = Vec::new();
            let passed = self.resolve_to_resources("", call);
            strings(&passed, &mut texts);
            let needs = texts.iter().flat_map(|text| addresses_in(text)).filter(|address| self.at(address).is_some()).collect();
            Fetched { name, source, needs }
        };
        unknown.map(fetched).collect()
    }
}

impl ResourceBlock<'_> {
    /// The resources to which its arguments and `depends_on` lead, through variables and outputs too.
    pub fn needs(&self) -> BTreeSet<Address> {
        let mut found = self.addresses_at(self.written);
        let bare = self.written.get("depends_on").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str);
        found.extend(bare.filter_map(|bare| only_traversal(bare)?.address_in(self.module)));
        self.standing(found)
    }

    /// The resources to which one of its arguments leads, through variables and outputs too.
    pub fn needs_by(&self, argument: &str) -> BTreeSet<Address> {
        self.written.get(argument).map(|value| self.standing(self.addresses_at(value))).unwrap_or_default()
    }

    fn addresses_at(&self, value: &Json) -> BTreeSet<Address> {
        let value = self.documents.resolve_to_resources(self.module, value);
        let mut texts = Vec::new();
        strings(&value, &mut texts);
        texts.iter().flat_map(|text| addresses_in(text)).collect()
    }

    /// Those among them that there are, and that are not itself.
    fn standing(&self, mut found: BTreeSet<Address>) -> BTreeSet<Address> {
        let own = self.address();
        found.retain(|address| *address != own && self.documents.at(address).is_some());
        found
    }
}

/// The resources that the references in a resolved text name, whether or not they exist.
fn addresses_in(text: &str) -> Vec<Address> {
    let expressions = pieces(text).unwrap_or_default().into_iter().filter_map(|piece| match piece {
        Piece::Expression(expression) => traversals(&expression).ok(),
        Piece::Text(_) | Piece::Directive(_) => None,
    });
    expressions.flatten().filter_map(|traversal| traversal.address()).collect()
}

fn strings<'a>(json: &'a Json, found: &mut Vec<&'a str>) {
    match json {
        Json::String(text) => found.push(text),
        Json::Array(elements) => elements.iter().for_each(|element| strings(element, found)),
        Json::Object(members) => {
            for (key, value) in members {
                found.push(key);
                strings(value, found);
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_to_an_argument_that_is_known_is_a_need_too() {
        let text = r#"{"resource": {"aws_ecs_cluster": {"main": {"name": "shop"}},
            "aws_ecs_service": {"web": {"cluster": "${aws_ecs_cluster.main.name}"}}}}"#;
        let documents = Documents::read([("main.tf.json", text)]).expect("it is a document");
        let service = documents.resources().remove(1);
        let needs: Vec<String> = documents.needs(&service).iter().map(ToString::to_string).collect();
        assert_eq!((service.body["cluster"].as_str(), needs), (Some("shop"), vec!["aws_ecs_cluster.main".to_owned()]));
    }

    #[test]
    fn a_need_is_followed_through_outputs_and_variables() {
        let files = [
            (
                "main.tf.json",
                r#"{"module": {"a": {"source": "./modules/a"}, "b": {"source": "./modules/b", "vpc": "${module.a.vpc}"}}}"#,
            ),
            (
                "modules/a/x.tf.json",
                r#"{"resource": {"aws_vpc": {"main": {}}}, "output": {"vpc": {"value": "${aws_vpc.main.id}"}}}"#,
            ),
            (
                "modules/b/x.tf.json",
                r#"{"variable": {"vpc": {}}, "resource": {"aws_subnet": {"one": {"vpc_id": "${var.vpc}"}, "two": {"depends_on": ["aws_subnet.one"]}}}}"#,
            ),
        ];
        let documents = Documents::read(files).expect("they are documents");
        let needs = |label: &str| -> Vec<String> {
            let subnets = documents.resources();
            let subnet = subnets.iter().find(|it| *it.address.label() == *label).expect("it is there");
            documents.needs(subnet).iter().map(ToString::to_string).collect()
        };
        assert_eq!(needs("one"), ["module.a.aws_vpc.main"]);
        assert_eq!(needs("two"), ["module.b.aws_subnet.one"]);
    }
}
