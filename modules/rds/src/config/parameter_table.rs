//! What is known of PostgreSQL's parameters: whether they take effect without a reboot, and which values they take. It must not know which ones the
//! module sets itself.

use std::sync::LazyLock;

use domain::TimeZone;

use super::ApplyMethod;

const TABLE: &str = include_str!("parameters.txt");

/// Parameters that other majors have: PostgreSQL's release notes of 13 to 18.
const OF_OTHER_MAJORS: &[&str] = &[
    "allow_alter_system",
    "autovacuum_vacuum_max_threshold",
    "autovacuum_worker_slots",
    "commit_timestamp_buffers",
    "createrole_self_grant",
    "debug_logical_replication_streaming",
    "debug_parallel_query",
    "enable_distinct_reordering",
    "enable_group_by_reordering",
    "enable_presorted_aggregate",
    "enable_self_join_elimination",
    "event_triggers",
    "extension_control_path",
    "file_copy_method",
    "file_extend_method",
    "gss_accept_delegation",
    "huge_pages_status",
    "icu_validation_level",
    "idle_replication_slot_timeout",
    "io_combine_limit",
    "io_max_combine_limit",
    "io_max_concurrency",
    "io_method",
    "io_workers",
    "log_lock_failures",
    "logical_replication_mode",
    "max_active_replication_origins",
    "max_notify_queue_pages",
    "max_parallel_apply_workers_per_subscription",
    "md5_password_warnings",
    "multixact_member_buffers",
    "multixact_offset_buffers",
    "notify_buffers",
    "oauth_validator_libraries",
    "old_snapshot_threshold",
    "operator_precedence_warning",
    "reserved_connections",
    "restrict_nonsystem_relation_kind",
    "scram_iterations",
    "send_abort_for_crash",
    "send_abort_for_kill",
    "serializable_buffers",
    "ssl_groups",
    "ssl_tls13_ciphers",
    "stats_temp_directory",
    "subtransaction_buffers",
    "summarize_wal",
    "sync_replication_slots",
    "synchronized_standby_slots",
    "trace_connection_negotiation",
    "track_cost_delay_timing",
    "transaction_buffers",
    "transaction_timeout",
    "vacuum_buffer_usage_limit",
    "vacuum_cleanup_index_scale_factor",
    "vacuum_max_eager_freeze_failure_rate",
    "vacuum_truncate",
    "wal_receiver_create_temp_slot",
    "wal_summary_keep_time",
];

/// What RDS sets itself: `ModifyDBParameterGroup` answers that the parameter cannot be modified.
const KEPT_BY_RDS: &[&str] = &[
    "archive_command",
    "archive_library",
    "archive_mode",
    "config_file",
    "data_directory",
    "data_sync_retry",
    "external_pid_file",
    "fsync",
    "full_page_writes",
    "hba_file",
    "ident_file",
    "listen_addresses",
    "log_directory",
    "logging_collector",
    "port",
    "primary_conninfo",
    "ssl_ca_file",
    "ssl_cert_file",
    "ssl_key_file",
    "unix_socket_directories",
    "unix_socket_group",
    "wal_level",
];

/// A parameter.
struct Known {
    name: &'static str,
    is_static: bool,
    values: Values,
}

/// Which values it takes.
enum Values {
    Bool,
    Number { unit: &'static str, least: f64, most: f64, is_whole: bool },
    Words(Vec<&'static str>),
    Text,
}

/// What is wrong with a parameter.
pub(super) struct Wrong {
    pub(super) message: String,
    pub(super) help: String,
    pub(super) about: About,
}

/// What of it is wrong.
#[derive(PartialEq, Eq)]
pub(super) enum About {
    /// RDS has no such parameter, as far as is known; it may be newer than what is known.
    Name,
    /// RDS sets it itself.
    Owner,
    Value,
    ApplyMethod,
}

static KNOWN: LazyLock<Vec<Known>> =
    LazyLock::new(|| TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(read).collect());

fn read(line: &'static str) -> Option<Known> {
    let [name, when, kind, unit, least, most, words] = line.split('\t').collect::<Vec<_>>()[..] else { return None };
    let number = |text: &str, otherwise: f64| text.parse().unwrap_or(otherwise);
    let values = match kind {
        "bool" => Values::Bool,
        "integer" | "real" => Values::Number {
            unit: if unit == "-" { "" } else { unit },
            least: number(least, f64::MIN),
            most: number(most, f64::MAX),
            is_whole: kind == "integer",
        },
        "enum" => Values::Words(words.split(',').collect()),
        _ => Values::Text,
    };
    Some(Known { name, is_static: when == "static", values })
}

/// What is wrong with this parameter, all of it.
pub(super) fn faults(name: &str, value: &str, method: ApplyMethod) -> Vec<Wrong> {
    if KEPT_BY_RDS.contains(&name) {
        let help = if name == "wal_level" {
            "take it out: `rds.logical_replication` decides about it".to_owned()
        } else {
            "take it out".to_owned()
        };
        return vec![Wrong { message: format!("RDS sets `{name}` itself and takes no other value"), help, about: About::Owner }];
    }
    let Some(known) = KNOWN.iter().find(|known| known.name == name) else { return unknown(name).into_iter().collect() };
    let mut faults = Vec::new();
    if known.is_static && method == ApplyMethod::Immediate {
        faults.push(Wrong {
            message: format!("`{name}` is a static parameter, and RDS refuses to change it at once"),
            help: "set `apply_method = \"pending-reboot\"`: it takes effect with the next reboot".to_owned(),
            about: About::ApplyMethod,
        });
    }
    // A formula of RDS's is worked out there: `{DBInstanceClassMemory/32768}`, `GREATEST(…)`.
    if !value.contains(['{', '(']) {
        faults.extend(wrong_value(known, value).map(|(message, help)| Wrong { message, help, about: About::Value }));
    }
    faults
}

/// A name that is not in the table: of another major, of an extension, or mistyped.
fn unknown(name: &str) -> Option<Wrong> {
    let is_of_extension = name.contains('.') && !name.starts_with("rds.");
    if is_of_extension || OF_OTHER_MAJORS.contains(&name) {
        return None;
    }
    let help = match words::nearest(name, KNOWN.iter().map(|known| known.name)) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "take it out if PostgreSQL has no such parameter: RDS refuses what it does not know".to_owned(),
    };
    Some(Wrong { message: format!("`{name}` is not known as a parameter of PostgreSQL on RDS"), help, about: About::Name })
}

fn wrong_value(known: &Known, value: &str) -> Option<(String, String)> {
    let name = known.name;
    match &known.values {
        Values::Bool if value == "0" || value == "1" => None,
        Values::Bool => {
            let meant = match value.to_ascii_lowercase().as_str() {
                "on" | "true" | "yes" => "set \"1\"",
                "off" | "false" | "no" => "set \"0\"",
                _ => "set \"1\" for on or \"0\" for off",
            };
            Some((format!("`{value}` is not a value of `{name}`, which RDS takes as 0 or 1"), meant.to_owned()))
        }
        Values::Words(words) if words.contains(&value) => None,
        Values::Words(words) => {
            let meant = words.iter().find(|word| word.eq_ignore_ascii_case(value));
            let help = meant.map_or_else(|| format!("set one of {}", words.join(", ")), |word| format!("set \"{word}\""));
            Some((format!("`{value}` is not a value of `{name}`"), help))
        }
        Values::Number { unit, least, most, is_whole } => wrong_number(name, value, unit, (*least, *most), *is_whole),
        Values::Text if name == "timezone" || name == "log_timezone" => {
            // RDS has aliases of zones besides the canonical names.
            let is_alias = ["Etc/", "US/", "Canada/", "Brazil/", "GMT"].iter().any(|beginning| value.starts_with(beginning));
            let error = value.parse::<TimeZone>().err().filter(|_| !is_alias)?;
            Some((format!("`{name}` takes a time zone: {error}"), "set a zone such as \"UTC\" or \"Europe/Berlin\"".to_owned()))
        }
        Values::Text => None,
    }
}

fn wrong_number(name: &str, value: &str, unit: &str, (least, most): (f64, f64), is_whole: bool) -> Option<(String, String)> {
    let of_unit = if unit.is_empty() { String::new() } else { format!(" in units of {unit}") };
    let kind = if is_whole { "whole number" } else { "number" };
    // PostgreSQL's own bound is sometimes the greatest number that there is.
    let bounds = match most {
        most if most > 1e15 => format!("a {kind} from {least} on{of_unit}"),
        most => format!("a {kind} from {least} to {most}{of_unit}"),
    };
    match value.parse::<f64>() {
        Ok(number) if (least..=most).contains(&number) && (!is_whole || number.fract() == 0.0) => None,
        Ok(_) => Some((format!("`{value}` is outside of what `{name}` takes"), format!("set {bounds}"))),
        Err(_) => {
            let help = in_unit(value, unit).map_or_else(|| format!("set {bounds}"), |number| format!("set \"{number}\": {bounds}"));
            Some((format!("`{value}` is not a number, and RDS takes `{name}` as one{of_unit}"), help))
        }
    }
}

/// A size or a time with a unit of its own, in the parameter's.
fn in_unit(value: &str, unit: &str) -> Option<u64> {
    let digits = value.find(|character: char| !character.is_ascii_digit())?;
    let (number, own) = (value[..digits].parse::<u64>().ok()?, value[digits..].trim());
    let bytes = |unit: &str| {
        Some(match unit {
            "B" => 1,
            "kB" => 1024,
            "8kB" => 8 * 1024,
            "MB" => 1024 * 1024,
            "16MB" => 16 * 1024 * 1024,
            "GB" => 1024 * 1024 * 1024,
            _ => return None,
        })
    };
    let milliseconds = |unit: &str| {
        Some(match unit {
            "ms" => 1,
            "s" => 1000,
            "min" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => return None,
        })
    };
    let (factor, divisor) = bytes(own).zip(bytes(unit)).or_else(|| milliseconds(own).zip(milliseconds(unit)))?;
    let all: u64 = number.checked_mul(factor)?;
    all.checked_div(divisor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read() {
        assert_eq!(KNOWN.len(), TABLE.lines().filter(|line| !line.starts_with('#')).count());
        assert!(KNOWN.iter().is_sorted_by_key(|known| known.name));
    }

    #[test]
    fn a_size_is_told_in_the_parameter_s_unit() {
        assert_eq!(in_unit("64MB", "kB"), Some(65_536));
        assert_eq!(in_unit("1GB", "8kB"), Some(131_072));
        assert_eq!(in_unit("5min", "ms"), Some(300_000));
        assert_eq!(in_unit("many", "ms"), None);
    }

    #[test]
    fn what_rds_takes_is_taken() {
        for (name, value, method) in [
            ("work_mem", "65536", ApplyMethod::Immediate),
            ("shared_buffers", "{DBInstanceClassMemory/32768}", ApplyMethod::PendingReboot),
            ("log_statement", "all", ApplyMethod::Immediate),
            ("random_page_cost", "1.1", ApplyMethod::Immediate),
            ("timezone", "Europe/Berlin", ApplyMethod::Immediate),
            ("pgaudit.log", "ddl", ApplyMethod::Immediate),
            ("transaction_timeout", "1000", ApplyMethod::Immediate),
            ("rds.logical_replication", "1", ApplyMethod::PendingReboot),
        ] {
            let faults: Vec<String> = faults(name, value, method).into_iter().map(|fault| fault.message).collect();
            assert!(faults.is_empty(), "{name}: {faults:?}");
        }
    }
}
