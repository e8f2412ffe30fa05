//! Production's database has a standby in another zone.

use aws::DbInstance;
use settings::Severity;

use crate::environment::Given;
use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "RDS005",
    severity: Severity::Warning,
    scope: Scope::Production,
    title: "production's database has a standby in another zone",
    why: "Without a standby the database is away until RDS has repaired its instance, and when its zone is lost until somebody has restored a backup in another zone, which loses up to five minutes of data.",
    mend: "set `rds.multi_az = true`",
    settings: &["rds.multi_az"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let Some(rds) = subject.config.rds.own() else { return };
    let standby = subject.decided("main", DbInstance::MULTI_AZ.name(), Given::truth, ("rds.multi_az", rds.multi_az));
    if let Some(standby) = standby.filter(|standby| !standby.value) {
        findings.of(&standby, "production's database has no standby: it is away as long as its instance or zone is");
    }
}
