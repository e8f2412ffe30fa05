//! How the parts of an architecture are said. It must not know where they are read.

use std::collections::BTreeSet;
use std::fmt;

use super::{Architecture, Arrow, Flow, Party, Ports, Tier};

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Public => "public",
            Self::Private => "private",
            Self::Database => "database",
        })
    }
}

impl fmt::Display for Ports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.first, self.last) {
            (0, u16::MAX) => f.write_str("all ports"),
            (first, last) if first == last => write!(f, "{first}"),
            (first, last) => write!(f, "{first}–{last}"),
        }
    }
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Internet => f.write_str("the internet"),
            Self::Range(range) => f.write_str(range),
            Self::LoadBalancer => f.write_str("the load balancer"),
            Self::Services => f.write_str("the services"),
            Self::Database => f.write_str("the database"),
            Self::Cache => f.write_str("the caches"),
            Self::Bastion => f.write_str("the bastion"),
            Self::Endpoints => f.write_str("the interface endpoints"),
        }
    }
}

impl Arrow {
    /// The ports, as they stand beside it.
    pub fn label(&self) -> String {
        label(&self.ports)
    }
}

impl Flow {
    /// The ports, as they stand beside an arrow, where there is no room for many.
    pub fn label(&self) -> String {
        label(&self.ports)
    }

    /// All ports, those in a row together.
    pub fn all_ports(&self) -> String {
        listed(&joined(&self.ports))
    }
}

fn label(ports: &BTreeSet<Ports>) -> String {
    const MOST: usize = 3;
    let joined = joined(ports);
    if joined.len() <= MOST {
        return listed(&joined);
    }
    let (first, last) = (joined.first().map_or(0, |it| it.first), joined.last().map_or(0, |it| it.last));
    format!("{} ports, {first}–{last}", ports.iter().map(|it| usize::from(it.last - it.first) + 1).sum::<usize>())
}

fn listed(ports: &[Ports]) -> String {
    ports.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn joined(ports: &BTreeSet<Ports>) -> Vec<Ports> {
    let mut joined: Vec<Ports> = Vec::new();
    for ports in ports {
        match joined.last_mut() {
            Some(before) if u32::from(ports.first) <= u32::from(before.last) + 1 => before.last = before.last.max(ports.last),
            _ => joined.push(*ports),
        }
    }
    joined
}

impl Architecture {
    /// What the picture shows, in sentences, for those who do not see it.
    pub fn description(&self) -> String {
        let titles = |nodes: &mut dyn Iterator<Item = String>| nodes.collect::<Vec<_>>().join(", ");
        let mut sentences = Vec::new();
        if let Some(vpc) = &self.vpc {
            let zones = titles(&mut self.zones.iter().map(|zone| zone.name.clone()));
            sentences.push(format!("A network {} in {zones} of the region {}.", vpc.range, self.region));
        }
        if !self.services.is_empty() {
            let services = titles(&mut self.services.iter().map(|it| format!("{} ({})", it.title, it.facts.join(", "))));
            sentences.push(format!("Services: {services}."));
        }
        for database in &self.databases {
            sentences.push(format!("{}: {}.", database.node.title, database.node.facts.join(", ")));
        }
        for cache in &self.caches {
            sentences.push(format!("{}: {}.", cache.title, cache.facts.join(", ")));
        }
        for flow in &self.flows {
            let Flow { from, to, ports: _ } = flow;
            sentences.push(format!("The security groups allow {from} to connect to {to} on {}.", flow.all_ports()));
        }
        for region in &self.other_regions {
            sentences.push(format!("In {}: {}.", region.name, titles(&mut region.things.iter().map(|it| it.node.title.clone()))));
        }
        sentences.join(" ")
    }
}
