//! The plan as `terraform show -json` and `tofu show -json` print it, read without copying it: texts and values borrow from the
//! input, and the values of a resource are parsed only when somebody looks at them. It must not know what a change means.
//!
//! The shape is that of Terraform's documentation, "JSON Output Format": unknown keys are ignored, and so are
//! `planned_values`, `prior_state`, `configuration` and `variables`, which hold most of the bytes and all of them again; `sides` reads
//! of them what can be priced.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use terraform::json::Json;

use crate::action::Action;

/// A text of the plan's.
pub(crate) type Text<'a> = Cow<'a, str>;

/// A plan, read but not looked at.
#[derive(Deserialize)]
pub struct Plan<'a> {
    #[serde(borrow, default)]
    pub(crate) format_version: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub(crate) terraform_version: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub(crate) resource_changes: Option<Vec<ResourceChange<'a>>>,
    #[serde(borrow, default)]
    pub(crate) resource_drift: Option<Vec<ResourceChange<'a>>>,
    #[serde(borrow, default)]
    pub(crate) deferred_changes: Option<Vec<DeferredChange<'a>>>,
    #[serde(borrow, default)]
    pub(crate) output_changes: Option<BTreeMap<Text<'a>, Change<'a>>>,
    #[serde(borrow, default)]
    pub(crate) relevant_attributes: Option<Vec<RelevantAttribute<'a>>>,
    #[serde(borrow, default)]
    pub(crate) checks: Option<Vec<Check<'a>>>,
    #[serde(borrow, default)]
    pub(crate) action_invocations: Option<Vec<ActionInvocation<'a>>>,
    #[serde(borrow, default)]
    pub(crate) deferred_action_invocations: Option<Vec<DeferredAction<'a>>>,
    /// What the plan was made of; read only when something is asked of it.
    #[serde(borrow, default)]
    pub(crate) configuration: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub(crate) variables: Option<&'a RawValue>,
    /// Whether Terraform would apply it. Older versions do not say.
    #[serde(default)]
    pub(crate) applyable: Option<bool>,
    /// Whether applying it leads to what the configuration says, with nothing left for another plan.
    #[serde(default)]
    pub(crate) complete: Option<bool>,
    /// Whether planning failed halfway.
    #[serde(default)]
    pub(crate) errored: Option<bool>,

    /// The values after and before the apply; read only when somebody asks for the sides of the plan.
    #[serde(borrow, default)]
    pub(crate) planned_values: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub(crate) prior_state: Option<&'a RawValue>,

    // By which a plan is told from other documents.
    #[serde(default)]
    pub(crate) values: Option<IgnoredAny>,
    #[serde(default)]
    pub(crate) lineage: Option<IgnoredAny>,
    #[serde(default)]
    pub(crate) valid: Option<IgnoredAny>,
    #[serde(default)]
    pub(crate) provider_schemas: Option<IgnoredAny>,
}

/// What becomes of one resource or data source.
#[derive(Deserialize)]
pub(crate) struct ResourceChange<'a> {
    #[serde(borrow)]
    pub(crate) address: Text<'a>,
    #[serde(borrow, default)]
    pub(crate) previous_address: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub(crate) module_address: Option<Text<'a>>,
    /// `managed` or `data`.
    #[serde(borrow, default)]
    pub(crate) mode: Option<Text<'a>>,
    #[serde(borrow, default, rename = "type")]
    pub(crate) resource_type: Text<'a>,
    #[serde(borrow, default)]
    pub(crate) name: Text<'a>,
    #[serde(borrow, default)]
    pub(crate) provider_name: Option<Text<'a>>,
    /// The key of an object that a `create_before_destroy` left behind.
    #[serde(borrow, default)]
    pub(crate) deposed: Option<Text<'a>>,
    #[serde(borrow)]
    pub(crate) change: Change<'a>,
    #[serde(borrow, default)]
    pub(crate) action_reason: Option<Text<'a>>,
}

/// Values before and after, with the trees that say which of them are sensitive or not known yet.
#[derive(Deserialize)]
pub(crate) struct Change<'a> {
    #[serde(default, rename = "actions", deserialize_with = "Action::planned")]
    pub(crate) action: Action,
    #[serde(borrow, default)]
    pub(crate) before: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub(crate) after: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub(crate) after_unknown: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub(crate) before_sensitive: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub(crate) after_sensitive: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub(crate) replace_paths: Option<&'a RawValue>,
    /// Few changes are imports: the others have room for none.
    #[serde(borrow, default)]
    pub(crate) importing: Option<Box<Importing<'a>>>,
    /// HCL that Terraform wrote for an import. Only whether there is any counts: the text is never shown, since it holds values.
    #[serde(default)]
    pub(crate) generated_config: Option<IgnoredAny>,
}

/// What an import takes in.
#[derive(Deserialize)]
pub(crate) struct Importing<'a> {
    #[serde(borrow, default)]
    pub(crate) id: Option<Text<'a>>,
    /// What identifies it where one text does not (Terraform 1.12).
    #[serde(default)]
    pub(crate) identity: Option<Json>,
}

/// A change that waits for another plan.
#[derive(Deserialize)]
pub(crate) struct DeferredChange<'a> {
    #[serde(borrow, default)]
    pub(crate) reason: Option<Text<'a>>,
    #[serde(borrow)]
    pub(crate) resource_change: ResourceChange<'a>,
}

/// An attribute whose value the plan was made from; of interest where it drifted.
#[derive(Deserialize)]
pub(crate) struct RelevantAttribute<'a> {
    #[serde(borrow)]
    pub(crate) resource: Text<'a>,
    #[serde(default)]
    pub(crate) attribute: Vec<Json>,
}

/// The results of a `check` block, or of the conditions of a resource or an output.
#[derive(Deserialize)]
pub(crate) struct Check<'a> {
    #[serde(borrow, default)]
    pub(crate) address: CheckAddress<'a>,
    #[serde(borrow, default)]
    pub(crate) status: Text<'a>,
    #[serde(borrow, default)]
    pub(crate) instances: Option<Vec<CheckInstance<'a>>>,
}

/// Where a check stands.
#[derive(Default, Deserialize)]
pub(crate) struct CheckAddress<'a> {
    #[serde(borrow, default)]
    pub(crate) to_display: Text<'a>,
}

/// The result of a check for one instance of its module or resource.
#[derive(Deserialize)]
pub(crate) struct CheckInstance<'a> {
    #[serde(borrow, default)]
    pub(crate) address: CheckAddress<'a>,
    #[serde(borrow, default)]
    pub(crate) status: Text<'a>,
    #[serde(borrow, default)]
    pub(crate) problems: Option<Vec<Problem<'a>>>,
}

/// Why a check failed, in the words of the configuration.
#[derive(Deserialize)]
pub(crate) struct Problem<'a> {
    #[serde(borrow, default)]
    pub(crate) message: Text<'a>,
}

/// An action of a provider's that runs with the apply (Terraform 1.14).
#[derive(Deserialize)]
pub(crate) struct ActionInvocation<'a> {
    #[serde(borrow)]
    pub(crate) address: Text<'a>,
    #[serde(borrow, default, rename = "type")]
    pub(crate) kind: Text<'a>,
    #[serde(borrow, default)]
    pub(crate) config_values: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub(crate) config_sensitive: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub(crate) config_unknown: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub(crate) lifecycle_action_trigger: Option<LifecycleTrigger<'a>>,
    /// There where somebody asked for it by `terraform apply -invoke`.
    #[serde(default)]
    pub(crate) invoke_action_trigger: Option<IgnoredAny>,
}

/// The change of a resource's that runs an action.
#[derive(Deserialize)]
pub(crate) struct LifecycleTrigger<'a> {
    #[serde(borrow, default)]
    pub(crate) triggering_resource_address: Text<'a>,
    #[serde(borrow, default)]
    pub(crate) action_trigger_event: Text<'a>,
}

/// An action that waits for another plan.
#[derive(Deserialize)]
pub(crate) struct DeferredAction<'a> {
    #[serde(borrow)]
    pub(crate) action_invocation: ActionInvocation<'a>,
}

impl Plan<'_> {
    /// Whether it only writes into the state what was found, as `-refresh-only` does: a plan that looks at the configuration lists every
    /// resource, those that stay as they are too.
    pub(crate) fn is_refresh_only(&self) -> bool {
        let is_empty = |changes: Option<usize>| changes.unwrap_or(0) == 0;
        is_empty(self.resource_changes.as_ref().map(Vec::len))
            && is_empty(self.deferred_changes.as_ref().map(Vec::len))
            && !is_empty(self.resource_drift.as_ref().map(Vec::len))
    }
}
