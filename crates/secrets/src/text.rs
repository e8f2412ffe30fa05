//! Where something secret stands in a text that people wrote, be it one of settings, of Terraform or broken.

use std::cmp::Reverse;
use std::ops::Range;

use crate::forms::found;
use crate::names::is_secret;

/// Where something secret stands in a file's text, be it one of settings, of Terraform or broken: what has a known form, and what is set
/// under a name that tells. In order, none over another.
pub fn stretches(text: &str) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = found(text).into_iter().map(|(_, stretch)| stretch).collect();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        all.extend(telling_in(line).map(|stretch| start + stretch.start..start + stretch.end));
        start += line.len();
    }
    all.sort_by_key(|stretch| (stretch.start, Reverse(stretch.end)));
    let mut end = 0;
    all.retain(|stretch| {
        let is_first = stretch.start >= end;
        end = end.max(stretch.end);
        is_first
    });
    all
}

/// The values in a line that are set under a name that tells.
fn telling_in(line: &str) -> impl Iterator<Item = Range<usize>> {
    line.match_indices(['=', ':']).filter_map(|(at, sign)| {
        let before = line[..at].trim_end();
        let is_quoted = before.ends_with(['"', '\'']);
        let before = before.trim_end_matches(['"', '\'']);
        let of_name = |character: char| character.is_ascii_alphanumeric() || character == '_' || character == '-';
        let (others, name) = before.split_at(before.trim_end_matches(of_name).len());
        // A colon stands in many a value too.
        if sign == ":" && !is_quoted && !others.trim().is_empty() {
            return None;
        }
        let behind = &line[at + 1..];
        let start = at + 1 + (behind.len() - behind.trim_start().len());
        let value = quoted_or_bare(&line[start..]);
        let stretch = start + value.start..start + value.end;
        (is_secret(name, &line[stretch.clone()]) && !is_ours(name, &line[stretch.clone()])).then_some(stretch)
    })
}

/// Where a value stands in what follows its sign, without its quotes.
fn quoted_or_bare(text: &str) -> Range<usize> {
    let quote = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quote| text.starts_with(quote));
    let Some(quote) = quote else {
        let end = text.find(|character: char| character.is_whitespace() || ",;#]})`".contains(character)).unwrap_or(text.len());
        return 0..end;
    };
    let start = quote.len();
    let is_end = |at: usize| quote.starts_with('\'') || !text[..at].ends_with('\\');
    let end = text[start..].match_indices(quote).map(|(at, _)| start + at).find(|at| is_end(*at));
    start..end.unwrap_or_else(|| text.trim_end().len().max(start))
}

/// Settings of ours whose names tell, and which hold no secret; what is a table or a reference is none either.
fn is_ours(name: &str, value: &str) -> bool {
    matches!(name, "image_credentials" | "secret_keys" | "password_version") || value.starts_with(['[', '{'])
}

#[cfg(test)]
mod tests {
    use super::stretches;

    #[test]
    fn where_a_secret_stands_is_told_of_a_text_that_is_whole_or_broken() {
        for (text, secrets) in [
            (r#"PASSWORD = "hunter2""#, vec!["hunter2"]),
            (r#"environment = { DB_PASSWORD = "hun\"ter", A = "b" }"#, vec![r#"hun\"ter"#]),
            ("secrets.API_TOKEN = 'abc def' # so", vec!["abc def"]),
            (r#"API_TOKEN = "abc"#, vec!["abc"]),
            ("API_TOKEN = abcdef, X = 1", vec!["abcdef"]),
            (r#""api-token" : "abcdef""#, vec!["abcdef"]),
            ("url = \"postgres://admin:hunter2@db/x\"", vec!["hunter2"]),
            ("x = \"AKIAIOSFODNN7EXAMPLE\" y", vec!["AKIAIOSFODNN7EXAMPLE"]),
            ("k = \"-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----\"", vec!["-----BEGIN PRIVATE KEY-----\nMII\n"]),
            ("API_TOKEN_URL = \"https://x\"\nimage_credentials = \"x\"\nPASSWORD_DAYS = 3", vec![]),
            ("secrets = { DB_PASSWORD = \"arn:aws:secretsmanager:x\" }", vec![]),
            ("# nothing: here = x", vec![]),
        ] {
            let found: Vec<&str> = stretches(text).into_iter().map(|stretch| &text[stretch]).collect();
            assert_eq!(found, secrets, "{text}");
        }
    }
}
