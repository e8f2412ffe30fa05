//! What a container is started with and how it is watched. It must not know which containers share a task.

use crate::number::Allowed::Range;
use crate::number::bounded_number;
use crate::text::{TextProblem, form, only, validated_text};

validated_text! {
    /// The user under whom a container's program runs, by name or number, with or without a group: `1000`, `app`, `1000:1000`.
    ///
    /// ECS API Reference, `ContainerDefinition`, `user`.
    ContainerUser is "a container's user",
    length: 1..=64,
    pattern: r"^[A-Za-z0-9_][A-Za-z0-9_.-]*(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?$",
    examples: ["1000", "app", "1000:1000"],
    check: container_user,
}

bounded_number! {
    /// For how many seconds a container may go on after it was told to stop; then it is killed.
    ///
    /// ECS API Reference, `ContainerDefinition`, `stopTimeout`: at most 120 on Fargate.
    StopTimeout is "a stop timeout",
    unit: "seconds",
    allowed: Range(2, 120),
    examples: [30, 120],
}

bounded_number! {
    /// How many files a container's programs may have open at a time.
    ///
    /// ECS Developer Guide, "Amazon ECS task definition differences for Fargate": `nofile` up to 1,048,576, and no other limit.
    OpenFiles is "a number of open files",
    unit: "",
    allowed: Range(1, 1_048_576),
    examples: [65535],
}

bounded_number! {
    /// How much of a task's ephemeral storage is there, in GiB. 20 are there without being asked for, and free.
    ///
    /// ECS API Reference, `EphemeralStorage`: from 21 to 200.
    EphemeralStorageGib is "an amount of ephemeral storage",
    unit: "GiB",
    allowed: Range(21, 200),
    examples: [50],
}

bounded_number! {
    /// How many seconds lie between two of a container's own health checks.
    ///
    /// ECS API Reference, `HealthCheck`.
    ContainerCheckInterval is "an interval of container health checks",
    unit: "seconds",
    allowed: Range(5, 300),
    examples: [30],
}

bounded_number! {
    /// How many seconds one of a container's own health checks may take.
    ///
    /// ECS API Reference, `HealthCheck`.
    ContainerCheckTimeout is "a timeout of container health checks",
    unit: "seconds",
    allowed: Range(2, 60),
    examples: [5],
}

bounded_number! {
    /// After how many failed health checks of its own in a row a container counts as ill.
    ///
    /// ECS API Reference, `HealthCheck`.
    ContainerCheckRetries is "a number of retries",
    unit: "",
    allowed: Range(1, 10),
    examples: [3],
}

bounded_number! {
    /// For how many seconds after a container's start its failed health checks do not count.
    ///
    /// ECS API Reference, `HealthCheck`.
    ContainerStartPeriod is "a start period",
    unit: "seconds",
    allowed: Range(0, 300),
    examples: [60],
}

validated_text! {
    /// The name of a container in its task.
    ///
    /// ECS API Reference, `ContainerDefinition`, `name`: up to 255 letters, digits, underscores and hyphens.
    ContainerName is "the name of a container",
    length: 1..=64,
    pattern: r"^[A-Za-z0-9_-]+$",
    examples: ["datadog-agent"],
    check: container_name,
}

bounded_number! {
    /// How many CPU units of its task a container keeps for itself; 1024 are one virtual CPU.
    CpuUnits is "a number of CPU units",
    unit: "",
    allowed: Range(2, 16_384),
    examples: [64],
}

bounded_number! {
    /// How much of its task's memory a container may use, in MiB.
    ///
    /// ECS API Reference, `ContainerDefinition`, `memory`: 6 at the least.
    MemoryMib is "an amount of memory",
    unit: "MiB",
    allowed: Range(6, 122_880),
    examples: [128],
}

fn container_name(value: &str) -> Result<(), TextProblem> {
    only(
        value,
        |character| character.is_ascii_alphanumeric() || "_-".contains(character),
        "letters, digits, underscores and hyphens",
    )
}

fn container_user(value: &str) -> Result<(), TextProblem> {
    only(value, |character| character.is_ascii_alphanumeric() || "_.-:".contains(character), "letters, digits and any of _.-:")?;
    form(value.matches(':').count() <= 1, "has one `:` at the most, between user and group")?;
    form(
        value.split(':').all(|part| !part.is_empty() && !part.starts_with(['.', '-'])),
        "needs a letter, a digit or an underscore at the start of user and group",
    )
}
