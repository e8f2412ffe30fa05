//! What looks like a credential, in texts of settings and of files that lie beside them. It must not keep or print what it finds.

use std::cmp::Reverse;
use std::ops::Range;

use serde_json::Value as Json;
use settings::{Setting, SettingPath};

/// How a known kind of credential is written: what it begins with, and how many characters at least follow.
const FORMS: [(&str, &str, usize); 22] = [
    // IAM User Guide, "IAM identifiers": unique id prefixes.
    ("an AWS access key", "AKIA", 16),
    ("an AWS session's access key", "ASIA", 16),
    // GitHub Docs, "Managing your personal access tokens", token formats.
    ("a GitHub token", "ghp_", 30),
    ("a GitHub token", "gho_", 30),
    ("a GitHub token", "ghu_", 30),
    ("a GitHub token", "ghs_", 30),
    ("a GitHub token", "ghr_", 30),
    ("a GitHub token", "github_pat_", 30),
    ("a GitLab token", "glpat-", 16),
    ("a Stripe key", "sk_live_", 10),
    ("a Stripe key", "rk_live_", 10),
    ("a Slack token", "xoxb-", 10),
    ("a Slack token", "xoxp-", 10),
    ("a Slack token", "xapp-", 10),
    ("a Google API key", "AIza", 30),
    ("an npm token", "npm_", 30),
    ("a PyPI token", "pypi-", 30),
    ("a SendGrid key", "SG.", 30),
    ("an OpenAI or Anthropic key", "sk-", 32),
    ("a Twilio key", "SK", 32),
    ("a DigitalOcean token", "dop_v1_", 30),
    ("a JSON Web Token", "eyJ", 60),
];

/// Parts of names whose values are secret.
const TELLING: [&str; 12] = [
    "PASSWORD",
    "PASSWD",
    "PASSPHRASE",
    "SECRET",
    "TOKEN",
    "APIKEY",
    "API_KEY",
    "ACCESS_KEY",
    "PRIVATE_KEY",
    "CREDENTIAL",
    "SIGNING_KEY",
    "ENCRYPTION_KEY",
];

/// What such names end in when they do not hold the secret itself.
const HARMLESS: [&str; 24] = [
    "_ARN",
    "_URL",
    "_URI",
    "_ENDPOINT",
    "_FILE",
    "_PATH",
    "_DIR",
    "_NAME",
    "_ID",
    "_TTL",
    "_SECONDS",
    "_MINUTES",
    "_HOURS",
    "_DAYS",
    "_LENGTH",
    "_SIZE",
    "_LIMIT",
    "_COUNT",
    "_ENABLED",
    "_ISSUER",
    "_AUDIENCE",
    "_HEADER",
    "_TYPE",
    "_ALGORITHM",
];

/// The texts of these settings, each with where it stands.
pub(crate) fn texts(settings: &[Setting]) -> Vec<(SettingPath, &str)> {
    let mut all = Vec::new();
    for setting in settings {
        collect(setting.path.clone(), &setting.value, &mut all);
    }
    all
}

fn collect<'a>(path: SettingPath, value: &'a Json, all: &mut Vec<(SettingPath, &'a str)>) {
    match value {
        Json::String(text) => all.push((path, text)),
        Json::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                collect(path.clone().index(index), element, all);
            }
        }
        Json::Object(members) => {
            for (key, member) in members {
                collect(path.clone().key(key), member, all);
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

/// Which kind of credential stands in a text, by its form.
pub(crate) fn kind_of(text: &str) -> Option<&'static str> {
    found(text).into_iter().map(|(kind, _)| kind).next()
}

/// What begins and ends a private key (RFC 7468).
const KEY_BEGINS: &str = "-----BEGIN ";
const KEY_ENDS: &str = "-----END ";

/// The credentials in a text that have a known form, each with where it stands: the worst kind first.
pub(crate) fn found(text: &str) -> Vec<(&'static str, Range<usize>)> {
    let mut all = Vec::new();
    for (start, _) in text.match_indices(KEY_BEGINS) {
        let label = text[start..].lines().next().unwrap_or_default();
        if label.contains("PRIVATE KEY") {
            // What follows is the key, however it is broken off.
            let end = text[start..].find(KEY_ENDS).map_or(text.len(), |end| start + end);
            all.push(("a private key", start..end));
        }
    }
    all.extend(passwords_in_urls(text).map(|password| ("a URL with a password in it", password)));
    all.extend(words(text).filter_map(|(start, word)| Some((form_of(word)?, start..start + word.len()))));
    all
}

/// The words of a text, as tokens stand in one, each with where it begins.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let parts = |character: char| character.is_whitespace() || "\"'`=:,;()<>{}[]|&?/@\\".contains(character);
    let mut start = 0;
    text.split_inclusive(parts).map(move |part| {
        let at = start;
        start += part.len();
        (at, part.trim_end_matches(parts))
    })
}

fn form_of(word: &str) -> Option<&'static str> {
    let of_token = |character: char| character.is_ascii_alphanumeric() || "_-.+".contains(character);
    FORMS.iter().find_map(|(kind, beginning, more)| {
        let rest = word.strip_prefix(beginning)?;
        let is_long = rest.len() >= *more && rest.chars().all(of_token);
        let is_right = match *beginning {
            "AKIA" | "ASIA" => rest.len() == 16 && rest.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()),
            "SK" => rest.len() == 32 && rest.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "eyJ" => rest.matches('.').count() == 2,
            _ => true,
        };
        (is_long && is_right).then_some(*kind)
    })
}

/// The password in `scheme://user:password@host`.
fn passwords_in_urls(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices("://").filter_map(|(at, mark)| {
        let start = at + mark.len();
        let authority = text[start..].split(['/', '?', '#', ' ', '"', '\'', '\n']).next().unwrap_or_default();
        let (login, _) = authority.rsplit_once('@')?;
        let (user, password) = login.split_once(':').filter(|(_, password)| !password.is_empty() && !password.starts_with("${"))?;
        let begins = start + user.len() + 1;
        Some(begins..begins + password.len())
    })
}

/// Where something secret stands in a file's text, be it one of settings, of Terraform or broken: what has a known form, and what is set
/// under a name that tells. In order, none over another.
pub(crate) fn stretches(text: &str) -> Vec<Range<usize>> {
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
        (is_telling(name, &line[stretch.clone()]) && !is_ours(name, &line[stretch.clone()])).then_some(stretch)
    })
}

/// Where a value stands in what follows its sign, without its quotes.
fn quoted_or_bare(text: &str) -> Range<usize> {
    let quote = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quote| text.starts_with(quote));
    let Some(quote) = quote else {
        let end = text.find(|character: char| character.is_whitespace() || ",;#]})".contains(character)).unwrap_or(text.len());
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

/// Whether a name says that its value is secret, and the value can be one.
pub(crate) fn is_telling(name: &str, value: &str) -> bool {
    let name = name.to_ascii_uppercase().replace('-', "_");
    let tells = TELLING.iter().any(|part| name.contains(part)) && !HARMLESS.iter().any(|end| name.ends_with(end));
    let is_number = !value.is_empty() && value.len() < 5 && value.bytes().all(|byte| byte.is_ascii_digit());
    let is_word = ["", "true", "false", "yes", "no", "none", "on", "off"].contains(&value.to_ascii_lowercase().as_str());
    tells && !is_number && !is_word && !value.starts_with("arn:")
}

#[cfg(test)]
mod tests {
    use super::{is_telling, kind_of, stretches};

    #[test]
    fn known_forms_are_told_wherever_they_stand() {
        for text in [
            "AKIAIOSFODNN7EXAMPLE",
            "key=AKIAIOSFODNN7EXAMPLE;region=x",
            "sk_live_abcdefghijklmnop",
            "postgres://admin:hunter2@db.example.com/x",
            "-----BEGIN RSA PRIVATE KEY-----",
            "xoxb-123456789012-abcdef",
        ] {
            assert!(kind_of(text).is_some(), "{text}");
        }
        for text in [
            "AKIA",
            "https://example.com/a:b@c",
            "hello",
            "sk-short",
            "1.0.0",
            "arn:aws:iam::111122223333:role/deployer",
            "postgres://user@host/x",
        ] {
            assert_eq!(kind_of(text), None, "{text}");
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
        ] {
            let found: Vec<&str> = stretches(text).into_iter().map(|stretch| &text[stretch]).collect();
            assert_eq!(found, secrets, "{text}");
        }
    }

    #[test]
    fn a_name_tells_unless_it_says_where_the_secret_is() {
        for (name, value) in [("STRIPE_SECRET", "x"), ("db-password", "hunter2"), ("API_TOKEN", "abcdef")] {
            assert!(is_telling(name, value), "{name}");
        }
        for (name, value) in [
            ("TOKEN_URL", "https://x"),
            ("PASSWORD_MIN_LENGTH", "8"),
            ("SECRET_ARN", "arn:aws:x"),
            ("USE_TOKEN", "true"),
            ("GREETING", "x"),
        ] {
            assert!(!is_telling(name, value), "{name}");
        }
    }
}
