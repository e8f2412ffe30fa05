//! The regions of AWS. It must not know which region is used for what.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::region_table::{REGIONS, Record};
use super::zone_letter::ZoneLetter;
use crate::edge::{crosses_as_text, one_of, schema};
use crate::suggestion::did_you_mean;

/// A region of AWS's commercial partition, such as `us-east-1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(&'static str);

crosses_as_text!(
    Region,
    schema(
        "a region",
        "A region of AWS's commercial partition.",
        one_of(REGIONS.iter().map(|record| record.code)),
        ["us-east-1", "eu-central-1"],
    )
);

/// A text is not a region that synth knows, or a zone letter is not one of the region.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RegionError {
    /// No region has this code.
    #[error("`{value}` is not a region that synth knows{}", meant(*nearest))]
    Unknown {
        /// The text that was refused.
        value: String,
        /// The region that was perhaps meant.
        nearest: Option<Region>,
    },
    /// The region is real, but of another partition than the commercial one.
    #[error("`{value}` is a region of {partition}: synth supports the commercial partition `aws` only")]
    Partition {
        /// The text that was refused.
        value: String,
        /// The partition's name in words.
        partition: &'static str,
    },
    /// The text names an availability zone, which lies in this region.
    #[error("`{value}` is an availability zone: its region is `{region}`")]
    Zone {
        /// The text that was refused.
        value: String,
        /// The zone's region.
        region: Region,
    },
}

impl Region {
    /// US East (N. Virginia), where AWS keeps what is not of any region.
    pub const US_EAST_1: Self = Self("us-east-1");

    /// Every region, by code.
    pub fn all() -> impl Iterator<Item = Self> {
        REGIONS.iter().map(|record| Self(record.code))
    }

    /// The code, such as `us-east-1`.
    pub fn as_str(self) -> &'static str {
        self.0
    }

    /// The name that AWS's console shows, such as `US East (N. Virginia)`.
    pub fn name(self) -> &'static str {
        self.record().name
    }

    /// The partition, which stands second in every ARN: always `aws`.
    pub fn partition(self) -> &'static str {
        "aws"
    }

    /// The letters of the availability zones that an account made today can see.
    ///
    /// In `us-west-1` an account sees two of the three listed, and which two differs.
    pub fn zone_letters(self) -> &'static [ZoneLetter] {
        self.record().zones
    }

    /// How many of them an account made today sees (AWS, "Amazon EC2 Regions and Availability Zones").
    pub fn zones_of_a_new_account(self) -> usize {
        if self.as_str() == "us-west-1" { 2 } else { self.zone_letters().len() }
    }

    /// The service principal that writes load balancer access logs into their bucket.
    ///
    /// Elastic Load Balancing User Guide for Application Load Balancers, "Enable access logs": the same in every region of the
    /// partition. The account of Elastic Load Balancing's own that regions from before August 2022 named instead is legacy, and
    /// AWS recommends to replace it.
    pub fn load_balancer_log_principal(self) -> &'static str {
        "logdelivery.elasticloadbalancing.amazonaws.com"
    }

    fn record(self) -> &'static Record {
        find(self.0).expect("a region is only made of a code in the table")
    }
}

fn find(code: &str) -> Option<&'static Record> {
    REGIONS.iter().find(|record| record.code == code)
}

/// Which region was perhaps meant, or else all that there are.
fn meant(nearest: Option<Region>) -> String {
    match nearest {
        Some(nearest) => did_you_mean(Some(nearest.as_str())),
        None => format!(": choose one of {}", words::list(Region::all())),
    }
}

/// The partition that a code's beginning shows, other than the commercial one.
fn other_partition(code: &str) -> Option<&'static str> {
    [
        ("us-gov-", "AWS GovCloud (US)"),
        ("cn-", "AWS China"),
        ("us-iso", "an isolated AWS partition"),
        ("eu-isoe-", "an isolated AWS partition"),
        ("eusc-", "the AWS European Sovereign Cloud"),
    ]
    .iter()
    .find(|(beginning, _)| code.starts_with(beginning))
    .map(|(_, partition)| *partition)
}

impl FromStr for Region {
    type Err = RegionError;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        if let Some(record) = find(value) {
            return Ok(Self(record.code));
        }
        if let Some(partition) = other_partition(value) {
            return Err(RegionError::Partition { value: value.to_owned(), partition });
        }
        let is_zone_of = |region: &Self| region.zone_letters().iter().any(|letter| format!("{region}{letter}") == value);
        if let Some(region) = Self::all().find(is_zone_of) {
            return Err(RegionError::Zone { value: value.to_owned(), region });
        }
        let nearest = words::nearest(value, REGIONS.iter().map(|record| record.code));
        Err(RegionError::Unknown { value: value.to_owned(), nearest: nearest.and_then(find).map(|record| Self(record.code)) })
    }
}

impl fmt::Display for Region {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }
}
