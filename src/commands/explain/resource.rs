//! A resource explained: what it needs, what needs it, and which settings shape it.

use std::cell::RefCell;
use std::collections::BTreeSet;

use settings::{Described, Override, Setting};
use terraform::Mode;
use terraform::read::{Documents, ResourceBlock};

use super::document::{ResourceDocument, ShapingDocument};
use super::setting::all_concrete;
use crate::commands::source::Source;
use crate::view::progress::Progress;
use engine::Synthesized;
use engine::explanation::{Bench, Effect, Outcome, Trial, value_of};

/// The resource or data source at an address, as the first environment has it that has one; none if no environment has.
pub(super) fn explained(
    address: &str,
    described: &[Described],
    source: &Source,
    environments: &[Synthesized],
) -> Option<ResourceDocument> {
    let mut having = environments.iter().filter(|environment| addresses(environment).any(|it| it == address));
    let environment = having.next()?;
    let documents = environment.documents();
    let resource = everything(documents).find(|it| it.address().to_string() == address)?;
    let own = resource.address();
    let needing = everything(documents).filter(|other| other.needs().contains(&own));
    let (settings, untried) = shaping(address, described, source, environment);
    Some(ResourceDocument {
        address: address.to_owned(),
        kind: resource.kind.to_owned(),
        environment: environment.name.to_string(),
        also_in: having.map(|other| other.name.to_string()).collect(),
        file: resource.file.to_owned(),
        needs: resource.needs().iter().map(ToString::to_string).collect(),
        needed_by: needing.map(|other| other.address().to_string()).collect::<BTreeSet<String>>().into_iter().collect(),
        settings,
        untried,
        arguments: resource.resolved().body,
    })
}

/// The addresses of an environment's resources and data sources.
pub(super) fn addresses(environment: &Synthesized) -> impl Iterator<Item = String> {
    everything(environment.documents()).map(|block| block.address().to_string())
}

/// Managed, read or ephemeral: all that has an address.
fn everything(documents: &Documents) -> impl Iterator<Item = ResourceBlock<'_>> {
    [Mode::Managed, Mode::Data, Mode::Ephemeral].into_iter().flat_map(|mode| documents.of_mode(mode))
}

/// The settings with another value of which the resource differs, or is not there; and those of which none could be tried.
fn shaping(
    address: &str,
    described: &[Described],
    source: &Source,
    environment: &Synthesized,
) -> (Vec<ShapingDocument>, Vec<String>) {
    let settings: Vec<Setting> = environment.layers.settings().collect();
    let synthesize = |changes: &[Override]| source.workspace().tried(&environment.name, changes);
    let emitted = environment.documents();
    let bench = Bench {
        synthesize: &synthesize,
        described,
        settings: &settings,
        emitted,
        wanted: Some(address),
        telling: RefCell::default(),
    };
    let all = all_concrete(described, &settings);
    let mut progress = Progress::new("settings tried");
    let (mut found, mut untried) = (Vec::new(), Vec::new());
    for (number, (path, described)) in all.iter().enumerate() {
        progress.step(number, all.len());
        if bench.is_section(path, described) {
            continue;
        }
        // Of what holds no value it is no surprise that it cannot be set alone.
        let holds = value_of(path, &settings).is_some() || described.default.is_some();
        let outcome = if holds { bench.outcome_with_neighbours(path, described) } else { bench.outcome(path, described) };
        match outcome {
            Outcome::Tried(Trial { effects, is_alone: true, .. }) => {
                let effect = effects.into_iter().find(|effect| effect.address() == address);
                found.extend(effect.map(|effect| shaped(path.to_string(), effect)));
            }
            Outcome::Tried(Trial { is_alone: false, .. }) | Outcome::Refused { .. } if holds => untried.push(path.to_string()),
            _ => {}
        }
    }
    (found, untried)
}

fn shaped(path: String, effect: Effect) -> ShapingDocument {
    match effect {
        Effect::Added { .. } | Effect::Removed { .. } => ShapingDocument { path, decides: true, attributes: Vec::new() },
        Effect::Changed { attributes, .. } => {
            let attributes = attributes.into_iter().map(|attribute| attribute.path).collect();
            ShapingDocument { path, decides: false, attributes }
        }
    }
}
