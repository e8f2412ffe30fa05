//! What to write into the settings for resources that got another address. It must not know how it is shown.

use std::collections::BTreeSet;

use engine::address_lock::RenamedService;
use terraform::Address;
use terraform::compare::Relocation;

/// The settings that tell Terraform where resources went: of a renamed service its own, since AWS's names follow a service's and a move
/// alone would make everything anew.
pub(super) fn advised(relocations: &[Relocation]) -> String {
    let parsed = |text: &str| text.parse::<Address>().ok();
    let services: BTreeSet<String> =
        relocations.iter().filter(|it| it.to.contains(".aws_ecs_service.")).map(|it| it.to.clone()).collect();
    let renamed = |it: &Relocation| {
        RenamedService::of(&parsed(&it.from)?, &parsed(&it.to)?, |address| services.contains(&address.to_string()))
    };
    let all: BTreeSet<RenamedService> = relocations.iter().filter_map(renamed).collect();
    let goes_along = |it: &Relocation| {
        let (Some(from), Some(to)) = (parsed(&it.from), parsed(&it.to)) else { return false };
        all.iter().any(|service| service.moves(&from, &to))
    };
    let moved = relocations.iter().filter(|it| !goes_along(it)).map(Relocation::moved);
    all.iter().map(RenamedService::remedy).chain(moved).collect()
}
