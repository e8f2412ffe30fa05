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
        let Some(new) = after.as_amount() else { continue };
        match before.as_amount() {
            Some(old) if 0.0 < new && new < old => {
                let shown = |node: &Node, number: f64| node.as_text().map_or_else(|| number.to_string(), str::to_owned);
                let what = Sentence::new("lowers ").value(path);
                let what = what.words(" from ").value(shown(before, old)).words(" to ").value(shown(after, new));
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
        wider(change, risks);
    }
}

/// A rule deletes more than before: it is for more objects, or an earlier day stands in it.
fn wider(change: &Change<'_>, risks: &mut Risks<'_>) {
    let rules = |values: &Node| -> Vec<Node> {
        ["rule", "lifecycle_rule"].iter().flat_map(|name| values.get(name).each().to_vec()).collect()
    };
    let old = rules(change.before());
    for rule in rules(change.after()) {
        let Some(before) = old.iter().find(|before| before.get("id") == rule.get("id")) else { continue };
        let name = rule.get("id").as_text().unwrap_or_default();
        let deletes = rule.get("expiration").each().iter().chain(rule.get("noncurrent_version_expiration").each());
        if deletes.count() > 0 && rule.get("status").as_text() != Some("Disabled") && reaches(&rule, before) {
            let what = Sentence::new("the rule ").value(name).words(" deletes objects that it left alone");
            risks.add(High, Code::RetentionShortened, what);
        }
        let day = |rule: &Node| rule.get("expiration").each().iter().find_map(|it| it.get("date").as_text().map(str::to_owned));
        if let (Some(was), Some(is)) = (day(before), day(&rule))
            && is < was
        {
            let what =
                Sentence::new("the rule ").value(name).words(" deletes on ").value(is).words(" and no longer on ").value(was);
            risks.add(High, Code::RetentionShortened, what);
        }
    }
}

/// Whether a rule is for objects that the other one was not for.
fn reaches(rule: &Node, other: &Node) -> bool {
    let filters = |rule: &Node| -> Vec<Node> {
        let own = rule.get("filter").each().to_vec();
        own.iter().flat_map(|filter| filter.get("and").each().to_vec()).chain(own.clone()).chain([rule.clone()]).collect()
    };
    let prefix = |rule: &Node| {
        let all = filters(rule);
        all.iter().find_map(|it| it.get("prefix").as_text().filter(|text| !text.is_empty()).map(str::to_owned)).unwrap_or_default()
    };
    let tags = |rule: &Node| filters(rule).iter().any(|it| !it.get("tag").is_empty() || !it.get("tags").is_empty());
    let (was, is) = (prefix(other), prefix(rule));
    !is.starts_with(was.as_str()) || (tags(other) && !tags(rule))
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
