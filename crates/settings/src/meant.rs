//! What a value that TOML or its setting refuses was probably meant to be, and how TOML writes that.
//!
//! Pure text: people type quotation marks of their word processor, `yes`, `100GB` and `"30 days"`. Knows no places.

use crate::takes::Takes;

/// Quotation marks that TOML does not know, and what each is called.
pub(crate) const QUOTES: [(char, &str); 9] = [
    ('“', "a typographic quotation mark"),
    ('”', "a typographic quotation mark"),
    ('„', "a typographic quotation mark"),
    ('‘', "a typographic quotation mark"),
    ('’', "a typographic quotation mark"),
    ('«', "a typographic quotation mark"),
    ('»', "a typographic quotation mark"),
    ('`', "a backtick"),
    ('´', "an accent"),
];

/// What other formats write for no value.
const NOTHING: [&str; 6] = ["null", "nil", "none", "undefined", "~", "nan"];

/// Units of time in seconds, and units of storage in MiB: a number with one is converted to the setting's own.
const UNITS: [(&[&str], u64, Measure); 9] = [
    (&["s", "sec", "secs", "second", "seconds"], 1, Measure::Time),
    (&["m", "min", "mins", "minute", "minutes"], 60, Measure::Time),
    (&["h", "hr", "hrs", "hour", "hours"], 3_600, Measure::Time),
    (&["d", "day", "days"], 86_400, Measure::Time),
    (&["w", "week", "weeks"], 604_800, Measure::Time),
    // AWS counts in GiB where people write GB; nobody means the 7 per cent.
    (&["mb", "mib"], 1, Measure::Storage),
    (&["g", "gb", "gib", "gig", "gigs"], 1_024, Measure::Storage),
    (&["t", "tb", "tib"], 1_048_576, Measure::Storage),
    (&["%", "percent", "pct"], 1, Measure::Share),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Measure {
    Time,
    Storage,
    Share,
}

/// What is wrong with a value without quotes that TOML refuses, and what to write; `takes` is empty where the setting is not known.
pub(crate) fn unquoted(raw: &str, takes: Option<&Takes>) -> (String, Option<String>) {
    if raw.trim().is_empty() {
        return ("the value is missing".to_owned(), None);
    }
    let write = |text: String| Some(format!("write `{text}`"));
    let bare = without_quotes(raw);
    if let Some((mark, name)) = QUOTES.into_iter().find(|(mark, _)| raw.contains(*mark)) {
        return (odd_quote(mark, name), write(meant(bare, takes).unwrap_or_else(|| quoted(bare))));
    }
    let lower = raw.to_lowercase();
    if NOTHING.contains(&lower.as_str()) && !takes.is_some_and(|takes| takes.has_word("none") || takes.text && lower == "none") {
        let help = "leave the setting out; what a base file sets is taken away by its name in `unset = [\"…\"]` at the top";
        return (format!("TOML has no `{raw}`"), Some(help.to_owned()));
    }
    match (boolean(&lower), takes) {
        (Some(value), None) => {
            return (format!("`{raw}` is no value in TOML"), Some(format!("write `{value}`, or as a string `{}`", quoted(raw))));
        }
        (Some(value), Some(takes)) if takes.boolean => {
            return (format!("`{raw}` is no value in TOML, which writes `true` and `false`"), write(value.to_string()));
        }
        _ => {}
    }
    let is_for_number = takes.is_none_or(|takes| takes.number);
    if let (true, Some((number, rest))) = (is_for_number, leading_number(raw)) {
        let (message, as_number) = match rest.trim() {
            "" => (format!("`{raw}` begins with a 0, which TOML takes for no number"), Some(number)),
            unit => (
                format!("a number stands alone in TOML, without `{unit}`"),
                takes.map_or(Some(number), |takes| number_in(raw, takes)),
            ),
        };
        let help = match (as_number, takes) {
            (Some(number), None) => Some(format!("write `{number}`, or as a string `{}`", quoted(raw))),
            (Some(number), Some(_)) => write(number),
            (None, takes) => Some(unit_help(takes)),
        };
        return (message, help);
    }
    let message = match takes {
        Some(takes) if !takes.text && takes.words.is_empty() && takes.list.is_none() && (takes.number || takes.boolean) => {
            let expected = if takes.boolean { "`true` or `false`" } else { "a number" };
            return (format!("expected {expected}, found `{raw}`"), None);
        }
        _ => "a string needs quotes".to_owned(),
    };
    (message, write(meant(bare, takes).unwrap_or_else(|| quoted(bare))))
}

/// What is said of a quotation mark that TOML does not know.
pub(crate) fn odd_quote(mark: char, name: &str) -> String {
    let found = if mark == '`' { format!("{name} stands here") } else { format!("`{mark}` is {name}") };
    format!("{found}: TOML knows the straight quotation marks only, `\"` and `'`")
}

/// What the text of a refused value should be in TOML, where it can be told.
pub(crate) fn meant(text: &str, takes: Option<&Takes>) -> Option<String> {
    let takes = takes?;
    let text = without_quotes(text.trim());
    if text.is_empty() {
        return None;
    }
    if takes.text {
        return Some(quoted(text));
    }
    if !takes.words.is_empty() {
        return words::nearest(text, takes.words.iter().map(String::as_str)).map(quoted);
    }
    if takes.boolean {
        return boolean(&text.to_lowercase()).map(|value| value.to_string());
    }
    if takes.number {
        return number_in(text, takes);
    }
    let elements = takes.list.as_deref()?;
    // A program and its arguments, as they are typed in a shell; what a shell would do with quotation marks is not done here.
    let is_command = elements.free && !text.contains([',', '"', '\'']);
    let parts: Vec<&str> = if is_command { text.split_whitespace().collect() } else { text.split(',').collect() };
    let inner: Option<Vec<String>> = parts.into_iter().map(|element| meant(element, Some(elements))).collect();
    Some(format!("[{}]", inner?.join(", ")))
}

/// What is said of a number whose unit cannot be converted to the setting's own.
pub(crate) fn unit_help(takes: Option<&Takes>) -> String {
    match takes.and_then(|takes| takes.unit.as_deref()) {
        Some(unit) if measure(unit).is_some() => format!("write the number alone, in {}", unit_name(unit)),
        _ => "write the number alone".to_owned(),
    }
}

fn boolean(lower: &str) -> Option<bool> {
    match lower {
        "yes" | "y" | "on" | "true" | "t" | "enabled" => Some(true),
        "no" | "n" | "off" | "false" | "f" | "disabled" => Some(false),
        _ => None,
    }
}

/// The number in a text such as `100GB` or `2 weeks`, in the unit of the setting; `None` where it is no number in that unit.
fn number_in(text: &str, takes: &Takes) -> Option<String> {
    let (number, rest) = leading_number(text)?;
    let given = rest.trim().to_lowercase();
    if given.is_empty() {
        return Some(number);
    }
    let (given, given_measure) = measure(&given)?;
    let (own, own_measure) = measure(takes.unit.as_deref()?)?;
    if given_measure != own_measure {
        return None;
    }
    if given == own {
        return Some(number);
    }
    let whole = number.parse::<u64>().ok()?.checked_mul(given)?;
    (whole % own == 0).then(|| (whole / own).to_string())
}

fn measure(unit: &str) -> Option<(u64, Measure)> {
    UNITS.into_iter().find(|(names, _, _)| names.contains(&unit)).map(|(_, factor, measure)| (factor, measure))
}

fn unit_name(unit: &str) -> &str {
    match unit {
        "gib" => "GiB",
        "mib" => "MiB",
        other => other,
    }
}

/// The number that the text begins with as TOML writes it, and what follows it.
fn leading_number(text: &str) -> Option<(String, &str)> {
    let is_part = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | '_');
    let sign = usize::from(text.starts_with(['-', '+']));
    let end = text[sign..].find(|letter| !is_part(letter)).map_or(text.len(), |end| sign + end);
    let (number, rest) = text.split_at(end);
    let plain = number.replace('_', "");
    plain.parse::<f64>().ok()?;
    // A version, an address, a date, a hash: no number with a unit.
    let is_unit = rest.trim_start().chars().all(|letter| letter.is_alphabetic() || letter == '%') && !plain.ends_with('.');
    let digits = plain.trim_start_matches(['-', '+']);
    let without_zeros = digits.trim_start_matches('0');
    let whole = if without_zeros.is_empty() || without_zeros.starts_with('.') {
        format!("0{without_zeros}")
    } else {
        without_zeros.to_owned()
    };
    let minus = if plain.starts_with('-') { "-" } else { "" };
    is_unit.then(|| (format!("{minus}{whole}"), rest))
}

fn without_quotes(text: &str) -> &str {
    text.trim_matches(|letter: char| matches!(letter, '"' | '\'') || QUOTES.iter().any(|(mark, _)| *mark == letter))
}

/// A string as TOML writes it.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(unit: &str) -> Takes {
        Takes { number: true, unit: Some(unit.to_owned()), ..Takes::default() }
    }

    #[test]
    fn numbers_are_converted_to_the_unit_of_the_setting() {
        let told = |text: &str, unit: &str| meant(text, Some(&number(unit)));
        assert_eq!(told("30 days", "days").as_deref(), Some("30"));
        assert_eq!(told("2 weeks", "days").as_deref(), Some("14"));
        assert_eq!(told("1h", "seconds").as_deref(), Some("3600"));
        assert_eq!(told("100GB", "gib").as_deref(), Some("100"));
        assert_eq!(told("1TB", "gib").as_deref(), Some("1024"));
        assert_eq!(told("70%", "percent").as_deref(), Some("70"));
        assert_eq!(told("90 seconds", "days"), None);
        assert_eq!(told("100GB", "days"), None);
        assert_eq!(told("1.2.3", "days"), None);
        assert_eq!(told("007", "days").as_deref(), Some("7"));
    }

    #[test]
    fn a_list_of_texts_is_made_of_what_stands_between_commas() {
        let of = |free| Takes { list: Some(Box::new(Takes { text: true, free, ..Takes::default() })), ..Takes::default() };
        assert_eq!(
            meant("a@example.com, b@example.com", Some(&of(false))).as_deref(),
            Some(r#"["a@example.com", "b@example.com"]"#)
        );
        assert_eq!(meant("two words", Some(&of(false))).as_deref(), Some(r#"["two words"]"#));
        assert_eq!(meant("npm run start", Some(&of(true))).as_deref(), Some(r#"["npm", "run", "start"]"#));
        assert_eq!(meant("sh -c 'a b' c", Some(&of(true))).as_deref(), Some(r#"["sh -c 'a b' c"]"#));
    }
}
