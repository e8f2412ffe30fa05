//! Where in a block something stands. It must not know what stands there.

use std::fmt;

/// The path of an argument, or of a part of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Path(Vec<Step>);

#[derive(Clone, Debug)]
enum Step {
    Member(String),
    /// An element by its name or position.
    Element(String),
    /// From here on inside a document in a string, of which a provider's schema says nothing.
    Document,
}

impl Path {
    pub(crate) fn member(&self, name: &str) -> Self {
        self.with(Step::Member(name.to_owned()))
    }

    pub(crate) fn element(&self, label: impl fmt::Display) -> Self {
        self.with(Step::Element(label.to_string()))
    }

    pub(crate) fn document(&self) -> Self {
        self.with(Step::Document)
    }

    /// The argument as the schema of its resource names it: without elements, and no deeper than that goes.
    pub(crate) fn in_schema(&self) -> Vec<&str> {
        let of_schema = self.0.iter().take_while(|step| !matches!(step, Step::Document));
        of_schema.filter_map(|step| if let Step::Member(name) = step { Some(name.as_str()) } else { None }).collect()
    }

    pub(crate) fn is_in_document(&self) -> bool {
        self.0.iter().any(|step| matches!(step, Step::Document))
    }

    /// The last member's name.
    pub(crate) fn name(&self) -> &str {
        self.0.iter().rev().find_map(|step| if let Step::Member(name) = step { Some(name.as_str()) } else { None }).unwrap_or("")
    }

    fn with(&self, step: Step) -> Self {
        Self(self.0.iter().cloned().chain([step]).collect())
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut is_first = true;
        for step in &self.0 {
            match step {
                Step::Member(name) if is_first => write!(f, "{}", printable(name))?,
                Step::Member(name) => write!(f, ".{}", printable(name))?,
                Step::Element(label) => write!(f, "[{}]", printable(label))?,
                Step::Document => continue,
            }
            is_first = false;
        }
        Ok(())
    }
}

/// The text without anything that a terminal would obey: a file that somebody hands in may hold such names.
pub(crate) fn printable(text: &str) -> String {
    text.chars().flat_map(|letter| if letter.is_control() { letter.escape_default().collect() } else { vec![letter] }).collect()
}
