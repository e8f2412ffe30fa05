//! The moves that follow from the new name of a service, a job or a store.
//!
//! Which addresses it has is nowhere listed: the environment is made once more with the old name, and what stands then
//! elsewhere has moved.

use std::collections::{BTreeMap, BTreeSet};

use domain::{CacheName, QueueName, ServiceName, StoreName, Use};
use settings::{Problems, SettingPath};
use terraform::Address;

use super::entry::{Move, MoveSettings};
use crate::environment::{Config, Environment};
use crate::renamed::Kind;

/// One of them, and what it was called before, if its settings say so.
pub(super) struct Named<'a> {
    pub(super) name: &'a str,
    pub(super) renamed_from: Option<&'a str>,
    pub(super) has_aws_name: bool,
}

/// All of a kind.
pub(super) fn named(kind: Kind, config: &Config) -> Vec<Named<'_>> {
    match kind {
        Kind::Service => config
            .services
            .iter()
            .map(|(name, service)| Named {
                name: name.as_str(),
                renamed_from: service.renamed_from.as_ref().map(ServiceName::as_str),
                has_aws_name: service.aws_name.is_some(),
            })
            .collect(),
        Kind::Job => config
            .jobs
            .iter()
            .map(|(name, job)| Named {
                name: name.as_str(),
                renamed_from: job.renamed_from.as_ref().map(ServiceName::as_str),
                has_aws_name: job.aws_name.is_some(),
            })
            .collect(),
        Kind::Bucket => config
            .buckets
            .iter()
            .map(|(name, bucket)| Named {
                name: name.as_str(),
                renamed_from: bucket.renamed_from.as_ref().map(StoreName::as_str),
                has_aws_name: bucket.aws_name.is_some(),
            })
            .collect(),
        Kind::Cache => config
            .caches
            .iter()
            .map(|(name, cache)| Named {
                name: name.as_str(),
                renamed_from: cache.renamed_from.as_ref().map(CacheName::as_str),
                has_aws_name: cache.aws_name.is_some(),
            })
            .collect(),
        Kind::Queue => config
            .queues
            .iter()
            .map(|(name, queue)| Named {
                name: name.as_str(),
                renamed_from: queue.renamed_from.as_ref().map(QueueName::as_str),
                has_aws_name: queue.aws_name.is_some(),
            })
            .collect(),
    }
}

/// Whether something says that it was called otherwise before.
pub(super) fn is_any(config: &Config) -> bool {
    Kind::ALL.into_iter().any(|kind| named(kind, config).iter().any(|it| it.renamed_from.is_some()))
}

/// The moves of all that is renamed, in the order of their names.
pub(super) fn moves(config: &Config, environment: &Environment, emitted: &BTreeSet<Address>, problems: &mut Problems) -> Vec<Move> {
    let mut moves = Vec::new();
    for kind in Kind::ALL {
        of_kind(&mut moves, kind, (config, environment, emitted), problems);
    }
    moves
}

fn of_kind(
    moves: &mut Vec<Move>,
    kind: Kind,
    (config, environment, emitted): (&Config, &Environment, &BTreeSet<Address>),
    problems: &mut Problems,
) {
    let (word, named) = (kind.word(), named(kind, config));
    let mut known: BTreeMap<&str, &str> = BTreeMap::new();
    for Named { name, renamed_from, has_aws_name } in &named {
        let (name, Some(old)) = (*name, *renamed_from) else { continue };
        let setting = SettingPath::from(kind.table()).key(name).key("renamed_from");
        if named.iter().any(|it| it.name == old) {
            problems
                .error(setting, format!("there still is a {word} `{old}`, so `{name}` is another one"))
                .help(format!("take out `renamed_from`, or the section of `{old}`"));
            continue;
        }
        if let Some(other) = known.insert(old, name) {
            problems
                .error(setting, format!("`{old}` was renamed to `{other}` already"))
                .also(SettingPath::from(kind.table()).key(other).key("renamed_from"))
                .help(format!("one {word} takes over what the old one had; the other one gets its own"));
            continue;
        }
        let before = match before(config, environment, kind, (name, old)) {
            Ok(before) => before,
            Err(why) => {
                problems
                    .error(setting, format!("no {word} was ever applied under the name `{old}`: {why}"))
                    .help("take the setting out, or say the name that it had");
                continue;
            }
        };
        if !has_aws_name {
            tell_of_name(kind, environment, (name, old), problems);
        }
        let gone: BTreeSet<&Address> = before.difference(emitted).collect();
        let (old, new) = (label(old), label(name));
        for to in emitted.difference(&before) {
            if let Some(from) = earlier(to, &old, &new, &gone) {
                moves.push(Move { from, to: to.clone(), settings: MoveSettings::Rename(setting.clone()) });
            }
        }
    }
}

/// Tells what becomes of what AWS calls by the old name, where no setting keeps that.
fn tell_of_name(kind: Kind, environment: &Environment, (name, old): (&str, &str), problems: &mut Problems) {
    let setting = SettingPath::from(kind.table()).key(name).key("renamed_from");
    // Of a store another one would keep nothing of this one's, which is all that the setting is for.
    let mut refuse = |whose: &str, kept: String| {
        problems
            .error(setting.clone(), format!("{whose}: another one would be made, and this one destroyed with what it holds"))
            .help(format!("keep it with `aws_name = \"{kept}\"`"));
    };
    let lost = match kind {
        Kind::Service => "log group, repository, roles, target group, task definition and ECS service",
        Kind::Job => "log group, repository, roles, schedule, queue and task definition",
        Kind::Bucket => {
            let account = environment.account_id.as_ref().map_or("<account>", |account| account.as_str());
            return refuse("S3 renames no bucket", format!("{}-{account}", environment.identity.named(old)));
        }
        Kind::Queue => return refuse("SQS renames no queue", environment.identity.named(old)),
        Kind::Cache => return refuse("ElastiCache renames no cache", environment.identity.named(old)),
    };
    problems
        .warning(setting, format!("AWS renames nothing: {lost} are made anew, and the old ones destroyed"))
        .help(format!("keep them with `aws_name = \"{old}\"`"));
}

/// A name as it stands in addresses.
fn label(name: &str) -> String {
    name.replace('-', "_")
}

/// The addresses that the environment would have if what is renamed had kept its old name.
fn before(config: &Config, environment: &Environment, kind: Kind, (name, old): (&str, &str)) -> Result<BTreeSet<Address>, String> {
    let mut config = config.clone();
    match kind {
        Kind::Service => {
            rename(&mut config.services, name, old);
            rename(&mut config.monitoring.alarms.by_service, name, old);
            // A job that runs the service's image names it anew with it.
            for job in config.jobs.values_mut().filter(|job| job.image_of.as_ref().is_some_and(|it| it.as_str() == name)) {
                job.image_of = old.parse().ok();
            }
        }
        Kind::Job => rename(&mut config.jobs, name, old),
        // Who uses a bucket has no address that names it.
        Kind::Bucket => rename(&mut config.buckets, name, old),
        Kind::Queue => {
            rename(&mut config.queues, name, old);
            for service in config.services.values_mut() {
                if service.queue.as_ref().is_some_and(|it| it.as_str() == name) {
                    service.queue = old.parse().ok();
                }
            }
            rename_uses(&mut config, |used| match used {
                Use::Queue(it) if it.as_str() == name => old.parse().ok().map(Use::Queue),
                _ => None,
            });
        }
        Kind::Cache => {
            rename(&mut config.caches, name, old);
            rename_uses(&mut config, |used| match used {
                Use::Cache(it) if it.as_str() == name => old.parse().ok().map(Use::Cache),
                _ => None,
            });
        }
    }
    let mut problems = Problems::default();
    let before = config.check(environment.identity.environment.clone(), &mut problems);
    // Of the old name only what is said of the service itself counts: whatever else names the service names it anew.
    let section = SettingPath::from(kind.table()).key(old);
    let is_of_service = |problem: &&settings::Problem| problem.settings().iter().any(|setting| setting.is_within(&section));
    let error = problems.iter().filter(is_of_service).find(|problem| problem.severity() == settings::Severity::Error);
    match error {
        Some(error) => Err(error.message().to_owned()),
        None => Ok(crate::synthesis::addresses(&before)),
    }
}

fn rename<K: Ord + std::str::FromStr, T>(all: &mut BTreeMap<K, T>, from: &str, to: &str) {
    let (Ok(from), Ok(to)) = (from.parse(), to.parse()) else { return };
    if let Some(value) = all.remove(&from) {
        all.insert(to, value);
    }
}

/// Says by another name what services and jobs use, so that what stands between them and the store is called as it was.
fn rename_uses(config: &mut Config, renamed: impl Fn(&Use) -> Option<Use>) {
    let of_services = config.services.values_mut().map(|service| &mut service.uses);
    let all = of_services.chain(config.jobs.values_mut().map(|job| &mut job.uses));
    for used in all.flatten() {
        if let Some(other) = renamed(used) {
            *used = other;
        }
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
