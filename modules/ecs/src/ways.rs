//! A security group of a service's own, beside the one that the tasks of all services share: whom its tasks reach, and who reaches them,
//! beyond the load balancer, the database and HTTPS: ranges, groups, caches.

use aws::{
    SecurityGroup, SecurityGroupReference, VpcSecurityGroupEgressRule, VpcSecurityGroupEgressRuleRequired,
    VpcSecurityGroupIngressRule, VpcSecurityGroupIngressRuleRequired,
};
use domain::Identity;
use terraform::{Document, Lifecycle, Resource};

use crate::CacheAccess;
use crate::config::{Peer, Service};
use crate::interface::Variables;

/// The group with its rules; none where the settings open no way.
pub(crate) fn security_group(
    document: &mut Document,
    identity: &Identity,
    service: &Service,
    caches: Option<&CacheAccess>,
    variables: &Variables,
) -> SecurityGroupReference {
    let name = identity.service_named(&service.aws_name, Some("ways"));
    // The description cannot be edited, so a service that is renamed is called there as AWS goes on to know it.
    let group = SecurityGroup::new()
        .name(name.clone())
        .description(format!("Tasks of {}: the ways that its settings open", service.aws_name))
        .vpc_id(&variables.vpc_id)
        .tags([("Name", name)]);
    // The tasks wear it until the service has let go of it, and EC2 deletes no group that is worn (DependencyViolation).
    let group = document.resource(Resource::new(service.label(), group).lifecycle(Lifecycle::new().create_before_destroy()));
    for reach in &service.egress {
        for peer in reach.peers() {
            let (first, last) = reach.ports();
            let rule = VpcSecurityGroupEgressRule::new(VpcSecurityGroupEgressRuleRequired {
                ip_protocol: reach.protocol.as_str().into(),
                security_group_id: group.id().into(),
            });
            let rule = match peer {
                Peer::Range(cidr) => rule.cidr_ipv4(cidr.to_string()),
                Peer::PrefixList(list) => rule.prefix_list_id(list.as_str()),
                Peer::Group(other) => rule.referenced_security_group_id(other.value()),
            };
            let label = format!("{}_{}", service.label(), reach.label("to", peer));
            let rule = rule.from_port(first).to_port(last).description("a way out that the settings open");
            document.resource(Resource::new(label, rule));
        }
    }
    for reach in &service.ingress {
        for peer in reach.peers() {
            let (first, last) = reach.ports();
            let rule = VpcSecurityGroupIngressRule::new(VpcSecurityGroupIngressRuleRequired {
                ip_protocol: reach.protocol.as_str().into(),
                security_group_id: group.id().into(),
            });
            let rule = match peer {
                Peer::Range(cidr) => rule.cidr_ipv4(cidr.to_string()),
                Peer::PrefixList(list) => rule.prefix_list_id(list.as_str()),
                Peer::Group(other) => rule.referenced_security_group_id(other.value()),
            };
            let label = format!("{}_{}", service.label(), reach.label("from", peer));
            let rule = rule.from_port(first).to_port(last).description("a way in that the settings open");
            document.resource(Resource::new(label, rule));
        }
    }
    if let Some(caches) = caches {
        to_caches(document, service, caches, &group);
    }
    group
}

/// The way to each cache that the service uses, out of the service's group and into the cache's.
fn to_caches(document: &mut Document, service: &Service, caches: &CacheAccess, group: &SecurityGroupReference) {
    for (cache, shape) in caches.of(service) {
        let of_cache = caches.variables.cache_security_group_ids.key(cache.as_str());
        // No name of a service or a cache has two hyphens in a row, so that no two of them give one label.
        let label = format!("{}__{}", service.label(), cache.label());
        let leaves = VpcSecurityGroupEgressRule::new(VpcSecurityGroupEgressRuleRequired {
            ip_protocol: "tcp".into(),
            security_group_id: group.id().into(),
        });
        let leaves = leaves.referenced_security_group_id(of_cache.clone());
        let leaves = leaves.from_port(shape.port).to_port(shape.reader_port).description(format!("to the cache {cache}"));
        document.resource(Resource::new(label.clone(), leaves));
        let enters = VpcSecurityGroupIngressRule::new(VpcSecurityGroupIngressRuleRequired {
            ip_protocol: "tcp".into(),
            security_group_id: of_cache.into(),
        });
        let enters = enters.referenced_security_group_id(group.id()).from_port(shape.port).to_port(shape.reader_port);
        document.resource(Resource::new(label, enters.description(format!("from {}", service.aws_name))));
    }
}
