//! The grid in the network: a column for each zone, a row for each tier, and what stands in or across the cells.

use super::measures::{BOX, GAP, MARGIN, NAME, PADDING, SMALL_BOX, nth, stacked};
use crate::architecture::{Architecture, Tier, Zone};
use crate::scene::{Icon, Look, Rect, Scene};

/// Between the columns: arrows pass there.
const GUTTER: i32 = 24;
/// Between the rows, for the labels of the arrows that cross.
const ROW_GAP: i32 = 34;
/// The picture's upper edge to the network: title, people, the region's name, the gateway.
const ABOVE: i32 = 216;
/// In the network above the columns: its name, and the way out of the NAT gateways.
const ABOVE_COLUMNS: i32 = 62;
/// Between the load balancer and what stands below it in the public subnets.
const BELOW_LOAD_BALANCER: i32 = 26;

/// How wide a NAT gateway is drawn.
const NAT_GATEWAY: i32 = 150;

/// Where everything in the network is.
pub(super) struct Columns {
    /// The network's frame without what is added at its right for endpoints.
    pub(super) network: Rect,
    /// The columns, one for each zone.
    pub(super) zones: Vec<Rect>,
    /// The rows, across all columns.
    pub(super) public: Rect,
    pub(super) private: Rect,
    pub(super) database: Rect,
    pub(super) load_balancer: Rect,
    pub(super) cluster: Rect,
    /// The databases with their standbys, in the order of the architecture.
    pub(super) databases: Vec<DatabasePlace>,
    /// The caches, under the cluster.
    pub(super) caches: Vec<Rect>,
    /// Between two columns, near the middle: the way of what comes from above.
    pub(super) way_in: i32,
}

/// Where a database is drawn.
pub(super) struct DatabasePlace {
    pub(super) instance: Rect,
    pub(super) standby: Option<Rect>,
}

impl Columns {
    pub(super) fn of(architecture: &Architecture) -> Self {
        let has_bastion = architecture.bastions().next().is_some();
        let left = if has_bastion { 60 } else { 20 };
        let count = architecture.zones.len().max(1);
        let width = match (count, has_bastion) {
            (0..=2, _) => 320,
            (_, true) => 310,
            (_, false) => 232,
        };
        let x = MARGIN + 20 + left;
        let y = ABOVE + ABOVE_COLUMNS;
        let column = |n: i32| x + n * (width + GUTTER);
        let count_wide = i32::try_from(count).unwrap_or(1);
        let across = column(count_wide - 1) + width - x;

        let gateways = architecture.zones.iter().map(|zone| zone.nat_gateways.len().max(zone.bastions.len())).max().unwrap_or(0);
        let below = if gateways > 0 { BELOW_LOAD_BALANCER + stacked(gateways, SMALL_BOX) } else { 0 };
        let public = Rect::new(x, y + NAME, across, NAME + BOX + below + PADDING);
        let services = stacked(architecture.services.len().max(1), SMALL_BOX);
        let caches = match architecture.caches.len() {
            0 => 0,
            count => ROW_GAP + stacked(count, SMALL_BOX),
        };
        let private = Rect::new(x, public.bottom() + ROW_GAP, across, NAME + NAME + services + caches + 2 * PADDING);
        let cluster = Rect::new(x + PADDING, private.y + NAME, across - 2 * PADDING, NAME + services + PADDING);

        // At the right of the line that goes from the services to the first database.
        let line = Self::way_of(&Rect::new(x + PADDING, 0, width - 2 * PADDING, 0));
        let (left_of_caches, right_of_caches) =
            if count > 1 { (line + 4 * PADDING, cluster.right()) } else { (cluster.x, line - PADDING) };
        let first = Rect::new(left_of_caches, cluster.bottom() + ROW_GAP, right_of_caches - left_of_caches, SMALL_BOX);
        let caches = (0..architecture.caches.len()).map(|n| nth(first, n)).collect();

        let database_row = private.bottom() + ROW_GAP;
        let cell = |zone: usize, line: usize| {
            let zone = i32::try_from(zone).unwrap_or(0);
            let first = Rect::new(column(zone) + PADDING, database_row + NAME, width - 2 * PADDING, BOX);
            nth(first, line)
        };
        let mut databases = Vec::new();
        let mut next = 0;
        for database in &architecture.databases {
            // What takes two cells does not go around a corner.
            if database.standby && next % count + 1 == count {
                next += 1;
            }
            // Below the first one pass the lines to the others.
            if count > 1 && next >= count && next % count == 0 {
                next += 1;
            }
            let instance = cell(next % count, next / count);
            let standby = (database.standby && count > 1).then(|| cell((next + 1) % count, (next + 1) / count));
            next += if standby.is_some() { 2 } else { 1 };
            databases.push(DatabasePlace { instance, standby });
        }
        let lines = next.div_ceil(count).max(1);
        let database = Rect::new(x, database_row, across, NAME + stacked(lines, BOX) + PADDING);

        let zones = (0..count_wide).map(|n| Rect::new(column(n) - 4, y, width + 8, database.bottom() - y + 8)).collect();
        let way_in = if count == 1 { x + across - 2 * PADDING } else { column(count_wide / 2) - GUTTER / 2 };
        let network = Rect::new(MARGIN + 20, ABOVE, left + across + 20, database.bottom() + 28 - ABOVE);
        let load_balancer = Rect::new(x + PADDING, public.y + NAME, across - 2 * PADDING, BOX);
        Self { network, zones, public, private, database, load_balancer, cluster, databases, caches, way_in }
    }

    /// The places of a zone's NAT gateways and bastions: side by side where there are both.
    pub(super) fn gateways(&self, column: usize, zone: &Zone) -> (Vec<Rect>, Vec<Rect>) {
        let cell = self.zones[column];
        let inner = cell.width - 8 - 2 * PADDING;
        let y = self.load_balancer.bottom() + BELOW_LOAD_BALANCER;
        let nat = Rect::new(cell.right() - 4 - PADDING - NAT_GATEWAY, y, NAT_GATEWAY, SMALL_BOX);
        let bastion = Rect::new(cell.x + 4 + PADDING, y, inner - GAP - NAT_GATEWAY, SMALL_BOX);
        let places = |first: Rect, count: usize| (0..count).map(|n| nth(first, n)).collect();
        (places(nat, zone.nat_gateways.len()), places(bastion, zone.bastions.len()))
    }

    /// Where the lines of a box at the right of a cell go up and down: beside the cell's name.
    pub(super) const fn way_of(place: &Rect) -> i32 {
        place.right() - 32
    }

    /// Where the lines out of a zone's public subnet go up.
    pub(super) const fn way_up(zone: &Rect) -> i32 {
        zone.right() - 4 - PADDING - 32
    }

    pub(super) fn draw(&self, scene: &mut Scene, architecture: &Architecture) {
        for (column, zone) in architecture.zones.iter().enumerate() {
            scene.frame(self.zones[column], Look::Zone, &zone.name, "");
            for subnet in &zone.subnets {
                let (row, look) = match subnet.tier {
                    Tier::Public => (self.public, Look::Public),
                    Tier::Private => (self.private, Look::Private),
                    Tier::Database => (self.database, Look::Isolated),
                };
                let cell = Rect::new(self.zones[column].x + 4, row.y, self.zones[column].width - 8, row.height);
                scene.frame(cell, look, &format!("{} {}", subnet.tier, subnet.range), &subnet.address);
            }
            let (nats, bastions) = self.gateways(column, zone);
            for (rect, node) in nats.into_iter().zip(&zone.nat_gateways) {
                scene.node(rect, Icon::NatGateway, &node.title, &node.facts, &node.address);
            }
            for (rect, node) in bastions.into_iter().zip(&zone.bastions) {
                scene.node(rect, Icon::Machine, &node.title, &node.facts, &node.address);
            }
        }
        if let Some(node) = &architecture.load_balancer {
            scene.node(self.load_balancer, Icon::LoadBalancer, &node.title, &node.facts, &node.address);
        }
        if !architecture.services.is_empty() {
            let name = format!("ECS {}", architecture.cluster);
            scene.frame(self.cluster, Look::Cluster, name.trim_end(), "");
            let first = Rect::new(self.cluster.x + PADDING, self.cluster.y + NAME, self.cluster.width - 2 * PADDING, SMALL_BOX);
            for (n, node) in architecture.services.iter().enumerate() {
                scene.node(nth(first, n), Icon::Container, &node.title, &[node.facts.join(" · ")], &node.address);
            }
        }
        for (place, node) in self.caches.iter().zip(&architecture.caches) {
            scene.node(*place, Icon::Cache, &node.title, &[node.facts.join(" · ")], &node.address);
        }
        for (place, database) in self.databases.iter().zip(&architecture.databases) {
            let node = &database.node;
            let facts = two_lines(&node.facts);
            scene.node(place.instance, Icon::Database, &node.title, &facts, &node.address);
            if let Some(standby) = place.standby {
                let facts = ["copied synchronously".to_owned(), "AWS chooses the zones".to_owned()];
                scene.node(standby, Icon::Database, "Standby", &facts, &node.address);
            }
        }
    }
}

/// Facts on two lines: what it is on the first, what is kept of it on the second.
fn two_lines(facts: &[String]) -> Vec<String> {
    let (first, second) = facts.split_at(facts.len().min(2));
    [first, second].iter().filter(|line| !line.is_empty()).map(|line| line.join(" · ")).collect()
}
