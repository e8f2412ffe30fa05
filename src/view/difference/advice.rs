//! What to write into the settings for resources that got another address. It must not know how it is shown.

use std::collections::BTreeSet;

use engine::renamed::Renamed;
use terraform::Address;
use terraform::compare::Relocation;

/// What is advised of resources that got another address.
pub(super) struct Advice<'a> {
    /// The settings that keep them: of a renamed section its own, since AWS's names follow a section's and a move alone would make everything anew.
    pub(super) settings: String,
    /// How many are kept by these.
    pub(super) kept: usize,
    /// Those that are made anew whatever a `moved` block says.
    pub(super) anew: Vec<&'a Relocation>,
}

pub(super) fn advised(relocations: &[Relocation]) -> Advice<'_> {
    let parsed = |text: &str| text.parse::<Address>().ok();
    let here: BTreeSet<&str> = relocations.iter().map(|it| it.to.as_str()).collect();
    let renamed =
        |it: &Relocation| Renamed::of(&parsed(&it.from)?, &parsed(&it.to)?, |address| here.contains(address.to_string().as_str()));
    let renamed: BTreeSet<Renamed> = relocations.iter().filter_map(renamed).collect();
    let goes_along = |it: &Relocation| {
        let (Some(from), Some(to)) = (parsed(&it.from), parsed(&it.to)) else { return false };
        renamed.iter().any(|section| section.moves(&from, &to))
    };
    let (anew, kept): (Vec<&Relocation>, Vec<&Relocation>) = relocations.iter().partition(|it| !goes_along(it) && !it.is_kept());
    let moved = kept.iter().filter(|it| !goes_along(it)).filter_map(|it| it.moved());
    Advice { settings: renamed.iter().map(Renamed::remedy).chain(moved).collect(), kept: kept.len(), anew }
}

/// Why a resource is made anew at its other address.
pub(super) fn why(relocation: &Relocation) -> String {
    let Relocation { replaced_by, replaced_with, .. } = relocation;
    if replaced_by.is_empty() {
        format!("because it refers to {}", replaced_with.join(", "))
    } else {
        format!("because of {}", replaced_by.join(", "))
    }
}
