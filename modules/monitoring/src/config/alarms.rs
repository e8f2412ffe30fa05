//! The thresholds of alarms, as typed. It must not know metrics.

use std::collections::BTreeMap;

use domain::{AlarmThreshold, PositivePercentage, ServiceName};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Positive, Threshold};

/// From which values on alarms go off; each of them is switched off by `"off"` in the place of its number.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Alarms {
    /// Of every service for which `by_service` says nothing else.
    pub services: ServiceThresholds,
    /// What single services want otherwise, by their names.
    pub by_service: BTreeMap<ServiceName, ServiceAlarms>,
    /// Of the load balancer that the services share.
    pub load_balancer: LoadBalancerThresholds,
    /// Of the database.
    pub database: DatabaseThresholds,
    /// Of the NAT gateways.
    pub nat_gateways: NatGatewayThresholds,
    /// Of every queue.
    pub queues: QueueThresholds,
    /// Of every cache.
    pub caches: CacheThresholds,
    /// Of every job.
    pub jobs: JobThresholds,
}

/// From which values on a service's alarms go off.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ServiceThresholds {
    /// One of 20 requests (the 95th percentile) takes more than so many seconds, for three minutes.
    pub response_time_seconds: Threshold<AlarmThreshold>,
    /// So many tasks or more fail the load balancer's health check, for two minutes.
    pub unhealthy_hosts: Threshold<Positive>,
    /// More than so many answers have a status of 400 to 499 within 5 minutes.
    pub http_4xx_in_5_minutes: Threshold<u32>,
    /// More than so many answers have a status of 500 to 599 within a minute. Critical.
    pub http_5xx_in_1_minute: Threshold<u32>,
    /// More than so many deployments failed within a minute: ECS gave up, and went back to what ran before. `0` tells each of them.
    pub failed_deployments_in_1_minute: Threshold<u32>,
    /// More than so much of the tasks' CPU is in use, in percent, for five minutes; autoscaling acts before.
    pub ecs_cpu_percent: Threshold<PositivePercentage>,
    /// More than so much of the tasks' memory is in use, in percent, for five minutes; autoscaling acts before.
    pub ecs_memory_percent: Threshold<PositivePercentage>,
    /// Whether an alarm says that the service is down: no task is there, or tasks fail the health check while users get errors. Critical.
    pub down: bool,
}

/// What one service wants otherwise than `[monitoring.alarms.services]` says: the section `[monitoring.alarms.by_service.<name>]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ServiceAlarms {
    /// One of 20 requests (the 95th percentile) takes more than so many seconds, for three minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_time_seconds: Option<Threshold<AlarmThreshold>>,
    /// So many tasks or more fail the load balancer's health check, for two minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unhealthy_hosts: Option<Threshold<Positive>>,
    /// More than so many answers have a status of 400 to 499 within 5 minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_4xx_in_5_minutes: Option<Threshold<u32>>,
    /// More than so many answers have a status of 500 to 599 within a minute. Critical.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_5xx_in_1_minute: Option<Threshold<u32>>,
    /// More than so many deployments failed within a minute: ECS gave up, and went back to what ran before. `0` tells each of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed_deployments_in_1_minute: Option<Threshold<u32>>,
    /// More than so much of the tasks' CPU is in use, in percent, for five minutes; autoscaling acts before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ecs_cpu_percent: Option<Threshold<PositivePercentage>>,
    /// More than so much of the tasks' memory is in use, in percent, for five minutes; autoscaling acts before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ecs_memory_percent: Option<Threshold<PositivePercentage>>,
    /// Whether an alarm says that the service is down: no task is there, or tasks fail the health check while users get errors. Critical.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub down: Option<bool>,
}

/// From which values on the load balancer's alarm goes off.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LoadBalancerThresholds {
    /// More than so many answers of its own have a status of 500 to 599 within a minute: no service answered. Critical.
    pub http_5xx_in_1_minute: Threshold<u32>,
}

/// From which values on the database's alarms go off.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DatabaseThresholds {
    /// More than so much of the CPU is in use, in percent, for a quarter of an hour.
    pub cpu_percent: Threshold<PositivePercentage>,
    /// Less than so much is free, in percent of the storage that the instance began with, for a quarter of an hour.
    ///
    /// RDS grows the storage when a tenth of it is left, so the default speaks when that did not help.
    pub free_storage_percent: Threshold<PositivePercentage>,
    /// There are more than so many connections, in percent of what RDS's formula gives for the class's memory, for five minutes.
    ///
    /// Keep it well below 75: RDS takes its own share of the memory first, so that the small classes accept about a quarter fewer.
    pub connections_percent: Threshold<PositivePercentage>,
    /// Less than so much of the memory is free, in percent of what the class has, for a quarter of an hour; `5` is a value to begin with. `PostgreSQL` leaves
    /// little free on purpose, for its cache: look at the curve of some weeks first.
    pub free_memory_percent: Threshold<PositivePercentage>,
    /// There are fewer than so many CPU credits, for a quarter of an hour: then a class of a `t` family is slow, or costs more. `30` is a value to begin
    /// with. Other classes have no credits, and no such alarm.
    pub cpu_credits: Threshold<Positive>,
    /// The read replica, if there is one, is more than so many seconds behind, for five minutes.
    ///
    /// Keep it above 300: while nothing is written, the lag of PostgreSQL's replicas counts up to five minutes and starts again.
    pub replica_lag_seconds: Threshold<Positive>,
}

/// From which values on the NAT gateways' alarms go off.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NatGatewayThresholds {
    /// For more than so many connections to the internet, within 5 minutes, the gateway had no port left.
    pub port_allocation_errors_in_5_minutes: Threshold<u32>,
}

/// From which values on a queue's alarms go off.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct QueueThresholds {
    /// The oldest message has waited for more than so many seconds, for five minutes.
    pub oldest_message_seconds: Threshold<Positive>,
    /// More than so many messages lie in the queue of those that could not be handled.
    pub dead_letters: Threshold<u32>,
}

/// From which values on a cache's alarms go off. Those of a cache on nodes watch each node.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CacheThresholds {
    /// More than so much of the time the thread in which a node runs commands is busy, in percent, for five minutes. A serverless cache has none.
    pub cpu_percent: Threshold<PositivePercentage>,
    /// More than so much of the memory is in use, in percent, for five minutes: of a node's, or of a serverless cache's `maximum_gigabytes`. Turn it off
    /// where the cache may be full, as one that evicts from all keys always is.
    pub memory_percent: Threshold<PositivePercentage>,
    /// More than so many keys were evicted within 5 minutes, because the memory is full.
    pub evictions_in_5_minutes: Threshold<u32>,
    /// A node is more than so many seconds behind the one that is written to, for five minutes. A cache with one node has no such alarm.
    pub replica_lag_seconds: Threshold<Positive>,
    /// More than so much of `maximum_ecpus_per_second` is in use, in percent, for five minutes. A cache without that setting has no such alarm.
    pub processing_percent: Threshold<PositivePercentage>,
    /// More than so many commands a minute are refused by a serverless cache, for three minutes: it grows more slowly than what is asked of it, or has
    /// reached its limit.
    pub throttled_commands_in_1_minute: Threshold<u32>,
}

/// From which values on a job's alarms go off.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct JobThresholds {
    /// More than so many tasks ended in failure within a minute.
    pub failures_in_1_minute: Threshold<u32>,
    /// More than so many times within a minute EventBridge Scheduler gave up to start a task.
    pub dropped_starts_in_1_minute: Threshold<u32>,
    /// More than so many starts lie in the queue of what EventBridge Scheduler could not start.
    pub undelivered_starts: Threshold<u32>,
}

impl Default for NatGatewayThresholds {
    fn default() -> Self {
        Self { port_allocation_errors_in_5_minutes: Threshold::At(0) }
    }
}

impl Default for JobThresholds {
    fn default() -> Self {
        Self {
            failures_in_1_minute: Threshold::At(0),
            dropped_starts_in_1_minute: Threshold::At(0),
            undelivered_starts: Threshold::At(0),
        }
    }
}

impl Default for CacheThresholds {
    fn default() -> Self {
        Self {
            cpu_percent: Threshold::At(PositivePercentage::of::<80>()),
            memory_percent: Threshold::At(PositivePercentage::of::<80>()),
            evictions_in_5_minutes: Threshold::At(100),
            replica_lag_seconds: Threshold::At(Positive::of::<30>()),
            processing_percent: Threshold::At(PositivePercentage::of::<80>()),
            throttled_commands_in_1_minute: Threshold::At(0),
        }
    }
}

impl Default for QueueThresholds {
    fn default() -> Self {
        Self { oldest_message_seconds: Threshold::At(Positive::of::<900>()), dead_letters: Threshold::At(0) }
    }
}

impl Alarms {
    /// The thresholds of this service.
    pub(crate) fn of(&self, service: &ServiceName) -> ServiceThresholds {
        self.by_service.get(service).map_or_else(|| self.services.clone(), |own| own.or(&self.services))
    }
}

impl ServiceAlarms {
    /// The first setting that is of use only to a service to which the load balancer leads.
    pub fn of_load_balancer(&self) -> Option<&'static str> {
        let Self {
            response_time_seconds,
            unhealthy_hosts,
            http_4xx_in_5_minutes,
            http_5xx_in_1_minute,
            failed_deployments_in_1_minute: _,
            ecs_cpu_percent: _,
            ecs_memory_percent: _,
            down: _,
        } = self;
        [
            ("response_time_seconds", response_time_seconds.is_some()),
            ("unhealthy_hosts", unhealthy_hosts.is_some()),
            ("http_4xx_in_5_minutes", http_4xx_in_5_minutes.is_some()),
            ("http_5xx_in_1_minute", http_5xx_in_1_minute.is_some()),
        ]
        .into_iter()
        .find_map(|(setting, is_set)| is_set.then_some(setting))
    }

    /// The thresholds of the service: its own, and the others where it has none.
    fn or(&self, others: &ServiceThresholds) -> ServiceThresholds {
        let Self {
            response_time_seconds,
            unhealthy_hosts,
            http_4xx_in_5_minutes,
            http_5xx_in_1_minute,
            failed_deployments_in_1_minute,
            ecs_cpu_percent,
            ecs_memory_percent,
            down,
        } = self;
        ServiceThresholds {
            response_time_seconds: response_time_seconds.unwrap_or(others.response_time_seconds),
            unhealthy_hosts: unhealthy_hosts.unwrap_or(others.unhealthy_hosts),
            http_4xx_in_5_minutes: http_4xx_in_5_minutes.unwrap_or(others.http_4xx_in_5_minutes),
            http_5xx_in_1_minute: http_5xx_in_1_minute.unwrap_or(others.http_5xx_in_1_minute),
            failed_deployments_in_1_minute: failed_deployments_in_1_minute.unwrap_or(others.failed_deployments_in_1_minute),
            ecs_cpu_percent: ecs_cpu_percent.unwrap_or(others.ecs_cpu_percent),
            ecs_memory_percent: ecs_memory_percent.unwrap_or(others.ecs_memory_percent),
            down: down.unwrap_or(others.down),
        }
    }
}

impl Default for ServiceThresholds {
    fn default() -> Self {
        Self {
            response_time_seconds: Threshold::At(AlarmThreshold::try_from(1.0).expect("1 is finite and more than nothing")),
            unhealthy_hosts: Threshold::At(Positive::of::<1>()),
            http_4xx_in_5_minutes: Threshold::At(50),
            http_5xx_in_1_minute: Threshold::At(5),
            failed_deployments_in_1_minute: Threshold::Off,
            ecs_cpu_percent: Threshold::At(PositivePercentage::of::<70>()),
            ecs_memory_percent: Threshold::At(PositivePercentage::of::<80>()),
            down: true,
        }
    }
}

impl Default for LoadBalancerThresholds {
    fn default() -> Self {
        Self { http_5xx_in_1_minute: Threshold::At(5) }
    }
}

impl Default for DatabaseThresholds {
    fn default() -> Self {
        Self {
            cpu_percent: Threshold::At(PositivePercentage::of::<80>()),
            free_storage_percent: Threshold::At(PositivePercentage::of::<10>()),
            connections_percent: Threshold::At(PositivePercentage::of::<60>()),
            free_memory_percent: Threshold::Off,
            cpu_credits: Threshold::Off,
            replica_lag_seconds: Threshold::At(Positive::of::<600>()),
        }
    }
}
