//! The arrows: who speaks to whom, the way out, and what is copied. Each takes a way on which no other thing's name stands.

use super::columns::Columns;
use super::surroundings::{Surroundings, operators};
use crate::architecture::{Architecture, Flow, Party};
use crate::scene::{Anchor, Scene, Stroke, TextStyle};

pub(super) fn draw(scene: &mut Scene, architecture: &Architecture, columns: &Columns, around: &Surroundings) {
    let pen = &mut Pen { scene, architecture, columns, around };
    pen.way_in();
    pen.way_out();
    pen.inside();
    pen.bastions();
    pen.endpoints();
    pen.copies();
}

struct Pen<'a> {
    scene: &'a mut Scene,
    architecture: &'a Architecture,
    columns: &'a Columns,
    around: &'a Surroundings,
}

impl Pen<'_> {
    /// From the internet to the load balancer.
    fn way_in(&mut self) {
        let Some(flow) = self.flow(&Party::Internet, &Party::LoadBalancer) else { return };
        let x = self.columns.way_in;
        let (internet, gateway) = (self.around.internet, self.around.internet_gateway);
        let to_load_balancer = (x, self.columns.load_balancer.y);
        // Of a network that exists already nobody knows its gateway here.
        if self.architecture.vpc.as_ref().is_some_and(|vpc| vpc.internet_gateway) {
            self.scene.line(Stroke::Connection, true, [(x, internet.bottom()), (x, gateway.y)]);
            self.scene.line(Stroke::Connection, true, [(x, gateway.bottom()), to_load_balancer]);
        } else {
            self.scene.line(Stroke::Connection, true, [(x, internet.bottom()), to_load_balancer]);
        }
        self.label(x + 10, internet.bottom() + 26, &flow.label());
    }

    /// From the services through the NAT gateways, and from the public subnets to the internet gateway.
    fn way_out(&mut self) {
        let services = self.flow(&Party::Services, &Party::Internet).filter(|_| !self.architecture.services.is_empty());
        let bastion = self.flow(&Party::Bastion, &Party::Internet);
        let gateway = self.around.internet_gateway;
        let bus = self.columns.zones.first().map_or(gateway.bottom(), |zone| zone.y) - 18;
        let mut risers = Vec::new();
        for (column, zone) in self.architecture.zones.iter().enumerate() {
            let (nats, bastions) = self.columns.gateways(column, zone);
            if let (Some(flow), Some(last)) = (&services, nats.last()) {
                let x = Columns::way_of(last);
                self.scene.line(Stroke::Connection, true, [(x, self.columns.cluster.y), (x, last.bottom())]);
                self.label(x + 8, self.columns.private.y - 12, &flow.label());
            }
            if let Some(first) = nats.first() {
                risers.push(vec![(Columns::way_of(first), first.y)]);
            }
            if let (Some(first), Some(_)) = (bastions.first(), &bastion) {
                // Beside the subnet's name, where a NAT gateway's line goes up as well.
                let (from, to, y) = (first.right() - 16, Columns::way_up(&self.columns.zones[column]), first.y - 13);
                risers.push(vec![(from, first.y), (from, y), (to, y)]);
            }
        }
        let ends: Vec<i32> = risers.iter().filter_map(|riser| riser.last()).map(|(x, _)| *x).collect();
        for mut riser in risers {
            riser.extend(riser.last().map(|(x, _)| (*x, bus)));
            self.scene.line(Stroke::Outbound, false, riser);
        }
        // One line for all at each side of the way in.
        let left = ends.iter().filter(|x| **x < self.columns.way_in).min();
        let right = ends.iter().filter(|x| **x >= self.columns.way_in).max();
        for (from, up) in [(left, gateway.centre() - 40), (right, gateway.centre() + 40)] {
            if let Some(from) = from {
                self.scene.line(Stroke::Outbound, true, [(*from, bus), (up, bus), (up, gateway.bottom())]);
            }
        }
    }

    /// From the load balancer to the services, and from these to the database and the caches.
    fn inside(&mut self) {
        let Columns { cluster, load_balancer, database, private, way_in: x, .. } = self.columns;
        if let Some(flow) = self.flow(&Party::LoadBalancer, &Party::Services) {
            self.scene.line(Stroke::Connection, true, [(*x, load_balancer.bottom()), (*x, cluster.y)]);
            self.label(x + 8, private.y - 12, &flow.label());
        }
        if let Some(flow) = self.flow(&Party::Services, &Party::Database)
            && let Some(place) = self.columns.databases.first()
        {
            let x = Columns::way_of(&place.instance);
            self.scene.line(Stroke::Connection, true, [(x, cluster.bottom()), (x, place.instance.y)]);
            self.label(x + 8, database.y - 12, &flow.label());
        }
        if let Some(flow) = self.flow(&Party::Services, &Party::Cache)
            && let Some(place) = self.columns.caches.first()
        {
            let x = place.x + 24;
            self.scene.line(Stroke::Connection, true, [(x, cluster.bottom()), (x, place.y)]);
            self.label(x + 8, place.y - 12, &flow.label());
        }
    }

    /// From the operators to the bastions, and from these to the database: by the left of all columns.
    fn bastions(&mut self) {
        let (network, first_row) = (self.around.network, self.columns.load_balancer.bottom());
        for (column, zone) in self.architecture.zones.iter().enumerate() {
            for bastion in self.columns.gateways(column, zone).1 {
                let operators = operators(self.architecture);
                if let Some(flow) =
                    operators.first().and_then(|range| self.flow(&Party::Range((*range).to_owned()), &Party::Bastion))
                {
                    let (from, x, y) = (self.around.operators, network.x + 16, first_row + 12);
                    let to = bastion.x + 24;
                    self.scene.line(Stroke::Connection, true, [(x, from.bottom()), (x, y), (to, y), (to, bastion.y)]);
                    self.label(x + 10, from.bottom() + 26, &flow.label());
                }
                if let Some(flow) = self.flow(&Party::Bastion, &Party::Database)
                    && let Some(database) = self.columns.databases.first()
                {
                    let (from, above, x) = (bastion.x + 24, self.columns.private.y - 24, network.x + 38);
                    let to = (database.instance.x, database.instance.middle());
                    let points = [(from, bastion.bottom()), (from, above), (x, above), (x, to.1), to];
                    self.scene.line(Stroke::Connection, true, points);
                    self.label(from + 8, above + 14, &flow.label());
                }
            }
        }
    }

    /// From the services to the endpoints, and from each of these to what is behind it.
    fn endpoints(&mut self) {
        let open = [Party::Endpoints, Party::Internet].iter().find_map(|to| self.flow(&Party::Services, to));
        let (Some(flow), false) = (open, self.architecture.services.is_empty()) else { return };
        let places: Vec<_> = self.around.endpoints.iter().zip(&self.around.outside).collect();
        let endpoints = places.into_iter().filter_map(|(endpoint, outside)| Some((endpoint.as_ref()?, outside)));
        let cluster = self.columns.cluster;
        let (start, mut labelled) = ((cluster.right(), cluster.middle()), false);
        for (endpoint, outside) in endpoints {
            let bus = endpoint.x - 22;
            self.scene.line(
                Stroke::Connection,
                true,
                [start, (bus, start.1), (bus, endpoint.middle()), (endpoint.x, endpoint.middle())],
            );
            self.scene.line(Stroke::Connection, true, [(endpoint.right(), endpoint.middle()), (outside.x, outside.middle())]);
            if !labelled {
                self.label(start.0 + PORT_BESIDE, start.1 - 8, &flow.label());
                labelled = true;
            }
        }
    }

    /// From the database to its standby, its replicas and other regions.
    fn copies(&mut self) {
        let Some(source) = self.columns.databases.first() else { return };
        for place in &self.columns.databases {
            if let Some(standby) = place.standby {
                let y = place.instance.middle();
                self.scene.line(Stroke::Copy, true, [(place.instance.right(), y), (standby.x, y)]);
            }
        }
        for (place, _) in self.columns.databases.iter().zip(&self.architecture.databases).filter(|(_, it)| it.replica) {
            let (from, to) = (source.instance.x + 60, &place.instance);
            let way = if to.y == source.instance.y || to.x == source.instance.x {
                let y = self.columns.database.bottom() + 4;
                vec![(from, source.instance.bottom()), (from, y), (to.centre(), y), (to.centre(), to.bottom())]
            } else {
                vec![(from, source.instance.bottom()), (from, to.middle()), (to.x, to.middle())]
            };
            self.scene.line(Stroke::Copy, true, way);
        }
        for (other, (frame, places)) in self.architecture.other_regions.iter().zip(&self.around.other_regions) {
            let copied = other.things.iter().zip(places).filter_map(|(it, place)| Some((it.copied?, place)));
            let from = Columns::way_of(&source.instance);
            for (copied, place) in copied {
                // Straight down where it can be.
                let to = if place.x < from && from < place.right() { from } else { place.centre() };
                let y = frame.y - 8;
                let mut way = vec![(from, source.instance.bottom()), (from, y), (to, y), (to, place.y)];
                way.dedup();
                self.scene.line(Stroke::Copy, true, way);
                self.label(to + 8, frame.y - 14, copied);
            }
        }
    }

    fn flow(&self, from: &Party, to: &Party) -> Option<Flow> {
        self.architecture.flow(from, to).cloned()
    }

    fn label(&mut self, x: i32, y: i32, text: &str) {
        self.scene.text(x, y, Anchor::Start, TextStyle::Label, text);
    }
}

/// From the cluster's right edge to the label of what leads to the endpoints.
const PORT_BESIDE: i32 = 22;
