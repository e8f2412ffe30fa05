//! Every setting that the caller's type has, described: for a reference that people read, and for explaining one setting.
//!
//! Knows the JSON Schema only, and neither files nor values.

use schemars::JsonSchema;
use serde_json::Value as Json;

use crate::schema::{Schema, is_variant, of_files, written};

/// How deep settings are described; no type of ours nests as deeply, and one that holds itself ends here.
const DEEPEST: usize = 10;

/// One setting, described from its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Described {
    /// Its path, where `<name>` stands for a name of the user's and `[]` for an element of an array: `services.<name>.port`.
    pub path: String,
    /// What can be written there, in words.
    pub kind: String,
    /// The default as TOML writes it; none where the setting is needed or where leaving it out means something of its own.
    pub default: Option<String>,
    /// Whether the settings as a whole are refused without it, once the table that it stands in is there.
    pub is_needed: bool,
    /// What it means.
    pub meaning: String,
    /// A value as TOML writes it.
    pub example: Option<String>,
    /// Each word that can be written there, with what it means.
    pub choices: Vec<(String, String)>,
    /// Values that the type is known to take: its words, listed values, examples and bounds; of an array, one with a single element each.
    pub values: Vec<Json>,
}

/// All settings of the type, in the order of its fields; a table stands before what is in it.
pub fn described<T: JsonSchema>() -> Vec<Described> {
    let schema = Schema::of::<T>();
    let mut found = Vec::new();
    Walk { schema: &schema }.table(schema.root(), "", 0, &mut found);
    found
}

/// What a file can hold besides settings: `extends` and `unset`.
pub fn described_of_files() -> Vec<Described> {
    let schema = Schema::of_properties(of_files());
    let mut found = Vec::new();
    Walk { schema: &schema }.table(schema.root(), "", 0, &mut found);
    found
}

/// How many values are listed; of more of them only the first and the last.
const MOST_VALUES: usize = 12;

struct Walk<'a> {
    schema: &'a Schema,
}

impl Walk<'_> {
    /// What stands in a table.
    fn table(&self, table: &Json, path: &str, depth: usize, found: &mut Vec<Described>) {
        if depth > DEEPEST {
            return;
        }
        for view in self.schema.views(table) {
            let required: Vec<&str> =
                view.get("required").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str).collect();
            // A word of an enum that has settings of its own is a table with one key: it is one of several, and never needed.
            let is_choice = is_variant(view);
            for (key, setting) in view.get("properties").and_then(Json::as_object).into_iter().flatten() {
                let is_needed = !is_choice && required.contains(&key.as_str());
                // A word's own comment is its table's.
                self.setting(setting, &joined(path, key), is_needed, depth, if is_choice { view } else { &Json::Null }, found);
            }
            let by_name = view.get("patternProperties").and_then(Json::as_object).and_then(|patterns| patterns.values().next());
            let any = view.get("additionalProperties").filter(|schema| schema.is_object());
            if let Some(setting) = by_name.or(any) {
                self.setting(setting, &joined(path, "<name>"), false, depth, table, found);
            }
        }
    }

    /// One setting and what stands in it; `around` is what describes it where neither it nor its type does.
    fn setting(&self, setting: &Json, path: &str, is_needed: bool, depth: usize, around: &Json, found: &mut Vec<Described>) {
        let default = self.schema.default(setting).and_then(written);
        found.push(Described {
            path: path.to_owned(),
            kind: self.kind(setting),
            is_needed: is_needed && default.is_none(),
            default,
            meaning: Some(self.meaning(setting)).filter(|meaning| !meaning.is_empty()).unwrap_or_else(|| self.meaning(around)),
            example: self.schema.written_example(setting),
            choices: self.choices(setting),
            values: self.values(setting),
        });
        self.table(setting, path, depth + 1, found);
        let items = self.schema.views(setting).into_iter().find_map(|view| view.get("items"));
        if let Some(items) = items {
            self.table(items, &format!("{path}[]"), depth + 1, found);
        }
    }

    /// What the setting's own comment says, or else its type's.
    fn meaning(&self, setting: &Json) -> String {
        let own = |view: &Json| view.get("description").and_then(Json::as_str).map(str::to_owned);
        let meaning = own(setting).or_else(|| self.schema.views(setting).into_iter().find_map(own));
        meaning.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn kind(&self, setting: &Json) -> String {
        let views = self.schema.views(setting);
        if let Some(items) = views.iter().find_map(|view| view.get("items")) {
            return format!("array of {}", self.kind(items));
        }
        let words = self.choices(setting);
        if !words.is_empty() {
            // A table that one word can stand for.
            let is_table = views.iter().any(|view| view.get("properties").is_some() && !is_variant(view));
            let table = is_table.then(|| "table".to_owned());
            // A number that stands for itself beside a range, such as 0 for "off", or a word beside a number.
            let ranges = views.iter().filter_map(|view| match (view.get("minimum"), view.get("maximum")) {
                (Some(low), Some(high)) => Some(format!("whole number from {low} to {high}")),
                (Some(low), None) => Some(format!("whole number from {low}")),
                _ => view.get("exclusiveMinimum").map(|low| format!("number above {low}")),
            });
            // Any text beside what only a table says.
            let is_text = |view: &&Json| {
                view.get("type") == Some(&Json::from("string")) && ["const", "enum"].iter().all(|word| view.get(word).is_none())
            };
            let text = views.iter().find(|view| is_text(view)).map(|view| match view.get("title").and_then(Json::as_str) {
                Some(title) => format!("string: {title}"),
                None => "string".to_owned(),
            });
            return text
                .into_iter()
                .chain(table)
                .chain(words.into_iter().map(|(word, _)| word))
                .chain(ranges)
                .collect::<Vec<_>>()
                .join(", ");
        }
        if let Some(values) = views.iter().find_map(|view| view.get("enum")?.as_array()) {
            let values: Vec<String> = values.iter().filter_map(written).map(|value| format!("`{value}`")).collect();
            return match values.as_slice() {
                [first, second, .., last] if values.len() > MOST_VALUES => {
                    format!("one of {}: {first}, {second}, … {last}", values.len())
                }
                _ => values.join(", "),
            };
        }
        // What the type is called says more than that it is a string.
        let title = views.iter().find_map(|view| view.get("title")?.as_str());
        let kind = views.iter().find_map(|view| match view.get("type")? {
            Json::String(kind) => Some(kind.as_str()),
            Json::Array(kinds) if kinds.len() > 2 => Some("any"),
            Json::Array(kinds) => kinds.iter().filter_map(Json::as_str).find(|kind| *kind != "null"),
            _ => None,
        });
        let kind = match kind {
            Some("boolean") => return "`true` or `false`".to_owned(),
            Some("integer") => "whole number",
            Some("number") => "number",
            Some("object") => return "table".to_owned(),
            Some("any") => return "any value".to_owned(),
            _ => "string",
        };
        let range = views.iter().find_map(|view| {
            let bound = |word: &str| view.get(word).map(Json::to_string);
            match (bound("minimum"), bound("maximum")) {
                (Some(low), Some(high)) => Some(format!(" from {low} to {high}")),
                (Some(low), None) if low != "0" => Some(format!(" from {low}")),
                _ => None,
            }
        });
        let title = title.map(|title| format!(": {title}")).unwrap_or_default();
        format!("{kind}{}{title}", range.unwrap_or_default())
    }

    /// Values that the type is known to take, each once.
    fn values(&self, setting: &Json) -> Vec<Json> {
        let views = self.schema.views(setting);
        if let Some(items) = views.iter().find_map(|view| view.get("items")) {
            return self.values(items).into_iter().map(|value| Json::Array(vec![value])).collect();
        }
        let list = |view: &Json, word: &str| view.get(word).and_then(Json::as_array).cloned().unwrap_or_default();
        let mut values: Vec<Json> = Vec::new();
        for view in views {
            let one = ["const", "minimum", "maximum"].into_iter().filter_map(|word| view.get(word).cloned());
            let several = ["examples", "enum"].into_iter().flat_map(|word| list(view, word));
            let found: Vec<Json> = several.chain(one).filter(|value| written(value).is_some()).collect();
            for value in found {
                if !values.contains(&value) {
                    values.push(value);
                }
            }
        }
        values
    }

    /// The words of an enum with their meanings; a word that has settings of its own is `{ word = … }`.
    fn choices(&self, setting: &Json) -> Vec<(String, String)> {
        let mut choices = Vec::new();
        for view in self.schema.views(setting) {
            let meaning = || {
                let text = view.get("description").and_then(Json::as_str).unwrap_or_default();
                text.split_whitespace().collect::<Vec<_>>().join(" ")
            };
            if let Some(word) = view.get("const").and_then(written) {
                choices.push((format!("`{word}`"), meaning()));
            } else if is_variant(view) {
                let words = view.get("properties").and_then(Json::as_object).into_iter().flat_map(|properties| properties.keys());
                choices.extend(words.map(|word| (format!("`{{ {word} = … }}`"), meaning())));
            }
        }
        choices
    }
}

fn joined(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
