//! Names of hosts in DNS, and the mail addresses at them. It must not know who owns one.

use std::net::Ipv4Addr;

use crate::text::{TextProblem, form, only, validated_text};

validated_text! {
    /// A domain name, in lower case and without the dot of the root.
    ///
    /// RFC 1123, section 2.1, and RFC 1035, section 2.3.4: labels of 1 to 63 letters, digits and
    /// hyphens, no hyphen first or last, 253 characters in all; the last label begins with a letter.
    DomainName is "a domain name",
    length: 1..=253,
    pattern: r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$",
    examples: ["example.com", "api.example.com"],
    check: domain_name,
    suggest: to_domain_name,
}

validated_text! {
    /// A name in a certificate: a domain name, or all names right below one, as `*.example.com`.
    ///
    /// ACM User Guide, "ACM certificate characteristics and limitations", wildcard names: the asterisk stands for the leftmost label alone.
    CertificateName is "a name in a certificate",
    length: 1..=253,
    pattern: r"^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$",
    examples: ["www.example.com", "*.example.com"],
    check: certificate_name,
    suggest: to_domain_name,
}

validated_text! {
    /// A mail address.
    ///
    /// Of what RFC 5321 allows, only what mail providers hand out: no quotes and no comments.
    MailAddress is "a mail address",
    length: 3..=254,
    pattern: r"^[A-Za-z0-9_%+'-]+(\.[A-Za-z0-9_%+'-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$",
    examples: ["alerts@example.com"],
    check: mail_address,
    suggest: to_mail_address,
}

validated_text! {
    /// The id of a Route 53 hosted zone.
    ///
    /// Route 53 API Reference, `HostedZone`: at most 32 characters, written here without the
    /// `/hostedzone/` before it.
    HostedZoneId is "a hosted zone id",
    length: 2..=32,
    pattern: r"^Z[A-Z0-9]+$",
    examples: ["Z0123456789EXAMPLE"],
    check: hosted_zone_id,
    suggest: to_hosted_zone_id,
}

fn domain_name(value: &str) -> Result<(), TextProblem> {
    only(
        value,
        |character| character.is_ascii_lowercase() || character.is_ascii_digit() || matches!(character, '-' | '.'),
        "lowercase letters, digits, hyphens and dots",
    )?;
    labels(value)
}

impl CertificateName {
    /// The domain whose owner ACM asks: the name itself, without the asterisk of a wildcard.
    pub fn base(&self) -> &str {
        self.as_str().strip_prefix("*.").unwrap_or(self.as_str())
    }

    /// Whether it stands for all names right below its domain.
    pub fn is_wildcard(&self) -> bool {
        self.as_str().starts_with("*.")
    }

    /// Whether the certificate is good for this host.
    pub fn covers(&self, host: &str) -> bool {
        let below = || host.split_once('.').is_some_and(|(first, rest)| !first.is_empty() && rest == self.base());
        if self.is_wildcard() { below() } else { host == self.as_str() }
    }
}

impl From<&DomainName> for CertificateName {
    fn from(domain: &DomainName) -> Self {
        Self(domain.as_str().to_owned())
    }
}

fn certificate_name(value: &str) -> Result<(), TextProblem> {
    domain_name(value.strip_prefix("*.").unwrap_or(value))
}

fn labels(value: &str) -> Result<(), TextProblem> {
    form(!value.ends_with('.'), "must not end with a dot")?;
    form(value.contains('.'), "needs a dot, as in `example.com`")?;
    for label in value.split('.') {
        form(!label.is_empty(), "must not begin with a dot or hold two in a row")?;
        form(label.len() <= 63, "has more than 63 characters between two dots")?;
        form(!label.starts_with('-') && !label.ends_with('-'), "must not hold a hyphen beside a dot, at the start or at the end")?;
    }
    form(value.parse::<Ipv4Addr>().is_err(), "is an IP address, and a name is wanted that leads to it")?;
    let last = value.rsplit('.').next().unwrap_or_default();
    form(last.starts_with(|first: char| first.is_ascii_alphabetic()), "has to begin with a letter behind its last dot")
}

fn to_domain_name(value: &str) -> String {
    let bare = value.trim().trim_start_matches("https://").trim_start_matches("http://");
    bare.trim_end_matches(['.', '/']).to_lowercase()
}

fn mail_address(value: &str) -> Result<(), TextProblem> {
    form(value.matches('@').count() == 1, "needs one `@`, as in `alerts@example.com`")?;
    let (mailbox, domain) = value.split_once('@').unwrap_or_default();
    only(
        mailbox,
        |character| character.is_ascii_alphanumeric() || "._%+'-".contains(character),
        "letters, digits and any of ._%+'- before the `@`",
    )?;
    form(!mailbox.is_empty(), "needs a mailbox before the `@`")?;
    form(mailbox.len() <= 64, "has more than 64 characters before the `@`")?;
    form(
        !mailbox.starts_with('.') && !mailbox.ends_with('.') && !mailbox.contains(".."),
        "must not hold a dot beside another one, at the start or before the `@`",
    )?;
    only(
        domain,
        |character| character.is_ascii_alphanumeric() || matches!(character, '-' | '.'),
        "letters, digits, hyphens and dots behind the `@`",
    )?;
    labels(domain)
}

fn to_mail_address(value: &str) -> String {
    value.trim().trim_start_matches("mailto:").trim_end_matches('.').to_owned()
}

fn hosted_zone_id(value: &str) -> Result<(), TextProblem> {
    only(value, |character| character.is_ascii_uppercase() || character.is_ascii_digit(), "capital letters and digits")?;
    form(value.starts_with('Z'), "has to begin with `Z`")
}

fn to_hosted_zone_id(value: &str) -> String {
    value.trim_start_matches("/hostedzone/").to_owned()
}
