//! Load balancers, NAT, addresses, endpoints, and data to the internet. It must not know what stands behind them.

use aws::{Eip, Lb, NatGateway, VpcEndpoint};
use rust_decimal::Decimal;

use crate::HOURS;
use crate::estimate::Service;
use crate::item::Listed;
use crate::reckoning::{Draft, Reckoning, count};
use crate::savings::NatBasis;

/// The price of load balancers, and of what leaves through those that face the internet.
pub(super) fn load_balancers(reckoning: &mut Reckoning<'_>) {
    let mut application = Vec::new();
    let mut zones = 0;
    let mut facing_internet = Vec::new();
    for balancer in reckoning.of::<Lb>() {
        let name = balancer.resource().label;
        if balancer.get(Lb::LOAD_BALANCER_TYPE).literal().is_some_and(|kind| kind != "application") {
            reckoning.leave_out(format!("{name}: load balancer"), &[balancer], "only application load balancers are priced here");
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
                reckoning.leave_out(format!("{name}: public addresses"), &[balancer], "its subnets are not in the configuration");
            }
        }
    }
    if application.is_empty() {
        return;
    }
    let number = count(application.len());
    let hours = format!("{number} × {HOURS} h");
    reckoning.add(Draft::new(Service::LoadBalancing, "load balancer", Listed::LoadBalancer, number * HOURS, hours, &application));
    let units = reckoning.assumptions.load_balancer_capacity_units.value();
    let method = format!("{number} × {} LCU × {HOURS} h", units.normalize());
    let capacity = Listed::LoadBalancerCapacity;
    reckoning.add(
        Draft::new(Service::LoadBalancing, "capacity units", capacity, number * units * HOURS, method, &application)
            .assuming(&["load_balancer_capacity_units"]),
    );
    if facing_internet.is_empty() {
        return;
    }
    // Elastic Load Balancing pricing: each public IPv4 address is charged as one of VPC; a load balancer has one in each zone.
    let method = format!("one in each of {zones} zones × {HOURS} h");
    let addresses = Listed::PublicIpv4;
    reckoning.add(Draft::new(
        Service::Network,
        "load balancer's public addresses",
        addresses,
        count(zones) * HOURS,
        method,
        &facing_internet,
    ));
    let (out, free) =
        (reckoning.assumptions.internet_out_gigabytes.value(), reckoning.assumptions.free_internet_out_gigabytes.value());
    let beyond = (out - free).max(Decimal::ZERO);
    let method = format!("{} GB, of which the first {} are free", out.normalize(), free.normalize());
    reckoning.add(
        Draft::new(Service::DataTransfer, "to the internet", Listed::DataToInternet, beyond, method, &facing_internet)
            .assuming(&["internet_out_gigabytes", "free_internet_out_gigabytes"]),
    );
}

/// The price of NAT gateways; their addresses are [`addresses`].
pub(super) fn nat_gateways(reckoning: &mut Reckoning<'_>) {
    let all = reckoning.of::<NatGateway>();
    if all.is_empty() {
        return;
    }
    let number = count(all.len());
    let method = format!("{number} × {HOURS} h");
    reckoning.add(Draft::new(Service::Network, "NAT gateways", Listed::NatGateway, number * HOURS, method, &all));
    let data = reckoning.assumptions.nat_gigabytes.value();
    let method = format!("{} GB through all", data.normalize());
    reckoning.add(
        Draft::new(Service::Network, "data through NAT", Listed::NatGatewayData, data, method, &all).assuming(&["nat_gigabytes"]),
    );
    reckoning.basis.nat = Some(NatBasis { gateways: all.len() });
}

/// The price of elastic addresses.
pub(super) fn addresses(reckoning: &mut Reckoning<'_>) {
    let all = reckoning.of::<Eip>();
    if all.is_empty() {
        return;
    }
    let number = count(all.len());
    let method = format!("{number} × {HOURS} h");
    reckoning.add(Draft::new(Service::Network, "elastic addresses", Listed::PublicIpv4, number * HOURS, method, &all));
}

/// The price of VPC endpoints: gateway endpoints cost nothing, interface endpoints are charged by zone.
pub(super) fn endpoints(reckoning: &mut Reckoning<'_>) {
    let mut zones = 0;
    let mut interfaces = Vec::new();
    for endpoint in reckoning.of::<VpcEndpoint>() {
        match endpoint.get(VpcEndpoint::VPC_ENDPOINT_TYPE).literal().as_deref().unwrap_or("Gateway") {
            "Gateway" => {}
            "Interface" => {
                zones += endpoint.get(VpcEndpoint::SUBNET_IDS).resolved().as_array().map_or(1, Vec::len);
                interfaces.push(endpoint);
            }
            other => {
                let reason = format!("an endpoint of type `{other}` is not priced here");
                reckoning.leave_out(format!("{}: endpoint", endpoint.resource().label), &[endpoint], reason);
            }
        }
    }
    if interfaces.is_empty() {
        return;
    }
    let method = format!("{} endpoints, {zones} in their zones × {HOURS} h", interfaces.len());
    reckoning.add(Draft::new(
        Service::Network,
        "interface endpoints",
        Listed::InterfaceEndpoint,
        count(zones) * HOURS,
        method,
        &interfaces,
    ));
    let data = reckoning.assumptions.endpoint_gigabytes.value();
    let method = format!("{} GB through all", data.normalize());
    let item = Listed::InterfaceEndpointData;
    reckoning.add(
        Draft::new(Service::Network, "data through endpoints", item, data, method, &interfaces).assuming(&["endpoint_gigabytes"]),
    );
}
