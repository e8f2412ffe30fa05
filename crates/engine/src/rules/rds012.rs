//! Tasks survive the rotation of the password.

use ecs::config::DatabaseAccess;
use settings::Severity;

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "RDS012",
    severity: Severity::Warning,
    scope: Scope::Production,
    title: "tasks survive the rotation of the database's password",
    why: "RDS gives the master user another password every few days, and a task has the one with which it started: from then on it connects no more until it is replaced. The master user may also do more than any service needs.",
    mend: "read the password by `DB_SECRET_ARN` for each new connection and accept this, let the services log in by IAM (`database = { iam = \"<user>\" }`), or rotate seldom: `rds.password_rotation_days = 1000`",
    settings: &["services.<name>.database", "rds.password_rotation_days"],
    check: Check::Settings(check),
};

/// So seldom that tasks are replaced in between.
const SELDOM: u32 = 365;

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let Some(rds) = subject.config.rds.own() else { return };
    let days = rds.password_rotation_days.map_or(7, domain::RotationDays::get);
    // With a read replica the password stays.
    if rds.read_replica.is_some() || days >= SELDOM {
        return;
    }
    let names: Vec<String> = subject
        .config
        .services
        .iter()
        .filter(|(_, service)| matches!(service.database, None | Some(DatabaseAccess::Master)))
        .map(|(name, _)| format!("`{name}`"))
        .collect();
    if !names.is_empty() {
        findings.at(
            "rds.password_rotation_days",
            format!("the password changes every {days} days, and the tasks of {} get it only when they start", names.join(", ")),
        );
    }
}
