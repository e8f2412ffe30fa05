//! A network that was closed gets a way to or from the internet.

use ipnet::IpNet;

use super::Risks;
use crate::change::Change;
use crate::node::Node;
use crate::risk::Code;
use crate::sentence::Sentence;
use crate::types::{self, Shape};
use finding::Severity;

/// The attributes of a route's destination.
const DESTINATIONS: [&str; 4] = ["destination_cidr_block", "destination_ipv6_cidr_block", "cidr_block", "ipv6_cidr_block"];

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    if change.action.destroys() && !change.action.replaces() {
        return;
    }
    if types::has_shape(change.kind, Shape::Route) {
        // The route of a table that the same plan makes opens nothing that there was.
        let is_new_table = change.is_new() && matches!(change.after().get("route_table_id"), Node::Unknown | Node::Null);
        if !is_new_table && leads_out(change.after()) && !leads_out(change.before()) {
            tell(change.after(), risks);
        }
    }
    if types::has_shape(change.kind, Shape::RouteTable) && !change.is_new() {
        let had = change.before().get("route").each().iter().any(leads_out);
        if let Some(route) = change.after().get("route").each().iter().find(|route| leads_out(route)).filter(|_| !had) {
            tell(route, risks);
        }
    }
}

fn tell(route: &Node, risks: &mut Risks<'_>) {
    let destination = destination(route).unwrap_or_default();
    let what = Sentence::new("routes ").value(destination).words(" to an internet gateway: what stands there can be reached");
    risks.add(Severity::High, Code::PublicAccessOpened, what);
}

fn destination(route: &Node) -> Option<&str> {
    DESTINATIONS.into_iter().filter_map(|name| route.get(name).as_text()).find(|text| !text.is_empty())
}

/// Whether everything, or so much that it makes no difference, goes to an internet gateway; one that is made by the same plan is known after apply.
fn leads_out(route: &Node) -> bool {
    let is_default = destination(route).is_some_and(|text| match text.parse() {
        Ok(IpNet::V4(network)) => network.prefix_len() < 8,
        Ok(IpNet::V6(network)) => network.prefix_len() < 16,
        Err(_) => false,
    });
    let gateway = route.get("gateway_id");
    is_default && (*gateway == Node::Unknown || gateway.as_text().is_some_and(|id| id.starts_with("igw-")))
}
