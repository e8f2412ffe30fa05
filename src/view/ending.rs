//! A file that says by its ending that it is something else than what is written would be opened by nothing. It must not know any verb.

use std::path::Path;

use anyhow::{Result, bail};

/// The endings of files in which a reader expects what no verb writes.
const FOREIGN: [&str; 8] = ["png", "jpg", "jpeg", "gif", "webp", "bmp", "pdf", "docx"];

/// Refuses a file whose ending is that of something that is not written, and says what to do `instead`, or of something that another flag than
/// this one asks for.
pub(crate) fn refuse_another(file: &Path, flag: &str, written: &[(&str, &str)], instead: impl Fn(&Path) -> String) -> Result<()> {
    let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    if FOREIGN.iter().any(|known| known.eq_ignore_ascii_case(ending)) {
        bail!("{}: {}", file.display(), instead(file));
    }
    match written.iter().find(|(known, _)| known.eq_ignore_ascii_case(ending)) {
        Some((_, meant)) if *meant != flag => {
            let add = if meant.is_empty() { format!("leave out `{flag}`") } else { format!("add `{meant}`") };
            bail!(
                "{}: by its ending it would be something else than what is written: {add}, or choose another ending",
                file.display()
            )
        }
        _ => Ok(()),
    }
}
