//! Credentials by how they are written. It must not keep or print what it finds.

use std::ops::Range;

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

/// Addresses to which anybody may write who knows them: what they begin with, and the key that follows.
const ADDRESSES: [(&str, &str); 4] = [
    ("the address of a Slack webhook", "hooks.slack.com/services/"),
    ("the address of a PagerDuty integration", "events.pagerduty.com/integration/"),
    ("an address with an API key", "?apiKey="),
    ("an address with an API key", "&apiKey="),
];

/// What stands before what a client says of itself by HTTP (RFC 6750, RFC 7617).
const SCHEMES: [(&str, &str); 2] = [("a bearer token", "Bearer "), ("a login for HTTP", "Basic ")];

/// How many characters such a key has at least.
const SHORTEST_OF_ADDRESS: usize = 8;

/// How many characters the shortest of these has.
const SHORTEST: usize = 15;

/// Which kind of credential stands in a text, by its form.
pub fn kind_of(text: &str) -> Option<&'static str> {
    found(text).into_iter().map(|(kind, _)| kind).next()
}

/// Whether a byte ends a word. A table, since it is asked of every byte of every text.
const ENDS_WORD: [bool; 256] = {
    let (characters, mut table, mut at) = (b"\"'`=:,;()<>{}[]|&?/@\\ \t\n\x0b\x0c\r", [false; 256], 0);
    while at < characters.len() {
        table[characters[at] as usize] = true;
        at += 1;
    }
    table
};

/// What begins and ends a private key (RFC 7468).
const KEY_BEGINS: &str = "-----BEGIN ";
const KEY_ENDS: &str = "-----END ";

/// The credentials in a text that have a known form, each with where it stands: the worst kind first.
pub fn found(text: &str) -> Vec<(&'static str, Range<usize>)> {
    let mut all = Vec::new();
    // Each of these has one of three characters in it, which most texts have not.
    if memchr::memchr3(b'-', b'/', b'=', text.as_bytes()).is_some() {
        all.extend(private_keys(text).map(|key| ("a private key", key)));
        for (kind, beginning) in ADDRESSES {
            all.extend(keys_of_addresses(text, beginning).map(|key| (kind, key)));
        }
        all.extend(passwords_in_urls(text).map(|password| ("a URL with a password in it", password)));
    }
    for (kind, scheme) in SCHEMES {
        all.extend(tokens_behind(text, scheme).map(|token| (kind, token)));
    }
    all.extend(words(text).filter_map(|(start, word)| Some((form_of(word)?, start..start + word.len()))));
    all
}

/// Where something stands in a text. Most texts do not hold it, and whether one does is asked several times as fast as where.
fn places<'a>(text: &'a str, what: &'a str) -> impl Iterator<Item = usize> + 'a {
    let found = text.contains(what).then(|| text.match_indices(what).map(|(at, _)| at));
    found.into_iter().flatten()
}

fn private_keys(text: &str) -> impl Iterator<Item = Range<usize>> {
    places(text, KEY_BEGINS).filter_map(|start| {
        let label = text[start..].lines().next().unwrap_or_default();
        // What follows is the key, however it is broken off.
        let end = || text[start..].find(KEY_ENDS).map_or(text.len(), |end| start + end);
        label.contains("PRIVATE KEY").then(|| start..end())
    })
}

fn keys_of_addresses<'a>(text: &'a str, beginning: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    places(text, beginning).filter_map(|at| {
        let start = at + beginning.len();
        let rest = &text[start..];
        let end =
            rest.find(|character: char| character.is_whitespace() || "\"'`<>,;)]}&".contains(character)).unwrap_or(rest.len());
        (end >= SHORTEST_OF_ADDRESS).then_some(start..start + end)
    })
}

/// What stands behind the scheme and is no word of a sentence.
fn tokens_behind<'a>(text: &'a str, scheme: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    places(text, scheme).filter_map(|at| {
        let start = at + scheme.len();
        let of_token = |character: char| character.is_ascii_alphanumeric() || "_-.+/=~".contains(character);
        let end = text[start..].find(|character: char| !of_token(character)).unwrap_or(text.len() - start);
        let token = &text[start..start + end];
        (token.len() >= SHORTEST && token.bytes().any(|byte| byte.is_ascii_digit())).then_some(start..start + end)
    })
}

/// The words of a text that are long enough, as tokens stand in one, each with where it begins.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    let long = text.as_bytes().split(|byte| ENDS_WORD[usize::from(*byte)]).filter_map(move |word| {
        let at = start;
        start += word.len() + 1;
        (word.len() >= SHORTEST).then(|| (at, &text[at..at + word.len()]))
    });
    // Not every space is one of ASCII.
    long.flat_map(|(at, word)| {
        let whole = word.is_ascii().then_some((at, word));
        let parts = (!word.is_ascii()).then(|| parts(word).map(move |(inside, part)| (at + inside, part)));
        whole.into_iter().chain(parts.into_iter().flatten())
    })
}

/// What stands between the spaces of a word, each with where it begins.
fn parts(word: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    word.split_inclusive(char::is_whitespace).map(move |part| {
        let at = start;
        start += part.len();
        (at, part.trim_end())
    })
}

fn form_of(word: &str) -> Option<&'static str> {
    // The shortest of all.
    if word.len() < SHORTEST {
        return None;
    }
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
    const MARK: &str = "://";
    places(text, MARK).filter_map(|at| {
        let start = at + MARK.len();
        let authority = text[start..].split(['/', '?', '#', ' ', '"', '\'', '\n']).next().unwrap_or_default();
        let (login, _) = authority.rsplit_once('@')?;
        let (user, password) = login.split_once(':').filter(|(_, password)| !password.is_empty() && !password.starts_with("${"))?;
        let begins = start + user.len() + 1;
        Some(begins..begins + password.len())
    })
}

#[cfg(test)]
mod tests {
    use super::kind_of;

    #[test]
    fn known_forms_are_told_wherever_they_stand() {
        for text in [
            "AKIAIOSFODNN7EXAMPLE",
            "key=AKIAIOSFODNN7EXAMPLE;region=x",
            "schlüssel\u{a0}AKIAIOSFODNN7EXAMPLE\u{2003}x",
            "sk_live_abcdefghijklmnop",
            "postgres://admin:hunter2@db.example.com/x",
            "-----BEGIN RSA PRIVATE KEY-----",
            "xoxb-123456789012-abcdef",
            "https://hooks.slack.com/services/T0000/B0000/abcdefghijkl",
            "https://events.pagerduty.com/integration/0123456789abcdef/enqueue",
            "https://api.opsgenie.com/v1/json/cloudwatchevents?apiKey=0123-4567-89",
            "Authorization: Bearer abcdefgh12345678",
            "Authorization Basic YWRtaW46aHVudGVyMg==",
        ] {
            assert!(kind_of(text).is_some(), "{text}");
        }
        for text in [
            "AKIA",
            "https://example.com/a:b@c",
            "hello",
            "sk-short",
            "https://hooks.slack.com/services/",
            "1.0.0",
            "Bearer authentication-of-clients",
            "arn:aws:iam::111122223333:role/deployer",
            "postgres://user@host/x",
        ] {
            assert_eq!(kind_of(text), None, "{text}");
        }
    }
}
