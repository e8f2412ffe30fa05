//! By what the elements of a list are the same one: their name, nothing but their value, or their position.
//!
//! It must not know what is done with them.

use std::collections::BTreeMap;

use crate::json::Json;

/// What names an element, the best first: what Terraform's blocks and AWS's documents call it.
const NAMES: [&str; 12] = [
    "/Sid",              // a policy's statement
    "/name",             // a container, its variables and secrets, a parameter
    "/rulePriority",     // a rule of ECR's lifecycle policy
    "/priority",         // a rule of a firewall
    "/key",              // a filter
    "/id",               // a rule of a bucket's lifecycle, a metric of an alarm
    "/Id",               // a target
    "/alias",            // a provider's configuration
    "/containerPort",    // a port mapping
    "/properties/title", // a widget of a dashboard
    "/capacity_provider",
    "/from", // a moved or removed block
];

/// The members of a policy whose lists are sets (IAM User Guide, "Grammar of the IAM JSON policy language"): their order says nothing.
const SETS_OF_POLICIES: [&str; 7] = ["Action", "NotAction", "Resource", "NotResource", "AWS", "Service", "Federated"];

/// The elements of a list by their name.
pub(crate) type Named<'a> = BTreeMap<String, &'a Json>;

/// The elements of both lists by their name, if every one has a name of its own.
pub(crate) fn named<'a>(old: &'a [Json], new: &'a [Json]) -> Option<(Named<'a>, Named<'a>)> {
    NAMES.iter().find_map(|name| Some((by_name(old, name)?, by_name(new, name)?)))
}

/// Whether the order of a list in a document says nothing.
pub(crate) fn is_set_of_policies(name: &str) -> bool {
    SETS_OF_POLICIES.contains(&name)
}

fn by_name<'a>(list: &'a [Json], name: &str) -> Option<Named<'a>> {
    let mut named = BTreeMap::new();
    for element in list {
        let label = match element.pointer(name)? {
            Json::String(text) => text.clone(),
            Json::Number(number) => number.to_string(),
            _ => return None,
        };
        if named.insert(label, element).is_some() {
            return None;
        }
    }
    Some(named)
}
