//! What Terraform answers, read from its JSON. It must not know how Terraform was run, nor what a test expects.
//!
//! Terraform's documents carry a `format_version`; another major version than 1 is refused, unknown keys are ignored
//! (Terraform documentation, "JSON Output Format").

use std::fmt;

use serde_json::Value;

use crate::failure::Failure;

/// The answer of `terraform validate -json`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Validation {
    /// Whether there is no error.
    pub valid: bool,
    /// Errors and warnings, in Terraform's order; none for a folder without fault.
    pub diagnostics: Vec<Diagnostic>,
}

/// An error or a warning of `terraform validate`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// `error` or `warning`.
    pub severity: String,
    /// One line.
    pub summary: String,
    /// More lines, often none.
    pub detail: String,
    /// The file and the line in it, when it is about one.
    pub place: Option<(String, u64)>,
}

/// The answer of `terraform plan`, as `terraform show -json` gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The whole document, for what the methods do not give.
    pub document: Value,
}

/// What a plan would do to one resource.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The address, such as `module.networking.aws_vpc.main`.
    pub address: String,
    /// The resource type, such as `aws_vpc`.
    pub resource_type: String,
    /// `no-op`, `create`, `read`, `update`, `delete`; two of them for a replacement.
    pub actions: Vec<String>,
    /// The values after it; what AWS has yet to say is left out.
    pub after: Value,
}

/// What `terraform plan -json` tells on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreseen {
    /// What Terraform warns of, deprecated arguments for one.
    pub diagnostics: Vec<Diagnostic>,
    /// What would be done, in Terraform's order: the address, and `create`, `read`, `update`, `replace`, `delete`, `import` or `move`.
    pub changes: Vec<(String, String)>,
}

/// The answer of `terraform plan -detailed-exitcode`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DetailedExitCode {
    /// 0: what is there is what the folder says.
    NoChanges,
    /// 2: the plan would change something; the text is what Terraform printed.
    Changes(String),
}

impl Validation {
    pub(crate) fn read(text: &str) -> Result<Self, Failure> {
        let document = document("terraform validate", text)?;
        let diagnostics = document["diagnostics"].as_array().map(Vec::as_slice).unwrap_or_default();
        Ok(Self { valid: document["valid"] == true, diagnostics: diagnostics.iter().map(Diagnostic::read).collect() })
    }
}

impl Diagnostic {
    fn read(diagnostic: &Value) -> Self {
        let range = &diagnostic["range"];
        let place = range["filename"].as_str().zip(range["start"]["line"].as_u64());
        Self {
            severity: text(&diagnostic["severity"]),
            summary: text(&diagnostic["summary"]),
            detail: text(&diagnostic["detail"]),
            place: place.map(|(file, line)| (file.to_owned(), line)),
        }
    }
}

impl Foreseen {
    /// A JSON document a line (Terraform documentation, "Machine-Readable UI").
    pub(crate) fn read(lines: &str) -> Result<Self, Failure> {
        let mut foreseen = Self { diagnostics: Vec::new(), changes: Vec::new() };
        for line in lines.lines() {
            let line = document("terraform plan -json", line)?;
            match line["type"].as_str() {
                Some("diagnostic") => foreseen.diagnostics.push(Diagnostic::read(&line["diagnostic"])),
                Some("planned_change") => {
                    foreseen.changes.push((text(&line["change"]["resource"]["addr"]), text(&line["change"]["action"])));
                }
                _ => {}
            }
        }
        Ok(foreseen)
    }
}

impl Plan {
    pub(crate) fn read(text: &str) -> Result<Self, Failure> {
        Ok(Self { document: document("terraform show", text)? })
    }

    /// Every resource and data source of the plan, changed or not, by address.
    pub fn changes(&self) -> Vec<Change> {
        let changes = self.document["resource_changes"].as_array().map(Vec::as_slice).unwrap_or_default();
        let mut changes: Vec<Change> = changes.iter().map(Change::read).collect();
        changes.sort_by(|one, other| one.address.cmp(&other.address));
        changes
    }

    /// What the plan would do to the resource at this address, `None` when there is none.
    pub fn change(&self, address: &str) -> Option<Change> {
        self.changes().into_iter().find(|change| change.address == address)
    }
}

impl Change {
    fn read(change: &Value) -> Self {
        let actions = change["change"]["actions"].as_array().map(Vec::as_slice).unwrap_or_default();
        Self {
            address: text(&change["address"]),
            resource_type: text(&change["type"]),
            actions: actions.iter().map(text).collect(),
            after: change["change"]["after"].clone(),
        }
    }
}

impl fmt::Display for Validation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.diagnostics.iter().try_for_each(|diagnostic| writeln!(formatter, "{diagnostic}"))
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { severity, summary, detail, place } = self;
        if let Some((file, line)) = place {
            write!(formatter, "{file}:{line}: ")?;
        }
        write!(formatter, "{severity}: {summary}: {detail}")
    }
}

/// One of Terraform's JSON documents.
pub(crate) fn document(of: &str, text: &str) -> Result<Value, Failure> {
    let failure = |problem| Failure::Json { of: of.to_owned(), problem, text: text.to_owned() };
    let document: Value = serde_json::from_str(text).map_err(|error| failure(error.to_string()))?;
    match document["format_version"].as_str() {
        Some(version) if !version.starts_with("1.") => Err(failure(format!("format version `{version}`, not 1"))),
        Some(_) | None => Ok(document),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_of_another_major_version_is_refused() {
        let failure = Plan::read(r#"{"format_version": "2.0"}"#).expect_err("version 2 is not known");
        assert!(failure.to_string().contains("format version `2.0`"), "{failure}");
    }

    #[test]
    fn a_diagnostic_names_its_file_and_line() {
        let validation = Validation::read(
            r#"{"format_version": "1.0", "valid": false, "diagnostics": [{"severity": "error", "summary": "Wrong",
                "detail": "Not so.", "range": {"filename": "main.tf.json", "start": {"line": 7}}}]}"#,
        );
        let validation = validation.expect("the document is Terraform's");
        assert_eq!(validation.to_string(), "main.tf.json:7: error: Wrong: Not so.\n");
        assert!(!validation.valid);
    }
}
