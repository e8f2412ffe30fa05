//! An output of a child module, as people name it.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::escaped;
use crate::json::Json;

/// An output of a module, such as `networking.vpc_id`, or one entry of it, such as `ecs.task_role_names.web`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OutputPath {
    /// The module.
    pub module: String,
    /// Its output.
    pub output: String,
    /// The entry of an output that is a map.
    pub key: Option<String>,
}

/// A text that names no output of a module.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum OutputPathError {
    /// It begins as an expression does.
    #[error("`{0}` begins with `module.`: leave that out, and write `{1}`")]
    Expression(String, String),
    /// It has another form.
    #[error("`{0}` is not an output of a module: write `<module>.<output>`, such as `networking.vpc_id`")]
    Form(String),
}

impl OutputPath {
    /// The expression of it in the root module.
    pub fn expression(&self) -> String {
        let Self { module, output, key } = self;
        let key = key.as_ref().map(|key| format!("[{}]", Json::from(escaped(key)))).unwrap_or_default();
        format!("module.{module}.{output}{key}")
    }

    /// The name of the variable by which another child module gets it.
    pub fn variable(&self) -> String {
        let Self { module, output, key } = self;
        let key = key.as_ref().map(|key| format!("_{key}")).unwrap_or_default();
        let name = format!("from_{module}_{output}{key}");
        name.replace(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_', "_")
    }
}

impl FromStr for OutputPath {
    type Err = OutputPathError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || OutputPathError::Form(text.to_owned());
        let mut parts = text.splitn(3, '.').map(str::to_owned);
        let (Some(module), Some(output), key) = (parts.next(), parts.next(), parts.next()) else { return Err(wrong()) };
        let is_name = |name: &str| {
            !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-'))
        };
        if let Some(rest) = text.strip_prefix("module.") {
            return Err(OutputPathError::Expression(text.to_owned(), rest.to_owned()));
        }
        if !is_name(&module) || !is_name(&output) || key.as_deref() == Some("") {
            return Err(wrong());
        }
        Ok(Self { module, output, key })
    }
}

impl fmt::Display for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.module, self.output)?;
        self.key.iter().try_for_each(|key| write!(f, ".{key}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_output_is_named_by_its_module_and_perhaps_an_entry() {
        let path: OutputPath = "ecs.task_role_names.my-web".parse().expect("it is one");
        assert_eq!(path.to_string(), "ecs.task_role_names.my-web");
        assert_eq!(path.expression(), "module.ecs.task_role_names[\"my-web\"]");
        assert_eq!(path.variable(), "from_ecs_task_role_names_my_web");
        for wrong in ["", "ecs", "ecs.", ".x", "ecs.x.", "module.ecs.x", "a b.c", "${x}.y"] {
            assert!(wrong.parse::<OutputPath>().is_err(), "{wrong}");
        }
    }
}
