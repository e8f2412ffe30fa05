//! What stands around the network: people, the gateway, the region, AWS's own services, other regions, and what the lines mean.

use super::columns::Columns;
use super::measures::{BOX, MARGIN, NAME, PADDING, SMALL_BOX};
use crate::architecture::{Architecture, OtherRegion, Outside, OutsideService, Party};
use crate::scene::{Anchor, Icon, Look, Rect, Scene, Stroke, TextStyle};

/// How wide AWS's own services are drawn.
const SERVICE: i32 = 236;
/// How wide an endpoint on the network's edge is.
const ENDPOINT: i32 = 132;
/// Between the endpoints and the services behind them.
const BEHIND_ENDPOINT: i32 = 36;
/// Between two regions, for the label of what is copied.
const BETWEEN_REGIONS: i32 = 44;
/// How wide a thing in another region is drawn.
const ELSEWHERE: i32 = 290;

/// Where everything around the network is.
pub(super) struct Surroundings {
    pub(super) width: i32,
    pub(super) height: i32,
    region: Rect,
    pub(super) network: Rect,
    pub(super) internet: Rect,
    pub(super) operators: Rect,
    pub(super) internet_gateway: Rect,
    /// AWS's own services, in the order of the architecture.
    pub(super) outside: Vec<Rect>,
    /// The endpoints of those that have one.
    pub(super) endpoints: Vec<Option<Rect>>,
    /// The other regions with the places of what stands in them.
    pub(super) other_regions: Vec<(Rect, Vec<Rect>)>,
    legend: (i32, i32),
}

impl Surroundings {
    pub(super) fn around(architecture: &Architecture, columns: &Columns) -> Self {
        let has_endpoints = architecture.outside.iter().any(|it| it.endpoint.is_some());
        let mut network = columns.network;
        if has_endpoints {
            network.width += 44 + ENDPOINT / 2;
        }
        let behind = if has_endpoints { ENDPOINT / 2 + BEHIND_ENDPOINT } else { 28 };
        let services_x = network.right() + behind;

        let count = i32::try_from(architecture.outside.len()).unwrap_or(1).max(1);
        let gap = ((network.height - count * BOX) / count).clamp(12, 40);
        let services_height = count * (BOX + gap) - gap;
        let first_y = network.y + ((network.height - services_height) / 2).max(0);
        let outside: Vec<Rect> = (0..count)
            .map(|n| Rect::new(services_x, first_y + n * (BOX + gap), SERVICE, BOX))
            .take(architecture.outside.len())
            .collect();
        let endpoint = |(place, it): (&Rect, &Outside)| {
            it.endpoint.as_ref().map(|_| Rect::new(network.right() - ENDPOINT / 2, place.middle() - 15, ENDPOINT, 30))
        };
        let endpoints = outside.iter().zip(&architecture.outside).map(endpoint).collect();

        let right = if outside.is_empty() { network.right() } else { services_x + SERVICE };
        let bottom = network.bottom().max(first_y + services_height);
        let region_y = network.y - 52;
        let region = Rect::new(MARGIN, region_y, right + 20 - MARGIN, bottom + 20 - region_y);

        let mut y = region.bottom();
        let mut other_regions = Vec::new();
        for other in &architecture.other_regions {
            y += BETWEEN_REGIONS;
            let frame = Rect::new(MARGIN, y, region.width, NAME + BOX + PADDING);
            other_regions.push((frame, places_elsewhere(&frame, other, columns)));
            y = frame.bottom();
        }
        let internet = Rect::new(columns.way_in - 95, MARGIN + 34, 190, SMALL_BOX);
        let internet_gateway = Rect::new(columns.way_in - 95, network.y - 16, 190, 32);
        let operators = Rect::new(MARGIN, MARGIN + 34, 240, SMALL_BOX);
        let legend = (MARGIN, y + 34);
        let right =
            other_regions.iter().flat_map(|(_, places)| places).map(|it| it.right() + PADDING).fold(region.right(), i32::max);
        Self {
            width: right + MARGIN,
            height: y + 34 + MARGIN,
            region,
            network,
            internet,
            operators,
            internet_gateway,
            outside,
            endpoints,
            other_regions,
            legend,
        }
    }

    pub(super) fn draw(&self, scene: &mut Scene, architecture: &Architecture, columns: &Columns) {
        // Beside the way that the operators' arrow takes.
        let names_x = columns.zones.first().map_or(self.network.x, |zone| zone.x) - PADDING;
        let named = |scene: &mut Scene, rect: Rect, look: Look, name: &str| {
            scene.frame(rect, look, "", "");
            let room = self.internet_gateway.x - names_x - 20;
            scene.text(names_x + PADDING, rect.y + 21, Anchor::Start, TextStyle::Frame, &TextStyle::Frame.fitted(name, room));
        };
        named(scene, self.region, Look::Region, &format!("Region {}", architecture.region));
        scene.node(self.internet, Icon::World, "Internet", &["users".to_owned()], "");
        let operators = operators(architecture);
        if let Some(first) = operators.first() {
            let more = if operators.len() > 1 { format!(" and {} more", operators.len() - 1) } else { String::new() };
            scene.node(self.operators, Icon::People, "Operators", &[format!("{first}{more}")], &operators.join(", "));
        }
        if let Some(vpc) = &architecture.vpc {
            named(scene, self.network, Look::Network, &format!("VPC {}", vpc.range));
            if vpc.internet_gateway {
                scene.node(self.internet_gateway, Icon::InternetGateway, "Internet gateway", &[], "");
            }
        }
        for ((outside, place), endpoint) in architecture.outside.iter().zip(&self.outside).zip(&self.endpoints) {
            let icon = icon_of(outside.service);
            scene.node(*place, icon, &outside.node.title, &lines(&outside.node.facts), &outside.node.address);
            if let (Some(endpoint), Some(kind)) = (endpoint, &outside.endpoint) {
                let (name, room) = (TextStyle::Fact, endpoint.width - 8);
                scene.boxes.push(crate::scene::Shape { rect: *endpoint, look: Look::Cluster, icon: None, hint: kind.clone() });
                scene.text(endpoint.centre(), endpoint.middle() + 4, Anchor::Middle, name, &name.fitted(kind, room));
            }
        }
        for (other, (frame, places)) in architecture.other_regions.iter().zip(&self.other_regions) {
            scene.frame(*frame, Look::Region, &format!("Region {}", other.name), "");
            for (node, place) in other.things.iter().map(|it| &it.node).zip(places) {
                let icon = match node.title.as_str() {
                    "KMS key" => Icon::Key,
                    "Replicated backups" => Icon::Backups,
                    _ => Icon::Database,
                };
                scene.node(*place, icon, &node.title, &lines(&node.facts), &node.address);
            }
        }
        self.draw_legend(scene);
    }

    fn draw_legend(&self, scene: &mut Scene) {
        let (mut x, y) = self.legend;
        let meanings = [
            (Stroke::Connection, "allowed by the security groups, with its ports"),
            (Stroke::Outbound, "the way out"),
            (Stroke::Copy, "copies of data"),
        ];
        for (stroke, meaning) in meanings {
            scene.line(stroke, true, [(x, y - 4), (x + 34, y - 4)]);
            scene.text(x + 42, y, Anchor::Start, TextStyle::Fact, meaning);
            x += 42 + TextStyle::Fact.width_of(meaning) + 28;
        }
    }
}

/// The places of what stands in another region: the first below the first database, from which it comes.
fn places_elsewhere(frame: &Rect, other: &OtherRegion, columns: &Columns) -> Vec<Rect> {
    let first = columns.databases.first().map_or(frame.x + PADDING, |place| place.instance.x);
    let count = i32::try_from(other.things.len()).unwrap_or(0);
    (0..count).map(|n| Rect::new(first + n * (ELSEWHERE + 2 * PADDING), frame.y + NAME, ELSEWHERE, BOX)).collect()
}

/// Facts on two lines at the most.
fn lines(facts: &[String]) -> Vec<String> {
    match facts {
        [] => Vec::new(),
        [one] => vec![one.clone()],
        [first, rest @ ..] => vec![first.clone(), rest.join(", ")],
    }
}

fn icon_of(service: OutsideService) -> Icon {
    match service {
        OutsideService::Names => Icon::Names,
        OutsideService::Registry => Icon::Registry,
        OutsideService::Storage => Icon::Bucket,
        OutsideService::Queues => Icon::Queue,
        OutsideService::Secrets => Icon::Secret,
        OutsideService::Keys => Icon::Key,
        OutsideService::Monitoring => Icon::Chart,
        OutsideService::Notifications => Icon::Notification,
        OutsideService::Sessions => Icon::Machine,
    }
}

/// Who administers the bastion from outside, if anybody does: the listed ranges.
pub(super) fn operators(architecture: &Architecture) -> Vec<&str> {
    architecture.ranges_to(&Party::Bastion)
}
