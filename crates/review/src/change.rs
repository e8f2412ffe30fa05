//! One change with its values looked at: what it was, what it will be, what differs. It must not know which difference matters.

use serde_json::value::RawValue;
use terraform::json::Json;

use crate::action::Action;
use crate::diff::{Difference, Grain, differences};
use crate::node::Node;
use crate::plan;
use crate::reading::{self, Marks};
use crate::risk::Origin;

/// A resource before and after.
pub(crate) struct Change<'a> {
    /// Where it stands in the configuration.
    pub(crate) address: &'a str,
    /// Such as `aws_db_instance`.
    pub(crate) kind: &'a str,
    pub(crate) action: Action,
    /// Whether it is a data source, which is only read.
    pub(crate) is_data: bool,
    pub(crate) origin: Origin,
    /// Whether this is an object that a replacement left behind.
    pub(crate) is_deposed: bool,
    pub(crate) values: Values,
    /// Each value that differs, those in new and gone blocks too; nothing where the resource is destroyed.
    pub(crate) differences: Vec<Difference>,
}

/// The values on both sides.
pub(crate) struct Values {
    pub(crate) before: Node,
    pub(crate) after: Node,
    /// The paths of what makes Terraform replace it.
    pub(crate) replace_paths: Vec<Vec<Json>>,
}

/// The JSON cannot be read; its text may be secret and is not kept.
#[derive(Debug)]
pub(crate) struct Unreadable;

impl<'a> Change<'a> {
    /// Looks at a resource's change.
    pub(crate) fn open(resource: &'a plan::ResourceChange<'_>, origin: Origin) -> Result<Self, Unreadable> {
        let action = resource.change.action;
        let values = Values::open(&resource.change)?;
        let differences = match action {
            Action::Destroy | Action::Forget | Action::NoOp | Action::Read => Vec::new(),
            Action::Create
            | Action::Update
            | Action::Replace
            | Action::ReplaceAfterCreate
            | Action::ReplaceAndForget
            | Action::Unknown => differences(&values.before, &values.after, Grain::Values),
        };
        Ok(Self {
            address: &resource.address,
            kind: &resource.resource_type,
            action,
            is_data: resource.mode.as_deref() == Some("data"),
            origin,
            is_deposed: resource.deposed.is_some(),
            values,
            differences,
        })
    }

    /// Whether there was nothing before.
    pub(crate) fn is_new(&self) -> bool {
        self.action == Action::Create
    }

    pub(crate) fn before(&self) -> &Node {
        &self.values.before
    }

    pub(crate) fn after(&self) -> &Node {
        &self.values.after
    }
}

impl Values {
    /// Parses the values and their marks.
    pub(crate) fn open(change: &plan::Change<'_>) -> Result<Self, Unreadable> {
        let plan::Change {
            action: _,
            before,
            after,
            after_unknown,
            before_sensitive,
            after_sensitive,
            replace_paths,
            importing: _,
            generated_config: _,
        } = change;
        let nothing = Json::Null;
        let (sensitive_before, sensitive_after) = (parse(*before_sensitive)?, parse(*after_sensitive)?);
        let unknown = parse(*after_unknown)?;
        let of_before = Marks { sensitive: &sensitive_before, sensitive_there: &sensitive_after, unknown: &nothing };
        let of_after = Marks { sensitive: &sensitive_after, sensitive_there: &sensitive_before, unknown: &unknown };
        let before = reading::node(*before, of_before).map_err(|_| Unreadable)?;
        let after = reading::node(*after, of_after).map_err(|_| Unreadable)?;
        let replace_paths = match parse(*replace_paths)? {
            Json::Array(paths) => paths.into_iter().filter_map(steps).collect(),
            _ => Vec::new(),
        };
        Ok(Self { before, after, replace_paths })
    }
}

fn steps(path: Json) -> Option<Vec<Json>> {
    if let Json::Array(steps) = path { Some(steps) } else { None }
}

/// The value of a part of the plan.
pub(crate) fn parse(raw: Option<&RawValue>) -> Result<Json, Unreadable> {
    raw.map_or(Ok(Json::Null), |raw| serde_json::from_str(raw.get()).map_err(|_| Unreadable))
}
