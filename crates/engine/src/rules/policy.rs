//! IAM's policy documents as rules read them. It must not know what a policy is attached to.

use documents::embedded;
use serde_json::Value as Json;

use super::documents::Resource;

/// The arguments that hold a policy.
const ARGUMENTS: [&str; 3] = ["policy", "assume_role_policy", "policy_document"];

/// A statement that allows something.
#[derive(Debug)]
pub(super) struct Allowed {
    pub(super) actions: Vec<String>,
    pub(super) resources: Vec<String>,
    /// Kind (`AWS`, `Service`) and name.
    pub(super) principals: Vec<(String, String)>,
    /// Whether it says what is *not* allowed, so that all the rest is.
    pub(super) is_inverted: bool,
}

/// What the resource's policies allow; `None` where one of them cannot be read.
pub(super) fn allowed(resource: &Resource<'_>) -> Option<Vec<Allowed>> {
    let mut all = Vec::new();
    for policy in ARGUMENTS.iter().filter_map(|argument| resource.body.get(argument)) {
        if policy.as_str().is_none_or(is_reference) {
            continue;
        }
        let document = embedded::document(policy)?;
        let statements = match document.get("Statement") {
            Some(Json::Array(statements)) => statements.iter().collect(),
            Some(statement) => vec![statement],
            // Another service's document, such as ECR's of which images go.
            None => continue,
        };
        all.extend(statements.into_iter().filter(|statement| statement["Effect"] != "Deny").map(statement));
    }
    Some(all)
}

/// A policy that stands elsewhere, where it is read.
fn is_reference(policy: &str) -> bool {
    policy.starts_with("${") && policy.ends_with('}')
}

fn statement(json: &Json) -> Allowed {
    let principals = match &json["Principal"] {
        Json::Object(kinds) => {
            kinds.iter().flat_map(|(kind, names)| texts(names).into_iter().map(|name| (kind.clone(), name))).collect()
        }
        names => texts(names).into_iter().map(|name| ("AWS".to_owned(), name)).collect(),
    };
    Allowed {
        actions: texts(&json["Action"]),
        resources: texts(&json["Resource"]),
        principals,
        is_inverted: ["NotAction", "NotResource", "NotPrincipal"].iter().any(|key| json.get(key).is_some()),
    }
}

fn texts(json: &Json) -> Vec<String> {
    match json {
        Json::String(text) => vec![text.clone()],
        Json::Array(texts) => texts.iter().filter_map(Json::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}
