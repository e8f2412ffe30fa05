//! The version of PostgreSQL is one that RDS supports without a surcharge.

use aws::DbInstance;
use domain::PostgresVersion;
use settings::Severity;

use crate::environment::Given;
use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "RDS016",
    severity: Severity::Warning,
    scope: Scope::Every,
    title: "the version of PostgreSQL is in standard support",
    why: "When a major version leaves standard support, RDS enrolls the instance in Extended Support by itself and charges for every vCPU by the hour, for a standby and a replica too: for a small instance several times what the instance costs, and twice that in the third year. Then RDS upgrades it on a day of its own choosing.",
    mend: "upgrade to a newer major version: set `rds.engine_version`, and for the one apply both settings of `rds.maintenance`",
    settings: &["rds.engine_version"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let Some(rds) = subject.config.rds.own() else { return };
    let version = |given: &Given| given.text()?.parse::<PostgresVersion>().ok();
    let set = ("rds.engine_version", rds.engine_version);
    let Some(decided) = subject.decided("main", DbInstance::ENGINE_VERSION.name(), version, set) else { return };
    let version = decided.value;
    if let (Some(_), Some(from)) = (version.extended_support(subject.today), version.extended_support_from()) {
        let message =
            format!("PostgreSQL {} is in Extended Support since {from}, which RDS charges by the vCPU-hour", version.major());
        findings.of(&decided, message);
    }
}
