//! Where a number is from.

use domain::Date;

/// Where a number is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// AWS's page, or the user's own agreement.
    pub source: String,
    /// The day for which it is given.
    pub true_on: Date,
    /// What is not certain about it.
    pub note: Option<String>,
}
