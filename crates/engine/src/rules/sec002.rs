//! What is called a secret is one.

use settings::{Segment, Severity};

use crate::rules::credentials;
use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SEC002",
    severity: Severity::Warning,
    scope: Scope::Every,
    title: "what is called a secret is not a plain variable",
    why: "An environment variable can be read in the console, in the emitted files and in Terraform's state. What its name calls a password, a key or a token belongs there only if it is none.",
    mend: "put the value into Secrets Manager and name its ARN under `secrets` of the service, or accept this if it is no secret",
    settings: &["services.<name>.environment", "tags"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    for (path, text) in credentials::texts(subject.settings) {
        let [.., section, Segment::Key(name)] = path.segments() else { continue };
        let is_free = matches!(section, Segment::Key(section) if section == "environment" || section == "tags");
        if is_free && credentials::is_telling(name, text) && credentials::kind_of(text).is_none() {
            findings.hidden(path.clone(), format!("`{path}` is called a secret, and stands there for all to read"));
        }
    }
}
