//! Ports. It must not know what listens on them.

use crate::number::Allowed::Range;
use crate::number::bounded_number;

bounded_number! {
    /// A TCP port.
    Port is "a port",
    unit: "",
    allowed: Range(1, 65_535),
    examples: [8080],
}

impl Port {
    /// HTTP, 80.
    pub const HTTP: Self = Self::of::<80>();
    /// HTTPS, 443.
    pub const HTTPS: Self = Self::of::<443>();
    /// PostgreSQL, 5432.
    pub const POSTGRESQL: Self = Self::of::<5432>();
    /// SSH, 22.
    pub const SSH: Self = Self::of::<22>();
}
