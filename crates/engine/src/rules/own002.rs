//! Nothing in a text looks like a reference: texts are escaped, whoever wrote `${…}` into one.

use settings::Severity;

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};
use crate::texts;

pub(super) const RULE: Rule = Rule {
    code: "OWN002",
    severity: Severity::Warning,
    scope: Scope::Every,
    title: "what refers to something is written as a reference",
    why: "No setting is evaluated: a text with `${…}` in it goes to AWS letter by letter, where a name or a variable then holds `${module.networking.vpc_id}`.",
    mend: "write `{ from = \"<module>.<output>\" }` instead of the whole text, where the setting takes what a module gives (overrides, modules' inputs, providers, environment, permissions, ways out), or accept this where the text is meant as it is",
    settings: &["override[].set.<name>", "modules.<name>.inputs.<name>", "services.<name>.environment.<name>"],
    check: Check::Settings(check),
};

/// What Terraform's references begin with, besides the types of AWS's provider.
const BEGINNINGS: [&str; 7] = ["module.", "var.", "local.", "data.", "each.", "path.", "terraform."];

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    for (path, text) in texts::of(subject.settings) {
        let Some(found) = reference(text) else { continue };
        let finding = findings.at(path, format!("`${{{found}}}` is text here, and nothing evaluates it"));
        if let Some(output) = output(found.trim()).filter(|_| text.len() == found.len() + "${}".len()) {
            finding.help(format!("write `{{ from = \"{output}\" }}`"));
        }
    }
}

/// What stands inside of the first `${…}` that Terraform would take for a reference; whoever writes `$${…}` knows that it would.
fn reference(text: &str) -> Option<&str> {
    text.match_indices("${").filter(|(at, _)| !text[..*at].ends_with('$')).find_map(|(at, _)| {
        let (inside, _) = text[at + 2..].split_once('}')?;
        let kind = inside.trim_start().split_once('.').map(|(kind, _)| kind);
        let is_kind = kind.is_some_and(|kind| kind.starts_with("aws_") && kind.chars().all(|it| it.is_alphanumeric() || it == '_'));
        (is_kind || BEGINNINGS.iter().any(|beginning| inside.trim_start().starts_with(beginning))).then_some(inside)
    })
}

/// What a module gives, as `from` names it: `module.ecs.task_role_arns["web"]` as `ecs.task_role_arns.web`.
fn output(reference: &str) -> Option<String> {
    let plain = reference.strip_prefix("module.")?.replace("[\"", ".").replace("\"]", "");
    let is_plain = plain.chars().all(|it| it.is_ascii_alphanumeric() || "._-".contains(it));
    (is_plain && (2..=3).contains(&plain.split('.').count())).then_some(plain)
}
