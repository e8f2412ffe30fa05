//! What was found, as lines of text and as GitHub's annotations; as SARIF it is `sarif`'s. It must not know who found it.

use finding::{Acceptance, Finding};
use words::visible;

use crate::view::github::annotation;

/// Everything that is said of a finding, in sentences.
pub(crate) fn whole(Finding { message, help, kind, .. }: &Finding) -> String {
    let why = kind.as_ref().map(|kind| format!(". {}", kind.why)).unwrap_or_default();
    let help = help.as_ref().map(|help| format!(". What to do: {help}.")).unwrap_or_default();
    format!("{message}{why}{help}")
}

/// A line, for terminals and logs.
pub(crate) fn line(finding: &Finding) -> String {
    let accepted = match &finding.accepted {
        Some(Acceptance { reason, until }) => format!(" (accepted until {until}: {reason})"),
        None => String::new(),
    };
    format!("{}\n", visible(&format!("{:8} {} {}{accepted}", finding.severity, named(finding), finding.message)))
}

/// An annotation of what nobody has accepted.
pub(crate) fn annotated(finding: &Finding) -> Option<String> {
    let level = finding.severity.level();
    let is_open = finding.accepted.is_none();
    is_open.then(|| annotation(level, finding.file.as_deref(), &named(finding), &visible(&whole(finding))))
}

/// Its code, and the name of its kind where it has one.
fn named(Finding { code, kind, .. }: &Finding) -> String {
    [code.as_deref(), kind.as_ref().map(|kind| kind.name.as_str())].into_iter().flatten().collect::<Vec<_>>().join(" ")
}
