//! Checks whether what a log router and a collector send can arrive: plugins that there are, and rights where AWS receives it.

use settings::{Problems, SettingPath};

use super::ServiceConfig;

/// Fluent Bit's outputs that send to AWS as the tasks' role, and what that role needs (AWS for Fluent Bit and Fluent Bit's manual, each plugin's page).
const TO_AWS: [(&str, &[&str]); 8] = [
    ("cloudwatch_logs", &["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]),
    ("cloudwatch", &["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]),
    ("kinesis_firehose", &["firehose:PutRecordBatch"]),
    ("firehose", &["firehose:PutRecordBatch"]),
    ("kinesis_streams", &["kinesis:PutRecords"]),
    ("kinesis", &["kinesis:PutRecords"]),
    ("s3", &["s3:PutObject"]),
    ("timestream", &["timestream:WriteRecords"]),
];

/// Others, by which a slip of the pen is known.
const ELSEWHERE: [&str; 22] = [
    "azure",
    "bigquery",
    "chronicle",
    "coralogix",
    "datadog",
    "es",
    "forward",
    "gelf",
    "grafana-loki",
    "http",
    "influxdb",
    "kafka",
    "logdna",
    "loki",
    "newrelic",
    "nrlogs",
    "null",
    "opensearch",
    "opentelemetry",
    "splunk",
    "stackdriver",
    "syslog",
];

/// Exporters of AWS's collector that send to AWS as the tasks' role, and what that role needs (AWS Distro for OpenTelemetry, each exporter's page).
const EXPORTERS: [(&str, &[&str]); 3] = [
    ("awsxray", &["xray:PutTelemetryRecords", "xray:PutTraceSegments"]),
    ("awsemf", &["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]),
    ("awscloudwatchlogs", &["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]),
];

impl ServiceConfig {
    /// Warns of what would be sent and not arrive: no container ends for it, and nobody would hear of it.
    pub(super) fn check_what_is_sent(&self, at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
        if let Some(plugin) = self.log_router.as_ref().and_then(|router| router.options.get("Name")) {
            let place = at("log_router").key("options").key("Name");
            let known = || TO_AWS.iter().map(|(name, _)| *name).chain(ELSEWHERE);
            // Fluent Bit does not tell capital letters from small ones here.
            let name = plugin.to_lowercase();
            if let Some((_, actions)) = TO_AWS.iter().find(|(known, _)| *known == name) {
                self.warn_without(actions, &format!("`{plugin}`"), place, problems);
            } else if !known().any(|known| known == name)
                && let Some(meant) = known().find(|known| known.len() > 3 && words::slips(&name, known) == 1)
            {
                problems
                    .warning(
                        place,
                        format!("no plugin `{plugin}` of Fluent Bit's is known, and with one that it has not the log router ends"),
                    )
                    .help(format!("did you mean `{meant}`?"));
            }
        }
        if let Some(config) = self.open_telemetry.as_ref().and_then(|collector| collector.config.as_ref()) {
            for (exporter, actions) in EXPORTERS {
                if config.lines().any(|line| line.trim_start().starts_with(exporter)) {
                    self.warn_without(actions, &format!("the exporter `{exporter}`"), at("open_telemetry").key("config"), problems);
                }
            }
        }
    }

    /// What a managed policy allows only AWS knows.
    fn warn_without(&self, actions: &[&str], who: &str, place: SettingPath, problems: &mut Problems) {
        let service = actions.first().and_then(|action| action.split_once(':')).map_or("", |(service, _)| service);
        let is_of_service =
            |action: &str| action == "*" || action.split_once(':').is_some_and(|(prefix, _)| prefix.eq_ignore_ascii_case(service));
        let is_allowed =
            self.permissions.iter().flat_map(|permission| &permission.actions).any(|action| is_of_service(action.as_str()));
        if is_allowed || !self.policy_arns.is_empty() {
            return;
        }
        let written: Vec<String> = actions.iter().map(|action| format!("\"{action}\"")).collect();
        problems.warning(place, format!("{who} sends as the tasks, and nothing lets them: what it sends is lost")).help(format!(
            "add `permissions` with `actions = [{}]` and the ARNs of where it goes as `resources`",
            written.join(", ")
        ));
    }
}
