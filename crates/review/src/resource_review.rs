//! One change of a resource as a review tells it. It must not judge it.

use crate::action;
use crate::attributes::{self, Told};
use crate::change::Change;
use crate::document::{Import, ResourceReview};
use crate::plan::ResourceChange;
use crate::sentence::Sentence;

pub(crate) fn module(resource: &ResourceChange<'_>) -> String {
    resource.module_address.as_deref().unwrap_or_default().to_owned()
}

pub(crate) fn previous_address<'a>(resource: &'a ResourceChange<'_>) -> Option<&'a str> {
    resource.previous_address.as_deref().filter(|previous| *previous != resource.address)
}

/// A change without its values, and without what no page shows.
pub(crate) fn named(resource: &ResourceChange<'_>, change: &Change<'_>) -> ResourceReview {
    let nothing = Told { attributes: Vec::new(), more: 0, known_after_apply: Vec::new(), replaced_by: Vec::new() };
    ResourceReview { provider: None, ..with(resource, change, nothing) }
}

pub(crate) fn told(resource: &ResourceChange<'_>, change: &Change<'_>) -> ResourceReview {
    with(resource, change, attributes::told(change))
}

fn with(resource: &ResourceChange<'_>, change: &Change<'_>, told: Told) -> ResourceReview {
    let Told { attributes, more, known_after_apply, replaced_by } = told;
    ResourceReview {
        address: resource.address.to_string(),
        previous_address: previous_address(resource).map(str::to_owned),
        module: module(resource),
        resource_type: resource.resource_type.to_string(),
        is_data: resource.mode.as_deref() == Some("data"),
        provider: resource.provider_name.as_deref().map(str::to_owned),
        action: change.action,
        is_deposed: change.is_deposed,
        reason: resource.action_reason.as_deref().map(|reason| in_words(reason, action::reason(reason))),
        import: resource.change.importing.as_ref().map(|importing| Import {
            id: importing.id.as_deref().map(str::to_owned),
            identity: importing.identity.clone(),
            has_generated_configuration: resource.change.generated_config.is_some(),
        }),
        attributes,
        more_attributes: more,
        known_after_apply,
        replaced_by,
        dependents: Vec::new(),
    }
}

pub(crate) fn in_words(reason: &str, words: Option<&'static str>) -> Sentence {
    words.map_or_else(|| Sentence::of(reason), Sentence::new)
}
