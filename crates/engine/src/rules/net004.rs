//! Environments that are to be peered have ranges of their own.

use settings::{SettingPath, Severity};

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "NET004",
    severity: Severity::Error,
    scope: Scope::Every,
    title: "environments that are to be peered have ranges of their own",
    why: "A VPC's range cannot be changed, and AWS peers no VPCs whose ranges overlap (VPC Peering Guide, \"VPC peering limitations\"): found late, it takes building one of them anew.",
    mend: "give one of the environments another `networking.vpc_cidr` before it is built",
    settings: &["networking.peered_environments", "networking.vpc_cidr"],
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
        let range = other.vpc_cidr;
        if own.vpc_cidr.cidr().overlaps(&range.cidr()) {
            findings
                .at("networking.vpc_cidr", format!("`{}` overlaps `{range}`, the range of `{peer}`", own.vpc_cidr))
                .also(setting);
        }
    }
    // The other side may have said it alone.
    for other in subject.folder.asking_for(subject.environment).filter(|other| other.name() != subject.environment) {
        let range = other.vpc_cidr;
        if !own.peered_environments.contains(other.name()) && own.vpc_cidr.cidr().overlaps(&range.cidr()) {
            findings.at("networking.vpc_cidr", format!("`{}` overlaps `{range}`, the range of `{}`", own.vpc_cidr, other.name()));
        }
    }
}
