//! The files of a pipeline on the disk. Each ends with a mark of what it says, so that one that somebody changed by hand is told apart from
//! one that says what the settings said before: that is renewed, and the other is not touched.

use std::fs;
use std::io;
use std::path::Path;

use crate::commands::source::read_text;

/// A file.
#[derive(Debug)]
pub(super) struct File {
    /// From the repository's root on.
    pub(super) path: String,
    text: String,
    is_program: bool,
}

/// How a file stands on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Missing,
    /// It says just this.
    Same,
    /// It was written for other settings, or by another version, and nobody has changed it since.
    Older,
    /// Somebody changed it, or wrote it.
    Changed,
}

impl File {
    /// A file with comments that begin with `#` or `//`.
    pub(super) fn new(path: impl Into<String>, comment: &str, text: &str) -> Self {
        Self { path: path.into(), text: marked(comment, text), is_program: false }
    }

    /// A program.
    pub(super) fn program(path: &str, text: &str) -> Self {
        Self { is_program: true, ..Self::new(path, "#", text) }
    }

    /// How it stands under a folder.
    pub(super) fn standing(&self, folder: &Path) -> Standing {
        let at = folder.join(&self.path);
        match read_text(&at).map(|text| text.replace("\r\n", "\n")) {
            Ok(text) if text == self.text => Standing::Same,
            Ok(text) if is_as_it_was_made(&text) => Standing::Older,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Standing::Missing,
            Ok(_) | Err(_) => Standing::Changed,
        }
    }

    /// Writes it under a folder.
    pub(super) fn write(&self, folder: &Path) -> io::Result<()> {
        let at = folder.join(&self.path);
        if let Some(folder) = at.parent() {
            fs::create_dir_all(folder)?;
        }
        output::file::write(&at, self.text.as_bytes())?;
        if self.is_program { output::file::let_run(&at) } else { Ok(()) }
    }
}

/// Whether nobody has changed a file since it was written.
pub(super) fn is_as_it_was_made(text: &str) -> bool {
    let Some((body, mark)) = text.trim_end_matches('\n').rsplit_once('\n') else { return false };
    let Some((comment, _)) = mark.split_once(' ') else { return false };
    marked(comment, &format!("{body}\n")) == text
}

fn marked(comment: &str, text: &str) -> String {
    format!("{text}{comment} Unchanged since `synth pipeline` wrote it: {:016x}\n", fingerprint(text))
}

/// FNV-1a: it has to tell a text from one that somebody edited, and from nobody's forgery.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}
