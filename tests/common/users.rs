//! Who uses a resource, for the order in which a change has to be made.

use super::Resource;

/// Whose users may change after it is gone: the user's resource type, and why.
pub(crate) const CHANGES_AFTER: [(&str, &str); 4] = [
    ("aws_cloudwatch_dashboard", "it shows nothing for a moment where something is gone"),
    ("aws_ecs_task_definition", "running tasks keep what they started with, whatever the order"),
    ("aws_iam_role", "a trust in what is gone lets nobody in"),
    ("aws_iam_role_policy", "a right to what is gone is none"),
];

/// What may go before its users have changed: the resource type, and why.
const GOES_BEFORE: [(&str, &str); 1] = [(
    "aws_ecs_task_definition",
    "a service goes on running and scaling with a revision that is deregistered (ECS Developer Guide, Deregistering a task definition revision)",
)];

/// The addresses of those that refer to a resource and have to change before it goes.
pub(crate) fn users_of<'a>(address: &str, resources: &'a [Resource]) -> impl Iterator<Item = String> + use<'a> {
    // A reference is the address and a dot.
    let reference = format!("{address}.");
    let goes_before = GOES_BEFORE.iter().any(|(kind, _)| address.contains(&format!("{kind}.")));
    let has_to_change_first = move |user: &&Resource| !goes_before && !CHANGES_AFTER.iter().any(|(kind, _)| *kind == user.kind);
    resources
        .iter()
        .filter(has_to_change_first)
        .filter(move |user| user.body.to_string().contains(&reference))
        .map(Resource::address)
}
