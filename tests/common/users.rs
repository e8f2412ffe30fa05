//! Who uses a resource, for the order in which a change has to be made.

use super::Resource;

/// Whose users may change after it is gone: the user's resource type, and why.
pub(crate) const CHANGES_AFTER: [(&str, &str); 4] = [
    ("aws_cloudwatch_dashboard", "it shows nothing for a moment where something is gone"),
    ("aws_ecs_task_definition", "running tasks keep what they started with, whatever the order"),
    ("aws_iam_role", "a trust in what is gone lets nobody in"),
    ("aws_iam_role_policy", "a right to what is gone is none"),
];

/// The addresses of those that refer to a resource and have to change before it goes.
pub(crate) fn users_of<'a>(address: &str, resources: &'a [Resource]) -> impl Iterator<Item = String> + use<'a> {
    // A reference is the address and a dot.
    let reference = format!("{address}.");
    let has_to_change_first = |user: &&Resource| !CHANGES_AFTER.iter().any(|(kind, _)| *kind == user.kind);
    resources
        .iter()
        .filter(has_to_change_first)
        .filter(move |user| user.body.to_string().contains(&reference))
        .map(Resource::address)
}
