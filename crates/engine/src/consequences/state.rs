//! What becomes of the state when it is to lie elsewhere.

use terraform::json::{Json, Key};
use terraform::read::Documents;

use super::Consequence;

/// The backend, or the `cloud` block, as it is written.
fn written(documents: &Documents) -> Option<(String, Json)> {
    let terraform = documents.section("", "terraform");
    ["backend", "cloud"].into_iter().find_map(|block| Some((block.to_owned(), (*terraform.get(block)?).clone())))
}

/// The settings that say where a state lies; how it is locked or read may change without a move.
fn place_of((block, body): &(String, Json)) -> Vec<Json> {
    let settings = ["/s3/bucket", "/s3/key", "/http/address", "/local/path", "/hostname", "/organization", "/workspaces/name"];
    let kind = body.as_object().and_then(|body| body.keys().next()).filter(|_| block == "backend");
    std::iter::once(Json::from(kind.map_or(block.as_str(), Key::as_str)))
        .chain(settings.iter().map(|setting| body.pointer(setting).cloned().unwrap_or_default()))
        .collect()
}

/// The project and the environment with which the provider tags everything.
pub fn owner(documents: &Documents) -> Option<(String, String)> {
    documents.providers("aws").iter().find_map(|provider| {
        let tags = provider.get("default_tags")?;
        let tags = tags.get(0).unwrap_or(tags).get("tags")?;
        let tag = |key: &str| tags.get(key)?.as_str().map(str::to_owned);
        Some((tag("Project")?, tag("Environment")?))
    })
}

/// Whether the two are two environments, each with a state of its own: nothing becomes of the one when the other is applied.
pub(super) fn are_apart(old: &Documents, new: &Documents) -> bool {
    let place = |documents| written(documents).map(|it| place_of(&it));
    owner(old) != owner(new) && place(old) != place(new)
}

/// Only the folder in which Terraform ran last knows the old place (Terraform CLI, "init", backend initialization).
pub(super) fn place(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let (Some(before), Some(now)) = (written(old), written(new)) else { return Vec::new() };
    if place_of(&before) == place_of(&now) {
        return Vec::new();
    }
    vec![Consequence::new(
        format!("terraform.{}", now.0),
        "the state is to lie elsewhere, where there is none yet: without it Terraform makes everything a second time",
        "run `terraform init -migrate-state` in the folder in which `terraform init` was run with the settings of before, and look at the plan",
    )]
}
