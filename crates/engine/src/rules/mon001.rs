//! Somebody hears of every alarm.

use monitoring::config::AlarmSeverity;
use settings::Severity;

use crate::rules::all::mon008::silenced;
use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "MON001",
    severity: Severity::Warning,
    scope: Scope::Every,
    title: "somebody hears of every alarm",
    why: "An alarm publishes to a topic, and a topic without a subscriber loses what it is told.",
    mend: "add an address to the topic's list",
    settings: &["monitoring.alert_mail", "monitoring.critical_mail"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let monitoring = &subject.config.monitoring;
    for (setting, severity) in [("alert_mail", AlarmSeverity::Alert), ("critical_mail", AlarmSeverity::Critical)] {
        // Who hears of a topic that exists already is not known here.
        if monitoring.existing_topics.of(severity).is_none() && monitoring.receivers(severity).is_empty() {
            let topic = severity.topic();
            findings
                .at(format!("monitoring.{setting}"), format!("nobody is subscribed to the topic `{topic}`: what it says is lost"))
                .help(format!("add an address, as in `{setting} = [\"ops@example.com\"]`"));
        }
    }
    for (it, _) in silenced(subject).iter().filter(|(_, is_critical)| !is_critical) {
        findings.of_override(it, format!("the alarm `{}` tells nobody", it.label));
    }
}
