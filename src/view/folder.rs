//! What became of a folder that was written, in words and as a document.

use std::path::Path;

use output::Outcome;
use schemars::JsonSchema;
use serde::Serialize;
use words::count;

/// What became of a folder.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum OutcomeDocument {
    /// There was none before.
    Created,
    /// It was exchanged for a new one.
    Replaced,
    /// It held the same already.
    Unchanged,
}

/// How many files.
#[derive(Serialize, JsonSchema)]
pub(crate) struct FilesDocument {
    /// New or different.
    written: usize,
    /// As before.
    kept: usize,
    /// No longer there.
    removed: usize,
}

/// The outcome, and how many files were written, kept and removed.
pub(crate) fn counted(outcome: &Outcome) -> (OutcomeDocument, FilesDocument) {
    let files = |written, kept, removed| FilesDocument { written, kept, removed };
    match outcome {
        Outcome::Created { written } => (OutcomeDocument::Created, files(written.files, 0, 0)),
        Outcome::Replaced { written, kept, removed } => {
            (OutcomeDocument::Replaced, files(written.files, kept.files, removed.files))
        }
        Outcome::Unchanged { kept } => (OutcomeDocument::Unchanged, files(0, kept.files, 0)),
    }
}

/// What became of a folder's files.
pub(crate) fn files_done(folder: &Path, outcome: &Outcome) -> Vec<String> {
    let folder = folder.display();
    match outcome {
        Outcome::Created { written } => vec![format!("wrote {} to {folder}", files(written.files)), kilobytes(written.bytes)],
        Outcome::Replaced { written, kept, removed } => {
            let mut parts = vec![format!("wrote {} to {folder}", files(written.files)), format!("{} as before", kept.files)];
            parts.extend((removed.files > 0).then(|| format!("{} removed", removed.files)));
            parts
        }
        Outcome::Unchanged { kept } => vec![format!("{folder} is up to date"), files(kept.files)],
    }
}

fn files(number: usize) -> String {
    count(number, "file")
}

fn kilobytes(bytes: u64) -> String {
    format!("{} KB", bytes.div_ceil(1000))
}
