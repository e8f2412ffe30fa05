//! Tasks survive the rotation of the password.

use aws::SecretsmanagerSecretRotation;
use ecs::config::DatabaseAccess;
use settings::Severity;

use crate::environment::Given;
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
const SELDOM: i64 = 365;

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let Some(rds) = subject.config.rds.own() else { return };
    let set = ("rds.password_rotation_days", i64::from(rds.password_rotation_days.map_or(7, domain::RotationDays::get)));
    let read = |given: &Given| given.member("automatically_after_days")?.whole();
    let decided = subject.decided("master_user", SecretsmanagerSecretRotation::ROTATION_RULES.name(), read, set);
    // With a read replica the password stays.
    let Some(interval) = decided.filter(|days| rds.read_replica.is_none() && days.value < SELDOM) else { return };
    let days = interval.value;
    let names: Vec<String> = subject
        .config
        .services
        .iter()
        .filter(|(_, service)| matches!(service.database, None | Some(DatabaseAccess::Master)))
        .map(|(name, _)| format!("`{name}`"))
        .collect();
    if !names.is_empty() {
        findings.of(
            &interval,
            format!("the password changes every {days} days, and the tasks of {} get it only when they start", names.join(", ")),
        );
    }
}
