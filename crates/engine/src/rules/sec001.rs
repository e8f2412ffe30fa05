//! No credential stands in a setting.

use settings::Severity;

use crate::own::What;
use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};
use crate::texts::{self, is_of_container};

pub(super) const RULE: Rule = Rule {
    code: "SEC001",
    severity: Severity::Error,
    scope: Scope::Every,
    title: "no credential stands in a setting, or in Terraform of your own",
    why: "Settings lie in version control, in the emitted files, in Terraform's state and in every plan: a credential among them is everybody's who reads one of these, for as long as it is valid.",
    mend: "revoke the credential, put a new one into Secrets Manager, and name that under `secrets` of the service or job",
    settings: &["services.<name>.environment", "tags"],
    check: Check::Settings(check),
};

/// What to do about one in the user's own files.
const IN_OWN: &str = "revoke it, put a new one into Secrets Manager, and let Terraform read it there as an `ephemeral` block does, or take it \
                      from a variable that is `ephemeral`; for a database, `manage_master_user_password = true`";

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    for (path, text) in texts::of(subject.settings) {
        if let Some(kind) = secrets::kind_of(text) {
            let finding = findings.hidden(path.clone(), format!("`{path}` holds {kind}"));
            if !is_of_container(&path) {
                finding.help("revoke the credential, put a new one into Secrets Manager, and let whoever needs it read it there");
            }
        }
    }
    for (_, file) in subject.own.iter() {
        for secret in &file.secrets {
            let message = match &secret.what {
                What::Credential(kind) => format!("{kind} stands here"),
                What::Argument(kind, argument) => format!("`{argument}` of `{kind}` is secret, and stands here"),
                What::Called(_) => continue,
            };
            findings.in_file(file.at(secret.span.clone()), secret.resource.clone(), message).help(IN_OWN);
        }
    }
}
