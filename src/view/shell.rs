//! Commands that can be typed as they are printed.

use std::path::Path;

/// The word as a shell takes it.
pub(crate) fn quoted(word: &str) -> String {
    let is_plain = |character: char| character.is_alphanumeric() || "_-./=+,:@%".contains(character);
    if word.chars().all(is_plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

/// `terraform -chdir=<folder>`.
pub(crate) fn terraform_in(folder: &Path) -> String {
    format!("terraform {}", quoted(&format!("-chdir={}", folder.display())))
}
