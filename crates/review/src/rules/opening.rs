//! A way through a firewall, whoever's firewall it is. It must not know what is severe.

use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use crate::node::{Node, Secret};

/// Who may come in, or where one may go.
#[derive(Clone, PartialEq)]
pub(crate) enum Peer {
    Network(IpNet),
    /// A group, a prefix list, a tag.
    Named(String),
    /// A range that is known after apply.
    Unknown,
    /// A group or a list that is known after apply.
    UnknownGroup,
    /// Not for anybody's eyes.
    Secret(Secret),
}

/// One way through a firewall.
#[derive(Clone, PartialEq)]
pub(crate) struct Opening {
    /// The group that a rule of its own opens; nothing where the group has its rules itself.
    pub(super) into: Option<String>,
    pub(super) is_ingress: bool,
    pub(super) protocol: Protocol,
    pub(super) from: u16,
    pub(super) to: u16,
    pub(super) peer: Peer,
}

/// What is let through.
#[derive(Clone, PartialEq)]
pub(crate) enum Protocol {
    Every,
    One(String),
}

pub(super) fn network(node: &Node) -> Option<Peer> {
    match node {
        Node::Text(text) if text.is_empty() => None,
        Node::Text(text) => Some(text.parse().map_or_else(|_| Peer::Named(text.clone()), Peer::Network)),
        Node::Unknown => Some(Peer::Unknown),
        Node::Secret(secret) => Some(Peer::Secret(secret.clone())),
        _ => None,
    }
}

/// The protocol by its name; providers take numbers as well, and `-1` or `*` for every one.
pub(super) fn protocol(names: [&Node; 2]) -> Protocol {
    let given = names.into_iter().find(|name| !name.is_empty());
    let name = match given {
        Some(Node::Text(text)) => text.to_lowercase(),
        Some(Node::Number(number)) => number.to_string(),
        _ => return Protocol::Every,
    };
    match name.as_str() {
        "-1" | "all" | "*" => Protocol::Every,
        "6" => Protocol::One("tcp".to_owned()),
        "17" => Protocol::One("udp".to_owned()),
        _ => Protocol::One(name),
    }
}

pub(super) fn is_icmp(protocol: &Protocol) -> bool {
    matches!(protocol, Protocol::One(name) if ["icmp", "icmpv6", "ipv6-icmp", "1", "58"].contains(&name.as_str()))
}

/// The ports from one to the other. For every protocol AWS ignores them, and `-1` is every type of ICMP.
pub(super) fn range(protocol: &Protocol, from: &Node, to: &Node) -> (u16, u16) {
    if is_icmp(protocol) {
        // The type stands where the first port would, and its code where the last.
        let kind = from.as_number().and_then(|number| number.to_string().parse::<u16>().ok());
        return kind.map_or((0, u16::MAX), |kind| (kind, kind));
    }
    let port = |node: &Node| node.as_number().and_then(|number| number.to_string().parse::<u16>().ok());
    match (protocol, port(from), port(to)) {
        (Protocol::One(_), Some(from), Some(to)) => (from, to),
        (Protocol::One(_), Some(from), None) => (from, u16::MAX),
        (Protocol::Every | Protocol::One(_), ..) => (0, u16::MAX),
    }
}

/// `80`, `8000-9000`, or nothing for every port.
pub(super) fn written_range(text: Option<&str>) -> (u16, u16) {
    let Some(text) = text else { return (0, u16::MAX) };
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    (from.trim().parse().unwrap_or(0), to.trim().parse().unwrap_or(u16::MAX))
}

/// Everybody on the internet, by its older protocol and by its newer one.
const EVERYBODY: [IpNet; 2] =
    [IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::UNSPECIFIED, 0)), IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::UNSPECIFIED, 0))];

impl Opening {
    /// The same way for everybody by the other protocol; nothing where this one is not for everybody.
    pub(super) fn everybody_else(&self) -> Option<Self> {
        let Peer::Network(network) = &self.peer else { return None };
        let at = EVERYBODY.iter().position(|it| it == network)?;
        Some(Self { peer: Peer::Network(EVERYBODY[1 - at]), ..self.clone() })
    }
}
