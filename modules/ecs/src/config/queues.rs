//! What services read and send to, and the variables by which they find it.

use std::collections::{BTreeMap, BTreeSet};

use domain::{QueueName, ServiceName, Use};
use settings::{Problems, SettingPath};

use super::{Cluster, ContainerInsights, Scaling, ServiceConfig};

/// Where a service finds the address of the queue that it reads.
pub(crate) const READ: &str = "QUEUE_URL";

/// Where a service finds the address of a queue to which it sends: `QUEUE_MAILS_URL`.
pub(crate) fn sent_to(queue: &QueueName) -> String {
    format!("QUEUE_{}_URL", queue.label().to_ascii_uppercase())
}

/// The variables that a service gets for its queues.
pub(super) fn variables(service: &ServiceConfig) -> BTreeSet<String> {
    let sent = service.uses.iter().map(|Use::Queue(queue)| sent_to(queue));
    service.queue.iter().map(|_| READ.to_owned()).chain(sent).collect()
}

/// Checks what services say of queues against the cluster; whether there are such queues, the environment knows.
pub(super) fn check(cluster: &Cluster, section: &str, services: &BTreeMap<ServiceName, ServiceConfig>, problems: &mut Problems) {
    for (name, service) in services {
        let at = |setting: &str| SettingPath::from(section).key(name.as_str()).key(setting);
        if service.queue.is_some() && service.scaling.enabled && cluster.container_insights == ContainerInsights::Disabled {
            problems
                .error(at("queue"), "the service scales by what waits for each of its tasks, which Container Insights counts")
                .also("ecs.cluster.container_insights")
                .help("set `container_insights = \"enabled\"` under `[ecs.cluster]`");
        }
        if service.queue.is_none() {
            if service.handling_seconds.is_some() {
                problems
                    .error(at("handling_seconds"), "the service reads no queue")
                    .help("name the queue: `queue = \"<name>\"`, or take it out");
            }
            if service.scaling.backlog_per_task != Scaling::default().backlog_per_task {
                problems
                    .error(at("scaling").key("backlog_per_task"), "the service reads no queue, of which something could wait")
                    .help("name the queue: `queue = \"<name>\"`, or take it out");
            }
        }
        for (index, used) in service.uses.iter().enumerate().filter(|(index, used)| service.uses[..*index].contains(used)) {
            problems.error(at("uses").index(index), format!("`{used}` is named twice")).help("name it once");
        }
    }
}
