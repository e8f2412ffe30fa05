//! Where IAM policies stand in the emitted documents; `aws::policy` reads them. It must not know what a policy is attached to.

use aws::IamRole;
use aws::policy::read::Policy;
use serde_json::Value as Json;
use terraform::BlockName;
use terraform::read::expression::{Piece, only_traversal, pieces};
use terraform::read::{ResourceBlock, embedded};

/// The arguments that hold a policy.
const ARGUMENTS: [&str; 3] = ["policy", "assume_role_policy", "policy_document"];

/// The blocks of a role that hold policies: deprecated, so that no binding names them, and users still write them.
const INLINE_POLICY: BlockName<IamRole, InlinePolicy> = BlockName::new("inline_policy");

/// One of them.
enum InlinePolicy {}

/// The resource's policies; `None` where one of them cannot be read.
pub(super) fn policies(resource: ResourceBlock<'_>) -> Option<Vec<Policy>> {
    let mut all = Vec::new();
    // A role's policies may stand in blocks of it, too.
    let inline = resource.view::<IamRole>().into_iter().flat_map(|role| role.blocks(INLINE_POLICY));
    let inline: Vec<&Json> = inline.filter_map(|block| block.written().get("policy")).collect();
    for policy in ARGUMENTS.iter().filter_map(|argument| resource.written.get(argument)).chain(inline) {
        if policy.as_str().is_none_or(is_reference) {
            continue;
        }
        // Another service's document, such as ECR's of which images go, is no policy.
        all.extend(Policy::read(&embedded::document(policy)?));
    }
    Some(all)
}

/// A policy that stands elsewhere, where it is read.
fn is_reference(policy: &str) -> bool {
    policy.starts_with("${") && matches!(pieces(policy).as_deref(), Ok([Piece::Expression(code)]) if only_traversal(code).is_some())
}
