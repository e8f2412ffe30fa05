//! What AWS promises for the way of a request, and what that comes to: the load balancer, the tasks and the database in a row.
//!
//! What no request waits for (NAT gateways, keys, the registry, secrets) is no link of the chain: tasks need it to start.

use aws::Lb;
use domain::UptimePercentage;
use system::{Database, ExistingLoadBalancer, Kind, Service, System, zones};
use terraform::read::View;

pub use crate::agreements::Agreement;
use crate::agreements::agreements;

/// The chain, and what it comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Availability {
    /// What every request passes.
    pub links: Vec<Link>,
    /// The product of all links; nothing when for one of them AWS promises nothing.
    pub product: Option<UptimePercentage>,
    /// What the environment's settings promise; nothing when they promise nothing.
    pub objective: Option<UptimePercentage>,
}

/// Something that every request passes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its address.
    pub address: String,
    /// What it is.
    pub name: String,
    /// How it stands in the zones, and why that decides.
    pub because: String,
    /// What AWS promises; nothing when it promises nothing for it.
    pub agreement: Option<Agreement>,
}

impl Availability {
    /// Whether the product is at least as good as the objective; nothing where there is none.
    pub fn is_kept(&self) -> Option<bool> {
        self.objective.map(|objective| self.product.is_some_and(|product| product >= objective))
    }
}

/// How available what is emitted is.
pub fn availability(system: &System<'_>, objective: Option<UptimePercentage>) -> Availability {
    let mut links: Vec<Link> = system.of().map(load_balancer).collect();
    links.extend(system.existing_load_balancers().iter().map(existing_load_balancer));
    // No request waits for a worker.
    links.extend(system.services.iter().filter(|service| service.kind() != Kind::Worker).map(service));
    links.extend(system.primaries().map(database));
    let product =
        links.iter().try_fold(UptimePercentage::ALL, |product, link| Some(product.and(link.agreement.as_ref()?.percent())));
    // Nothing promised is no promise kept.
    let product = product.filter(|_| !links.is_empty());
    Availability { links, product, objective }
}

fn load_balancer(balancer: View<'_, Lb>) -> Link {
    let zones = zones(&balancer.get(Lb::SUBNETS)).len();
    let agreement = by_zones(&agreements().load_balancer, zones > 1);
    let because = format!("its subnets are in {}", words::count(zones, "zone"));
    Link { address: balancer.address().to_string(), name: "Load balancer".to_owned(), because, agreement }
}

/// Elastic Load Balancing User Guide, "Application Load Balancers": an Application Load Balancer has subnets in two zones at least.
fn existing_load_balancer(existing: &ExistingLoadBalancer) -> Link {
    let agreement = by_zones(&agreements().load_balancer, true);
    let because = "it exists already, and no load balancer has fewer than two zones".to_owned();
    Link { address: existing.rule.to_string(), name: "Load balancer".to_owned(), because, agreement }
}

fn service(service: &Service<'_>) -> Link {
    let (zones, tasks) = (service.zones(), service.fewest_tasks());
    let agreement = by_zones(&agreements().tasks, zones > 1 && tasks > 1);
    let because = match (zones > 1, tasks > 1) {
        (true, true) => format!("at least {tasks} tasks in {}", words::count(zones, "zone")),
        (false, _) => "its tasks run in one zone, and AWS's promise is for two".to_owned(),
        (true, false) => format!(
            "as few as {} may run, and AWS's promise is for tasks in two zones",
            words::count(usize::try_from(tasks).unwrap_or(usize::MAX), "task")
        ),
    };
    let name = format!("Service {}", service.called());
    Link { address: service.view.address().to_string(), name, because, agreement }
}

fn database(database: &Database<'_>) -> Link {
    let standby = database.has_standby();
    let because = if standby { "RDS keeps a standby in another zone" } else { "it stands in one zone" };
    let agreement = by_zones(&agreements().database, standby);
    Link { address: database.view.address().to_string(), name: "Database".to_owned(), because: because.to_owned(), agreement }
}

fn by_zones(part: &crate::agreements::ByZones, several: bool) -> Option<Agreement> {
    if several { Some(part.multi_zone.clone()) } else { part.single_zone.clone() }
}
