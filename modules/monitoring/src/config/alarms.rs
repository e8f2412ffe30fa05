//! The thresholds of alarms, as typed. It must not know metrics.

use std::num::NonZeroU32;

use domain::{AlarmThreshold, PositivePercentage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// From which values on alarms go off.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Alarms {
    /// Of every service that says nothing else in `[services.<name>.alarms]`.
    pub services: ServiceThresholds,
    /// Of the load balancer that the services share.
    pub load_balancer: LoadBalancerThresholds,
    /// Of the database.
    pub database: DatabaseThresholds,
    /// Of the NAT gateways.
    pub nat_gateways: NatGatewayThresholds,
}

/// From which values on a service's alarms go off.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ServiceThresholds {
    /// More than so many seconds, for three minutes, until one of 20 requests is answered (the 95th percentile).
    pub response_time_seconds: AlarmThreshold,
    /// So many tasks or more that fail the load balancer's health check, for two minutes.
    pub unhealthy_hosts: NonZeroU32,
    /// More than so many answers with a status of 400 to 499 within 5 minutes.
    pub http_4xx_in_5_minutes: u32,
    /// More than so many answers with a status of 500 to 599 within a minute. Critical.
    pub http_5xx_in_1_minute: u32,
    /// More than so much of the tasks' CPU in use, in percent, for five minutes; autoscaling acts before.
    pub ecs_cpu_percent: PositivePercentage,
    /// More than so much of the tasks' memory in use, in percent, for five minutes; autoscaling acts before.
    pub ecs_memory_percent: PositivePercentage,
}

/// What one service wants otherwise than `[monitoring.alarms.services]` says: the section `[services.<name>.alarms]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ServiceAlarms {
    /// More than so many seconds, for three minutes, until one of 20 requests is answered (the 95th percentile).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_time_seconds: Option<AlarmThreshold>,
    /// So many tasks or more that fail the load balancer's health check, for two minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unhealthy_hosts: Option<NonZeroU32>,
    /// More than so many answers with a status of 400 to 499 within 5 minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_4xx_in_5_minutes: Option<u32>,
    /// More than so many answers with a status of 500 to 599 within a minute. Critical.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_5xx_in_1_minute: Option<u32>,
    /// More than so much of the tasks' CPU in use, in percent, for five minutes; autoscaling acts before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ecs_cpu_percent: Option<PositivePercentage>,
    /// More than so much of the tasks' memory in use, in percent, for five minutes; autoscaling acts before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ecs_memory_percent: Option<PositivePercentage>,
}

/// From which values on the load balancer's alarm goes off.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LoadBalancerThresholds {
    /// More than so many answers of its own with a status of 500 to 599 within a minute: no service answered. Critical.
    pub http_5xx_in_1_minute: u32,
}

/// From which values on the database's alarms go off.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DatabaseThresholds {
    /// More than so much of the CPU in use, in percent, for a quarter of an hour.
    pub cpu_percent: PositivePercentage,
    /// Less than so much of the storage that the instance began with free, in percent, for a quarter of an hour.
    ///
    /// RDS grows the storage when a tenth of it is left, so the default speaks when that did not help.
    pub free_storage_percent: PositivePercentage,
    /// More than so many of the connections that the instance class accepts, in percent, for five minutes.
    pub connections_percent: PositivePercentage,
}

/// From which values on the NAT gateways' alarms go off.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NatGatewayThresholds {
    /// More than so many connections to the internet, within 5 minutes, for which the gateway had no port left.
    pub port_allocation_errors_in_5_minutes: u32,
}

impl ServiceAlarms {
    /// The thresholds of the service: its own, and the others where it has none.
    pub(crate) fn or(&self, others: &ServiceThresholds) -> ServiceThresholds {
        let Self {
            response_time_seconds,
            unhealthy_hosts,
            http_4xx_in_5_minutes,
            http_5xx_in_1_minute,
            ecs_cpu_percent,
            ecs_memory_percent,
        } = self;
        ServiceThresholds {
            response_time_seconds: response_time_seconds.unwrap_or(others.response_time_seconds),
            unhealthy_hosts: unhealthy_hosts.unwrap_or(others.unhealthy_hosts),
            http_4xx_in_5_minutes: http_4xx_in_5_minutes.unwrap_or(others.http_4xx_in_5_minutes),
            http_5xx_in_1_minute: http_5xx_in_1_minute.unwrap_or(others.http_5xx_in_1_minute),
            ecs_cpu_percent: ecs_cpu_percent.unwrap_or(others.ecs_cpu_percent),
            ecs_memory_percent: ecs_memory_percent.unwrap_or(others.ecs_memory_percent),
        }
    }
}

impl Default for ServiceThresholds {
    fn default() -> Self {
        Self {
            response_time_seconds: AlarmThreshold::try_from(1.0).expect("1 is finite and more than nothing"),
            unhealthy_hosts: NonZeroU32::MIN,
            http_4xx_in_5_minutes: 50,
            http_5xx_in_1_minute: 5,
            ecs_cpu_percent: PositivePercentage::of::<70>(),
            ecs_memory_percent: PositivePercentage::of::<80>(),
        }
    }
}

impl Default for LoadBalancerThresholds {
    fn default() -> Self {
        Self { http_5xx_in_1_minute: 5 }
    }
}

impl Default for DatabaseThresholds {
    fn default() -> Self {
        Self {
            cpu_percent: PositivePercentage::of::<80>(),
            free_storage_percent: PositivePercentage::of::<10>(),
            connections_percent: PositivePercentage::of::<80>(),
        }
    }
}

#[expect(clippy::derivable_impls, reason = "the default is said where the others are")]
impl Default for NatGatewayThresholds {
    fn default() -> Self {
        Self { port_allocation_errors_in_5_minutes: 0 }
    }
}
