//! What a replacement did.

use std::iter::Sum;

/// What [`replace`](crate::replace()) did to the folder; the manifest and Terraform's own files are not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// No generated files stood there before.
    Created {
        /// The files that stand there now.
        written: Count,
    },
    /// Generated files stood there, and not all are the same.
    Replaced {
        /// Files that are new or have new contents.
        written: Count,
        /// Files that have the same contents as before.
        kept: Count,
        /// Files that are no longer generated.
        removed: Count,
    },
    /// Every file was there already, byte for byte; nothing was written.
    Unchanged {
        /// The files that stand there.
        kept: Count,
    },
}

/// A number of files and the sum of their sizes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// How many files.
    pub files: usize,
    /// Their size, in bytes.
    pub bytes: u64,
}

impl Count {
    /// One file of this size.
    pub(crate) fn one(bytes: u64) -> Self {
        Self { files: 1, bytes }
    }
}

impl Sum for Count {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), |sum, count| Self { files: sum.files + count.files, bytes: sum.bytes + count.bytes })
    }
}
