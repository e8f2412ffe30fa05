//! Which resources a resource needs: the edges of the configuration's graph. It must not know what a resource is for.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::read::expression::{Piece, Step, pieces, traversals};
use crate::read::{Documents, Mode, Resource, ResourceAddress};

impl Documents {
    /// The resources to which a resource's arguments and `depends_on` lead, through variables and outputs too.
    pub fn needs(&self, resource: &Resource<'_>) -> BTreeSet<ResourceAddress> {
        let body = self.resolve_to_resources(&resource.address.module, resource.written);
        let mut texts = Vec::new();
        strings(&body, &mut texts);
        let mut found: BTreeSet<ResourceAddress> = texts.iter().flat_map(|text| addresses_in(text)).collect();
        let bare = resource.written.get("depends_on").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str);
        found.extend(bare.filter_map(|bare| address_of(&names(bare), &resource.address.module)));
        let known: BTreeSet<ResourceAddress> =
            self.addresses().chain(self.data_sources().into_iter().map(|it| it.address)).collect();
        found.retain(|address| known.contains(address) && *address != resource.address);
        found
    }
}

/// The resources that the references in a resolved text name, whether or not they exist.
fn addresses_in(text: &str) -> Vec<ResourceAddress> {
    let expressions = pieces(text).unwrap_or_default().into_iter().filter_map(|piece| match piece {
        Piece::Expression(expression) => traversals(&expression).ok(),
        Piece::Text(_) => None,
    });
    let named = |steps: &[Step]| -> Vec<String> {
        steps.iter().map_while(|step| if let Step::Name(name) = step { Some(name.clone()) } else { None }).collect()
    };
    expressions.flatten().filter_map(|traversal| address_of(&named(&traversal.0), "")).collect()
}

fn names(bare: &str) -> Vec<String> {
    bare.split('.').map(str::to_owned).collect()
}

/// The address at the start of a reference that stands in `module`.
fn address_of(names: &[String], module: &str) -> Option<ResourceAddress> {
    let (module, names) = match names {
        [first, child, rest @ ..] if first == "module" => (child.as_str(), rest),
        _ => (module, names),
    };
    let (mode, kind, label) = match names {
        [first, kind, label, ..] if first == "data" => (Mode::Data, kind, label),
        [kind, label, ..] => (Mode::Managed, kind, label),
        _ => return None,
    };
    Some(ResourceAddress { module: module.to_owned(), mode, kind: kind.clone(), label: label.clone() })
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
        let service = documents.resources_of_kind("aws_ecs_service").remove(0);
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
            let subnets = documents.resources_of_kind("aws_subnet");
            let subnet = subnets.iter().find(|it| it.address.label == label).expect("it is there");
            documents.needs(subnet).iter().map(ToString::to_string).collect()
        };
        assert_eq!(needs("one"), ["module.a.aws_vpc.main"]);
        assert_eq!(needs("two"), ["module.b.aws_subnet.one"]);
    }
}
