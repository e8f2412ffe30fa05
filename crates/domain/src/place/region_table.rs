//! The regions of AWS's commercial partition, as data. It must not know what a region is used for.
//!
//! Sources: AWS Regions and Availability Zones User Guide, "List of AWS Regions" (codes and names);
//! EC2 `DescribeAvailabilityZones` (letters).

use super::zone_letter::ZoneLetter;
use super::zone_letter::ZoneLetter::{A, B, C, D, E, F};

/// What is known of one region.
pub(super) struct Record {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) zones: &'static [ZoneLetter],
}

/// Every region of the commercial partition, by code.
pub(super) const REGIONS: &[Record] = &[
    region("af-south-1", "Africa (Cape Town)", ABC),
    region("ap-east-1", "Asia Pacific (Hong Kong)", ABC),
    region("ap-east-2", "Asia Pacific (Taipei)", ABC),
    // Accounts made today see no zone b.
    region("ap-northeast-1", "Asia Pacific (Tokyo)", &[A, C, D]),
    region("ap-northeast-2", "Asia Pacific (Seoul)", &[A, B, C, D]),
    region("ap-northeast-3", "Asia Pacific (Osaka)", ABC),
    region("ap-south-1", "Asia Pacific (Mumbai)", ABC),
    region("ap-south-2", "Asia Pacific (Hyderabad)", ABC),
    region("ap-southeast-1", "Asia Pacific (Singapore)", ABC),
    region("ap-southeast-2", "Asia Pacific (Sydney)", ABC),
    region("ap-southeast-3", "Asia Pacific (Jakarta)", ABC),
    region("ap-southeast-4", "Asia Pacific (Melbourne)", ABC),
    region("ap-southeast-5", "Asia Pacific (Malaysia)", ABC),
    region("ap-southeast-6", "Asia Pacific (New Zealand)", ABC),
    region("ap-southeast-7", "Asia Pacific (Thailand)", ABC),
    region("ca-central-1", "Canada (Central)", &[A, B, D]),
    region("ca-west-1", "Canada West (Calgary)", ABC),
    region("eu-central-1", "Europe (Frankfurt)", ABC),
    region("eu-central-2", "Europe (Zurich)", ABC),
    region("eu-north-1", "Europe (Stockholm)", ABC),
    region("eu-south-1", "Europe (Milan)", ABC),
    region("eu-south-2", "Europe (Spain)", ABC),
    region("eu-west-1", "Europe (Ireland)", ABC),
    region("eu-west-2", "Europe (London)", ABC),
    region("eu-west-3", "Europe (Paris)", ABC),
    region("il-central-1", "Israel (Tel Aviv)", ABC),
    region("me-central-1", "Middle East (UAE)", ABC),
    region("me-south-1", "Middle East (Bahrain)", ABC),
    region("mx-central-1", "Mexico (Central)", ABC),
    region("sa-east-1", "South America (São Paulo)", ABC),
    region("us-east-1", "US East (N. Virginia)", &[A, B, C, D, E, F]),
    region("us-east-2", "US East (Ohio)", ABC),
    // An account sees two of these three, and which two differs from account to account.
    region("us-west-1", "US West (N. California)", ABC),
    region("us-west-2", "US West (Oregon)", &[A, B, C, D]),
];

const ABC: &[ZoneLetter] = &[A, B, C];

const fn region(code: &'static str, name: &'static str, zones: &'static [ZoneLetter]) -> Record {
    Record { code, name, zones }
}
