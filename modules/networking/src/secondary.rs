//! Further ranges of the VPC: which ones AWS adds to which, and how they are added.

use std::collections::{BTreeMap, BTreeSet};

use aws::{VpcIpv4CidrBlockAssociation, VpcIpv4CidrBlockAssociationReference, VpcIpv4CidrBlockAssociationRequired, VpcReference};
use domain::{Cidr, VpcCidr, limits};
use settings::{Problems, SettingPath};
use terraform::{Document, Resource};

use crate::range::check_range;

const SETTING: &str = "networking.secondary_cidrs";

/// The ranges of RFC 1918.
const PRIVATE: [&str; 3] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
/// Of those for benchmarks (RFC 2544), the half that AWS uses itself.
const BENCHMARKS: &str = "198.19.0.0/16";
/// To how many a VPC's ranges can be raised (VPC User Guide, "Amazon VPC quotas").
const MOST: usize = 50;

/// The ranges, each added to the VPC.
pub(crate) fn associations(
    document: &mut Document,
    vpc: &VpcReference,
    ranges: &BTreeSet<VpcCidr>,
) -> BTreeMap<VpcCidr, VpcIpv4CidrBlockAssociationReference> {
    let add = |range: &VpcCidr| {
        let association = VpcIpv4CidrBlockAssociation::new(VpcIpv4CidrBlockAssociationRequired { vpc_id: vpc.id().into() })
            .cidr_block(range.to_string());
        (*range, document.resource(Resource::new(label(*range), association)))
    };
    ranges.iter().map(add).collect()
}

/// `secondary_100_64_0_0_16`: what stays the same when others come and go.
pub fn label(range: VpcCidr) -> String {
    format!("secondary_{}", range.to_string().replace(['.', '/'], "_"))
}

/// Checks the further ranges against the first one and each other.
pub(crate) fn check(vpc_cidr: VpcCidr, ranges: &[VpcCidr], problems: &mut Problems) {
    for (number, range) in ranges.iter().enumerate() {
        let at = SettingPath::from(SETTING).index(number);
        check_range(at.clone(), *range, problems);
        let before = ranges.iter().take(number).enumerate();
        let others = before.map(|(other, range)| (SettingPath::from(SETTING).index(other), *range));
        let others: Vec<(SettingPath, VpcCidr)> = std::iter::once(("networking.vpc_cidr".into(), vpc_cidr)).chain(others).collect();
        for (place, other) in &others {
            if other.cidr().overlaps(&range.cidr()) {
                problems
                    .error(at.clone(), format!("`{range}` overlaps `{other}`"))
                    .also(place.clone())
                    .help("give each a range of its own");
            } else if is_shut_out(range.cidr(), other.cidr(), *other == vpc_cidr) {
                problems
                    .error(
                        at.clone(),
                        format!("AWS adds no range of 10.0.0.0/16 to a VPC that has one of 10.0.0.0/15, and `{other}` is one"),
                    )
                    .also(place.clone())
                    .help("choose one of 10.2.0.0/15 or above");
            }
        }
        if let Some(why) = refusal(vpc_cidr.cidr(), range.cidr()) {
            problems
                .error(at, format!("AWS adds `{range}` to no VPC of `{vpc_cidr}`: {why}"))
                .also("networking.vpc_cidr")
                .help(format!("choose {}", instead(vpc_cidr.cidr())));
        }
    }
    let all = ranges.len() + 1;
    if all > MOST {
        problems.error(SETTING, format!("a VPC has {MOST} ranges at the most, and these are {all}"));
    } else if all > limits::VPC_RANGES.most {
        problems.warning(SETTING, format!("with `vpc_cidr` these are {all} ranges")).help(format!(
            "AWS gives a VPC {} unless asked for more: have the quota \"{}\" raised before the apply",
            limits::VPC_RANGES.most,
            limits::VPC_RANGES.quota.unwrap_or_default()
        ));
    }
}

/// Why AWS does not add a range to a VPC whose first one is this, if so.
///
/// VPC User Guide, "VPC CIDR blocks", "IPv4 CIDR block association restrictions".
fn refusal(first: Cidr, added: Cidr) -> Option<String> {
    let benchmarks = range(BENCHMARKS);
    let both = (private(first), private(added));
    if benchmarks.contains(&added) && !benchmarks.contains(&first) {
        return Some(format!("`{BENCHMARKS}` is for none but VPCs in it"));
    }
    match both {
        (Some(first), Some(added)) if first != added => {
            Some(format!("it has a range of `{first}`, and is added none of `{added}`"))
        }
        (None, Some(added)) => Some(format!("its range is none of RFC 1918, and it is added none of `{added}`")),
        (Some("172.16.0.0/12"), Some(_)) if range("172.31.0.0/16").overlaps(&added) => {
            Some("`172.31.0.0/16` is for default VPCs".to_owned())
        }
        _ => None,
    }
}

/// A range of 10.0.0.0/16, where the VPC has one of 10.0.0.0/15 already; of two that are added, either may come first.
fn is_shut_out(added: Cidr, other: Cidr, is_first: bool) -> bool {
    let (shut, both) = (range("10.0.0.0/16"), range("10.0.0.0/15"));
    both.contains(&added) && both.contains(&other) && (shut.contains(&added) || (!is_first && shut.contains(&other)))
}

fn instead(first: Cidr) -> String {
    match private(first) {
        Some(private) => format!("one of `{private}` or of `100.64.0.0/10`"),
        None => "one of `100.64.0.0/10`".to_owned(),
    }
}

/// The range of RFC 1918 in which it lies.
fn private(cidr: Cidr) -> Option<&'static str> {
    PRIVATE.into_iter().find(|private| range(private).contains(&cidr))
}

fn range(text: &str) -> Cidr {
    text.parse().expect("it is a range")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether AWS adds the range to a VPC whose first one is this.
    fn adds(first: &str, added: &str) -> bool {
        let (first, added) = (range(first), range(added));
        refusal(first, added).is_none() && !is_shut_out(added, first, true)
    }

    #[test]
    fn what_aws_adds_to_a_vpc_follows_its_table() {
        for (first, added) in [
            ("10.0.0.0/16", "10.1.0.0/16"),
            ("10.5.0.0/16", "10.0.0.0/16"),
            ("10.0.0.0/16", "100.64.0.0/16"),
            ("10.0.0.0/16", "8.8.0.0/16"),
            ("172.16.0.0/16", "172.20.0.0/16"),
            ("192.168.0.0/17", "192.168.128.0/17"),
            ("100.64.0.0/16", "100.65.0.0/16"),
            ("198.19.0.0/17", "100.64.0.0/16"),
        ] {
            assert!(adds(first, added), "{added} to {first}");
        }
        for (first, added) in [
            ("10.1.0.0/16", "10.0.0.0/16"),
            ("10.0.0.0/16", "192.168.0.0/16"),
            ("172.16.0.0/16", "10.0.0.0/16"),
            ("172.16.0.0/16", "172.31.0.0/16"),
            ("192.168.0.0/16", "172.16.0.0/16"),
            ("10.0.0.0/16", "198.19.0.0/16"),
            ("100.64.0.0/16", "10.0.0.0/16"),
            ("198.19.0.0/17", "192.168.0.0/16"),
        ] {
            assert!(!adds(first, added), "{added} to {first}");
        }
        assert!(is_shut_out(range("10.1.0.0/16"), range("10.0.0.0/16"), false), "either may be added first");
    }
}
