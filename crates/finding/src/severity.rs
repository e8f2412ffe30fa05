//! The one scale of everything that judges, and what tools make of it. It must not know what is judged.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::Serialize;

/// How bad it would be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth a look.
    Low,
    /// Worth a reason.
    #[default]
    Medium,
    /// Worth a second reviewer.
    High,
    /// Not to be applied without a plan for what is lost or opened.
    Critical,
}

/// What a tool is told: compilers, GitHub's annotations and SARIF know no more than these, and settings need no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It is told.
    Note,
    /// Somebody should look. Settings can be used.
    Warning,
    /// It has to be mended. Settings cannot be used.
    Error,
}

impl Severity {
    /// All of them, the worst first.
    pub const ALL: [Self; 4] = [Self::Critical, Self::High, Self::Medium, Self::Low];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }

    /// What tools are told: the one mapping.
    pub fn level(self) -> Level {
        match self {
            Self::Low => Level::Note,
            Self::Medium => Level::Warning,
            Self::High | Self::Critical => Level::Error,
        }
    }
}

/// Who judges by no more than a level means the grade that is told so.
impl From<Level> for Severity {
    fn from(level: Level) -> Self {
        match level {
            Level::Note => Self::Low,
            Level::Warning => Self::Medium,
            Level::Error => Self::High,
        }
    }
}

impl Level {
    /// Its name, as compilers and SARIF have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for Severity {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|severity| severity.name() == text);
        found.ok_or_else(|| format!("a severity is one of {}", Self::ALL.map(Self::name).join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_that_of_its_grade() {
        for level in [Level::Note, Level::Warning, Level::Error] {
            assert_eq!(Severity::from(level).level(), level);
        }
        assert_eq!(Severity::ALL.map(Severity::level), [Level::Error, Level::Error, Level::Warning, Level::Note]);
    }
}
