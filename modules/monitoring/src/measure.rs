//! What is measured: CloudWatch's metrics with dimensions, statistic and period, said once for the alarms and the dashboard.

use domain::{CacheName, QueueName, ServiceName, ZoneLetter};
use terraform::{Value, template};

use crate::interface::{
    CacheVariables, DatabaseVariables, LoadBalancerVariables, QueueVariables, ReplicaVariables, ScheduleVariables, Variables,
};

/// A metric, and how it is summed up over a period.
#[derive(Clone, Debug)]
pub(crate) struct Measure {
    pub(crate) namespace: &'static str,
    pub(crate) metric: &'static str,
    pub(crate) dimensions: Vec<(&'static str, Value<String>)>,
    pub(crate) statistic: Statistic,
    pub(crate) period_seconds: u32,
}

/// By what the metrics are found that the load balancer measures of the services to which it leads.
#[derive(Clone, Copy)]
pub(crate) struct Led<'a> {
    pub(crate) variables: &'a Variables,
    pub(crate) load_balancer: &'a LoadBalancerVariables,
}

/// How a period's values are summed up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Statistic {
    Average,
    Sum,
    Minimum,
    Maximum,
    /// How many values there are.
    SampleCount,
    /// The value that so many percent of the values do not exceed.
    Percentile(u8),
}

pub(crate) const MINUTE: u32 = 60;
pub(crate) const FIVE_MINUTES: u32 = 5 * MINUTE;

/// How long the tasks take to answer, in seconds.
pub(crate) fn response_time(led: Led<'_>, service: &ServiceName, percentile: u8) -> Measure {
    of_target_group(led, service, "TargetResponseTime", Statistic::Percentile(percentile), MINUTE)
}

/// How many requests there are.
pub(crate) fn requests(led: Led<'_>, service: &ServiceName) -> Measure {
    of_target_group(led, service, "RequestCount", Statistic::Sum, MINUTE)
}

/// How many tasks pass the health check, as the load balancer's node sees it that sees the most.
pub(crate) fn healthy_hosts(led: Led<'_>, service: &ServiceName) -> Measure {
    of_target_group(led, service, "HealthyHostCount", Statistic::Maximum, MINUTE)
}

/// How many tasks fail the health check, as the load balancer's node sees it that sees the most.
pub(crate) fn unhealthy_hosts(led: Led<'_>, service: &ServiceName) -> Measure {
    of_target_group(led, service, "UnHealthyHostCount", Statistic::Maximum, MINUTE)
}

/// How many of the tasks' answers have a status of 400 to 499.
pub(crate) fn http_4xx(led: Led<'_>, service: &ServiceName) -> Measure {
    of_target_group(led, service, "HTTPCode_Target_4XX_Count", Statistic::Sum, FIVE_MINUTES)
}

/// How many of the tasks' answers have a status of 500 to 599.
pub(crate) fn http_5xx(led: Led<'_>, service: &ServiceName) -> Measure {
    of_target_group(led, service, "HTTPCode_Target_5XX_Count", Statistic::Sum, MINUTE)
}

/// How many answers with a status of 500 to 599 the load balancer gives itself, because no task did.
///
/// AWS has this metric for the whole load balancer only (Elastic Load Balancing User Guide, "CloudWatch metrics for your
/// Application Load Balancer").
pub(crate) fn load_balancer_5xx(load_balancer: &LoadBalancerVariables) -> Measure {
    Measure {
        namespace: "AWS/ApplicationELB",
        metric: "HTTPCode_ELB_5XX_Count",
        dimensions: vec![dimension(load_balancer)],
        statistic: Statistic::Sum,
        period_seconds: MINUTE,
    }
}

/// How much of the tasks' CPU is in use, in percent.
pub(crate) fn ecs_cpu(variables: &Variables, service: &ServiceName) -> Measure {
    of_ecs_service(variables, service, "CPUUtilization")
}

/// How much of the tasks' memory is in use, in percent.
pub(crate) fn ecs_memory(variables: &Variables, service: &ServiceName) -> Measure {
    of_ecs_service(variables, service, "MemoryUtilization")
}

/// How many tasks run: each tells its CPU once a minute (ECS Developer Guide, "Amazon ECS CloudWatch metrics", service RUNNING task count).
pub(crate) fn running_tasks(variables: &Variables, service: &ServiceName) -> Measure {
    Measure { statistic: Statistic::SampleCount, ..of_ecs_service(variables, service, "CPUUtilization") }
}

/// How many tasks the service is to have. Only Container Insights knows.
pub(crate) fn desired_tasks(variables: &Variables, service: &ServiceName) -> Measure {
    Measure {
        namespace: "ECS/ContainerInsights",
        statistic: Statistic::Maximum,
        ..of_ecs_service(variables, service, "DesiredTaskCount")
    }
}

/// How much of the database's CPU is in use, in percent.
pub(crate) fn database_cpu(variables: &DatabaseVariables) -> Measure {
    of_database(variables, "CPUUtilization", Statistic::Average, FIVE_MINUTES)
}

/// How many connections the database has.
pub(crate) fn database_connections(variables: &DatabaseVariables) -> Measure {
    of_database(variables, "DatabaseConnections", Statistic::Maximum, MINUTE)
}

/// How much of the database's storage is free, in bytes.
pub(crate) fn database_free_storage(variables: &DatabaseVariables) -> Measure {
    of_database(variables, "FreeStorageSpace", Statistic::Minimum, FIVE_MINUTES)
}

/// How much of the database's memory is free, in bytes.
pub(crate) fn database_free_memory(variables: &DatabaseVariables) -> Measure {
    of_database(variables, "FreeableMemory", Statistic::Average, FIVE_MINUTES)
}

/// How many CPU credits the database has; RDS counts them every five minutes.
pub(crate) fn database_cpu_credits(variables: &DatabaseVariables) -> Measure {
    of_database(variables, "CPUCreditBalance", Statistic::Minimum, FIVE_MINUTES)
}

/// How many seconds the read replica is behind the database.
pub(crate) fn replica_lag(replica: &ReplicaVariables) -> Measure {
    Measure {
        namespace: "AWS/RDS",
        metric: "ReplicaLag",
        dimensions: vec![("DBInstanceIdentifier", (&replica.database_replica_identifier).into())],
        statistic: Statistic::Maximum,
        period_seconds: MINUTE,
    }
}

/// For how many seconds the oldest message has waited.
pub(crate) fn oldest_message(queues: &QueueVariables, queue: &QueueName) -> Measure {
    of_queue(queues.queue_names.key(queue.as_str()), "ApproximateAgeOfOldestMessage")
}

/// How many messages wait.
pub(crate) fn waiting_messages(queues: &QueueVariables, queue: &QueueName) -> Measure {
    of_queue(queues.queue_names.key(queue.as_str()), "ApproximateNumberOfMessagesVisible")
}

/// How many messages are being handled.
pub(crate) fn handled_messages(queues: &QueueVariables, queue: &QueueName) -> Measure {
    of_queue(queues.queue_names.key(queue.as_str()), "ApproximateNumberOfMessagesNotVisible")
}

/// How many messages could not be handled.
pub(crate) fn dead_letters(queues: &QueueVariables, queue: &QueueName) -> Measure {
    of_queue(queues.dead_letter_queue_names.key(queue.as_str()), "ApproximateNumberOfMessagesVisible")
}

/// How many tasks of the job ended in failure: as many events as the rule about them has matched.
///
/// EventBridge User Guide, "Monitoring Amazon EventBridge", `TriggeredRules`. That a rule needs a target only to do more than publish a metric,
/// "Using IAM policy conditions in Amazon EventBridge" says.
pub(crate) fn matched_events(rule: terraform::Expression<String>) -> Measure {
    Measure {
        namespace: "AWS/Events",
        metric: "TriggeredRules",
        dimensions: vec![("RuleName", rule.into())],
        statistic: Statistic::Sum,
        period_seconds: MINUTE,
    }
}

/// How often Scheduler gave up to start the job (EventBridge Scheduler User Guide, "Monitoring with Amazon CloudWatch").
pub(crate) fn dropped_starts(schedules: &ScheduleVariables, job: &ServiceName) -> Measure {
    Measure {
        namespace: "AWS/Scheduler",
        metric: "InvocationDroppedCount",
        dimensions: vec![("ScheduleGroup", schedules.schedule_group_names.key(job.as_str()).into())],
        statistic: Statistic::Sum,
        period_seconds: MINUTE,
    }
}

/// How many starts lie in the queue of what Scheduler could not start.
pub(crate) fn undelivered_starts(schedules: &ScheduleVariables, job: &ServiceName) -> Measure {
    of_queue(schedules.undelivered_queue_names.key(job.as_str()), "ApproximateNumberOfMessagesVisible")
}

fn of_queue(name: terraform::Expression<String>, metric: &'static str) -> Measure {
    Measure {
        namespace: "AWS/SQS",
        metric,
        dimensions: vec![("QueueName", name.into())],
        statistic: Statistic::Maximum,
        period_seconds: MINUTE,
    }
}

/// What ElastiCache measures of a node: the first is number one.
///
/// ElastiCache User Guide, "Metrics for Valkey and Redis OSS". Nodes are called `<cache>-001` and so on; after one was taken out and another put in
/// there may be a gap.
fn of_node(
    caches: &CacheVariables,
    cache: &CacheName,
    node: u32,
    metric: &'static str,
    statistic: Statistic,
    period: u32,
) -> Measure {
    let name = template![caches.cache_names.key(cache.as_str()), format!("-{node:03}")];
    Measure { namespace: "AWS/ElastiCache", metric, dimensions: vec![("CacheClusterId", name)], statistic, period_seconds: period }
}

/// How busy the thread is in which a node runs commands, in percent.
pub(crate) fn node_cpu(caches: &CacheVariables, cache: &CacheName, node: u32) -> Measure {
    of_node(caches, cache, node, "EngineCPUUtilization", Statistic::Average, MINUTE)
}

/// How much of a node's memory is in use, in percent.
pub(crate) fn node_memory(caches: &CacheVariables, cache: &CacheName, node: u32) -> Measure {
    of_node(caches, cache, node, "DatabaseMemoryUsagePercentage", Statistic::Average, MINUTE)
}

/// How many keys a node evicted.
pub(crate) fn node_evictions(caches: &CacheVariables, cache: &CacheName, node: u32) -> Measure {
    of_node(caches, cache, node, "Evictions", Statistic::Sum, FIVE_MINUTES)
}

/// How many seconds a node is behind the one that is written to.
pub(crate) fn node_lag(caches: &CacheVariables, cache: &CacheName, node: u32) -> Measure {
    of_node(caches, cache, node, "ReplicationLag", Statistic::Maximum, MINUTE)
}

/// What ElastiCache measures of a serverless cache, by a dimension that is spelled otherwise than all others.
fn of_serverless(caches: &CacheVariables, cache: &CacheName, metric: &'static str, statistic: Statistic, period: u32) -> Measure {
    let dimensions = vec![("clusterId", caches.cache_names.key(cache.as_str()).into())];
    Measure { namespace: "AWS/ElastiCache", metric, dimensions, statistic, period_seconds: period }
}

/// How many bytes a serverless cache holds.
pub(crate) fn cache_bytes(caches: &CacheVariables, cache: &CacheName) -> Measure {
    of_serverless(caches, cache, "BytesUsedForCache", Statistic::Maximum, MINUTE)
}

/// How many processing units clients of a serverless cache get in a minute.
pub(crate) fn cache_units(caches: &CacheVariables, cache: &CacheName) -> Measure {
    of_serverless(caches, cache, "ElastiCacheProcessingUnits", Statistic::Sum, MINUTE)
}

/// How many commands a serverless cache refuses in a minute.
pub(crate) fn throttled_commands(caches: &CacheVariables, cache: &CacheName) -> Measure {
    of_serverless(caches, cache, "ThrottledCmds", Statistic::Sum, MINUTE)
}

/// How many keys a serverless cache evicted.
pub(crate) fn cache_evictions(caches: &CacheVariables, cache: &CacheName) -> Measure {
    of_serverless(caches, cache, "Evictions", Statistic::Sum, FIVE_MINUTES)
}

/// For how many connections the NAT gateway had no port left.
pub(crate) fn nat_port_allocation_errors(variables: &Variables, zone: ZoneLetter) -> Measure {
    Measure {
        namespace: "AWS/NATGateway",
        metric: "ErrorPortAllocation",
        dimensions: vec![("NatGatewayId", variables.nat_gateway_ids.key(zone.as_str()).into())],
        statistic: Statistic::Sum,
        period_seconds: FIVE_MINUTES,
    }
}

impl Statistic {
    /// The statistic as CloudWatch spells it.
    pub(crate) fn spelled(self) -> String {
        match self {
            Self::Average => "Average".to_owned(),
            Self::Sum => "Sum".to_owned(),
            Self::Minimum => "Minimum".to_owned(),
            Self::Maximum => "Maximum".to_owned(),
            Self::SampleCount => "SampleCount".to_owned(),
            Self::Percentile(percent) => format!("p{percent}"),
        }
    }
}

fn of_target_group(
    led: Led<'_>,
    service: &ServiceName,
    metric: &'static str,
    statistic: Statistic,
    period_seconds: u32,
) -> Measure {
    let target_group = led.variables.target_group_arn_suffixes.key(service.as_str()).into();
    Measure {
        namespace: "AWS/ApplicationELB",
        metric,
        dimensions: vec![("TargetGroup", target_group), dimension(led.load_balancer)],
        statistic,
        period_seconds,
    }
}

fn dimension(load_balancer: &LoadBalancerVariables) -> (&'static str, Value<String>) {
    ("LoadBalancer", (&load_balancer.load_balancer_arn_suffix).into())
}

fn of_ecs_service(variables: &Variables, service: &ServiceName, metric: &'static str) -> Measure {
    let name = variables.service_names.key(service.as_str()).into();
    Measure {
        namespace: "AWS/ECS",
        metric,
        dimensions: vec![("ClusterName", (&variables.cluster_name).into()), ("ServiceName", name)],
        statistic: Statistic::Average,
        period_seconds: MINUTE,
    }
}

fn of_database(variables: &DatabaseVariables, metric: &'static str, statistic: Statistic, period_seconds: u32) -> Measure {
    let dimensions = vec![("DBInstanceIdentifier", (&variables.database_identifier).into())];
    Measure { namespace: "AWS/RDS", metric, dimensions, statistic, period_seconds }
}
