//! By what the number of a service's tasks changes, and what stops a rollout. It must not know the service.

use crate::names::kebab::kebab_case;
use crate::number::Allowed::{Range, ZeroOr};
use crate::number::bounded_number;
use crate::text::{TextProblem, only, validated_text};

validated_text! {
    /// The name of a metric by which a service scales, in kebab-case.
    ScalingName is "the name of a scaling metric",
    length: 1..=24,
    pattern: r"^[a-z](-?[a-z0-9])*$",
    examples: ["jobs-waiting"],
    check: kebab_case,
}

validated_text! {
    /// A namespace, a name or a dimension of a metric in CloudWatch.
    ///
    /// CloudWatch API Reference, `Metric`, `Dimension`: 1 to 255 characters of ASCII.
    MetricText is "a text of a metric",
    length: 1..=255,
    pattern: r"^[ -~]+$",
    examples: ["TaskApi", "JobsWaiting"],
    check: metric_text,
}

validated_text! {
    /// The name of an alarm in CloudWatch.
    ///
    /// CloudWatch API Reference, `PutMetricAlarm`: 1 to 255 characters.
    AlarmName is "the name of an alarm",
    length: 1..=255,
    pattern: r"^[^\x00-\x1f\x7f]+$",
    examples: ["checkout-errors"],
    check: alarm_name,
}

bounded_number! {
    /// An average use in percent around which a number of tasks is kept; 0 pays no heed to it.
    ScalingPercentage is "a percentage",
    unit: "",
    allowed: ZeroOr(1, 100),
    examples: [70],
}

bounded_number! {
    /// How many requests a minute each task answers when there are as many tasks as are needed.
    RequestsPerTask is "a number of requests",
    unit: "",
    allowed: Range(1, 1_000_000),
    examples: [1000],
}

bounded_number! {
    /// The value around which a metric is kept.
    ScalingTarget is "a target",
    unit: "",
    allowed: Range(1, 1_000_000_000),
    examples: [100],
}

fn metric_text(value: &str) -> Result<(), TextProblem> {
    only(value, |character| character.is_ascii() && !character.is_ascii_control(), "printable characters of ASCII")
}

fn alarm_name(value: &str) -> Result<(), TextProblem> {
    only(value, |character| !character.is_control(), "printable characters")
}
