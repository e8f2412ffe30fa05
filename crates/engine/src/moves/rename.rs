//! The moves that follow from a service's new name.
//!
//! Which addresses a service has is nowhere listed: the environment is made once more with the old name, and what stands then
//! elsewhere has moved.

use std::collections::{BTreeMap, BTreeSet};

use domain::ServiceName;
use settings::{Problems, SettingPath};
use terraform::Address;

use super::entry::{Move, MoveSettings};
use crate::environment::{Config, Environment};

/// The moves of every renamed service, in the order of the services' names.
pub(super) fn moves(config: &Config, environment: &Environment, emitted: &BTreeSet<Address>, problems: &mut Problems) -> Vec<Move> {
    let mut moves = Vec::new();
    let mut known: BTreeMap<&ServiceName, &ServiceName> = BTreeMap::new();
    for (name, service) in &config.services {
        let Some(old) = &service.renamed_from else { continue };
        let section = SettingPath::from("services").key(name.as_str());
        let setting = section.clone().key("renamed_from");
        if config.services.contains_key(old) {
            problems
                .error(setting, format!("there still is a service `{old}`, so `{name}` is another one"))
                .help(format!("take out `renamed_from`, or the section of `{old}`"));
            continue;
        }
        if let Some(other) = known.insert(old, name) {
            problems
                .error(setting, format!("`{old}` was renamed to `{other}` already"))
                .also(SettingPath::from("services").key(other.as_str()).key("renamed_from"))
                .help("one service takes over what the old one had; the other one gets its own");
            continue;
        }
        let before = match before(config, environment, name, old) {
            Ok(before) => before,
            Err(why) => {
                problems
                    .error(setting, format!("no service was ever applied under the name `{old}`: {why}"))
                    .help("take the setting out, or say the name that it had");
                continue;
            }
        };
        if service.aws_name.is_none() {
            problems
                .warning(
                    setting.clone(),
                    "AWS renames nothing: log group, repository, roles, target group, task definition and ECS service are made anew, \
                     and the old ones destroyed",
                )
                .help(format!("keep them with `aws_name = \"{old}\"`"));
        }
        let gone: BTreeSet<&Address> = before.difference(emitted).collect();
        let (old, new) = (old.label(), name.label());
        for to in emitted.difference(&before) {
            if let Some(from) = earlier(to, &old, &new, &gone) {
                moves.push(Move { from, to: to.clone(), settings: MoveSettings::Rename(setting.clone()) });
            }
        }
    }
    moves
}

/// The addresses that the environment would have if the service had kept its old name.
fn before(config: &Config, environment: &Environment, name: &ServiceName, old: &ServiceName) -> Result<BTreeSet<Address>, String> {
    let mut config = config.clone();
    rename(&mut config.services, name, old);
    rename(&mut config.monitoring.alarms.by_service, name, old);
    let mut problems = Problems::default();
    let before = config.check(environment.identity.environment.clone(), &mut problems);
    // Of the old name only what is said of the service itself counts: whatever else names the service names it anew.
    let section = SettingPath::from("services").key(old.as_str());
    let is_of_service = |problem: &&settings::Problem| problem.settings().iter().any(|setting| setting.is_within(&section));
    let error = problems.iter().filter(is_of_service).find(|problem| problem.severity() == settings::Severity::Error);
    match error {
        Some(error) => Err(error.message().to_owned()),
        None => Ok(crate::synthesis::addresses(&before)),
    }
}

fn rename<T>(by_service: &mut BTreeMap<ServiceName, T>, from: &ServiceName, to: &ServiceName) {
    if let Some(value) = by_service.remove(from) {
        by_service.insert(to.clone(), value);
    }
}

/// The address among those that are gone that differs from this one in the service's label only.
fn earlier(to: &Address, old: &str, new: &str, gone: &BTreeSet<&Address>) -> Option<Address> {
    let label = to.label().as_str();
    label
        .match_indices(new)
        .map(|(at, _)| to.clone().renamed([&label[..at], old, &label[at + new.len()..]].concat()))
        .find(|from| gone.contains(from))
}
