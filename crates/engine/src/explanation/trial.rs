//! Trying a setting: another value in memory, and what is emitted with it against what is emitted now.
//!
//! It must not know what an environment is: it sees settings, and documents that come of them.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};
use settings::{Described, Override, Rejection, Setting, SettingPath};
use terraform::read::Documents;

use super::effect::{Effect, effects, on_what_stands};
use super::pattern::{matches, names};
use super::values::others;

/// Another value that changes nothing in what is emitted is followed by so many others before that is believed.
const IDLE: usize = 4;

/// Of a setting beside the one that is tried so many values are tried with it.
const OF_A_NEIGHBOUR: usize = 6;

/// A name that nothing has.
const SOME_NAME: &str = "example";

/// What trying settings takes.
pub struct Bench<'a> {
    /// What is emitted with some settings changed, or why that is refused.
    pub synthesize: &'a dyn Fn(&[Override]) -> Result<Documents, Rejection>,
    /// All settings that there are.
    pub described: &'a [Described],
    /// Those that stand somewhere.
    pub settings: &'a [Setting],
    /// What is emitted as things are.
    pub emitted: &'a Documents,
    /// The address of the one block that is asked for; none when all are.
    pub wanted: Option<&'a str>,
    /// What is known already of tables that are not there: whether they say something by being there.
    pub telling: RefCell<BTreeMap<SettingPath, bool>>,
}

/// What came of trying a setting.
pub enum Outcome {
    /// With this other value something is emitted.
    Tried(Trial),
    /// Every other value was refused.
    Refused {
        /// How many were tried.
        tried: usize,
        /// Why, each time.
        rejections: Vec<Rejection>,
    },
    /// A setting is there beside which this one cannot be.
    Excluded {
        /// The other one.
        by: SettingPath,
    },
    /// No other value is known.
    Nothing,
}

/// Another value of a setting, and what it changes.
pub struct Trial {
    /// The value that was tried.
    pub value: Json,
    /// What has to be set besides, so that the setting says something.
    pub with: Vec<(SettingPath, Json)>,
    /// Whether that alone is accepted and taken for granted, so that the effects are the setting's own; else they are all settings'.
    pub is_alone: bool,
    /// What differs.
    pub effects: Vec<Effect>,
    /// What the change does to an environment that stands, beyond that: a line each.
    pub consequences: Vec<String>,
}

impl Bench<'_> {
    /// What a setting of the user's touches; a table is touched when it comes or goes.
    pub fn outcome(&self, path: &SettingPath, described: &Described) -> Outcome {
        if let Some(by) = self.excluding(path) {
            return Outcome::Excluded { by };
        }
        let with = self.with(path, described);
        let values = self.values(path, described, &with);
        if values.is_empty() {
            return Outcome::Nothing;
        }
        match self.first_accepted(path, described, &values, &with) {
            Ok(trial) => Outcome::Tried(trial),
            Err(rejections) => Outcome::Refused { tried: values.len(), rejections },
        }
    }

    /// As [`Bench::outcome`], and where the setting depends on one beside it, as its refusals say, with another value of that one too.
    pub fn outcome_with_neighbours(&self, path: &SettingPath, described: &Described) -> Outcome {
        let outcome = self.outcome(path, described);
        let (Outcome::Refused { rejections, .. }, Some(table)) = (&outcome, path.parent()) else { return outcome };
        let values = self.values(path, described, &[]);
        let inside = self.described(&table).map(|table| self.inside(table).collect::<Vec<_>>()).unwrap_or_default();
        let beside = inside.into_iter().map(|known| (table.clone().key(last(&known.path)), known));
        // What the table needs anyway is named by no refusal.
        let is_named = |known: &Described| known.is_needed || rejections.iter().any(|rejection| rejection.names(last(&known.path)));
        let beside: Vec<_> = beside.filter(|(other, known)| other != path && known.kind != "table" && is_named(known)).collect();
        let others_of = |(other, known): &(SettingPath, &Described)| -> Vec<(SettingPath, Json)> {
            let values = others(known, self.holds(other, known, &[]).as_ref()).into_iter();
            values.take(OF_A_NEIGHBOUR).map(|value| (other.clone(), value)).collect()
        };
        let neighbours: Vec<(SettingPath, Json)> = beside.iter().flat_map(others_of).collect();
        let alone =
            neighbours.iter().find_map(|with| self.first_accepted(path, described, &values, std::slice::from_ref(with)).ok());
        alone.or_else(|| self.first_accepted_together(path, &values, &neighbours)).map_or(outcome, Outcome::Tried)
    }

    /// Whether a setting is a section that is there, and be it empty: what it touches is what the settings in it touch.
    pub fn is_section(&self, path: &SettingPath, described: &Described) -> bool {
        let holds_settings = |setting: &Setting| setting.path != *path || setting.value.as_object().is_some_and(Map::is_empty);
        let is_there = self.settings.iter().any(|setting| setting.path.is_within(path) && holds_settings(setting));
        is_there && self.inside(described).next().is_some()
    }

    /// Whether a table that is not there says something merely by being there.
    fn says_something(&self, table: &SettingPath) -> bool {
        if let Some(known) = self.telling.borrow().get(table) {
            return *known;
        }
        let with = self.synthesized(&[(table.clone(), Json::Object(Map::new()))]);
        let says = with.is_ok_and(|with| !effects(self.emitted, &with).is_empty());
        self.telling.borrow_mut().insert(table.clone(), says);
        says
    }

    /// The word of an enum's, with settings of its own, that is set instead of the one in the path.
    fn excluding(&self, path: &SettingPath) -> Option<SettingPath> {
        let mut at = path.clone();
        while let Some(around) = at.parent() {
            let is_choice = self.described(&around).is_some_and(|it| it.choices.iter().any(|(word, _)| word.starts_with("`{")));
            let other = self.settings.iter().find(|it| it.path != around && it.path.is_within(&around) && !it.path.is_within(&at));
            if let (true, Some(other)) = (is_choice, other) {
                return Some(SettingPath::from(other.path.segments()[..at.segments().len()].to_vec()));
            }
            at = around;
        }
        None
    }

    /// The values to be tried.
    fn values(&self, path: &SettingPath, described: &Described, with: &[(SettingPath, Json)]) -> Vec<Json> {
        let holds = self.holds(path, described, with);
        if let (Some(example @ Json::Object(_)), None) = (self.example(path, described), &holds) {
            return vec![example];
        }
        // A word that has settings of its own is another value as well.
        let words = self.inside(described).filter(|_| described.kind != "table");
        let tables = words.filter_map(|word| {
            let key = last(&word.path);
            Some(Json::Object(Map::from_iter([(key.to_owned(), self.example(&path.clone().key(key), word)?)])))
        });
        let mut values = others(described, holds.as_ref());
        values.extend(tables);
        values
    }

    /// Names to be tried where the user gave none: some are free to choose, others have to be those of something that is there.
    pub fn some_names(&self) -> Vec<String> {
        names(self.described, self.settings).into_iter().chain([SOME_NAME.to_owned()]).collect()
    }

    /// The reference's words for a setting.
    pub fn described(&self, path: &SettingPath) -> Option<&Described> {
        self.described.iter().find(|described| matches(&described.path, path))
    }

    /// The first value that is accepted and changes something; one that changes nothing if there is no other, else the refusals.
    fn first_accepted(
        &self,
        path: &SettingPath,
        described: &Described,
        values: &[Json],
        with: &[(SettingPath, Json)],
    ) -> Result<Trial, Vec<Rejection>> {
        let before = if with.is_empty() { None } else { Some(self.synthesized(with).map_err(|rejection| vec![rejection])?) };
        let before = before.as_ref().unwrap_or(self.emitted);
        let mut idle: Vec<Trial> = Vec::new();
        let mut rejections = Vec::new();
        for value in values {
            let changes: Vec<(SettingPath, Json)> = with.iter().cloned().chain([(path.clone(), value.clone())]).collect();
            match self.synthesized(&changes) {
                Ok(after) => {
                    let trial = self.trial(value, with, true, (before, &after));
                    if self.is_wanted(&trial.effects) {
                        return Ok(trial);
                    }
                    // Each word means something of its own; of numbers and texts one is like the others.
                    let is_like_others = described.choices.is_empty() && !trial.effects.is_empty();
                    idle.push(trial);
                    if idle.len() == IDLE || is_like_others {
                        break;
                    }
                }
                Err(rejection) => rejections.push(rejection),
            }
        }
        idle.into_iter().next().ok_or(rejections)
    }

    fn is_wanted(&self, effects: &[Effect]) -> bool {
        self.wanted.map_or(!effects.is_empty(), |wanted| effects.iter().any(|effect| effect.address() == wanted))
    }

    /// Two settings that are accepted only with one another.
    fn first_accepted_together(&self, path: &SettingPath, values: &[Json], neighbours: &[(SettingPath, Json)]) -> Option<Trial> {
        values.iter().flat_map(|value| neighbours.iter().map(move |with| (value, with))).find_map(|(value, with)| {
            let after = self.synthesized(&[with.clone(), (path.clone(), value.clone())]).ok()?;
            Some(self.trial(value, std::slice::from_ref(with), false, (self.emitted, &after)))
        })
    }

    fn trial(
        &self,
        value: &Json,
        with: &[(SettingPath, Json)],
        is_alone: bool,
        (before, after): (&Documents, &Documents),
    ) -> Trial {
        let effects = effects(before, after);
        // Who asks for one block wants to know what shapes it.
        let consequences = if self.wanted.is_none() { on_what_stands(before, after) } else { Vec::new() };
        Trial { value: value.clone(), with: with.to_vec(), is_alone, effects, consequences }
    }

    fn synthesized(&self, changes: &[(SettingPath, Json)]) -> Result<Documents, Rejection> {
        let mut overrides = Vec::new();
        for (path, value) in changes {
            // An element is no setting of its own to an override: its whole array is set anew.
            let (path, value) =
                self.whole(path, value).ok_or_else(|| Rejection::of_text("it stands in an array that is not there".to_owned()))?;
            let text = format!("{path}={}", toml(&value));
            overrides.push(Override::parse(&text).map_err(|error| Rejection::of_text(error.to_string()))?);
        }
        (self.synthesize)(&overrides)
    }

    /// The setting, or the array around it with the value in it.
    fn whole(&self, path: &SettingPath, value: &Json) -> Option<(SettingPath, Json)> {
        let Some(array) = self.settings.iter().find(|setting| setting.value.is_array() && path.is_within(&setting.path)) else {
            return Some((path.clone(), value.clone()));
        };
        let mut whole = array.value.clone();
        let mut at = &mut whole;
        for segment in &path.segments()[array.path.segments().len()..] {
            at = match segment {
                settings::Segment::Index(index) => at.get_mut(index)?,
                settings::Segment::Key(key) => at.as_object_mut()?.entry(key).or_insert(Json::Null),
            };
        }
        *at = value.clone();
        Some((array.path.clone(), whole))
    }

    /// The value that holds: as set, as given with it, or by default.
    fn holds(&self, path: &SettingPath, described: &Described, with: &[(SettingPath, Json)]) -> Option<Json> {
        let set = value_of(path, self.settings);
        let given = || with.iter().find(|(given, _)| given == path).map(|(_, value)| value.clone());
        set.or_else(given).or_else(|| serde_json::from_str(described.default.as_deref()?).ok())
    }

    /// What has to be set so that the setting can be: the needed settings of each table around it that is not there.
    fn with(&self, path: &SettingPath, described: &Described) -> Vec<(SettingPath, Json)> {
        let mut with = Vec::new();
        let mut table = path.parent();
        while let Some(around) = table.filter(|table| !table.segments().is_empty()) {
            let is_there = self.settings.iter().any(|setting| setting.path.is_within(&around));
            if let (false, Some(described)) = (is_there, self.described(&around)) {
                let needed: Vec<&Described> = self.inside(described).filter(|it| it.is_needed).collect();
                if needed.is_empty() && described.kind == "table" && self.says_something(&around) {
                    with.push((around.clone(), Json::Object(Map::new())));
                }
                for inside in needed {
                    let inside_path = around.clone().key(last(&inside.path));
                    if !path.is_within(&inside_path) {
                        let used: Vec<&Json> = with.iter().map(|(_, value)| value).collect();
                        let example = self.example(&inside_path, inside).map(|value| unlike(value, inside, &used));
                        with.extend(example.map(|value| (inside_path, value)));
                    }
                }
            }
            table = around.parent();
        }
        // A table has to be there before what is in it is set.
        with.sort_by_key(|(path, _)| path.segments().len());
        if described.is_needed && value_of(path, self.settings).is_none() {
            let used: Vec<&Json> = with.iter().map(|(_, value)| value).collect();
            let example = self.example(path, described).map(|value| unlike(value, described, &used));
            with.extend(example.map(|value| (path.clone(), value)));
        }
        with
    }

    /// A value for the setting; of a table, what it needs at the least.
    fn example(&self, path: &SettingPath, described: &Described) -> Option<Json> {
        if let Some(value) = described.values.first() {
            return Some(value.clone());
        }
        if described.kind == "table" {
            let mut members = Map::new();
            for inside in self.inside(described).filter(|it| it.is_needed) {
                let key = last(&inside.path);
                let used: Vec<&Json> = members.values().collect();
                let value = unlike(self.example(&path.clone().key(key), inside)?, inside, &used);
                members.insert(key.to_owned(), value);
            }
            return Some(Json::Object(members));
        }
        match described.kind.as_str() {
            kind if kind.starts_with("string") => Some("example".into()),
            kind if kind.starts_with("`true`") => Some(true.into()),
            kind if kind.starts_with("whole number") => Some(1.into()),
            // One word of several that each have settings of their own.
            kind if kind.starts_with("`{") => {
                let inside = self.inside(described).next()?;
                let key = last(&inside.path);
                Some(Json::Object(Map::from_iter([(key.to_owned(), self.example(&path.clone().key(key), inside)?)])))
            }
            _ => None,
        }
    }

    /// The settings that stand in a table.
    fn inside<'s>(&'s self, table: &'s Described) -> impl Iterator<Item = &'s Described> {
        self.described.iter().filter(|it| it.path.rsplit_once('.').is_some_and(|(around, _)| around == table.path))
    }
}

/// The value of a setting as it stands, also of one that stands in an array.
pub fn value_of(path: &SettingPath, settings: &[Setting]) -> Option<Json> {
    let around = settings.iter().find(|setting| path.is_within(&setting.path))?;
    let mut value = &around.value;
    for segment in &path.segments()[around.path.segments().len()..] {
        value = match segment {
            settings::Segment::Index(index) => value.get(index)?,
            settings::Segment::Key(key) => value.get(key)?,
        };
    }
    Some(value.clone())
}

/// The value, or another one when it was used before: what begins and what ends at the same time would say nothing.
fn unlike(value: Json, described: &Described, used: &[&Json]) -> Json {
    let is_used = |value: &Json| value.is_string() && used.contains(&value);
    if !is_used(&value) {
        return value;
    }
    others(described, Some(&value)).into_iter().find(|other| !is_used(other)).unwrap_or(value)
}

fn last(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(_, last)| last)
}

/// A value as TOML writes it on one line.
pub fn toml(value: &Json) -> String {
    match value {
        Json::Array(elements) => format!("[{}]", elements.iter().map(toml).collect::<Vec<_>>().join(", ")),
        Json::Object(members) => {
            let members: Vec<String> = members
                .iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(key, value)| format!("{} = {}", SettingPath::root().key(key), toml(value)))
                .collect();
            if members.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", members.join(", ")) }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => value.to_string(),
    }
}
