//! How the parts of an architecture are said. It must not know where they are read.

use std::fmt;

use super::{Architecture, Flow, Party, Ports, Tier};

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

impl Flow {
    /// The ports, as they stand beside an arrow.
    pub fn label(&self) -> String {
        self.ports.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }
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
            sentences.push(format!("The security groups allow {from} to connect to {to} on {}.", flow.label()));
        }
        for region in &self.other_regions {
            sentences.push(format!("In {}: {}.", region.name, titles(&mut region.things.iter().map(|it| it.node.title.clone()))));
        }
        sentences.join(" ")
    }
}
