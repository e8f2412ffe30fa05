//! How long a load balancer waits, and how often it asks. It must not know for what.
//!
//! The bounds are those of the Elastic Load Balancing API Reference: `CreateTargetGroup`,
//! `TargetGroupAttribute`, `LoadBalancerAttribute`.

use crate::number::Allowed::{Range, ZeroOr};
use crate::number::bounded_number;

bounded_number! {
    /// How often a load balancer checks the health of a target, in seconds.
    HealthCheckInterval is "a health check interval",
    unit: "seconds",
    allowed: Range(5, 300),
    examples: [30],
}

bounded_number! {
    /// How long a target may take to answer a health check, in seconds.
    HealthCheckTimeout is "a health check timeout",
    unit: "seconds",
    allowed: Range(2, 120),
    examples: [5],
}

bounded_number! {
    /// After how many equal checks in a row a target is healthy, or is not.
    HealthCheckThreshold is "a health check threshold",
    unit: "",
    allowed: Range(2, 10),
    examples: [3],
}

bounded_number! {
    /// How long a target that is being removed may finish its requests, in seconds.
    DeregistrationDelay is "a deregistration delay",
    unit: "seconds",
    allowed: Range(0, 3600),
    examples: [30],
}

bounded_number! {
    /// For how many seconds a new target gets a growing share of the requests; 0 turns it off.
    SlowStart is "a slow start",
    unit: "seconds",
    allowed: ZeroOr(30, 900),
    examples: [0, 30],
}

bounded_number! {
    /// For how many seconds a client's requests keep going to the same target; 0 turns it off.
    Stickiness is "a stickiness",
    unit: "seconds",
    allowed: ZeroOr(1, 604_800),
    examples: [0, 3600],
}

bounded_number! {
    /// How many requests a firewall lets through from one address within five minutes.
    ///
    /// WAF API Reference, `RateBasedStatement`.
    RequestLimit is "a limit of requests",
    unit: "requests",
    allowed: Range(10, 2_000_000_000),
    examples: [2000],
}

bounded_number! {
    /// For how many days objects in a bucket are kept.
    ObjectRetentionDays is "a retention of objects",
    unit: "days",
    allowed: Range(1, 3650),
    examples: [90],
}

bounded_number! {
    /// After how many seconds without data a connection is closed.
    IdleTimeout is "an idle timeout",
    unit: "seconds",
    allowed: Range(1, 4000),
    examples: [60],
}
