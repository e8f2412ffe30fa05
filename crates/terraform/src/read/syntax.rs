//! Which of Terraform's two languages a file is in.

use super::paths::is_native;
use super::source::{Source, SourceError};
use super::{json, native};

impl Source {
    /// Reads a text in the language that its file's name tells.
    ///
    /// # Errors
    /// The first fault of syntax.
    pub fn read(path: &str, text: &str) -> Result<Self, SourceError> {
        if is_native(path) { native::read(text) } else { json::read(text) }
    }
}
