//! The path of a folder, as a setting.

use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::Deserialize;

/// The path of a folder, from the folder of the environments' files.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(extend("examples" = ["shared/terraform"]))]
pub struct FolderPath(#[schemars(with = "String", length(min = 1))] PathBuf);

impl FolderPath {
    /// The path.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl TryFrom<String> for FolderPath {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let path = PathBuf::from(&text);
        if text.trim().is_empty() {
            return Err("`` is not a folder: name one, from the folder of the environments' files".to_owned());
        }
        // Another machine has it elsewhere.
        if path.is_absolute() || text.starts_with('~') {
            return Err(format!(
                "`{text}` is a folder of this machine only: write the way from the folder of the environments' files"
            ));
        }
        Ok(Self(path))
    }
}
