//! What one setting of monitoring rules out in another.

use std::collections::BTreeMap;

use domain::{Arn, Identity, MailAddress};
use settings::{Problems, SettingPath};

use super::{AnomalyMonitor, Config, LogExport, Monitoring, check_own_alarms, check_receivers};
use crate::subject::Subject;

impl Config {
    /// Checks the section `[monitoring]` against itself.
    pub fn check(self, problems: &mut Problems) -> Monitoring {
        self.check_receivers(problems);
        if let AnomalyMonitor::Existing(arn) = &self.cost_anomalies.monitor {
            check_monitor(arn, problems);
        }
        self.log_export.check(problems);
        check_own_alarms::check(&self.own_alarms, problems);
        Monitoring {
            alert_mail: subscribers("monitoring.alert_mail", &self.alert_mail, problems),
            critical_mail: subscribers("monitoring.critical_mail", &self.critical_mail, problems),
            log_export: self.log_export.enabled.then(|| self.log_export.clone()),
            typed: self,
        }
    }
}

impl Monitoring {
    /// Whether a failed deployment of some service is told; then the caller has to pass [`crate::DeploymentInputs`] too.
    pub fn tells_of_deployments(&self, subject: &Subject) -> bool {
        subject.services.keys().any(|name| !self.alarms.of(name).failed_deployments_in_1_minute.is_off())
    }

    /// Checks that what the user's own alarms watch is there, and that alarms can publish to topics that exist already.
    pub fn check_against(&self, identity: &Identity, subject: &Subject, problems: &mut Problems) {
        check_own_alarms::check_watched(&self.own_alarms, subject, problems);
        check_receivers::check_regions(&self.existing_topics, identity.region, problems);
        let has_credits = subject.database.as_ref().is_none_or(|database| database.is_burstable);
        if !self.alarms.database.cpu_credits.is_off() && !has_credits {
            problems
                .warning(
                    "monitoring.alarms.database.cpu_credits",
                    "the database's class earns and spends no CPU credits, so there is no such alarm",
                )
                .also("rds.instance_class")
                .help("take it out, or leave it for environments whose class is of a `t` family");
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
                .help("keep them longer, or move them to the archive earlier; AWS bills the archive for 90 days at least");
        }
    }
}

/// The subscribers of a topic, by the label that Terraform knows the subscription by.
fn subscribers(setting: &str, addresses: &[MailAddress], problems: &mut Problems) -> BTreeMap<String, MailAddress> {
    let mut by_label: BTreeMap<String, (usize, &MailAddress)> = BTreeMap::new();
    for (index, address) in addresses.iter().enumerate() {
        let label = label(address);
        if let Some((first, other)) = by_label.get(&label) {
            let problem = if other.as_str().eq_ignore_ascii_case(address.as_str()) {
                problems.error(place(setting, index), format!("`{address}` is named twice")).help("name each address once")
            } else {
                problems
                    .error(
                        place(setting, index),
                        format!("`{address}` and `{other}` would have the same name in Terraform, `{label}`"),
                    )
                    .help("leave one of them out, or use another address of the same mailbox")
            };
            problem.also(place(setting, *first));
        } else {
            by_label.insert(label, (index, address));
        }
    }
    by_label.into_iter().map(|(label, (_, address))| (label, address.clone())).collect()
}

fn place(setting: &str, index: usize) -> SettingPath {
    SettingPath::from(setting).index(index)
}

/// `ops_at_example_com`: what stays the same when the list is put into another order.
fn label(address: &MailAddress) -> String {
    let spelled = address.as_str().to_ascii_lowercase().replace('@', "_at_");
    spelled.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect()
}

fn check_monitor(arn: &Arn, problems: &mut Problems) {
    if arn.service() != "ce" || !arn.resource().starts_with("anomalymonitor/") {
        problems
            .error("monitoring.cost_anomalies.monitor.existing", format!("`{arn}` is not the ARN of a cost anomaly monitor"))
            .help("such an ARN is written `arn:aws:ce::111122223333:anomalymonitor/12345678-1234-1234-1234-123456789012`");
    }
}
