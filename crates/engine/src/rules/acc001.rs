//! What an account has only one of is made once, and no two environments give one name to two things.

use std::collections::{BTreeMap, BTreeSet};

use domain::EnvironmentName;
use settings::Severity;
use terraform::Address;
use words::{count, some};

use crate::claim::{self, Claim, OfSettings, Thing};
use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};
use terraform::read::Documents;

/// How many environments, domains or names a finding tells of one by one.
const NAMED: usize = 3;

/// How many resource policies of CloudWatch Logs an account has room for in a region, whoever asks (CloudWatch Logs User Guide, "CloudWatch Logs
/// quotas").
const LOG_POLICIES: usize = 10;

pub(super) const RULE: Rule = Rule {
    code: "ACC001",
    severity: Severity::Warning,
    scope: Scope::Every,
    title: "what an account has only one of is made by one environment",
    why: "An account knows GitHub once, has one monitor of its services' costs, and a hosted zone has one record of a name: the second environment that makes one fails in the midst of its apply. Names of roles are the account's as well, and those of log groups, load balancers, alarms and the like a region's: the second one is refused, or, of a cluster or a topic, AWS gives out the first, which then belongs to two states.",
    mend: "let one environment make it, and the others name what is there",
    settings: &[
        "delivery.trust.github.provider",
        "delivery.trust.gitlab.provider",
        "monitoring.cost_anomalies.monitor",
        "ecs.load_balancer.existing.listener_arn",
        "ecs.load_balancer.tls.domain",
        "state",
        "rds.deletion.final_snapshot_identifier",
        "caches.<name>.nodes.final_snapshot_name",
        "services.<name>.aws_name",
        "queues.<name>.aws_name",
        "queues.<name>.dead_letter_aws_name",
        "buckets.<name>.aws_name",
        "caches.<name>.aws_name",
    ],
    check: Check::Documents(check),
};

fn check(subject: &Subject<'_>, documents: &Documents, findings: &mut Findings<'_>) {
    let settings = OfSettings::from(subject.config);
    let mut shared = Shared::default();
    for claim in settings.claims() {
        shared.add(subject, claim);
    }
    tell_of_settings(&shared, findings);
    tell_of_twice(&claim::borne(settings.account, documents), findings);
    let mut names = Shared::default();
    let borne = if subject.folder.bears_names() { claim::names(settings.account, documents) } else { BTreeMap::new() };
    for claim in borne.keys() {
        names.add(subject, claim.clone());
    }
    tell_of_names(&names, &borne, findings);
}

/// What other environments make as well.
#[derive(Default)]
struct Shared<'a>(BTreeMap<Claim, BTreeSet<&'a EnvironmentName>>);

impl<'a> Shared<'a> {
    fn add(&mut self, subject: &Subject<'a>, claim: Claim) {
        let others: BTreeSet<_> = subject.folder.claiming(&claim).iter().filter(|name| *name != subject.environment).collect();
        if !others.is_empty() {
            self.0.insert(claim, others);
        }
    }

    /// What is shared of one kind, and with whom.
    fn of<'s, T>(&'s self, kind: impl Fn(&'s Thing) -> Option<T>) -> Option<(Vec<T>, BTreeSet<&'a EnvironmentName>)> {
        let all: Vec<(T, _)> = self.0.iter().filter_map(|(claim, others)| Some((kind(&claim.thing)?, others))).collect();
        let others = all.iter().flat_map(|(_, others)| others.iter().copied()).collect();
        (!all.is_empty()).then(|| (all.into_iter().map(|(thing, _)| thing).collect(), others))
    }
}

/// One finding a kind, however many environments there are.
fn tell_of_settings(shared: &Shared<'_>, findings: &mut Findings<'_>) {
    if let Some((_, others)) = shared.of(|thing| (*thing == Thing::Github).then_some(())) {
        let make = if others.len() == 1 { "makes" } else { "make" };
        findings
            .at(
                "delivery.trust.github.provider",
                format!("{} {make} GitHub known to the account as well, which AWS allows once", some(others, NAMED)),
            )
            .help("in all environments but the first say `provider = \"known\"`");
    }
    let gitlab = |thing: &Thing| matches!(thing, Thing::Gitlab(_)).then_some(());
    if let Some((_, others)) = shared.of(gitlab) {
        let make = if others.len() == 1 { "makes" } else { "make" };
        findings
            .at(
                "delivery.trust.gitlab.provider",
                format!("{} {make} that GitLab known to the account as well, which AWS allows once", some(others, NAMED)),
            )
            .help("in all environments but the first say `provider = \"existing\"`");
    }
    if let Some((_, others)) = shared.of(|thing| (*thing == Thing::CostMonitor).then_some(())) {
        let make = if others.len() == 1 { "makes" } else { "make" };
        findings
            .at(
                "monitoring.cost_anomalies.monitor",
                format!("{} {make} the account's monitor of its services' costs as well, and AWS allows one", some(others, NAMED)),
            )
            .help("set `monitor = \"services\"` in one environment only, and `\"none\"` or `{ existing = \"<its ARN>\" }` in the others");
    }
    let record = |thing: &Thing| if let Thing::Record(_, domain) = thing { Some(domain.clone()) } else { None };
    if let Some((domains, others)) = shared.of(record) {
        let are = if domains.len() == 1 { "is" } else { "are" };
        findings
            .at(
                "ecs.load_balancer.tls.domain",
                format!(
                    "{} {are} made to lead to {} as well: a hosted zone has one record of a name",
                    some(domains, NAMED),
                    some(others, NAMED)
                ),
            )
            .help("give each environment a domain of its own");
    }
    let priority = |thing: &Thing| if let Thing::Priority(_, priority) = thing { Some(*priority) } else { None };
    if let Some((priorities, others)) = shared.of(priority) {
        let (word, are) =
            if priorities.len() == 1 { ("priority", "is that of a rule") } else { ("priorities", "are those of rules") };
        findings
            .at(
                "ecs.load_balancer.existing.listener_arn",
                format!(
                    "on this listener the {word} {} {are} of {} as well, and Elastic Load Balancing gives one once (PriorityInUse)",
                    some(priorities, NAMED),
                    some(others, NAMED)
                ),
            )
            .help("give each rule on the listener a priority of its own");
    }
    let snapshot = |thing: &Thing| if let Thing::Snapshot(_, identifier) = thing { Some(identifier.clone()) } else { None };
    if let Some((identifiers, others)) = shared.of(snapshot) {
        findings
            .at(
                "rds.deletion.final_snapshot_identifier",
                format!(
                    "the last snapshot of {} would be called {} as well: where the first one is kept, RDS refuses to delete the second database",
                    some(others, NAMED),
                    some(identifiers, NAMED)
                ),
            )
            .help("give each environment an identifier of its own, or leave the setting out: then it is `<project>-<environment>-final`");
    }
    let policy = |thing: &Thing| matches!(thing, Thing::LogPolicy(_)).then_some(());
    if let Some((_, others)) = shared.of(policy).filter(|(_, others)| others.len() >= LOG_POLICIES) {
        findings
            .at(
                "state",
                format!(
                    "{} environments record the writes to their state in this region, each by a resource policy of CloudWatch Logs, and an \
                     account has room for {LOG_POLICIES}",
                    others.len() + 1
                ),
            )
            .help("spread them over accounts, each named by `account_id`; or let the state lie in a bucket of another region, where nothing is recorded");
    }
    let cache_snapshot = |thing: &Thing| if let Thing::CacheSnapshot(_, name) = thing { Some(name.clone()) } else { None };
    if let Some((names, others)) = shared.of(cache_snapshot) {
        findings
            .at(
                "caches",
                format!(
                    "the last snapshot of a cache of {} would be called {} as well: where the first one is kept, ElastiCache refuses to delete \
                     the second cache",
                    some(others, NAMED),
                    some(names, NAMED)
                ),
            )
            .help("give each `final_snapshot_name` of its own, or leave it out: then it is that of the cache with `-final` behind it");
    }
}

/// Two of one environment's: the modules give no name twice, but overrides and Terraform of the user's own can.
fn tell_of_twice(borne: &[(Claim, Address)], findings: &mut Findings<'_>) {
    let mut first: BTreeMap<&Claim, &Address> = BTreeMap::new();
    for (claim, address) in borne {
        let Thing::Name(noun, _, name) = &claim.thing else { continue };
        if let Some(other) = first.insert(claim, address) {
            findings
                .of_resource(
                    address.to_string(),
                    format!("`{address}` would be called `{name}`, and so would the {noun} `{other}`"),
                )
                .help_in_own("choose another name");
        }
    }
}

fn tell_of_names(shared: &Shared<'_>, borne: &BTreeMap<Claim, Address>, findings: &mut Findings<'_>) {
    let name = |thing: &Thing| if let Thing::Name(noun, _, name) = thing { Some((*noun, name.clone())) } else { None };
    let (Some((names, others)), Some((first, _))) = (shared.of(name), shared.0.first_key_value()) else { return };
    let (Some((noun, called)), Some(address)) = (names.first(), borne.get(first)) else { return };
    let more = match names.len() - 1 {
        0 => String::new(),
        more => format!("; they share {}", count(more, "more name")),
    };
    findings
        .of_resource(
            address.to_string(),
            format!("`{address}` would be called `{called}`, and so would the {noun} of {}{more}", some(others, NAMED)),
        )
        .help("give it another `aws_name`, or an environment another name");
}
