//! Parameters of databases that guard: encryption on the wire, logs, audits, durability.

use std::collections::BTreeMap;

use super::Risks;
use crate::change::Change;
use crate::node::Node;
use crate::risk::Code;
use crate::sentence::Sentence;
use crate::types::{self, Shape};
use finding::Severity;

use Code::{EncryptionOff, MonitoringRemoved, ProtectionWeakened};
use Severity::{High, Medium};

/// A parameter, the values with which it guards, and what is lost without.
///
/// Sources: Amazon RDS User Guide, "SSL/TLS for RDS for PostgreSQL", "`MySQL`: requiring SSL", "Working with parameters"; `PostgreSQL` and
/// `MySQL` reference manuals of the parameters.
#[rustfmt::skip]
const GUARDS: &[(&str, &[&str], Code, Severity)] = &[
    ("rds.force_ssl", &["1", "on", "true"], EncryptionOff, High),
    ("require_secure_transport", &["1", "on", "true"], EncryptionOff, High),
    ("require_ssl", &["1", "on", "true"], EncryptionOff, High),
    ("tls", &["enabled", "tls1.2+", "tls1.3+", "fips-140-3"], EncryptionOff, High),
    ("ssl", &["1", "on", "true"], EncryptionOff, High),
    ("password_encryption", &["scram-sha-256"], ProtectionWeakened, High),
    ("rds.restrict_password_commands", &["1", "on", "true"], ProtectionWeakened, Medium),
    ("log_connections", &["1", "on", "true", "all"], MonitoringRemoved, Medium),
    ("log_disconnections", &["1", "on", "true"], MonitoringRemoved, Medium),
    ("log_lock_waits", &["1", "on", "true"], MonitoringRemoved, Severity::Low),
    ("log_statement", &["ddl", "mod", "all"], MonitoringRemoved, Medium),
    ("general_log", &["1", "on"], MonitoringRemoved, Severity::Low),
    ("slow_query_log", &["1", "on"], MonitoringRemoved, Severity::Low),
    ("pgaudit.log", &["all", "ddl", "role", "write", "read", "ddl,role", "all,-misc"], MonitoringRemoved, High),
    ("server_audit_logging", &["1", "on"], MonitoringRemoved, High),
    ("audit_logs", &["enabled", "all", "ddl", "dml_read", "dml_write"], MonitoringRemoved, High),
    ("enable_user_activity_logging", &["true", "1"], MonitoringRemoved, High),
    ("fsync", &["1", "on", "true"], ProtectionWeakened, High),
    ("full_page_writes", &["1", "on", "true"], ProtectionWeakened, High),
    ("synchronous_commit", &["on", "remote_apply", "remote_write", "local"], ProtectionWeakened, High),
    ("innodb_flush_log_at_trx_commit", &["1"], ProtectionWeakened, High),
    ("sync_binlog", &["1"], ProtectionWeakened, Medium),
    ("local_infile", &["0", "off"], ProtectionWeakened, Medium),
    ("log_bin_trust_function_creators", &["0", "off"], ProtectionWeakened, Medium),
    ("row_security", &["1", "on", "true"], ProtectionWeakened, High),
    ("rds.logical_replication", &[], ProtectionWeakened, Severity::Low),
];

/// Parameters whose numbers guard more the higher they are.
const HIGH: [(&str, Code); 3] = [
    ("rds.log_retention_period", MonitoringRemoved),
    ("binlog_retention_hours", MonitoringRemoved),
    ("default_password_lifetime", ProtectionWeakened),
];

/// The versions of TLS, the weakest first.
const TLS: [&str; 4] = ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"];

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    if change.is_new() || !types::has_shape(change.kind, Shape::Parameters) || change.action.destroys() {
        return;
    }
    let (before, after) = (parameters(change.before()), parameters(change.after()));
    for (name, old) in &before {
        let new = after.get(name);
        let told = || {
            let told = Sentence::new("sets ").value(name).words(" from ").value(old);
            match new {
                Some(new) => told.words(" to ").value(new),
                None => told.words(" back to its default"),
            }
        };
        let is =
            |values: &[&str], value: &str| values.iter().any(|known| value.to_ascii_lowercase().split(',').any(|it| it == *known));
        if let Some((_, values, code, severity)) = GUARDS.iter().find(|(known, ..)| known == name)
            && is(values, old)
            && !new.is_some_and(|new| is(values, new))
        {
            risks.add(*severity, *code, told());
        }
        if let Some((_, code)) = HIGH.iter().find(|(known, _)| known == name)
            && let Ok(old) = old.parse::<f64>()
            && new.and_then(|new| new.parse::<f64>().ok()).unwrap_or(0.0) < old
        {
            risks.add(Medium, *code, told());
        }
        if name == "log_min_duration_statement" && old != "-1" && new.is_none_or(|new| new == "-1") {
            risks.add(Severity::Low, MonitoringRemoved, told());
        }
        let weakest = |value: &str| value.split(',').filter_map(|it| TLS.iter().position(|known| *known == it.trim())).min();
        if ["ssl_min_protocol_version", "tls_version"].contains(&name.as_str())
            && let Some(was) = weakest(old)
            && new.and_then(|new| weakest(new)).unwrap_or(0) < was
        {
            risks.add(High, EncryptionOff, told());
        }
        if name == "shared_preload_libraries" && old.contains("pgaudit") && !new.is_some_and(|new| new.contains("pgaudit")) {
            risks.add(High, MonitoringRemoved, told());
        }
    }
    for (name, new) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
        let is_off = ["0", "off", "false", "disabled", "none", "md5"].contains(&new.to_ascii_lowercase().as_str());
        let guard = GUARDS.iter().find(|(known, values, ..)| known == name && !values.is_empty());
        if let Some((.., code, severity)) = guard.filter(|(_, values, ..)| is_off && !values.contains(&new.as_str())) {
            risks.add(*severity, *code, Sentence::new("sets ").value(name).words(" to ").value(new));
        }
    }
}

/// The parameters by their names.
fn parameters(values: &Node) -> BTreeMap<String, String> {
    let blocks = values.get("parameter").each().iter();
    let pair = |block: &Node| {
        let value = block.get("value");
        let text = value.as_text().map(str::to_owned).or_else(|| value.as_number().map(|number| number.to_string()))?;
        Some((block.get("name").as_text()?.to_owned(), text))
    };
    blocks.filter_map(pair).collect()
}
