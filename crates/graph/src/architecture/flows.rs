//! Who may speak to whom, as the rules of the security groups have it.
//!
//! A connection inside the network needs both: a rule that lets it out and one that lets it in.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use terraform::read::Index;
use terraform::read::argument::{elements, number, target, text};

use super::{Flow, Party, Ports};

const ANYWHERE: [&str; 2] = ["0.0.0.0/0", "::/0"];

/// One rule of a security group.
struct Rule {
    group: String,
    peer: Peer,
    ports: Ports,
}

enum Peer {
    Group(String),
    Anywhere,
    Range(String),
}

/// The flows between the parties, in the order of the parties.
pub(super) fn flows(index: &Index<'_>) -> Vec<Flow> {
    let members = members(index);
    let ingress = rules(index, "aws_vpc_security_group_ingress_rule");
    let egress = rules(index, "aws_vpc_security_group_egress_rule");
    let mut found: BTreeMap<(Party, Party), BTreeSet<Ports>> = BTreeMap::new();
    let mut add = |from: Party, to: Party, ports: Ports| {
        found.entry((from, to)).or_default().insert(ports);
    };
    for rule in &ingress {
        for to in members.get(&rule.group).into_iter().flatten() {
            match &rule.peer {
                Peer::Anywhere => add(Party::Internet, to.clone(), rule.ports),
                Peer::Range(range) => add(Party::Range(range.clone()), to.clone(), rule.ports),
                Peer::Group(other) if egress.iter().any(|out| out.lets_out(other, &rule.group, rule.ports)) => {
                    for from in members.get(other).into_iter().flatten() {
                        add(from.clone(), to.clone(), rule.ports);
                    }
                }
                Peer::Group(_) => {}
            }
        }
    }
    for rule in egress.iter().filter(|rule| matches!(rule.peer, Peer::Anywhere)) {
        for from in members.get(&rule.group).into_iter().flatten() {
            add(from.clone(), Party::Internet, rule.ports);
        }
    }
    found.into_iter().map(|((from, to), ports)| Flow { from, to, ports }).collect()
}

impl Rule {
    /// Whether this rule lets `from` out to `to` on these ports.
    fn lets_out(&self, from: &str, to: &str, ports: Ports) -> bool {
        let reaches = match &self.peer {
            Peer::Group(group) => group == to,
            Peer::Anywhere => true,
            // Which addresses the other end has is not known.
            Peer::Range(_) => false,
        };
        self.group == from && reaches && self.ports.first <= ports.first && ports.last <= self.ports.last
    }
}

/// The parties that wear each group.
fn members(index: &Index<'_>) -> BTreeMap<String, BTreeSet<Party>> {
    let mut members: BTreeMap<String, BTreeSet<Party>> = BTreeMap::new();
    let mut wear = |party: &Party, groups: &Json| {
        for group in elements(groups).iter().filter_map(target) {
            members.entry(group).or_default().insert(party.clone());
        }
    };
    index.of("aws_lb").for_each(|(_, body)| wear(&Party::LoadBalancer, &body["security_groups"]));
    for (_, body) in index.of("aws_ecs_service") {
        for network in elements(&body["network_configuration"]) {
            wear(&Party::Services, &network["security_groups"]);
        }
    }
    index.of("aws_db_instance").for_each(|(_, body)| wear(&Party::Database, &body["vpc_security_group_ids"]));
    index.of("aws_instance").for_each(|(_, body)| wear(&Party::Bastion, &body["vpc_security_group_ids"]));
    index.of("aws_vpc_endpoint").for_each(|(_, body)| wear(&Party::Endpoints, &body["security_group_ids"]));
    members
}

fn rules(index: &Index<'_>, kind: &str) -> Vec<Rule> {
    index.of(kind).filter_map(|(_, body)| rule(body)).collect()
}

fn rule(body: &Json) -> Option<Rule> {
    let group = target(&body["security_group_id"])?;
    let range = ["cidr_ipv4", "cidr_ipv6"].into_iter().find_map(|key| text(&body[key]));
    let peer = match (target(&body["referenced_security_group_id"]), range) {
        (Some(group), _) => Peer::Group(group),
        (None, Some(range)) if ANYWHERE.contains(&range.as_str()) => Peer::Anywhere,
        (None, Some(range)) => Peer::Range(range),
        (None, None) => return None,
    };
    let port = |key: &str| number(&body[key]).and_then(|port| u16::try_from(port).ok());
    // A rule without ports is one for all of them (EC2 API Reference, AuthorizeSecurityGroupIngress).
    let ports = Ports { first: port("from_port").unwrap_or(0), last: port("to_port").unwrap_or(u16::MAX) };
    Some(Rule { group, peer, ports })
}
