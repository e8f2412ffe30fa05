//! What is found, and how bad it is: the one kind of finding that rules, the checklist and the review of a plan give, on one scale. It must not
//! know who finds, nor how it is shown.

mod severity;

use std::fmt;

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

pub use severity::{Level, Severity};

/// Something that was found. As JSON it is what programs are told of settings, where `null` stands for what is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The stable code of its kind, such as `RDS005` or `REV001`; none for what is no rule's.
    pub code: Option<String>,
    /// How bad it is.
    #[serde(serialize_with = "as_level")]
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What would be right.
    pub help: Option<String>,
    /// The file in which it stands.
    pub file: Option<String>,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The column, from 1, in characters.
    pub column: Option<usize>,
    /// The setting.
    pub setting: Option<String>,
    /// The address of the resource at which it was found.
    pub resource: Option<String>,
    /// What is known of its kind, where the code does not say all.
    #[serde(skip)]
    pub kind: Option<Kind>,
    /// By whose words it may stay.
    #[serde(skip)]
    pub accepted: Option<Acceptance>,
}

/// What is known of a kind of findings, of which one place may have several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its name, such as `data-destroyed`.
    pub name: String,
    /// Why it matters.
    pub why: String,
    /// What tells this one from others of its kind at its place.
    pub detail: String,
    /// Further words for programs, each with its name.
    pub properties: Vec<(&'static str, String)>,
}

/// That somebody accepts what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Acceptance {
    /// Why.
    pub reason: String,
    /// The last day on which it is accepted.
    pub until: String,
}

impl Finding {
    /// Something that is wrong; where, its members say.
    pub fn new(severity: Severity, message: impl Into<String>) -> Self {
        Self { severity, message: message.into(), ..Self::default() }
    }
}

impl fmt::Display for Finding {
    /// What is wrong, behind the resource at which it is, for readers who see nothing else of it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(resource) = &self.resource {
            write!(formatter, "{resource}: ")?;
        }
        formatter.write_str(&self.message)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a field on so")]
fn as_level<S: Serializer>(severity: &Severity, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(severity.level().name())
}
