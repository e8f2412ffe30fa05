//! What `terraform test` proves of monitoring: section 5 of the system, in the words of its table.

use aws::{CloudwatchLogGroupReference, CloudwatchMetricAlarmReference, KmsKeyReference};
use domain::{AlarmThreshold, PositivePercentage, ServiceName};
use terraform::{Address, Map, ModuleCall, Number, Run, Value};

use crate::config::{AlarmSeverity, Monitoring, Positive};
use crate::interface::{
    CacheInputs, DatabaseInputs, DeploymentInputs, EndpointInputs, Inputs, JobInputs, LoadBalancerInputs, QueueInputs,
    ReplicaInputs, ScheduleInputs,
};
use crate::subject::{Job, Subject};

/// The run that plans monitoring alone.
pub fn facts(call: &ModuleCall, account_id: &str, monitoring: &Monitoring, subject: &Subject) -> Run {
    let key = KmsKeyReference::from(Address::managed("aws_kms_key", "topics"));
    let mut inputs = inputs(account_id, subject).into_body();
    if subject.has_load_balancer {
        let load_balancer = LoadBalancerInputs { load_balancer_arn_suffix: "app/load-balancer/0".into() };
        inputs.extend_before("nat_gateway_ids", load_balancer.into_body());
    }
    if subject.database.is_some() {
        inputs.extend_before("nat_gateway_ids", DatabaseInputs { database_identifier: "database".into() }.into_body());
    }
    if subject.database.as_ref().is_some_and(|database| database.has_replica) {
        inputs.extend(ReplicaInputs { database_replica_identifier: "database-replica".into() }.into_body());
    }
    if !subject.queues.is_empty() {
        let of = |text: &str| -> Value<Map<String>> {
            subject.queues.iter().map(|queue| (queue.as_str(), format!("{text}{queue}"))).collect::<Map<String>>().into()
        };
        let queues = QueueInputs { queue_names: of("queue-"), dead_letter_queue_names: of("dead-letters-") };
        inputs.extend(queues.into_body());
    }
    if !subject.caches.is_empty() {
        let names = subject.caches.keys().map(|cache| (cache.as_str(), format!("cache-{cache}")));
        inputs.extend(CacheInputs { cache_names: names.collect::<Map<String>>().into() }.into_body());
    }
    let by_job = |text: &str, is: &dyn Fn(&Job) -> bool| -> Value<Map<String>> {
        let jobs = subject.jobs.iter().filter(|(_, job)| is(job));
        jobs.map(|(name, _)| (name.as_str(), format!("{text}{name}"))).collect::<Map<String>>().into()
    };
    if !subject.jobs.is_empty() {
        let cluster = format!("arn:aws:ecs:us-east-1:{account_id}:cluster/cluster");
        let jobs = JobInputs { cluster_arn: cluster.into(), job_families: by_job("job-", &|_| true) };
        inputs.extend(jobs.into_body());
    }
    if subject.has_schedules() {
        let schedules = ScheduleInputs {
            schedule_group_names: by_job("group-", &|job| job.has_schedule),
            undelivered_queue_names: by_job("undelivered-", &|job| job.has_schedule),
        };
        inputs.extend(schedules.into_body());
    }
    if !monitoring.https_endpoints.is_empty() {
        let urls = monitoring.https_endpoints.keys().map(|name| (name.as_str(), format!("https://{name}.example.com/")));
        inputs.extend(EndpointInputs { endpoint_urls: urls.collect::<Map<String>>().into() }.into_body());
    }
    if monitoring.tells_of_deployments(subject) {
        let arn = |name: &ServiceName| format!("arn:aws:ecs:us-east-1:{account_id}:service/cluster/{name}");
        let arns = subject.services.keys().map(|name| (name.as_str(), arn(name)));
        inputs.extend(DeploymentInputs { service_arns: arns.collect::<Map<String>>().into() }.into_body());
    }
    let mut run = Run::new(call, inputs);
    let severities = [AlarmSeverity::Alert, AlarmSeverity::Critical];
    if severities.into_iter().any(|severity| monitoring.existing_topics.of(severity).is_none()) {
        run = run.assert(key.enable_key_rotation().equals(true), "the key of the topics is rotated");
    }
    for (service, watched) in &subject.services {
        let thresholds = monitoring.alarms.of(service);
        if watched.is_web {
            run = alarm(run, service, "unhealthy_hosts", thresholds.unhealthy_hosts.at().map(Positive::get));
            run = alarm(run, service, "response_time", thresholds.response_time_seconds.at().map(AlarmThreshold::get));
            run = alarm(run, service, "http_4xx", thresholds.http_4xx_in_5_minutes.at());
            run = alarm(run, service, "http_5xx", thresholds.http_5xx_in_1_minute.at());
        }
        run = alarm(run, service, "deployment_failed", thresholds.failed_deployments_in_1_minute.at());
        run = alarm(run, service, "ecs_cpu", thresholds.ecs_cpu_percent.at().map(PositivePercentage::get));
        run = alarm(run, service, "ecs_memory", thresholds.ecs_memory_percent.at().map(PositivePercentage::get));
    }
    for name in subject.jobs.keys() {
        run = alarm(run, name, "job_failed", monitoring.alarms.jobs.failures_in_1_minute.at());
    }
    if subject.state.is_some() {
        let log = CloudwatchLogGroupReference::from(Address::managed("aws_cloudwatch_log_group", "state_changes"));
        let days = monitoring.state_change_retention_days.get();
        run = run.assert(log.retention_in_days().equals(days), &format!("writes to the state are known for {days} days"));
    }
    run
}

fn inputs(account_id: &str, subject: &Subject) -> Inputs {
    let by_service = |text: &str| -> Value<Map<String>> {
        let map: Map<String> = subject.services.keys().map(|name| (name.as_str(), format!("{text}{name}"))).collect();
        map.into()
    };
    let gateways: Map<String> = subject.nat_zones.iter().map(|zone| (zone.to_string(), format!("nat-0{zone}"))).collect();
    Inputs {
        account_id: account_id.into(),
        cluster_name: "cluster".into(),
        service_names: by_service("service-"),
        target_group_arn_suffixes: subject
            .services
            .iter()
            .filter(|(_, service)| service.is_web)
            .map(|(name, _)| (name.as_str(), format!("targetgroup/{name}")))
            .collect::<Map<String>>()
            .into(),
        log_group_names: subject.writers().map(|name| (name.as_str(), format!("/ecs/{name}"))).collect::<Map<String>>().into(),
        nat_gateway_ids: gateways.into(),
    }
}

fn alarm(run: Run, service: &ServiceName, what: &str, threshold: Option<impl Into<Value<Number>>>) -> Run {
    let Some(threshold) = threshold.map(Into::into) else { return run };
    let label = format!("{}_{what}", service.label());
    let alarm = CloudwatchMetricAlarmReference::from(Address::managed("aws_cloudwatch_metric_alarm", label));
    let says = threshold.code();
    run.assert(alarm.threshold().equals(threshold), &format!("the alarm `{what}` of {service} goes off at {says}"))
}
