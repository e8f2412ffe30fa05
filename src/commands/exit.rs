//! How a verb ends.

/// The exit code of any error, wrong usage among them.
pub(crate) const FAILED: u8 = 1;

/// The exit code of a verb that compares or judges, when it finds what it looks for: a difference, a risk.
pub(crate) const DIFFERS: u8 = 2;
