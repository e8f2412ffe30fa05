//! One TOML text into a tree with places, and what is wrong with its syntax.
//!
//! Knows nothing of layers or types. The `toml` crate goes on after most mistakes; what it makes of a text is believed
//! only where the mistake is inside one value (a string without quotes), and that value is left out.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::path::{Segment, SettingPath};
use crate::tree::{Node, Place, Value};
use crate::{invisible, line, meant};

/// What a text holds.
pub(crate) struct Parsed {
    pub(crate) root: Node,
    /// In the order of the text.
    pub(crate) mistakes: Vec<Mistake>,
    /// The values that were left out for a mistake inside them, and where each stands.
    pub(crate) left_out: Vec<(SettingPath, Range<usize>)>,
}

/// A fault of syntax.
pub(crate) struct Mistake {
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    pub(crate) span: Range<usize>,
    pub(crate) reach: Reach,
    /// The whole value without quotes in which it is: what it should be depends on the setting.
    pub(crate) unquoted: Option<Range<usize>>,
}

/// How much of the text a mistake makes doubtful.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// One value, or nothing.
    Value,
    /// All that follows.
    Rest,
}

/// Parses a whole document, `source` being its number among the layers.
pub(crate) fn document(text: &str, source: usize) -> Parsed {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut conversion = Conversion::new(source, 0);
    conversion.mistakes = errors.into_iter().map(|error| mistake(&error, text)).collect();
    let entries = conversion.table(table.get_ref());
    let brackets = bracketed_values(table.get_ref());
    Parsed {
        root: Node { value: entries, place: Some(conversion.place(None, 0..0)) },
        mistakes: without_consequences(conversion.mistakes, &brackets, text),
        left_out: conversion.left_out.into_iter().map(|(path, span)| (outermost_first(path), span)).collect(),
    }
}

/// Parses one value that starts at the byte `shift` of its source; `None` if it is no TOML value.
pub(crate) fn value(text: &str, source: usize, shift: usize) -> Option<Node> {
    let parsed = DeValue::parse(text).ok()?;
    let mut conversion = Conversion::new(source, shift);
    let node = conversion.node(None, &parsed)?;
    conversion.mistakes.is_empty().then_some(node)
}

/// Turns `toml`'s tree into ours.
struct Conversion {
    source: usize,
    shift: usize,
    mistakes: Vec<Mistake>,
    /// Innermost segment first: each level adds its own on the way out.
    left_out: Vec<(Vec<Segment>, Range<usize>)>,
}

impl Conversion {
    fn new(source: usize, shift: usize) -> Self {
        Self { source, shift, mistakes: Vec::new(), left_out: Vec::new() }
    }

    fn place(&self, key: Option<Range<usize>>, value: Range<usize>) -> Place {
        let shifted = |span: Range<usize>| span.start + self.shift..span.end + self.shift;
        Place { source: self.source, key: key.map(shifted), value: shifted(value), is_put_in: false }
    }

    fn table(&mut self, table: &DeTable<'_>) -> Value {
        let mut entries = std::collections::BTreeMap::new();
        for (key, value) in table {
            let left_out_before = self.left_out.len();
            self.look_for_invisible(key.get_ref(), &key.span());
            if let Some(node) = self.node(Some(key.span()), value) {
                entries.insert(key.get_ref().to_string(), node);
            }
            self.came_from(left_out_before, || Segment::Key(key.get_ref().to_string()));
        }
        Value::Table(entries)
    }

    /// `None` if the value is left out.
    fn node(&mut self, key: Option<Range<usize>>, spanned: &Spanned<DeValue<'_>>) -> Option<Node> {
        let span = spanned.span();
        let value = match spanned.get_ref() {
            DeValue::Table(table) => self.table(table),
            DeValue::Array(array) => {
                let mut elements = std::collections::BTreeMap::new();
                for (index, element) in array.iter().enumerate() {
                    let left_out_before = self.left_out.len();
                    if let Some(node) = self.node(None, element) {
                        elements.insert(index, node);
                    }
                    self.came_from(left_out_before, || Segment::Index(index));
                }
                Value::Array(elements)
            }
            scalar => {
                let value = self.scalar(scalar, &span);
                if value.is_none() {
                    self.left_out.push((Vec::new(), span.clone()));
                }
                value?
            }
        };
        Some(Node { value, place: Some(self.place(key, span)) })
    }

    fn scalar(&mut self, scalar: &DeValue<'_>, span: &Range<usize>) -> Option<Value> {
        let mut is_sound = true;
        for mistake in &mut self.mistakes {
            if mistake.is_inside(span) {
                mistake.reach = Reach::Value;
                mistake.unquoted = Some(span.clone());
                is_sound = false;
            }
        }
        if let (true, DeValue::String(text)) = (is_sound, scalar) {
            is_sound = !self.look_for_invisible(text, span);
        }
        if !is_sound {
            return None;
        }
        let value = match scalar {
            DeValue::String(text) => Some(Value::String(text.to_string())),
            DeValue::Boolean(boolean) => Some(Value::Boolean(*boolean)),
            DeValue::Datetime(datetime) => Some(Value::Datetime(datetime.to_string())),
            DeValue::Integer(integer) => i128::from_str_radix(integer.as_str(), integer.radix())
                .ok()
                .filter(|integer| (i64::MIN.into()..=u64::MAX.into()).contains(integer))
                .map(Value::Integer),
            DeValue::Float(float) => {
                let written = float.as_str();
                let is_infinite = written.contains("inf");
                let float = written.parse::<f64>().ok();
                let float = float.filter(|float| float.is_finite() || float.is_nan() || is_infinite);
                float.map(|float| Value::Float(float, written.to_owned()))
            }
            DeValue::Array(_) | DeValue::Table(_) => None,
        };
        if value.is_none() {
            self.mistakes.push(Mistake {
                message: format!("the number `{scalar}` is too large", scalar = written(scalar)),
                help: None,
                span: span.clone(),
                reach: Reach::Value,
                unquoted: None,
            });
        }
        value
    }

    /// Tells of a character in a key or a string that nobody sees, and whether there is one.
    fn look_for_invisible(&mut self, text: &str, span: &Range<usize>) -> bool {
        let Some((at, character, name)) = invisible::first(text) else { return false };
        let after = if at == 0 { "at its start".to_owned() } else { format!("after `{}`", &text[..at]) };
        self.mistakes.push(Mistake {
            message: format!("an invisible character stands here {after}: {}", invisible::named(character, name)),
            help: Some(format!("write `{}`", meant::quoted(&invisible::without(text)))),
            span: span.clone(),
            reach: Reach::Value,
            unquoted: None,
        });
        true
    }

    fn came_from(&mut self, left_out_before: usize, segment: impl Fn() -> Segment) {
        for (path, _) in &mut self.left_out[left_out_before..] {
            path.push(segment());
        }
    }
}

impl Mistake {
    fn is_inside(&self, value: &Range<usize>) -> bool {
        self.span == *value || (value.start <= self.span.start && self.span.start < value.end)
    }
}

fn written<'value>(scalar: &'value DeValue<'_>) -> Cow<'value, str> {
    match scalar {
        DeValue::Integer(integer) => integer.to_string().into(),
        DeValue::Float(float) => float.as_str().into(),
        other => other.type_str().into(),
    }
}

fn outermost_first(mut path: Vec<Segment>) -> SettingPath {
    path.reverse();
    path.into()
}

fn mistake(error: &toml::de::Error, text: &str) -> Mistake {
    let span = error.span().unwrap_or(0..0);
    let wrong = text.get(span.clone()).unwrap_or_default();
    let message = error.message();
    // Two messages are so frequent that they deserve more than the parser's words. A key given twice takes nothing else
    // with it: the first one stands.
    let (message, help, reach) = if message == "duplicate key" {
        (format!("`{wrong}` is set a second time"), Some("keep one of the two".to_owned()), Reach::Value)
    } else if let Some((message, help)) = line::told(text, span.start) {
        (message, help, Reach::Rest)
    } else if !message.starts_with("string values must be quoted") {
        (message.to_owned(), None, Reach::Rest)
    } else if wrong.is_empty() {
        ("the value is missing".to_owned(), None, Reach::Rest)
    } else {
        ("a string needs quotes".to_owned(), Some(format!("write `{wrong:?}`")), Reach::Rest)
    };
    Mistake { message, help, span, reach, unquoted: None }
}

/// Drops the mistakes that only follow from another one: what a missing bracket does to the lines after it.
fn without_consequences(mut mistakes: Vec<Mistake>, brackets: &[Range<usize>], text: &str) -> Vec<Mistake> {
    mistakes.sort_by_key(|mistake| mistake.span.start);
    if mistakes.iter().all(|mistake| mistake.reach == Reach::Value) {
        return mistakes;
    }
    let home = |mistake: &Mistake| {
        let at = mistake.span.start;
        let holds = |bracket: &&Range<usize>| bracket.start <= at && at <= bracket.end;
        let line = || {
            let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
            let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
            start..end
        };
        brackets.iter().find(holds).cloned().unwrap_or_else(line)
    };
    mistakes.dedup_by_key(|mistake| home(mistake));
    for mistake in &mut mistakes {
        let opening = home(mistake).start;
        if text[opening..mistake.span.start].contains('\n') {
            let line = text[..opening].matches('\n').count() + 1;
            mistake.help = Some(format!("perhaps the bracket that opens in line {line} is not closed"));
            // Then it is no value: what follows the bracket was taken for one.
            mistake.unquoted = None;
        }
    }
    mistakes
}

/// Where the outermost arrays and inline tables stand.
fn bracketed_values(table: &DeTable<'_>) -> Vec<Range<usize>> {
    table
        .iter()
        .flat_map(|(key, value)| match value.get_ref() {
            // Tables with a header start at its bracket, dotted ones at their key: only an inline one holds its entries.
            DeValue::Table(entries) => {
                let span = value.span();
                let holds_entries = entries.iter().any(|(_, entry)| span.contains(&entry.span().start));
                if holds_entries && span != key.span() { vec![span] } else { bracketed_values(entries) }
            }
            DeValue::Array(_) => vec![value.span()],
            _ => Vec::new(),
        })
        .collect()
}
