//! What is called a secret is one.

use settings::{Segment, SettingPath, Severity};

use crate::own::{self, What};
use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};
use crate::texts::{self, is_of_container};

pub(super) const RULE: Rule = Rule {
    code: "SEC002",
    severity: Severity::Warning,
    scope: Scope::Every,
    title: "what is called a secret is not a plain variable",
    why: "An environment variable can be read in the console, in the emitted files and in Terraform's state. What its name calls a password, a key or a token belongs there only if it is none.",
    mend: "put the value into Secrets Manager and name its ARN under `secrets` of the service or job, or accept this if it is no secret",
    settings: &["services.<name>.environment", "tags", "modules.<name>.inputs", "providers.<name>.settings"],
    check: Check::Settings(check),
};

/// What to do about one that no container takes.
const ELSEWHERE: &str =
    "put the value into Secrets Manager, and let whoever needs it read it there; or accept this if it is no secret";

/// What an override sets that is called a secret.
fn in_override(subject: &Subject<'_>, path: &SettingPath, text: &str) -> Option<String> {
    let [Segment::Key(section), Segment::Index(number), Segment::Key(_), arguments @ ..] = path.segments() else { return None };
    let resource = &subject.config.overrides.get(*number).filter(|_| section == "override")?.resource;
    let arguments = arguments.iter().filter_map(|it| if let Segment::Key(name) = it { Some(name.as_str()) } else { None });
    own::called(resource.address().kind(), &arguments.collect::<Vec<_>>(), text).filter(|_| secrets::kind_of(text).is_none())
}

/// The last name that leads to an input of a module or to a provider's setting.
fn in_call(path: &SettingPath) -> Option<String> {
    let [Segment::Key(section), _, Segment::Key(part), names @ ..] = path.segments() else { return None };
    let is_call = matches!((section.as_str(), part.as_str()), ("modules", "inputs") | ("providers", "settings" | "aliases"));
    let name = |it: &Segment| if let Segment::Key(name) = it { Some(name.clone()) } else { None };
    // What it is referred to by is no secret.
    let names: Vec<String> = names.iter().filter_map(name).collect();
    names.last().filter(|name| is_call && *name != "from").cloned()
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    for (path, text) in texts::of(subject.settings) {
        if let Some(name) = in_override(subject, &path, text) {
            findings
                .hidden(path.clone(), format!("`{path}` sets `{name}`, which is called a secret and stands there for all to read"))
                .help(ELSEWHERE);
            continue;
        }
        if let Some(name) = in_call(&path).filter(|name| secrets::is_secret(name, text) && secrets::kind_of(text).is_none()) {
            findings
                .hidden(path.clone(), format!("`{path}` sets `{name}`, which is called a secret and stands there for all to read"))
                .help(ELSEWHERE);
            continue;
        }
        let [.., section, Segment::Key(name)] = path.segments() else { continue };
        let is_free = matches!(section, Segment::Key(section) if section == "environment" || section == "tags");
        if is_free && secrets::is_secret(name, text) && secrets::kind_of(text).is_none() {
            let finding = findings.hidden(path.clone(), format!("`{path}` is called a secret, and stands there for all to read"));
            if !is_of_container(&path) {
                finding.help(ELSEWHERE);
            }
        }
    }
    for (_, file) in subject.own.iter() {
        for secret in &file.secrets {
            if let What::Called(name) = &secret.what {
                let message = format!("`{name}` is called a secret, and stands here for all to read");
                findings
                    .in_file(file.at(secret.span.clone()), secret.resource.clone(), message)
                    .help("put the value into Secrets Manager and refer to that, or accept this if it is no secret");
            }
        }
    }
}
