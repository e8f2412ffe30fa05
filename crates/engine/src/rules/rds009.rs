//! The database holds every connection that the services may open.

use std::collections::BTreeMap;

use ecs::ServiceConfig;
use ecs::config::DatabaseAccess;
use rds::{Parameter, ParameterName};
use settings::{SettingPath, Severity};

use crate::rules::finding::Findings;
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
    let (holds, by) = match own_limit(&rds.parameters) {
        Some(limit) => (limit, "`rds.parameters.max_connections` allows".to_owned()),
        None => (rds.instance_class.max_connections().into(), format!("`{}` holds about", rds.instance_class)),
    };
    let services = || subject.config.services.iter().filter(|(_, service)| service.database != Some(DatabaseAccess::None));
    let of = |service: &ServiceConfig| u64::from(service.tasks.max.get()) * u64::from(service.database_pool.max_open.get());
    let opened: u64 = services().map(|(_, service)| of(service)).sum();
    if opened <= holds {
        return;
    }
    let Some((largest, _)) = services().max_by_key(|(_, service)| of(service)) else { return };
    let parts: Vec<String> = services()
        .map(|(name, service)| format!("{} tasks of `{name}` with {} each", service.tasks.max, service.database_pool.max_open))
        .collect();
    let at = |table: &str, setting: &str| SettingPath::from("services").key(largest.as_str()).key(table).key(setting);
    findings
        .at("rds.instance_class", format!("the services may open {opened} connections, and {by} {holds}"))
        .also(at("tasks", "max"))
        .also(at("database_pool", "max_open"))
        .help(format!(
            "choose a larger class, or smaller `database_pool.max_open` or `tasks.max`: counted are {}",
            parts.join(", ")
        ));
}

/// The limit that the settings give the database themselves; none where it is a formula of RDS's.
fn own_limit(parameters: &BTreeMap<ParameterName, Parameter>) -> Option<u64> {
    let (_, parameter) = parameters.iter().find(|(name, _)| name.as_str() == "max_connections")?;
    parameter.value.parse().ok()
}
