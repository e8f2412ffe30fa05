//! How the instance comes under Terraform's care.

/// How the instance comes under Terraform's care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beginning {
    /// Terraform makes it.
    Made,
    /// It stands already, perhaps with a password of its own, and is imported.
    Imported,
}
