//! The instance classes that RDS for PostgreSQL runs on, as data. It must not know how they are
//! written or read.
//!
//! Source: RDS User Guide, "Supported DB engines for DB instance classes" and "Hardware
//! specifications for DB instance classes". Left out are x2idn, which runs PostgreSQL 15 and older
//! only, and c6gd, which is for Multi-AZ DB clusters only.

/// A family of instance classes: the same processor, the same memory to each virtual CPU.
pub(super) struct Family {
    pub(super) name: &'static str,
    pub(super) sizes: Sizes,
}

/// How a family's sizes have virtual CPUs and memory.
pub(super) enum Sizes {
    /// Burstable: each size is a case of its own.
    Burstable,
    /// So many GiB of memory to each virtual CPU, in these sizes.
    Steady { gib_per_vcpu: u32, names: &'static [&'static str] },
}

/// The virtual CPUs and the memory of one size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hardware {
    pub(super) vcpus: u32,
    pub(super) memory_mib: u32,
}

const TO_16: &[&str] = &["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"];
const TO_24: &[&str] = &["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge"];
const TO_32: &[&str] = &["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"];
const TO_48: &[&str] = &["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"];
const R6IDN: &[&str] = &["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"];
const X2IEDN: &[&str] = &["xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge", "24xlarge", "32xlarge"];

/// Every family: burstable, general purpose, memory optimized.
pub(super) const FAMILIES: &[Family] = &[
    Family { name: "t3", sizes: Sizes::Burstable },
    Family { name: "t4g", sizes: Sizes::Burstable },
    general("m5", TO_24),
    general("m5d", TO_24),
    general("m6g", TO_16),
    general("m6gd", TO_16),
    general("m6i", TO_32),
    general("m6id", TO_32),
    general("m6idn", TO_32),
    general("m6in", TO_32),
    general("m7g", TO_16),
    general("m7i", TO_48),
    general("m8g", TO_48),
    general("m8gd", TO_48),
    memory("r5", 8, TO_24),
    memory("r5b", 8, TO_24),
    memory("r5d", 8, TO_24),
    memory("r6g", 8, TO_16),
    memory("r6gd", 8, TO_16),
    memory("r6i", 8, TO_32),
    memory("r6id", 8, TO_32),
    memory("r6idn", 8, R6IDN),
    memory("r6in", 8, TO_32),
    memory("r7g", 8, TO_16),
    memory("r7i", 8, TO_48),
    memory("r8g", 8, TO_48),
    memory("r8gd", 8, TO_48),
    memory("x2g", 16, TO_16),
    memory("x2iedn", 32, X2IEDN),
];

const fn general(name: &'static str, names: &'static [&'static str]) -> Family {
    memory(name, 4, names)
}

const fn memory(name: &'static str, gib_per_vcpu: u32, names: &'static [&'static str]) -> Family {
    Family { name, sizes: Sizes::Steady { gib_per_vcpu, names } }
}

impl Family {
    /// The sizes, from the smallest.
    pub(super) fn sizes(&self) -> &'static [&'static str] {
        match self.sizes {
            Sizes::Burstable => &["micro", "small", "medium", "large", "xlarge", "2xlarge"],
            Sizes::Steady { names, .. } => names,
        }
    }

    /// The hardware of a size, if the family has it.
    pub(super) fn hardware(&self, size: &str) -> Option<Hardware> {
        match self.sizes {
            Sizes::Burstable => burstable(size),
            Sizes::Steady { gib_per_vcpu, names } => {
                let vcpus = vcpus(size).filter(|_| names.contains(&size))?;
                Some(Hardware { vcpus, memory_mib: vcpus * gib_per_vcpu * 1024 })
            }
        }
    }
}

fn burstable(size: &str) -> Option<Hardware> {
    let (vcpus, gib) = match size {
        "micro" => (2, 1),
        "small" => (2, 2),
        "medium" => (2, 4),
        "large" => (2, 8),
        "xlarge" => (4, 16),
        "2xlarge" => (8, 32),
        _ => return None,
    };
    Some(Hardware { vcpus, memory_mib: gib * 1024 })
}

/// The virtual CPUs of a size: two for `large`, four for each `xlarge`.
fn vcpus(size: &str) -> Option<u32> {
    match size {
        "large" => Some(2),
        "xlarge" => Some(4),
        _ => size.strip_suffix("xlarge")?.parse::<u32>().ok().map(|times| times * 4),
    }
}
