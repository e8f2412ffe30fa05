//! References: `var.image_tags["task-api"]` is a name, a name and a key.

use std::fmt::{self, Write as _};

use crate::template::escape;
use crate::{Address, Mode};

/// What an expression refers to: a name and steps from there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traversal(pub Vec<Step>);

/// One step of a traversal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// `.name`, or the name at the start.
    Name(String),
    /// `["key"]`.
    Key(String),
    /// `[0]`.
    Index(usize),
}

/// A step as it stands in a text.
enum Part<'a> {
    Name(&'a str),
    Key(&'a str),
    Index(usize),
}

/// The words of the language that are no references.
pub(super) const WORDS: [&str; 3] = ["true", "false", "null"];

impl Traversal {
    /// The traversal at the start of a text, and what follows it; nothing for one that takes more than a glance.
    pub(super) fn read(text: &str) -> Option<(Self, &str)> {
        let mut steps = Vec::with_capacity(4);
        let rest = walk(text, |part| {
            steps.push(match part {
                Part::Name(name) => Step::Name(name.to_owned()),
                Part::Key(key) => Step::Key(key.to_owned()),
                Part::Index(index) => Step::Index(index),
            });
        })?;
        Some((Self(steps), rest))
    }

    /// Whether it refers to something: a word of the language does not.
    pub(super) fn is_reference(&self) -> bool {
        !matches!(self.0.as_slice(), [Step::Name(word)] if WORDS.contains(&word.as_str()))
    }

    /// The address of the resource to which it leads from the root module, whatever attribute of it it names.
    pub fn address(&self) -> Option<Address> {
        self.address_in("")
    }

    /// As [`Traversal::address`], from this module.
    pub fn address_in(&self, module: &str) -> Option<Address> {
        let mut names = self.0.iter().map_while(|step| if let Step::Name(name) = step { Some(name.as_str()) } else { None });
        let mut first = names.next()?;
        let mut module = module;
        if first == "module" {
            module = names.next()?;
            first = names.next()?;
        }
        let (mode, kind) = match first {
            "data" => (Mode::Data, names.next()?),
            "ephemeral" => (Mode::Ephemeral, names.next()?),
            "var" | "local" | "each" | "count" | "path" | "self" | "terraform" => return None,
            kind => (Mode::Managed, kind),
        };
        Some(Address::as_written(module, mode, kind, names.next()?))
    }
}

/// In Terraform's native syntax.
impl fmt::Display for Traversal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written: String = self.0.iter().map(ToString::to_string).collect();
        f.write_str(written.trim_start_matches('.'))
    }
}

/// As it stands behind other steps.
impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(f, ".{name}"),
            Self::Key(key) => write!(f, "[{}]", quoted(key)),
            Self::Index(index) => write!(f, "[{index}]"),
        }
    }
}

/// A string of the native syntax ("HCL Native Syntax Specification", "Quoted Templates").
fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for letter in escape(text).chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            letter if letter.is_control() => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(letter));
            }
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// What follows the traversal at the start of a text; nothing for one that takes more than a glance.
pub(super) fn skip(text: &str) -> Option<&str> {
    walk(text, |_| ())
}

/// Tells the steps of the traversal at the start of a text, and gives what follows it.
fn walk<'a>(text: &'a str, mut tell: impl FnMut(Part<'a>)) -> Option<&'a str> {
    let (name, mut rest) = identifier(text)?;
    tell(Part::Name(name));
    loop {
        if let Some(after) = rest.strip_prefix('.') {
            let (name, after) = identifier(after)?;
            tell(Part::Name(name));
            rest = after;
        } else if let Some(inside) = rest.strip_prefix("[\"") {
            let (key, after) = inside.split_once('"')?;
            if key.contains(['\\', '$', '%', '\n', '\r']) {
                return None;
            }
            tell(Part::Key(key));
            rest = after.strip_prefix(']')?;
        } else if let Some(inside) = rest.strip_prefix('[') {
            let (index, after) = inside.split_once(']')?;
            tell(Part::Index(index.parse().ok().filter(|_| index.bytes().all(|it| it.is_ascii_digit()))?));
            rest = after;
        } else {
            return Some(rest);
        }
    }
}

/// The name at the start of a text, if one stands there.
fn identifier(text: &str) -> Option<(&str, &str)> {
    let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    let end = text.bytes().position(|byte| !is_of_name(byte)).unwrap_or(text.len());
    let starts_well = text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    starts_well.then(|| text.split_at(end))
}
