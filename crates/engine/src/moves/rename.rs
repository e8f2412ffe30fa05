//! The moves that follow from the new name of a service or a job.
//!
//! Which addresses it has is nowhere listed: the environment is made once more with the old name, and what stands then
//! elsewhere has moved.

use std::collections::{BTreeMap, BTreeSet};

use domain::ServiceName;
use settings::{Problems, SettingPath};
use terraform::Address;

use super::entry::{Move, MoveSettings};
use crate::environment::{Config, Environment};

/// Where what can be renamed stands, and what it is called.
const KINDS: [(&str, &str); 2] = [("services", "service"), ("jobs", "job")];

/// The moves of every renamed service and job, in the order of their names.
pub(super) fn moves(config: &Config, environment: &Environment, emitted: &BTreeSet<Address>, problems: &mut Problems) -> Vec<Move> {
    let services = config.services.iter().map(|(name, service)| (name, (&service.renamed_from, &service.aws_name)));
    let jobs = config.jobs.iter().map(|(name, job)| (name, (&job.renamed_from, &job.aws_name)));
    let mut moves = Vec::new();
    for ((table, word), named) in KINDS.into_iter().zip([services.collect(), jobs.collect()]) {
        let named: BTreeMap<&ServiceName, (&Option<ServiceName>, &Option<ServiceName>)> = named;
        of_kind(&mut moves, (table, word), &named, (config, environment, emitted), problems);
    }
    moves
}

fn of_kind(
    moves: &mut Vec<Move>,
    (table, word): (&'static str, &str),
    named: &BTreeMap<&ServiceName, (&Option<ServiceName>, &Option<ServiceName>)>,
    (config, environment, emitted): (&Config, &Environment, &BTreeSet<Address>),
    problems: &mut Problems,
) {
    let mut known: BTreeMap<&ServiceName, &ServiceName> = BTreeMap::new();
    for (name, (renamed_from, aws_name)) in named {
        let Some(old) = renamed_from else { continue };
        let section = SettingPath::from(table).key(name.as_str());
        let setting = section.clone().key("renamed_from");
        if named.contains_key(old) {
            problems
                .error(setting, format!("there still is a {word} `{old}`, so `{name}` is another one"))
                .help(format!("take out `renamed_from`, or the section of `{old}`"));
            continue;
        }
        if let Some(other) = known.insert(old, name) {
            problems
                .error(setting, format!("`{old}` was renamed to `{other}` already"))
                .also(SettingPath::from(table).key(other.as_str()).key("renamed_from"))
                .help(format!("one {word} takes over what the old one had; the other one gets its own"));
            continue;
        }
        let before = match before(config, environment, table, name, old) {
            Ok(before) => before,
            Err(why) => {
                problems
                    .error(setting, format!("no {word} was ever applied under the name `{old}`: {why}"))
                    .help("take the setting out, or say the name that it had");
                continue;
            }
        };
        if aws_name.is_none() {
            let lost = if table == "jobs" {
                "log group, repository, roles, schedule, queue and task definition"
            } else {
                "log group, repository, roles, target group, task definition and ECS service"
            };
            problems
                .warning(setting.clone(), format!("AWS renames nothing: {lost} are made anew, and the old ones destroyed"))
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
}

/// The addresses that the environment would have if the service or job had kept its old name.
fn before(
    config: &Config,
    environment: &Environment,
    table: &'static str,
    name: &ServiceName,
    old: &ServiceName,
) -> Result<BTreeSet<Address>, String> {
    let mut config = config.clone();
    if table == "jobs" {
        rename(&mut config.jobs, name, old);
    } else {
        rename(&mut config.services, name, old);
        rename(&mut config.monitoring.alarms.by_service, name, old);
        // A job that runs the service's image names it anew with it.
        for job in config.jobs.values_mut().filter(|job| job.image_of.as_ref() == Some(name)) {
            job.image_of = Some(old.clone());
        }
    }
    let mut problems = Problems::default();
    let before = config.check(environment.identity.environment.clone(), &mut problems);
    // Of the old name only what is said of the service itself counts: whatever else names the service names it anew.
    let section = SettingPath::from(table).key(old.as_str());
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
