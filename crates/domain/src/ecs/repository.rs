//! What an image repository throws away. It must not know the repository.

use crate::number::Allowed::Range;
use crate::number::bounded_number;

bounded_number! {
    /// How many images a repository keeps.
    ///
    /// ECR User Guide, "Amazon ECR service quotas": a repository holds at most 100,000 images.
    KeptImages is "a number of kept images",
    unit: "",
    allowed: Range(1, 100_000),
    examples: [30],
}

bounded_number! {
    /// After how many days an image without a tag goes.
    UntaggedImageDays is "an age of untagged images",
    unit: "days",
    allowed: Range(1, 3650),
    examples: [7],
}
