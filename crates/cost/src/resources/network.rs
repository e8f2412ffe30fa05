//! Load balancers, NAT, addresses, endpoints, and data to the internet. It must not know what stands behind them.

use aws::{Eip, Lb, NatGateway, VpcEndpoint};
use rust_decimal::Decimal;

use crate::estimate::Service;
use crate::estimator::{Draft, Estimator, count};
use crate::item::Listed;
use crate::number::HOURS;
use crate::saving::NatBasis;

/// The price of load balancers, and of what leaves through those that face the internet.
pub(super) fn load_balancers(estimator: &mut Estimator<'_>) {
    let mut application = Vec::new();
    let mut zones = 0;
    let mut facing_internet = Vec::new();
    for balancer in estimator.of::<Lb>() {
        let name = balancer.resource().label;
        if balancer.get(Lb::LOAD_BALANCER_TYPE).literal().is_some_and(|kind| kind != "application") {
            estimator.leave_out(format!("{name}: load balancer"), &[balancer], "only application load balancers are priced here");
            continue;
        }
        application.push(balancer);
        if balancer.get(Lb::INTERNAL).is_true() {
            continue;
        }
        facing_internet.push(balancer);
        match balancer.get(Lb::SUBNETS).resolved().as_array() {
            Some(subnets) => zones += subnets.len(),
            None => {
                estimator.leave_out(format!("{name}: public addresses"), &[balancer], "its subnets are not in the configuration");
            }
        }
    }
    if application.is_empty() {
        return;
    }
    let number = count(application.len());
    let hours = format!("{number} × {HOURS} h");
    estimator.add(Draft::new(Service::LoadBalancing, "load balancer", Listed::LoadBalancer, number * HOURS, hours, &application));
    let units = estimator.assumptions.load_balancer_capacity_units.value();
    let method = format!("{number} × {} LCU × {HOURS} h", units.normalize());
    let capacity = Listed::LoadBalancerCapacity;
    estimator.add(
        Draft::new(Service::LoadBalancing, "capacity units", capacity, number * units * HOURS, method, &application)
            .assuming(&["load_balancer_capacity_units"]),
    );
    if facing_internet.is_empty() {
        return;
    }
    // Elastic Load Balancing pricing: each public IPv4 address is charged as one of VPC; a load balancer has one in each zone.
    let method = format!("one in each of {zones} zones × {HOURS} h");
    let addresses = Listed::PublicIpv4;
    estimator.add(Draft::new(
        Service::Network,
        "load balancer's public addresses",
        addresses,
        count(zones) * HOURS,
        method,
        &facing_internet,
    ));
    let (out, free) =
        (estimator.assumptions.internet_out_gigabytes.value(), estimator.assumptions.free_internet_out_gigabytes.value());
    let beyond = (out - free).max(Decimal::ZERO);
    let method = format!("{} GB, of which the first {} are free", out.normalize(), free.normalize());
    estimator.add(
        Draft::new(Service::DataTransfer, "to the internet", Listed::DataToInternet, beyond, method, &facing_internet)
            .assuming(&["internet_out_gigabytes", "free_internet_out_gigabytes"]),
    );
}

/// The price of NAT gateways; their addresses are [`addresses`].
pub(super) fn nat_gateways(estimator: &mut Estimator<'_>) {
    let all = estimator.of::<NatGateway>();
    if all.is_empty() {
        return;
    }
    let number = count(all.len());
    let method = format!("{number} × {HOURS} h");
    estimator.add(Draft::new(Service::Network, "NAT gateways", Listed::NatGateway, number * HOURS, method, &all));
    let data = estimator.assumptions.nat_gigabytes.value();
    let method = format!("{} GB through all", data.normalize());
    estimator.add(
        Draft::new(Service::Network, "data through NAT", Listed::NatGatewayData, data, method, &all).assuming(&["nat_gigabytes"]),
    );
    estimator.basis.nat = Some(NatBasis { gateways: all.len() });
}

/// The price of elastic addresses.
pub(super) fn addresses(estimator: &mut Estimator<'_>) {
    let all = estimator.of::<Eip>();
    if all.is_empty() {
        return;
    }
    let number = count(all.len());
    let method = format!("{number} × {HOURS} h");
    estimator.add(Draft::new(Service::Network, "elastic addresses", Listed::PublicIpv4, number * HOURS, method, &all));
}

/// The price of VPC endpoints: gateway endpoints cost nothing, interface endpoints are charged by zone.
pub(super) fn endpoints(estimator: &mut Estimator<'_>) {
    let mut zones = 0;
    let mut interfaces = Vec::new();
    for endpoint in estimator.of::<VpcEndpoint>() {
        match endpoint.get(VpcEndpoint::VPC_ENDPOINT_TYPE).literal().as_deref().unwrap_or("Gateway") {
            "Gateway" => {}
            "Interface" => {
                zones += endpoint.get(VpcEndpoint::SUBNET_IDS).resolved().as_array().map_or(1, Vec::len);
                interfaces.push(endpoint);
            }
            other => {
                let reason = format!("an endpoint of type `{other}` is not priced here");
                estimator.leave_out(format!("{}: endpoint", endpoint.resource().label), &[endpoint], reason);
            }
        }
    }
    if interfaces.is_empty() {
        return;
    }
    let method = format!("{} endpoints, {zones} in their zones × {HOURS} h", interfaces.len());
    estimator.add(Draft::new(
        Service::Network,
        "interface endpoints",
        Listed::InterfaceEndpoint,
        count(zones) * HOURS,
        method,
        &interfaces,
    ));
    let data = estimator.assumptions.endpoint_gigabytes.value();
    let method = format!("{} GB through all", data.normalize());
    let item = Listed::InterfaceEndpointData;
    estimator.add(
        Draft::new(Service::Network, "data through endpoints", item, data, method, &interfaces).assuming(&["endpoint_gigabytes"]),
    );
}
