//! The database among the other sections: who logs in to it, and how the network leads there.

use domain::{ProjectName, SecretKind};
use ecs::config::DatabaseAccess;
use rds::{Database, Existing, ExistingDatabase, Way};
use settings::{Problems, SettingPath};

use super::config::Config;

/// Checks what the services and the bastion want of the database.
pub(super) fn check(config: &Config, problems: &mut Problems) {
    if !config.rds.is_on() && config.networking.bastion.is_some() {
        problems
            .error("networking.bastion", "people reach the database through the bastion, and the environment has none")
            .also("rds")
            .help("take the bastion out; a shell in a task opens by `execute_command = true` of its service");
    }
    for (section, name, service) in config.tasks() {
        let at = |setting: &str| SettingPath::from(format!("{section}.{name}.{setting}").as_str());
        let access = service.database.as_ref();
        if !config.rds.is_on() && access.is_some_and(|access| *access != DatabaseAccess::None) {
            problems
                .error(at("database"), "the environment has no database")
                .also("rds")
                .help("take the setting out, or take `rds = false` out");
        }
        if let Some(existing) = config.rds.existing() {
            of_existing(existing, access, &at, problems);
        }
        if let Some(own) = config.rds.own() {
            of_own(own, &config.project, access, &at, problems);
        }
    }
    if let Some(existing) = config.rds.existing() {
        check_account(config, existing, problems);
    }
}

fn of_own(
    rds: &rds::Config,
    project: &ProjectName,
    access: Option<&DatabaseAccess>,
    at: &dyn Fn(&str) -> SettingPath,
    problems: &mut Problems,
) {
    let Some(DatabaseAccess::Iam(user)) = access else { return };
    if !rds.iam_database_authentication {
        problems
            .error(
                at("database.iam"),
                format!("the tasks would log in as `{user}` with tokens of IAM's, which the database does not take"),
            )
            .also("rds.iam_database_authentication")
            .help("set `iam_database_authentication = true` under `[rds]`");
    }
    if user.as_str().eq_ignore_ascii_case(rds.username_in(project).as_str()) {
        // RDS User Guide, "Creating a database account using IAM authentication": with `rds_iam` the password is of no use any more.
        problems
            .error(at("database.iam"), format!("`{user}` is the master user, whose password RDS keeps"))
            .also("rds.username")
            .help("name another user: who logs in by IAM has no password any more");
    }
}

fn of_existing(existing: &Existing, access: Option<&DatabaseAccess>, at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
    match access {
        Some(DatabaseAccess::None) => {}
        Some(DatabaseAccess::Iam(user)) => {
            if existing.resource_id.is_none() {
                problems
                    .error(at("database.iam"), format!("nothing names the database to which `{user}` may log in by IAM"))
                    .also("rds.existing")
                    .help("set `resource_id` under `[rds.existing]`: the identifier that RDS itself gave the instance or cluster");
            }
        }
        Some(DatabaseAccess::Master) | None => {
            if existing.secret_arn.is_none() {
                problems
                    .error(at("database"), "the service would get the database's user and password, and nothing names their secret")
                    .also("rds.existing")
                    .help(
                        "set `secret_arn` under `[rds.existing]`, or `database` of the service to `{ iam = \"<user>\" }` or `\"none\"`",
                    );
            }
        }
    }
}

/// The secret of another account asks for its key, as the services' own secrets do.
fn check_account(config: &Config, existing: &Existing, problems: &mut Problems) {
    let Some(secret) = existing.secret_arn.as_ref().filter(|secret| secret.kind() == SecretKind::Secret) else { return };
    let elsewhere = config.account_id.as_ref().is_some_and(|account| secret.account() != account);
    if elsewhere && existing.secret_key_arn.is_none() {
        problems
            .error(
                "rds.existing.secret_arn",
                format!("the secret is in the account {}, whose own key opens to no other account", secret.account()),
            )
            .also("account_id")
            .help(
                "set `secret_key_arn` to the key that encrypts it; in its account the key's policy and the secret's have to allow the \
                 services' execution and task roles",
            );
    }
}

/// The database as the network sees it.
pub(super) fn of_network(database: &Database) -> networking::Database {
    match database {
        Database::None => networking::Database::None,
        Database::Own(rds) => networking::Database::Own(rds.port),
        Database::Existing(existing) => {
            let ExistingDatabase { port, way, .. } = existing.as_ref();
            match way {
                Way::Group { id, admits } => networking::Database::Group { id: id.clone(), port: *port, admits: *admits },
                Way::Ranges(cidrs) => networking::Database::Ranges { cidrs: cidrs.clone(), port: *port },
            }
        }
    }
}
