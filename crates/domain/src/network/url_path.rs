//! Paths in URLs. It must not know what answers at them.

use crate::text::{TextProblem, form, only, validated_text};

validated_text! {
    /// The path of a URL, without query and fragment.
    ///
    /// RFC 3986, section 3.3; at most 1024 characters, as for a [`HealthCheckPath`].
    UrlPath is "the path of a URL",
    length: 1..=1024,
    pattern: r"^/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*$",
    examples: ["/health"],
    check: url_path,
    suggest: with_slash,
}

validated_text! {
    /// The path that a load balancer asks for to see whether a task is healthy; it may have a query.
    ///
    /// Elastic Load Balancing API Reference, `CreateTargetGroup`: 1 to 1024 characters.
    HealthCheckPath is "a health check path",
    length: 1..=1024,
    pattern: r"^/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*(\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?$",
    examples: ["/health", "/health?deep=true"],
    check: health_check_path,
    suggest: with_slash,
}

fn url_path(value: &str) -> Result<(), TextProblem> {
    only(
        value,
        |character| character.is_ascii_alphanumeric() || "._~!$&'()*+,;=:@%/-".contains(character),
        "letters, digits and any of ._~!$&'()*+,;=:@%/-",
    )?;
    form(value.starts_with('/'), "has to start with `/`")
}

fn health_check_path(value: &str) -> Result<(), TextProblem> {
    let (path, query) = value.split_once('?').unwrap_or((value, ""));
    only(
        query,
        |character| character.is_ascii_alphanumeric() || "._~!$&'()*+,;=:@%/?-".contains(character),
        "letters, digits and any of ._~!$&'()*+,;=:@%/?-",
    )?;
    url_path(path)
}

fn with_slash(value: &str) -> String {
    format!("/{}", value.trim())
}
