//! The version of PostgreSQL is in standard support.

use settings::Severity;

use super::{Check, Findings, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "RDS014",
    severity: Severity::Warning,
    scope: Scope::Every,
    title: "the version of PostgreSQL is in standard support",
    why: "When a major version leaves standard support, RDS enrolls its instances in Extended Support, billed by the virtual CPU and hour: often more than the instance itself.",
    mend: "go to a newer major version: `rds.engine_version`",
    settings: &["rds.engine_version"],
    check: Check::Settings(check),
};

/// The majors whose standard support has ended, with the last day (RDS User Guide, "Release calendars for Amazon RDS for PostgreSQL").
const ENDED: [(u32, &str); 1] = [(13, "2026-02-28")];

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let version = subject.config.rds.engine_version;
    if let Some((major, day)) = ENDED.iter().find(|(major, _)| version.major() == *major) {
        findings.at(
            "rds.engine_version",
            format!(
                "standard support of PostgreSQL {major} ended on {day}: Extended Support is billed by the virtual CPU and hour"
            ),
        );
    }
}
