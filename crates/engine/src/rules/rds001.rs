//! RDS still makes instances of the database's version.

use aws::DbInstance;
use domain::PostgresVersion;
use settings::Severity;

use crate::environment::Given;
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
    let version = |given: &Given| given.text()?.parse::<PostgresVersion>().ok();
    let decided = subject.decided("main", DbInstance::ENGINE_VERSION.name(), version, ("rds.engine_version", rds.engine_version));
    if let Some(decided) = decided.filter(|decided| decided.value.is_deprecated()) {
        let version = decided.value;
        findings
            .of(
                &decided,
                format!("RDS has deprecated `{version}`: it makes no instance with it, and upgrades those that there are"),
            )
            .or_help(format!(
                "set `{}` for the newest minor version, or `{}` or later",
                version.major(),
                version.oldest_supported()
            ));
    }
}
