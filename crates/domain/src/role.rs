//! What is said of an IAM role that somebody outside assumes. It must not know who, or what the role may do.

use crate::number::Allowed::Range;
use crate::number::bounded_number;
use crate::text::{TextProblem, only, validated_text};

validated_text! {
    /// The external id that whoever assumes a role has to name. It is no secret.
    ///
    /// STS API Reference, `AssumeRole`; IAM User Guide, "Access to AWS accounts owned by third parties".
    ExternalId is "an external id",
    length: 2..=1224,
    pattern: r"^[A-Za-z0-9_+=,.@:/-]+$",
    examples: ["task-api-delivery"],
    check: external_id,
}

bounded_number! {
    /// For how many seconds a session of a role lasts at the most.
    ///
    /// IAM API Reference, `CreateRole`: an hour to twelve.
    SessionDuration is "a session duration",
    unit: "seconds",
    allowed: Range(3600, 43_200),
    examples: [3600],
}

fn external_id(value: &str) -> Result<(), TextProblem> {
    only(
        value,
        |character| character.is_ascii_alphanumeric() || "_+=,.@:/-".contains(character),
        "letters, digits and any of _+=,.@:/-",
    )
}
