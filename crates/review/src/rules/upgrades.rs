//! An engine is upgraded, or changed at once instead of in its maintenance window.

use super::Risks;
use crate::change::Change;
use crate::diff::Difference;
use crate::risk::Code;
use crate::sentence::Sentence;
use crate::types::{self, Shape};
use finding::Severity;

use Severity::{High, Low, Medium};

/// Attributes that name the version of an engine.
const VERSIONS: [&str; 7] = [
    "engine_version",
    "kubernetes_version",
    "min_master_version",
    "database_version",
    "cluster_version",
    "kafka_version",
    "mongo_db_major_version",
];

/// What a database is restarted for (Amazon RDS User Guide, "Settings for DB instances").
const RESTARTS: [&str; 8] = [
    "instance_class",
    "db_cluster_instance_class",
    "engine_version",
    "multi_az",
    "ca_cert_identifier",
    "db_parameter_group_name",
    "parameter_group_name",
    "node_type",
];

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    if change.is_new() {
        return;
    }
    let is_at_once = change.after().get("apply_immediately").as_bool() == Some(true);
    let is_database = types::has_shape(change.kind, Shape::Database);
    let mut is_told_at_once = false;
    for Difference { path, before, after } in &change.differences {
        let (name, is_own) = (path.name(), path.attribute() == path.name());
        let is_version = VERSIONS.contains(&name)
            || (name == "version"
                && is_own
                && ["_cluster", "_server", "_node_group", "_node_pool"].iter().any(|end| change.kind.ends_with(end)));
        if is_version
            && let (Some(old), Some(new)) = (before.as_text(), after.as_text())
            && major(old) != major(new)
            && !is_minor_of_cache(change.kind, old, new)
        {
            let what = Sentence::new("changes ").value(path).words(" from ").value(old).words(" to ").value(new);
            let severity = if is_at_once || !is_upgrade(old, new) { High } else { Medium };
            let what = if is_at_once { what.words(", at once and not in the maintenance window") } else { what };
            risks.add(severity, Code::VersionUpgraded, what);
            is_told_at_once |= is_at_once;
        } else if is_at_once && RESTARTS.contains(&name) && is_own && !before.is_empty() && !after.is_empty() {
            let what =
                Sentence::new("changes ").value(path).words(", and so restarts it at once and not in the maintenance window");
            risks.add(Medium, Code::ServiceInterrupted, what);
            is_told_at_once = true;
        }
        // A runtime of before gets no fixes for longer (AWS Lambda Developer Guide, "Lambda runtimes").
        if name == "runtime"
            && let (Some(old), Some(new)) = (before.as_text(), after.as_text())
            && family(old) == family(new)
            && !is_upgrade(old, new)
            && major(old) != major(new)
        {
            let what = Sentence::new("goes back from ").value(old).words(" to ").value(new);
            risks.add(Medium, Code::VersionUpgraded, what);
        }
        // A chart's versions are semantic ones (Helm, "Charts").
        if change.kind == "helm_release"
            && name == "version"
            && is_own
            && let (Some(old), Some(new)) = (before.as_text(), after.as_text())
            && major(old).first() != major(new).first()
        {
            let what = Sentence::new("changes ").value(path).words(" from ").value(old).words(" to ").value(new);
            risks.add(Medium, Code::VersionUpgraded, what);
        }
        if name == "allow_major_version_upgrade" && after.as_bool() == Some(true) && before.as_bool() == Some(false) {
            risks.add(Low, Code::VersionUpgraded, Sentence::new("turns on ").value(path));
        }
    }
    // What is changed at once is told as such.
    for Difference { path, before, after } in change.differences.iter().filter(|_| is_database && !is_told_at_once) {
        if path.name() == "apply_immediately" && after.as_bool() == Some(true) && before.as_bool() == Some(false) {
            let what = Sentence::new("turns on ").value(path).words(": changes no longer wait for the maintenance window");
            risks.add(Low, Code::ServiceInterrupted, what);
        }
    }
}

/// `16` of `16.4`, `8.0` of MySQL's `8.0.36`, `1.29` of Kubernetes'; of a text with words before it the number in it.
fn major(version: &str) -> Vec<u32> {
    let digits = version.trim_start_matches(|character: char| !character.is_ascii_digit());
    let numbers: Vec<u32> = digits.split(['.', '_', '-']).map_while(|part| part.parse().ok()).collect();
    // Numbers below ten are followed by what counts as major too: MySQL 5.7 and 8.0, Kubernetes 1.29, Redis 5.0.
    let length = if numbers.first().is_some_and(|first| *first < 10) { 2 } else { 1 };
    numbers.into_iter().take(length).collect()
}

/// From Redis 6 on a second number is a minor version (Amazon `ElastiCache`, "Version management"; Amazon `MemoryDB`, "Engine versions").
fn is_minor_of_cache(kind: &str, old: &str, new: &str) -> bool {
    let (old, new) = (major(old), major(new));
    let of_aws = kind.strip_prefix("aws_").unwrap_or_default();
    let is_cache = ["elasticache_", "memorydb_"].iter().any(|start| of_aws.starts_with(start));
    is_cache && old.first() == new.first() && old.first().is_some_and(|first| *first >= 6) && new > old
}

/// `python` of `python3.12`.
fn family(runtime: &str) -> &str {
    runtime.split(|character: char| character.is_ascii_digit()).next().unwrap_or_default()
}

fn is_upgrade(old: &str, new: &str) -> bool {
    major(old) < major(new)
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn a_major_version_is_what_its_engine_calls_one() {
        for (one, other) in [("16.3", "16.4"), ("8.0.35", "8.0.36"), ("8.0.mysql_aurora.3.05.2", "8.0.mysql_aurora.3.07.0")] {
            assert_eq!(major(one), major(other), "{one} {other}");
        }
        for (one, other) in [("15.7", "16.3"), ("5.7.44", "8.0.36"), ("1.29", "1.30"), ("POSTGRES_14", "POSTGRES_15")] {
            assert_ne!(major(one), major(other), "{one} {other}");
        }
    }
}
