//! An environment with what it costs: what is printed.

use ::cost::Estimate;

/// The two together.
pub(super) struct Estimated {
    pub(super) name: String,
    pub(super) estimate: Estimate,
}
