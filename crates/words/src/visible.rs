//! Text from elsewhere, so that it cannot turn the direction of what follows, move the cursor or hide.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character cannot be seen, or changes how the rest is read: control characters, and the marks that turn the direction of writing.
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// One line of text with everything hidden made visible, line ends too.
///
/// ```
/// assert_eq!(words::visible("one\ntwo\u{202e}"), "one\\ntwo\\u{202e}");
/// ```
pub fn visible(text: &str) -> Cow<'_, str> {
    shown(text, |_| false)
}

/// Lines of text with everything hidden made visible but line ends and tabs.
///
/// ```
/// assert_eq!(words::visible_lines("one\ttwo\nthree\u{202e}"), "one\ttwo\nthree\\u{202e}");
/// ```
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    shown(text, |character| matches!(character, '\n' | '\t'))
}

fn shown(text: &str, stays: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(|character| is_hidden(character) && !stays(character)) {
        return Cow::Borrowed(text);
    }
    let mut told = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            _ if stays(character) || !is_hidden(character) => told.push(character),
            '\n' => told.push_str("\\n"),
            '\r' => told.push_str("\\r"),
            '\t' => told.push_str("\\t"),
            _ => _ = write!(told, "\\u{{{:x}}}", u32::from(character)),
        }
    }
    Cow::Owned(told)
}
