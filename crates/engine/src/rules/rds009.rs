//! The database holds every connection that the services may open.

use std::collections::BTreeMap;

use aws::{DbInstance, DbParameterGroup, EcsTaskDefinition};
use domain::{InstanceClass, ServiceName};
use ecs::config::DatabaseAccess;
use rds::{Parameter, ParameterName};
use settings::{SettingPath, Severity};
use terraform::json::Json;

use crate::environment::Given;
use crate::rules::decided::Decided;
use crate::rules::finding::Findings;
use crate::rules::most_tasks::most_tasks;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "RDS009",
    severity: Severity::Warning,
    scope: Scope::Every,
    title: "the database holds every connection that the services may open",
    why: "When a service scales out in a rush, PostgreSQL refuses the connections above its `max_connections`, and the new tasks fail at the moment for which they were started. RDS derives that number from the class's memory, and takes its own share first, so that the small classes hold about a quarter fewer.",
    mend: "choose a larger `rds.instance_class`, or smaller `database_pool.max_open` or `tasks.max`",
    settings: &["rds.instance_class", "services.<name>.tasks.max", "services.<name>.database_pool.max_open"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let Some(rds) = subject.config.rds.own() else { return };
    let read = |given: &Given| given.text()?.parse::<InstanceClass>().ok();
    let set = ("rds.instance_class", rds.instance_class);
    let Some(class) = subject.decided("main", DbInstance::INSTANCE_CLASS.name(), read, set) else { return };
    let set = ("rds.parameters", own_limit(&rds.parameters));
    let Some(limit) = subject.decided("main", DbParameterGroup::PARAMETER.name(), |given| Some(limit_in(given)), set) else {
        return;
    };
    let (holds, by) = match limit.value {
        Some(most) if limit.is_overridden => (most, format!("`{}` allows", limit.at)),
        Some(most) => (most, "`rds.parameters.max_connections` allows".to_owned()),
        None => (class.value.max_connections().into(), format!("`{}` holds about", class.value)),
    };
    let services: Vec<Opening<'_>> = most_tasks(subject).into_iter().filter_map(|it| opening(subject, it)).collect();
    let opened: u64 = services.iter().map(Opening::connections).sum();
    if opened <= holds {
        return;
    }
    let Some(largest) = services.iter().max_by_key(|it| it.connections()) else { return };
    let parts: Vec<String> = services
        .iter()
        .map(|Opening { name, tasks, pool }| format!("{} tasks of `{name}` with {} each", tasks.value, pool.value))
        .collect();
    findings
        .of(&class, format!("the services may open {opened} connections, and {by} {holds}"))
        .also(largest.tasks.at.clone())
        .also(largest.pool.at.clone())
        .or_help(format!(
            "choose a larger class, or smaller `database_pool.max_open` or `tasks.max`: counted are {}",
            parts.join(", ")
        ));
}

/// How many connections the tasks of a service may open.
struct Opening<'a> {
    name: &'a ServiceName,
    tasks: Decided<u64>,
    pool: Decided<u64>,
}

impl Opening<'_> {
    fn connections(&self) -> u64 {
        self.tasks.value.saturating_mul(self.pool.value)
    }
}

/// What a service may open, where it has a database.
fn opening<'a>(subject: &Subject<'a>, (name, tasks): (&'a ServiceName, Decided<u64>)) -> Option<Opening<'a>> {
    let service = subject.config.services.get(name).filter(|service| service.database != Some(DatabaseAccess::None))?;
    let at = SettingPath::from("services").key(name.as_str()).key("database_pool").key("max_open");
    let set = (at, u64::from(service.database_pool.max_open.get()));
    let pool = subject.decided(&name.label(), EcsTaskDefinition::CONTAINER_DEFINITIONS.name(), pool_in, set)?;
    Some(Opening { name, tasks, pool })
}

/// The pool that containers are told.
fn pool_in(given: &Given) -> Option<u64> {
    let containers: Json = serde_json::from_str(given.text()?).ok()?;
    let variables = containers.as_array()?.iter().filter_map(|container| container["environment"].as_array()).flatten();
    variables.filter(|it| it["name"] == ecs::MAX_OPEN_CONNECTIONS).find_map(|it| it["value"].as_str()?.parse().ok())
}

/// The limit among the parameters that an override sets: it takes the place of all that there are.
fn limit_in(given: &Given) -> Option<u64> {
    let is_limit = |parameter: &&Given| parameter.member("name").and_then(Given::text) == Some("max_connections");
    let value = given.blocks().iter().find(is_limit).and_then(|parameter| parameter.member("value"));
    value.and_then(Given::text).and_then(|text| text.parse().ok())
}

/// The limit that the settings give the database themselves; none where it is a formula of RDS's.
fn own_limit(parameters: &BTreeMap<ParameterName, Parameter>) -> Option<u64> {
    let (_, parameter) = parameters.iter().find(|(name, _)| name.as_str() == "max_connections")?;
    parameter.value.parse().ok()
}
