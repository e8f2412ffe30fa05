//! What `synth explain --json` prints.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value as Json;

use crate::view::json::Finding;

/// What `synth explain` has to say: exactly one of setting, rule and resource is there.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "What synth explain --json prints")]
pub(crate) struct Document {
    /// The version of this format.
    pub(super) format_version: &'static str,
    /// The setting, when the word is a setting's path.
    pub(super) setting: Option<SettingDocument>,
    /// The rule, when the word is a rule's code.
    pub(super) rule: Option<RuleDocument>,
    /// The resource, when the word is a resource's address.
    pub(super) resource: Option<ResourceDocument>,
}

/// A setting.
#[derive(Serialize, JsonSchema)]
pub(super) struct SettingDocument {
    /// Its path, where `<name>` stands for a name of yours and `[]` for an element of an array.
    pub(super) path: String,
    /// What it means.
    pub(super) meaning: String,
    /// What can be written there, in words.
    pub(super) takes: String,
    /// The words that can be written there.
    pub(super) choices: Vec<ChoiceDocument>,
    /// The default as TOML writes it.
    pub(super) default: Option<String>,
    /// Whether it has to be set, once the table is there in which it stands.
    pub(super) is_needed: bool,
    /// A value as TOML writes it.
    pub(super) example: Option<String>,
    /// The settings that stand in it.
    pub(super) inside: Vec<String>,
    /// What it is in each environment.
    pub(super) values: Vec<ValueDocument>,
    /// What of an environment's configuration it touches.
    pub(super) touches: Vec<TouchesDocument>,
}

/// A word that can be written.
#[derive(Serialize, JsonSchema)]
pub(super) struct ChoiceDocument {
    /// The word as TOML writes it.
    pub(super) value: String,
    /// What it means.
    pub(super) meaning: String,
}

/// A setting's value in an environment.
#[derive(Serialize, JsonSchema)]
pub(super) struct ValueDocument {
    /// The environment.
    pub(super) environment: String,
    /// The setting's path there.
    pub(super) path: String,
    /// The value, before it is checked; `null` when it is not set, or the environment's files cannot be read.
    pub(super) value: Option<Json>,
    /// Where it was set: `environments/prod.toml:4:1`, `--set …`, `default`, or `not set`.
    pub(super) origin: String,
}

/// What a setting touches, found by changing it in memory.
#[derive(Serialize, JsonSchema)]
pub(super) struct TouchesDocument {
    /// The environment in which it was changed.
    pub(super) environment: String,
    /// The setting's path there.
    pub(super) path: String,
    /// The value that was tried; of a section, none, since each of its settings was.
    pub(super) tried: Option<Json>,
    /// What was set besides, so that the value is accepted, as it is typed after `--set`.
    pub(super) with: Vec<String>,
    /// Whether the setting alone makes the blocks differ; else it and what was set besides.
    pub(super) is_alone: bool,
    /// The blocks that differ.
    pub(super) blocks: Vec<BlockDocument>,
    /// What the change does to an environment that is applied, as `synth diff` says it: what is made anew, interrupted or refused by AWS.
    pub(super) consequences: Vec<String>,
    /// Why nothing is known, when that is so.
    pub(super) unknown: Option<String>,
}

/// A block that a setting touches.
#[derive(Serialize, JsonSchema)]
pub(super) struct BlockDocument {
    /// The block's address.
    pub(super) address: String,
    /// What becomes of it.
    pub(super) change: ChangeDocument,
    /// Its attributes that differ.
    pub(super) attributes: Vec<AttributeDocument>,
}

/// What becomes of a block.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum ChangeDocument {
    /// It is there with the tried value only.
    Added,
    /// It is there without the tried value only.
    Removed,
    /// It is there with both values, and differs.
    Changed,
}

/// An attribute that differs.
#[derive(Serialize, JsonSchema)]
pub(super) struct AttributeDocument {
    /// Where it stands in the block, in a document inside a string too.
    pub(super) path: String,
    /// As it is; `null` when it is not there.
    pub(super) before: Option<terraform::Json>,
    /// As it is with the tried value; `null` when it is not there.
    pub(super) after: Option<terraform::Json>,
}

/// A rule.
#[derive(Serialize, JsonSchema)]
pub(super) struct RuleDocument {
    /// Its code.
    pub(super) code: String,
    /// Whether what it finds stops the synthesis: `error` or `warning`.
    pub(super) severity: String,
    /// The environments that it is for.
    pub(super) scope: String,
    /// What is to hold.
    pub(super) title: String,
    /// Why.
    pub(super) why: String,
    /// What to do when it does not.
    pub(super) mend: String,
    /// What it finds in each environment.
    pub(super) environments: Vec<JudgedDocument>,
}

/// What a rule finds in an environment.
#[derive(Serialize, JsonSchema)]
pub(super) struct JudgedDocument {
    /// The environment.
    pub(super) environment: String,
    /// What it finds, without what is accepted.
    #[schemars(with = "Vec<Finding>")]
    pub(super) findings: Vec<Json>,
    /// The acceptances of its findings.
    pub(super) accepted: Vec<AcceptedDocument>,
}

/// An acceptance of what a rule finds.
#[derive(Serialize, JsonSchema)]
pub(super) struct AcceptedDocument {
    /// Why.
    pub(super) reason: String,
    /// Until which day.
    pub(super) until: String,
}

/// A resource or data source.
#[derive(Serialize, JsonSchema)]
pub(super) struct ResourceDocument {
    /// Its address.
    pub(super) address: String,
    /// Its type.
    #[serde(rename = "type")]
    pub(super) kind: String,
    /// The environment as whose it is explained.
    pub(super) environment: String,
    /// The other environments that have it.
    pub(super) also_in: Vec<String>,
    /// The file in the environment's folder.
    pub(super) file: String,
    /// The resources that it refers to.
    pub(super) needs: Vec<String>,
    /// The resources that refer to it.
    pub(super) needed_by: Vec<String>,
    /// The settings that shape it.
    pub(super) settings: Vec<ShapingDocument>,
    /// The settings of which no other value could be tried: they may shape it as well.
    pub(super) untried: Vec<String>,
    /// Its arguments, references between modules followed.
    pub(super) arguments: terraform::Json,
}

/// A setting that shapes a resource.
#[derive(Serialize, JsonSchema)]
pub(super) struct ShapingDocument {
    /// The setting.
    pub(super) path: String,
    /// Whether it decides that the resource is there at all.
    pub(super) decides: bool,
    /// The attributes that differ with another value.
    pub(super) attributes: Vec<String>,
}
