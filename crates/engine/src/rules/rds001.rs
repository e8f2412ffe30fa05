//! RDS still makes instances of the database's version.

use settings::Severity;

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "RDS001",
    severity: Severity::Warning,
    scope: Scope::Every,
    title: "RDS still makes instances of the database's version",
    why: "RDS makes no instance of a deprecated version, a restore of a lost one among them, and upgrades those that there are at a time of its own choice.",
    mend: "set the major version alone for its newest minor, or a later minor",
    settings: &["rds.engine_version"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let Some(rds) = subject.config.rds.own() else { return };
    let version = rds.engine_version;
    if version.is_deprecated() {
        findings
            .at(
                "rds.engine_version",
                format!("RDS has deprecated `{version}`: it makes no instance with it, and upgrades those that there are"),
            )
            .help(format!("set `{}` for the newest minor version, or `{}` or later", version.major(), version.oldest_supported()));
    }
}
