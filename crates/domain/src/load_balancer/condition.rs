//! What a listener rule compares besides path and host, and what it answers itself. It must not know where a rule leads.

use crate::names::kebab::kebab_case;
use crate::number::Allowed::Range;
use crate::number::bounded_number;
use crate::text::{TextProblem, form, only, validated_text};

validated_text! {
    /// A method of HTTP, in capitals.
    ///
    /// Elastic Load Balancing API Reference, `HttpRequestMethodConditionConfig`: A to Z, hyphen and underscore, at most 40 characters; case counts.
    HttpMethod is "a method of HTTP",
    length: 1..=40,
    pattern: r"^[A-Z_-]+$",
    examples: ["GET", "POST"],
    check: http_method,
    suggest: to_capitals,
}

validated_text! {
    /// The name of a header field of a request; case does not count.
    ///
    /// Elastic Load Balancing API Reference, `HttpHeaderConditionConfig`: at most 40 characters, no wildcards; the host has a condition of its own.
    HeaderName is "the name of a header field",
    length: 1..=40,
    pattern: r"^[A-Za-z0-9_-]+$",
    examples: ["X-Release"],
    check: header_name,
}

validated_text! {
    /// A pattern for the value of a header field or of a query parameter; `*` is any characters, `?` any single one.
    ///
    /// Elastic Load Balancing API Reference, `HttpHeaderConditionConfig`, `QueryStringKeyValuePair`: at most 128 characters.
    ValuePattern is "a pattern for a value",
    length: 1..=128,
    pattern: r"^[ -~]+$",
    examples: ["next", "*mobile*"],
    check: value_pattern,
}

validated_text! {
    /// The name of a query parameter.
    ///
    /// Elastic Load Balancing API Reference, `QueryStringKeyValuePair`: at most 128 characters.
    QueryKey is "the name of a query parameter",
    length: 1..=128,
    pattern: r"^[!-~]+$",
    examples: ["version"],
    check: query_key,
}

validated_text! {
    /// The codes by which an answer to a health check counts as good: one, several, or a range: `200`, `200,204`, `200-399`.
    ///
    /// Elastic Load Balancing API Reference, `Matcher`: codes of HTTP from 200 to 499, codes of gRPC from 0 to 99.
    SuccessCodes is "the codes of success",
    length: 1..=64,
    pattern: r"^[0-9]{1,3}(-[0-9]{1,3})?(,[0-9]{1,3}(-[0-9]{1,3})?)*$",
    examples: ["200", "200-399", "200,204"],
    check: success_codes,
}

validated_text! {
    /// The name of a rule in a group of AWS's web application firewall.
    ///
    /// WAF API Reference, `RuleActionOverride`: letters, digits, hyphens and underscores, at most 128.
    FirewallRuleName is "the name of a firewall's rule",
    length: 1..=128,
    pattern: r"^[A-Za-z0-9_-]+$",
    examples: ["SizeRestrictions_BODY"],
    check: firewall_rule_name,
}

validated_text! {
    /// A name of a rule of the load balancer that is no service's, in kebab-case.
    ///
    /// At most 24 characters, as the name of a service.
    RuleName is "the name of a rule",
    length: 1..=24,
    pattern: r"^[a-z](-?[a-z0-9])*$",
    examples: ["to-new-site"],
    check: kebab_case,
}

validated_text! {
    /// What a redirect puts in the place of a host, a path or a query: text, and `#{host}`, `#{path}`, `#{port}`, `#{protocol}`, `#{query}` for those of the request.
    ///
    /// Elastic Load Balancing API Reference, `RedirectActionConfig`: at most 128 characters.
    RedirectPart is "a part of a redirect",
    length: 1..=128,
    pattern: r"^[!-~]+$",
    examples: ["www.example.com", "/new/#{path}"],
    check: redirect_part,
}

validated_text! {
    /// The body of an answer that the load balancer gives itself.
    ///
    /// Elastic Load Balancing API Reference, `FixedResponseActionConfig`: at most 1024 characters.
    FixedBody is "the body of an answer",
    length: 1..=1024,
    pattern: r"^[\s\S]*$",
    examples: ["we are back at noon"],
    check: anything,
}

bounded_number! {
    /// The code of an answer that the load balancer gives itself.
    ///
    /// Elastic Load Balancing API Reference, `FixedResponseActionConfig`: 2XX, 4XX or 5XX.
    FixedStatus is "a code of an answer",
    unit: "",
    allowed: Range(200, 599),
    examples: [503, 404],
}

impl SuccessCodes {
    /// Every code that is named, the bounds of ranges among them.
    pub fn codes(&self) -> impl Iterator<Item = u32> + '_ {
        self.as_str().split([',', '-']).filter_map(|code| code.parse().ok())
    }
}

impl RuleName {
    /// The name as Terraform's own names write it.
    pub fn label(&self) -> String {
        self.as_str().replace('-', "_")
    }
}

fn http_method(value: &str) -> Result<(), TextProblem> {
    only(value, |character| character.is_ascii_uppercase() || "-_".contains(character), "capital letters, hyphens and underscores")
}

fn to_capitals(value: &str) -> String {
    value.to_uppercase()
}

fn header_name(value: &str) -> Result<(), TextProblem> {
    only(
        value,
        |character| character.is_ascii_alphanumeric() || "-_".contains(character),
        "letters, digits, hyphens and underscores",
    )?;
    form(!value.eq_ignore_ascii_case("host"), "is compared by `hosts`")
}

fn value_pattern(value: &str) -> Result<(), TextProblem> {
    only(value, |character| character.is_ascii() && !character.is_ascii_control(), "printable characters of ASCII")
}

fn query_key(value: &str) -> Result<(), TextProblem> {
    only(value, |character| character.is_ascii_graphic(), "printable characters of ASCII without spaces")
}

fn success_codes(value: &str) -> Result<(), TextProblem> {
    only(value, |character| character.is_ascii_digit() || "-,".contains(character), "digits, hyphens and commas")?;
    let is_code = |code: &str| (1..=3).contains(&code.len());
    let is_right = |part: &str| match part.split_once('-') {
        None => is_code(part),
        Some((first, last)) => {
            is_code(first)
                && is_code(last)
                && first.parse::<u32>().ok().zip(last.parse().ok()).is_some_and(|(first, last)| first < last)
        }
    };
    form(value.split(',').all(is_right), "is one code, several with commas between, or a range with a hyphen")
}

fn firewall_rule_name(value: &str) -> Result<(), TextProblem> {
    only(
        value,
        |character| character.is_ascii_alphanumeric() || "-_".contains(character),
        "letters, digits, hyphens and underscores",
    )
}

fn redirect_part(value: &str) -> Result<(), TextProblem> {
    only(value, |character| character.is_ascii_graphic(), "printable characters of ASCII without spaces")?;
    let are_known = placeholders(value).all(|name| name.is_some_and(|name| PLACEHOLDERS.contains(&name)));
    form(are_known, "may name `#{host}`, `#{path}`, `#{port}`, `#{protocol}` and `#{query}` of the request, and nothing else")
}

/// What a redirect may take over from the request.
const PLACEHOLDERS: [&str; 5] = ["host", "path", "port", "protocol", "query"];

/// The names in `#{…}`; nothing for one that has no end.
fn placeholders(value: &str) -> impl Iterator<Item = Option<&str>> {
    value.split("#{").skip(1).map(|rest| Some(rest.split_once('}')?.0))
}

impl RedirectPart {
    /// The names of what it takes over from the request.
    pub fn placeholders(&self) -> impl Iterator<Item = &str> {
        placeholders(self.as_str()).flatten()
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the form of a check")]
fn anything(_: &str) -> Result<(), TextProblem> {
    Ok(())
}
