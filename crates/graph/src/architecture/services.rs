//! The load balancer, the services and the databases, each with what is worth knowing of it.

use std::collections::BTreeMap;

use aws::ecs_service::{CapacityProviderStrategy, LoadBalancer};
use aws::ecs_task_definition::RuntimePlatform;
use aws::elasticache_serverless_cache::{CacheUsageLimits, CacheUsageLimitsDataStorage};
use aws::lb_listener::DefaultAction;
use aws::{
    DbInstance, EcsService, EcsTaskDefinition, ElasticacheReplicationGroup, ElasticacheServerlessCache, Lb, LbListener,
    Wafv2WebAclAssociation,
};
use system::{Job, Kind, Service, System, number};
use terraform::read::View;

use super::{Arrow, Database, Node};

/// The load balancer with its listeners.
pub(super) fn load_balancer(system: &System<'_>) -> Option<Node> {
    let Some(balancer) = system.of::<Lb>().next() else { return existing_load_balancer(system) };
    let address = balancer.address();
    let mut listeners: Vec<(u64, String)> = system
        .of::<LbListener>()
        .filter(|it| it.get(LbListener::LOAD_BALANCER_ARN).target().as_ref() == Some(&address))
        .filter_map(|it| Some((it.get(LbListener::PORT).literal()?, listener_fact(&it))))
        .collect();
    listeners.sort();
    let listeners: Vec<String> = listeners.into_iter().map(|(_, fact)| fact).collect();
    let mut facts = vec![format!("listens to {}", listeners.join(", "))];
    if listeners.is_empty() {
        facts.clear();
    }
    if system.of().any(|it| it.get(Wafv2WebAclAssociation::RESOURCE_ARN).target().as_ref() == Some(&address)) {
        facts.push("behind a web application firewall".to_owned());
    }
    if balancer.get(Lb::INTERNAL).is_true() {
        facts.push("internal".to_owned());
    }
    Some(Node { address: address.to_string(), title: "Application Load Balancer".to_owned(), facts })
}

/// Of a load balancer that exists already little is known.
fn existing_load_balancer(system: &System<'_>) -> Option<Node> {
    let found = system.existing_load_balancers().into_iter().next()?;
    let facts = vec!["exists already".to_owned(), found.arn_suffix];
    Some(Node { address: found.rule.to_string(), title: "Application Load Balancer".to_owned(), facts })
}

fn listener_fact(listener: &View<'_, LbListener>) -> String {
    let protocol = listener.get(LbListener::PROTOCOL).literal().unwrap_or_default();
    let port = listener.get(LbListener::PORT).literal().unwrap_or_default();
    let redirects = listener.blocks(LbListener::DEFAULT_ACTION).any(|action| action.get(DefaultAction::TYPE).is("redirect"));
    let then = if redirects { " (redirects)" } else { "" };
    format!("{protocol} {port}{then}")
}

/// The services, each with who reaches it of the others, and the jobs.
pub(super) fn services(system: &System<'_>, arrows: &[Arrow]) -> Vec<Node> {
    let mut nodes: Vec<Node> = system.services.iter().map(service).chain(system.jobs.iter().map(job)).collect();
    let titles: BTreeMap<String, String> = nodes.iter().map(|node| (node.address.clone(), node.title.clone())).collect();
    for node in &mut nodes {
        let to_it = arrows.iter().filter(|arrow| arrow.to.thing.as_ref() == Some(&node.address));
        let who: Vec<&str> = to_it.filter_map(|arrow| titles.get(arrow.from.thing.as_ref()?)).map(String::as_str).collect();
        if !who.is_empty() {
            node.facts.push(format!("reached by {}", who.join(", ")));
        }
    }
    nodes
}

fn service(service: &Service<'_>) -> Node {
    let container = service.view.block(EcsService::LOAD_BALANCER);
    let title = service.called();
    let mut facts = Vec::new();
    let range = service.limits().map(|(min, max)| if min == max { format!("{min} tasks") } else { format!("{min}–{max} tasks") });
    let desired = || service.view.get(EcsService::DESIRED_COUNT).literal().map(|desired| format!("{desired} tasks"));
    facts.extend(range.or_else(desired));
    if !service.schedule.is_empty() {
        facts.push("by schedule".to_owned());
    }
    facts.extend(service.definition.iter().flat_map(size));
    facts.push(capacity(service));
    let beside = service.containers_beside();
    if !beside.is_empty() {
        facts.push(format!("with {}", beside.join(", ")));
    }
    if let Some(port) = container.and_then(|it| it.get(LoadBalancer::CONTAINER_PORT).literal()) {
        facts.push(format!("port {port}"));
    }
    match service.kind() {
        Kind::Web => {}
        Kind::Internal => facts.extend(service.offered_port().map(|port| format!("internal, port {port}"))),
        Kind::Worker => facts.push("worker".to_owned()),
    }
    Node { address: service.view.address().to_string(), title, facts }
}

/// A job: when it is started, and how large its task is.
fn job(job: &Job<'_>) -> Node {
    let when = job.when().unwrap_or_else(|| "started by hand".to_owned());
    let facts = ["job".to_owned(), when].into_iter().chain(size(&job.definition)).chain(["Fargate".to_owned()]);
    Node { address: job.definition.address().to_string(), title: job.called(), facts: facts.collect() }
}

/// How large a task is, and on what it runs.
fn size(definition: &View<'_, EcsTaskDefinition>) -> Vec<String> {
    let mut facts = Vec::new();
    if let Some(cpu) = number(&definition.get(EcsTaskDefinition::CPU))
        && let Some(memory) = number(&definition.get(EcsTaskDefinition::MEMORY))
    {
        facts.push(format!("{} vCPU, {memory} MiB", of_1024(cpu)));
    }
    if definition.blocks(EcsTaskDefinition::RUNTIME_PLATFORM).any(|it| it.get(RuntimePlatform::CPU_ARCHITECTURE).is("ARM64")) {
        facts.push("arm64".to_owned());
    }
    facts
}

/// How much of the capacity is Spot.
fn capacity(service: &Service<'_>) -> String {
    let weight_of = |provider: Option<&str>| -> u64 {
        let strategy = service.view.blocks(EcsService::CAPACITY_PROVIDER_STRATEGY);
        strategy
            .filter(|it| provider.is_none_or(|name| it.get(CapacityProviderStrategy::CAPACITY_PROVIDER).is(name)))
            .filter_map(|it| it.get(CapacityProviderStrategy::WEIGHT).literal())
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
pub(super) fn databases(system: &System<'_>) -> Vec<Database> {
    let here = system.databases.iter().filter(|it| system.regions.elsewhere(it.view.resource()).is_none());
    let mut databases: Vec<Database> = here.map(database).collect();
    databases.sort_by_key(|database| database.replica);
    databases.extend(system.existing_databases().into_iter().map(|found| Database {
        node: Node {
            address: found.host.clone(),
            title: "Database".to_owned(),
            facts: vec!["exists already".to_owned(), found.host],
        },
        standby: false,
        replica: false,
    }));
    databases
}

/// One database instance.
pub(super) fn database(database: &system::Database<'_>) -> Database {
    let engine = match database.get(DbInstance::ENGINE).literal().as_deref() {
        Some("postgres") => "PostgreSQL".to_owned(),
        Some(other) => other.to_owned(),
        None => "Database".to_owned(),
    };
    let version = database.get(DbInstance::ENGINE_VERSION).literal().map(|version| format!(" {version}")).unwrap_or_default();
    let mut facts: Vec<String> = database.view.get(DbInstance::INSTANCE_CLASS).literal().into_iter().collect();
    if let Some(size) = database.get(DbInstance::ALLOCATED_STORAGE).literal() {
        let kind = database.get(DbInstance::STORAGE_TYPE).literal().map(|kind| format!(" {kind}")).unwrap_or_default();
        facts.push(format!("{size} GiB{kind}"));
    }
    match database.view.get(DbInstance::BACKUP_RETENTION_PERIOD).literal() {
        Some(days) if days > 0 => facts.push(format!("backups kept {days} days")),
        Some(_) | None => {}
    }
    let role = if database.is_replica { ", read replica" } else { "" };
    let node = Node { address: database.view.address().to_string(), title: format!("{engine}{version}{role}"), facts };
    Database { node, standby: database.has_standby(), replica: database.is_replica }
}

/// The caches, each by its name in the settings.
pub(super) fn caches(system: &System<'_>) -> Vec<Node> {
    use ElasticacheReplicationGroup as OnNodes;
    use ElasticacheServerlessCache as Serverless;
    let named = |label: &str| format!("Cache {}", label.replace('_', "-"));
    let serverless = system.of::<Serverless>().map(|cache| {
        let mut facts = vec!["Valkey, serverless".to_owned()];
        let limits = cache.block(Serverless::CACHE_USAGE_LIMITS).and_then(|it| it.block(CacheUsageLimits::DATA_STORAGE));
        let most = limits.and_then(|it| it.get(CacheUsageLimitsDataStorage::MAXIMUM).literal());
        facts.extend(most.map(|most| format!("up to {most} GB")));
        Node { address: cache.address().to_string(), title: named(cache.resource().label), facts }
    });
    let on_nodes = system.of::<OnNodes>().map(|cache| {
        let version = cache.get(OnNodes::ENGINE_VERSION).literal().map(|version| format!(" {version}")).unwrap_or_default();
        let count = cache.get(OnNodes::NUM_CACHE_CLUSTERS).literal().unwrap_or(1);
        let size = cache.get(OnNodes::NODE_TYPE).literal().unwrap_or_default();
        let facts = vec![format!("Valkey{version}"), format!("{count} × {size}")];
        Node { address: cache.address().to_string(), title: named(cache.resource().label), facts }
    });
    serverless.chain(on_nodes).collect()
}
