//! What is said of the objects in a bucket. It must not know whose they are.

use crate::number::Allowed::Range;
use crate::number::bounded_number;
use crate::text::{TextProblem, form, only, validated_text};

bounded_number! {
    /// How many days old an object is when it moves to another storage class.
    TransitionAge is "an age of an object",
    unit: "days",
    allowed: Range(1, 3649),
    examples: [90],
}

validated_text! {
    /// Where a page comes from that a browser shows: scheme, host, and a port where it is not the scheme's own.
    ///
    /// S3 User Guide, "Elements of a CORS configuration": one asterisk stands for any text. An asterisk alone would let every page in the world in.
    WebOrigin is "an origin of web pages",
    length: 8..=261,
    pattern: r"^https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$",
    examples: ["https://app.example.com", "http://localhost:3000"],
    check: web_origin,
    suggest: to_web_origin,
}

fn web_origin(value: &str) -> Result<(), TextProblem> {
    let rest = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"));
    form(rest.is_some(), "has to begin with `https://` or `http://`")?;
    let rest = rest.unwrap_or_default();
    let rest = rest.strip_prefix("*.").unwrap_or(rest);
    form(!rest.contains('/'), "is an origin and has no path, not even `/` at its end")?;
    let (host, port) = rest.split_once(':').map_or((rest, None), |(host, port)| (host, Some(port)));
    only(
        host,
        |character| character.is_ascii_lowercase() || character.is_ascii_digit() || matches!(character, '-' | '.'),
        "lowercase letters, digits, hyphens and dots, with `*.` before them for all names below",
    )?;
    let ends = |end: Option<char>| end.is_some_and(|end| end.is_ascii_alphanumeric());
    form(ends(host.chars().next()) && ends(host.chars().last()), "needs a host that begins and ends with a letter or a digit")?;
    let is_port =
        |port: &str| (1..=5).contains(&port.len()) && port.chars().all(|it| it.is_ascii_digit()) && port.parse::<u16>().is_ok();
    form(port.is_none_or(is_port), "needs a number from 0 to 65535 as its port")
}

fn to_web_origin(value: &str) -> String {
    let bare = value.trim().to_lowercase();
    let bare = if bare.contains("://") { bare } else { format!("https://{bare}") };
    match bare.split_once("://") {
        Some((scheme, rest)) => format!("{scheme}://{}", rest.split('/').next().unwrap_or_default()),
        None => bare,
    }
}
