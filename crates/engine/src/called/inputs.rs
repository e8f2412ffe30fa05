//! Whether a module's inputs are what its variables ask for, where the module can be read.

use std::collections::BTreeMap;

use settings::{Problems, SettingPath};
use terraform::OutputPath;
use terraform::json::Json;
use terraform::read::Constraint;

use crate::environment::{Given, ModuleConfig};
use crate::overriding::{Wiring, described, is_reference};
use crate::synthesis::emitted::Synthesis;

/// How long a variable's description may be to be told in a sentence.
const SHORT: usize = 120;

/// A variable as the module declares it.
struct Variable<'a> {
    constraint: Constraint,
    body: &'a Json,
}

impl Variable<'_> {
    fn is_needed(&self) -> bool {
        self.body.get("default").is_none()
    }

    fn is_secret(&self) -> bool {
        ["sensitive", "ephemeral"].iter().any(|word| self.body.get(*word) == Some(&Json::Bool(true)))
    }

    /// What it is for, as the module says it.
    fn meaning(&self) -> String {
        let description = self.body.get("description").and_then(Json::as_str).map(str::trim).unwrap_or_default();
        let is_short = !description.is_empty() && description.len() <= SHORT && !description.contains('\n');
        if is_short { format!(": {}", description.trim_end_matches('.')) } else { String::new() }
    }
}

/// Checks the inputs of the module `name`.
pub(super) fn check(name: &str, module: &ModuleConfig, emitted: &Synthesis, at: &SettingPath, problems: &mut Problems) {
    let declared = emitted.documents.section(name, "variable");
    let constraint = |body: &Json| body.get("type").and_then(Json::as_str).map_or(Constraint::Any, Constraint::read);
    let variables: BTreeMap<&str, Variable<'_>> =
        declared.into_iter().map(|(variable, body)| (variable, Variable { constraint: constraint(body), body })).collect();
    for (input, given) in &module.inputs {
        let at = at.clone().key("inputs").key(input);
        let Some(variable) = variables.get(input.as_str()) else {
            let help = match words::nearest(input, variables.keys().copied()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None if variables.is_empty() => "it has no variables".to_owned(),
                None => {
                    format!("its variables are {}", words::list(variables.keys()))
                }
            };
            problems.error(at, format!("the module `{name}` has no variable `{input}`")).help(help);
            continue;
        };
        if variable.is_secret() && !is_reference(given) {
            problems
                .error(
                    at,
                    format!("the module takes `{input}` for a secret, which would stand in the settings, the emitted files and Terraform's state"),
                )
                .hide()
                .help("take it out, keep it in Secrets Manager, and let the module read it there");
            continue;
        }
        Checker { emitted, problems: &mut *problems }.value(&variable.constraint, given, &at);
    }
    for (input, variable) in
        variables.iter().filter(|(input, variable)| variable.is_needed() && !module.inputs.contains_key(**input))
    {
        let place = if module.inputs.is_empty() { at.clone() } else { at.clone().key("inputs") };
        problems
            .error(place, format!("the module `{name}` needs `{input}`{}", variable.meaning()))
            .help(format!("add it to `inputs`: it takes `{}`", variable.constraint));
    }
}

struct Checker<'a> {
    emitted: &'a Synthesis,
    problems: &'a mut Problems,
}

impl Checker<'_> {
    /// Tells where a value is none of this type.
    fn value(&mut self, constraint: &Constraint, given: &Given, at: &SettingPath) {
        let is_right = match (constraint, given) {
            (_, Given::From(path)) => return self.reference(constraint, path, at),
            (Constraint::Any, _) => true,
            (Constraint::String, Given::Text(_) | Given::Whole(_) | Given::Float(_) | Given::Bool(_)) => true,
            (Constraint::Number, Given::Whole(_) | Given::Float(_)) | (Constraint::Bool, Given::Bool(_)) => true,
            // Terraform reads a number and a boolean from text as well.
            (Constraint::Number, Given::Text(text)) => text.parse::<f64>().is_ok(),
            (Constraint::Bool, Given::Text(text)) => text == "true" || text == "false",
            (Constraint::List(inner) | Constraint::Set(inner), Given::List(elements)) => {
                elements.iter().enumerate().for_each(|(index, element)| self.value(inner, element, &at.clone().index(index)));
                true
            }
            (Constraint::Tuple(inner), Given::List(elements)) if inner.len() == elements.len() => {
                let both = inner.iter().zip(elements).enumerate();
                both.for_each(|(index, (inner, element))| self.value(inner, element, &at.clone().index(index)));
                true
            }
            (Constraint::Map(inner), Given::Table(entries)) => {
                for (key, value) in entries {
                    self.value(inner, value, &at.clone().key(key));
                }
                true
            }
            (Constraint::Object(fields), Given::Table(entries)) => {
                self.object(fields, entries, at);
                true
            }
            _ => false,
        };
        if !is_right {
            self.problems
                .error(at.clone(), format!("{} is of another type than the variable", described(given)))
                .help(format!("the module takes `{constraint}`"));
        }
    }

    /// Whether there is such an output is told elsewhere.
    fn reference(&mut self, constraint: &Constraint, path: &OutputPath, at: &SettingPath) {
        let Ok((_, Some(found))) = Wiring::default().lead("", path, &self.emitted.documents, &self.emitted.output_types) else {
            return;
        };
        if !constraint.takes(&Constraint::read(&found)) {
            self.problems
                .error(at.clone(), format!("`{path}` is a `{found}`, and the module takes `{constraint}`"))
                .help("name an output of the right type, or one entry of it: `<module>.<output>.<key>`");
        }
    }

    /// Terraform itself passes over an attribute that the type does not have.
    fn object(&mut self, fields: &BTreeMap<String, (Constraint, bool)>, entries: &BTreeMap<String, Given>, at: &SettingPath) {
        for (key, given) in entries {
            let at = at.clone().key(key);
            let Some((constraint, _)) = fields.get(key) else {
                let help = match words::nearest(key, fields.keys().map(String::as_str)) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("it takes {}", words::list(fields.keys())),
                };
                self.problems.error(at, format!("there is no attribute `{key}`")).help(help);
                continue;
            };
            self.value(constraint, given, &at);
        }
        for (name, (constraint, _)) in fields.iter().filter(|(name, (_, is_optional))| !is_optional && !entries.contains_key(*name))
        {
            self.problems
                .error(at.clone(), format!("the attribute `{name}` is missing"))
                .help(format!("add it: it takes `{constraint}`"));
        }
    }
}
