//! What a change of a cache does to those who use it.

use aws::{ElasticacheReplicationGroup as OnNodes, ElasticacheServerlessCache as Serverless};
use terraform::Address;
use terraform::read::Documents;

use super::Consequence;
use super::pairs::on_both;

/// A cache that asks who connects, and did not before, or the other way round: it does so at once, and tasks of before know nothing of it (ElastiCache API
/// Reference, `ModifyReplicationGroup`, `ModifyServerlessCache`).
pub(super) fn login(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let on_nodes = on_both::<OnNodes>(old, new).map(|(before, now)| {
        let asks = |groups: usize| groups > 0;
        let of = |view: &terraform::read::View<'_, OnNodes>| asks(view.get(OnNodes::USER_GROUP_IDS).elements().len());
        (now.address(), of(&before), of(&now))
    });
    let serverless = on_both::<Serverless>(old, new).map(|(before, now)| {
        let of = |view: &terraform::read::View<'_, Serverless>| view.get(Serverless::USER_GROUP_ID).is_set();
        (now.address(), of(&before), of(&now))
    });
    let all: Vec<(Address, bool, bool)> = on_nodes.chain(serverless).collect();
    let told = all.into_iter().filter_map(|(address, before, now)| {
        let what = match (before, now) {
            (false, true) => "it asks for a token at once, and refuses the tasks that run, which have none",
            (true, false) => "it knows no users any more, and refuses the tasks that run, which say who they are",
            (true, true) | (false, false) => return None,
        };
        let instead = "let the service do without the cache for the time being, or make a second cache with the other `login`, go over to it, and take this one out";
        Some(Consequence::new(address, what, instead))
    });
    told.collect()
}

/// The provider tells a serverless cache nothing of a user group that is taken out of its settings, and ElastiCache answers that nothing is to be changed
/// (hashicorp/terraform-provider-aws#42766, mended in its version 6 by #45571).
pub(super) fn user_group_goes(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let told = on_both::<Serverless>(old, new).filter_map(|(before, now)| {
        let has = |view: &terraform::read::View<'_, Serverless>| view.get(Serverless::USER_GROUP_ID).is_set();
        (has(&before) && !has(&now)).then(|| {
            let name = now.get(Serverless::NAME).literal().unwrap_or_else(|| "…".to_owned());
            Consequence::new(
                now.address(),
                "the provider cannot take the user group from a serverless cache, and ElastiCache deletes none that is in use: the apply fails there",
                format!("let go of the group right before the apply: `aws elasticache modify-serverless-cache --remove-user-group --serverless-cache-name {name}`"),
            )
        })
    });
    told.collect()
}

/// For an older version the provider makes the cache anew, whatever its schema says of the argument.
pub(super) fn older_version(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let version = |text: Option<String>| -> Option<Vec<u32>> { text?.split('.').map(|part| part.parse().ok()).collect() };
    let told = on_both::<OnNodes>(old, new).filter_map(|(before, now)| {
        let (from, to) = (before.get(OnNodes::ENGINE_VERSION).literal(), now.get(OnNodes::ENGINE_VERSION).literal());
        (version(to.clone())? < version(from.clone())?).then(|| {
            let what = format!(
                "ElastiCache goes back to no older version ({} to {}): Terraform destroys the cache and makes it anew, empty",
                from.unwrap_or_default(),
                to.unwrap_or_default()
            );
            Consequence::new(
                now.address(),
                what,
                "leave `engine_version` as it was; or make a second cache with the older one, go over to it, and take this one out",
            )
        })
    });
    told.collect()
}
