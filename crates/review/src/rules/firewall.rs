//! A firewall lets more through: a wider range, more ports, another peer, in blocks of a group and in rules of their own.

use ipnet::IpNet;

use super::Risks;
use super::opening::{Opening, Peer, Protocol, is_icmp, network, protocol, range, written_range};
use crate::action::Action;
use crate::change::Change;
use crate::node::Node;
use crate::risk::Code;
use crate::sentence::Sentence;
use crate::types::{self, CloudShape, Shape};
use finding::Severity;

/// Ports behind which stand administration and data, which nobody has to reach from the whole internet.
#[rustfmt::skip]
const INNER_PORTS: [u16; 26] = [
    20, 21, 22, 23, 111, 135, 139, 445, 1433, 1521, 2049, 2375, 3306, 3389, 5432, 5439, 5601, 5900, 5984, 6379, 6443, 8086, 9092,
    9200, 11211, 27017,
];

/// Ports that are made to be reached from the whole internet.
const WEB_PORTS: [u16; 2] = [80, 443];

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    match change.action {
        Action::Create
        | Action::Update
        | Action::Replace
        | Action::ReplaceAfterCreate
        | Action::ReplaceAndForget
        | Action::Unknown => {}
        // What a rule denied that goes gets through.
        Action::Destroy if denies(change) => return denials(change, risks),
        Action::Destroy | Action::Forget | Action::Read | Action::NoOp => return,
    }
    let (mut before, after) = (openings(change.kind, change.before()), openings(change.kind, change.after()));
    // The group of a rule that is made anew with its group is the same, and its new name is known after apply.
    if change.after().get("security_group_id") == &Node::Unknown {
        for opening in &mut before {
            opening.into = None;
        }
    }
    // A rule in a group that is made by the same plan opens nothing that there was.
    let is_new_group = change.is_new()
        && ["security_group_id", "network_acl_id", "prefix_list_id", "server_id"]
            .into_iter()
            .all(|name| matches!(change.after().get(name), Node::Null | Node::Unknown));
    let is_acl = types::has_shape(change.kind, Shape::Acl) || types::has_shape(change.kind, Shape::AclRule);
    let is_list = types::has_shape(change.kind, Shape::PrefixList) || types::has_shape(change.kind, Shape::PrefixListEntry);
    // What a new policy of pods lets in got in before it.
    if change.is_new() && types::cloud_shape(change.kind) == Some(CloudShape::NetworkPolicy) {
        return;
    }
    if types::has_shape(change.kind, Shape::Group) && !change.is_new() {
        for name in ["ingress", "egress"].into_iter().filter(|name| *change.after().get(name) == Node::Unknown) {
            let code = if name == "ingress" { Code::IngressOpened } else { Code::EgressOpened };
            risks.add(Severity::Medium, code, Sentence::of(name).words(" is known after apply, and may let more through"));
        }
    }
    let opened: Vec<&Opening> = after.iter().filter(|opening| !opening.is_within(&before)).collect();
    for &opening in &opened {
        // Everybody by the one protocol of the internet and by the other one is one decision.
        let other = opening.everybody_else().filter(|other| opened.contains(&other));
        if other.as_ref().is_some_and(|other| matches!(other.peer, Peer::Network(IpNet::V4(_)))) {
            continue;
        }
        let Some(severity) = opening.severity(is_new_group) else { continue };
        // The groups behind an access list still decide.
        let severity = if is_acl { severity.min(Severity::Medium) } else { severity };
        if is_acl && is_new_group {
            continue;
        }
        let (verb, code) =
            if opening.is_ingress { ("lets in ", Code::IngressOpened) } else { ("lets out to ", Code::EgressOpened) };
        let verb = if is_list { "puts on the list " } else { verb };
        let what = match &opening.peer {
            Peer::Network(network) => {
                let others = other.iter().filter_map(|it| if let Peer::Network(other) = it.peer { Some(other) } else { None });
                Sentence::new(verb).values(std::iter::once(*network).chain(others))
            }
            Peer::Named(name) => Sentence::new(verb).value(name),
            Peer::Unknown => Sentence::new(verb).words("a range known after apply"),
            Peer::UnknownGroup => Sentence::new(verb).words("a security group known after apply"),
            Peer::Secret(_) => Sentence::new(verb).words("a range that is sensitive"),
        };
        let what = if is_list {
            what.words(", which every rule with this list lets through")
        } else {
            what.words(" on ").value(opening.ports())
        };
        let what = match &opening.into {
            Some(group) if opening.is_ingress => what.words(" into ").value(group),
            Some(group) => what.words(" from ").value(group),
            None => what,
        };
        risks.add(severity, code, what);
    }
    if !change.is_new() {
        denials(change, risks);
    }
}

/// Whether it is a rule of its own that denies something.
pub(super) fn denies(change: &Change<'_>) -> bool {
    types::has_shape(change.kind, Shape::AclRule) && change.before().get("rule_action").as_text() == Some("deny")
        || change.before().get("access").as_text() == Some("Deny") && types::cloud_shape(change.kind) == Some(CloudShape::AzureRule)
        || types::cloud_shape(change.kind) == Some(CloudShape::GoogleFirewall) && !change.before().get("deny").is_empty()
}

/// What a firewall denies, each with its place among the rules.
fn denied(kind: &str, values: &Node) -> Vec<(Opening, Option<f64>)> {
    let placed = |rule: &Node, openings: Vec<Opening>| -> Vec<(Opening, Option<f64>)> {
        let place = ["rule_number", "rule_no", "priority"].into_iter().find_map(|name| rule.get(name).as_number());
        openings.into_iter().map(|opening| (opening, place)).collect()
    };
    let blocks = |name: &str, is_ingress: bool| -> Vec<(Opening, Option<f64>)> {
        values.get(name).each().iter().flat_map(|block| placed(block, of_acl(block, "deny", is_ingress))).collect()
    };
    match types::facts(kind).map(|facts| (facts.shape, facts.cloud_shape)) {
        Some((Some(Shape::Acl), _)) => [blocks("ingress", true), blocks("egress", false)].concat(),
        Some((Some(Shape::AclRule), _)) => placed(values, of_acl(values, "deny", values.get("egress").as_bool() != Some(true))),
        Some((_, Some(CloudShape::GoogleFirewall))) => placed(values, of_google(values, "deny")),
        Some((_, Some(CloudShape::GooglePolicyRule))) => placed(values, of_google_policy(values, "deny")),
        Some((_, Some(CloudShape::AzureRule))) => placed(values, of_microsoft(values, "Deny")),
        Some((_, Some(CloudShape::AzureGroup))) => {
            values.get("security_rule").each().iter().flat_map(|rule| placed(rule, of_microsoft(rule, "Deny"))).collect()
        }
        _ => Vec::new(),
    }
}

/// The ways through a security group before and after, each with its group; nothing where the change is of something else.
/// Whether a type is a firewall, a rule of one or a list in it, which is read here, or a way, which other rules read.
pub(super) fn is_one(kind: &str) -> bool {
    let Some(facts) = types::facts(kind) else { return false };
    let shape = facts.shape.is_some_and(|shape| {
        matches!(
            shape,
            Shape::Group
                | Shape::Rule
                | Shape::IngressRule
                | Shape::EgressRule
                | Shape::Acl
                | Shape::AclRule
                | Shape::PrefixList
                | Shape::PrefixListEntry
                | Shape::Route
                | Shape::RouteTable
        )
    });
    shape || facts.cloud_shape.is_some_and(|shape| shape != CloudShape::Grant)
}

pub(crate) fn ways(change: &Change<'_>) -> Option<[Vec<Opening>; 2]> {
    let shape = types::facts(change.kind)?.shape?;
    if !matches!(shape, Shape::Group | Shape::Rule | Shape::IngressRule | Shape::EgressRule) {
        return None;
    }
    let of = |values: &Node| -> Vec<Opening> {
        let group = values.get(if shape == Shape::Group { "id" } else { "security_group_id" }).as_text();
        let Some(group) = group else { return Vec::new() };
        let all = openings(change.kind, values).into_iter();
        all.map(|opening| Opening { into: Some(group.to_owned()), ..opening }).collect()
    };
    Some([of(change.before()), of(change.after())])
}

/// What a firewall denied and no longer does, or later than rules that may allow it.
fn denials(change: &Change<'_>, risks: &mut Risks<'_>) {
    let after = denied(change.kind, change.after());
    for (opening, place) in denied(change.kind, change.before()).into_iter().filter(|(opening, _)| opening.is_ingress) {
        let covers: Vec<Option<f64>> = after.iter().filter(|(other, _)| other.covers(&opening)).map(|(_, place)| *place).collect();
        let verb = match place {
            _ if covers.is_empty() => "no longer denies ",
            Some(place) if covers.iter().flatten().all(|other| *other > place) && !covers.contains(&None) => {
                "denies only after rules that may allow it "
            }
            _ => continue,
        };
        let what = Sentence::new(verb);
        let what = match &opening.peer {
            Peer::Network(network) => what.value(network),
            Peer::Named(_) | Peer::Unknown | Peer::UnknownGroup | Peer::Secret(_) => what.words("some networks"),
        };
        risks.add(Severity::Medium, Code::IngressOpened, what.words(" on ").value(opening.ports()));
    }
}

impl Opening {
    fn covers(&self, other: &Self) -> bool {
        let Self { into, is_ingress, protocol, from, to, peer } = self;
        let is_wider_protocol = *protocol == Protocol::Every || *protocol == other.protocol;
        let is_wider_peer = match (peer, &other.peer) {
            (Peer::Network(network), Peer::Network(other)) => network.contains(other),
            (peer, other) => peer == other,
        };
        *into == other.into
            && *is_ingress == other.is_ingress
            && is_wider_protocol
            && *from <= other.from
            && other.to <= *to
            && is_wider_peer
    }

    /// Whether others let through all of this, each a part of it: half a network, half the ports.
    pub(crate) fn is_within(&self, others: &[Self]) -> bool {
        if others.iter().any(|other| other.covers(self)) {
            return true;
        }
        let is_like = |other: &&Self| {
            let same = other.into == self.into && other.is_ingress == self.is_ingress;
            same && (other.protocol == Protocol::Every || other.protocol == self.protocol)
        };
        let like: Vec<&Self> = others.iter().filter(is_like).collect();
        // Between two of these ports, all of them let through the same.
        let starts = like.iter().flat_map(|other| [Some(other.from), other.to.checked_add(1)]).flatten();
        let starts = starts.filter(|port| (self.from..=self.to).contains(port)).chain([self.from]);
        like.len() > 1
            && starts.into_iter().all(|port| {
                let open = like.iter().filter(|other| (other.from..=other.to).contains(&port));
                match &self.peer {
                    Peer::Network(network) => {
                        let networks =
                            open.filter_map(|other| if let Peer::Network(it) = &other.peer { Some(it.trunc()) } else { None });
                        IpNet::aggregate(&networks.collect()).iter().any(|other| other.contains(network))
                    }
                    peer => open.map(|other| &other.peer).any(|other| other == peer),
                }
            })
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
            Peer::UnknownGroup if has_inner || self.protocol == Protocol::Every => (!is_new_group).then_some(Severity::Medium),
            Peer::UnknownGroup => (!is_new_group).then_some(Severity::Low),
            Peer::Named(_) => (!is_new_group).then_some(Severity::Low),
        }
    }

    /// Whether the peer is everybody, or so much of it that it makes no difference.
    fn is_world(&self) -> bool {
        match &self.peer {
            Peer::Network(IpNet::V4(network)) => network.prefix_len() < 8,
            Peer::Network(IpNet::V6(network)) => network.prefix_len() < 16,
            Peer::Named(_) | Peer::Unknown | Peer::UnknownGroup | Peer::Secret(_) => false,
        }
    }

    fn ports(&self) -> String {
        if is_icmp(&self.protocol) {
            let Protocol::One(name) = &self.protocol else { return String::new() };
            // ICMP has types where others have ports.
            return if self.from == self.to { format!("{name}, type {}", self.from) } else { format!("{name}, every type") };
        }
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
    let Some(facts) = types::facts(kind) else { return Vec::new() };
    match facts.cloud_shape {
        Some(CloudShape::GoogleFirewall) => return of_google(values, "allow"),
        Some(CloudShape::AzureRule) => return of_microsoft(values, "Allow"),
        Some(CloudShape::AzureGroup) => {
            return values.get("security_rule").each().iter().flat_map(|rule| of_microsoft(rule, "Allow")).collect();
        }
        Some(CloudShape::Firewall) => return super::clouds::openings(values),
        Some(CloudShape::NetworkPolicy) => return super::clouds::of_kubernetes(values),
        Some(CloudShape::GooglePolicyRule) => return of_google_policy(values, "allow"),
        Some(CloudShape::Grant) | None => {}
    }
    let Some(shape) = facts.shape else { return Vec::new() };
    match shape {
        Shape::Group => [blocks("ingress", true), blocks("egress", false)].concat(),
        Shape::Rule => of_aws(values, values.get("type").as_text() != Some("egress")),
        Shape::IngressRule => of_aws(values, true),
        Shape::EgressRule => of_aws(values, false),
        Shape::Acl => {
            let blocks = |name: &str, is_ingress: bool| -> Vec<Opening> {
                values.get(name).each().iter().flat_map(|block| of_acl(block, "allow", is_ingress)).collect()
            };
            [blocks("ingress", true), blocks("egress", false)].concat()
        }
        Shape::AclRule => of_acl(values, "allow", values.get("egress").as_bool() != Some(true)),
        Shape::PrefixList => values.get("entry").each().iter().flat_map(of_list).collect(),
        Shape::PrefixListEntry => of_list(values),
        _ => Vec::new(),
    }
}

/// An entry of a list of networks. Which ports rules open to it is not known here.
fn of_list(entry: &Node) -> Vec<Opening> {
    let peers = entry.get("cidr").each().iter().filter_map(network);
    let opening =
        |peer| Opening { into: None, is_ingress: true, protocol: Protocol::One("any".to_owned()), from: 0, to: u16::MAX, peer };
    peers.map(opening).collect()
}

/// A rule of an access list that does this, as a block or as a resource.
fn of_acl(rule: &Node, what: &str, is_ingress: bool) -> Vec<Opening> {
    let action = [rule.get("action"), rule.get("rule_action")].into_iter().find_map(Node::as_text);
    if action.is_none_or(|action| !action.eq_ignore_ascii_case(what)) {
        return Vec::new();
    }
    let protocol = protocol([rule.get("protocol"), &Node::Null]);
    let (from, to) = range(&protocol, rule.get("from_port"), rule.get("to_port"));
    let peers = ["cidr_block", "ipv6_cidr_block"].into_iter().flat_map(|name| rule.get(name).each()).filter_map(network);
    peers.map(|peer| Opening { into: None, is_ingress, protocol: protocol.clone(), from, to, peer }).collect()
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
    peers.extend(named.filter_map(|name| match name {
        Node::Text(name) if !name.is_empty() => Some(Peer::Named(name.clone())),
        Node::Unknown => Some(Peer::UnknownGroup),
        _ => None,
    }));
    let into = rule.get("security_group_id").as_text().map(str::to_owned);
    let opening = |peer| Opening { into: into.clone(), is_ingress, protocol: protocol.clone(), from, to, peer };
    peers.into_iter().map(opening).collect()
}

fn of_google(rule: &Node, action: &str) -> Vec<Opening> {
    if rule.get("disabled").as_bool() == Some(true) {
        return Vec::new();
    }
    let is_ingress = rule.get("direction").as_text() != Some("EGRESS");
    let ranges = rule.get(if is_ingress { "source_ranges" } else { "destination_ranges" });
    let mut openings = Vec::new();
    for allow in rule.get(action).each() {
        let protocol = protocol([allow.get("protocol"), &Node::Null]);
        let every_port = [Node::Null];
        let ports = if allow.get("ports").is_empty() { &every_port } else { allow.get("ports").each() };
        for port in ports {
            let (from, to) = written_range(port.as_text());
            let peers = ranges.each().iter().filter_map(network);
            openings.extend(peers.map(|peer| Opening { into: None, is_ingress, protocol: protocol.clone(), from, to, peer }));
        }
    }
    openings
}

/// A rule of a firewall policy that does this; one that names no source means everybody.
fn of_google_policy(rule: &Node, action: &str) -> Vec<Opening> {
    let is_on = rule.get("disabled").as_bool() != Some(true) && rule.get("action").as_text() == Some(action);
    if !is_on || rule.get("direction").as_text() == Some("EGRESS") {
        return Vec::new();
    }
    let mut openings = Vec::new();
    for matched in rule.get("match").each() {
        let peers: Vec<Peer> = matched.get("src_ip_ranges").each().iter().filter_map(network).collect();
        for layer in matched.get("layer4_configs").each() {
            let protocol = protocol([layer.get("ip_protocol"), &Node::Null]);
            let every_port = [Node::Null];
            let ports = if layer.get("ports").is_empty() { &every_port } else { layer.get("ports").each() };
            for (from, to) in ports.iter().map(|port| written_range(port.as_text())) {
                let of = |peer: &Peer| Opening {
                    into: None,
                    is_ingress: true,
                    protocol: protocol.clone(),
                    from,
                    to,
                    peer: peer.clone(),
                };
                openings.extend(peers.iter().map(of));
            }
        }
    }
    openings
}

fn of_microsoft(rule: &Node, access: &str) -> Vec<Opening> {
    if rule.get("access").as_text() != Some(access) {
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
        openings.extend(peers.map(|peer| Opening { into: None, is_ingress, protocol: protocol.clone(), from, to, peer }));
    }
    openings
}
