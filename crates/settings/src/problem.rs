//! What the caller's own checks find wrong between settings.
//!
//! Knows paths of settings only; where they stand is found when the report is made.

use std::ops::Range;
use std::sync::Arc;

use finding::Level;

use crate::path::SettingPath;

/// One thing that is wrong between settings, each of which is right by itself.
#[derive(Clone, Debug)]
pub struct Problem {
    pub(crate) severity: Level,
    pub(crate) code: Option<String>,
    /// The first is where the caret points; none for what stands in no file.
    pub(crate) settings: Vec<SettingPath>,
    /// What the caller made of the settings, where that is what is wrong.
    pub(crate) resource: Option<String>,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    /// Where it stands, if that is in no file of settings.
    pub(crate) place: Option<TextPlace>,
    /// Whether what stands there must not be read.
    pub(crate) is_hidden: bool,
}

/// A stretch of a text that is no file of settings: of a file that lies beside them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextPlace {
    /// The file's path, as it is shown.
    pub file: String,
    /// Its text.
    pub text: Arc<str>,
    /// The bytes in it.
    pub span: Range<usize>,
}

/// Collects problems, in any order.
///
/// ```
/// let mut problems = settings::Problems::default();
/// problems
///     .error("networking.nat", "without a NAT gateway the tasks reach no registry")
///     .also("networking.endpoints")
///     .help("set `nat = \"single\"`, or `endpoints = true`")
///     .code("NET003");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Adds a problem with which the settings cannot be used.
    pub fn error(&mut self, setting: impl Into<SettingPath>, message: impl Into<String>) -> &mut Problem {
        self.unplaced(Level::Error, message).also(setting)
    }

    /// Adds a problem with which the settings can be used.
    pub fn warning(&mut self, setting: impl Into<SettingPath>, message: impl Into<String>) -> &mut Problem {
        self.unplaced(Level::Warning, message).also(setting)
    }

    /// Adds a problem that names no setting yet: [`Problem::also`] does, or it stands in no file.
    pub fn unplaced(&mut self, severity: Level, message: impl Into<String>) -> &mut Problem {
        self.0.push(Problem {
            severity,
            code: None,
            settings: Vec::new(),
            resource: None,
            message: message.into(),
            help: None,
            place: None,
            is_hidden: false,
        });
        self.0.last_mut().expect("a problem was just added")
    }

    /// Adds a problem of a file that lies beside the settings, with which they cannot be used.
    pub fn error_at(&mut self, place: TextPlace, message: impl Into<String>) -> &mut Problem {
        self.unplaced(Level::Error, message).stands_at(place)
    }

    /// Adds those problems, after these.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// The problems, in the order in which they were added.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.0.iter()
    }

    /// Leaves only those that are to stay.
    pub fn retain(&mut self, stays: impl FnMut(&Problem) -> bool) {
        self.0.retain(stays);
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'problems> IntoIterator for &'problems Problems {
    type Item = &'problems Problem;
    type IntoIter = std::slice::Iter<'problems, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Problem {
    /// Names a further setting that has part in it.
    pub fn also(&mut self, setting: impl Into<SettingPath>) -> &mut Self {
        self.settings.push(setting.into());
        self
    }

    /// Says where it stands, if that is in a file that lies beside the settings.
    pub fn stands_at(&mut self, place: TextPlace) -> &mut Self {
        self.place = Some(place);
        self
    }

    /// Has the report show where it stands, and not what stands there.
    pub fn hide(&mut self) -> &mut Self {
        self.is_hidden = true;
        self
    }

    /// Says what would be right.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Gives the rule's stable code, such as `NET003`.
    pub fn code(&mut self, code: impl Into<String>) -> &mut Self {
        self.code = Some(code.into());
        self
    }

    /// Names what the caller made of the settings, where that is what is wrong; programs are told it.
    pub fn resource(&mut self, address: impl Into<String>) -> &mut Self {
        self.resource = Some(address.into());
        self
    }

    /// How bad it is.
    pub fn severity(&self) -> Level {
        self.severity
    }

    /// The settings that have part in it, the one to look at first.
    pub fn settings(&self) -> &[SettingPath] {
        &self.settings
    }

    /// The code of the rule that found it, if one did.
    pub fn rule_code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// What the caller made of the settings, where that is what is wrong.
    pub fn of_resource(&self) -> Option<&str> {
        self.resource.as_deref()
    }

    /// What is wrong.
    pub fn message(&self) -> &str {
        &self.message
    }
}
