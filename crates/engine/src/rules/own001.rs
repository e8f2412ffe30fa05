//! What stands in a module of the user's own is judged.

use settings::{SettingPath, Severity};
use terraform::read::{Documents, is_of_configuration, module_of};

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "OWN001",
    severity: Severity::Warning,
    scope: Scope::Every,
    title: "what stands in a module of your own is judged",
    why: "Rules, report, costs and graph read the root module and the modules that it calls from folders in `modules/`. What only Terraform fetches, what lies elsewhere, and what a module calls itself, none of them sees: it may open or lose what they say is kept.",
    mend: "lay the module into a folder beside the environments' files and call it by `[modules.<name>]`, or into `modules/<name>` of your own Terraform and call it from the root module as `./modules/<name>`; or look through it yourself, and accept this",
    settings: &["modules.<name>.source"],
    check: Check::Documents(check),
};

fn check(subject: &Subject<'_>, documents: &Documents, findings: &mut Findings<'_>) {
    for (name, _) in subject.config.modules.iter().filter(|(_, module)| module.source.folder().is_none()) {
        let at = SettingPath::from("modules").key(name.as_str()).key("source");
        findings.at(at, format!("what stands in the module `{name}` is not judged: only Terraform fetches it"));
    }
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
