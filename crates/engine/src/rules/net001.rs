//! Load balancer, tasks and database stand in two zones at least. The settings cannot say otherwise; this guards what is made of them.

use std::collections::BTreeSet;

use aws::ecs_service::NetworkConfiguration;
use aws::{DbSubnetGroup, EcsService, Lb, Subnet};
use settings::Severity;

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};
use terraform::read::Documents;

pub(super) const RULE: Rule = Rule {
    code: "NET001",
    severity: Severity::Error,
    scope: Scope::Every,
    title: "load balancer, tasks and database stand in two zones at least",
    why: "A zone can be lost as a whole. What stands in one zone only goes with it.",
    mend: "report it, since the settings take no fewer than two zones; until then accept it or go back to the version of synth before",
    settings: &["networking.zones"],
    check: Check::Documents(check),
};

fn check(_: &Subject<'_>, documents: &Documents, findings: &mut Findings<'_>) {
    for resource in documents.all() {
        let subnets = if let Some(balancer) = resource.view::<Lb>() {
            balancer.get(Lb::SUBNETS)
        } else if let Some(group) = resource.view::<DbSubnetGroup>() {
            group.get(DbSubnetGroup::SUBNET_IDS)
        } else if let Some(network) = resource.view::<EcsService>().and_then(|it| it.block(EcsService::NETWORK_CONFIGURATION)) {
            network.get(NetworkConfiguration::SUBNETS)
        } else {
            continue;
        };
        // Of subnets that exist already only AWS knows the zones; the settings name one for each.
        let elements = subnets.elements();
        if !elements.is_empty() && elements.iter().all(|subnet| subnet.literal().is_some()) {
            continue;
        }
        let zones: BTreeSet<String> = elements
            .iter()
            .filter_map(terraform::read::Read::leads_to::<Subnet>)
            .map(|subnet| subnet.get(Subnet::AVAILABILITY_ZONE).resolved().to_string())
            .collect();
        if zones.len() < 2 {
            let address = resource.address().to_string();
            findings
                .of_resource(address.clone(), format!("`{address}` stands in one zone only, and is lost with it"))
                .help_in_own("name subnets of two zones, as in `module.networking.private_subnet_ids`,");
        }
    }
}
