//! The load balancer, the services and the databases, each with what is worth knowing of it.

use serde_json::Value as Json;
use terraform::read::Index;
use terraform::read::argument::{elements, number, target, text};

use super::{Database, Node};

/// The load balancer with its listeners.
pub(super) fn load_balancer(index: &Index<'_>) -> Option<Node> {
    let (address, body) = index.of("aws_lb").next()?;
    let mut listeners: Vec<(u64, String)> = index
        .of("aws_lb_listener")
        .filter(|(_, listener)| target(&listener["load_balancer_arn"]).as_deref() == Some(address))
        .filter_map(|(_, listener)| Some((number(&listener["port"])?, listener_fact(listener))))
        .collect();
    listeners.sort();
    let listeners: Vec<String> = listeners.into_iter().map(|(_, fact)| fact).collect();
    let mut facts = vec![format!("listens to {}", listeners.join(", "))];
    if listeners.is_empty() {
        facts.clear();
    }
    let guarded = |body: &Json| target(&body["resource_arn"]).as_deref() == Some(address);
    if index.of("aws_wafv2_web_acl_association").any(|(_, body)| guarded(body)) {
        facts.push("behind a web application firewall".to_owned());
    }
    if body["internal"].as_bool() == Some(true) {
        facts.push("internal".to_owned());
    }
    Some(Node { address: address.to_owned(), title: "Application Load Balancer".to_owned(), facts })
}

fn listener_fact(listener: &Json) -> String {
    let protocol = text(&listener["protocol"]).unwrap_or_default();
    let port = number(&listener["port"]).unwrap_or_default();
    let redirects = elements(&listener["default_action"]).iter().any(|action| action["type"] == "redirect");
    let then = if redirects { " (redirects)" } else { "" };
    format!("{protocol} {port}{then}")
}

/// The services, by address.
pub(super) fn services(index: &Index<'_>) -> Vec<Node> {
    index.of("aws_ecs_service").map(|(address, body)| service(index, address, body)).collect()
}

fn service(index: &Index<'_>, address: &str, body: &Json) -> Node {
    let name = text(&body["name"]).unwrap_or_default();
    let container = elements(&body["load_balancer"]).first();
    let title = container.and_then(|it| text(&it["container_name"])).unwrap_or_else(|| name.clone());
    let mut facts = Vec::new();
    let scaled = |scaling: &Json| text(&scaling["resource_id"]).is_some_and(|id| id.rsplit('/').next() == Some(&name));
    let range = index.of("aws_appautoscaling_target").find(|(_, it)| scaled(it)).and_then(|(_, it)| {
        let (min, max) = (number(&it["min_capacity"])?, number(&it["max_capacity"])?);
        Some(if min == max { format!("{min} tasks") } else { format!("{min}–{max} tasks") })
    });
    facts.extend(range.or_else(|| number(&body["desired_count"]).map(|desired| format!("{desired} tasks"))));
    if index.of("aws_appautoscaling_scheduled_action").any(|(_, it)| scaled(it)) {
        facts.push("by schedule".to_owned());
    }
    if let Some((_, definition)) = index.target(&body["task_definition"])
        && let (Some(cpu), Some(memory)) = (number(&definition["cpu"]), number(&definition["memory"]))
    {
        facts.push(format!("{} vCPU, {memory} MiB", of_1024(cpu)));
    }
    facts.push(capacity(body));
    if let Some(port) = container.and_then(|it| number(&it["container_port"])) {
        facts.push(format!("port {port}"));
    }
    Node { address: address.to_owned(), title, facts }
}

/// How much of the capacity is Spot.
fn capacity(service: &Json) -> String {
    let weight_of = |provider: Option<&str>| -> u64 {
        let strategy = elements(&service["capacity_provider_strategy"]).iter();
        strategy
            .filter(|it| provider.is_none_or(|name| it["capacity_provider"] == name))
            .filter_map(|it| number(&it["weight"]))
            .sum()
    };
    match weight_of(Some("FARGATE_SPOT")).saturating_mul(100).checked_div(weight_of(None)) {
        None | Some(0) => "Fargate".to_owned(),
        Some(100) => "Fargate Spot".to_owned(),
        Some(percent) => format!("Fargate, {percent} % Spot"),
    }
}

/// A number of CPU units as a number of CPUs: 256 are 0.25.
fn of_1024(units: u64) -> String {
    let thousandths = units.saturating_mul(1000) / 1024;
    let text = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The databases of the first region: the one that is written to first.
pub(super) fn databases(index: &Index<'_>) -> Vec<Database> {
    let here = index.of("aws_db_instance").filter(|(_, body)| body["provider"].is_null());
    let mut databases: Vec<Database> = here.map(|(address, body)| database(index, address, body)).collect();
    databases.sort_by_key(|database| database.replica);
    databases
}

/// One database instance.
pub(super) fn database(index: &Index<'_>, address: &str, body: &Json) -> Database {
    let replica = !body["replicate_source_db"].is_null();
    // What a replica does not say is its source's: an instance of another region is named by its ARN, one of this region by its name.
    let source = match index.target(&body["replicate_source_db"]) {
        Some((_, source)) => Some(source),
        None if replica => {
            let named = |other: &Json| other["identifier"] == body["replicate_source_db"];
            index.of("aws_db_instance").map(|(_, other)| other).find(|other| named(other))
        }
        None => None,
    };
    let argument = |key: &str| match &body[key] {
        Json::Null => source.map_or(&Json::Null, |source| &source[key]),
        value => value,
    };
    let engine = match text(argument("engine")).as_deref() {
        Some("postgres") => "PostgreSQL".to_owned(),
        Some(other) => other.to_owned(),
        None => "Database".to_owned(),
    };
    let version = text(argument("engine_version")).map(|version| format!(" {version}")).unwrap_or_default();
    let standby = body["multi_az"].as_bool() == Some(true);
    let mut facts: Vec<String> = text(&body["instance_class"]).into_iter().collect();
    if let Some(size) = number(argument("allocated_storage")) {
        let kind = text(argument("storage_type")).map(|kind| format!(" {kind}")).unwrap_or_default();
        facts.push(format!("{size} GiB{kind}"));
    }
    match number(&body["backup_retention_period"]) {
        Some(days) if days > 0 => facts.push(format!("backups kept {days} days")),
        Some(_) | None => {}
    }
    let role = if replica { ", read replica" } else { "" };
    Database { node: Node { address: address.to_owned(), title: format!("{engine}{version}{role}"), facts }, standby, replica }
}
