//! The path of a setting, such as `networking.subnets.public` or `services."task api".zones[1]`.
//!
//! Knows nothing of files or types.

use std::fmt;

/// The way from the top of the settings to one of them.
///
/// Made from dotted text (`"rds.instance_class".into()`), or step by step with [`SettingPath::key`] where a step is the
/// user's own name and may hold any character.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SettingPath(Vec<Segment>);

/// One step of a [`SettingPath`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Segment {
    /// A table's key.
    Key(String),
    /// An array's element, counted from 0.
    Index(usize),
}

impl SettingPath {
    /// The path of all settings together.
    pub const fn root() -> Self {
        Self(Vec::new())
    }

    /// The path of the entry `key` in the table that stands here.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.0.push(Segment::Key(key.into()));
        self
    }

    /// The path of the element `index` in the array that stands here.
    pub fn index(mut self, index: usize) -> Self {
        self.0.push(Segment::Index(index));
        self
    }

    /// The steps, outermost first.
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }

    /// The path of the table or array in which this setting stands; `None` at the root.
    pub fn parent(&self) -> Option<Self> {
        let (_, parent) = self.0.split_last()?;
        Some(Self(parent.to_vec()))
    }

    /// Whether this is `other` or lies below it.
    pub fn is_within(&self, other: &Self) -> bool {
        self.0.starts_with(&other.0)
    }

    /// Whether one of the two holds the other.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.is_within(other) || other.is_within(self)
    }
}

impl From<Vec<Segment>> for SettingPath {
    fn from(segments: Vec<Segment>) -> Self {
        Self(segments)
    }
}

impl From<&SettingPath> for SettingPath {
    fn from(path: &SettingPath) -> Self {
        path.clone()
    }
}

impl From<&str> for SettingPath {
    /// Reads dotted text; `[1]` is an array's element, a quoted key may hold dots.
    fn from(text: &str) -> Self {
        let mut segments = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let (segment, after) = first_segment(rest);
            segments.push(segment);
            rest = after.strip_prefix('.').unwrap_or(after);
        }
        Self(segments)
    }
}

impl From<String> for SettingPath {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl fmt::Display for SettingPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, segment) in self.0.iter().enumerate() {
            match segment {
                Segment::Index(index) => write!(formatter, "[{index}]")?,
                Segment::Key(key) => {
                    let dot = if position == 0 { "" } else { "." };
                    write!(formatter, "{dot}{}", written_key(key))?;
                }
            }
        }
        Ok(())
    }
}

/// A key as TOML wants it written: bare where it can be, else in quotes.
pub(crate) fn written_key(key: &str) -> String {
    let is_bare = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-');
    if !key.is_empty() && key.chars().all(is_bare) { key.to_owned() } else { format!("{key:?}") }
}

fn first_segment(text: &str) -> (Segment, &str) {
    for quote in ['"', '\''] {
        let quoted = text.strip_prefix(quote).and_then(|rest| rest.split_once(quote));
        if let Some((key, after)) = quoted {
            return (Segment::Key(key.to_owned()), after);
        }
    }
    let element = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    if let Some((Ok(index), after)) = element.map(|(index, after)| (index.parse(), after)) {
        return (Segment::Index(index), after);
    }
    // The first character belongs to the key whatever it is, so that every call takes something.
    let end = text.char_indices().skip(1).find(|(_, character)| matches!(character, '.' | '['));
    let (key, after) = text.split_at(end.map_or(text.len(), |(position, _)| position));
    (Segment::Key(key.to_owned()), after)
}
