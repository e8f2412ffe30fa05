//! What one setting of monitoring rules out in another.

use std::collections::BTreeMap;

use domain::{Arn, MailAddress, PositivePercentage};
use settings::{Problems, SettingPath};

use super::{Alarms, AnomalyMonitor, Config, DatabaseThresholds, LogExport, Monitoring, ServiceAlarms};

impl Config {
    /// Checks the section `[monitoring]` against itself.
    pub fn check(self, problems: &mut Problems) -> Monitoring {
        let Self {
            alert_mail,
            critical_mail,
            alarms,
            database_events,
            log_fields,
            log_export,
            budget,
            cost_anomalies,
            state_change_retention_days,
            key_deletion_window_days,
        } = self;
        let alert_mail = subscribers("monitoring.alert_mail", "alerts", alert_mail, problems);
        let critical_mail = subscribers("monitoring.critical_mail", "critical", critical_mail, problems);
        alarms.check(problems);
        if let AnomalyMonitor::Existing(arn) = &cost_anomalies.monitor {
            check_monitor(arn, problems);
        }
        log_export.check(problems);
        let log_export = log_export.enabled.then_some(log_export);
        Monitoring {
            alert_mail,
            critical_mail,
            alarms,
            database_events,
            log_fields,
            log_export,
            budget,
            cost_anomalies,
            state_change_retention_days,
            key_deletion_window_days,
        }
    }
}

impl LogExport {
    fn check(&self, problems: &mut Problems) {
        let Self { enabled: _, archive_after_days, retention_days, failure_retention_days: _ } = self;
        // S3 API Reference, `PutBucketLifecycleConfiguration`: what expires does so after the last of its transitions.
        if retention_days.get() <= archive_after_days.get() {
            problems
                .error(
                    "monitoring.log_export.retention_days",
                    format!(
                        "the logs would go after {retention_days} days, before they move to the archive after {archive_after_days}"
                    ),
                )
                .also("monitoring.log_export.archive_after_days")
                .help("keep them longer, or move them to the archive earlier; AWS bills the archive for 90 days at least")
                .code("MON007");
        }
    }
}

impl Alarms {
    fn check(&self, problems: &mut Problems) {
        let Self { services, by_service, load_balancer: _, database, nat_gateways: _ } = self;
        for (name, own) in by_service {
            own.check(&SettingPath::from("monitoring.alarms.by_service").key(name.as_str()), problems);
        }
        let DatabaseThresholds { cpu_percent, free_storage_percent, connections_percent, replica_lag_seconds: _ } = database;
        let at = |table: &str, setting: &str| SettingPath::from("monitoring.alarms").key(table).key(setting);
        never_above_100(at("services", "ecs_cpu_percent"), services.ecs_cpu_percent, problems);
        never_above_100(at("services", "ecs_memory_percent"), services.ecs_memory_percent, problems);
        never_above_100(at("database", "cpu_percent"), *cpu_percent, problems);
        never_above_100(at("database", "connections_percent"), *connections_percent, problems);
        if free_storage_percent.get() == 100 {
            problems
                .error(at("database", "free_storage_percent"), "some storage is always in use, so the alarm would never end")
                .help("set the percentage at which somebody has to act, such as 10")
                .code("MON005");
        }
    }
}

impl ServiceAlarms {
    fn check(&self, at: &SettingPath, problems: &mut Problems) {
        for (setting, percent) in [("ecs_cpu_percent", self.ecs_cpu_percent), ("ecs_memory_percent", self.ecs_memory_percent)] {
            if let Some(percent) = percent {
                never_above_100(at.clone().key(setting), percent, problems);
            }
        }
    }
}

/// The subscribers of a topic, by the label that Terraform knows the subscription by.
fn subscribers(setting: &str, topic: &str, addresses: Vec<MailAddress>, problems: &mut Problems) -> BTreeMap<String, MailAddress> {
    if addresses.is_empty() {
        problems
            .warning(setting, format!("nobody is subscribed to the topic `{topic}`: what it says is lost"))
            .help(format!("add an address, as in `{} = [\"ops@example.com\"]`", setting.trim_start_matches("monitoring.")))
            .code("MON001");
    }
    let mut by_label: BTreeMap<String, (usize, MailAddress)> = BTreeMap::new();
    for (index, address) in addresses.into_iter().enumerate() {
        let label = label(&address);
        if let Some((first, other)) = by_label.get(&label) {
            let problem = if other.as_str().eq_ignore_ascii_case(address.as_str()) {
                problems
                    .error(place(setting, index), format!("`{address}` is named twice"))
                    .help("name each address once")
                    .code("MON002")
            } else {
                problems
                    .error(
                        place(setting, index),
                        format!("`{address}` and `{other}` would have the same name in Terraform, `{label}`"),
                    )
                    .help("leave one of them out, or use another address of the same mailbox")
                    .code("MON003")
            };
            problem.also(place(setting, *first));
        } else {
            by_label.insert(label, (index, address));
        }
    }
    by_label.into_iter().map(|(label, (_, address))| (label, address)).collect()
}

fn place(setting: &str, index: usize) -> SettingPath {
    SettingPath::from(setting).index(index)
}

/// `ops_at_example_com`: what stays the same when the list is put into another order.
fn label(address: &MailAddress) -> String {
    let spelled = address.as_str().to_ascii_lowercase().replace('@', "_at_");
    spelled.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect()
}

fn never_above_100(setting: SettingPath, percent: PositivePercentage, problems: &mut Problems) {
    if percent.get() == 100 {
        problems
            .error(setting, "nothing is ever above 100 %, so the alarm would never go off")
            .help("set the percentage at which somebody has to act, such as 80")
            .code("MON004");
    }
}

fn check_monitor(arn: &Arn, problems: &mut Problems) {
    if arn.service() != "ce" || !arn.resource().starts_with("anomalymonitor/") {
        problems
            .error("monitoring.cost_anomalies.monitor.existing", format!("`{arn}` is not the ARN of a cost anomaly monitor"))
            .help("such an ARN is written `arn:aws:ce::111122223333:anomalymonitor/12345678-1234-1234-1234-123456789012`")
            .code("MON006");
    }
}
