//! What a change of the account does to what stands in the one of before.

use std::collections::BTreeSet;

use terraform::json::Json;
use terraform::read::Documents;

use super::Consequence;
use super::region::FIRST_REGION;

/// The account in which the provider works, as far as it says so: the one that it is allowed, or that of the role as which it works.
fn account(documents: &Documents) -> Option<String> {
    let providers = documents.providers("aws");
    let first = providers.iter().find(|provider| provider.get("alias").is_none())?;
    let role = || {
        let role = first.get("assume_role")?;
        role.get(0).unwrap_or(role).get("role_arn")?.as_str()?.split(':').nth(4)
    };
    let allowed = first.get("allowed_account_ids").and_then(Json::as_array);
    let allowed: BTreeSet<&str> = allowed.into_iter().flatten().filter_map(Json::as_str).collect();
    match allowed.into_iter().next() {
        Some(account) => Some(account.to_owned()),
        None => role().map(str::to_owned),
    }
}

/// The state says what stands in the old one, and the credentials of the new one find nothing of it.
pub(super) fn another(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let (Some(before), Some(now)) = (account(old), account(new)) else { return Vec::new() };
    if before == now {
        return Vec::new();
    }
    let what = format!(
        "Terraform would look in the account {now} for what stands in {before}, forget it, and make it anew: the old one stays, without care and \
         billed"
    );
    let instead = "set up another environment in that account, restore the database there from a snapshot that is shared with it, and destroy this one";
    vec![Consequence::new(FIRST_REGION, what, instead)]
}
