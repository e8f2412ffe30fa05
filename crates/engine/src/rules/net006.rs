//! The private subnets hold every task, twice while a new version rolls out.

use aws::Subnet;
use domain::Cidr;
use settings::Severity;

use crate::environment::Given;
use crate::rules::finding::Findings;
use crate::rules::most_tasks::most_tasks;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "NET006",
    severity: Severity::Warning,
    scope: Scope::Every,
    title: "the private subnets hold every task, twice while a new version rolls out",
    why: "Every task has an address of its own, and a rollout starts as many new tasks as there are old ones before it stops these. When the addresses run out no task starts, at the moment of a rush or in the midst of a rollout.",
    mend: "choose larger private subnets, or a smaller `tasks.max`",
    settings: &[
        "networking.subnets.private",
        "networking.vpc_cidr",
        "networking.existing.free_addresses",
        "services.<name>.tasks.max",
    ],
    check: Check::Settings(check),
};

/// AWS keeps five addresses of every subnet (VPC User Guide, "Subnet sizing").
const RESERVED: u64 = 5;

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let networking = &subject.config.networking;
    if let Some(existing) = &networking.existing {
        let subnets = existing.private.len() as u64;
        return of_existing(subject, existing.free_addresses, subnets, findings);
    }
    let zones = networking.zones.len() as u64;
    let (setting, sizes): (&str, Vec<(String, u64)>) = if let Some(subnets) = &networking.subnets {
        let listed = subnets.private.iter().map(|(zone, subnet)| (zone.to_string(), subnet.cidr().addresses()));
        ("networking.subnets.private", listed.collect())
    } else {
        // Each is one of 32 equal parts of the VPC.
        let part = networking.vpc_cidr.cidr().addresses() / 32;
        ("networking.vpc_cidr", networking.zones.iter().map(|zone| (zone.to_string(), part)).collect())
    };
    let read = |given: &Given| Some(given.text()?.parse::<Cidr>().ok()?.addresses());
    let as_decided = |(zone, size): (String, u64)| {
        subject.decided(&format!("private_{zone}"), Subnet::CIDR_BLOCK.name(), read, (setting, size)).map(|size| size.value)
    };
    let sizes: Vec<u64> = sizes.into_iter().filter_map(as_decided).collect();
    // An interface endpoint has an address in each of them.
    let endpoints = networking.interface_endpoints.len() as u64;
    let usable: u64 = sizes.iter().map(|size| size.saturating_sub(RESERVED + endpoints)).sum();
    let tasks = most_tasks(subject);
    let most: u64 = tasks.iter().map(|(_, most)| most.value).sum();
    // ECS is told to keep 100 % running and to allow 200 %.
    if most * 2 <= usable {
        return;
    }
    let Some((_, largest)) = tasks.iter().max_by_key(|(_, most)| most.value) else { return };
    let parts: Vec<String> = tasks.iter().map(|(name, most)| format!("{} of `{name}`", most.value)).collect();
    findings
        .at(setting, format!("the private subnets have {usable} addresses for tasks, and a rollout may need {}", most * 2))
        .also(largest.at.clone())
        .help(format!(
            "choose larger private subnets, or a smaller `tasks.max`: at most {most} tasks run ({}), twice as many in a rollout; of {} addresses in {zones} zones AWS keeps {}{}",
            parts.join(", "),
            sizes.iter().sum::<u64>(),
            RESERVED * zones,
            if endpoints == 0 { String::new() } else { format!(" and the endpoints take {}", endpoints * zones) },
        ));
}

/// Only AWS knows how many addresses are free in subnets that exist already, and what else stands there: endpoints of the VPC's owner are in
/// that number, and those that this environment makes are not.
fn of_existing(subject: &Subject<'_>, free: Option<u32>, subnets: u64, findings: &mut Findings<'_>) {
    let most: u64 = most_tasks(subject).iter().map(|(_, most)| most.value).sum();
    let needed = most * 2;
    if needed == 0 {
        return;
    }
    let endpoints = subject.config.networking.interface_endpoints.len() as u64 * subnets;
    let taken = match endpoints {
        0 => String::new(),
        some => format!(", of which this environment's endpoints take {some}"),
    };
    match free {
        Some(free) if u64::from(free) < needed + endpoints => {
            findings
                .at(
                    "networking.existing.free_addresses",
                    format!("{free} addresses are free in the private subnets{taken}, and a rollout may need {needed}"),
                )
                .help("name larger private subnets, or set a smaller `tasks.max`");
        }
        Some(_) => {}
        None => {
            let with = if endpoints == 0 { String::new() } else { format!(", and this environment's endpoints {endpoints}") };
            findings
                .at(
                    "networking.existing",
                    format!("a rollout may need {needed} addresses{with}, and nothing says how many are free in the private subnets"),
                )
                .help(
                    "set `free_addresses` to the sum of `AvailableIpAddressCount` that `aws ec2 describe-subnets` prints before anything of this \
                     environment stands there; what else the VPC holds is counted in it",
                );
        }
    }
}
