//! The firewalls of other clouds, whose rules say much the same in other names. It must not know what is severe.

use ipnet::IpNet;

use super::opening::{Opening, Peer, Protocol, network, protocol, range, written_range};
use crate::node::Node;

/// The blocks that hold the rules of a firewall; what has none is a rule itself.
const BLOCKS: [&str; 6] = ["inbound_rule", "inbound", "rule", "rules", "ingress_security_rules", "inbound_rules"];

/// Whence one may come.
const SOURCES: [&str; 10] = [
    "source_addresses",
    "source_ips",
    "ipv4",
    "ipv6",
    "source",
    "cidr_ip",
    "ipv6_cidr_ip",
    "remote_ip_prefix",
    "source_cidr",
    "source_address",
];

/// What a firewall lets in, or a rule of one.
pub(super) fn openings(values: &Node) -> Vec<Opening> {
    let blocks: Vec<&Node> = BLOCKS.into_iter().flat_map(|name| values.get(name).each()).collect();
    if blocks.is_empty() { of(values) } else { blocks.into_iter().flat_map(of).collect() }
}

fn of(rule: &Node) -> Vec<Opening> {
    if let Some(opening) = addresses(rule) {
        return vec![opening];
    }
    let says = |name: &str, words: &[&str]| {
        rule.get(name).as_text().is_some_and(|text| words.iter().any(|word| word.eq_ignore_ascii_case(text)))
    };
    let is_out = says("direction", &["out", "egress", "outbound"]) || says("type", &["egress", "out", "outbound"]);
    let is_denied = says("action", &["drop", "deny", "reject"]) || says("policy", &["drop", "deny"]);
    if is_out || is_denied {
        return Vec::new();
    }
    let protocol = protocol([rule.get("protocol"), rule.get("ip_protocol")]);
    let options = ["tcp_options", "udp_options"].into_iter().flat_map(|name| rule.get(name).each()).next();
    let bounds = [
        (rule.get("port_range_min"), rule.get("port_range_max")),
        options.map_or((&Node::Null, &Node::Null), |it| (it.get("min"), it.get("max"))),
    ];
    let written: Vec<&str> = ["port_range", "port", "ports"]
        .into_iter()
        .filter_map(|name| rule.get(name).as_text())
        .flat_map(|it| it.split(','))
        .collect();
    let ports: Vec<(u16, u16)> = match bounds.into_iter().find(|(from, _)| !from.is_empty()) {
        Some((from, to)) => vec![range(&protocol, from, to)],
        None if written.is_empty() => vec![(0, u16::MAX)],
        None => written.into_iter().map(ports).collect(),
    };
    let peers = SOURCES.into_iter().flat_map(|name| rule.get(name).each()).filter_map(network);
    peers
        .flat_map(|peer| {
            let of =
                |(from, to)| Opening { into: None, is_ingress: true, protocol: protocol.clone(), from, to, peer: peer.clone() };
            ports.iter().copied().map(of).collect::<Vec<_>>()
        })
        .collect()
}

/// `22`, `80-90`, `22/22`, `any`.
fn ports(text: &str) -> (u16, u16) {
    let text = text.trim().replace('/', "-");
    if text.chars().any(|it| it.is_ascii_alphabetic()) || text.starts_with('-') {
        (0, u16::MAX)
    } else {
        written_range(Some(&text))
    }
}

/// The firewall of a database, which knows a first and a last address. From `0.0.0.0` to itself are Microsoft's own services.
fn addresses(rule: &Node) -> Option<Opening> {
    let address = |name: &str| rule.get(name).as_text()?.parse::<std::net::Ipv4Addr>().ok().map(u32::from);
    let either = |one: &str, other: &str| address(one).or_else(|| address(other));
    let (first, last) = (either("start_ip_address", "start_ip")?, either("end_ip_address", "end_ip")?);
    let protocol = protocol([&Node::Text("tcp".to_owned()), &Node::Null]);
    let of = |peer| Opening { into: None, is_ingress: true, protocol: protocol.clone(), from: 0, to: u16::MAX, peer };
    if (first, last) == (0, 0) {
        return Some(of(Peer::Named("AzureServices".to_owned())));
    }
    // The smallest network that holds both.
    let length = u8::try_from((first ^ last).leading_zeros()).unwrap_or(32);
    let peer = ipnet::Ipv4Net::new(first.into(), length).ok().map(|network| Peer::Network(IpNet::V4(network.trunc())))?;
    Some(of(peer))
}

/// What a policy of Kubernetes' lets in to the pods that it selects; a rule that names nobody lets everybody in (Kubernetes, "Network
/// Policies").
pub(super) fn of_kubernetes(values: &Node) -> Vec<Opening> {
    let rules = |name: &'static str| values.get("spec").each().iter().flat_map(move |spec| spec.get(name).each());
    let comes = rules("ingress").flat_map(|rule| of_pods(rule, "from", true));
    comes.chain(rules("egress").flat_map(|rule| of_pods(rule, "to", false))).collect()
}

fn of_pods(rule: &Node, whom: &str, is_ingress: bool) -> Vec<Opening> {
    let world = || ["0.0.0.0/0", "::/0"].into_iter().filter_map(|text| text.parse().ok().map(Peer::Network));
    let named = rule.get(whom).each();
    let mut peers: Vec<Peer> =
        named.iter().flat_map(|peer| peer.get("ip_block").each()).filter_map(|it| network(it.get("cidr"))).collect();
    if named.is_empty() {
        peers.extend(world());
    }
    let every_port = [Node::Null];
    let ports = if rule.get("ports").is_empty() { &every_port } else { rule.get("ports").each() };
    let open = |port: &Node| {
        let name = port.get("protocol");
        let named = port.get("port").as_text().filter(|text| text.parse::<u16>().is_ok());
        let protocol = if port.is_empty() { Protocol::Every } else { protocol([name, &Node::Null]) };
        let (from, to) = written_range(named);
        let of = |peer: &Peer| Opening { into: None, is_ingress, protocol: protocol.clone(), from, to, peer: peer.clone() };
        peers.iter().map(of).collect::<Vec<_>>()
    };
    ports.iter().flat_map(open).collect()
}
