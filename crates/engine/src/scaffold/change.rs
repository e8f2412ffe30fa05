//! What is another value in the new environment, and why.

/// A setting that is not as in the environment that the new one is made from.
#[derive(Debug)]
pub struct Change {
    /// The setting.
    pub setting: String,
    /// Its new value as TOML writes it; none when it was left out.
    pub value: Option<String>,
    /// Why.
    pub why: &'static str,
}
