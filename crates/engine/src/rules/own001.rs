//! What stands in a module of the user's own is judged.

use settings::Severity;
use terraform::read::{Documents, is_of_configuration, module_of};

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "OWN001",
    severity: Severity::Warning,
    scope: Scope::Every,
    title: "what stands in a module of your own is judged",
    why: "Rules, report, costs and graph read the root module and the modules that it calls from folders in `modules/`. What only Terraform fetches, what lies elsewhere, and what a module calls itself, none of them sees: it may open or lose what they say is kept.",
    mend: "lay the module into `modules/<name>` and call it from the root module as `./modules/<name>`; or look through it yourself, and accept this",
    settings: &[],
    check: Check::Documents(check),
};

fn check(subject: &Subject<'_>, documents: &Documents, findings: &mut Findings<'_>) {
    let read = documents.modules();
    for (path, file) in subject.own.iter().filter(|(path, _)| is_of_configuration(path)) {
        for (block, span) in &file.blocks {
            let [section, name] = block.as_slice() else { continue };
            if section == "module" && !(module_of(path).is_empty() && read.contains(&name.as_str())) {
                findings.in_file(file.at(span.clone()), None, format!("what stands in the module `{name}` is not judged"));
            }
        }
    }
}
