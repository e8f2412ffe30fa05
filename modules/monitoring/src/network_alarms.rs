//! The alarms of what all services share on the way in and out: the load balancer and the NAT gateways.

use std::collections::BTreeSet;

use aws::CloudwatchMetricAlarmReference;
use domain::ZoneLetter;
use terraform::{Document, Expression};

use crate::Context;
use crate::alarm::{Alarm, Breach, MissingData, Trigger};
use crate::config::Alarms;
use crate::interface::LoadBalancerVariables;
use crate::measure;

/// The alarms of the way in and of the ways out.
pub(crate) struct NetworkAlarms {
    /// The load balancer answers with errors itself.
    pub(crate) load_balancer: Option<CloudwatchMetricAlarmReference>,
    nat_gateways: Vec<CloudwatchMetricAlarmReference>,
}

/// The alarms of the load balancer and of each NAT gateway.
pub(crate) fn network_alarms(
    document: &mut Document,
    context: &Context,
    thresholds: &Alarms,
    nat_zones: &BTreeSet<ZoneLetter>,
) -> NetworkAlarms {
    let most = thresholds.load_balancer.http_5xx_in_1_minute.at();
    let load_balancer = most.zip(context.load_balancer);
    let load_balancer = load_balancer.map(|(answers, variables)| load_balancer_errors(context, variables, answers).add(document));
    let most = thresholds.nat_gateways.port_allocation_errors_in_5_minutes.at();
    let watched = nat_zones.iter().filter_map(|zone| Some((*zone, most?)));
    let nat_gateways = watched.map(|(zone, errors)| nat_gateway(context, zone, errors).add(document)).collect();
    NetworkAlarms { load_balancer, nat_gateways }
}

/// Where a service has no task left, no task counts an error: the load balancer does.
fn load_balancer_errors<'a>(context: &Context<'a>, variables: &LoadBalancerVariables, answers: u32) -> Alarm<'a> {
    Alarm {
        label: "load_balancer_errors".to_owned(),
        name: context.identity.named("load-balancer-errors"),
        description: context.described(
            "load-balancer-errors",
            "the load balancer answers with errors itself, because no task answers in time or none is there. First see on the \
             dashboard which service has no healthy host.",
        ),
        trigger: Trigger {
            measure: measure::load_balancer_5xx(variables),
            breach: Breach::Above(answers.into()),
            periods: 1,
            // The count is reported only when it is not zero.
            missing_data: MissingData::IsWell,
        },
        topic: Some(&context.topics.critical),
    }
}

fn nat_gateway<'a>(context: &Context<'a>, zone: ZoneLetter, errors: u32) -> Alarm<'a> {
    Alarm {
        label: format!("nat_{zone}_port_allocation_errors"),
        name: context.identity.named(&format!("nat-{zone}-port-allocation-errors")),
        description: context.described(
            "nat-port-allocation-errors",
            &format!(
                "zone {zone}: connections to the internet fail, because the NAT gateway has no port left for the address that they go \
                 to. First see whether the tasks keep connections open that they could use again."
            ),
        ),
        trigger: Trigger {
            measure: measure::nat_port_allocation_errors(context.variables, zone),
            breach: Breach::Above(errors.into()),
            periods: 1,
            // A gateway that nothing uses has no errors.
            missing_data: MissingData::IsWell,
        },
        topic: Some(&context.topics.alerts),
    }
}

impl NetworkAlarms {
    /// All of them, by ARN.
    pub(crate) fn all(&self) -> impl Iterator<Item = Expression<String>> {
        self.load_balancer.iter().chain(&self.nat_gateways).map(CloudwatchMetricAlarmReference::arn)
    }
}
