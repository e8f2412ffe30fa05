//! The settings of monitoring: the section `[monitoring]`, as typed and as checked. It must not know what is made of them.

mod alarms;
mod check;
mod check_own_alarms;
mod check_receivers;
mod costs;
mod log_export;
mod log_field;
mod own_alarm;
mod positive;
mod receivers;
mod threshold;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use domain::{KeyDeletionWindow, MailAddress, OwnAlarmName, ReceiverName, RetentionDays, RunbookUrl};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use alarms::{
    Alarms, CacheThresholds, DatabaseThresholds, JobThresholds, LoadBalancerThresholds, NatGatewayThresholds, QueueThresholds,
    ServiceAlarms, ServiceThresholds,
};
pub use costs::{AnomalyMonitor, Budget, BudgetScope, CostAnomalies};
pub use log_export::LogExport;
pub use log_field::{LogField, LogFieldError};
pub use own_alarm::{AlarmSeverity, Comparison, MissingValues, OwnAlarm};
pub use positive::{Positive, PositiveError};
pub use receivers::{ExistingTopics, HttpsEndpoint, SlackChannel};
pub use threshold::Threshold;

/// What is watched, and who hears of it.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Who gets a mail about what can wait until somebody is at work. Each address has to confirm once, by a link that AWS sends.
    pub alert_mail: Vec<MailAddress>,
    /// Who gets a mail about what users feel at once: server errors, and a service that is down. Each address has to confirm once.
    pub critical_mail: Vec<MailAddress>,
    /// Topics that exist already, in the place of the environment's own.
    pub existing_topics: ExistingTopics,
    /// Addresses by HTTPS that hear of alarms (`PagerDuty`, Opsgenie), by name.
    pub https_endpoints: BTreeMap<ReceiverName, HttpsEndpoint>,
    /// Channels of Slack that hear of alarms, by name.
    pub slack_channels: BTreeMap<ReceiverName, SlackChannel>,
    /// Where the runbooks are: each alarm's mail then ends with the address of its section, such as
    /// `https://wiki.example.com/task-api/operations#http-5xx`. The sections of `docs/operations.md` have the names that are asked for.
    pub runbook_url: Option<RunbookUrl>,
    /// From which values on alarms go off.
    pub alarms: Alarms,
    /// Alarms of your own, by name.
    pub own_alarms: BTreeMap<OwnAlarmName, OwnAlarm>,
    /// Of which kinds of events RDS sends a mail. `backup` is not among the defaults: it holds the start and the end of every
    /// nightly backup and no failure; that backups were turned off is a `configuration-change`.
    pub database_events: BTreeSet<DatabaseEvent>,
    /// What the services call the fields of their log lines, for the saved queries.
    pub log_fields: LogFields,
    /// The services' logs in a bucket, for the time after CloudWatch has forgotten them.
    pub log_export: LogExport,
    /// What may be spent.
    pub budget: Budget,
    /// Costs that are out of the ordinary.
    pub cost_anomalies: CostAnomalies,
    /// How many days the record of writes to Terraform's state is kept: when, from which account and which address; only `CloudTrail` knows who.
    /// There is one where the state's bucket is in `region`, since S3 tells of its objects in its own region only.
    pub state_change_retention_days: RetentionDays,
    /// How many days the topics' key can still be saved after it was scheduled for deletion.
    pub key_deletion_window_days: KeyDeletionWindow,
}

/// A category of the events that RDS has for database instances.
///
/// RDS User Guide, "Amazon RDS event categories and event messages", "DB instance events".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DatabaseEvent {
    /// Shutdown, restart, and a shutdown because the storage is full.
    Availability,
    /// The start and the end of every backup.
    Backup,
    /// A setting was changed; also: automatic backups were turned off, the storage grew by itself.
    ConfigurationChange,
    /// The instance was created.
    Creation,
    /// The instance was deleted.
    Deletion,
    /// The standby instance takes over.
    Failover,
    /// Something did not work: the instance, its key, its monitoring, the growth of its storage.
    Failure,
    /// A tenth of the storage is left, or nothing.
    LowStorage,
    /// Patches and upgrades, and that they are pending.
    Maintenance,
    /// What RDS has to say: memory is short, the secret is gone, the storage nears its largest size, the instance was stopped.
    Notification,
    /// Replication to a read replica stopped or resumed.
    ReadReplica,
    /// Recovery of the instance or of its standby.
    Recovery,
    /// The instance was restored from a backup.
    Restoration,
    /// The password of a hardware security module was used.
    Security,
    /// An update of the operating system is available.
    SecurityPatching,
}

/// The names of the fields in the services' JSON log lines.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LogFields {
    /// How severe the message is.
    pub level: LogField,
    /// Which request the message belongs to.
    pub request_id: LogField,
    /// How long the request took; the slowest are those with the largest number.
    pub duration: LogField,
}

/// The checked settings of monitoring.
#[derive(Clone, Debug)]
pub struct Monitoring {
    /// What holds as it was typed. What checking makes another thing of stands below under the same name, and hides it.
    pub(crate) typed: Config,
    /// By the label that Terraform knows the subscription by.
    pub(crate) alert_mail: BTreeMap<String, MailAddress>,
    /// By the label that Terraform knows the subscription by.
    pub(crate) critical_mail: BTreeMap<String, MailAddress>,
    /// None when nothing is exported.
    pub(crate) log_export: Option<LogExport>,
}

impl Deref for Monitoring {
    type Target = Config;

    fn deref(&self) -> &Config {
        &self.typed
    }
}

impl DatabaseEvent {
    /// The category as RDS spells it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Availability => "availability",
            Self::Backup => "backup",
            Self::ConfigurationChange => "configuration change",
            Self::Creation => "creation",
            Self::Deletion => "deletion",
            Self::Failover => "failover",
            Self::Failure => "failure",
            Self::LowStorage => "low storage",
            Self::Maintenance => "maintenance",
            Self::Notification => "notification",
            Self::ReadReplica => "read replica",
            Self::Recovery => "recovery",
            Self::Restoration => "restoration",
            Self::Security => "security",
            Self::SecurityPatching => "security patching",
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            alert_mail: Vec::new(),
            critical_mail: Vec::new(),
            existing_topics: ExistingTopics::default(),
            https_endpoints: BTreeMap::new(),
            slack_channels: BTreeMap::new(),
            runbook_url: None,
            alarms: Alarms::default(),
            own_alarms: BTreeMap::new(),
            database_events: BTreeSet::from([
                DatabaseEvent::Availability,
                DatabaseEvent::ConfigurationChange,
                DatabaseEvent::Deletion,
                DatabaseEvent::Failover,
                DatabaseEvent::Failure,
                DatabaseEvent::LowStorage,
                DatabaseEvent::Maintenance,
                DatabaseEvent::Notification,
                DatabaseEvent::ReadReplica,
                DatabaseEvent::Recovery,
                DatabaseEvent::Restoration,
            ]),
            log_fields: LogFields::default(),
            log_export: LogExport::default(),
            budget: Budget::default(),
            cost_anomalies: CostAnomalies::default(),
            state_change_retention_days: RetentionDays::of::<365>(),
            key_deletion_window_days: KeyDeletionWindow::of::<30>(),
        }
    }
}

impl Default for LogFields {
    fn default() -> Self {
        Self { level: LogField::of("level"), request_id: LogField::of("request_id"), duration: LogField::of("duration_ms") }
    }
}
