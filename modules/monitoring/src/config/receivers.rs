//! The settings of who hears of alarms besides by mail, as typed. It must not know how AWS is told.

use std::collections::BTreeSet;

use domain::{SlackChannelId, SlackWorkspaceId, TopicArn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::AlarmSeverity;

/// SNS topics that exist already, in the environment's region: the environment makes none in their place, and nothing of them is managed. Each has to
/// let publish who has something to say: `cloudwatch.amazonaws.com` to both; to `alerts` also `budgets.amazonaws.com`, with a database
/// `events.rds.amazonaws.com` and with `cost_anomalies` `costalerts.amazonaws.com`. The same holds for the key of an encrypted topic.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ExistingTopics {
    /// The topic of what can wait until somebody is at work.
    pub alerts: Option<TopicArn>,
    /// The topic of what users feel at once.
    pub critical: Option<TopicArn>,
}

/// An address by HTTPS to which SNS posts alarms, such as that of an integration of `PagerDuty` or Opsgenie; what stands there has to confirm the
/// subscription by itself, as these do. The address holds the integration's key and is a secret: it never stands here, but in Terraform's sensitive
/// variable `<name>_endpoint`, as in `TF_VAR_pagerduty_endpoint=https://… terraform apply`. SNS keeps it as the subscription's address, and so does
/// Terraform's state: only who may read alarms' keys should read that.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct HttpsEndpoint {
    /// Of which alarms it hears.
    pub severities: BTreeSet<AlarmSeverity>,
}

/// A channel of Slack to which Amazon Q Developer in chat applications (once AWS Chatbot) writes alarms, with their curves. Once in an account, somebody
/// has to let it into the workspace: in the console of Amazon Q Developer in chat applications, "Configure new client". A private channel has to invite `@Amazon Q`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SlackChannel {
    /// The workspace's id, as that console shows it.
    pub workspace_id: SlackWorkspaceId,
    /// The channel's id: the end of the link that Slack copies for the channel.
    pub channel_id: SlackChannelId,
    /// Of which alarms it hears.
    #[serde(default = "all")]
    pub severities: BTreeSet<AlarmSeverity>,
}

impl ExistingTopics {
    /// The topic that exists for what is as severe as this.
    pub fn of(&self, severity: AlarmSeverity) -> Option<&TopicArn> {
        match severity {
            AlarmSeverity::Alert => self.alerts.as_ref(),
            AlarmSeverity::Critical => self.critical.as_ref(),
        }
    }
}

impl Default for HttpsEndpoint {
    fn default() -> Self {
        Self { severities: all() }
    }
}

fn all() -> BTreeSet<AlarmSeverity> {
    BTreeSet::from([AlarmSeverity::Alert, AlarmSeverity::Critical])
}
