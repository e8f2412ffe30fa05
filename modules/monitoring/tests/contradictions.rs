//! Settings that are right by themselves and wrong together.

use crate::common::{PROD, problems};
use settings::Severity::{self, Error};

/// The settings besides the mail addresses, how bad they are, where it points to, and what the message says.
type Row = (&'static str, Severity, &'static [&'static str], &'static str);

const ROWS: &[Row] = &[
    (
        r#"
        alert_mail = ["ops@example.com", "b@example.com", "Ops@example.com"]
        critical_mail = ["a@example.com"]
        "#,
        Error,
        &["monitoring.alert_mail[2]", "monitoring.alert_mail[0]"],
        "`Ops@example.com` is named twice",
    ),
    (
        r#"
        alert_mail = ["a@example.com"]
        critical_mail = ["on-call@example.com", "on.call@example.com"]
        "#,
        Error,
        &["monitoring.critical_mail[1]", "monitoring.critical_mail[0]"],
        "would have the same name in Terraform, `on_call_at_example_com`",
    ),
    (
        r#"
        alert_mail = ["a@example.com"]
        critical_mail = ["a@example.com"]
        cost_anomalies.monitor = { existing = "arn:aws:sns:us-east-1:111122223333:task-api-alerts-prod" }
        "#,
        Error,
        &["monitoring.cost_anomalies.monitor.existing"],
        "is not the ARN of a cost anomaly monitor",
    ),
];

#[test]
fn the_settings_of_prod_are_without_fault() {
    assert!(problems(PROD).is_empty());
}

#[test]
fn each_contradiction_is_found_where_it_stands() {
    for (settings, severity, places, says) in ROWS {
        let found = problems(settings);
        let [problem] = found.as_slice() else { panic!("{settings}: {found:?}") };
        assert_eq!(problem.severity, *severity, "{settings}");
        assert_eq!(problem.settings, *places, "{settings}");
        assert!(problem.message.contains(says), "{settings}: {}", problem.message);
    }
}

#[test]
fn an_unknown_setting_is_refused() {
    for unknown in ["alert_mails = []", "[alarms.services]\nhttp_3xx = 1", "[budget]\namount = 1", "database_events = [\"reboot\"]"]
    {
        assert!(toml::from_str::<monitoring::Config>(unknown).is_err(), "{unknown}");
    }
}
