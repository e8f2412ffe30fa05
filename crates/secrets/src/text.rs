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
        let telling = telling_in(line).chain(by_flags(line)).map(|(_, stretch)| stretch).chain(passwords_of_logins(line));
        all.extend(telling.map(|stretch| start + stretch.start..start + stretch.end));
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

/// Under which name that tells something is set in a text: in a variable before a command, by a flag of it, in YAML, JSON or a query.
pub fn called(text: &str) -> Option<&str> {
    text.lines().find_map(|line| telling_in(line).chain(by_flags(line)).map(|(name, _)| name).next())
}

/// What stands behind a flag that tells, each with the flag: in a command's line, or in a list of its words.
fn by_flags(line: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let quotes = ['"', '\'', '[', ']', ',', ';'];
    let mut start = 0;
    let words = line.split_inclusive(|next: char| next.is_whitespace() || next == ',').filter_map(move |word| {
        let at = start;
        start += word.len();
        let word = word.trim_end();
        let inside = word.trim_start_matches(quotes);
        let at = at + word.len() - inside.len();
        let inside = inside.trim_end_matches(quotes);
        (!inside.is_empty()).then_some((inside, at..at + inside.len()))
    });
    let mut flag: Option<&str> = None;
    words.filter_map(move |(word, stretch)| {
        let before = flag.replace(word).filter(|before| before.starts_with('-'))?;
        let is_login = matches!(before, "-u" | "--user") && is_login(word);
        let name = before.trim_start_matches('-');
        (is_login || !word.starts_with('-') && is_secret(name, word)).then_some((before, stretch))
    })
}

/// Whether it is `user:password` and no `user:group`.
fn is_login(value: &str) -> bool {
    let has_mark = |text: &str| text.chars().any(|it| !it.is_ascii_alphabetic());
    value.split_once(':').is_some_and(|(user, password)| {
        password.len() >= 6 && has_mark(password) && user.parse::<u32>().is_err() && is_secret("password", password)
    })
}

/// The passwords in `user:password@host` where no scheme stands before it; a digest stands behind the tag of an image in the same way.
fn passwords_of_logins(line: &str) -> impl Iterator<Item = Range<usize>> {
    line.match_indices('@').filter_map(|(at, _)| {
        let of_login = |character: char| !character.is_whitespace() && !"\"'/@=,<>{}[]()".contains(character);
        let start = line[..at].trim_end_matches(of_login).len();
        let (user, password) = line[start..at].split_once(':')?;
        let is_one = !user.is_empty() && user != "mailto" && password.len() > 1 && !line[at + 1..].starts_with("sha256:");
        (is_one && line[at + 1..].starts_with(|next: char| next.is_ascii_alphanumeric())).then_some(start + user.len() + 1..at)
    })
}

/// The values in a line that are set under a name that tells, each with the name.
fn telling_in(line: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    line.match_indices(['=', ':']).filter_map(|(at, sign)| {
        let before = line[..at].trim_end();
        let is_quoted = before.ends_with(['"', '\'']);
        let before = before.trim_end_matches(['"', '\'']);
        let of_name = |character: char| character.is_ascii_alphanumeric() || character == '_' || character == '-';
        let (others, name) = before.split_at(before.trim_end_matches(of_name).len());
        // A property of the Java machine: `-Dpassword=…`.
        let name = name.strip_prefix("-D").unwrap_or(name);
        // A colon stands in many a value too.
        let begins = |others: &str| others.is_empty() || others.ends_with(['{', ',', '-']);
        if sign == ":" && !is_quoted && !begins(others.trim()) {
            return None;
        }
        let behind = &line[at + 1..];
        let start = at + 1 + (behind.len() - behind.trim_start().len());
        let value = quoted_or_bare(&line[start..]);
        let stretch = start + value.start..start + value.end;
        (is_secret(name, &line[stretch.clone()]) && !is_ours(name, &line[stretch.clone()])).then_some((name, stretch))
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
    use super::{called, stretches};

    #[test]
    fn under_which_name_something_secret_is_set_is_told_of_commands_and_documents() {
        for (text, name) in [
            ("PGPASSWORD=hunter2 psql -h db", Some("PGPASSWORD")),
            ("PGPASSWORD=$DB_PASSWORD psql -h db", None),
            ("run --token=abcdef", Some("--token")),
            ("run --api-key abcdef --verbose", Some("--api-key")),
            ("run --api-key --verbose", None),
            ("registry login --password-stdin registry.example.com", None),
            ("psql --no-password shop", None),
            ("run --password-file /run/secrets/x --token $TOKEN", None),
            ("curl -u admin:hunter2 http://localhost", Some("-u")),
            ("su-exec -u 1000:100000 server", None),
            ("su-exec -u web:workers server", None),
            ("exporters:\n  otlp: {headers: {api-key: abcdef}}", Some("api-key")),
            ("headers:\n  api-key: ${env:API_KEY}", None),
            (r#"{"password": "hunter2"}"#, Some("password")),
            ("from=old&api_key=abcdef", Some("api_key")),
            ("git::ssh://git@example.com/modules.git?ref=v1&sshkey=LS0tLS1", Some("sshkey")),
            ("https://wiki.example.com/runbooks?token=abcdef#http-5xx", Some("token")),
            ("Server=db;Password=hunter2;Timeout=30", Some("Password")),
            ("java -Dpassword=hunter2 -jar x.jar", Some("password")),
            ("arn:aws:secretsmanager:us-east-1:111122223333:secret:mail-AbCdEf", None),
            ("the token: see the wiki", None),
        ] {
            assert_eq!(called(text), name, "{text}");
        }
    }

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
            ("command = [\"serve\", \"--api-key\", \"hunter2\", \"--token\", \"$TOKEN\"]", vec!["hunter2"]),
            ("command=[\"serve\",\"--api-key\",\"hunter2\"]", vec!["hunter2"]),
            ("curl -u admin:hunter2 http://localhost", vec!["admin:hunter2"]),
            ("image = \"user:hunter2@registry.example.com/x:1\"", vec!["hunter2"]),
            ("image = \"registry.example.com/x:1@sha256:abc\"\nmail = \"ops@example.com\"\nurl = \"ssh://git@host/x\"", vec![]),
        ] {
            let found: Vec<&str> = stretches(text).into_iter().map(|stretch| &text[stretch]).collect();
            assert_eq!(found, secrets, "{text}");
        }
    }
}
