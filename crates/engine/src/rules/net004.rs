//! Environments that are to be peered have ranges of their own.

use domain::VpcCidr;
use settings::{SettingPath, Severity};

use crate::neighbour::Neighbour;

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
        for (place, mine, theirs) in overlaps(own, other) {
            findings.at(place, format!("`{mine}` overlaps `{theirs}`, the range of `{peer}`")).also(setting.clone());
        }
    }
    // The other side may have said it alone.
    for other in subject.folder.asking_for(subject.environment).filter(|other| other.name() != subject.environment) {
        let mine = if own.peered_environments.contains(other.name()) { Vec::new() } else { overlaps(own, other) };
        for (place, mine, theirs) in mine {
            findings.at(place, format!("`{mine}` overlaps `{theirs}`, the range of `{}`", other.name()));
        }
    }
}

/// Each range of the one that overlaps one of the other, with its place.
fn overlaps(own: &networking::Config, other: &Neighbour) -> Vec<(SettingPath, VpcCidr, VpcCidr)> {
    let secondary = own.secondary_cidrs.iter().enumerate();
    let secondary = secondary.map(|(number, range)| (SettingPath::from("networking.secondary_cidrs").index(number), *range));
    let mine = std::iter::once((SettingPath::from("networking.vpc_cidr"), own.vpc_cidr)).chain(secondary);
    let overlapping = mine.flat_map(|(place, mine)| {
        let theirs = other.ranges().filter(move |theirs| theirs.cidr().overlaps(&mine.cidr()));
        theirs.map(move |theirs| (place.clone(), mine, theirs))
    });
    overlapping.collect()
}
