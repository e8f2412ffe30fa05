//! The rules of security groups: what they let in and out.

use aws::{VpcSecurityGroupEgressRule as Egress, VpcSecurityGroupIngressRule as Ingress};
use terraform::Address;
use terraform::read::Read;

use crate::resources::Resources;

/// Everybody.
const ANYWHERE: [&str; 2] = ["0.0.0.0/0", "::/0"];

/// One rule of a security group.
pub struct Rule {
    /// The address of the rule.
    pub address: Address,
    /// The group to which it belongs.
    pub group: Address,
    /// Who may connect, or to whom.
    pub peer: Peer,
    /// The ports.
    pub ports: Ports,
}

/// The other end of a connection.
pub enum Peer {
    /// What wears a security group.
    Group(Address),
    /// What wears a security group that exists already, by its id.
    Existing(String),
    /// Everybody.
    Anywhere,
    /// The machines of an address range.
    Range(String),
}

/// A range of ports, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ports {
    /// The first.
    pub first: u16,
    /// The last.
    pub last: u16,
}

pub(crate) fn ingress(resources: &Resources<'_>) -> Vec<Rule> {
    let rule = |it: terraform::read::View<'_, Ingress>| {
        let ranges = [it.get(Ingress::CIDR_IPV4), it.get(Ingress::CIDR_IPV6)];
        let peer = peer(&it.get(Ingress::REFERENCED_SECURITY_GROUP_ID), &ranges)?;
        let ports = Ports::of(it.get(Ingress::FROM_PORT).literal(), it.get(Ingress::TO_PORT).literal());
        Some(Rule { address: it.address(), group: it.get(Ingress::SECURITY_GROUP_ID).target()?, peer, ports })
    };
    resources.of().filter_map(rule).collect()
}

pub(crate) fn egress(resources: &Resources<'_>) -> Vec<Rule> {
    let rule = |it: terraform::read::View<'_, Egress>| {
        let ranges = [it.get(Egress::CIDR_IPV4), it.get(Egress::CIDR_IPV6)];
        let peer = peer(&it.get(Egress::REFERENCED_SECURITY_GROUP_ID), &ranges)?;
        let ports = Ports::of(it.get(Egress::FROM_PORT).literal(), it.get(Egress::TO_PORT).literal());
        Some(Rule { address: it.address(), group: it.get(Egress::SECURITY_GROUP_ID).target()?, peer, ports })
    };
    resources.of().filter_map(rule).collect()
}

fn peer(group: &Read<'_, String>, ranges: &[Read<'_, String>; 2]) -> Option<Peer> {
    // AWS takes one of the two; of a rule that has both, the wider one is told.
    match ranges.iter().find_map(Read::literal) {
        Some(range) if ANYWHERE.contains(&range.as_str()) => Some(Peer::Anywhere),
        Some(range) => Some(Peer::Range(range)),
        None => group.target().map(Peer::Group).or_else(|| group.literal().map(Peer::Existing)),
    }
}

impl Ports {
    /// A rule without ports is one for all of them (EC2 API Reference, `AuthorizeSecurityGroupIngress`).
    fn of(first: Option<u64>, last: Option<u64>) -> Self {
        let port = |port: Option<u64>| port.and_then(|port| u16::try_from(port).ok());
        Self { first: port(first).unwrap_or(0), last: port(last).unwrap_or(u16::MAX) }
    }

    /// Whether the port is among them.
    pub fn holds(self, port: u16) -> bool {
        (self.first..=self.last).contains(&port)
    }

    /// The port, where it is only one.
    pub fn only(self) -> Option<u16> {
        (self.first == self.last).then_some(self.first)
    }
}

impl Rule {
    /// Whether this rule lets `from` out to `to` on these ports.
    pub fn lets_out(&self, from: &Address, to: &Address, ports: Ports) -> bool {
        let reaches = match &self.peer {
            Peer::Group(group) => group == to,
            Peer::Anywhere => true,
            // Which addresses the other end has is not known, or what wears it.
            Peer::Range(_) | Peer::Existing(_) => false,
        };
        self.group == *from && reaches && self.ports.first <= ports.first && ports.last <= self.ports.last
    }
}
