//! What protects data against an accident gets weaker: deletion protection, backups, versions, stand-ins.

use super::Risks;
use crate::change::Change;
use crate::diff::Difference;
use crate::node::Node;
use crate::risk::Code;
use crate::sentence::Sentence;
use crate::types::{self, Shape};
use finding::Severity;

use Code::{BackupsWeakened, ProtectionWeakened, RedundancyLowered};
use Severity::{Critical, High, Medium};

/// Attributes that protect while they are true, and in which block they stand (`""`: in any).
#[rustfmt::skip]
const KEPT_TRUE: &[(&str, &str, Code, Severity)] = &[
    ("", "deletion_protection", ProtectionWeakened, High),
    ("", "deletion_protection_enabled", ProtectionWeakened, High),
    ("", "enable_deletion_protection", ProtectionWeakened, High),
    ("", "disable_api_termination", ProtectionWeakened, Medium),
    ("", "disable_api_stop", ProtectionWeakened, Medium),
    ("", "termination_protection", ProtectionWeakened, Medium),
    ("", "enable_key_rotation", ProtectionWeakened, Medium),
    ("", "auto_minor_version_upgrade", ProtectionWeakened, Severity::Low),
    ("", "object_lock_enabled", ProtectionWeakened, High),
    ("", "purge_protection_enabled", ProtectionWeakened, High),
    ("", "iam_database_authentication_enabled", ProtectionWeakened, Medium),
    ("deployment_circuit_breaker", "rollback", ProtectionWeakened, Medium),
    ("deployment_circuit_breaker", "enable", ProtectionWeakened, Medium),
    ("point_in_time_recovery", "enabled", BackupsWeakened, Critical),
    ("versioning", "enabled", BackupsWeakened, High),
    ("versioning", "mfa_delete", ProtectionWeakened, High),
    ("", "copy_tags_to_snapshot", BackupsWeakened, Severity::Low),
    ("", "multi_az", RedundancyLowered, High),
    ("", "multi_az_enabled", RedundancyLowered, High),
    ("", "automatic_failover_enabled", RedundancyLowered, High),
    ("", "zone_awareness_enabled", RedundancyLowered, High),
    ("", "enable_cross_zone_load_balancing", RedundancyLowered, Medium),
    ("", "zone_redundant", RedundancyLowered, High),
    ("", "prevent_destroy", ProtectionWeakened, High),
    ("", "stop_protection", ProtectionWeakened, Medium),
    ("", "enable_zonal_shift", RedundancyLowered, Severity::Low),
    ("", "drop_invalid_header_fields", ProtectionWeakened, Medium),
    ("", "managed_termination_protection", ProtectionWeakened, Medium),
    ("", "prevent_user_existence_errors", ProtectionWeakened, Medium),
    ("", "require_symbols", ProtectionWeakened, Medium),
    ("", "mfa_enabled", ProtectionWeakened, High),
    ("", "enforce_admins", ProtectionWeakened, High),
];

/// Attributes that protect while they are false.
#[rustfmt::skip]
const KEPT_FALSE: &[(&str, Code, Severity)] = &[
    ("skip_final_snapshot", BackupsWeakened, High),
    ("delete_automated_backups", BackupsWeakened, High),
    ("force_destroy", ProtectionWeakened, High),
    ("force_delete", ProtectionWeakened, High),
    ("skip_final_backup", BackupsWeakened, High),
    ("bypass_policy_lockout_safety_check", ProtectionWeakened, Medium),
];

/// Numbers that protect less the lower they are.
#[rustfmt::skip]
const KEPT_HIGH: &[(&str, Code)] = &[
    ("backup_retention_period", BackupsWeakened),
    ("backup_retention_days", BackupsWeakened),
    ("automatic_backup_retention_days", BackupsWeakened),
    ("automated_snapshot_retention_period", BackupsWeakened),
    ("snapshot_retention_limit", BackupsWeakened),
    ("noncurrent_days", BackupsWeakened),
    ("recovery_window_in_days", ProtectionWeakened),
    ("deletion_window_in_days", ProtectionWeakened),
    ("soft_delete_retention_days", ProtectionWeakened),
    ("replicas_per_node_group", RedundancyLowered),
];

/// Texts that protect while they say this.
#[rustfmt::skip]
const KEPT_SAYING: &[(&str, &str, &str, Code, Severity)] = &[
    ("versioning_configuration", "status", "Enabled", BackupsWeakened, High),
    ("versioning_configuration", "mfa_delete", "Enabled", ProtectionWeakened, High),
    ("", "image_tag_mutability", "IMMUTABLE", ProtectionWeakened, Medium),
    ("", "http_tokens", "required", ProtectionWeakened, High),
    ("", "deletion_policy", "ABANDON", ProtectionWeakened, Medium),
    ("", "deletion_protection", "ACTIVE", ProtectionWeakened, High),
    ("", "mfa_configuration", "ON", ProtectionWeakened, High),
    ("versioning", "status", "Enabled", BackupsWeakened, High),
    ("backup_policy", "status", "ENABLED", BackupsWeakened, High),
    ("default_retention", "mode", "COMPLIANCE", ProtectionWeakened, High),
];

/// Whether what protects while it is false is no longer true.
pub(super) fn is_better(Difference { path, before, after }: &Difference) -> bool {
    let is_known = KEPT_FALSE.iter().any(|(known, ..)| *known == path.name());
    is_known && before.as_bool() == Some(true) && after.as_bool() != Some(true)
}

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    if change.is_new() {
        return new(change, risks);
    }
    for difference in &change.differences {
        truths(difference, risks);
        numbers(difference, risks);
        texts(difference, risks);
    }
}

/// What is new and made with less than it should have.
fn new(change: &Change<'_>, risks: &mut Risks<'_>) {
    let values = change.after();
    // A replica is backed up by its source, and AWS makes it without backups.
    let is_source = values.get("replicate_source_db").is_empty() && values.get("replication_source_identifier").is_empty();
    if types::has_shape(change.kind, Shape::Database) && is_source && values.get("backup_retention_period").as_number() == Some(0.0)
    {
        risks.add(
            Medium,
            BackupsWeakened,
            Sentence::new("is made without backups: ").value("backup_retention_period").words(" is 0"),
        );
    }
    for options in values.get("metadata_options").each() {
        if options.get("http_tokens").as_text() == Some("optional") {
            let what = Sentence::new("whatever runs on it can ask for its credentials without a token: ");
            risks.add(Medium, ProtectionWeakened, what.value("http_tokens").words(" is ").value("optional"));
        }
    }
}

fn truths(Difference { path, before, after }: &Difference, risks: &mut Risks<'_>) {
    let name = path.name();
    let was = before.as_bool() == Some(true);
    let is = after.as_bool() == Some(true) || *after == Node::Unknown;
    let guard = KEPT_TRUE.iter().find(|(block, known, ..)| *known == name && (block.is_empty() || path.is_in(block)));
    if let Some((.., code, severity)) = guard
        && was
        && !is
    {
        risks.add(*severity, *code, Sentence::new("turns off ").value(path));
    }
    if let Some((_, code, severity)) = KEPT_FALSE.iter().find(|(known, ..)| *known == name)
        && after.as_bool() == Some(true)
        && !was
    {
        risks.add(*severity, *code, Sentence::new("turns on ").value(path));
    }
}

fn numbers(Difference { path, before, after }: &Difference, risks: &mut Risks<'_>) {
    let Some((_, code)) = KEPT_HIGH.iter().find(|(known, _)| *known == path.name()) else { return };
    let Some(before) = before.as_number() else { return };
    let after = match after {
        Node::Null => 0.0,
        after => match after.as_number() {
            Some(after) => after,
            None => return,
        },
    };
    if after < before {
        let severity = if after == 0.0 { Critical } else { Medium };
        let what = Sentence::new("lowers ").value(path).words(" from ").value(before).words(" to ").value(after);
        risks.add(severity, *code, what);
    }
}

fn texts(Difference { path, before, after }: &Difference, risks: &mut Risks<'_>) {
    let guard = KEPT_SAYING.iter().find(|(block, known, ..)| *known == path.name() && (block.is_empty() || path.is_in(block)));
    if let Some((_, _, says, code, severity)) = guard
        && before.as_text() == Some(says)
        && !matches!(after, Node::Unknown | Node::Secret(_))
    {
        let what = match after.as_text() {
            Some(after) => Sentence::new("changes ").value(path).words(" from ").value(says).words(" to ").value(after),
            None => Sentence::new("takes ").value(says).words(" out of ").value(path),
        };
        risks.add(*severity, *code, what);
    }
}
