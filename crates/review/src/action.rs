//! What Terraform does to a resource, and why it says so. It must not know the resource.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

/// What is done to a resource.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// It is made.
    Create,
    /// It is changed in place.
    Update,
    /// It is destroyed, then made anew.
    Replace,
    /// It is made anew, then the old one is destroyed.
    ReplaceAfterCreate,
    /// It is destroyed.
    Destroy,
    /// It stays as it is and leaves Terraform's state.
    Forget,
    /// It is made anew; the old one stays as it is and leaves Terraform's state.
    ReplaceAndForget,
    /// A data source is read while applying.
    Read,
    /// Nothing.
    #[default]
    NoOp,
    /// Something that this version of `synth` does not know.
    Unknown,
}

impl Action {
    /// The action that the plan's list of actions says.
    pub(crate) fn planned<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let actions = Vec::<Cow<'de, str>>::deserialize(deserializer)?;
        let actions: Vec<&str> = actions.iter().map(AsRef::as_ref).collect();
        Ok(Self::of(&actions))
    }

    fn of(actions: &[&str]) -> Self {
        match actions {
            ["create"] => Self::Create,
            ["update"] => Self::Update,
            ["delete", "create"] => Self::Replace,
            ["create", "delete"] => Self::ReplaceAfterCreate,
            ["delete"] => Self::Destroy,
            ["forget"] => Self::Forget,
            ["create", "forget"] | ["forget", "create"] => Self::ReplaceAndForget,
            // What is ephemeral is only looked at while applying.
            ["read" | "open" | "renew" | "close"] => Self::Read,
            ["no-op"] | [] => Self::NoOp,
            _ => Self::Unknown,
        }
    }

    /// Whether an object is made.
    pub(crate) fn replaces(self) -> bool {
        match self {
            Self::Replace | Self::ReplaceAfterCreate | Self::ReplaceAndForget => true,
            Self::Create | Self::Update | Self::Destroy | Self::Forget | Self::Read | Self::NoOp | Self::Unknown => false,
        }
    }

    /// Whether an object is destroyed.
    pub(crate) fn destroys(self) -> bool {
        match self {
            Self::Replace | Self::ReplaceAfterCreate | Self::Destroy => true,
            Self::Create | Self::Update | Self::ReplaceAndForget | Self::Forget | Self::Read | Self::NoOp | Self::Unknown => false,
        }
    }

    /// Whether an object stays as it is and leaves Terraform's state.
    pub(crate) fn forgets(self) -> bool {
        matches!(self, Self::Forget | Self::ReplaceAndForget)
    }

    /// In a word or a few.
    pub fn words(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Replace => "replace",
            Self::ReplaceAfterCreate => "replace, the new one first",
            Self::Destroy => "destroy",
            Self::Forget => "forget",
            Self::ReplaceAndForget => "replace, and forget the old one",
            Self::Read => "read",
            Self::NoOp => "no change",
            Self::Unknown => "unknown action",
        }
    }
}

/// Why Terraform does it, in words; `None` for a reason that is not known here.
///
/// The reasons are those of Terraform's documentation, "JSON Output Format", under `action_reason`.
pub(crate) fn reason(reason: &str) -> Option<&'static str> {
    Some(match reason {
        "replace_because_tainted" => "its last creation failed halfway, or it was marked as tainted",
        "replace_because_cannot_update" => "what changes cannot be changed in place",
        "replace_by_request" => "it was asked for with `-replace`",
        "replace_by_triggers" => "something in its `replace_triggered_by` changes",
        "delete_because_no_resource_config" => "it stands in the configuration no more",
        "delete_because_no_module" => "its module is called no more",
        "delete_because_wrong_repetition" => "it gained or lost `count` or `for_each`",
        "delete_because_count_index" => "its index is beyond `count`",
        "delete_because_each_key" => "its key is in `for_each` no more",
        "delete_because_no_move_target" => "it was moved to an address that the configuration does not have",
        "read_because_config_unknown" => "what it asks for is known after apply",
        "read_because_dependency_pending" => "something that it depends on changes first",
        "read_because_check_nested" => "a `check` block reads it at every apply",
        _ => return None,
    })
}

/// Why a change is deferred, in words; `None` for a reason that is not known here.
pub(crate) fn deferral(reason: &str) -> Option<&'static str> {
    Some(match reason {
        "instance_count_unknown" => "how many there are is known only after another apply",
        "resource_config_unknown" => "its configuration is known only after another apply",
        "provider_config_unknown" => "its provider's configuration is known only after another apply",
        "absent_prereq" => "something that it needs does not exist yet",
        "deferred_prereq" => "something that it depends on is deferred itself",
        _ => return None,
    })
}
