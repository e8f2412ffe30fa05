//! Zones and security groups.

use aws::scheduler_schedule::{Target, TargetEcsParameters, TargetEcsParametersNetworkConfiguration};
use aws::{DbInstance, DefaultSecurityGroup, ElasticacheServerlessCache, Lb, SchedulerSchedule, SecurityGroup};
use system::{Peer, Ports, zones as zones_of};
use terraform::Address;

use super::{Subject, Verdict};

pub(super) fn zones(subject: &Subject<'_>) -> Verdict {
    let (system, mut verdict) = (subject.system, Verdict::default());
    let mut found = 0;
    for balancer in system.of::<Lb>() {
        found += 1;
        verdict.expect(zones_of(&balancer.get(Lb::SUBNETS)).len() > 1, balancer.address(), "its subnets are in one zone");
    }
    for service in &system.services {
        found += 1;
        verdict.expect(service.zones() > 1, service.view.address(), "its tasks are in one zone");
    }
    for database in system.primaries() {
        found += 1;
        verdict.expect(database.has_standby(), database.view.address(), "there is no standby in another zone");
    }
    for job in &system.jobs {
        found += 1;
        // Who starts it by hand is told all subnets by the command.
        let Some(schedule) = job.schedule else { continue };
        let run = schedule.block(SchedulerSchedule::TARGET).and_then(|target| target.block(Target::ECS_PARAMETERS));
        let network = run.and_then(|run| run.block(TargetEcsParameters::NETWORK_CONFIGURATION));
        let zones = network.map(|it| zones_of(&it.get(TargetEcsParametersNetworkConfiguration::SUBNETS)).len());
        verdict.expect(zones.is_some_and(|zones| zones > 1), schedule.address(), "its tasks are in one zone");
    }
    verdict.expect_some(found, "nothing stands in any zone");
    verdict
}

/// The ports of the web, on which a load balancer is reached.
const WEB: [u16; 2] = [80, 443];

/// The two ports of a serverless cache: the second leads to a copy that is read only (ElastiCache User Guide, "Setting up the security group").
const SERVERLESS_CACHE: Ports = Ports { first: 6379, last: 6380 };

pub(super) fn security_groups(subject: &Subject<'_>) -> Verdict {
    let (system, mut verdict) = (subject.system, Verdict::default());
    let groups = system.of().flat_map(|balancer| balancer.get(Lb::SECURITY_GROUPS).elements());
    let of_load_balancers: Vec<Address> = groups.filter_map(|group| group.target()).collect();
    let groups = system.of().flat_map(|cache| cache.get(ElasticacheServerlessCache::SECURITY_GROUP_IDS).elements());
    let of_serverless_caches: Vec<Address> = groups.filter_map(|group| group.target()).collect();
    let rules = system.ingress();
    for rule in &rules {
        let from_anywhere = match &rule.peer {
            Peer::Anywhere => true,
            Peer::Range(range) => range.ends_with("/0"),
            Peer::Group(_) | Peer::Existing(_) => false,
        };
        let port = rule.ports.only();
        let is_web = of_load_balancers.contains(&rule.group) && port.is_some_and(|port| WEB.contains(&port));
        verdict.expect(!from_anywhere || is_web, &rule.address, "it admits the whole internet");
        let is_cache = of_serverless_caches.contains(&rule.group) && rule.ports == SERVERLESS_CACHE;
        if port.is_none() && !is_cache {
            verdict.missing_at(&rule.address, "it admits more than one port");
        }
    }
    // A group without any such rule admits nobody.
    let closed_groups = system.of::<SecurityGroup>().map(|group| group.address()).filter(|group| {
        let is_inline = subject.system.documents().at(group).is_some_and(|it| it.written.get("ingress").is_some());
        !is_inline && rules.iter().all(|rule| rule.group != *group)
    });
    let closed_groups: Vec<Address> = closed_groups.collect();
    for group in &closed_groups {
        verdict.proven(group);
    }
    verdict.expect_some(rules.len() + closed_groups.len(), "no rule of a security group is a resource of its own");
    let mut closed = 0;
    for group in system.of::<DefaultSecurityGroup>() {
        closed += 1;
        let is_open = group.block(DefaultSecurityGroup::INGRESS).is_some() || group.block(DefaultSecurityGroup::EGRESS).is_some();
        verdict.expect(!is_open, group.address(), "the default group admits something");
    }
    verdict.expect_some(closed, "the network's default security group is not closed");
    for database in &system.databases {
        let is_private = database.view.get(DbInstance::PUBLICLY_ACCESSIBLE).is_false();
        verdict.expect(is_private, database.view.address(), "the internet can reach it");
    }
    verdict
}
