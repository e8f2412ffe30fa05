//! What is wrong with a line that TOML cannot read, in the words of somebody who knows other formats.
//!
//! Pure text: the parser says where it stopped, and here is told what stands there.

use crate::invisible;
use crate::meant;

/// What stands where the parser stopped, at the byte `at`, and what to write instead; `None` where the parser's own words are best.
pub(crate) fn told(text: &str, at: usize) -> Option<(String, Option<String>)> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    let line = &text[start..end];
    let (before, after) = line.split_at(at - start);
    unseen(line, before, after)
        .or_else(|| comment(before, after))
        .or_else(|| end_of_line(before, after))
        .or_else(|| of_yaml(line, before))
        .or_else(|| sign(line, before, after))
}

/// A character that nobody sees.
fn unseen(line: &str, before: &str, after: &str) -> Option<(String, Option<String>)> {
    if text_is_wide(line) {
        return Some(("this is UTF-16 text, and only UTF-8 is read".to_owned(), Some(SAVE.to_owned())));
    }
    let character = after.chars().next()?;
    if character == '\r' || before.ends_with('\r') {
        let help = "save the file with the line ends of Unix (LF) or Windows (CRLF)".to_owned();
        return Some(("the lines end with a carriage return alone, and TOML has one line".to_owned(), Some(help)));
    }
    if let Some((0, character, name)) = invisible::first(after) {
        let message = format!("an invisible character stands here: {}", invisible::named(character, name));
        return Some((message, Some(format!("take it out: write `{}`", invisible::without(line).trim()))));
    }
    let name = invisible::odd_space(character)?;
    let plain: String = line.chars().map(|letter| if invisible::odd_space(letter).is_some() { ' ' } else { letter }).collect();
    let message = format!("this space is none to TOML: {}", invisible::named(character, name));
    let place = if before.trim().is_empty() { "type an ordinary space instead, or none" } else { "type an ordinary space instead" };
    Some((message, Some(format!("{place}: write `{}`", plain.trim()))))
}

/// How to save a file.
pub(crate) const SAVE: &str = "save the file as UTF-8 (in PowerShell: `… | Out-File -Encoding utf8`)";

fn text_is_wide(line: &str) -> bool {
    line.contains('\0')
}

/// A comment of another language.
fn comment(before: &str, after: &str) -> Option<(String, Option<String>)> {
    let marker = ["//", "/*", "--", "<!--", ";", "%", "REM "].into_iter().find(|marker| after.trim_start().starts_with(marker))?;
    // A `;` after a value ends it, and `--` in a key is a key.
    let is_after_value = !before.trim().is_empty();
    if is_after_value && !matches!(marker, "//" | "/*") {
        return None;
    }
    let said = after.trim_start().trim_start_matches(marker).trim().trim_end_matches("*/").trim();
    let marker = marker.trim();
    Some((format!("`{marker}` begins no comment in TOML, `#` does"), Some(format!("write `# {said}`"))))
}

/// What other formats put behind a value.
fn end_of_line(before: &str, after: &str) -> Option<(String, Option<String>)> {
    if !before.contains('=') {
        return None;
    }
    let rest = after.trim();
    let value = before.trim();
    if matches!(rest, "," | ";") {
        return Some((format!("a setting ends with its line in TOML, without `{rest}`"), Some(format!("write `{value}`"))));
    }
    let (key, written) = before.split_once('=')?;
    let is_number = !written.trim().is_empty() && written.trim().parse::<f64>().is_ok();
    let word = rest.split('#').next().unwrap_or_default().trim();
    if is_number && !word.is_empty() && word.chars().all(char::is_alphabetic) {
        let help = format!("write `{} = {}`, in the unit that the setting has", key.trim(), written.trim());
        return Some((format!("a number stands alone in TOML, without `{word}`"), Some(help)));
    }
    None
}

/// A line of YAML within another: the parser stops before or behind its colon, or at the dash of a list.
fn of_yaml(line: &str, before: &str) -> Option<(String, Option<String>)> {
    let whole = line.trim();
    if let Some(element) = whole.strip_prefix("- ") {
        let element = element.trim();
        let help = if element.contains(": ") {
            "a list of tables is written with `[[…]]` before each, or as `[{ … }, { … }]`".to_owned()
        } else {
            format!("a list is written in brackets behind its name, as in `uses = [{}]`", written(element))
        };
        return Some(("`-` begins no element of a list in TOML".to_owned(), Some(help)));
    }
    let is_key =
        |text: &str| !text.is_empty() && text.chars().all(|letter| letter.is_ascii_alphanumeric() || "_-".contains(letter));
    let (key, value) = whole.split_once(':').filter(|(key, _)| is_key(key))?;
    let is_where_it_stops = before.trim().is_empty() || before.trim().strip_suffix(':') == Some(key);
    if !is_where_it_stops || !(value.is_empty() || value.starts_with(' ')) {
        return None;
    }
    let value = value.trim();
    let help = match (value.is_empty(), line.starts_with([' ', '\t'])) {
        (true, true) => format!("a table within another is written with both names: `[<outer>.{key}]`"),
        (true, false) => format!("a table is written `[{key}]`"),
        (false, _) => format!("write `{key} = {}`", written(value)),
    };
    Some(("`:` stands where TOML has `=`".to_owned(), Some(help)))
}

/// A sign of another format between key and value.
fn sign(line: &str, before: &str, after: &str) -> Option<(String, Option<String>)> {
    let key = before.trim();
    if key.is_empty() || key.starts_with('[') || key.contains('=') {
        let mark = after.chars().next()?;
        let (_, name) = meant::QUOTES.into_iter().find(|(quote, _)| *quote == mark)?;
        let plain: String =
            line.chars().map(|letter| if meant::QUOTES.iter().any(|(quote, _)| *quote == letter) { '"' } else { letter }).collect();
        return Some((meant::odd_quote(mark, name), Some(format!("write `{}`", plain.trim()))));
    }
    let sign = [":=", "=>", ":"].into_iter().find(|sign| after.trim_start().starts_with(sign))?;
    let value = after.trim_start().trim_start_matches(sign).trim();
    let message = format!("`{sign}` stands where TOML has `=`");
    let help =
        if value.is_empty() { format!("a table is written `[{key}]`") } else { format!("write `{key} = {}`", written(value)) };
    Some((message, Some(help)))
}

fn written(value: &str) -> String {
    let is_toml = toml::de::DeValue::parse(value).is_ok();
    if is_toml { value.to_owned() } else { meant::quoted(value.trim_end_matches([',', ';'])) }
}
