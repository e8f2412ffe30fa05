//! Parameters of databases that guard: encryption on the wire, logs, audits, durability.

use std::collections::BTreeMap;

use aws::unbound::{
    ELASTIC_BEANSTALK_CONFIGURATION_TEMPLATE, ELASTIC_BEANSTALK_ENVIRONMENT, MSK_CONFIGURATION, REDSHIFTSERVERLESS_WORKGROUP,
};

use super::Risks;
use crate::change::Change;
use crate::node::Node;
use crate::risk::Code;
use crate::sentence::Sentence;
use crate::types::{self, Shape};
use finding::Severity;

use Code::{
    BackupsWeakened, CapacityLowered, EncryptionOff, MonitoringRemoved, ProtectionWeakened, PublicAccessOpened, RedundancyLowered,
    RetentionShortened, ServiceInterrupted,
};
use Severity::{High, Medium};

/// A parameter, the values with which it guards, and what is lost without.
///
/// Sources: Amazon RDS User Guide, "SSL/TLS for RDS for PostgreSQL", "`MySQL`: requiring SSL", "Working with parameters", "Oracle native
/// network encryption"; Amazon Neptune User Guide, "Parameters"; `PostgreSQL`, `MySQL`, Oracle and SQL Server reference manuals of the
/// parameters; Cloud SQL, "Configure database flags"; Amazon MSK Developer Guide, "Custom Amazon MSK
/// configurations"; Redis, "Key eviction".
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
    ("rds.restrict_logical_slot_creation", &["1", "on", "true"], ProtectionWeakened, Medium),
    ("rds.force_admin_logging_level", &["log", "notice", "warning", "info", "debug1"], MonitoringRemoved, Medium),
    ("archive_mode", &["on", "always"], BackupsWeakened, High),
    ("wal_level", &["replica", "logical"], BackupsWeakened, High),
    ("binlog_format", &["row", "mixed", "statement"], BackupsWeakened, High),
    ("autovacuum", &["1", "on", "true"], ProtectionWeakened, Medium),
    ("default_transaction_read_only", &["1", "on", "true"], ProtectionWeakened, Medium),
    ("skip_name_resolve", &["1", "on"], ProtectionWeakened, Severity::Low),
    ("old_passwords", &["0"], ProtectionWeakened, High),
    ("validate_password.policy", &["strong", "medium", "2", "1"], ProtectionWeakened, Medium),
    ("validate_password_policy", &["strong", "medium", "2", "1"], ProtectionWeakened, Medium),
    ("cloudsql.iam_authentication", &["on"], ProtectionWeakened, Medium),
    ("cloudsql.enable_pgaudit", &["on"], MonitoringRemoved, High),
    ("neptune_enable_audit_log", &["1"], MonitoringRemoved, High),
    ("neptune_enforce_ssl", &["1"], EncryptionOff, High),
    ("audit_trail", &["db", "os", "xml", "db,extended", "xml,extended"], MonitoringRemoved, High),
    ("sqlnetora.sqlnet.encryption_server", &["required"], EncryptionOff, High),
    ("contained database authentication", &["0", "off"], ProtectionWeakened, Medium),
    ("clr enabled", &["0", "off"], ProtectionWeakened, Medium),
    ("xp_cmdshell", &["0", "off"], ProtectionWeakened, High),
    ("cross db ownership chaining", &["0", "off"], ProtectionWeakened, Medium),
    ("remote access", &["0", "off"], ProtectionWeakened, Medium),
    ("unclean.leader.election.enable", &["false"], ProtectionWeakened, High),
    ("allow.everyone.if.no.acl.found", &["false"], PublicAccessOpened, High),
    ("auto.create.topics.enable", &["false"], ProtectionWeakened, Severity::Low),
    ("delete.topic.enable", &["false"], ProtectionWeakened, Medium),
    ("appendonly", &["yes"], BackupsWeakened, High),
    ("maxmemory-policy", &["noeviction"], ProtectionWeakened, Medium),
    // Options of Elastic Beanstalk (AWS Elastic Beanstalk, "General options for all environments").
    ("SystemType", &["enhanced"], MonitoringRemoved, Medium),
    ("StreamLogs", &["true"], MonitoringRemoved, Medium),
    ("DisableIMDSv1", &["true"], ProtectionWeakened, High),
    ("AssociatePublicIpAddress", &["false"], PublicAccessOpened, Medium),
    ("ManagedActionsEnabled", &["true"], ProtectionWeakened, Medium),
    ("DeploymentPolicy", &["rolling", "rollingwithadditionalbatch", "immutable", "trafficsplitting"], ServiceInterrupted, Medium),
    ("EnableSpot", &["false"], RedundancyLowered, Medium),
    ("MultiAZDatabase", &["true"], RedundancyLowered, High),
    ("DBDeletionPolicy", &["snapshot", "retain"], BackupsWeakened, High),
];

/// Those of them that guard by default as well, and of `PostgreSQL` from which major on (Amazon RDS User Guide, "Using SSL with a `PostgreSQL` DB
/// instance": on since 15; Aurora's since 17; the reference manuals of the parameters).
const GUARDING: [(&str, Option<[u32; 2]>); 21] = [
    ("rds.force_ssl", Some([15, 17])),
    ("password_encryption", Some([14, 14])),
    ("tls", None),
    ("fsync", None),
    ("full_page_writes", None),
    ("synchronous_commit", None),
    ("innodb_flush_log_at_trx_commit", None),
    ("sync_binlog", None),
    ("local_infile", None),
    ("log_bin_trust_function_creators", None),
    ("row_security", None),
    ("autovacuum", None),
    ("old_passwords", None),
    ("wal_level", None),
    ("binlog_format", None),
    ("neptune_enforce_ssl", None),
    ("auto.create.topics.enable", None),
    ("contained database authentication", None),
    ("clr enabled", None),
    ("xp_cmdshell", None),
    ("cross db ownership chaining", None),
];

/// Whether a parameter of which nothing is said guards.
fn guards_by_default(name: &str, family: Option<&str>) -> bool {
    let Some((_, since)) = GUARDING.iter().find(|(known, _)| *known == name) else { return false };
    let Some([of_rds, of_aurora]) = since else { return true };
    let major = |engine: &str| family?.strip_prefix(engine)?.parse::<u32>().ok();
    major("postgres").is_some_and(|major| major >= *of_rds) || major("aurora-postgresql").is_some_and(|major| major >= *of_aurora)
}

/// Parameters whose numbers guard more the higher they are.
const HIGH: [(&str, Code); 12] = [
    ("log.retention.hours", RetentionShortened),
    ("log.retention.minutes", RetentionShortened),
    ("log.retention.ms", RetentionShortened),
    ("log.retention.bytes", RetentionShortened),
    ("min.insync.replicas", RedundancyLowered),
    ("default.replication.factor", RedundancyLowered),
    ("rds.log_retention_period", MonitoringRemoved),
    ("binlog_retention_hours", MonitoringRemoved),
    ("default_password_lifetime", ProtectionWeakened),
    ("MinSize", CapacityLowered),
    ("MaxSize", CapacityLowered),
    ("RetentionInDays", RetentionShortened),
];

/// The versions of TLS, the weakest first.
const TLS: [&str; 4] = ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"];

/// Ciphers by which nobody is sure of the other side or of what is said, and lists that hold such (OpenSSL, `openssl-ciphers`); one behind `!` is
/// out.
const WEAK_CIPHERS: [&str; 19] = [
    "ALL",
    "COMPLEMENTOFALL",
    "LOW",
    "MEDIUM",
    "EXP",
    "EXPORT",
    "NULL",
    "ENULL",
    "ANULL",
    "ADH",
    "AECDH",
    "RC4",
    "DES",
    "3DES",
    "MD5",
    "RC4-SHA",
    "DES-CBC3-SHA",
    "NULL-SHA",
    "DES-CBC-SHA",
];

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    if change.is_new() || change.action.destroys() {
        return;
    }
    let (before, after) = (parameters(change.kind, change.before()), parameters(change.kind, change.after()));
    let family = change.after().get("family").as_text();
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
            && !new.map_or_else(|| guards_by_default(name, family), |new| is(values, new))
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
        let is_weak =
            |ciphers: &str| ciphers.split([':', ',', ' ']).any(|it| WEAK_CIPHERS.contains(&it.to_ascii_uppercase().as_str()));
        if ["ssl_ciphers", "ssl_cipher", "tls_ciphersuites"].contains(&name.as_str())
            && !is_weak(old)
            && new.is_some_and(|new| is_weak(new))
        {
            risks.add(Medium, EncryptionOff, told());
        }
        // What is logged of all that happens, by a list.
        if ["server_audit_events", "pgaudit.log", "log_exports"].contains(&name.as_str())
            && let Some(new) = new
        {
            let left: Vec<&str> = new.split(',').map(str::trim).collect();
            let is_whole = left.iter().any(|it| it.eq_ignore_ascii_case("all"));
            let gone = old.split(',').map(str::trim).any(|it| !left.contains(&it));
            if gone && !is_whole {
                risks.add(Medium, MonitoringRemoved, told());
            }
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

/// Types that hold a parameter each.
const SINGLE: [&str; 6] = [
    "azurerm_postgresql_flexible_server_configuration",
    "azurerm_postgresql_configuration",
    "azurerm_mysql_flexible_server_configuration",
    "azurerm_mysql_configuration",
    "azurerm_mariadb_configuration",
    "mysql_global_variable",
];

/// The parameters by their names.
fn parameters(kind: &str, values: &Node) -> BTreeMap<String, String> {
    let pair = |block: &Node, [name, value]: [&str; 2]| {
        let value = block.get(value);
        let text = value.as_text().map(str::to_owned).or_else(|| value.as_number().map(|number| number.to_string()))?;
        Some((block.get(name).as_text()?.to_owned(), text))
    };
    let plain = ["name", "value"];
    if types::has_shape(kind, Shape::Parameters) {
        return values.get("parameter").each().iter().filter_map(|block| pair(block, plain)).collect();
    }
    match kind {
        MSK_CONFIGURATION => {
            let lines = values.get("server_properties").as_text().unwrap_or_default().lines();
            let pairs = lines.filter_map(|line| line.split_once('='));
            pairs.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect()
        }
        "google_sql_database_instance" => {
            let flags = values.get("settings").each().iter().flat_map(|settings| settings.get("database_flags").each());
            flags.filter_map(|block| pair(block, plain)).collect()
        }
        REDSHIFTSERVERLESS_WORKGROUP => {
            let blocks = values.get("config_parameter").each().iter();
            blocks.filter_map(|block| pair(block, ["parameter_key", "parameter_value"])).collect()
        }
        ELASTIC_BEANSTALK_ENVIRONMENT | ELASTIC_BEANSTALK_CONFIGURATION_TEMPLATE => {
            values.get("setting").each().iter().filter_map(|block| pair(block, plain)).collect()
        }
        _ if SINGLE.contains(&kind) => pair(values, plain).into_iter().collect(),
        _ => BTreeMap::new(),
    }
}
