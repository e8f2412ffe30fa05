//! Environments by chance, made from the JSON Schema of the settings: whatever the schema lists may be set, to whatever it admits.
//!
//! It knows no setting by name but those that are not about what is emitted. What the settings refuse together is left out, as the report says,
//! until the rest is accepted. The same seed gives the same environment.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use engine::draft;
use engine::synthesis::synthesize;
use serde_json::{Map, Value as Json};
use terraform::read::Documents;

use super::{Emitted, read};

/// Settings that speak of other files, of other people's findings, of what stands at AWS already, or of what Terraform fetches.
const LEFT_OUT: [&str; 9] = ["extends", "unset", "accept", "moved", "import", "removed", "renamed_from", "modules", "providers"];

/// What every environment begins with.
const BASE: &str = "staging.toml";

/// An environment that is accepted.
pub(crate) struct Generated {
    pub(crate) seed: u64,
    /// Its settings, laid over those of [`BASE`].
    pub(crate) settings: Json,
    pub(crate) emitted: Emitted,
}

/// A source of chance: splitmix64.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    fn one_of<'a, T>(&mut self, choices: &'a [T]) -> Option<&'a T> {
        choices.get(usize::try_from(self.below(choices.len() as u64)).ok()?)
    }

    fn happens(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

/// The accepted environment of this seed.
pub(crate) fn generated(schema: &Json, seed: u64) -> Generated {
    let mut chance = Chance(seed);
    // Few settings at once meet few refusals; many at once meet each other.
    let share = [8, 20, 45, 70][usize::try_from(seed % 4).unwrap_or(0)];
    let mut settings = object(schema, schema, share, &mut chance);
    for _ in 0..400 {
        match emit(&settings) {
            Ok(emitted) => return Generated { seed, settings, emitted },
            Err(refused) => {
                let removed = refused.iter().filter(|setting| remove(&mut settings, setting)).count();
                if removed == 0 {
                    let paths = leaves(&settings);
                    let path = chance.one_of(&paths).cloned().unwrap_or_default();
                    assert!(!path.is_empty(), "seed {seed}: {BASE} itself is refused: {refused:?}");
                    remove(&mut settings, &path);
                }
            }
        }
    }
    panic!("seed {seed}: nothing is accepted of\n{}", text(&settings));
}

/// What is emitted, or the settings that the report is about.
fn emit(settings: &Json) -> Result<Emitted, Vec<String>> {
    let entry = PathBuf::from("environments/generated.toml");
    let text = format!("extends = \"{BASE}\"\n{}", text(settings));
    let mut read = |path: &Path| if path == entry { Ok(text.clone()) } else { read(path) };
    let name = "generated".parse().expect("it is a name");
    let draft = draft(&name, &entry, &[], &mut read).unwrap_or_else(|report| panic!("the syntax is wrong: {report}\n{text}"));
    let report =
        engine::rules::judge(&draft, None, &engine::Neighbours::default(), "2026-12-01".parse().expect("it is a day")).report;
    let findings = report.to_json();
    let errors = findings.as_array().into_iter().flatten().filter(|finding| finding["severity"] == "error");
    let refused: Vec<String> = errors.map(|finding| finding["setting"].as_str().unwrap_or_default().to_owned()).collect();
    let Some(environment) = draft.environment.filter(|_| refused.is_empty()) else { return Err(refused) };
    let files = synthesize(&environment).unwrap_or_else(|duplicates| panic!("{duplicates:?}\n{text}")).files;
    let documents = Documents::read(&files).unwrap_or_else(|error| panic!("{error}\n{text}"));
    Ok(Emitted { environment: "generated".to_owned(), texts: files, documents })
}

/// The settings as lines of TOML: a line for each section, its tables inline.
pub(crate) fn text(settings: &Json) -> String {
    let sections = settings.as_object().into_iter().flatten();
    let lines: Vec<String> = sections.map(|(key, value)| format!("{key} = {}\n", inline(value))).collect();
    lines.concat()
}

fn inline(value: &Json) -> String {
    match value {
        Json::Object(members) => {
            let members = members.iter().map(|(key, value)| format!("{} = {}", Json::from(key.as_str()), inline(value)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
        Json::Array(elements) => format!("[{}]", elements.iter().map(inline).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

/// The settings that are no tables, by their paths.
pub(crate) fn leaves(settings: &Json) -> Vec<String> {
    let mut found = Vec::new();
    collect(settings, "", &mut found);
    found
}

fn collect(value: &Json, path: &str, found: &mut Vec<String>) {
    match value.as_object() {
        Some(members) if !members.is_empty() => {
            for (key, value) in members {
                collect(value, &if path.is_empty() { key.clone() } else { format!("{path}\u{0}{key}") }, found);
            }
        }
        _ => found.push(path.to_owned()),
    }
}

/// Removes a setting, or the nearest one above it that is there; a path of the report's, or of [`leaves`].
fn remove(settings: &mut Json, path: &str) -> bool {
    let parts: Vec<String> = if path.contains('\u{0}') {
        path.split('\u{0}').map(str::to_owned).collect()
    } else {
        path.split(['.', '[']).map(|part| part.trim_matches(['"', ']']).to_owned()).collect()
    };
    let (mut at, mut depth) = (&*settings, 0);
    while let Some(inner) = parts.get(depth).and_then(|part| at.get(part)) {
        (at, depth) = (inner, depth + 1);
    }
    let Some((last, above)) = parts.get(..depth).and_then(<[String]>::split_last) else { return false };
    let mut holder = settings;
    for part in above {
        holder = &mut holder[part];
    }
    holder.as_object_mut().is_some_and(|members| members.remove(last).is_some())
}

/// A table with some of what it may hold.
fn object(root: &Json, schema: &Json, share: u64, chance: &mut Chance) -> Json {
    let mut members = Map::new();
    let required: BTreeSet<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
    for (key, inner) in schema["properties"].as_object().into_iter().flatten() {
        let is_wanted = required.contains(key.as_str()) || chance.happens(share);
        if is_wanted
            && !LEFT_OUT.contains(&key.as_str())
            && let Some(value) = value(root, inner, share, chance)
        {
            members.insert(key.clone(), value);
        }
    }
    let keyed = schema["patternProperties"].as_object().into_iter().flatten();
    let others = schema.get("additionalProperties").filter(|inner| inner.is_object());
    let keys = ["task-api", "worker", "a", "B2", "work_mem"];
    for (pattern, inner) in keyed.map(|(pattern, inner)| (Some(pattern), inner)).chain(others.map(|inner| (None, inner))) {
        let fits = |key: &&&str| {
            let schema = serde_json::json!({ "pattern": pattern.map_or("", String::as_str) });
            jsonschema::draft202012::is_valid(&schema, &Json::from(**key))
        };
        for key in keys.iter().filter(fits).take(usize::try_from(1 + chance.below(2)).unwrap_or(1)) {
            if let Some(value) = value(root, inner, share, chance) {
                members.insert((*key).to_owned(), value);
            }
        }
    }
    Json::Object(members)
}

/// A value that the schema admits; none where only synth itself knows a form.
fn value(root: &Json, schema: &Json, share: u64, chance: &mut Chance) -> Option<Json> {
    if let Some(pointer) = schema["$ref"].as_str().and_then(|reference| reference.strip_prefix('#')) {
        return value(root, root.pointer(pointer)?, share, chance);
    }
    for word in ["oneOf", "anyOf"] {
        if let Some(branches) = schema[word].as_array() {
            let branches: Vec<&Json> = branches.iter().filter(|branch| branch["type"] != "null").collect();
            return value(root, chance.one_of(&branches)?, share, chance);
        }
    }
    if let Some(constant) = schema.get("const") {
        return Some(constant.clone());
    }
    if let Some(listed) = schema["enum"].as_array() {
        return chance.one_of(listed).filter(|value| !value.is_null()).cloned();
    }
    let kind = match &schema["type"] {
        Json::Array(kinds) => kinds.iter().find(|kind| *kind != "null")?.as_str()?,
        kind => kind.as_str().unwrap_or_default(),
    };
    let examples = schema["examples"].as_array().map(Vec::as_slice).unwrap_or_default();
    match kind {
        "boolean" => Some(Json::from(chance.happens(50))),
        "integer" => {
            let least = schema["minimum"].as_i64().unwrap_or(0);
            let most = schema["maximum"].as_i64().unwrap_or(least.saturating_add(1000));
            let between = least.saturating_add(i64::try_from(chance.below(most.abs_diff(least).saturating_add(1))).unwrap_or(0));
            match chance.below(5) {
                0 => Some(Json::from(least)),
                1 => Some(Json::from(most)),
                2 if !examples.is_empty() => chance.one_of(examples).cloned(),
                _ => Some(Json::from(between)),
            }
        }
        "number" => chance.one_of(examples).cloned(),
        "string" => chance.one_of(examples).cloned().or_else(|| Some(Json::from("some text"))),
        "array" => {
            let least = schema["minItems"].as_u64().unwrap_or(0);
            let most = schema["maxItems"].as_u64().unwrap_or(least + 2);
            let length = least + chance.below(most - least + 1);
            let elements: Option<Vec<Json>> = (0..length).map(|_| value(root, &schema["items"], share, chance)).collect();
            let mut elements = elements?;
            if schema["uniqueItems"] == true {
                elements.dedup();
            }
            Some(Json::Array(elements))
        }
        _ if schema.get("allOf").is_some() => value(root, &schema["allOf"][0], share, chance),
        "object" => Some(object(root, schema, share, chance)),
        _ => None,
    }
}
