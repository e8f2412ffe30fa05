//! Which values of a change are worth a reviewer's time. It must not know what is risky.

use std::collections::BTreeSet;

use crate::action::Action;
use crate::change::{Change, Values};
use crate::diff::{Difference, Grain, differences};
use crate::document::{AttributeReview, Shown};
use crate::node::Node;
use crate::path::{Path, Step};

/// How many attributes tell what comes or goes.
const TELLING: usize = 8;

/// What tells a resource best, the most telling first.
#[rustfmt::skip]
const MOST_TELLING: &[&str] = &[
    "name", "identifier", "cluster_identifier", "bucket", "family", "function_name", "alarm_name", "domain_name",
    "engine", "engine_version", "instance_class", "instance_type", "node_type", "machine_type", "cidr_block",
    "cidr_ipv4", "cidr_ipv6", "cidr_blocks", "ip_protocol", "protocol", "port", "from_port", "to_port", "type",
    "allocated_storage", "desired_count", "min_capacity", "max_capacity", "cpu", "memory", "launch_type", "image",
    "availability_zone", "multi_az", "publicly_accessible", "internal", "storage_encrypted", "encrypted", "at_rest_encryption_enabled", "kms_key_id",
    "deletion_protection", "backup_retention_period", "retention_in_days", "policy_arn", "metric_name", "threshold",
    "schedule_expression", "endpoint", "policy", "description",
];

/// What repeats something else or tells nothing.
const UNTELLING: [&str; 8] = ["tags_all", "id", "arn", "owner_id", "timeouts", "region", "hosted_zone_id", "creation_date"];

/// The values that are told of a change.
pub(crate) struct Told {
    pub(crate) attributes: Vec<AttributeReview>,
    pub(crate) more: usize,
    pub(crate) known_after_apply: Vec<String>,
    pub(crate) replaced_by: Vec<String>,
}

/// The values of a resource's change that are worth telling.
pub(crate) fn told(change: &Change<'_>) -> Told {
    match change.action {
        Action::Create => telling(change.after(), |node| (Shown::Absent, Shown::from(node))),
        Action::Destroy | Action::Forget => telling(change.before(), |node| (Shown::from(node), Shown::Absent)),
        Action::Read | Action::NoOp => {
            Told { attributes: Vec::new(), more: 0, known_after_apply: Vec::new(), replaced_by: Vec::new() }
        }
        Action::Update | Action::Replace | Action::ReplaceAfterCreate | Action::ReplaceAndForget | Action::Unknown => {
            changed(&change.values, change.action.replaces())
        }
    }
}

/// What differs, for readers.
pub(crate) fn changed(values: &Values, is_new_object: bool) -> Told {
    let found = differences(&values.before, &values.after, Grain::Whole);
    let repeated: BTreeSet<String> = found
        .iter()
        .filter(|difference| difference.path.attribute() == "tags")
        .map(|difference| difference.path.to_string())
        .collect();
    let mut known_after_apply = BTreeSet::new();
    let mut attributes = Vec::new();
    let mut replaced_by = BTreeSet::new();
    for Difference { path, before, after } in found {
        let forces_replacement = values.replace_paths.iter().any(|forcing| path.meets(forcing));
        if path.attribute() == "tags_all" && repeated.contains(&path.in_attribute("tags").to_string()) {
            continue;
        }
        // A new object gets new values for all that its provider reckons, and a changed one for what it did not have: only what
        // forces the replacement is news.
        if (is_new_object || before == Node::Null) && after == Node::Unknown && !forces_replacement {
            known_after_apply.insert(path.attribute().to_owned());
            continue;
        }
        attributes.push(AttributeReview {
            path: path.to_string(),
            before: Shown::from(&before),
            after: Shown::from(&after),
            forces_replacement,
        });
    }
    // Only the attribute's name: what follows in the path may be a key of something sensitive.
    for forcing in values.replace_paths.iter().filter_map(|steps| steps.first()?.as_str()) {
        replaced_by.insert(forcing.to_owned());
    }
    Told {
        attributes,
        more: 0,
        known_after_apply: known_after_apply.into_iter().collect(),
        replaced_by: replaced_by.into_iter().collect(),
    }
}

/// The few attributes that are set by which a reader knows what comes or goes.
fn telling(values: &Node, sides: impl Fn(&Node) -> (Shown, Shown)) -> Told {
    let empty = std::collections::BTreeMap::new();
    let members = if let Node::Map(members) = values { members } else { &empty };
    let mut candidates: Vec<(usize, &String, &Node)> = members
        .iter()
        .filter(|(name, node)| tells(name, node) && !UNTELLING.contains(&name.as_str()))
        .map(|(name, node)| (rank(name, node), name, node))
        .collect();
    candidates.sort_by_key(|(rank, ..)| *rank);
    let more = candidates.len().saturating_sub(TELLING);
    let attributes = candidates.into_iter().take(TELLING).map(|(_, name, node)| {
        let (before, after) = sides(node);
        AttributeReview {
            path: Path::default().then(Step::Key(name.clone())).to_string(),
            before,
            after,
            forces_replacement: false,
        }
    });
    Told { attributes: attributes.collect(), more, known_after_apply: Vec::new(), replaced_by: Vec::new() }
}

/// Whether a value says something: a false or a zero does where its attribute is a telling one.
fn tells(name: &str, node: &Node) -> bool {
    let is_default = matches!(node, Node::Bool(false)) || node.as_number() == Some(0.0);
    !node.is_empty() && *node != Node::Unknown && (!is_default || MOST_TELLING.contains(&name))
}

fn rank(name: &str, node: &Node) -> usize {
    let by_kind = match node {
        Node::Text(_) | Node::Number(_) => 0,
        Node::Bool(true) => 1,
        Node::Document(_) | Node::List(_) | Node::Map(_) => 2,
        Node::Secret(_) => 3,
        Node::Bool(false) | Node::Null | Node::Unknown => 4,
    };
    MOST_TELLING.iter().position(|known| *known == name).unwrap_or(MOST_TELLING.len() + by_kind)
}
