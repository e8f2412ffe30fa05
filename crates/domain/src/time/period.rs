//! Numbers of days. It must not know which key or secret has which.

use crate::number::Allowed::Range;
use crate::number::bounded_number;

bounded_number! {
    /// After how many days a secret gets a new value.
    ///
    /// Secrets Manager API Reference, `RotationRulesType`.
    RotationDays is "a rotation interval",
    unit: "days",
    allowed: Range(1, 1000),
    examples: [30],
}

bounded_number! {
    /// For how many days a KMS key that is to be deleted can still be kept.
    ///
    /// KMS API Reference, `ScheduleKeyDeletion`.
    KeyDeletionWindow is "a key deletion window",
    unit: "days",
    allowed: Range(7, 30),
    examples: [30],
}
