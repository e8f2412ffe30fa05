//! Monitoring: topics, alarms, dashboard, saved queries, database events, budget, the record of state changes, the
//! export of logs.
//!
//! Last in the one-way flow networking → rds → ecs → monitoring: it watches what they made and changes nothing of it.

mod alarm;
mod budget;
mod cache_alarms;
pub mod config;
mod context;
mod cost_anomalies;
mod dashboard;
mod database_alarms;
mod database_events;
mod deployment_alarms;
mod facts;
mod interface;
mod job_alarms;
mod log_export;
mod measure;
mod network_alarms;
mod own_alarms;
mod queries;
mod queue_alarms;
mod receivers;
mod service_alarms;
mod state_changes;
mod subject;
mod topics;

pub(crate) use context::Context;

use domain::Identity;
use terraform::{Map, Module, Settings, template};

pub use config::{Config, Monitoring};
pub use facts::facts;
pub use interface::{
    CacheInputs, DatabaseInputs, DeploymentInputs, EndpointInputs, Inputs, JobInputs, KeyOutputs, LoadBalancerInputs, Outputs,
    QueueInputs, References, ReplicaInputs, ScheduleInputs,
};
pub use receivers::endpoint_urls;
pub use subject::{Cache, Database, Job, Running, Service, StateObject, Subject};

/// The module's documents.
pub fn module(identity: &Identity, monitoring: &Monitoring, subject: &Subject) -> Module {
    let mut module = Module::new();
    module.document("versions").settings(Settings::new().required_provider("aws", aws::required_provider([])));
    let variables = Inputs::declare(module.document("variables"));
    let load_balancer = subject.has_load_balancer.then(|| LoadBalancerInputs::declare(module.document("variables")));
    let database = subject.database.as_ref().map(|_| DatabaseInputs::declare(module.document("variables")));
    let has_replica = subject.database.as_ref().is_some_and(|database| database.has_replica);
    let replica = has_replica.then(|| ReplicaInputs::declare(module.document("variables")));

    let queues = (!subject.queues.is_empty()).then(|| QueueInputs::declare(module.document("variables")));
    let caches = (!subject.caches.is_empty()).then(|| CacheInputs::declare(module.document("variables")));
    let topics = topics::topics(module.document("topics"), identity, monitoring, subject, &variables);
    let context = Context {
        identity,
        variables: &variables,
        load_balancer: load_balancer.as_ref(),
        database: database.as_ref(),
        replica: replica.as_ref(),
        queues: queues.as_ref(),
        caches: caches.as_ref(),
        topics: &topics,
        runbook_url: monitoring.runbook_url.as_ref(),
    };
    let thresholds = &monitoring.alarms;
    if !monitoring.https_endpoints.is_empty() {
        let variables = EndpointInputs::declare(module.document("variables"));
        receivers::https_endpoints(module.document("topics"), &context, &variables, &monitoring.https_endpoints);
    }
    if !monitoring.slack_channels.is_empty() {
        receivers::slack_channels(module.document("slack"), &context, &monitoring.slack_channels);
    }

    let mut alarms = Vec::new();
    let network = network_alarms::network_alarms(module.document("network_alarms"), &context, thresholds, &subject.nat_zones);
    for (name, service) in &subject.services {
        let thresholds = thresholds.of(name);
        let document = module.document("service_alarms");
        let (running, errors) = (service.running, network.load_balancer.as_ref());
        alarms.extend(match context.led().filter(|_| service.is_web) {
            Some(led) => service_alarms::service_alarms(document, &context, name, running, &thresholds, (led, errors)),
            None => service_alarms::quiet_service_alarms(document, &context, name, running, &thresholds),
        });
    }
    if monitoring.tells_of_deployments(subject) {
        let variables = DeploymentInputs::declare(module.document("variables"));
        for (name, service) in &subject.services {
            let Some(most) = thresholds.of(name).failed_deployments_in_1_minute.at() else { continue };
            let document = module.document("deployment_alarms");
            alarms.push(deployment_alarms::deployment_alarm(document, &context, &variables, (name, service), most));
        }
    }
    for (name, queues) in subject.queues.iter().filter_map(|name| Some((name, queues.as_ref()?))) {
        alarms.extend(queue_alarms::queue_alarms(module.document("queue_alarms"), &context, queues, name, &thresholds.queues));
    }
    alarms.extend(cache_alarms::of_all(&mut module, &context, &subject.caches, &thresholds.caches));
    if !subject.jobs.is_empty() {
        let jobs = JobInputs::declare(module.document("variables"));
        let schedules = subject.has_schedules().then(|| ScheduleInputs::declare(module.document("variables")));
        for (name, job) in &subject.jobs {
            let schedules = schedules.as_ref().filter(|_| job.has_schedule);
            let document = module.document("job_alarms");
            alarms.extend(job_alarms::job_alarms(document, &context, &jobs, schedules, (name, job), &thresholds.jobs));
        }
    }
    if let (Some(database), Some(variables)) = (&subject.database, context.database) {
        let document = module.document("database_alarms");
        alarms.extend(database_alarms::database_alarms(document, &context, variables, &thresholds.database, database));
    }
    alarms.extend(network.all());
    if !monitoring.own_alarms.is_empty() {
        alarms.extend(own_alarms::own_alarms(module.document("own_alarms"), &context, &monitoring.own_alarms));
    }

    let dashboard = dashboard::dashboard(module.document("dashboard"), &context, thresholds, subject, &alarms);
    queries::queries(&mut module, &context, subject, &monitoring.log_fields);
    if let Some(export) = &monitoring.log_export {
        log_export::log_export(module.document("log_export"), &context, export, subject.writers());
    }
    if let Some(database) = context.database {
        database_events::subscription(module.document("database_events"), &context, database, &monitoring.database_events);
    }
    budget::budget(module.document("budget"), &context, &monitoring.budget);
    cost_anomalies::cost_anomalies(module.document("cost_anomalies"), &context, &monitoring.cost_anomalies);
    let state_changes = subject.state.as_ref().map(|state| {
        state_changes::state_changes(module.document("state_changes"), &context, state, monitoring.state_change_retention_days)
    });
    let log_group_names: Map<String> = state_changes.iter().map(|group| ("state_changes", group.name())).collect();

    let region = identity.region;
    let outputs = Outputs {
        alerts_topic_arn: topics.alerts.arn.clone(),
        critical_topic_arn: topics.critical.arn.clone(),
        log_group_names: log_group_names.into(),
        dashboard_name: dashboard.dashboard_name().into(),
        dashboard_url: template![
            format!("https://{region}.console.aws.amazon.com/cloudwatch/home?region={region}#dashboards/dashboard/"),
            dashboard.dashboard_name(),
        ],
    };
    outputs.declare(module.document("outputs"));
    if let Some(key) = &topics.key {
        KeyOutputs { topics_key_arn: key.arn().into() }.declare(module.document("outputs"));
    }
    module
}
