//! RDS instance classes: their names, and what a database on one can hold. It must not know prices.

use std::fmt;
use std::str::FromStr;

use super::instance_class_table::{FAMILIES, Family, Hardware};
use thiserror::Error;

use crate::edge::{crosses_as_text, one_of, schema};
use crate::suggestion::did_you_mean;

/// An instance class of RDS for PostgreSQL, such as `db.t3.small`.
///
/// All of them support encryption at rest (RDS User Guide, "Availability of Amazon RDS encryption")
/// and, with PostgreSQL, Performance Insights ("DB engine, Region, and instance class support for
/// Performance Insights": restrictions exist for MariaDB and MySQL only); so neither is a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstanceClass {
    family: &'static str,
    size: &'static str,
}

crosses_as_text!(
    InstanceClass,
    schema(
        "an RDS instance class",
        "An instance class of RDS for PostgreSQL: `db`, family and size.",
        one_of(InstanceClass::all().map(|class| class.to_string())),
        ["db.t3.small", "db.m7g.large"],
    )
);

/// A text is not an RDS instance class that synth knows.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum InstanceClassError {
    /// The family is known and has no such size.
    #[error("`{value}` is not an RDS instance class that synth knows: the sizes of `db.{family}` are {}", words::list(*sizes))]
    Size {
        /// The text that was refused.
        value: String,
        /// The family's name.
        family: &'static str,
        /// The sizes that the family has.
        sizes: &'static [&'static str],
    },
    /// Nothing of this name is known.
    #[error("`{value}` is not an RDS instance class that synth knows{}", did_you_mean(nearest.as_deref()))]
    Unknown {
        /// The text that was refused.
        value: String,
        /// The class that was perhaps meant.
        nearest: Option<String>,
    },
}

impl InstanceClass {
    /// Every class, family by family, each from its smallest size.
    pub fn all() -> impl Iterator<Item = Self> {
        FAMILIES.iter().flat_map(|family| family.sizes().iter().map(|&size| Self { family: family.name, size }))
    }

    /// The family, such as `t3`.
    pub fn family(self) -> &'static str {
        self.family
    }

    /// The size, such as `small`.
    pub fn size(self) -> &'static str {
        self.size
    }

    /// The number of virtual CPUs.
    pub fn vcpus(self) -> u32 {
        self.hardware().vcpus
    }

    /// The memory, in MiB.
    pub fn memory_mib(self) -> u32 {
        self.hardware().memory_mib
    }

    /// About how many connections PostgreSQL accepts by default.
    ///
    /// RDS User Guide, "Quotas and constraints", "Maximum number of database connections":
    /// `LEAST({DBInstanceClassMemory/9531392}, 5000)`, the memory in bytes. It is an upper bound:
    /// RDS first takes what the operating system and its own processes need from the memory, which
    /// on the small classes is a quarter of it.
    pub fn max_connections(self) -> u32 {
        let bytes = u64::from(self.memory_mib()) * 1024 * 1024;
        u32::try_from(bytes / 9_531_392).map_or(5000, |connections| connections.min(5000))
    }

    /// Whether the class earns and spends CPU credits: the `t` families.
    pub fn is_burstable(self) -> bool {
        self.family.starts_with('t')
    }

    fn hardware(self) -> Hardware {
        family(self.family)
            .and_then(|family| family.hardware(self.size))
            .expect("an instance class is only made of a family and a size in the table")
    }
}

fn family(name: &str) -> Option<&'static Family> {
    FAMILIES.iter().find(|family| family.name == name)
}

impl FromStr for InstanceClass {
    type Err = InstanceClassError;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        find(value).ok_or_else(|| refusal(value))
    }
}

fn find(value: &str) -> Option<InstanceClass> {
    InstanceClass::all().find(|class| class.to_string() == value)
}

/// The error for a text that is no class: its own family's classes before those of others.
fn refusal(value: &str) -> InstanceClassError {
    let unknown = |nearest: Option<String>| InstanceClassError::Unknown { value: value.to_owned(), nearest };
    let lowercase = value.to_lowercase();
    let bare = lowercase.strip_prefix("db.").unwrap_or(&lowercase);
    let written = format!("db.{bare}");
    if find(&written).is_some() {
        return unknown(Some(written));
    }
    let classes: Vec<String> = InstanceClass::all().map(|class| class.to_string()).collect();
    let Some(family) = bare.split('.').next().and_then(family) else {
        return unknown(words::nearest(&written, classes.iter().map(String::as_str)).map(str::to_owned));
    };
    let size = bare.split_once('.').map_or("", |(_, size)| size);
    match words::nearest(size, family.sizes().iter().copied()) {
        Some(size) => unknown(Some(format!("db.{}.{size}", family.name))),
        None => InstanceClassError::Size { value: value.to_owned(), family: family.name, sizes: family.sizes() },
    }
}

impl fmt::Display for InstanceClass {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "db.{}.{}", self.family, self.size)
    }
}
