//! What a user's own alarm is made of: its name, what it watches, how values are summed up and over which time. It must not know which go together.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::json;
use thiserror::Error;

use crate::edge::{crosses_as_text, has_schema, schema};
use crate::text::{TextProblem, form, only, validated_text};
use crate::{QueueName, ServiceName};

validated_text! {
    /// What an alarm means, and what to do first: the text of its mail.
    ///
    /// CloudWatch API Reference, `PutMetricAlarm`, `AlarmDescription`: 1024 characters, of which the address of a runbook takes some.
    AlarmDescription is "the description of an alarm",
    length: 1..=700,
    pattern: r"^[^\x00-\x1f\x7f]+$",
    examples: ["Customers wait for the checkout. First see whether the payment provider answers."],
    check: description,
}

validated_text! {
    /// How a period's values are summed up, as CloudWatch spells it.
    ///
    /// CloudWatch User Guide, "CloudWatch statistics definitions": percentiles, trimmed and winsorized means, trimmed counts and sums.
    AlarmStatistic is "a statistic",
    length: 1..=20,
    pattern: r"^(Average|Sum|Minimum|Maximum|SampleCount|IQM|(p|tm|wm|tc|ts)([0-9]{1,2}(\.[0-9]{1,10})?|100))$",
    examples: ["Average", "Sum", "p95", "tm99"],
    check: statistic,
    suggest: statistic_meant,
}

validated_text! {
    /// The id of a workspace in Slack.
    ///
    /// Amazon Q Developer in chat applications API Reference, `SlackChannelConfiguration`, `SlackTeamId`.
    SlackWorkspaceId is "the id of a Slack workspace",
    length: 1..=255,
    pattern: r"^[0-9A-Z]+$",
    examples: ["T07EA123LEP"],
    check: workspace_id,
}

validated_text! {
    /// The id of a channel in Slack.
    ///
    /// Amazon Q Developer in chat applications API Reference, `SlackChannelConfiguration`, `SlackChannelId`.
    SlackChannelId is "the id of a Slack channel",
    length: 1..=255,
    pattern: r"^[0-9A-Za-z]+$",
    examples: ["C07EZ1ABC23"],
    check: channel_id,
}

const SIMPLE: [&str; 5] = ["Average", "Sum", "Minimum", "Maximum", "SampleCount"];

impl AlarmStatistic {
    /// Whether it is one of the five that are no percentile and the like, which CloudWatch calls extended.
    pub fn is_simple(&self) -> bool {
        SIMPLE.contains(&self.as_str())
    }

    /// Whether it is a percentile.
    pub fn is_percentile(&self) -> bool {
        self.as_str().starts_with('p')
    }
}

/// What an alarm watches of what the environment makes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Watched {
    /// The service of this name.
    Service(ServiceName),
    /// The queue of this name.
    Queue(QueueName),
    /// The database.
    Database,
    /// The load balancer.
    LoadBalancer,
}

/// A text names nothing that an alarm can watch.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` has to be `service.<name>`, `queue.<name>`, `database` or `load-balancer`")]
pub struct WatchedError(String);

crosses_as_text!(
    Watched,
    schema(
        "a thing that an alarm watches",
        "What an alarm watches of what the environment makes: a service, a queue, the database or the load balancer.",
        json!({ "type": "string", "pattern": r"^((service|queue)\.[a-z](-?[a-z0-9])*|database|load-balancer)$" }),
        ["service.api", "queue.mails", "database", "load-balancer"],
    )
);

/// For how many seconds values are summed up.
///
/// CloudWatch API Reference, `PutMetricAlarm`, `Period`: 10, 20, 30 or a multiple of 60, and seven days at the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AlarmPeriod(u32);

/// A number is not a period of an alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is not the period of an alarm in seconds: it has to be 10, 20, 30 or a multiple of 60 up to {LONGEST}")]
pub struct AlarmPeriodError(i64);

const LONGEST: u32 = 604_800;

has_schema!(
    AlarmPeriod,
    schema(
        "the period of an alarm",
        "For how many seconds values are summed up: 10, 20, 30 or a multiple of 60.",
        json!({ "type": "integer", "minimum": 10, "maximum": LONGEST, "anyOf": [{ "multipleOf": 60 }, { "multipleOf": 10, "maximum": 30 }] }),
        [60, 300],
    )
);

impl AlarmPeriod {
    /// A minute.
    pub const MINUTE: Self = Self(60);

    /// The seconds.
    pub fn get(self) -> u32 {
        self.0
    }
}

impl TryFrom<i64> for AlarmPeriod {
    type Error = AlarmPeriodError;

    fn try_from(seconds: i64) -> Result<Self, AlarmPeriodError> {
        let is_period =
            |seconds: &u32| [10, 20, 30].contains(seconds) || (seconds.is_multiple_of(60) && (60..=LONGEST).contains(seconds));
        u32::try_from(seconds).ok().filter(is_period).map(Self).ok_or(AlarmPeriodError(seconds))
    }
}

impl Serialize for AlarmPeriod {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(self.0)
    }
}

impl<'de> Deserialize<'de> for AlarmPeriod {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        i64::deserialize(deserializer)?.try_into().map_err(serde::de::Error::custom)
    }
}

/// The value that a metric is compared with: any that CloudWatch can store.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AlarmLevel(f64);

// Sound because a level is finite: the one float that is not equal to itself is refused.
impl Eq for AlarmLevel {}

/// A number is none that CloudWatch can store.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
#[error("`{0:e}` is not a value that CloudWatch stores: it has to lie between -{LARGEST:e} and {LARGEST:e}")]
pub struct AlarmLevelError(f64);

/// CloudWatch API Reference, `MetricDatum`, `Value`.
const LARGEST: f64 = 1.174_271e108;

has_schema!(
    AlarmLevel,
    schema(
        "the level of an alarm",
        "The value that a metric is compared with.",
        json!({ "type": "number", "minimum": -LARGEST, "maximum": LARGEST }),
        [json!(2), json!(0.5)],
    )
);

impl AlarmLevel {
    /// The number itself.
    pub fn get(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for AlarmLevel {
    type Error = AlarmLevelError;

    fn try_from(value: f64) -> Result<Self, AlarmLevelError> {
        if value.abs() <= LARGEST { Ok(Self(value)) } else { Err(AlarmLevelError(value)) }
    }
}

impl Serialize for AlarmLevel {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0)
    }
}

impl<'de> Deserialize<'de> for AlarmLevel {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::deserialize(deserializer)?.try_into().map_err(serde::de::Error::custom)
    }
}

impl FromStr for Watched {
    type Err = WatchedError;

    fn from_str(value: &str) -> Result<Self, WatchedError> {
        let refused = || WatchedError(value.escape_debug().to_string());
        match value.split_once('.') {
            Some(("service", name)) => name.parse().map(Self::Service).map_err(|_| refused()),
            Some(("queue", name)) => name.parse().map(Self::Queue).map_err(|_| refused()),
            None if value == "database" => Ok(Self::Database),
            None if value == "load-balancer" => Ok(Self::LoadBalancer),
            Some(_) | None => Err(refused()),
        }
    }
}

impl fmt::Display for Watched {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service(name) => write!(formatter, "service.{name}"),
            Self::Queue(name) => write!(formatter, "queue.{name}"),
            Self::Database => formatter.write_str("database"),
            Self::LoadBalancer => formatter.write_str("load-balancer"),
        }
    }
}

fn workspace_id(value: &str) -> Result<(), TextProblem> {
    only(value, |character| character.is_ascii_uppercase() || character.is_ascii_digit(), "capital letters and digits")
}

fn channel_id(value: &str) -> Result<(), TextProblem> {
    only(value, |character| character.is_ascii_alphanumeric(), "letters and digits")
}

fn description(value: &str) -> Result<(), TextProblem> {
    only(value, |character| !character.is_control(), "printable characters")
}

fn statistic(value: &str) -> Result<(), TextProblem> {
    let percent = ["p", "tm", "wm", "tc", "ts"].into_iter().find_map(|kind| value.strip_prefix(kind));
    let is_percent = |text: &str| {
        let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
        let digits =
            |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|letter| letter.is_ascii_digit());
        text == "100" || (digits(whole, 2) && fraction.is_none_or(|fraction| digits(fraction, 10)))
    };
    let is_known = SIMPLE.contains(&value) || value == "IQM" || percent.is_some_and(is_percent);
    form(
        is_known,
        "has to be `Average`, `Sum`, `Minimum`, `Maximum`, `SampleCount`, a percentile such as `p95`, or `IQM`, `tm99` and the like",
    )
}

/// `maximum` for `Maximum`, `P95` for `p95`.
fn statistic_meant(value: &str) -> String {
    let bare: String = value.chars().filter(char::is_ascii_alphanumeric).collect();
    let known = SIMPLE.into_iter().find(|known| known.eq_ignore_ascii_case(&bare));
    known.map_or_else(|| value.to_ascii_lowercase(), str::to_owned)
}
