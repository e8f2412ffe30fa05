//! What AWS promises for the way of a request, and what that comes to: the load balancer, the tasks and the database in a row.
//!
//! What no request waits for (NAT gateways, keys, the registry, secrets) is no link of the chain: tasks need it to start.

use domain::UptimePercentage;
use serde_json::Value as Json;
use std::collections::BTreeSet;
use terraform::read::argument::{elements, number, target, text};
use terraform::read::{Documents, Index};

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
pub fn availability(documents: &Documents, objective: Option<UptimePercentage>) -> Availability {
    let index = Index::new(documents);
    let mut links: Vec<Link> = Vec::new();
    links.extend(index.of("aws_lb").map(|(address, body)| load_balancer(&index, address, body)));
    links.extend(index.of("aws_ecs_service").map(|(address, body)| service(&index, address, body)));
    let databases = index.of("aws_db_instance").filter(|(_, body)| body["replicate_source_db"].is_null());
    links.extend(databases.map(|(address, body)| database(address, body)));
    let product =
        links.iter().try_fold(UptimePercentage::ALL, |product, link| Some(product.and(link.agreement.as_ref()?.percent())));
    // Nothing promised is no promise kept.
    let product = product.filter(|_| !links.is_empty());
    Availability { links, product, objective }
}

fn load_balancer(index: &Index<'_>, address: &str, body: &Json) -> Link {
    let zones = zones(index, &body["subnets"]).len();
    let agreement = by_zones(&agreements().load_balancer, zones > 1);
    let because = format!("its subnets are in {}", counted(zones, "zone"));
    Link { address: address.to_owned(), name: "Load balancer".to_owned(), because, agreement }
}

fn service(index: &Index<'_>, address: &str, body: &Json) -> Link {
    let zones = elements(&body["network_configuration"]).iter().flat_map(|it| zones(index, &it["subnets"])).count();
    let tasks = least_tasks(index, body);
    let agreement = by_zones(&agreements().tasks, zones > 1 && tasks > 1);
    let because = match (zones > 1, tasks > 1) {
        (true, true) => format!("at least {tasks} tasks in {}", counted(zones, "zone")),
        (false, _) => "its tasks run in one zone, and AWS's promise is for two".to_owned(),
        (true, false) => format!("as few as {} may run, and AWS's promise is for tasks in two zones", counted(tasks, "task")),
    };
    let name = format!("Service {}", text(&body["name"]).unwrap_or_default());
    Link { address: address.to_owned(), name, because, agreement }
}

fn database(address: &str, body: &Json) -> Link {
    let standby = body["multi_az"] == true;
    let because = if standby { "RDS keeps a standby in another zone" } else { "it stands in one zone" };
    let agreement = by_zones(&agreements().database, standby);
    Link { address: address.to_owned(), name: "Database".to_owned(), because: because.to_owned(), agreement }
}

fn by_zones(part: &crate::agreements::ByZones, several: bool) -> Option<Agreement> {
    if several { Some(part.multi_zone.clone()) } else { part.single_zone.clone() }
}

/// The zones of subnets.
pub(crate) fn zones(index: &Index<'_>, subnets: &Json) -> BTreeSet<String> {
    elements(subnets).iter().filter_map(|subnet| text(&index.target(subnet)?.1["availability_zone"])).collect()
}

/// The fewest tasks that run at any hour: the autoscaler's least, or less by schedule.
pub(crate) fn least_tasks(index: &Index<'_>, service: &Json) -> usize {
    let targets: Vec<&Json> = index.of("aws_appautoscaling_target").map(|(_, body)| body).filter(|it| is_of(it, service)).collect();
    let scheduled = index.of("aws_appautoscaling_scheduled_action").map(|(_, body)| body).filter(|it| is_of(it, service));
    let by_schedule = scheduled.flat_map(|it| elements(&it["scalable_target_action"])).filter_map(|it| number(&it["min_capacity"]));
    let least = targets.iter().filter_map(|it| number(&it["min_capacity"])).chain(by_schedule).min();
    let least = least.or_else(|| number(&service["desired_count"])).unwrap_or(0);
    usize::try_from(least).unwrap_or(usize::MAX)
}

/// Whether a resource of the autoscaler is for a service.
pub(crate) fn is_of(scaling: &Json, service: &Json) -> bool {
    let name = text(&service["name"]);
    name.is_some() && text(&scaling["resource_id"]).and_then(|id| id.rsplit('/').next().map(str::to_owned)) == name
}

/// The load balancer's target group of a service.
pub(crate) fn target_group<'a>(index: &'a Index<'_>, service: &Json) -> Option<(&'a str, &'a Json)> {
    let address = elements(&service["load_balancer"]).iter().find_map(|it| target(&it["target_group_arn"]))?;
    index.of("aws_lb_target_group").find(|(it, _)| *it == address)
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
