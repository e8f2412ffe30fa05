//! Environments that are to be peered have ranges of their own.

use aws::{Vpc, VpcIpv4CidrBlockAssociation};
use domain::VpcCidr;
use settings::{SettingPath, Severity};

use crate::neighbour::Neighbour;

use crate::environment::Given;
use crate::rules::decided::Decided;
use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "NET004",
    severity: Severity::Error,
    scope: Scope::Every,
    title: "environments that are to be peered have ranges of their own",
    why: "A VPC's range cannot be changed, and AWS peers no VPCs whose ranges overlap (VPC Peering Guide, \"VPC peering limitations\"): found late, it takes building one of them anew.",
    mend: "give one of the environments another `networking.vpc_cidr` before it is built",
    settings: &["networking.peered_environments", "networking.vpc_cidr", "networking.secondary_cidrs"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let own = &subject.config.networking;
    let ranges = ranges(subject);
    for (number, peer) in own.peered_environments.iter().enumerate() {
        let setting = SettingPath::from("networking.peered_environments").index(number);
        if peer == subject.environment {
            findings.at(setting, format!("`{peer}` is this environment itself")).help("name the other environments only");
            continue;
        }
        let Some(other) = subject.folder.get(peer) else {
            findings
                .at(setting, format!("the range of `{peer}` cannot be read: the folder holds no such environment without a fault"))
                .help("correct the name, or that environment's file");
            continue;
        };
        for (place, mine, theirs) in overlaps(&ranges, other) {
            findings.of(place, format!("`{mine}` overlaps `{theirs}`, the range of `{peer}`")).also(setting.clone());
        }
    }
    // The other side may have said it alone.
    for other in subject.folder.asking_for(subject.environment).filter(|other| other.name() != subject.environment) {
        let mine = if own.peered_environments.contains(other.name()) { Vec::new() } else { overlaps(&ranges, other) };
        for (place, mine, theirs) in mine {
            findings.of(place, format!("`{mine}` overlaps `{theirs}`, the range of `{}`", other.name()));
        }
    }
}

/// The ranges of the VPC, each with what decides about it.
fn ranges(subject: &Subject<'_>) -> Vec<Decided<VpcCidr>> {
    let own = &subject.config.networking;
    let read = |given: &Given| given.text()?.parse::<VpcCidr>().ok();
    let first = subject.decided("main", Vpc::CIDR_BLOCK.name(), read, ("networking.vpc_cidr", own.vpc_cidr));
    let secondary = own.secondary_cidrs.iter().enumerate().filter_map(|(number, range)| {
        let set = (SettingPath::from("networking.secondary_cidrs").index(number), *range);
        subject.decided(&networking::label_of_range(*range), VpcIpv4CidrBlockAssociation::CIDR_BLOCK.name(), read, set)
    });
    first.into_iter().chain(secondary).collect()
}

/// Each of the ranges that overlaps one of the other environment's.
fn overlaps<'a>(own: &'a [Decided<VpcCidr>], other: &Neighbour) -> Vec<(&'a Decided<VpcCidr>, VpcCidr, VpcCidr)> {
    let overlapping = own.iter().flat_map(|mine| {
        let theirs = other.ranges().filter(move |theirs| theirs.cidr().overlaps(&mine.value.cidr()));
        theirs.map(move |theirs| (mine, mine.value, theirs))
    });
    overlapping.collect()
}
