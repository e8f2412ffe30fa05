//! Production's database has a standby in another zone.

use settings::Severity;

use super::{Check, Findings, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "RDS005",
    severity: Severity::Warning,
    scope: Scope::Production,
    title: "production's database has a standby in another zone",
    why: "Without a standby the loss of the instance or of its zone takes the database away until it is restored from a backup, which takes an hour or so and loses up to five minutes of data.",
    mend: "set `rds.multi_az = true`",
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    if !subject.config.rds.multi_az {
        findings.at("rds.multi_az", "production's database has no standby: it is away as long as its instance or zone is");
    }
}
