//! Characters that nobody sees, which come into a file with a copy from a web page or a word processor.
//!
//! Pure text: knows neither TOML nor places.

/// Characters without a shape of their own, and what Unicode calls them.
const INVISIBLE: [(char, &str); 17] = [
    ('\u{00ad}', "soft hyphen"),
    ('\u{200b}', "zero width space"),
    ('\u{200c}', "zero width non-joiner"),
    ('\u{200d}', "zero width joiner"),
    ('\u{200e}', "left-to-right mark"),
    ('\u{200f}', "right-to-left mark"),
    ('\u{202a}', "left-to-right embedding"),
    ('\u{202b}', "right-to-left embedding"),
    ('\u{202c}', "pop directional formatting"),
    ('\u{202d}', "left-to-right override"),
    ('\u{202e}', "right-to-left override"),
    ('\u{2060}', "word joiner"),
    ('\u{2066}', "left-to-right isolate"),
    ('\u{2067}', "right-to-left isolate"),
    ('\u{2068}', "first strong isolate"),
    ('\u{2069}', "pop directional isolate"),
    ('\u{feff}', "byte order mark"),
];

/// The first invisible character of a text: its byte, the character and its name.
pub(crate) fn first(text: &str) -> Option<(usize, char, &'static str)> {
    if text.is_ascii() {
        return None;
    }
    text.char_indices().find_map(|(at, character)| {
        let (_, name) = INVISIBLE.into_iter().find(|(invisible, _)| *invisible == character)?;
        Some((at, character, name))
    })
}

/// The text without what nobody sees.
pub(crate) fn without(text: &str) -> String {
    text.chars().filter(|character| !INVISIBLE.iter().any(|(invisible, _)| invisible == character)).collect()
}

/// What a space is called that is none to TOML.
pub(crate) fn odd_space(character: char) -> Option<&'static str> {
    match character {
        '\u{00a0}' => Some("no-break space"),
        '\u{2007}' => Some("figure space"),
        '\u{202f}' => Some("narrow no-break space"),
        '\u{3000}' => Some("ideographic space"),
        '\u{2028}' => Some("line separator"),
        '\u{2029}' => Some("paragraph separator"),
        _ if character.is_whitespace() && !character.is_ascii() => Some("space of another width"),
        _ => None,
    }
}

/// `U+200B (zero width space)`
pub(crate) fn named(character: char, name: &str) -> String {
    format!("U+{:04X} ({name})", u32::from(character))
}
