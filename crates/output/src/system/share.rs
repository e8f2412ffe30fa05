//! How a lock is shared.

/// Who else may hold the lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Share {
    /// Others that read.
    Readers,
    /// Nobody.
    Nobody,
}
