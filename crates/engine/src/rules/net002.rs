//! Every zone of production has a way out of its own.

use aws::{NatGateway, Route, RouteTableAssociation, Subnet};
use networking::config::NatGateways;
use settings::Severity;
use terraform::Address;
use terraform::read::{Documents, View};

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "NET002",
    severity: Severity::Warning,
    scope: Scope::Production,
    title: "every zone of production has a way out of its own",
    why: "With one NAT gateway the loss of its zone cuts the tasks of all other zones off from the internet, and traffic between zones is billed.",
    mend: "set `networking.nat_gateways = \"per-zone\"`",
    settings: &["networking.nat_gateways", "networking.zones"],
    check: Check::Documents(check),
};

fn check(subject: &Subject<'_>, documents: &Documents, findings: &mut Findings<'_>) {
    let is_single = subject.config.networking.nat_gateways == NatGateways::Single;
    // Each zone's route leads to its own gateway, unless an override says otherwise.
    if !is_single && subject.overriding(Route::NAT_GATEWAY_ID.name()).is_empty() {
        return;
    }
    for (address, theirs, its) in ways_through_other_zones(documents) {
        if is_single {
            findings
                .at("networking.nat_gateways", "the only NAT gateway takes the internet from every zone when its own is lost")
                .also("networking.zones");
            return;
        }
        let message = format!("`{address}` leads the tasks of {theirs} out through {its}: they lose the internet with that zone");
        findings.of_resource(address.to_string(), message).help_in_own("name the NAT gateway of the route's own zone");
    }
}

/// The routes that lead from subnets of one zone to a NAT gateway of another, each with the two.
fn ways_through_other_zones(documents: &Documents) -> Vec<(Address, String, String)> {
    let zone = |subnet: View<'_, Subnet>| subnet.get(Subnet::AVAILABILITY_ZONE).text();
    let through = |route: View<'_, Route>| {
        let gateway = route.get(Route::NAT_GATEWAY_ID).leads_to::<NatGateway>()?;
        let its = gateway.get(NatGateway::SUBNET_ID).leads_to::<Subnet>().and_then(zone)?;
        let table = route.get(Route::ROUTE_TABLE_ID).target()?;
        let of_table = documents
            .resources_of::<RouteTableAssociation>()
            .filter(|it| it.get(RouteTableAssociation::ROUTE_TABLE_ID).target().as_ref() == Some(&table))
            .filter_map(|it| it.get(RouteTableAssociation::SUBNET_ID).leads_to::<Subnet>());
        let theirs = of_table.filter_map(zone).find(|theirs| *theirs != its)?;
        Some((route.address(), theirs, its))
    };
    documents.resources_of::<Route>().filter_map(through).collect()
}
