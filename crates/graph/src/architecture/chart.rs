//! The architecture as a chart, for the formats that lay out themselves.

use super::{Architecture, End, Node, OutsideService, Party, Tier};
use crate::chart::{Chart, Edge, Item};

const INTERNET: &str = "internet";
const LOAD_BALANCER: &str = "load-balancer";
const CLUSTER: &str = "services";

impl Architecture {
    /// The chart.
    pub fn chart(&self) -> Chart {
        let mut items = vec![Item::node(INTERNET, ["Internet".to_owned()])];
        for flow in &self.flows {
            if let Party::Range(range) = &flow.from {
                let node = Item::node(range_id(range), [range.clone()]);
                if !items.contains(&node) {
                    items.push(node);
                }
            }
        }
        let mut region = Vec::new();
        if self.vpc.is_some() {
            region.push(self.network());
        }
        region.extend(self.outside.iter().map(|it| node(&outside_id(it.service), &it.node)));
        items.push(Item::group("region", format!("Region {}", self.region), region));
        for other in &self.other_regions {
            let nodes = other.things.iter().map(|it| node(&it.node.address, &it.node)).collect();
            items.push(Item::group(&other.name, format!("Region {}", other.name), nodes));
        }
        Chart { title: self.name.clone(), items, edges: self.edges() }
    }

    fn network(&self) -> Item {
        let range = self.vpc.as_ref().map(|vpc| vpc.range.as_str()).unwrap_or_default();
        let tiers = [Tier::Public, Tier::Private, Tier::Database].map(|tier| {
            let mut items = Vec::new();
            for zone in &self.zones {
                for subnet in zone.subnets.iter().filter(|subnet| subnet.tier == tier) {
                    let mut inside = Vec::new();
                    if tier == Tier::Public {
                        inside.extend(zone.nat_gateways.iter().chain(&zone.bastions).map(|it| node(&it.address, it)));
                    }
                    let label = format!("{} {}", zone.name, subnet.range);
                    if inside.is_empty() {
                        items.push(Item::node(&subnet.address, [label]));
                    } else {
                        items.push(Item::group(&subnet.address, label, inside));
                    }
                }
            }
            match tier {
                Tier::Public => items.extend(self.load_balancer.iter().map(|it| node(LOAD_BALANCER, it))),
                Tier::Private if !self.services.is_empty() => {
                    let services = self.services.iter().map(|it| node(&it.address, it)).collect();
                    items.push(Item::group(CLUSTER, format!("ECS {}", self.cluster), services));
                    items.extend(self.caches.iter().map(|it| node(&it.address, it)));
                }
                Tier::Private => items.extend(self.caches.iter().map(|it| node(&it.address, it))),
                Tier::Database => items.extend(self.databases.iter().map(|it| {
                    let mut shown = it.node.clone();
                    if it.standby {
                        shown.facts.push("standby in another zone".to_owned());
                    }
                    node(&it.node.address, &shown)
                })),
            }
            Item::group(tier.to_string(), format!("{tier} subnets"), items)
        });
        Item::group("vpc", format!("VPC {range}"), tiers.into())
    }

    fn edges(&self) -> Vec<Edge> {
        let mut edges = Vec::new();
        for arrow in &self.arrows {
            let Some(from) = id(&arrow.from) else { continue };
            // Private parties reach the internet through the NAT gateways, where there are any.
            let is_back = arrow.to.party == Party::Internet;
            let to: Vec<String> = if is_back && arrow.from.party == Party::Services {
                self.nat_gateways().map(|nat| nat.address.clone()).collect()
            } else {
                id(&arrow.to).into_iter().collect()
            };
            let edges_to = to.into_iter().map(|to| Edge::new(&from, to, arrow.label()));
            edges.extend(edges_to.map(|edge| if is_back { edge.back() } else { edge }));
        }
        edges.extend(self.nat_gateways().map(|nat| Edge::new(&nat.address, INTERNET, "").dashed().back()));
        for it in self.other_regions.iter().flat_map(|other| &other.things) {
            if let (Some(copied), Some(database)) = (it.copied, self.databases.first()) {
                edges.push(Edge::new(&database.node.address, &it.node.address, copied).dashed());
            }
        }
        for replica in self.databases.iter().filter(|database| database.replica) {
            if let Some(source) = self.databases.iter().find(|database| !database.replica) {
                edges.push(Edge::new(&source.node.address, &replica.node.address, "replication").dashed());
            }
        }
        for outside in &self.outside {
            if let Some(endpoint) = &outside.endpoint {
                let services = self.services.iter();
                edges.extend(services.map(|service| Edge::new(&service.address, outside_id(outside.service), endpoint)));
            }
        }
        edges
    }
}

/// The name of what stands at an arrow's end.
fn id(end: &End) -> Option<String> {
    match (&end.party, &end.thing) {
        // The arrows to the services behind them stand for these.
        (Party::Endpoints, _) => None,
        (Party::Internet, _) => Some(INTERNET.to_owned()),
        (Party::Range(range), _) => Some(range_id(range)),
        (Party::LoadBalancer, _) => Some(LOAD_BALANCER.to_owned()),
        (Party::Services | Party::Database | Party::Cache | Party::Bastion, thing) => thing.clone(),
    }
}

fn node(id: &str, node: &Node) -> Item {
    let Node { address: _, title, facts } = node;
    let facts = if facts.is_empty() { None } else { Some(facts.join(", ")) };
    Item::node(id, [title.clone()].into_iter().chain(facts))
}

fn range_id(range: &str) -> String {
    format!("range {range}")
}

fn outside_id(service: OutsideService) -> String {
    format!("outside {service:?}")
}
