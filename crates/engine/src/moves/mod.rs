//! Checks changes of address and of ownership against what is emitted: `[[moved]]`, `[[import]]`, `[[removed]]`, and services, jobs and buckets
//! that got another name. Whether an address is right is known only when it is known what is emitted, so these settings are checked last.

mod check;
mod entry;
mod rename;

use settings::{Problems, SettingPath};

use crate::environment::{Config, Environment, Import, Moved, Refactoring, Removed};
use crate::synthesis;
use entry::{Move, MoveSettings};

/// Checks the settings of an environment that has no other fault.
pub(crate) fn check(config: &Config, environment: &Environment, problems: &mut Problems) -> Refactoring {
    if !rename::is_any(config) && config.moved.is_empty() && config.import.is_empty() && config.removed.is_empty() {
        return Refactoring::default();
    }
    let emitted = synthesis::addresses(environment);
    let mut moves = rename::moves(config, environment, &emitted, problems);
    moves.extend(config.moved.iter().enumerate().map(|(index, Moved { from, to })| Move {
        from: from.address().clone(),
        to: to.address().clone(),
        settings: MoveSettings::Entry(SettingPath::from("moved").index(index)),
    }));
    check::check(config, &moves, &emitted, problems);
    Refactoring {
        moved: moves.into_iter().map(|Move { from, to, settings: _ }| (from, to)).collect(),
        import: config.import.iter().map(|Import { to, id }| (to.address().clone(), id.clone())).collect(),
        removed: config.removed.iter().map(|Removed { from, destroy }| (from.address().clone(), *destroy)).collect(),
    }
}
