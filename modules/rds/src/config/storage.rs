//! What the settings of the storage rule out in each other.
//!
//! The numbers are those of PostgreSQL: RDS User Guide, "Amazon RDS DB instance storage" and "Managing capacity automatically with Amazon
//! RDS storage autoscaling". Every instance class that can be set is of the Nitro System, on which they depend too.

use std::ops::RangeInclusive;

use domain::{Identity, KmsKeyArn, StorageGib, StorageType};
use settings::Problems;

use super::Storage;

/// The checked storage.
#[derive(Clone, Debug)]
pub(crate) struct CheckedStorage {
    pub(crate) kind: StorageType,
    pub(crate) allocated: StorageGib,
    /// Up to where RDS enlarges it, if it does.
    pub(crate) autoscaling_limit: Option<StorageGib>,
    pub(crate) iops: Option<u32>,
    pub(crate) throughput_mib: Option<u32>,
    /// The key under which it lies, where that is none of the environment's.
    pub(crate) key: Option<KmsKeyArn>,
}

/// From here on RDS stripes gp3 over four volumes, and lets IOPS and throughput be set.
const GP3_STRIPED_GIB: u32 = 400;
const GP3_IOPS: RangeInclusive<u32> = 12_000..=64_000;
const GP3_THROUGHPUT_MIB: RangeInclusive<u32> = 500..=4_000;
const PROVISIONED_IOPS: RangeInclusive<u32> = 1_000..=256_000;

const TYPE: &str = "rds.storage.type";
const ALLOCATED: &str = "rds.storage.allocated_gib";
const MAX_ALLOCATED: &str = "rds.storage.max_allocated_gib";
const IOPS: &str = "rds.storage.iops";
const THROUGHPUT: &str = "rds.storage.throughput_mib";
const KEY: &str = "rds.storage.key_arn";

impl Storage {
    pub(super) fn check(&self, identity: &Identity, problems: &mut Problems) -> CheckedStorage {
        let Self { kind, allocated_gib: allocated, max_allocated_gib, iops, throughput_mib, key_arn: key } = self.clone();
        let smallest = kind.smallest_storage();
        if allocated < smallest {
            problems
                .error(ALLOCATED, format!("`{allocated}` GiB are less than `{kind}` storage can have"))
                .also(TYPE)
                .help(format!("set {smallest} or more"));
        }
        match kind {
            StorageType::Gp3 => general_purpose(allocated, iops, throughput_mib, problems),
            StorageType::Io1 => provisioned(kind, 50, allocated, iops, throughput_mib, problems),
            StorageType::Io2 => provisioned(kind, 1_000, allocated, iops, throughput_mib, problems),
        }
        if let Some(key) = key.as_ref().filter(|key| key.region() != identity.region) {
            problems
                .error(KEY, format!("the key is in `{}`, and RDS encrypts with one of the database's region only", key.region()))
                .also("region")
                .help(format!("name a key in `{}`", identity.region));
        }
        let autoscaling_limit = match max_allocated_gib {
            Some(limit) => given_limit(kind, allocated, limit, iops, problems),
            None => derived_limit(kind, allocated, iops),
        };
        let is_striped = !is_provisioned(kind) && allocated.get() >= GP3_STRIPED_GIB;
        // Left out they would mean "as they are" to the provider: what is taken back would go on and be billed.
        let base = |least: &RangeInclusive<u32>| is_striped.then_some(*least.start());
        CheckedStorage {
            kind,
            allocated,
            autoscaling_limit,
            iops: iops.or(base(&GP3_IOPS)),
            throughput_mib: throughput_mib.or(base(&GP3_THROUGHPUT_MIB)),
            key,
        }
    }
}

fn general_purpose(allocated: StorageGib, iops: Option<u32>, throughput: Option<u32>, problems: &mut Problems) {
    if allocated.get() < GP3_STRIPED_GIB {
        for (setting, _) in [(IOPS, iops), (THROUGHPUT, throughput)].into_iter().filter(|(_, value)| value.is_some()) {
            problems
                .error(setting, format!("`gp3` storage takes it from {GP3_STRIPED_GIB} GiB only, and `{allocated}` are set"))
                .also(ALLOCATED)
                .help(format!("take it out: 3000 IOPS and 125 MiB a second are what RDS gives below {GP3_STRIPED_GIB} GiB"));
        }
        return;
    }
    within(IOPS, iops, &GP3_IOPS, "IOPS of `gp3` storage", problems);
    within(THROUGHPUT, throughput, &GP3_THROUGHPUT_MIB, "throughput of `gp3` storage in MiB a second", problems);
    let given = iops.unwrap_or(*GP3_IOPS.start());
    if let Some(throughput) = throughput.filter(|throughput| throughput.saturating_mul(4) > given) {
        problems
            .error(
                THROUGHPUT,
                format!("`{throughput}` MiB a second need more than `{given}` IOPS: RDS gives a quarter of a MiB to each"),
            )
            .also(IOPS)
            .help(format!("set `iops` to {} or more, or the throughput to {} or less", throughput.saturating_mul(4), given / 4));
    }
}

fn provisioned(
    kind: StorageType,
    most_per_gib: u32,
    allocated: StorageGib,
    iops: Option<u32>,
    throughput: Option<u32>,
    problems: &mut Problems,
) {
    if throughput.is_some() {
        problems
            .error(THROUGHPUT, format!("`{kind}` storage takes no throughput"))
            .also(TYPE)
            .help("take it out: RDS derives the throughput from the IOPS");
    }
    let Some(iops) = iops else {
        problems.error(TYPE, format!("`{kind}` storage needs IOPS")).also(IOPS).help("set `iops`, or the type to `gp3`");
        return;
    };
    within(IOPS, Some(iops), &PROVISIONED_IOPS, &format!("IOPS of `{kind}` storage"), problems);
    let most = allocated.get().saturating_mul(most_per_gib);
    if iops > most {
        problems
            .error(
                IOPS,
                format!(
                    "`{iops}` IOPS are more than {most_per_gib} to each of the `{allocated}` GiB, the most of `{kind}` storage"
                ),
            )
            .also(ALLOCATED)
            .help(format!("set {most} or less, or more storage"));
    }
    if iops.saturating_mul(2) < allocated.get() {
        problems
            .error(
                IOPS,
                format!("`{iops}` IOPS are less than one to every two of the `{allocated}` GiB, the least of `{kind}` storage"),
            )
            .also(ALLOCATED)
            .help(format!("set {} or more", allocated.get().div_ceil(2)));
    }
}

fn within(setting: &str, value: Option<u32>, range: &RangeInclusive<u32>, what: &str, problems: &mut Problems) {
    if let Some(value) = value.filter(|value| !range.contains(value)) {
        problems.error(setting, format!("`{value}` is out of the range of the {what}")).help(format!(
            "set {} to {}",
            range.start(),
            range.end()
        ));
    }
}

/// The limit that is set; none when it is the storage itself, by which RDS knows that autoscaling is off.
fn given_limit(
    kind: StorageType,
    allocated: StorageGib,
    limit: StorageGib,
    iops: Option<u32>,
    problems: &mut Problems,
) -> Option<StorageGib> {
    if limit == allocated {
        return None;
    }
    let least = u64::from(allocated.get()).saturating_mul(110).div_ceil(100);
    if u64::from(limit.get()) < least {
        problems
            .error(
                MAX_ALLOCATED,
                format!("`{limit}` GiB are less than a tenth more than the `{allocated}` with which the storage begins"),
            )
            .also(ALLOCATED)
            .help(format!("set {least} or more, or {allocated} to turn autoscaling off"));
    }
    if let Some(iops) = iops.filter(|iops| is_provisioned(kind) && iops.saturating_mul(2) < limit.get()) {
        problems
            .error(
                MAX_ALLOCATED,
                format!("`{iops}` IOPS are less than one to every two of `{limit}` GiB, the least of `{kind}` storage"),
            )
            .also(IOPS)
            .help(format!("set {} or less, or more IOPS", iops.saturating_mul(2)));
    }
    Some(limit)
}

/// Twice the storage, as far as type and IOPS allow; none when that is less than the tenth that autoscaling needs.
fn derived_limit(kind: StorageType, allocated: StorageGib, iops: Option<u32>) -> Option<StorageGib> {
    let twice = allocated.get().saturating_mul(2);
    let by_iops = iops.filter(|_| is_provisioned(kind)).map_or(u32::MAX, |iops| iops.saturating_mul(2));
    let limit = i64::from(twice.min(by_iops).min(65_536));
    let enough = limit * 10 >= i64::from(allocated.get()) * 11;
    StorageGib::try_from(limit).ok().filter(|_| enough)
}

fn is_provisioned(kind: StorageType) -> bool {
    match kind {
        StorageType::Gp3 => false,
        StorageType::Io1 | StorageType::Io2 => true,
    }
}
