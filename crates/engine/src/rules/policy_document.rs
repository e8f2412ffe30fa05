//! The policy that a `data "aws_iam_policy_document"` block of the user's own makes, as the JSON that the provider makes of it. It must not know what
//! the policy is attached to.

use std::collections::BTreeMap;

use aws::unbound::IAM_POLICY_DOCUMENT;
use terraform::json::{Json, Map};
use terraform::read::expression::{Piece, Step, only_traversal, pieces};
use terraform::read::{Documents, embedded};

/// A block that names itself would never end.
const DEEPEST: usize = 8;

/// The name of the block whose policy the text is, and nothing else: `${data.aws_iam_policy_document.<name>.json}`.
pub(super) fn named(policy: &str) -> Option<String> {
    let pieces = pieces(policy).ok()?;
    let [Piece::Expression(code)] = pieces.as_slice() else { return None };
    match only_traversal(code)?.0.as_slice() {
        [Step::Name(data), Step::Name(kind), Step::Name(name), rest @ ..] if data == "data" && kind == IAM_POLICY_DOCUMENT => {
            let is_json = |step: &Step| matches!(step, Step::Name(output) if output == "json" || output == "minified_json");
            rest.last().is_some_and(is_json).then(|| name.clone())
        }
        _ => None,
    }
}

/// What the block says, as far as it stands there: what it takes from a variable is read where that comes from.
pub(super) fn policy(name: &str, module: &str, documents: &Documents) -> Option<Json> {
    let statements = statements(name, module, documents, DEEPEST);
    (!statements.is_empty())
        .then(|| Json::Object(Map::from_iter([("Version", Json::from("2012-10-17")), ("Statement", Json::Array(statements))])))
}

fn statements(name: &str, module: &str, documents: &Documents, depth: usize) -> Vec<Json> {
    let data = documents.section(module, "data");
    let block = data.get(IAM_POLICY_DOCUMENT).and_then(|blocks| blocks.get(name));
    let (Some(block), Some(depth)) = (block, depth.checked_sub(1)) else { return Vec::new() };
    let mut all = Vec::new();
    for source in ["source_policy_documents", "override_policy_documents"] {
        for document in block.get(source).and_then(Json::as_array).into_iter().flatten() {
            if let Some(name) = document.as_str().and_then(named) {
                all.extend(statements(&name, module, documents, depth));
                continue;
            }
            let written = embedded::document(document).and_then(|policy| policy.get("Statement").cloned());
            all.extend(written.into_iter().flat_map(|statement| match statement {
                Json::Array(several) => several,
                one => vec![one],
            }));
        }
    }
    all.extend(blocks(block.get("statement")).into_iter().map(statement));
    // Whatever it is made for each of, this is what each of them says.
    let dynamic = blocks(block.get("dynamic")).into_iter().flat_map(|dynamic| blocks(dynamic.get("statement")));
    all.extend(dynamic.flat_map(|dynamic| blocks(dynamic.get("content"))).map(statement));
    all
}

/// A block, or several, as they are written.
fn blocks(written: Option<&Json>) -> Vec<&Json> {
    match written {
        Some(Json::Array(several)) => several.iter().flat_map(|one| blocks(Some(one))).collect(),
        Some(one @ Json::Object(_)) => vec![one],
        _ => Vec::new(),
    }
}

fn statement(block: &Json) -> Json {
    let mut made = Map::new();
    made.insert("Effect", block.get("effect").cloned().unwrap_or_else(|| "Allow".into()));
    for (argument, element) in [
        ("actions", "Action"),
        ("not_actions", "NotAction"),
        ("resources", "Resource"),
        ("not_resources", "NotResource"),
        ("sid", "Sid"),
    ] {
        if let Some(value) = block.get(argument) {
            made.insert(element, value.clone());
        }
    }
    for (argument, element) in [("principals", "Principal"), ("not_principals", "NotPrincipal")] {
        let principals = blocks(block.get(argument));
        if principals.is_empty() {
            continue;
        }
        let mut by_type = Map::new();
        for principal in principals {
            let kind = principal.get("type").and_then(Json::as_str).unwrap_or("*");
            // The provider writes `*` for everybody.
            let kind = if kind == "*" { "AWS" } else { kind };
            by_type.insert(kind.to_owned(), principal.get("identifiers").cloned().unwrap_or(Json::Null));
        }
        made.insert(element, Json::Object(by_type));
    }
    let mut conditions: BTreeMap<String, Map> = BTreeMap::new();
    for condition in blocks(block.get("condition")) {
        let text = |name: &str| condition.get(name).and_then(Json::as_str).unwrap_or_default();
        let keys = conditions.entry(text("test").to_owned()).or_default();
        keys.insert(text("variable").to_owned(), condition.get("values").cloned().unwrap_or(Json::Null));
    }
    if !conditions.is_empty() {
        made.insert("Condition", conditions.into_iter().map(|(test, keys)| (test, Json::Object(keys))).collect::<Json>());
    }
    Json::Object(made)
}
