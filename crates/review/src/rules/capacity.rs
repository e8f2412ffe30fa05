//! There is less of something: tasks, machines, processor, memory, storage.

use super::Risks;
use crate::change::Change;
use crate::diff::Difference;
use crate::node::Node;
use crate::risk::Code;
use crate::sentence::Sentence;
use finding::Severity;

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
#[rustfmt::skip]
const CLASSES: &[&str] = &["instance_class", "instance_type", "node_type", "cache_node_type", "db_instance_class", "machine_type", "size", "vm_size", "sku_name", "tier", "server_type", "instance_size", "node_size", "size_slug", "plan", "sku"];

/// The sizes of AWS's instances; above `xlarge` they count themselves (`2xlarge`, `48xlarge`), and `metal` is the whole machine.
const SIZES: [(&str, u32); 7] =
    [("nano", 1), ("micro", 2), ("small", 3), ("medium", 4), ("large", 5), ("xlarge", 8), ("metal", u32::MAX)];

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    if change.is_new() || (change.action.destroys() && !change.action.replaces()) {
        return;
    }
    spot(change, risks);
    for Difference { path, before, after } in &change.differences {
        let name = path.name();
        if AMOUNTS.contains(&name)
            && let (Some(old), Some(new)) = (before.as_number(), after.as_number())
            && new < old
            && !(new == 0.0 && is_on_demand(change.after()))
        {
            // A desired count is what scaling left there; its bounds are what somebody wrote.
            let severity = if new == 0.0 { Severity::High } else { Severity::Medium };
            let what = Sentence::new("lowers ").value(path).words(" from ").value(old).words(" to ").value(new);
            risks.add(severity, Code::CapacityLowered, what);
        }
        // A class of backups is no machine's.
        if is_class(name)
            && !path.is_in("backup")
            && let (Some(old), Some(new)) = (before.as_text(), after.as_text())
            && is_smaller(old, new)
        {
            let what = Sentence::new("makes ").value(path).words(" smaller, from ").value(old).words(" to ").value(new);
            risks.add(Severity::Medium, Code::CapacityLowered, what);
        }
    }
}

pub(super) fn is_amount(name: &str) -> bool {
    AMOUNTS.contains(&name)
}

pub(super) fn is_class(name: &str) -> bool {
    CLASSES.contains(&name)
}

/// Whether there is as much as is asked for, and no number says how much (Amazon `DynamoDB`, "On-demand capacity mode").
pub(super) fn is_on_demand(values: &Node) -> bool {
    values.get("billing_mode").as_text() == Some("PAY_PER_REQUEST")
}

/// How large a machine of AWS's class is, next to others; nothing where the class does not say.
pub(super) fn weight(class: &str) -> Option<f64> {
    const SMALL: [(&str, f64); 5] = [("nano", 0.25), ("micro", 0.5), ("small", 1.0), ("medium", 2.0), ("large", 4.0)];
    let last = class.rsplit('.').next()?;
    let small = SMALL.into_iter().find(|(name, _)| *name == last).map(|(_, weight)| weight);
    small.or_else(|| size(class).filter(|size| *size < u32::MAX).map(f64::from))
}

/// All of it runs on capacity that may be taken away within two minutes (Amazon EC2 User Guide, "Spot Instance interruptions").
fn spot(change: &Change<'_>, risks: &mut Risks<'_>) {
    let mut tell = |what: Sentence| risks.add(Severity::High, Code::RedundancyLowered, what);
    for name in ["capacity_provider_strategy", "default_capacity_provider_strategy"] {
        let is_all_spot = |values: &Node| {
            let runs = |it: &&Node| ["weight", "base"].into_iter().any(|name| it.get(name).as_number().is_some_and(|it| it > 0.0));
            let is_spot = |it: &Node| it.get("capacity_provider").as_text().is_some_and(|name| name.ends_with("_SPOT"));
            let mut running = values.get(name).each().iter().filter(runs).peekable();
            running.peek().is_some() && running.all(is_spot)
        };
        if is_all_spot(change.after()) && !is_all_spot(change.before()) {
            tell(Sentence::new("runs everything on Spot: ").value(name));
        }
    }
    let mut no_longer_kept: Vec<String> = Vec::new();
    for Difference { path, before, after } in &change.differences {
        match path.name() {
            "spot" | "preemptible" if after.as_bool() == Some(true) && before.as_bool() != Some(true) => {
                tell(Sentence::new("may be taken away at any time: ").value(path).words(" is ").value("true"));
            }
            "priority" | "provisioning_model" | "scale_set_priority"
                if after.as_text().is_some_and(|text| text.eq_ignore_ascii_case("spot"))
                    && !before.as_text().is_some_and(|text| text.eq_ignore_ascii_case("spot")) =>
            {
                tell(Sentence::new("may be taken away at any time: ").value(path).words(" is ").value("Spot"));
            }
            "capacity_type" | "market_type" if after.as_text() == Some("SPOT") && before.as_text() != Some("SPOT") => {
                tell(Sentence::new("runs everything on Spot: ").value(path));
            }
            "on_demand_percentage_above_base_capacity" | "on_demand_base_capacity"
                if after.as_number() == Some(0.0) && before.as_number().is_some_and(|old| old > 0.0) =>
            {
                let policy = change.after().get("mixed_instances_policy").each().iter();
                let mut blocks = policy.flat_map(|it| it.get("instances_distribution").each());
                let is_zero = |block: &Node, name: &str| block.get(name).as_number().unwrap_or(0.0) == 0.0;
                if blocks
                    .any(|it| is_zero(it, "on_demand_base_capacity") && is_zero(it, "on_demand_percentage_above_base_capacity"))
                {
                    no_longer_kept.push(path.to_string());
                }
            }
            _ => {}
        }
    }
    if !no_longer_kept.is_empty() {
        tell(Sentence::new("runs everything on Spot: ").values(no_longer_kept));
    }
}

/// Whether the new class is smaller, or of the same size but slowed down after a burst.
///
/// AWS, "Amazon EC2 instance types": the size doubles with each step, and the T families are burstable.
fn is_smaller(old: &str, new: &str) -> bool {
    let bursts = |class: &str| family(class).starts_with('t');
    match (size(old), size(new)) {
        (Some(old_size), Some(new_size)) => new_size < old_size || (new_size == old_size && !bursts(old) && bursts(new)),
        (None, None) => is_less(old, new),
        _ => false,
    }
}

/// The same name with smaller numbers in it: `e2-standard-8` and `e2-standard-2`, `Standard_D8s_v5` and `Standard_D2s_v5`. A number behind a `v`
/// is a generation.
fn is_less(old: &str, new: &str) -> bool {
    let (old_name, old) = numbers(old);
    let (new_name, new) = numbers(new);
    old_name == new_name && old != new && old.len() == new.len() && old.iter().zip(&new).all(|(old, new)| new <= old)
}

/// A name without its numbers, and the numbers.
fn numbers(class: &str) -> (String, Vec<u64>) {
    let (mut name, mut numbers) = (String::new(), Vec::new());
    let mut digits = String::new();
    for character in class.chars().chain([' ']) {
        if character.is_ascii_digit() {
            digits.push(character);
            continue;
        }
        if !digits.is_empty() {
            let is_generation = name.ends_with(['v', 'V']);
            match digits.parse() {
                Ok(number) if !is_generation => numbers.push(number),
                _ => name.push_str(&digits),
            }
            digits.clear();
            name.push('#');
        }
        name.push(character);
    }
    (name, numbers)
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
        for (old, new) in
            [("e2-standard-8", "e2-standard-2"), ("Standard_D8s_v5", "Standard_D2s_v5"), ("s-4vcpu-8gb", "s-1vcpu-2gb")]
        {
            assert!(is_smaller(old, new), "{old} to {new}");
            assert!(!is_smaller(new, old), "{new} to {old}");
        }
        assert!(!is_smaller("Standard_D8s_v5", "Standard_D8s_v4"), "another generation");
        assert!(!is_smaller("e2-standard-8", "n2-highcpu-2"), "another family");
    }
}
