//! A fault of the settings themselves, in words: what is wrong, where, what would be right.
//!
//! Knows the tree and the schema, and nothing of how a report looks.

use crate::in_table;
use crate::meant;
use crate::path::{Segment, SettingPath, written_key};
use crate::refusal::{Kind, Refusal};
use crate::schema::Schema;
use crate::source::Spot;
use crate::takes::Takes;
use crate::tree::{Node, Value};
use crate::wording;

/// Of more settings than this nobody reads the list.
const MOST_LISTED: usize = 12;

/// Something that the type of the settings, or TOML itself, does not take.
#[derive(Clone, Debug)]
pub struct Fault {
    /// `None` where no setting could be told, as in a fault of syntax.
    pub(crate) setting: Option<SettingPath>,
    pub(crate) message: String,
    /// What the caret says, where the message does not name the setting.
    pub(crate) label: Option<String>,
    pub(crate) help: Option<String>,
    /// A value without quotes that is no TOML, as written: what it should be depends on its setting.
    pub(crate) unquoted: Option<String>,
    pub(crate) is_missing: bool,
    pub(crate) is_unknown: bool,
    /// `None` for a file that cannot be read.
    pub(crate) spot: Option<Spot>,
}

impl Fault {
    /// The setting at fault; `None` for a fault of syntax or of a whole file.
    pub fn setting(&self) -> Option<&SettingPath> {
        self.setting.as_ref()
    }

    /// What is wrong.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Whether a setting that is needed is missing.
    pub fn is_of_missing_setting(&self) -> bool {
        self.is_missing
    }

    /// Whether there is no setting of this name where it stands.
    pub fn is_of_unknown_setting(&self) -> bool {
        self.is_unknown
    }

    /// Says what to write instead, in other words than those that the type gives.
    pub fn advise(&mut self, help: impl Into<String>) {
        self.help = Some(help.into());
    }

    /// What would be right.
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// Whether its words depend on what its setting takes.
    pub(crate) fn depends_on_setting(&self) -> bool {
        self.unquoted.is_some()
    }

    /// Words a value that is no TOML by what its setting takes.
    pub(crate) fn reword(&mut self, schema: &Schema) {
        let Some(raw) = &self.unquoted else { return };
        let takes = self.setting.as_ref().and_then(|setting| Takes::at(setting, schema));
        let (message, help) = meant::unquoted(raw, takes.as_ref());
        self.message = message;
        // What the setting is says more than nothing.
        self.help = help.or_else(|| described(self.setting.as_ref()?, schema));
    }

    /// Words what the type refused in `tree`; `None` if that stands in no file, so that no user can mend it.
    ///
    /// `is_right` tells whether the type takes a value, as TOML writes it, at a setting: what is not right is not advised.
    pub(crate) fn of(
        refusal: &Refusal,
        tree: &Node,
        schema: &Schema,
        is_right: &dyn Fn(&SettingPath, &str) -> bool,
    ) -> Option<Self> {
        let path = refusal.path();
        let place = match refusal.kind {
            // The table that lacks it.
            Kind::MissingField(_) => tree.get(&path.parent()?)?.place.as_ref()?,
            _ => tree.get(&path)?.place.as_ref()?,
        };
        let spot = match refusal.kind {
            Kind::MissingField(_) | Kind::UnknownField { .. } | Kind::Duplicate(_) => place.key_spot(),
            _ if refusal.at_key => place.key_spot(),
            _ => place.value_spot(),
        };
        Some(Self {
            message: message(refusal, &path, tree),
            label: match refusal.kind {
                Kind::Other(_) if !path.segments().is_empty() => Some(format!("`{path}`")),
                _ => None,
            },
            help: help(refusal, &path, tree, schema, is_right),
            unquoted: None,
            is_missing: matches!(refusal.kind, Kind::MissingField(_)),
            is_unknown: matches!(refusal.kind, Kind::UnknownField { .. }),
            spot: Some(spot),
            setting: Some(path),
        })
    }
}

fn message(refusal: &Refusal, path: &SettingPath, tree: &Node) -> String {
    let place = if path.segments().is_empty() { "the settings".to_owned() } else { format!("`{path}`") };
    match &refusal.kind {
        Kind::UnknownField { name, known: _ } => unknown("setting", name, &path.parent().unwrap_or_default()),
        Kind::MissingField(_) => format!("{place} is missing"),
        Kind::UnknownVariant { name, known: _ } => match path.parent() {
            Some(table) if refusal.at_key => unknown("key", name, &table),
            _ => format!("unknown value `{name}` for {place}"),
        },
        Kind::Type { expected } => {
            let found = tree.get(path).filter(|_| !refusal.at_key).map(|node| &node.value);
            let expected = wording::expected(expected, found);
            match found {
                Some(found) => format!("expected {expected} for {place}, found {}", wording::found(found)),
                None => format!("expected {expected} as the key of {place}"),
            }
        }
        Kind::Length { found, expected } => {
            format!("expected {} for {place}, found {}", wording::expected(expected, None), words::count(*found, "element"))
        }
        Kind::Several(names) => {
            format!("{place} is one thing, and here it is {} at once", words::list(names))
        }
        Kind::Duplicate(field) => format!("`{field}` is set twice, by two of its names"),
        Kind::Other(message) => message.clone(),
    }
}

fn unknown(what: &str, name: &str, table: &SettingPath) -> String {
    if table.segments().is_empty() { format!("unknown {what} `{name}`") } else { format!("unknown {what} `{name}` in `{table}`") }
}

/// The only table with a setting of this name, where it stands directly in the table that the setting was written in.
fn further_in(name: &str, path: &SettingPath, schema: &Schema) -> Option<SettingPath> {
    let around = path.parent()?;
    let [table] = <[SettingPath; 1]>::try_from(schema.tables_with(name)).ok()?;
    (table.parent()? == around && !around.segments().is_empty()).then_some(table)
}

fn help(
    refusal: &Refusal,
    path: &SettingPath,
    tree: &Node,
    schema: &Schema,
    is_right: &dyn Fn(&SettingPath, &str) -> bool,
) -> Option<String> {
    match &refusal.kind {
        Kind::UnknownField { name, .. } if path.segments().len() > 1 && schema.has_at_top(name) => Some(format!(
            "`{name}` is a setting of the whole file: put it at the top, before the first `[…]`; what stands below a header belongs to it"
        )),
        // Its very name, one table further in: what was meant, whatever else has a name like it.
        Kind::UnknownField { name, .. } if further_in(name, path, schema).is_some() => {
            further_in(name, path, schema).map(|table| format!("`{name}` is a setting of `[{table}]`"))
        }
        Kind::UnknownField { name, known } => Some(match (words::nearest(name, known.iter().copied()), known) {
            (Some(meant), _) => format!("did you mean `{meant}`?"),
            (None, known) => {
                let here = || format!("known settings here: {}", words::list(*known));
                match (schema.tables_with(name).as_slice(), known) {
                    // Another thing may be called by its name there.
                    ([table], known) if (1..=MOST_LISTED).contains(&known.len()) => {
                        format!("`{name}` is a setting of `[{table}]`; {}", here())
                    }
                    ([table], _) => format!("`{name}` is a setting of `[{table}]`"),
                    (_, []) => "there are no settings here".to_owned(),
                    _ => here(),
                }
            }
        }),
        Kind::UnknownVariant { name, known } => {
            let known_values = format!("known values: {}", words::list(*known));
            Some(match words::nearest(name, known.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`? {known_values}"),
                None => known_values,
            })
        }
        Kind::MissingField(_) => missing(path, tree, schema),
        Kind::Several(names) => Some(format!(
            "keep one of them; what a file sets that this one extends goes by `unset = [\"{path}.{}\"]`",
            names.first().map_or("", String::as_str)
        )),
        Kind::Duplicate(_) => Some("keep one of them".to_owned()),
        // The schema tells of values only.
        _ if refusal.at_key => None,
        Kind::Type { .. } | Kind::Length { .. } | Kind::Other(_) => match tree.get(path).map(|node| &node.value) {
            Some(Value::Datetime(written)) => Some(format!("no setting is a date or time; as a string, write `\"{written}\"`")),
            found => {
                let of_kind = found.filter(|_| matches!(refusal.kind, Kind::Type { .. }));
                let meant = of_kind.and_then(|found| meant_by(found, path, schema, is_right));
                let to_write = meant.or_else(|| of_kind.and_then(|_| table_by_example(path, schema, is_right)));
                // Who is told what to write needs one sentence on what it is.
                let brief = || schema.description(schema.at(path)?).map(|text| first_sentence(&text).to_owned());
                match (to_write, brief()) {
                    (Some(to_write), Some(brief)) => Some(format!("{to_write} ({brief})")),
                    (Some(to_write), None) => Some(to_write),
                    (None, _) => described(path, schema),
                }
            }
        },
    }
}

fn first_sentence(text: &str) -> &str {
    text.split_once(". ").map_or(text, |(first, _)| first)
}

/// How to write a value of the wrong kind.
fn meant_by(found: &Value, path: &SettingPath, schema: &Schema, is_right: &dyn Fn(&SettingPath, &str) -> bool) -> Option<String> {
    let takes = Takes::at(path, schema)?;
    let in_table = || in_table_by(found, &takes, path, schema, is_right).map(|meant| format!("write `{meant}`"));
    let text = match found {
        Value::String(text) => text.clone(),
        // Another number is needed, and which one the range says.
        Value::Integer(_) | Value::Float(..) if takes.number => return None,
        Value::Integer(integer) => integer.to_string(),
        Value::Float(_, written) => written.clone(),
        Value::Boolean(boolean) => boolean.to_string(),
        Value::Table(_) if takes.list.as_deref().is_some_and(|elements| elements.table && !elements.text) => {
            let is_header = path.segments().iter().all(|segment| matches!(segment, Segment::Key(_)));
            let as_header = is_header.then(|| format!("write `[[{path}]]` with two brackets, as there may be several"));
            return Some(as_header.unwrap_or_else(|| "write an array of tables, `[{ … }]`".to_owned()));
        }
        Value::Datetime(_) | Value::Array(_) | Value::Table(_) => return in_table(),
    };
    if let Some(meant) = meant::meant(&text, Some(&takes)).filter(|meant| is_right(path, meant)) {
        return Some(format!("write `{meant}`"));
    }
    if takes.table && text.starts_with('{') {
        let help =
            "a table in TOML has its texts in quotation marks, as in `{ name = \"text\" }`; a shell leaves them there within `'…'`";
        return Some(help.to_owned());
    }
    if let Some(meant) = in_table() {
        return Some(meant);
    }
    let begins_with_number = text.starts_with(|letter: char| letter.is_ascii_digit());
    (takes.number && !takes.text && begins_with_number).then(|| meant::unit_help(Some(&takes)))
}

/// A value in the place of a table, or of a list of tables, as one.
fn in_table_by(
    found: &Value,
    takes: &Takes,
    path: &SettingPath,
    schema: &Schema,
    is_right: &dyn Fn(&SettingPath, &str) -> bool,
) -> Option<String> {
    let of = schema.at(path)?;
    let mut tables = if takes.table { in_table::with_value(found, of, schema) } else { Vec::new() };
    let of_tables = takes.list.as_deref().is_some_and(|elements| elements.table && !elements.text);
    if let Some(element) = schema.views(of).into_iter().find_map(|view| view.get("items")).filter(|_| of_tables) {
        let elements = in_table::with_value(found, element, schema).into_iter();
        tables.extend(elements.map(|element| format!("[{element}]")));
    }
    tables.into_iter().find(|table| is_right(path, table))
}

/// A table as its types' examples make it, where something else stands.
fn table_by_example(path: &SettingPath, schema: &Schema, is_right: &dyn Fn(&SettingPath, &str) -> bool) -> Option<String> {
    let takes = Takes::at(path, schema)?;
    let is_nothing_else = !takes.boolean && !takes.number && !takes.text && takes.words.is_empty() && takes.list.is_none();
    let example = in_table::example(schema.at(path).filter(|_| takes.table && is_nothing_else)?, schema)?;
    is_right(path, &example).then(|| format!("write a table, such as `{example}`"))
}

/// What a setting is, and an example of it.
fn described(path: &SettingPath, schema: &Schema) -> Option<String> {
    let of = schema.at(path)?;
    match (schema.description(of), schema.written_example(of).or_else(|| schema.written_to_type(of))) {
        (Some(description), Some(example)) => Some(format!("{description}, for example `{example}`")),
        (Some(description), None) => Some(description),
        (None, Some(example)) => Some(format!("for example `{example}`")),
        (None, None) => None,
    }
}

/// How to write a setting that is missing.
fn missing(path: &SettingPath, tree: &Node, schema: &Schema) -> Option<String> {
    let of = schema.at(path)?;
    let description = schema.description(of);
    let to_write = match (schema.written_to_type(of), path.segments().last()) {
        (Some(example), Some(Segment::Key(key))) => Some(format!("write `{} = {example}`", written_key(key))),
        _ if schema.is_table(of) => Some(match schema.of_entries(of) {
            // Under the header of an array's element, TOML knows no header that counts.
            _ if path.segments().iter().any(|segment| matches!(segment, Segment::Index(_))) => match path.segments().last() {
                Some(Segment::Key(key)) => format!("write `{} = {{ … }}`", written_key(key)),
                _ => "write a table".to_owned(),
            },
            // Of texts, or of whatever else stands behind a name on its own line.
            Some(_) if schema.entry(of).is_some_and(|entry| !schema.is_table(entry)) => {
                let table = in_table::example(of, schema).unwrap_or_else(|| "{ … }".to_owned());
                match path.segments().last() {
                    Some(Segment::Key(key)) => format!("write `{} = {table}`", written_key(key)),
                    _ => format!("write `{table}`"),
                }
            }
            Some((name, needed)) if !needed.is_empty() => {
                format!("write a table for each, such as `[{}]` with {}", path.clone().key(name), words::list(&needed))
            }
            Some((name, _)) => format!("write a table for each, such as `[{}]`", path.clone().key(name)),
            None => format!("write a table `[{path}]`"),
        }),
        _ => None,
    };
    // A table that was put in for the report stands in no file: it has to be written too.
    let table = path.parent().filter(|table| !table.segments().is_empty() && tree.get(table).is_some_and(Node::is_put_in));
    let to_write = match (to_write, table) {
        (Some(to_write), Some(table)) => Some(format!("{to_write} under `[{table}]`")),
        (to_write, _) => to_write,
    };
    match (to_write, description) {
        (Some(to_write), Some(description)) => Some(format!("{to_write} ({description})")),
        (to_write, description) => to_write.or(description),
    }
}
