//! There is less of something: tasks, machines, processor, memory, storage.

use super::Risks;
use crate::change::Change;
use crate::diff::Difference;
use crate::risk::{Code, Severity};
use crate::sentence::Sentence;

/// Numbers that are capacity.
#[rustfmt::skip]
const AMOUNTS: &[&str] = &[
    "desired_count", "desired_capacity", "desired_size", "min_capacity", "max_capacity", "min_size", "max_size",
    "min_count", "max_count", "node_count", "min_node_count", "max_node_count", "instance_count", "num_cache_nodes",
    "num_cache_clusters", "num_node_groups", "number_of_nodes", "number_of_broker_nodes", "shard_count",
    "number_of_shards", "cpu", "memory", "memory_size", "allocated_storage", "max_allocated_storage", "storage_size_gb",
    "disk_size", "disk_size_gb", "volume_size", "iops", "throughput", "read_capacity", "write_capacity",
    "provisioned_concurrent_executions", "reserved_concurrent_executions", "replicas", "min_replicas", "max_replicas",
];

/// Attributes that name a size of machine.
const CLASSES: &[&str] = &["instance_class", "instance_type", "node_type", "cache_node_type", "db_instance_class", "machine_type"];

/// The sizes of AWS's instances; above `xlarge` they count themselves (`2xlarge`, `48xlarge`), and `metal` is the whole machine.
const SIZES: [(&str, u32); 7] =
    [("nano", 1), ("micro", 2), ("small", 3), ("medium", 4), ("large", 5), ("xlarge", 8), ("metal", u32::MAX)];

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    if change.is_new() {
        return;
    }
    for Difference { path, before, after } in &change.differences {
        let name = path.name();
        if AMOUNTS.contains(&name)
            && let (Some(old), Some(new)) = (before.as_number(), after.as_number())
            && new < old
        {
            // A desired count is what scaling left there; its bounds are what somebody wrote.
            let severity = if new == 0.0 { Severity::High } else { Severity::Medium };
            let what = Sentence::new("lowers ").value(path).words(" from ").value(old).words(" to ").value(new);
            risks.add(severity, Code::CapacityLowered, what);
        }
        if CLASSES.contains(&name)
            && let (Some(old), Some(new)) = (before.as_text(), after.as_text())
            && is_smaller(old, new)
        {
            let what = Sentence::new("makes ").value(path).words(" smaller, from ").value(old).words(" to ").value(new);
            risks.add(Severity::Medium, Code::CapacityLowered, what);
        }
    }
}

/// Whether the new class is smaller, or of the same size but slowed down after a burst.
///
/// AWS, "Amazon EC2 instance types": the size doubles with each step, and the T families are burstable.
fn is_smaller(old: &str, new: &str) -> bool {
    let bursts = |class: &str| family(class).starts_with('t');
    match (size(old), size(new)) {
        (Some(old_size), Some(new_size)) => new_size < old_size || (new_size == old_size && !bursts(old) && bursts(new)),
        _ => false,
    }
}

/// `t3` of `db.t3.small`.
fn family(class: &str) -> &str {
    class.rsplit('.').nth(1).unwrap_or_default()
}

/// The size as a number that grows with it: `xlarge` is 8, `2xlarge` 16.
fn size(class: &str) -> Option<u32> {
    let size = class.rsplit_once('.')?.1;
    if let Some(times) = size.strip_suffix("xlarge").filter(|times| !times.is_empty()) {
        return times.parse::<u32>().ok()?.checked_mul(8);
    }
    SIZES.into_iter().find(|(known, _)| *known == size).map(|(_, number)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_compared_by_their_size() {
        for (old, new) in [
            ("db.t3.small", "db.t3.micro"),
            ("db.r6g.2xlarge", "db.r6g.xlarge"),
            ("cache.m6g.large", "cache.m6g.medium"),
            ("m5.12xlarge", "m5.4xlarge"),
            ("m5.large", "t3.large"),
            ("m5.metal", "m5.24xlarge"),
        ] {
            assert!(is_smaller(old, new), "{old} to {new}");
            assert!(!is_smaller(new, old), "{new} to {old}");
        }
        assert!(!is_smaller("db.t3.small", "db.t4g.small"));
        assert!(!is_smaller("e2-standard-4", "e2-standard-2"));
    }
}
