//! A service's connections to its database. It must not know how many the database admits.

use crate::number::Allowed::Range;
use crate::number::bounded_number;

bounded_number! {
    /// A number of database connections of one task.
    PoolSize is "a number of connections",
    unit: "",
    allowed: Range(0, 5000),
    examples: [25],
}
