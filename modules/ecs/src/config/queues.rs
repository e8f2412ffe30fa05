//! What services use of queues, buckets and caches, and the variables by which they find it.

use std::collections::{BTreeMap, BTreeSet};

use domain::{CacheName, QueueName, ServiceName, StoreName, Use};
use settings::{Problems, SettingPath};

use super::{Cluster, ContainerInsights, ServiceConfig};

/// Where a service finds the address of the queue that it reads.
pub(crate) const READ: &str = "QUEUE_URL";

/// Where a service finds the address of a queue to which it sends: `QUEUE_MAILS_URL`.
pub(crate) fn sent_to(queue: &QueueName) -> String {
    format!("QUEUE_{}_URL", queue.label().to_ascii_uppercase())
}

/// Where a service finds the name of a bucket that it uses: `BUCKET_UPLOADS_NAME`.
pub(crate) fn bucket_name(bucket: &StoreName) -> String {
    format!("BUCKET_{}_NAME", bucket.label().to_ascii_uppercase())
}

/// Where a service finds something of a cache that it reaches: `CACHE_SESSIONS_HOST`.
pub(crate) fn of_cache(cache: &CacheName, what: &str) -> String {
    format!("CACHE_{}_{what}", cache.label().to_ascii_uppercase())
}

/// What a service is told of a cache, in the order of [`crate::container`]; the last three of one that asks by IAM who connects.
pub(crate) const OF_CACHE: [&str; 7] = ["HOST", "PORT", "READER_HOST", "READER_PORT", "NAME", "USER", "SERVERLESS"];

/// The variables that a service gets for its queues, buckets and caches, and what each holds.
pub(super) fn variables(service: &ServiceConfig) -> BTreeMap<String, &'static str> {
    const ADDRESS: &str = "the address of a queue";
    let used = service.uses.iter().flat_map(|used| match used {
        Use::Queue(queue) => vec![(sent_to(queue), ADDRESS)],
        Use::Bucket(bucket, _) => vec![(bucket_name(bucket), "the name of a bucket")],
        Use::Cache(cache) => OF_CACHE.iter().map(|what| (of_cache(cache, what), "how a cache is reached")).collect(),
    });
    service.queue.iter().map(|_| (READ.to_owned(), ADDRESS)).chain(used).collect()
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
            if service.scaling.backlog_per_task.is_some() {
                problems
                    .error(at("scaling").key("backlog_per_task"), "the service reads no queue, of which something could wait")
                    .help("name the queue: `queue = \"<name>\"`, or take it out");
            }
        }
        let mut subjects = BTreeSet::new();
        for (index, used) in service.uses.iter().enumerate() {
            let subject = used.subject();
            if subjects.contains(&subject) {
                problems.error(at("uses").index(index), format!("`{subject}` is named twice")).help("name it once");
            }
            subjects.insert(subject);
        }
    }
}
