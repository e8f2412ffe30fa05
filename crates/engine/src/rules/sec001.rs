//! No credential stands in a setting.

use settings::Severity;

use crate::rules::credentials;
use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SEC001",
    severity: Severity::Error,
    scope: Scope::Every,
    title: "no credential stands in a setting",
    why: "Settings lie in version control, in the emitted files, in Terraform's state and in every plan: a credential among them is everybody's who reads one of these, for as long as it is valid.",
    mend: "revoke the credential, put a new one into Secrets Manager, and name that under `secrets` of the service",
    settings: &["services.<name>.environment"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    for (path, text) in credentials::texts(subject.settings) {
        if let Some(kind) = credentials::kind_of(text) {
            findings.hidden(path.clone(), format!("`{path}` holds {kind}"));
        }
    }
}
