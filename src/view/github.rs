//! Annotations of GitHub's workflows, which a pull request shows at the file. It must not know what is told.
//!
//! The form and its escapes: "Workflow commands for GitHub Actions", and `escapeData` and `escapeProperty` of actions/toolkit.

use finding::Level;

/// One annotation, as a line.
pub fn annotation(level: Level, file: Option<&str>, title: &str, message: &str) -> String {
    let level = match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    };
    let file = file.map(|file| format!("file={},", property(file))).unwrap_or_default();
    format!("::{level} {file}title={}::{}\n", property(title), data(message))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_property_or_the_line_is_escaped() {
        assert_eq!(
            annotation(Level::Error, Some("out/a,b:c.tf.json"), "50%: differs", "one\r\ntwo: 100%, ::error::"),
            "::error file=out/a%2Cb%3Ac.tf.json,title=50%25%3A differs::one%0D%0Atwo: 100%25, ::error::\n"
        );
        assert_eq!(annotation(Level::Warning, None, "look", "here"), "::warning title=look::here\n");
        assert_eq!(annotation(Level::Note, None, "look", "here"), "::notice title=look::here\n");
    }
}
