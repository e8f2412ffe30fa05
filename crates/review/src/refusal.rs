//! What is handed in instead of a plan, and what would make one. It must not know how a plan is reviewed.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::error::Category;
use terraform::json::Json;

use crate::plan::Plan;

/// The input is not a plan that can be reviewed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing at all, or only white space.
    #[error("there is nothing in it; make a plan with {MAKE_ONE}")]
    Empty,
    /// The file that `terraform plan -out` writes.
    #[error(
        "this is the plan as `terraform plan -out` writes it, which only Terraform reads; \
         print it as JSON with `terraform show -json <this file> > plan.json`"
    )]
    BinaryPlan,
    /// What `terraform plan -json` prints: a stream of messages.
    #[error("these are the messages of `terraform plan -json`, which leave out the values; make a plan with {MAKE_ONE}")]
    MessageStream,
    /// What `terraform plan` prints for people.
    #[error("this is what `terraform plan` prints for people; make a plan for programs with {MAKE_ONE}")]
    HumanPlan,
    /// The state, as a file or as `terraform show -json` prints it without a plan.
    #[error("this is Terraform's state, not a plan; make a plan with {MAKE_ONE}")]
    State,
    /// The answer of another of Terraform's commands; its name is given.
    #[error("this is the answer of `terraform {0} -json`, not a plan; make a plan with {MAKE_ONE}")]
    OtherAnswer(&'static str),
    /// What `hashicorp/setup-terraform` makes of the output by its wrapper: a line before the JSON, or some after it.
    #[error(
        "the wrapper of `hashicorp/setup-terraform` wrote its own lines around the JSON; \
         set `terraform_wrapper: false` in that step, or run `terraform-bin show -json tfplan > plan.json`"
    )]
    Wrapped,
    /// The bytes are no text.
    #[error("this is no text; make a plan with {MAKE_ONE}")]
    NotText,
    /// The text ends in the middle of the JSON.
    #[error("the JSON ends in the middle, the file is cut short; write it again with {MAKE_ONE}")]
    Cut,
    /// The text is not JSON from this line and column on.
    #[error("this is not JSON from line {line}, column {column} on; make a plan with {MAKE_ONE}")]
    NotJson {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
    },
    /// JSON, but not of a plan's shape at this line and column; the values there may be secret and are not given.
    #[error(
        "at line {line}, column {column} stands what no plan of format version {MAJOR} has there; write it again with {MAKE_ONE}"
    )]
    NotShaped {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
    },
    /// JSON of something else.
    #[error("this is JSON, but not a plan; make a plan with {MAKE_ONE}")]
    NotAPlan,
    /// A plan in a major version of the format that this version of `synth` does not know.
    #[error("the plan is in format version `{}`, {}", .0.escape_debug(), of_version(.0))]
    FormatVersion(String),
    /// The values of a resource cannot be read; its address is given.
    #[error(
        "the values of `{}` are nested more deeply than any provider's, or are no values; write the plan again with {MAKE_ONE}",
        .0.escape_debug()
    )]
    Values(String),
}

/// The major version of the format that is understood; what versions before 1 have is the same as far as it goes.
const MAJOR: &str = "1";

/// What to do about a version that is not understood.
fn of_version(version: &str) -> String {
    if version.starts_with("0.") {
        format!("of a Terraform before 1.1, and cannot be read as {MAJOR}.x; plan with a newer Terraform")
    } else {
        format!("and this synth understands {MAJOR}.x; print it with an older Terraform, or get a newer synth")
    }
}

/// The text of a plan: what Windows PowerShell's `>` writes in UTF-16 is read as well.
pub fn text(bytes: Vec<u8>) -> Vec<u8> {
    let units = |of: fn([u8; 2]) -> u16| -> Vec<u16> { bytes.chunks_exact(2).map(|pair| of([pair[0], pair[1]])).collect() };
    // By its mark, or without one by the brace that a plan begins with.
    let mut units = match bytes.get(..2) {
        Some([0xff, 0xfe] | [b'{', 0]) => units(u16::from_le_bytes),
        Some([0xfe, 0xff] | [0, b'{']) => units(u16::from_be_bytes),
        _ => return bytes,
    };
    if units.first() == Some(&0xfeff) {
        units.remove(0);
    }
    String::from_utf16_lossy(&units).into_bytes()
}

/// Reads a plan.
///
/// # Errors
/// What the input is instead, with the command that makes a plan of it.
pub fn read(bytes: &[u8]) -> Result<Plan<'_>, Refusal> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(Refusal::BinaryPlan);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Refusal::NotText)?;
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Err(Refusal::Empty);
    }
    // serde would read a list as a plan's members in their order.
    if text.trim_start().starts_with('[') && serde_json::from_str::<IgnoredAny>(text).is_ok() {
        return Err(Refusal::NotAPlan);
    }
    match serde_json::from_str::<Plan>(text) {
        Ok(plan) => judge(plan),
        Err(error) => Err(refusal(text, &error)),
    }
}

/// Whether the JSON that was read is a plan.
fn judge(plan: Plan<'_>) -> Result<Plan<'_>, Refusal> {
    let is_plan = plan.resource_changes.is_some()
        || plan.resource_drift.is_some()
        || plan.output_changes.is_some()
        || plan.deferred_changes.is_some()
        || plan.planned_values.is_some()
        || plan.prior_state.is_some()
        || plan.configuration.is_some()
        || plan.errored.is_some();
    if !is_plan {
        let is_state = plan.values.is_some() || plan.lineage.is_some();
        return Err(match () {
            () if is_state => Refusal::State,
            () if plan.valid.is_some() => Refusal::OtherAnswer("validate"),
            () if plan.provider_schemas.is_some() => Refusal::OtherAnswer("providers schema"),
            // Of an empty state, `terraform show -json` prints the version and nothing else.
            () if plan.format_version.is_some() => Refusal::State,
            () => Refusal::NotAPlan,
        });
    }
    match &plan.format_version {
        Some(version) if !is_known(version) => Err(Refusal::FormatVersion(version.to_string())),
        Some(_) | None => Ok(plan),
    }
}

fn is_known(version: &str) -> bool {
    matches!(version.split('.').next(), Some(MAJOR | "0"))
}

/// What the text is, given that it cannot be read as a plan.
fn refusal(text: &str, error: &serde_json::Error) -> Refusal {
    #[derive(Deserialize)]
    struct Message {
        #[serde(rename = "@level")]
        _level: IgnoredAny,
    }
    #[derive(Deserialize)]
    struct Version {
        format_version: Option<Json>,
    }

    let first_line = text.trim_start().lines().next().unwrap_or_default();
    if first_line.starts_with('{') && serde_json::from_str::<Message>(first_line).is_ok() {
        return Refusal::MessageStream;
    }
    // The wrapper prints what it runs before the output, and what it hands on after it.
    let is_wrapped = (first_line.starts_with("[command]") && first_line.contains("terraform"))
        || ["\n::debug::", "\n::set-output name="].iter().any(|mark| text.contains(mark));
    if is_wrapped {
        return Refusal::Wrapped;
    }
    let place = (error.line(), error.column());
    match error.classify() {
        Category::Eof => Refusal::Cut,
        Category::Syntax | Category::Io if text.contains("will perform the following actions") || text.contains("No changes.") => {
            Refusal::HumanPlan
        }
        Category::Syntax | Category::Io => Refusal::NotJson { line: place.0, column: place.1 },
        Category::Data => match serde_json::from_str::<Version>(text) {
            // Another version may well have another shape: the version is the reason to name.
            Ok(Version { format_version: Some(Json::String(version)) }) if !is_known(&version) || version.starts_with("0.") => {
                Refusal::FormatVersion(version)
            }
            Ok(Version { format_version: Some(_) }) => Refusal::NotShaped { line: place.0, column: place.1 },
            Ok(Version { format_version: None }) | Err(_) => Refusal::NotAPlan,
        },
    }
}

/// The two commands, in the order in which they are typed.
const MAKE_ONE: &str = "`terraform plan -out=tfplan`, then `terraform show -json tfplan > plan.json`";

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> Refusal {
        read(text.as_bytes()).map(|_| ()).expect_err("it is no plan")
    }

    #[test]
    fn what_is_no_plan_is_named() {
        assert_eq!(refused(""), Refusal::Empty);
        assert_eq!(refused(" \n\t"), Refusal::Empty);
        assert_eq!(refused("PK\u{3}\u{4}rest"), Refusal::BinaryPlan);
        assert_eq!(refused("[command]terraform-bin show -json tfplan\n{}\n"), Refusal::Wrapped);
        assert_eq!(refused("{\"format_version\": \"1.2\"}\n::debug::Terraform exited with code 0.\n"), Refusal::Wrapped);
        assert_eq!(read(&[0x80, 0x81]).map(|_| ()), Err(Refusal::NotText));
        assert_eq!(
            refused("{\"@level\":\"info\",\"@message\":\"Terraform 1.11.4\"}\n{\"@level\":\"info\"}\n"),
            Refusal::MessageStream
        );
        assert_eq!(refused("Terraform will perform the following actions:\n"), Refusal::HumanPlan);
        assert_eq!(refused(r#"{"version": 4, "serial": 1, "lineage": "x", "resources": []}"#), Refusal::State);
        assert_eq!(refused(r#"{"format_version": "1.0", "values": {}}"#), Refusal::State);
        assert_eq!(refused(r#"{"format_version": "1.0"}"#), Refusal::State);
        assert_eq!(refused(r#"{"format_version": "1.0", "valid": true}"#), Refusal::OtherAnswer("validate"));
        assert_eq!(refused(r#"{"format_version": "1.0", "provider_schemas": {}}"#), Refusal::OtherAnswer("providers schema"));
        assert_eq!(refused(r#"{"name": "left-pad"}"#), Refusal::NotAPlan);
        assert_eq!(refused("[1]"), Refusal::NotAPlan);
        assert_eq!(refused(r#"{"format_version": "1.2", "resource_changes": ["#), Refusal::Cut);
        assert_eq!(refused("{'a': 1}"), Refusal::NotJson { line: 1, column: 2 });
    }

    #[test]
    fn another_major_version_is_refused_whatever_its_shape() {
        assert_eq!(refused(r#"{"format_version": "2.0", "resource_changes": []}"#), Refusal::FormatVersion("2.0".to_owned()));
        assert_eq!(refused(r#"{"format_version": "2.0", "resource_changes": {}}"#), Refusal::FormatVersion("2.0".to_owned()));
        assert_eq!(refused(r#"{"format_version": "10.1", "resource_changes": []}"#), Refusal::FormatVersion("10.1".to_owned()));
    }

    #[test]
    fn what_came_before_version_1_is_read_or_told_to_get_a_newer_terraform() {
        assert!(read(br#"{"format_version": "0.2", "resource_changes": [], "planned_values": {}}"#).is_ok());
        let refusal = refused(r#"{"format_version": "0.1", "resource_changes": {}}"#);
        assert!(refusal.to_string().ends_with("plan with a newer Terraform"), "{refusal}");
    }

    #[test]
    fn utf_16_is_read() {
        let plan = r#"{"format_version": "1.2", "resource_changes": []}"#;
        for (mark, bytes) in [([0xff, 0xfe], u16::to_le_bytes as fn(u16) -> [u8; 2]), ([0xfe, 0xff], u16::to_be_bytes)] {
            let text = text(mark.into_iter().chain(plan.encode_utf16().flat_map(bytes)).collect());
            assert!(read(&text).is_ok());
            let unmarked = super::text(plan.encode_utf16().flat_map(bytes).collect());
            assert!(read(&unmarked).is_ok(), "without a mark");
        }
        assert_eq!(text(plan.as_bytes().to_vec()), plan.as_bytes());
    }

    #[test]
    fn a_wrong_shape_is_told_by_its_place_and_never_by_its_value() {
        let refusal = refused(r#"{"format_version": "1.2", "resource_changes": "hunter2"}"#);
        assert!(matches!(refusal, Refusal::NotShaped { line: 1, .. }), "{refusal:?}");
        assert!(!refusal.to_string().contains("hunter2"));
    }

    #[test]
    fn missing_parts_and_unknown_keys_are_tolerated() {
        for text in [
            r#"{"planned_values": {}}"#,
            r#"{"format_version": "1.99", "resource_changes": null, "new": [1], "planned_values": {}}"#,
        ] {
            assert!(read(text.as_bytes()).is_ok(), "{text}");
        }
    }
}
