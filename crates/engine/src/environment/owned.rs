//! What has to be of the environment's own account, because AWS takes no other one's there.

use domain::AccountId;
use ecs::config::Fed;
use monitoring::config::AnomalyMonitor;
use rds::RestoreSource;
use settings::{Problems, SettingPath};

use super::config::Config;

/// What somebody else's is named as, and whose it is.
struct Named {
    setting: SettingPath,
    account: Option<AccountId>,
    what: &'static str,
    /// What AWS asks, and where it says so.
    because: &'static str,
    help: &'static str,
}

/// Tells what is of another account.
pub(super) fn check(config: &Config, problems: &mut Problems) {
    let Some(own) = &config.account_id else { return };
    for Named { setting, account, what, because, help } in named(config) {
        if let Some(account) = account.filter(|account| account != own) {
            problems
                .error(setting, format!("{what} is in the account {account}, and {because} {own}"))
                .also("account_id")
                .help(help);
        }
    }
}

fn named(config: &Config) -> Vec<Named> {
    // IAM User Guide, "Permissions boundaries for IAM entities" and "Managed policies": a role takes those of its account, and AWS's own.
    let policy = "a role takes AWS's own and those of its account,";
    let make = "make the same policy in this account, and name that";
    let boundary = config.iam.permissions_boundary.iter().map(|boundary| Named {
        setting: SettingPath::from("iam.permissions_boundary"),
        account: boundary.account().cloned(),
        what: "the policy",
        because: policy,
        help: make,
    });
    let mut policies = Vec::new();
    for (section, name, task) in config.tasks() {
        policies.extend(task.policy_arns.iter().filter_map(Fed::here).map(|arn| Named {
            setting: SettingPath::from(section).key(name.as_str()).key("policy_arns"),
            account: arn.account().cloned(),
            what: "the policy",
            because: policy,
            help: make,
        }));
    }
    let monitor = match &config.monitoring.cost_anomalies.monitor {
        AnomalyMonitor::Existing(arn) => Some(arn),
        AnomalyMonitor::Services | AnomalyMonitor::None => None,
    };
    // AWS Cost Management User Guide, "Getting started with AWS Cost Anomaly Detection": each account sees the monitors that it made.
    let monitor = monitor.map(|arn| Named {
        setting: SettingPath::from("monitoring.cost_anomalies.monitor.existing"),
        account: arn.account().cloned(),
        what: "the monitor",
        because: "an account subscribes to its own only: this one is",
        help: "name one of this account (`aws ce get-anomaly-monitors`), or set `monitor = \"none\"` where the other account tells of its costs",
    });
    let restored = config.rds.own().and_then(|rds| rds.restore.as_ref()).and_then(|restore| restore.point_in_time.as_ref());
    let backups = restored.and_then(|it| match &it.source {
        RestoreSource::AutomatedBackups(arn) => Some(arn),
        RestoreSource::Instance(_) | RestoreSource::ResourceId(_) => None,
    });
    // RDS User Guide, "Replicating automated backups to another AWS Region" and "Sharing a DB snapshot": manual snapshots are shared, and nothing else.
    let backups = backups.map(|arn| Named {
        setting: SettingPath::from("rds.restore.point_in_time.source"),
        account: arn.account().cloned(),
        what: "what is restored",
        because: "RDS shares no automated backup with another account: the database is made in",
        help: "have a manual snapshot shared with this account, copy it here, and name the copy as `rds.restore.snapshot`",
    });
    boundary.chain(policies).chain(monitor).chain(backups).collect()
}
