//! What one setting of the database rules out in another.

use domain::{DatabaseName, Identity, PerformanceInsightsRetention, SnapshotIdentifier, windows_overlap};
use settings::{Problems, SettingPath};

use super::check_read_replica::{check_password, check_read_replica};
use super::parameter_table::{About, Wrong, faults};
use super::{Backups, Config, DatabaseInsightsMode, Deletion, Monitoring, Origin, Rds, Replication, Restore, RestoreSource};

const RETENTION: &str = "rds.backups.retention_days";
const REPLICATED: &str = "rds.backups.replicated";
const REPLICATED_RETENTION: &str = "rds.backups.replicated_retention_days";
const REPLICATED_KEY: &str = "rds.backups.replicated_key_arn";
const FINAL_SNAPSHOT: &str = "rds.deletion.final_snapshot";
const FINAL_SNAPSHOT_IDENTIFIER: &str = "rds.deletion.final_snapshot_identifier";
const POINT_IN_TIME_SOURCE: &str = "rds.restore.point_in_time.source";

/// RDS API Reference, `CreateDBInstance`: the lowest port.
const LOWEST_PORT: u32 = 1150;

/// The parameters that the module sets itself, and the setting that decides about each.
const OWN_PARAMETERS: [(&str, &str); 4] = [
    ("log_connections", "`rds.logs.connections` decides about it"),
    ("log_disconnections", "`rds.logs.connections` decides about it"),
    ("log_min_duration_statement", "`rds.logs.slow_statement_milliseconds` decides about it"),
    ("rds.force_ssl", "TLS is always forced"),
];

impl Config {
    /// Checks the section `[rds]` against itself.
    pub fn check(self, identity: &Identity, problems: &mut Problems) -> Rds {
        self.check_port(problems);
        self.check_parameters(problems);
        let (backup, maintenance) = (self.backups.window, self.maintenance.window);
        if windows_overlap(backup, maintenance) {
            problems
                .error("rds.maintenance.window", format!("`{maintenance}` overlaps the backup window `{backup}`"))
                .also("rds.backups.window")
                .help("move one of them: RDS refuses windows that overlap");
        }
        // A project's and an environment's name together are at most 41 of the 63 characters of an identifier.
        let identifier = identity.prefix();
        let read_replica = check_read_replica(&self, &identifier, problems);
        let password = check_password(&self, problems);
        Rds {
            origin: check_restore(self.restore.as_ref(), &identifier, identity, problems),
            final_snapshot: check_deletion(&self.deletion, &identifier, problems),
            replication: check_replication(&self.backups, identity, problems),
            performance_insights_retention: check_performance_insights(&self.monitoring, problems),
            storage: self.storage.check(identity, problems),
            identifier,
            database_name: self.database_name.clone().unwrap_or_else(|| DatabaseName::of_project(&identity.project)),
            username: self.username_in(&identity.project),
            password,
            read_replica,
            typed: self,
        }
    }

    fn check_port(&self, problems: &mut Problems) {
        if self.port.get() < LOWEST_PORT {
            problems
                .error("rds.port", format!("RDS gives a database no port below {LOWEST_PORT}, and `{}` is set", self.port))
                .help("set 5432, PostgreSQL's own, or another one up to 65535");
        }
    }

    fn check_parameters(&self, problems: &mut Problems) {
        for (name, parameter) in &self.parameters {
            let at = SettingPath::from("rds.parameters").key(name.as_str());
            if let Some((name, instead)) = OWN_PARAMETERS.iter().find(|(own, _)| name.as_str() == *own) {
                problems.error(at, format!("`{name}` is set already")).help(format!("take it out: {instead}"));
                continue;
            }
            for Wrong { message, help, about } in faults(name.as_str(), &parameter.value, parameter.apply_method) {
                match about {
                    // It may be of a version or an extension that is not known here.
                    About::Name => problems.warning(at.clone(), message),
                    About::Owner => problems.error(at.clone(), message),
                    About::Value => problems.error(at.clone().key("value"), message),
                    About::ApplyMethod => problems.error(at.clone().key("apply_method"), message),
                }
                .help(help);
            }
        }
    }
}

/// How long Performance Insights keeps what it recorded, if it is on.
fn check_performance_insights(monitoring: &Monitoring, problems: &mut Problems) -> Option<PerformanceInsightsRetention> {
    const RETENTION: &str = "rds.monitoring.performance_insights_retention_days";
    const MODE: &str = "rds.monitoring.database_insights_mode";
    const INSIGHTS: &str = "rds.monitoring.performance_insights";
    let retention = monitoring.performance_insights_retention_days;
    if !monitoring.performance_insights {
        if retention.is_some() {
            problems
                .error(RETENTION, "Performance Insights is off and has nothing to keep")
                .also(INSIGHTS)
                .help("take it out, or set `performance_insights = true`");
        }
        if monitoring.database_insights_mode == DatabaseInsightsMode::Advanced {
            problems
                .error(MODE, "Database Insights shows nothing beyond its standard without Performance Insights")
                .also(INSIGHTS)
                .help("set `performance_insights = true`, or take the mode out");
        }
        return None;
    }
    // RDS User Guide, "Turning on the Advanced mode of Database Insights": Performance Insights has to keep 465 days. In the standard mode the RDS
    // API still takes every retention, while Performance Insights with its paid retentions ended on 30 June 2026
    // (terraform-aws-modules/terraform-aws-rds-aurora#529): so 7 days are right either way, and others are told by a warning.
    match (monitoring.database_insights_mode, retention) {
        (DatabaseInsightsMode::Standard, retention) => {
            if let Some(days) = retention.filter(|days| days.get() != 7) {
                problems
                    .warning(
                        RETENTION,
                        format!(
                            "Performance Insights ended on 30 June 2026, and whether {days} days are still kept is AWS's choice"
                        ),
                    )
                    .also(MODE)
                    .help("set 7, or `database_insights_mode = \"advanced\"`, which keeps 465 days");
            }
            Some(retention.unwrap_or(PerformanceInsightsRetention::of::<7>()))
        }
        (DatabaseInsightsMode::Advanced, Some(days)) if days.get() != 465 => {
            problems
                .error(RETENTION, format!("the advanced mode of Database Insights keeps 465 days, and {days} are set"))
                .also(MODE)
                .help("take it out, or set 465");
            Some(days)
        }
        (DatabaseInsightsMode::Advanced, _) => Some(PerformanceInsightsRetention::of::<465>()),
    }
}

/// How the backups are kept in the second region, if they are replicated.
fn check_replication(backups: &Backups, identity: &Identity, problems: &mut Problems) -> Option<Replication> {
    let Backups {
        retention_days,
        window: _,
        kept_after_deletion: _,
        replicated,
        replicated_retention_days,
        replicated_key_arn: key,
    } = backups;
    let (source, destination) = (identity.region, identity.disaster_recovery_region);
    if !replicated {
        let idle =
            [(REPLICATED_RETENTION, replicated_retention_days.is_some(), "keep"), (REPLICATED_KEY, key.is_some(), "encrypt")];
        for (setting, _, what) in idle.into_iter().filter(|(_, is_set, _)| *is_set) {
            problems
                .error(setting, format!("the backups are not replicated, so there is nothing to {what}"))
                .also(REPLICATED)
                .help("take it out, or set `replicated = true`");
        }
        return None;
    }
    if let Some(key) = key.as_ref().filter(|key| key.region() != destination) {
        problems
            .error(
                REPLICATED_KEY,
                format!("the key is in `{}`, and RDS encrypts the copies with one of their own region only", key.region()),
            )
            .also("disaster_recovery_region")
            .help(format!("name a key in `{destination}`"));
    }
    if retention_days.get() == 0 {
        problems
            .error(REPLICATED, "automated backups are off, so there is nothing to replicate")
            .also(RETENTION)
            .help("set `retention_days` to 1 to 35, or `replicated = false`");
    }
    if replicated_retention_days.is_some_and(|days| days.get() == 0) {
        problems
            .error(REPLICATED_RETENTION, "replicated backups cannot be kept for 0 days")
            .also(REPLICATED)
            .help("set 1 to 35, or `replicated = false`");
    }
    if source == destination {
        problems
            .error(REPLICATED, format!("the backups would be replicated from `{source}` to itself"))
            .also("disaster_recovery_region")
            .help("set another `disaster_recovery_region`, or `replicated = false`");
    }
    Some(Replication { retention: replicated_retention_days.unwrap_or(*retention_days), key: key.clone() })
}

/// The last snapshot's identifier, if one is made.
fn check_deletion(deletion: &Deletion, identifier: &str, problems: &mut Problems) -> Option<String> {
    let Deletion { protection: _, final_snapshot, final_snapshot_identifier } = deletion;
    if !final_snapshot {
        if final_snapshot_identifier.is_some() {
            problems
                .error(FINAL_SNAPSHOT_IDENTIFIER, "no last snapshot is made that could have an identifier")
                .also(FINAL_SNAPSHOT)
                .help("take it out, or set `final_snapshot = true`");
        }
        return None;
    }
    let given = final_snapshot_identifier.as_ref().map(SnapshotIdentifier::as_str);
    if given.is_some_and(|given| given.starts_with("rds:")) {
        problems
            .error(FINAL_SNAPSHOT_IDENTIFIER, "RDS keeps identifiers with `rds:` for the snapshots that it makes by itself")
            .help(format!("set one without it, such as `{identifier}-final`"));
    }
    Some(given.map_or_else(|| format!("{identifier}-final"), str::to_owned))
}

/// From what the instance begins.
fn check_restore(restore: Option<&Restore>, identifier: &str, identity: &Identity, problems: &mut Problems) -> Origin {
    let Some(Restore { snapshot, point_in_time }) = restore else { return Origin::Empty };
    let (snapshot, moment) = match (snapshot, point_in_time) {
        (Some(snapshot), None) => return Origin::Snapshot(snapshot.clone()),
        (None, Some(moment)) => (None, moment),
        (Some(snapshot), Some(moment)) => (Some(snapshot), moment),
        (None, None) => {
            problems.error("rds.restore", "it says no backup").help("set `snapshot` or `point_in_time`, or take the section out");
            return Origin::Empty;
        }
    };
    if let Some(snapshot) = snapshot {
        problems
            .error(
                "rds.restore.snapshot",
                format!("the instance cannot begin from the snapshot `{snapshot}` and from a point in time"),
            )
            .also("rds.restore.point_in_time")
            .help("take one of them out");
    }
    match &moment.source {
        RestoreSource::Instance(source) if source.eq_ignore_ascii_case(identifier) => {
            problems
                .error(POINT_IN_TIME_SOURCE, format!("`{source}` is the identifier that the restored instance gets itself"))
                .help(format!("rename the old instance first, to `{source}-old` for example, and give that as the source"));
        }
        RestoreSource::AutomatedBackups(arn) if arn.region() != Some(identity.region) => {
            problems
                .error(POINT_IN_TIME_SOURCE, format!("`{arn}` is not in `{}`, where the instance is restored", identity.region))
                .also("region")
                .help("give the ARN of the backups that were replicated to this region");
        }
        RestoreSource::Instance(_) | RestoreSource::ResourceId(_) | RestoreSource::AutomatedBackups(_) => {}
    }
    Origin::PointInTime(moment.clone())
}
