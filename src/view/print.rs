//! Standard output and standard error: what is printed, in colour where a terminal shows it. It must not know what is said.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};
use anyhow::{Result, anyhow};

/// Prints to standard output; what would hide or turn the rest of it is made visible.
pub(crate) fn print(text: &str) -> Result<()> {
    written(io::stdout().write_all(words::visible_lines(text).as_bytes()), "output")
}

/// Prints a JSON document to standard output; what would hide or turn the rest of it is escaped as JSON does.
pub(crate) fn print_json(text: &str) -> Result<()> {
    let is_harmless = |character: char| character == '\n' || !words::is_hidden(character);
    if text.chars().all(is_harmless) {
        return written(io::stdout().write_all(text.as_bytes()), "output");
    }
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if is_harmless(character) {
            escaped.push(character);
        } else {
            let mut units = [0; 2];
            escaped.extend(character.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    written(io::stdout().write_all(escaped.as_bytes()), "output")
}

/// Prints to standard output what is ready for it, in colour or not.
pub(crate) fn print_coloured(text: impl FnOnce(bool) -> String) -> Result<()> {
    let colour = AutoStream::choice(&io::stdout()) != ColorChoice::Never;
    let text = text(colour);
    written(io::stdout().write_all(shown(&text, colour).as_bytes()), "output")
}

/// Prints to standard error what is ready for it, in colour or not.
pub(crate) fn tell(text: impl FnOnce(bool) -> String) -> Result<()> {
    let colour = AutoStream::choice(&io::stderr()) != ColorChoice::Never;
    let text = text(colour);
    written(io::stderr().write_all(shown(&text, colour).as_bytes()), "error")
}

/// Prints an error that belongs to no line of a file, in the look of those that do.
pub(crate) fn tell_error(error: impl fmt::Display) -> Result<()> {
    tell(|colour| if colour { format!("\u{1b}[1m\u{1b}[91merror\u{1b}[0m: {error}\n") } else { format!("error: {error}\n") })
}

/// Prints a warning that belongs to no line of a file, in the look of those that do.
pub(crate) fn tell_warning(warning: impl fmt::Display) -> Result<()> {
    tell(
        |colour| if colour { format!("\u{1b}[1m\u{1b}[33mwarning\u{1b}[0m: {warning}\n") } else { format!("warning: {warning}\n") },
    )
}

/// That nobody reads on (`synth … | head`) is no fault.
pub(crate) fn written(result: io::Result<()>, stream: &str) -> Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(anyhow!("cannot write to standard {stream}: {error}")),
        Ok(()) => Ok(()),
    }
}

/// What can be printed of a text: with colour, an escape code that only sets a colour stays.
fn shown(text: &str, colour: bool) -> Cow<'_, str> {
    if !colour {
        return words::visible_lines(text);
    }
    let mut shown = String::with_capacity(text.len());
    for (number, part) in text.split("\u{1b}[").enumerate() {
        let length = part.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b';').count();
        let is_colour = part[length..].starts_with('m');
        if number > 0 {
            shown.push_str(if is_colour { "\u{1b}[" } else { "\\u{1b}[" });
        }
        shown.push_str(&words::visible_lines(part));
    }
    shown.into()
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn text_from_elsewhere_turns_nothing_and_moves_no_cursor() {
        assert_eq!(shown("a\u{202e}b\u{1b}[2J\n", false), "a\\u{202e}b\\u{1b}[2J\n");
        assert_eq!(shown("\u{1b}[1mbold\u{1b}[0m \u{1b}[2J\u{7}", true), "\u{1b}[1mbold\u{1b}[0m \\u{1b}[2J\\u{7}");
    }
}
