//! The nouns of Application Load Balancers. It must not know which listener or target has which.

mod rule;
mod timing;

pub use rule::{HostPattern, PathPattern, RulePriority};
pub use timing::{
    DeregistrationDelay, HealthCheckInterval, HealthCheckThreshold, HealthCheckTimeout, IdleTimeout, ObjectRetentionDays,
    RequestLimit, SlowStart, Stickiness,
};
