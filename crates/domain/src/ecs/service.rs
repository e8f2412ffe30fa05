//! The plain numbers of an ECS service and its scaling. It must not know which go together.

use crate::number::Allowed::Range;
use crate::number::bounded_number;

bounded_number! {
    /// A number of tasks.
    ///
    /// ECS Developer Guide, "Amazon ECS service quotas": a service has at most 5000.
    TaskCount is "a number of tasks",
    unit: "",
    allowed: Range(0, 5000),
    examples: [3],
}

bounded_number! {
    /// A share in percent, from none to all.
    Percentage is "a percentage",
    unit: "",
    allowed: Range(0, 100),
    examples: [70],
}

bounded_number! {
    /// A share in percent, of which there is some.
    PositivePercentage is "a percentage above zero",
    unit: "",
    allowed: Range(1, 100),
    examples: [80],
}

bounded_number! {
    /// How many tasks there may be during a deployment, in percent of the desired count.
    ///
    /// ECS API Reference, `DeploymentConfiguration`: at 100 no task can be added before one is
    /// stopped; 200 is the default.
    MaximumHealthyPercent is "a maximum healthy percent",
    unit: "",
    allowed: Range(100, 200),
    examples: [200],
}

bounded_number! {
    /// For how many seconds after the start of a task its failed health checks are overlooked.
    ///
    /// ECS API Reference, `CreateService`: up to the largest integer of 32 bits.
    GracePeriod is "a grace period",
    unit: "seconds",
    allowed: Range(0, 2_147_483_647),
    examples: [60],
}

bounded_number! {
    /// For how many seconds scaling waits after it has scaled.
    ///
    /// Application Auto Scaling API Reference, `TargetTrackingScalingPolicyConfiguration`: an integer
    /// of 32 bits, for which no other bound is given.
    CooldownSeconds is "a cooldown",
    unit: "seconds",
    allowed: Range(0, 2_147_483_647),
    examples: [60, 300],
}
