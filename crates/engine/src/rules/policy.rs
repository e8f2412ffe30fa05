//! Where IAM policies stand in the emitted documents; `aws::policy` reads them. It must not know what a policy is attached to.

use aws::policy::read::Policy;
use terraform::read::{ResourceBlock, embedded};

/// The arguments that hold a policy.
const ARGUMENTS: [&str; 3] = ["policy", "assume_role_policy", "policy_document"];

/// The resource's policies; `None` where one of them cannot be read.
pub(super) fn policies(resource: ResourceBlock<'_>) -> Option<Vec<Policy>> {
    let mut all = Vec::new();
    for policy in ARGUMENTS.iter().filter_map(|argument| resource.written.get(argument)) {
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
    policy.starts_with("${") && policy.ends_with('}')
}
