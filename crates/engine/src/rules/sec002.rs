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
    settings: &[
        "services.<name>.environment",
        "services.<name>.command",
        "services.<name>.container_health_check.command",
        "services.<name>.log_router.options",
        "monitoring.runbook_url",
        "tags",
        "modules.<name>.source",
        "modules.<name>.inputs",
        "providers.<name>.settings",
    ],
    check: Check::Settings(check),
};

/// The tables whose names are the user's own.
const NAMED: [&str; 5] = ["environment", "tags", "options", "headers", "query"];

/// What speaks of secrets and holds none: prose, ARNs, what a policy names.
const APART: [&str; 4] = ["reason", "secrets", "permissions", "accept"];

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

/// The name that the user gave to what a setting holds, in a table whose names are free.
fn own_name(path: &SettingPath) -> Option<&str> {
    let ([.., Segment::Key(section), Segment::Key(name), Segment::Index(_)] // A list of values.
    | [.., Segment::Key(section), Segment::Key(name)]) = path.segments()
    else {
        return None;
    };
    NAMED.contains(&section.as_str()).then_some(name)
}

/// Under which name that tells a text sets something by itself, or behind the flag that stands before it in a list.
fn set_in(path: &SettingPath, text: &str, before: Option<&str>) -> Option<String> {
    let is_apart = |segment: &Segment| matches!(segment, Segment::Key(key) if APART.contains(&key.as_str()));
    if path.segments().iter().any(is_apart) {
        return None;
    }
    let flag = before.filter(|before| before.starts_with('-') && !before.contains(char::is_whitespace));
    let line = flag.map(|flag| format!("{flag} {text}"));
    secrets::called(line.as_deref().unwrap_or(text)).map(str::to_owned)
}

fn is_element(path: &SettingPath) -> bool {
    matches!(path.segments(), [.., Segment::Index(_)])
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let texts = texts::of(subject.settings);
    // Of a list's element, the one before it.
    let before = std::iter::once(None).chain(texts.iter().map(Some));
    for ((path, text), before) in texts.iter().zip(before) {
        let (path, text) = (path.clone(), *text);
        let before = before.filter(|(other, _)| path.parent() == other.parent() && is_element(&path)).map(|(_, text)| *text);
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
        if secrets::kind_of(text).is_some() {
            continue;
        }
        let message = match own_name(&path) {
            Some(name) if secrets::is_secret(name, text) => {
                format!("`{path}` is called a secret, and stands there for all to read")
            }
            _ => match set_in(&path, text, before) {
                Some(name) if name == "-u" || name == "--user" => {
                    format!("`{path}` has a password behind `{name}`, which stands there for all to read")
                }
                Some(name) => format!("`{path}` sets `{name}`, which is called a secret and stands there for all to read"),
                None => continue,
            },
        };
        let finding = findings.hidden(path.clone(), message);
        if !is_of_container(&path) {
            finding.help(ELSEWHERE);
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
