//! The nouns of Application Load Balancers. It must not know which listener or target has which.

mod condition;
mod rule;
mod timing;

pub use condition::{
    FirewallRuleName, FixedBody, FixedStatus, HeaderName, HttpMethod, QueryKey, RedirectPart, RuleName, SuccessCodes, ValuePattern,
};
pub use rule::{HostPattern, PathPattern, RulePriority, matches_all_of};
pub use timing::{
    DeregistrationDelay, HealthCheckInterval, HealthCheckThreshold, HealthCheckTimeout, IdleTimeout, ObjectRetentionDays,
    RequestLimit, SlowStart, Stickiness,
};
