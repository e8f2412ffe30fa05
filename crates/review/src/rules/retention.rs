//! What is kept is deleted earlier: objects, messages, records, recovery points, images.

use super::Risks;
use crate::change::Change;
use crate::diff::Difference;
use crate::node::Node;
use crate::risk::Code;
use crate::sentence::Sentence;
use crate::types::{self, Shape};
use finding::Severity;

use Severity::{High, Medium};

/// After how long something is deleted, and the block in which it stands (`""`: in any).
#[rustfmt::skip]
const DELETED_AFTER: &[(&str, &str)] = &[
    ("expiration", "days"), ("noncurrent_version_expiration", "noncurrent_days"), ("noncurrent_version_expiration", "newer_noncurrent_versions"),
    ("noncurrent_version_expiration", "days"), ("condition", "age"), ("condition", "num_newer_versions"), ("condition", "days_since_noncurrent_time"),
    ("", "delete_after_days_since_modification_greater_than"), ("", "delete_after_days_since_creation_greater_than"),
    ("", "message_retention_seconds"), ("", "message_retention_duration"), ("", "retention_period"), ("", "retention_in_hours"), ("", "message_retention"),
    ("lifecycle", "delete_after"), ("", "default_retention"), ("default_retention", "days"), ("default_retention", "years"),
    ("", "magnetic_store_retention_period_in_days"), ("retain_rule", "count"), ("retain_rule", "interval"), ("", "default_table_expiration_ms"),
    ("", "default_partition_expiration_ms"), ("", "expiration_ms"), ("", "retention_duration_count"), ("", "retention_ms"), ("", "days_to_keep"),
    ("", "countNumber"), ("", "artifact_retention_days"), ("", "time_to_live"), ("", "soft_delete_retention_in_days"), ("retention_policy", "days"),
    ("retention_policy", "retention_period"), ("delete_retention_policy", "days"), ("container_delete_retention_policy", "days"),
];

/// Where nothing means for ever, a number that comes is one that shortens.
const COMES: [&str; 3] = ["expiration", "noncurrent_version_expiration", "condition"];

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    let is_lifecycle = types::has_shape(change.kind, Shape::Lifecycle);
    if change.is_new() {
        if is_lifecycle && !matches!(change.after().get("bucket"), Node::Unknown | Node::Null) {
            first(change, risks);
        }
        return;
    }
    for Difference { path, before, after } in &change.differences {
        let name = path.name();
        if !DELETED_AFTER.iter().any(|(block, known)| *known == name && (block.is_empty() || path.is_in(block))) {
            continue;
        }
        let Some(new) = after.as_number() else { continue };
        match before.as_number() {
            Some(old) if 0.0 < new && new < old => {
                let what = Sentence::new("lowers ").value(path).words(" from ").value(old).words(" to ").value(new);
                risks.add(High, Code::RetentionShortened, what);
            }
            None if new > 0.0 && *before == Node::Null && is_lifecycle && COMES.iter().any(|block| path.is_in(block)) => {
                let what = Sentence::new("deletes after ").value(new).words(" what was kept for ever, by ").value(path);
                risks.add(High, Code::RetentionShortened, what);
            }
            _ => {}
        }
    }
    if is_lifecycle {
        switched_on(change, risks);
    }
}

/// A rule that was there and disabled begins to delete.
fn switched_on(change: &Change<'_>, risks: &mut Risks<'_>) {
    for Difference { path, before, after } in &change.differences {
        let is_on = path.name() == "status" && before.as_text() == Some("Disabled") && after.as_text() == Some("Enabled");
        if is_on && path.is_in("rule") {
            risks.add(Medium, Code::RetentionShortened, Sentence::new("turns on ").value(path));
        }
    }
}

/// The first rules of something that has been there.
fn first(change: &Change<'_>, risks: &mut Risks<'_>) {
    for rule in change.after().get("rule").each() {
        let days = rule.get("expiration").each().iter().find_map(|block| block.get("days").as_number());
        if let Some(days) = days.filter(|days| *days > 0.0)
            && rule.get("status").as_text() != Some("Disabled")
        {
            let what = Sentence::new("deletes after ").value(days).words(" days what was kept for ever");
            risks.add(Medium, Code::RetentionShortened, what);
        }
    }
}
