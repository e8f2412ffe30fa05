//! Whether an override fits what is emitted and what the provider's schema says of it.

use std::collections::BTreeMap;

use aws::DbInstance;
use aws::facts::schema::{self, Block, Entry, Nested, Type};
use settings::{Problems, SettingPath, Severity};
use terraform::json::{Json, Map};
use terraform::read::Documents;
use terraform::{Address, OutputPath, ResourceType as _};

use super::ranges;
use super::wiring::{NoWay, listed, one_variable};
use super::{Overridden, Wiring, apply};
use crate::called::Called;
use crate::environment::{Given, ResourceOverride};
use crate::own::Own;
use crate::synthesis::emitted::OutputTypes;

/// What Terraform itself reads in a resource, and no override touches.
const META_ARGUMENTS: [&str; 7] = ["lifecycle", "provider", "depends_on", "count", "for_each", "provisioner", "connection"];

/// Checks the overrides of an environment against what is emitted without them.
pub(crate) fn check(
    overrides: &[ResourceOverride],
    (called, own): (&Called, &Own),
    (documents, types): (&Documents, &OutputTypes),
    problems: &mut Problems,
) -> Vec<Overridden> {
    let mut known: BTreeMap<(&Address, &str), SettingPath> = BTreeMap::new();
    let mut checked = Vec::new();
    let mut references = Vec::new();
    for (index, ResourceOverride { resource, set, reason }) in overrides.iter().enumerate() {
        let entry = SettingPath::from("override").index(index);
        let address = resource.address();
        if let Some(module) = address.outermost_module().filter(|module| called.modules.contains_key(*module)) {
            problems
                .error(entry.key("resource"), format!("`{address}` stands in the module `{module}`, which is not synth's"))
                .help(format!("set it by `inputs` of `[modules.{module}]`, or in the module's own files"));
            continue;
        }
        let Some(body) = documents.at(address).map(|block| block.written) else {
            match own.file_of(address) {
                Some(file) => {
                    let message = format!("`{address}` stands in `{file}`, which is yours");
                    problems.error(entry.key("resource"), message).help("change it there, and take the override out");
                }
                None => tell_absent(address, documents, entry.key("resource"), problems),
            }
            continue;
        };
        let Some(block) = schema::of(address.kind()) else {
            problems
                .error(
                    entry.key("resource"),
                    format!("the schema of `{}` is not at hand, so nothing of it can be checked", address.kind()),
                )
                .help("change the file in which it stands: it is yours");
            continue;
        };
        if set.is_empty() {
            problems.error(entry.clone().key("set"), "nothing is set").help("name an argument, or take the entry out");
        }
        let mut overridden =
            Overridden { resource: address.clone(), set: BTreeMap::new(), reason: reason.clone(), wiring: Wiring::default() };
        for (argument, given) in set {
            let at = entry.clone().key("set").key(argument);
            if let Some(other) = known.insert((address, argument), at.clone()) {
                problems.error(at, format!("`{argument}` of `{address}` is overridden twice")).also(other).help("keep one of them");
                continue;
            }
            let mut checker = Checker {
                resource: address,
                module: address.module().unwrap_or_default(),
                documents,
                types,
                wiring: &mut overridden.wiring,
                references: &mut references,
                problems,
            };
            let Some(value) = checker.entry(block, argument, given, &at, address.kind()) else { continue };
            if body.get(argument) == Some(&value) {
                problems.warning(at, format!("`{address}` has this `{argument}` anyway")).help("take it out");
            } else if is_ignored(body, argument) {
                problems
                    .warning(
                        at,
                        format!(
                            "Terraform ignores changes of `{argument}` here: it holds when the resource is made, and never after"
                        ),
                    )
                    .help("what stands already is changed outside of Terraform");
            }
            overridden.set.insert(argument.clone(), value);
        }
        checked.push(overridden);
    }
    check_variables(&references, problems);
    check_order(&references, documents, &checked, problems);
    checked
}

/// Two outputs reach a module by two variables, whichever overrides they are for.
fn check_variables(references: &[Reference], problems: &mut Problems) {
    let mut known: BTreeMap<(Option<&str>, String), &Reference> = BTreeMap::new();
    for reference in references {
        let module = reference.to.module();
        let Some(other) = known.insert((module, reference.from.variable()), reference) else { continue };
        if other.from != reference.from {
            let NoWay { why, help } = one_variable(&reference.from, module.unwrap_or_default(), &other.from.to_string());
            problems.error(reference.at.clone(), why).also(other.at.clone()).help(help);
        }
    }
}

/// An output that an overridden resource is set to.
struct Reference {
    at: SettingPath,
    from: OutputPath,
    to: Address,
}

/// What a resource is set to must not wait for the resource: whatever else is overridden, since two overrides can lead to each other.
fn check_order(references: &[Reference], documents: &Documents, overridden: &[Overridden], problems: &mut Problems) {
    if references.is_empty() {
        return;
    }
    let mut with_overrides = documents.by_path().clone();
    apply(overridden, &mut with_overrides);
    let with_overrides = Documents::of(with_overrides);
    for Reference { at, from, to } in references {
        if !with_overrides.output_waits_for(&from.module, &from.output, to) {
            continue;
        }
        let is_alone = documents.output_waits_for(&from.module, &from.output, to);
        let help = if is_alone {
            "name an output that does not build on this resource"
        } else {
            "another override makes it so: take one of the two back, or name an output that does not build on this resource"
        };
        problems.error(at.clone(), format!("`{from}` is known only when `{to}` stands")).help(help);
    }
}

fn is_ignored(body: &Json, argument: &str) -> bool {
    let ignored = &body["lifecycle"]["ignore_changes"];
    ignored == "all" || ignored.as_array().is_some_and(|all| all.iter().any(|it| it == argument))
}

/// No such resource is emitted, or no longer.
fn tell_absent(address: &Address, documents: &Documents, at: SettingPath, problems: &mut Problems) {
    let known: Vec<String> = documents.addresses().map(|it| it.to_string()).collect();
    let text = address.to_string();
    let of_kind: Vec<&str> = known.iter().filter(|it| it.contains(&format!("{}.", address.kind()))).map(String::as_str).collect();
    let near = words::nearest(&text, known.iter().map(String::as_str));
    let help = match (near, of_kind.as_slice()) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, []) => format!("they make no `{}`: take the entry out, or name an address that stands in a plan", address.kind()),
        (None, of_kind) if of_kind.len() <= 6 => format!("of that type they make {}", listed(of_kind)),
        (None, of_kind) => format!("of that type they make {}, such as `{}`", of_kind.len(), of_kind[0]),
    };
    problems.error(at, format!("these settings make no `{address}`, so nothing of it can be overridden")).help(help);
}

struct Checker<'a> {
    resource: &'a Address,
    module: &'a str,
    documents: &'a Documents,
    types: &'a OutputTypes,
    wiring: &'a mut Wiring,
    references: &'a mut Vec<Reference>,
    problems: &'a mut Problems,
}

impl Checker<'_> {
    /// An argument or nested block, as a document has it; nothing where it does not fit, which is told.
    fn entry(&mut self, block: Block, name: &str, given: &Given, at: &SettingPath, of: &str) -> Option<Json> {
        match block.get(name) {
            _ if META_ARGUMENTS.contains(&name) => {
                self.problems
                    .error(at.clone(), format!("`{name}` is Terraform's own, and stays as synth writes it"))
                    .help("an override sets arguments of the resource only");
                None
            }
            Some(Entry::Argument(_)) if block.is_sensitive(name) && !is_reference(given) => {
                self.tell_secret(name, at, of);
                None
            }
            Some(Entry::Argument(kind)) => {
                self.check_range(name, given, at, of);
                self.value(&kind, given, at)
            }
            Some(Entry::Block(nested)) => self.blocks(nested, name, given, at),
            Some(Entry::ReadOnly) => {
                self.problems
                    .error(at.clone(), format!("`{name}` of `{of}` is AWS's to set"))
                    .help("name an argument that can be chosen");
                None
            }
            None => {
                let known: Vec<&str> = block.names().collect();
                let help = match words::nearest(name, known.iter().copied()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None if known.len() <= 12 => format!("it takes {}", listed(&known)),
                    None => format!("the provider's page `{of}` lists what it takes"),
                };
                self.problems.error(at.clone(), format!("`{of}` takes no `{name}`")).help(help);
                None
            }
        }
    }

    /// Tells of a number that the provider takes and AWS does not.
    fn check_range(&mut self, name: &str, given: &Given, at: &SettingPath, of: &str) {
        let Given::Whole(number) = given else { return };
        if let Err(error) = ranges::check(self.resource.kind(), of, name, *number) {
            self.problems
                .error(at.clone(), error.to_string())
                .help("the provider passes it on, and AWS would refuse it in the apply");
        }
    }

    /// The settings' line is not shown: the secret stands in it.
    fn tell_secret(&mut self, name: &str, at: &SettingPath, of: &str) {
        let help = match (of, name) {
            (DbInstance::TYPE, _) => {
                "take it out: RDS makes and keeps the password (`manage_master_user_password`), and nobody has to know it"
            }
            _ => {
                "take it out, keep it in Secrets Manager, and write `{ from = \"<module>.<output>\" }`, the output of a module that reads it there"
            }
        };
        let message = format!(
            "`{at}`: `{name}` of `{of}` is secret, and would stand in the settings, the emitted files and Terraform's state"
        );
        self.problems.unplaced(Severity::Error, message).help(help);
    }

    fn blocks(&mut self, nested: Nested, name: &str, given: &Given, at: &SettingPath) -> Option<Json> {
        let bodies: Vec<(SettingPath, &Given)> = match given {
            Given::List(elements) => elements.iter().enumerate().map(|(index, it)| (at.clone().index(index), it)).collect(),
            one => vec![(at.clone(), one)],
        };
        let count = bodies.len() as u64;
        if nested.most.is_some_and(|most| count > most) || count < nested.least {
            let bounds = match (nested.least, nested.most) {
                (least, Some(most)) if least == most => format!("{most}"),
                (0, Some(most)) => format!("at most {most}"),
                (least, Some(most)) => format!("{least} to {most}"),
                (least, None) => format!("at least {least}"),
            };
            self.problems
                .error(at.clone(), format!("`{name}` stands here {count} times"))
                .help(format!("the provider takes {bounds} of it"));
            return None;
        }
        let written: Vec<Option<Json>> = bodies.into_iter().map(|(at, body)| self.block(nested.block, name, body, &at)).collect();
        written.into_iter().collect::<Option<Vec<Json>>>().map(Json::Array)
    }

    fn block(&mut self, block: Block, name: &str, given: &Given, at: &SettingPath) -> Option<Json> {
        let Given::Table(members) = given else {
            self.problems
                .error(at.clone(), format!("`{name}` is a block of arguments, and {} is none", described(given)))
                .help("write a table: `{ <argument> = <value> }`");
            return None;
        };
        let mut body = Map::new();
        let mut is_sound = true;
        for (argument, given) in members {
            match self.entry(block, argument, given, &at.clone().key(argument), name) {
                Some(value) => {
                    body.insert(argument.clone(), value);
                }
                None => is_sound = false,
            }
        }
        for missing in block.required().filter(|required| !members.contains_key(*required)) {
            self.problems
                .error(at.clone(), format!("`{name}` needs `{missing}`"))
                .help("an overridden block takes the place of the whole one: say all that it needs");
            is_sound = false;
        }
        is_sound.then_some(Json::Object(body))
    }

    fn value(&mut self, kind: &Type, given: &Given, at: &SettingPath) -> Option<Json> {
        match (kind, given) {
            (_, Given::From(path)) => {
                self.references.push(Reference { at: at.clone(), from: path.clone(), to: self.resource.clone() });
                return match self.wiring.lead(self.module, path, self.documents, self.types) {
                    Ok((value, found)) => {
                        let expected = constraint(kind);
                        match found.filter(|found| !fits(found, &expected)) {
                            None => Some(value),
                            Some(found) => {
                                self.problems
                                    .error(at.clone(), format!("`{path}` is a {found}, and this takes {kind}"))
                                    .help("name an output of the right type, or one entry of it: `<module>.<output>.<key>`");
                                None
                            }
                        }
                    }
                    Err(no_way) => {
                        self.problems.error(at.clone(), no_way.why).help(no_way.help);
                        None
                    }
                };
            }
            (Type::String, Given::Text(text)) => return Some(Json::from(terraform::escaped(text))),
            (Type::Bool, Given::Bool(value)) => return Some(Json::from(*value)),
            (Type::Number, Given::Whole(number)) => return Some(Json::from(*number)),
            (Type::Number, Given::Float(number)) => return Some(Json::from(*number)),
            (Type::List(inner), Given::List(elements)) => {
                let all: Vec<Option<Json>> = elements
                    .iter()
                    .enumerate()
                    .map(|(index, element)| self.value(inner, element, &at.clone().index(index)))
                    .collect();
                return all.into_iter().collect::<Option<Vec<Json>>>().map(Json::Array);
            }
            (Type::Map(inner), Given::Table(entries)) => {
                let all: Vec<Option<(String, Json)>> = entries
                    .iter()
                    .map(|(key, value)| Some((terraform::escaped(key), self.value(inner, value, &at.clone().key(key))?)))
                    .collect();
                return all.into_iter().collect::<Option<Map>>().map(Json::Object);
            }
            (Type::Object(fields), Given::Table(entries)) => return self.object(fields, entries, at),
            _ => {}
        }
        self.problems
            .error(at.clone(), format!("{} is of another type than the argument", described(given)))
            .help(format!("the provider takes {kind}"));
        None
    }

    /// Of such an argument Terraform's JSON syntax wants every field.
    fn object(&mut self, fields: &BTreeMap<String, Type>, entries: &BTreeMap<String, Given>, at: &SettingPath) -> Option<Json> {
        let mut body = Map::new();
        let mut is_sound = true;
        for key in entries.keys().filter(|key| !fields.contains_key(*key)) {
            let help = match words::nearest(key, fields.keys().map(String::as_str)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("it takes {}", listed(&fields.keys().map(String::as_str).collect::<Vec<_>>())),
            };
            self.problems.error(at.clone().key(key), format!("there is no field `{key}`")).help(help);
            is_sound = false;
        }
        for (name, kind) in fields {
            let value = match entries.get(name) {
                None => Some(Json::Null),
                Some(given) => self.value(kind, given, &at.clone().key(name)),
            };
            match value {
                Some(value) => {
                    body.insert(name.clone(), value);
                }
                None => is_sound = false,
            }
        }
        is_sound.then_some(Json::Object(body))
    }
}

/// Whether a value is what a module gives, and nothing that stands in the settings.
pub(crate) fn is_reference(given: &Given) -> bool {
    match given {
        Given::From(_) => true,
        Given::List(elements) => !elements.is_empty() && elements.iter().all(is_reference),
        Given::Table(entries) => !entries.is_empty() && entries.values().all(is_reference),
        Given::Text(_) | Given::Whole(_) | Given::Float(_) | Given::Bool(_) => false,
    }
}

/// A type as a variable's constraint spells it; sets as lists, which Terraform converts.
fn constraint(kind: &Type) -> String {
    match kind {
        Type::String => "string".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::Number => "number".to_owned(),
        Type::List(inner) => format!("list({})", constraint(inner)),
        Type::Map(inner) => format!("map({})", constraint(inner)),
        Type::Object(_) => "object".to_owned(),
    }
}

/// Whether Terraform takes the one for the other.
fn fits(found: &str, expected: &str) -> bool {
    let found = found.replace("set(", "list(");
    found == expected || (expected == "string" && matches!(found.as_str(), "number" | "bool"))
}

pub(crate) fn described(given: &Given) -> String {
    match given {
        Given::Text(text) => format!("the text `{text}`"),
        Given::Whole(number) => format!("the number `{number}`"),
        Given::Float(number) => format!("the number `{number}`"),
        Given::Bool(value) => format!("`{value}`"),
        Given::List(_) => "a list".to_owned(),
        Given::Table(_) => "a table".to_owned(),
        Given::From(path) => format!("`{path}`"),
    }
}
