//! Where IAM policies stand in the emitted documents; `aws::policy` reads them. It must not know what a policy is attached to.

use aws::IamRole;
use aws::policy::read::Policy;
use terraform::BlockName;
use terraform::json::Json;
use terraform::read::expression::{Piece, only_traversal, pieces};
use terraform::read::{Documents, ResourceBlock, embedded};

use super::policy_document;
use crate::own::Own;

/// The arguments that hold a policy.
const ARGUMENTS: [&str; 3] = ["policy", "assume_role_policy", "policy_document"];

/// The blocks of a role that hold policies: deprecated, so that no binding names them, and users still write them.
const INLINE_POLICY: BlockName<IamRole, InlinePolicy> = BlockName::new("inline_policy");

/// One of them.
enum InlinePolicy {}

/// The resource's policies; `None` where one of them cannot be read. One that lies in a file beside Terraform of the user's own is read there.
/// So is one of a `data` block.
pub(super) fn policies(resource: ResourceBlock<'_>, documents: &Documents, own: &Own) -> Option<Vec<Policy>> {
    let mut all = Vec::new();
    // A role's policies may stand in blocks of it, too.
    let inline = resource.view::<IamRole>().into_iter().flat_map(|role| role.blocks(INLINE_POLICY));
    let inline: Vec<&Json> = inline.filter_map(|block| block.written().get("policy")).collect();
    for policy in ARGUMENTS.iter().filter_map(|argument| resource.written.get(argument)).chain(inline) {
        if let Some(name) = policy.as_str().and_then(policy_document::named) {
            all.extend(policy_document::policy(&name, resource.module, documents).as_ref().and_then(Policy::read));
            continue;
        }
        if policy.as_str().is_none_or(is_reference) {
            continue;
        }
        let beside = policy.as_str().and_then(|policy| in_file(policy, resource.module, own));
        // Another service's document, such as ECR's of which images go, is no policy.
        all.extend(Policy::read(&embedded::document(beside.as_ref().unwrap_or(policy))?));
    }
    Some(all)
}

/// A policy that stands elsewhere, where it is read.
fn is_reference(policy: &str) -> bool {
    policy.starts_with("${") && matches!(pieces(policy).as_deref(), Ok([Piece::Expression(code)]) if only_traversal(code).is_some())
}

/// The text of `file("${path.module}/policy.json")`, or of `templatefile(…)` with its variables put in, where that is one of the user's own files.
fn in_file(policy: &str, module: &str, own: &Own) -> Option<Json> {
    let code = policy.strip_suffix(")}")?.trim_end();
    let plain = code.strip_prefix("${file(");
    let code = plain.or_else(|| code.strip_prefix("${templatefile("))?.trim_start();
    let (path, variables) = code.strip_prefix("\"${path.module}/")?.split_once('"')?;
    let path = if module.is_empty() { path.to_owned() } else { format!("modules/{module}/{path}") };
    let (_, file) = own.iter().find(|(place, _)| *place == path)?;
    let text = match (plain, variables.trim_start().strip_prefix(',')) {
        (Some(_), _) => file.text.to_string(),
        (None, Some(variables)) => with_variables(&file.text, variables)?,
        (None, None) => return None,
    };
    Some(Json::from(text))
}

/// A template with its variables put in; one that only Terraform knows stays as a reference. Of a template that counts or asks nothing is told.
fn with_variables(template: &str, variables: &str) -> Option<String> {
    let variables = embedded::document(&Json::from(format!("${{jsonencode({variables})}}")))?;
    let put_in = pieces(template).ok()?.into_iter().map(|piece| {
        Some(match piece {
            Piece::Text(text) => text.into_owned(),
            Piece::Directive(_) => return None,
            Piece::Expression(name) => match variables.get(name.trim())? {
                Json::String(text) => text.clone(),
                other @ (Json::Number(_) | Json::Bool(_)) => other.to_string(),
                _ => return None,
            },
        })
    });
    put_in.collect()
}
