//! Somebody may log in to the database by IAM where that is on.

use aws::DbInstance;
use ecs::config::DatabaseAccess;
use settings::Severity;

use crate::environment::Given;
use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "RDS013",
    severity: Severity::Warning,
    scope: Scope::Every,
    title: "somebody may log in by IAM where the database takes that",
    why: "To log in with a token of IAM's, a role needs the right `rds-db:connect` for a named user of the database. Without it the setting changes nothing but what the database accepts.",
    mend: "name the user as which a service logs in: `database = { iam = \"<user>\" }` under `[services.<name>]`, or take the setting out",
    settings: &["rds.iam_database_authentication", "services.<name>.database"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let config = subject.config;
    let by_iam = config.tasks().iter().any(|(_, _, task)| matches!(task.database, Some(DatabaseAccess::Iam(_))));
    // People may log in from a bastion, with rights that are not made here.
    let Some(rds) = config.rds.own().filter(|_| !by_iam && config.networking.bastion.is_none()) else { return };
    let set = ("rds.iam_database_authentication", rds.iam_database_authentication);
    let decided = subject.decided("main", DbInstance::IAM_DATABASE_AUTHENTICATION_ENABLED.name(), Given::truth, set);
    if let Some(takes_tokens) = decided.filter(|it| it.value) {
        findings.of(&takes_tokens, "the database takes tokens of IAM's, and no service may log in with one");
    }
}
