//! Who hears of alarms: that they hear of some, of topics that the environment makes, in its own region.

use std::collections::BTreeSet;

use domain::Region;
use settings::{Problems, SettingPath};

use super::{AlarmSeverity, Config, ExistingTopics};

impl Config {
    /// Who hears of alarms of this severity from a topic that the environment makes: the settings that name them.
    pub fn receivers(&self, severity: AlarmSeverity) -> Vec<SettingPath> {
        let (setting, mails) = match severity {
            AlarmSeverity::Alert => ("monitoring.alert_mail", &self.alert_mail),
            AlarmSeverity::Critical => ("monitoring.critical_mail", &self.critical_mail),
        };
        let mails = (!mails.is_empty()).then(|| SettingPath::from(setting));
        let heard = listeners(self).into_iter().filter(|(_, severities)| severities.contains(&severity)).map(|(path, _)| path);
        mails.into_iter().chain(heard).collect()
    }

    /// Checks who hears against the topics.
    pub(super) fn check_receivers(&self, problems: &mut Problems) {
        for (path, _) in listeners(self).into_iter().filter(|(_, severities)| severities.is_empty()) {
            problems
                .error(path.key("severities"), "nothing is told here")
                .help("name the severities, as in `severities = [\"critical\"]`, or take the section out");
        }
        for severity in [AlarmSeverity::Alert, AlarmSeverity::Critical] {
            let topic = SettingPath::from("monitoring.existing_topics").key(severity.topic());
            for receiver in self.receivers(severity).into_iter().filter(|_| self.existing_topics.of(severity).is_some()) {
                problems
                    .error(
                        receiver,
                        format!("the topic `{}` exists already, and who hears of it is not this environment's", severity.topic()),
                    )
                    .also(topic.clone())
                    .help("take it out here and subscribe it there, or let the environment make the topic");
            }
        }
    }
}

/// Who hears besides by mail, and of what.
fn listeners(config: &Config) -> Vec<(SettingPath, &BTreeSet<AlarmSeverity>)> {
    let endpoints = config.https_endpoints.iter();
    let endpoints = endpoints
        .map(|(name, endpoint)| (SettingPath::from("monitoring.https_endpoints").key(name.as_str()), &endpoint.severities));
    let channels = config.slack_channels.iter();
    let channels =
        channels.map(|(name, channel)| (SettingPath::from("monitoring.slack_channels").key(name.as_str()), &channel.severities));
    endpoints.chain(channels).collect()
}

/// CloudWatch User Guide, "Using Amazon CloudWatch alarms": an alarm publishes to a topic in its own region.
pub(super) fn check_regions(topics: &ExistingTopics, region: Region, problems: &mut Problems) {
    for severity in [AlarmSeverity::Alert, AlarmSeverity::Critical] {
        if let Some(topic) = topics.of(severity).filter(|topic| topic.region() != region) {
            problems
                .error(
                    SettingPath::from("monitoring.existing_topics").key(severity.topic()),
                    format!("the topic is in `{}`, and alarms in `{region}` publish to topics there only", topic.region()),
                )
                .also("region")
                .help(format!("name a topic in `{region}`, or let the environment make one"));
        }
    }
}
