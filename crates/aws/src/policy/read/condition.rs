//! Conditions, and whether one lets through all that another one does.
//!
//! AWS, "IAM JSON policy elements: Condition operators": keys are compared without regard to case; several values are alternatives;
//! an operator with `Not` excludes all of its values; `…IfExists` and operators with `Not` also let through a request without the key.

use std::collections::BTreeSet;

use ipnet::IpNet;
use terraform::json::Json;

use super::pattern::Pattern;

/// One operator on one key.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// As it is written, such as `StringEqualsIfExists`.
    pub operator: String,
    /// As it is written, such as `aws:SourceVpce`.
    pub key: String,
    /// The values as texts: `true` and `"true"` are the same.
    pub values: BTreeSet<String>,
    quantifier: Quantifier,
    is_if_exists: bool,
    test: Test,
}

/// For keys with several values, whether one of them or each has to pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quantifier {
    None,
    Any,
    All,
}

/// What an operator asks.
#[derive(Clone, Debug, PartialEq)]
enum Test {
    /// The text is one of these, or none of them.
    Text { is_not: bool, patterns: Vec<Pattern> },
    /// The address is in one of these networks, or in none of them.
    Network { is_not: bool, networks: Vec<IpNet> },
    /// The number or the time is in one of these ranges.
    Range(Vec<Range>),
    /// The number or the time is none of these.
    NotThese(Vec<f64>),
    /// Whether the key is absent.
    Absent(bool),
    /// An operator or a value that is not known here: only the same is as free.
    Unknown,
}

/// A range of numbers or times.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Range {
    from: f64,
    to: f64,
    /// Whether the ends belong to it.
    is_closed: bool,
}

/// Keys that tell who asks, or from which network; AWS decides by much the same ones whether a bucket's policy is public (Amazon S3
/// User Guide, "The meaning of public"). What the caller sends itself, such as `aws:Referer`, is not among them.
const TELLS_WHO: [&str; 19] = [
    "aws:principalarn",
    "aws:principalaccount",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:principalisawsservice",
    "aws:principalservicename",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceowner",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourceip",
    "aws:vpcsourceip",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:userid",
    "aws:username",
    "s3:dataaccesspointaccount",
    "s3:dataaccesspointarn",
];

impl Condition {
    /// The conditions in a statement's `Condition`.
    pub(super) fn read(conditions: &Json) -> Vec<Self> {
        let operators = conditions.as_object().into_iter().flatten();
        operators
            .flat_map(|(operator, keys)| {
                keys.as_object().into_iter().flatten().map(move |(key, values)| Self::of(operator, key, values))
            })
            .collect()
    }

    fn of(operator: &str, key: &str, values: &Json) -> Self {
        let values: BTreeSet<String> = match values {
            Json::Array(values) => values.iter().map(text).collect(),
            value => BTreeSet::from([text(value)]),
        };
        let lower = operator.to_ascii_lowercase();
        let (quantifier, rest) = match lower.split_once(':') {
            Some(("foranyvalue", rest)) => (Quantifier::Any, rest),
            Some(("forallvalues", rest)) => (Quantifier::All, rest),
            _ => (Quantifier::None, lower.as_str()),
        };
        let (rest, is_if_exists) = rest.strip_suffix("ifexists").map_or((rest, false), |rest| (rest, true));
        let test = test(rest, &values);
        Self { operator: operator.to_owned(), key: key.to_owned(), values, quantifier, is_if_exists, test }
    }

    /// Whether the key is this one.
    pub fn is_on(&self, key: &str) -> bool {
        self.key.eq_ignore_ascii_case(key)
    }

    /// Whether a request passes that does not have the key.
    fn passes_without_key(&self) -> bool {
        self.is_if_exists
            || self.quantifier == Quantifier::All
            || match &self.test {
                Test::Text { is_not, .. } | Test::Network { is_not, .. } => *is_not,
                Test::NotThese(_) => true,
                Test::Absent(is_absent) => *is_absent,
                Test::Range(_) | Test::Unknown => false,
            }
    }

    /// Whether this condition lets through everything that the other one does.
    pub fn lets_through_all_of(&self, other: &Self) -> bool {
        if !self.is_on(&other.key) {
            return false;
        }
        if self.test == Test::Absent(false) {
            return !other.passes_without_key();
        }
        if other.test == Test::Absent(true) {
            return self.passes_without_key();
        }
        // What has one value has all of them pass, and one of them.
        let is_same = self.quantifier == other.quantifier || other.quantifier == Quantifier::None;
        if !is_same || (other.passes_without_key() && !self.passes_without_key()) {
            return false;
        }
        match (&self.test, &other.test) {
            (Test::Text { is_not: false, patterns }, Test::Text { is_not: false, patterns: others }) => {
                others.iter().all(|other| patterns.iter().any(|pattern| pattern.covers(other)))
            }
            (Test::Text { is_not: true, patterns }, Test::Text { is_not: true, patterns: others }) => {
                patterns.iter().all(|pattern| others.iter().any(|other| other.covers(pattern)))
            }
            (Test::Text { is_not: true, patterns }, Test::Text { is_not: false, patterns: others }) => {
                !patterns.iter().any(|pattern| others.iter().any(|other| other.overlaps(pattern)))
            }
            (Test::Network { is_not: false, networks }, Test::Network { is_not: false, networks: others }) => {
                within(others, networks)
            }
            (Test::Network { is_not: true, networks }, Test::Network { is_not: true, networks: others }) => {
                within(networks, others)
            }
            (Test::Network { is_not: true, networks }, Test::Network { is_not: false, networks: others }) => {
                !networks.iter().any(|network| others.iter().any(|other| other.contains(network) || network.contains(other)))
            }
            (Test::Range(ranges), Test::Range(others)) => {
                others.iter().all(|other| ranges.iter().any(|range| range.contains(*other)))
            }
            (Test::NotThese(numbers), Test::NotThese(others)) => numbers.iter().all(|number| others.contains(number)),
            (Test::NotThese(numbers), Test::Range(others)) => {
                !numbers.iter().any(|number| others.iter().any(|range| range.holds(*number)))
            }
            (Test::Absent(one), Test::Absent(other)) => one == other,
            _ => self.operator.eq_ignore_ascii_case(&other.operator) && self.values == other.values,
        }
    }

    /// Whether every request passes, so that it is no condition: `StringLikeIfExists` with `*`.
    pub(super) fn lets_everything_through(&self) -> bool {
        self.passes_without_key()
            && match &self.test {
                Test::Text { is_not: false, patterns } => patterns.iter().any(Pattern::is_everything),
                Test::Network { is_not: false, networks } => {
                    let all = IpNet::aggregate(&networks.iter().map(IpNet::trunc).collect());
                    ["0.0.0.0/0", "::/0"].into_iter().all(|world| world.parse().is_ok_and(|world: IpNet| all.contains(&world)))
                }
                Test::Text { .. } | Test::Network { .. } | Test::Range(_) | Test::NotThese(_) | Test::Absent(_) | Test::Unknown => {
                    false
                }
            }
    }

    /// The same condition for each of its values, any of which is enough; nothing where it has not several such.
    pub(super) fn alternatives(&self) -> Vec<Self> {
        let is_any_of =
            matches!(self.test, Test::Text { is_not: false, .. } | Test::Network { is_not: false, .. } | Test::Range(_));
        if !is_any_of || self.values.len() < 2 || self.quantifier == Quantifier::All {
            return Vec::new();
        }
        self.values.iter().map(|value| Self::of(&self.operator, &self.key, &Json::String(value.clone()))).collect()
    }

    /// Whether it tells callers apart, so that not everybody passes.
    ///
    /// `aws:SecureTransport`, `0.0.0.0/0` and a key that may be anything do not.
    pub fn excludes_somebody(&self) -> bool {
        let key = self.key.to_ascii_lowercase();
        let tells_who =
            TELLS_WHO.contains(&key.as_str()) || key.starts_with("aws:principaltag/") || key.starts_with("kms:calleraccount");
        if !tells_who || self.passes_without_key() {
            return false;
        }
        match &self.test {
            Test::Text { is_not: false, patterns } => !patterns.iter().any(|pattern| is_anything(pattern, &key)),
            Test::Network { is_not: false, networks } => !networks.iter().any(is_world),
            Test::Text { .. } | Test::Network { .. } | Test::Range(_) | Test::NotThese(_) | Test::Absent(_) | Test::Unknown => {
                false
            }
        }
    }

    /// Whether it fixes a text by names, and not by exclusion or a pattern that matches anything of its form.
    pub(super) fn names(&self, is_too_wide: impl Fn(&Pattern) -> bool) -> bool {
        match &self.test {
            Test::Text { is_not: false, patterns } => !self.passes_without_key() && !patterns.iter().any(is_too_wide),
            Test::Text { .. } | Test::Network { .. } | Test::Range(_) | Test::NotThese(_) | Test::Absent(_) | Test::Unknown => {
                false
            }
        }
    }
}

impl Range {
    fn contains(self, other: Self) -> bool {
        let ends = self.is_closed || !other.is_closed;
        let from = self.from < other.from || (self.from <= other.from && (ends || self.from == f64::NEG_INFINITY));
        let to = self.to > other.to || (self.to >= other.to && (ends || self.to == f64::INFINITY));
        from && to
    }

    fn holds(self, number: f64) -> bool {
        self.contains(Self { from: number, to: number, is_closed: true })
    }
}

/// Whether each of the networks lies in the others, in one or in several that make one together.
fn within(networks: &[IpNet], others: &[IpNet]) -> bool {
    let others = IpNet::aggregate(&others.iter().map(IpNet::trunc).collect());
    networks.iter().all(|network| others.iter().any(|other| other.contains(network)))
}

/// Whether the network is everybody's, or so much of it that it makes no difference.
fn is_world(network: &IpNet) -> bool {
    match network {
        IpNet::V4(network) => network.prefix_len() < 8,
        IpNet::V6(network) => network.prefix_len() < 16,
    }
}

/// Whether a pattern names nobody: `*`, or an ARN of nothing but wildcards in its account and after it.
fn is_anything(pattern: &Pattern, key: &str) -> bool {
    let text = pattern.as_str();
    let is_open = |text: &str| text.is_empty() || text.chars().all(|character| "*?".contains(character));
    if is_open(text) {
        return true;
    }
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let is_open_resource = |part: &str| is_open(part) || part.split_once('/').is_some_and(|(_, name)| is_open(name));
    // A bucket's ARN has no account, and its name is one of a kind.
    key.ends_with("arn")
        && parts.first() == Some(&"arn")
        && parts.get(4).is_none_or(|account| is_open(account))
        && parts.get(5).is_none_or(|resource| is_open_resource(resource))
}

fn text(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The test of an operator in lower case.
fn test(operator: &str, values: &BTreeSet<String>) -> Test {
    let patterns = |read: fn(&str) -> Pattern| values.iter().map(|value| read(value)).collect();
    let texts = |is_not: bool, read: fn(&str) -> Pattern| Test::Text { is_not, patterns: patterns(read) };
    let networks = |is_not: bool| match values.iter().map(|value| network(value)).collect::<Option<Vec<IpNet>>>() {
        Some(networks) => Test::Network { is_not, networks },
        None => Test::Unknown,
    };
    match operator {
        "stringequals" | "binaryequals" => texts(false, Pattern::exactly),
        "stringnotequals" => texts(true, Pattern::exactly),
        "stringequalsignorecase" => texts(false, Pattern::exactly_caseless),
        "stringnotequalsignorecase" => texts(true, Pattern::exactly_caseless),
        // `ArnEquals` and `ArnLike` do the same.
        "stringlike" | "arnlike" | "arnequals" => texts(false, Pattern::new),
        "stringnotlike" | "arnnotlike" | "arnnotequals" => texts(true, Pattern::new),
        "bool" => texts(false, Pattern::exactly_caseless),
        "ipaddress" => networks(false),
        "notipaddress" => networks(true),
        "null" => match values.iter().map(|value| value.to_ascii_lowercase()).collect::<Vec<_>>().as_slice() {
            [value] => Test::Absent(value == "true"),
            _ => Test::Unknown,
        },
        _ => ranges(operator, values).unwrap_or(Test::Unknown),
    }
}

fn network(text: &str) -> Option<IpNet> {
    text.parse().ok().or_else(|| text.parse::<std::net::IpAddr>().ok().map(IpNet::from))
}

fn ranges(operator: &str, values: &BTreeSet<String>) -> Option<Test> {
    let (kind, comparison) = if let Some(rest) = operator.strip_prefix("numeric") {
        (number as fn(&str) -> Option<f64>, rest)
    } else {
        (time as fn(&str) -> Option<f64>, operator.strip_prefix("date")?)
    };
    let numbers: Vec<f64> = values.iter().map(|value| kind(value)).collect::<Option<_>>()?;
    let range = |from: f64, to: f64, is_closed: bool| Range { from, to, is_closed };
    let each = |of: &dyn Fn(f64) -> Range| Test::Range(numbers.iter().map(|number| of(*number)).collect());
    Some(match comparison {
        "equals" => each(&|number| range(number, number, true)),
        "notequals" => Test::NotThese(numbers),
        "lessthan" => each(&|number| range(f64::NEG_INFINITY, number, false)),
        "lessthanequals" => each(&|number| range(f64::NEG_INFINITY, number, true)),
        "greaterthan" => each(&|number| range(number, f64::INFINITY, false)),
        "greaterthanequals" => each(&|number| range(number, f64::INFINITY, true)),
        _ => return None,
    })
}

fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

/// A time as a number that grows with it: seconds since 1970, or a date as ISO 8601 writes it in UTC.
fn time(text: &str) -> Option<f64> {
    if let Some(seconds) = number(text) {
        return Some(seconds);
    }
    let (date, rest) = text.split_once('T').unwrap_or((text, "00:00:00Z"));
    let (clock, zone) = rest.split_at(rest.find(['Z', 'z', '+', '-'])?);
    let numbers = |text: &str, by: char| text.split(by).map(str::parse).collect::<Result<Vec<u32>, _>>().ok();
    let (date, mut clock) = (numbers(date, '-')?, numbers(clock.split('.').next()?, ':')?);
    if clock.len() == 2 {
        clock.push(0);
    }
    // Two hours east, `+02:00`, the same clock is two hours earlier in UTC.
    let offset = match zone.split_at(1) {
        ("Z" | "z", "") => 0.0,
        (sign, zone) => match numbers(zone, ':')?.as_slice() {
            [hours, minutes] if *hours < 24 && *minutes < 60 => {
                f64::from(hours * 3_600 + minutes * 60) * if sign == "-" { -1.0 } else { 1.0 }
            }
            _ => return None,
        },
    };
    let ([year, month, day], [hour, minute, second]) = (date.as_slice(), clock.as_slice()) else { return None };
    if *year > 9_999 || *month > 12 || *day > 31 || *hour > 24 || *minute > 60 || *second > 60 {
        return None;
    }
    // Days since 1970 by the proleptic Gregorian calendar, the year beginning in March.
    let (year, month) = if *month <= 2 { (year.checked_sub(1)?, month + 9) } else { (*year, month.checked_sub(3)?) };
    let days = f64::from(365 * year + year / 4 + year / 400) - f64::from(year / 100) + f64::from((153 * month + 2) / 5 + day);
    Some((days - 719_469.0) * 86_400.0 + f64::from(hour * 3_600 + minute * 60 + second) - offset)
}

#[cfg(test)]
mod tests {
    use terraform::json::json;

    use super::*;

    fn condition(json: Json) -> Condition {
        Condition::read(&json).remove(0)
    }

    #[test]
    fn narrower_is_within_and_wider_is_not() {
        let sub = "token.actions.githubusercontent.com:sub";
        for (wide, narrow) in [
            (json!({"StringLike": {sub: "repo:acme/*"}}), json!({"StringEquals": {sub: "repo:acme/api:ref:refs/heads/main"}})),
            (
                json!({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}),
                json!({"IpAddress": {"aws:SourceIp": ["10.1.0.0/16", "10.2.3.4"]}}),
            ),
            (json!({"StringNotEquals": {"a": "x"}}), json!({"StringNotEquals": {"a": ["x", "y"]}})),
            (json!({"StringNotEquals": {"a": "x"}}), json!({"StringEquals": {"a": "y"}})),
            (json!({"NumericLessThan": {"a": "100"}}), json!({"NumericLessThan": {"a": 10}})),
            (json!({"NumericLessThanEquals": {"a": "100"}}), json!({"NumericEquals": {"a": "100"}})),
            (
                json!({"NumericGreaterThanEquals": {"s3:TlsVersion": "1.2"}}),
                json!({"NumericGreaterThan": {"s3:TlsVersion": "1.2"}}),
            ),
            (json!({"DateLessThan": {"a": "2030-01-01T00:00:00Z"}}), json!({"DateLessThan": {"a": "2029-12-31"}})),
            (json!({"StringEqualsIfExists": {"a": "x"}}), json!({"StringEquals": {"a": "x"}})),
            (json!({"Null": {"a": "false"}}), json!({"StringLike": {"a": "x*"}})),
            (json!({"NotIpAddress": {"a": "10.0.0.0/16"}}), json!({"NotIpAddress": {"a": "10.0.0.0/8"}})),
            (json!({"StringEqualsIgnoreCase": {"a": "X"}}), json!({"StringEqualsIgnoreCase": {"a": "x"}})),
            (json!({"StringEqualsIgnoreCase": {"a": "Prod"}}), json!({"StringEquals": {"a": "PROD"}})),
            (
                json!({"IpAddress": {"a": ["10.0.0.0/9", "10.128.0.0/9"]}}),
                json!({"IpAddress": {"a": ["10.64.0.0/9", "10.200.0.1"]}}),
            ),
            (json!({"NotIpAddress": {"a": "10.0.0.0/8"}}), json!({"IpAddress": {"a": "192.0.2.0/24"}})),
            (json!({"StringEqualsIfExists": {"a": "x"}}), json!({"Null": {"a": "true"}})),
            (json!({"ForAnyValue:StringLike": {"a": "x*"}}), json!({"StringEquals": {"a": "xy"}})),
            (json!({"ForAllValues:StringEquals": {"a": ["x", "y"]}}), json!({"StringEquals": {"a": "y"}})),
            (json!({"ForAllValues:StringEquals": {"a": ["x", "y"]}}), json!({"ForAllValues:StringEquals": {"a": "y"}})),
            (json!({"DateLessThan": {"a": "2030-01-01T01:00:00+01:00"}}), json!({"DateLessThan": {"a": "2029-12-31T23:59Z"}})),
            (json!({"NumericNotEquals": {"a": 1}}), json!({"NumericGreaterThan": {"a": 1}})),
            (json!({"BoolIfExists": {"a": "true"}}), json!({"Bool": {"a": "true"}})),
            (json!({"ArnLike": {"a": "arn:aws:sns:*:1:t"}}), json!({"ArnEquals": {"a": "arn:aws:sns:eu-west-1:1:t"}})),
            (json!({"StringNotLike": {"a": "x*"}}), json!({"StringEquals": {"a": "y"}})),
        ] {
            let (one, other) = (condition(wide.clone()), condition(narrow.clone()));
            assert!(one.lets_through_all_of(&other), "{narrow} is within {wide}");
            if wide.to_string().to_lowercase() != narrow.to_string().to_lowercase() {
                assert!(!other.lets_through_all_of(&one), "{wide} is not within {narrow}");
            }
        }
    }

    #[test]
    fn what_is_only_written_differently_is_the_same() {
        for (one, other) in [
            (json!({"Bool": {"aws:SecureTransport": true}}), json!({"Bool": {"AWS:securetransport": "true"}})),
            (json!({"ArnLike": {"a": "arn:*"}}), json!({"ArnEquals": {"a": ["arn:*"]}})),
            (json!({"NumericEquals": {"a": 1}}), json!({"NumericEquals": {"a": "1.0"}})),
            (json!({"stringequals": {"a": "x"}}), json!({"StringEquals": {"A": "x"}})),
            (json!({"IpAddress": {"a": ["10.0.0.0/9", "10.128.0.0/9"]}}), json!({"IpAddress": {"a": "10.0.0.0/8"}})),
            (
                json!({"DateLessThan": {"a": "2030-01-01T00:00:00Z"}}),
                json!({"DateLessThan": {"a": "2030-01-01T02:00:00.000+02:00"}}),
            ),
            (json!({"StringEquals": {"a": 443}}), json!({"StringEquals": {"a": "443"}})),
            (json!({"Bool": {"a": "True"}}), json!({"Bool": {"a": true}})),
        ] {
            let (first, second) = (condition(one.clone()), condition(other.clone()));
            assert!(first.lets_through_all_of(&second) && second.lets_through_all_of(&first), "{one} {other}");
        }
    }

    #[test]
    fn only_some_conditions_exclude_somebody() {
        for everybody in [
            json!({"Bool": {"aws:SecureTransport": "true"}}),
            json!({"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}),
            json!({"IpAddress": {"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]}}),
            json!({"StringLike": {"aws:Referer": "*"}}),
            json!({"StringLike": {"aws:Referer": "https://example.com/*"}}),
            json!({"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}),
            json!({"StringEqualsIfExists": {"aws:SourceVpce": "vpce-1"}}),
            json!({"ForAllValues:StringEquals": {"aws:PrincipalOrgID": "o-1"}}),
            json!({"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/*"}}),
            json!({"Null": {"aws:PrincipalOrgID": "false"}}),
        ] {
            assert!(!condition(everybody.clone()).excludes_somebody(), "{everybody}");
        }
        for somebody in [
            json!({"StringEquals": {"aws:PrincipalOrgID": "o-1"}}),
            json!({"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}),
            json!({"ArnLike": {"aws:SourceArn": "arn:aws:s3:::bucket"}}),
            json!({"StringEquals": {"AWS:SourceAccount": 111_122_223_333_u64}}),
        ] {
            assert!(condition(somebody.clone()).excludes_somebody(), "{somebody}");
        }
    }
}
