//! Which names say that a secret stands there, as plain text. It must not know where the value comes from.

/// Words of which one is enough.
const WORDS: [&str; 10] =
    ["password", "pgpassword", "passwd", "passphrase", "secret", "token", "credential", "credentials", "apikey", "sshkey"];

/// Pairs of words.
const PAIRS: [(&str, &str); 20] = [
    ("api", "key"),
    ("private", "key"),
    ("secret", "key"),
    ("access", "key"),
    ("account", "key"),
    ("signing", "key"),
    ("auth", "key"),
    ("shared", "key"),
    ("connection", "string"),
    ("db", "pass"),
    ("database", "pass"),
    ("user", "pass"),
    ("admin", "pass"),
    ("root", "pass"),
    ("smtp", "pass"),
    ("mysql", "pass"),
    ("postgres", "pass"),
    ("redis", "pass"),
    ("db", "pwd"),
    // What the clients of MySQL read.
    ("mysql", "pwd"),
];

/// Last words that say that something of the secret stands there, and not the secret.
#[rustfmt::skip]
const ABOUT: [&str; 71] = [
    "arn", "arns", "id", "ids", "name", "names", "file", "path", "url", "uri", "endpoint", "ttl", "length", "enabled", "version", "versions", "type",
    "expiry", "expiration", "duration", "minutes", "seconds", "days", "count", "policy", "algorithm", "issuer", "audience", "ref", "prefix", "required",
    "validity", "format", "header", "provider", "manager", "store", "region", "host", "port", "user", "username", "class", "field", "rotation",
    "encryption", "method", "commands", "auth", "verification", "lifetime", "lifespan", "validity", "hours", "status",
    "dir", "size", "limit", "hours", "audiences", "spec", "strategy", "generation", "param", "parameter", "data", "value", "usage",
    // Of flags: `--password-stdin`.
    "stdin", "prompt", "env",
];

/// Names of AWS's API that hold no secret, but what tells one request or state from another.
const PLAIN: [&str; 8] = [
    "client_token",
    "creation_token",
    "event_source_token",
    "lock_token",
    "policy_update_token",
    "update_token",
    "verification_token",
    "version_token",
];

/// How texts start that say where a secret is found.
const POINTERS: [&str; 15] = [
    "arn:",
    "${",
    "{{",
    "ssm:",
    "secretsmanager:",
    "vault:",
    "projects/",
    "@Microsoft.KeyVault",
    "op://",
    "https://",
    "/",
    "file:",
    // What a shell puts there.
    "$(",
    "`",
    "<",
];

/// Whether a value of this name is a secret in plain text.
pub fn is_secret(name: &str, value: &str) -> bool {
    tells(name) && is_one(value)
}

fn is_one(value: &str) -> bool {
    let is_word = ["true", "false", "none", "null", "enabled", "disabled", "required", "optional", "hours", "minutes", "days"]
        .contains(&value);
    !value.trim().is_empty()
        && !is_word
        && value.parse::<f64>().is_err()
        && !is_variable(value)
        && !POINTERS.iter().any(|pointer| value.starts_with(pointer))
}

/// Whether a shell puts something there: `$DB_PASSWORD`.
fn is_variable(value: &str) -> bool {
    value.strip_prefix('$').is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_uppercase() || first == '_'))
}

/// What every name has that tells a secret: most names have none of these, and are not looked at further.
const HINTS: [&str; 6] = ["pass", "pwd", "secret", "token", "cred", "key"];

fn tells(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    if !HINTS.iter().any(|hint| lower.contains(hint)) && !lower.contains("connection") {
        return false;
    }
    // In Google's and Kubernetes' types it names the object that holds the secret.
    // A key such as `token.actions.githubusercontent.com:sub` is a policy's.
    if name == "secret" || PLAIN.contains(&name) || name.starts_with("encrypted_") || name.contains([':', '.', '/']) {
        return false;
    }
    let words = words(name);
    // Where a secret is kept that exists already stands as often.
    // Nor does `--no-password` take one.
    let is_about = words.first().is_some_and(|first| ["existing", "no", "skip"].contains(&first.as_str()))
        || words.last().is_none_or(|last| ABOUT.contains(&last.as_str()));
    let is_word = words.iter().any(|word| WORDS.contains(&word.as_str()));
    let is_pair = words.len() > 1 && PAIRS.contains(&(words[words.len() - 2].as_str(), words[words.len() - 1].as_str()));
    !is_about && (is_word || is_pair)
}

/// The words of `DB_PASSWORD`, `dbPassword`, `db-password`.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for character in name.chars() {
        if !character.is_ascii_alphanumeric() || (character.is_ascii_uppercase() && was_lower) {
            words.push(String::new());
        }
        was_lower = character.is_ascii_lowercase() || character.is_ascii_digit();
        if character.is_ascii_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.push(character.to_ascii_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_a_secret_and_not_what_is_about_it() {
        for name in
            ["DB_PASSWORD", "token", "api_key", "apiKey", "STRIPE_SECRET_KEY", "clientSecret", "connection_string", "GITHUB_TOKEN"]
        {
            assert!(is_secret(name, "hunter2"), "{name}");
        }
        for name in [
            "http_tokens",
            "SECRET_ARN",
            "secret_id",
            "PASSWORD_FILE",
            "kms_key",
            "public_key",
            "secret",
            "password_policy",
            "token_url",
        ] {
            assert!(!is_secret(name, "hunter2"), "{name}");
        }
        for (name, value) in [("db-password", "hunter2"), ("API_TOKEN", "abcdef"), ("PASSWORD_MIN_LENGTH", "hunter2")] {
            assert_eq!(is_secret(name, value), !name.ends_with("LENGTH"), "{name}");
        }
        for value in ["arn:aws:secretsmanager:us-east-1:1:secret:x", "", "true", "${x}", "3600"] {
            assert!(!is_secret("DB_PASSWORD", value), "{value}");
        }
    }
}
