//! A firewall lets more through: a wider range, more ports, another peer, in blocks of a group and in rules of their own.

use ipnet::IpNet;

use super::Risks;
use crate::action::Action;
use crate::change::Change;
use crate::node::{Node, Secret};
use crate::risk::{Code, Severity};
use crate::sentence::Sentence;

/// Ports behind which stand administration and data, which nobody has to reach from the whole internet.
#[rustfmt::skip]
const INNER_PORTS: [u16; 26] = [
    20, 21, 22, 23, 111, 135, 139, 445, 1433, 1521, 2049, 2375, 3306, 3389, 5432, 5439, 5601, 5900, 5984, 6379, 6443, 8086, 9092,
    9200, 11211, 27017,
];

/// Ports that are made to be reached from the whole internet.
const WEB_PORTS: [u16; 2] = [80, 443];

/// Who may come in, or where one may go.
#[derive(Clone, PartialEq)]
enum Peer {
    Network(IpNet),
    /// A group, a prefix list, a tag.
    Named(String),
    /// Known after apply.
    Unknown,
    /// Not for anybody's eyes.
    Secret(Secret),
}

/// One way through a firewall.
#[derive(Clone, PartialEq)]
struct Opening {
    is_ingress: bool,
    protocol: Protocol,
    from: u16,
    to: u16,
    peer: Peer,
}

#[derive(Clone, PartialEq)]
enum Protocol {
    Every,
    One(String),
}

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    match change.action {
        Action::Create
        | Action::Update
        | Action::Replace
        | Action::ReplaceAfterCreate
        | Action::ReplaceAndForget
        | Action::Unknown => {}
        Action::Destroy | Action::Forget | Action::Read | Action::NoOp => return,
    }
    let before = openings(change.kind, change.before());
    let after = openings(change.kind, change.after());
    // A rule in a group that is made by the same plan opens nothing that there was.
    let is_new_group = change.is_new()
        && match change.after().get("security_group_id") {
            Node::Null => true,
            group => *group == Node::Unknown,
        };
    for opening in after.iter().filter(|opening| !before.iter().any(|other| other.covers(opening))) {
        let Some(severity) = opening.severity(is_new_group) else { continue };
        let (verb, code) =
            if opening.is_ingress { ("lets in ", Code::IngressOpened) } else { ("lets out to ", Code::EgressOpened) };
        let what = match &opening.peer {
            Peer::Network(network) => Sentence::new(verb).value(network),
            Peer::Named(name) => Sentence::new(verb).value(name),
            Peer::Unknown => Sentence::new(verb).words("a range known after apply"),
            Peer::Secret(_) => Sentence::new(verb).words("a range that is sensitive"),
        };
        risks.add(severity, code, what.words(" on ").value(opening.ports()));
    }
}

impl Opening {
    fn covers(&self, other: &Self) -> bool {
        let Self { is_ingress, protocol, from, to, peer } = self;
        let is_wider_protocol = *protocol == Protocol::Every || *protocol == other.protocol;
        let is_wider_peer = match (peer, &other.peer) {
            (Peer::Network(network), Peer::Network(other)) => network.contains(other),
            (peer, other) => peer == other,
        };
        *is_ingress == other.is_ingress && is_wider_protocol && *from <= other.from && other.to <= *to && is_wider_peer
    }

    /// How bad it is that this is open and was not; `None` where it is what firewalls are for.
    fn severity(&self, is_new_group: bool) -> Option<Severity> {
        if !self.is_ingress {
            return (self.is_world() && !is_new_group).then_some(Severity::Low);
        }
        let is = |names: &[&str]| matches!(&self.protocol, Protocol::One(name) if names.contains(&name.as_str()));
        let has_inner = is(&["tcp", "udp"]) && INNER_PORTS.iter().any(|port| (self.from..=self.to).contains(port));
        let is_web = self.from == self.to && WEB_PORTS.contains(&self.from);
        match &self.peer {
            Peer::Network(_) if self.is_world() => Some(match () {
                () if self.protocol == Protocol::Every || has_inner => Severity::Critical,
                () if is_web && is_new_group => Severity::Low,
                // To be pinged is to be seen, and no more.
                () if is_web || is(&["icmp", "icmpv6", "1", "58"]) => Severity::Medium,
                () => Severity::High,
            }),
            Peer::Network(_) | Peer::Unknown | Peer::Secret(_) => (!is_new_group).then_some(Severity::Medium),
            Peer::Named(_) => (!is_new_group).then_some(Severity::Low),
        }
    }

    /// Whether the peer is everybody, or so much of it that it makes no difference.
    fn is_world(&self) -> bool {
        match &self.peer {
            Peer::Network(IpNet::V4(network)) => network.prefix_len() < 8,
            Peer::Network(IpNet::V6(network)) => network.prefix_len() < 16,
            Peer::Named(_) | Peer::Unknown | Peer::Secret(_) => false,
        }
    }

    fn ports(&self) -> String {
        let ports = match (self.from, self.to) {
            (0, u16::MAX) => "every port".to_owned(),
            (from, to) if from == to => format!("port {from}"),
            (from, to) => format!("ports {from} to {to}"),
        };
        match &self.protocol {
            Protocol::Every => "every protocol and port".to_owned(),
            Protocol::One(protocol) => format!("{protocol}, {ports}"),
        }
    }
}

/// What a resource opens.
fn openings(kind: &str, values: &Node) -> Vec<Opening> {
    let blocks = |name: &str, is_ingress: bool| -> Vec<Opening> {
        values.get(name).each().iter().flat_map(|block| of_aws(block, is_ingress)).collect()
    };
    match kind {
        "aws_security_group" | "aws_default_security_group" => [blocks("ingress", true), blocks("egress", false)].concat(),
        "aws_security_group_rule" => of_aws(values, values.get("type").as_text() != Some("egress")),
        "aws_vpc_security_group_ingress_rule" => of_aws(values, true),
        "aws_vpc_security_group_egress_rule" => of_aws(values, false),
        "google_compute_firewall" => of_google(values),
        "azurerm_network_security_rule" => of_microsoft(values),
        "azurerm_network_security_group" => values.get("security_rule").each().iter().flat_map(of_microsoft).collect(),
        _ => Vec::new(),
    }
}

/// A rule of a security group, as a block or as a resource of either kind.
fn of_aws(rule: &Node, is_ingress: bool) -> Vec<Opening> {
    let protocol = protocol([rule.get("protocol"), rule.get("ip_protocol")]);
    let (from, to) = range(&protocol, rule.get("from_port"), rule.get("to_port"));
    let mut peers: Vec<Peer> = ["cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6"]
        .into_iter()
        .flat_map(|name| rule.get(name).each())
        .filter_map(network)
        .collect();
    let names =
        ["prefix_list_ids", "security_groups", "prefix_list_id", "source_security_group_id", "referenced_security_group_id"];
    let named = names.into_iter().flat_map(|name| rule.get(name).each());
    peers.extend(named.filter_map(|name| name.as_text().map(|name| Peer::Named(name.to_owned()))));
    peers.into_iter().map(|peer| Opening { is_ingress, protocol: protocol.clone(), from, to, peer }).collect()
}

fn of_google(rule: &Node) -> Vec<Opening> {
    if rule.get("disabled").as_bool() == Some(true) {
        return Vec::new();
    }
    let is_ingress = rule.get("direction").as_text() != Some("EGRESS");
    let ranges = rule.get(if is_ingress { "source_ranges" } else { "destination_ranges" });
    let mut openings = Vec::new();
    for allow in rule.get("allow").each() {
        let protocol = protocol([allow.get("protocol"), &Node::Null]);
        let every_port = [Node::Null];
        let ports = if allow.get("ports").is_empty() { &every_port } else { allow.get("ports").each() };
        for port in ports {
            let (from, to) = written_range(port.as_text());
            let peers = ranges.each().iter().filter_map(network);
            openings.extend(peers.map(|peer| Opening { is_ingress, protocol: protocol.clone(), from, to, peer }));
        }
    }
    openings
}

fn of_microsoft(rule: &Node) -> Vec<Opening> {
    if rule.get("access").as_text() != Some("Allow") {
        return Vec::new();
    }
    let is_ingress = rule.get("direction").as_text() != Some("Outbound");
    let side = if is_ingress {
        ["source_address_prefix", "source_address_prefixes"]
    } else {
        ["destination_address_prefix", "destination_address_prefixes"]
    };
    let protocol = protocol([rule.get("protocol"), &Node::Null]);
    let ports = ["destination_port_range", "destination_port_ranges"].into_iter().flat_map(|name| rule.get(name).each());
    let mut openings = Vec::new();
    for port in ports {
        let (from, to) = written_range(port.as_text().filter(|port| *port != "*"));
        let peers = side.into_iter().flat_map(|name| rule.get(name).each()).filter_map(|peer| match peer.as_text() {
            Some("*" | "Internet" | "Any") => "0.0.0.0/0".parse().ok().map(Peer::Network),
            _ => network(peer),
        });
        openings.extend(peers.map(|peer| Opening { is_ingress, protocol: protocol.clone(), from, to, peer }));
    }
    openings
}

fn network(node: &Node) -> Option<Peer> {
    match node {
        Node::Text(text) if text.is_empty() => None,
        Node::Text(text) => Some(text.parse().map_or_else(|_| Peer::Named(text.clone()), Peer::Network)),
        Node::Unknown => Some(Peer::Unknown),
        Node::Secret(secret) => Some(Peer::Secret(secret.clone())),
        _ => None,
    }
}

/// The protocol by its name; providers take numbers as well, and `-1` or `*` for every one.
fn protocol(names: [&Node; 2]) -> Protocol {
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

/// The ports from one to the other. For every protocol AWS ignores them, and `-1` is every type of ICMP.
fn range(protocol: &Protocol, from: &Node, to: &Node) -> (u16, u16) {
    let port = |node: &Node| node.as_number().and_then(|number| number.to_string().parse::<u16>().ok());
    match (protocol, port(from), port(to)) {
        (Protocol::One(_), Some(from), Some(to)) => (from, to),
        (Protocol::One(_), Some(from), None) => (from, u16::MAX),
        (Protocol::Every | Protocol::One(_), ..) => (0, u16::MAX),
    }
}

/// `80`, `8000-9000`, or nothing for every port.
fn written_range(text: Option<&str>) -> (u16, u16) {
    let Some(text) = text else { return (0, u16::MAX) };
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    (from.trim().parse().unwrap_or(0), to.trim().parse().unwrap_or(u16::MAX))
}
