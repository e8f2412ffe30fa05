//! A setting explained: what it takes, what it is in each environment, and what it touches.

use std::cell::RefCell;
use std::collections::BTreeMap;

use anyhow::Result;
use domain::EnvironmentName;
use serde_json::Value as Json;
use settings::{Described, Origin, Override, Segment, Setting, SettingPath};

use super::document::{
    AttributeDocument, BlockDocument, ChangeDocument, ChoiceDocument, SettingDocument, TouchesDocument, ValueDocument,
};
use crate::commands::source::Source;
use crate::view::progress::Progress;
use crate::view::secret;
use engine::explanation::{AttributeChange, Bench, Effect, Outcome, Trial, completed, concrete, matches, toml, value_of};

pub(super) fn explained(
    path: &SettingPath,
    described: &[Described],
    source: &Source,
    environments: &[EnvironmentName],
) -> Result<SettingDocument> {
    let of_path: Vec<&Described> = described.iter().filter(|setting| matches(&setting.path, path)).collect();
    let setting = of_path.first().expect("only a setting is explained as one");
    let mut values = Vec::new();
    let mut touches = Vec::new();
    for name in environments {
        let Ok(draft) = source.workspace().draft(name)? else {
            values.push(unreadable(name, path));
            continue;
        };
        let settings: Vec<Setting> = draft.layers.settings().collect();
        if let Some(absent) = absent(path, setting, &settings) {
            values.push(ValueDocument { origin: absent.clone(), ..unreadable(name, path) });
            if touches.is_empty() {
                touches = vec![nothing(name, path, absent)];
            }
            continue;
        }
        let paths = concrete(path, &settings);
        values.extend(paths.iter().map(|path| value(name, path, setting, &settings, &draft.layers)));
        if paths.is_empty() {
            values.push(ValueDocument { origin: "not set".to_owned(), ..unreadable(name, path) });
        }
        // One environment is enough, if only it tells anything.
        if touches.iter().all(|it: &TouchesDocument| it.unknown.is_some()) {
            let here = touched(name, path, setting, described, &settings, source);
            if touches.is_empty() || here.iter().any(|it| it.unknown.is_none()) {
                touches = here;
            }
        }
    }
    let Described { path: generic, kind, default, is_needed, meaning, example, choices, values: _ } = setting;
    let inside = described.iter().filter(|other| is_inside(other, setting)).map(|other| other.path.clone());
    Ok(SettingDocument {
        path: generic.clone(),
        meaning: meaning.clone(),
        takes: kind.clone(),
        choices: choices.iter().map(|(value, meaning)| choice(value, meaning)).collect(),
        default: default.clone(),
        is_needed: *is_needed,
        example: example.clone(),
        inside: inside.collect(),
        values,
        touches,
    })
}

/// What is said when the path goes through a name of the user's that nothing has, such as a service that is not there.
fn absent(path: &SettingPath, setting: &Described, settings: &[Setting]) -> Option<String> {
    let steps = setting.path.split('.').zip(path.segments()).enumerate();
    for (position, (step, segment)) in steps {
        let Segment::Key(name) = segment else { return None };
        if step.ends_with("[]") {
            return None;
        }
        let named = SettingPath::from(path.segments()[..=position].to_vec());
        let is_users = step == "<name>" && name != "<name>";
        if is_users && path.segments().len() > position + 1 && !settings.iter().any(|it| it.path.is_within(&named)) {
            let around = SettingPath::from(path.segments()[..position].to_vec());
            let there = concrete(&around.clone().key("<name>"), settings);
            let there: Vec<String> = there.iter().map(|path| format!("`{path}`")).collect();
            return Some(match there.as_slice() {
                [] => format!("there is no `{named}` here: `{around}` holds nothing"),
                there => format!("there is no `{named}` here, only {}", there.join(", ")),
            });
        }
    }
    None
}

/// What a file can hold besides settings, explained.
pub(super) fn of_files(word: &str) -> Option<SettingDocument> {
    let described = settings::described_of_files().into_iter().find(|described| described.path == word)?;
    let Described { path, kind, default, is_needed, meaning, example, choices: _, values: _ } = described;
    Some(SettingDocument {
        path,
        meaning,
        takes: kind,
        choices: Vec::new(),
        default,
        is_needed,
        example,
        inside: Vec::new(),
        values: Vec::new(),
        touches: Vec::new(),
    })
}

/// Whether a setting stands in another one, and in none in between.
fn is_inside(other: &Described, setting: &Described) -> bool {
    let around = other.path.rsplit_once('.').map(|(around, _)| around);
    around.is_some_and(|around| around.trim_end_matches("[]") == setting.path)
}

fn choice(value: &str, meaning: &str) -> ChoiceDocument {
    ChoiceDocument { value: value.trim_matches('`').to_owned(), meaning: meaning.to_owned() }
}

/// What stands in place of where a setting was set, when nothing can be told.
pub(super) const UNREADABLE: &str = "its files cannot be read";

fn unreadable(name: &EnvironmentName, path: &SettingPath) -> ValueDocument {
    ValueDocument { environment: name.to_string(), path: path.to_string(), value: None, origin: UNREADABLE.to_owned() }
}

fn value(
    name: &EnvironmentName,
    path: &SettingPath,
    described: &Described,
    settings: &[Setting],
    layers: &settings::Layers,
) -> ValueDocument {
    let (environment, path_text) = (name.to_string(), path.to_string());
    let document = |value: Option<Json>, origin: String| {
        let value = value.map(|value| secret::shown_setting(&path_text, &value));
        ValueDocument { environment, path: path_text.clone(), value, origin: secret::typed(&origin) }
    };
    if let Some(value) = value_of(path, settings) {
        return document(Some(value), layers.origin(path).to_string());
    }
    let inside = settings.iter().filter(|setting| setting.path.is_within(path)).count();
    match (inside, described.default.as_deref().and_then(|default| serde_json::from_str(default).ok())) {
        (0, Some(default)) => document(Some(default), layers.origin(path).to_string()),
        (0, None) => match layers.origin(path) {
            Origin::Unset { by } => document(None, format!("not set: taken away at {by}")),
            _ => document(None, "not set".to_owned()),
        },
        (1, _) => document(None, format!("1 setting in it, {}", layers.origin(path))),
        (inside, _) => document(None, format!("{inside} settings in it, {}", layers.origin(path))),
    }
}

fn touched(
    name: &EnvironmentName,
    path: &SettingPath,
    setting: &Described,
    described: &[Described],
    settings: &[Setting],
    source: &Source,
) -> Vec<TouchesDocument> {
    let emitted = match source.workspace().tried(name, &[]) {
        Ok(emitted) => emitted,
        Err(reason) => return vec![nothing(name, path, format!("{name} is refused: {reason}"))],
    };
    let synthesize = |changes: &[Override]| source.workspace().tried(name, changes);
    let bench =
        Bench { synthesize: &synthesize, described, settings, emitted: &emitted, wanted: None, telling: RefCell::default() };
    let paths = concrete(path, settings);
    if !paths.is_empty() {
        return paths.iter().map(|path| of_path(name, &bench, path, setting)).collect();
    }
    let some = bench.some_names().into_iter();
    let tried = some.flat_map(|some| completed(path, settings, &some)).map(|path| of_path(name, &bench, &path, setting));
    let mut refused = None;
    for touches in tried {
        if touches.unknown.is_none() {
            return vec![touches];
        }
        refused = Some(touches);
    }
    refused.into_iter().collect()
}

fn of_path(name: &EnvironmentName, bench: &Bench<'_>, path: &SettingPath, setting: &Described) -> TouchesDocument {
    let is_element = |path: &SettingPath| path.segments().iter().any(|segment| matches!(segment, Segment::Index(_)));
    if is_element(path) && value_of(path, bench.settings).is_none() {
        return nothing(name, path, "there is no such element that could be changed".to_owned());
    }
    let section = || TouchesDocument { blocks: of_section(bench, path), unknown: None, ..nothing(name, path, String::new()) };
    if bench.is_section(path, setting) {
        return section();
    }
    match bench.outcome_with_neighbours(path, setting) {
        // Where an empty section changes nothing, it is as if it were there.
        Outcome::Tried(Trial { effects, .. }) if setting.kind == "table" && effects.is_empty() => section(),
        Outcome::Tried(Trial { value, with, is_alone, effects, consequences }) => TouchesDocument {
            tried: Some(secret::shown_setting(&path.to_string(), &value)),
            with: with
                .iter()
                .map(|(path, value)| format!("{path}={}", toml(&secret::shown_setting(&path.to_string(), value))))
                .collect(),
            is_alone,
            blocks: {
                let beside = secret::Beside::of([bench.emitted]);
                effects.into_iter().map(|effect| block(effect, &beside)).collect()
            },
            consequences,
            unknown: None,
            ..nothing(name, path, String::new())
        },
        Outcome::Refused { tried, rejections } => {
            let reason = rejections.first().map(ToString::to_string).unwrap_or_default();
            let values = if tried == 1 { "the one other value that was tried is" } else { "the other values that were tried are" };
            nothing(name, path, format!("{values} refused: {reason}"))
        }
        Outcome::Excluded { by } => nothing(name, path, format!("`{by}` is set, and one excludes the other")),
        Outcome::Nothing => nothing(name, path, "no other value is known that could be tried".to_owned()),
    }
}

fn nothing(name: &EnvironmentName, path: &SettingPath, unknown: String) -> TouchesDocument {
    let (environment, path) = (name.to_string(), path.to_string());
    TouchesDocument {
        environment,
        path,
        tried: None,
        with: Vec::new(),
        is_alone: true,
        blocks: Vec::new(),
        consequences: Vec::new(),
        unknown: Some(unknown),
    }
}

/// What the settings of a section touch, each tried by itself.
fn of_section(bench: &Bench<'_>, section: &SettingPath) -> Vec<BlockDocument> {
    let mut inside: Vec<(SettingPath, &Described)> = Vec::new();
    for described in bench.described.iter().filter(|it| it.kind != "table") {
        let paths =
            bench.some_names().into_iter().flat_map(|name| completed(&described.path.as_str().into(), bench.settings, &name));
        for path in paths.filter(|path| path.is_within(section)) {
            if inside.iter().all(|(known, _)| *known != path) {
                inside.push((path, described));
            }
        }
    }
    let mut progress = Progress::new("settings tried");
    let beside = secret::Beside::of([bench.emitted]);
    let mut blocks: BTreeMap<String, BlockDocument> = BTreeMap::new();
    for (number, (path, described)) in inside.iter().enumerate() {
        progress.step(number, inside.len());
        let Outcome::Tried(Trial { effects, .. }) = bench.outcome(path, described) else { continue };
        for effect in effects.into_iter().map(|effect| block(effect, &beside)) {
            match blocks.get_mut(&effect.address) {
                None => drop(blocks.insert(effect.address.clone(), effect)),
                Some(known) => {
                    let is_new = |it: &AttributeDocument| known.attributes.iter().all(|other| other.path != it.path);
                    let new: Vec<AttributeDocument> = effect.attributes.into_iter().filter(is_new).collect();
                    known.attributes.extend(new);
                }
            }
        }
    }
    blocks.into_values().collect()
}

/// Every setting that the reference describes, with the names that the user gave.
pub(super) fn all_concrete<'d>(described: &'d [Described], settings: &[Setting]) -> Vec<(SettingPath, &'d Described)> {
    let of = |it: &'d Described| concrete(&it.path.as_str().into(), settings).into_iter().map(move |path| (path, it));
    described.iter().flat_map(of).collect()
}

fn block(effect: Effect, beside: &secret::Beside) -> BlockDocument {
    match effect {
        Effect::Added { address } => BlockDocument { address, change: ChangeDocument::Added, attributes: Vec::new() },
        Effect::Removed { address } => BlockDocument { address, change: ChangeDocument::Removed, attributes: Vec::new() },
        Effect::Changed { address, attributes } => {
            let attribute = |AttributeChange { path, before, after }| {
                let shown = |value: Option<terraform::Json>| value.map(|value| beside.shown(&path, &value));
                AttributeDocument { before: shown(before), after: shown(after), path }
            };
            let attributes = attributes.into_iter().map(attribute).collect();
            BlockDocument { address, change: ChangeDocument::Changed, attributes }
        }
    }
}
