//! The address of the runbooks. It must not know which there are.

use std::str::FromStr;

use crate::edge::{crosses_as_text, pattern, schema, shown_as_its_own};

/// The address of the page that holds the runbooks; each alarm adds `#` and the name of its section.
///
/// CloudWatch takes 1,024 characters as an alarm's description (API Reference, `PutMetricAlarm`), and most of them are for its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunbookUrl(String);

/// Why a text is not such an address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{}` is not the address of a page, such as `{EXAMPLE}`: it begins with `https://`, has no `#` and {LONGEST} characters at most",
    .0.escape_debug()
)]
pub struct RunbookUrlError(String);

const EXAMPLE: &str = "https://wiki.example.com/task-api/operations";
const LONGEST: usize = 300;

impl FromStr for RunbookUrl {
    type Err = RunbookUrlError;

    fn from_str(text: &str) -> Result<Self, RunbookUrlError> {
        let rest = text.strip_prefix("https://").unwrap_or_default();
        let host = rest.split('/').next().unwrap_or_default();
        let has_host = host.contains('.') && !host.starts_with('.');
        // `$` and `{` would be read by Terraform, quotes and spaces end a link in most mail programs.
        let is_plain = rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/?=&%:@+,;".contains(&byte));
        if has_host && is_plain && text.len() <= LONGEST {
            Ok(Self(text.to_owned()))
        } else {
            Err(RunbookUrlError(text.to_owned()))
        }
    }
}

shown_as_its_own!(RunbookUrl);

crosses_as_text!(
    RunbookUrl,
    schema(
        "the address of the runbooks",
        "The address of the page that holds the runbooks, without a `#`.",
        pattern(r"^https://([A-Za-z0-9-]+\.)+[A-Za-z0-9-]+(:[0-9]+)?(/[A-Za-z0-9._~/?=&%:@+,;-]*)?$"),
        [EXAMPLE],
    )
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_page_can_hold_runbooks() {
        assert!(EXAMPLE.parse::<RunbookUrl>().is_ok());
        for wrong in
            ["", "wiki", "http://wiki.example.com", "https://", "https://wiki.example.com/#down", "https://wiki.example.com/${x}"]
        {
            assert!(wrong.parse::<RunbookUrl>().is_err(), "{wrong}");
        }
    }
}
