//! What looks like a credential, in texts of settings and of files that lie beside them. It must not keep or print what it finds.

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
    if text.contains("-----BEGIN ") && text.contains("PRIVATE KEY") {
        return Some("a private key");
    }
    if has_password_in_url(text) {
        return Some("a URL with a password in it");
    }
    let words = text.split(|character: char| character.is_whitespace() || "\"'`=:,;()<>{}[]|&?/@".contains(character));
    words.into_iter().find_map(|word| {
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
    })
}

/// `scheme://user:password@host`.
fn has_password_in_url(text: &str) -> bool {
    text.match_indices("://").any(|(at, mark)| {
        let authority = text[at + mark.len()..].split(['/', '?', '#', ' ']).next().unwrap_or_default();
        let Some((user, _)) = authority.rsplit_once('@') else { return false };
        user.split_once(':').is_some_and(|(_, password)| !password.is_empty())
    })
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
    use super::{is_telling, kind_of};

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
