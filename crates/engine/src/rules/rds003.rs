//! The backups go to a region that takes them.

use settings::Severity;

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "RDS003",
    severity: Severity::Warning,
    scope: Scope::Every,
    title: "the backups go to a region that takes them",
    why: "RDS replicates automated backups between some pairs of regions only. The list here can be older than AWS's own, so it is no error.",
    mend: "choose another `disaster_recovery_region`, or set `rds.backups.replicated = false`",
    settings: &["rds.backups.replicated", "disaster_recovery_region"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let config = subject.config;
    let (source, destination) = (config.region, config.disaster_recovery_region);
    let listed = ::rds::replication_destinations(source);
    let Some(rds) = config.rds.own() else { return };
    if !rds.backups.replicated || source == destination || listed.contains(&destination.as_str()) {
        return;
    }
    let regions: Vec<String> = listed.iter().map(|region| format!("`{region}`")).collect();
    findings
        .at(
            "rds.backups.replicated",
            format!("AWS does not list `{destination}` among the regions to which it replicates backups of `{source}`"),
        )
        .also("disaster_recovery_region")
        .help(format!("listed are: {}", if regions.is_empty() { "none".to_owned() } else { regions.join(", ") }));
}
