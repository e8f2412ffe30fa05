//! The address of a resource in a configuration. It must not know what stands there.

use std::fmt;

use crate::Mode;

/// The address of a resource or data source, as a plan names it: `module.rds.aws_db_instance.main`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceAddress {
    /// The child module's name; empty for the root module.
    pub module: String,
    /// Whether it is managed or only read.
    pub mode: Mode,
    /// The type, such as `aws_db_instance`.
    pub kind: String,
    /// The name, such as `main`.
    pub label: String,
}

impl fmt::Display for ResourceAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { module, mode, kind, label } = self;
        if !module.is_empty() {
            write!(f, "module.{module}.")?;
        }
        match mode {
            Mode::Managed => write!(f, "{kind}.{label}"),
            Mode::Data => write!(f, "data.{kind}.{label}"),
            Mode::Ephemeral => write!(f, "ephemeral.{kind}.{label}"),
        }
    }
}
