//! Load balancer, tasks and database stand in two zones at least. The settings cannot say otherwise; this guards what is made of them.

use std::collections::BTreeSet;

use settings::Severity;

use super::{Check, Documents, Findings, Rule, Scope, Subject};

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

fn check(_: &Subject<'_>, documents: Documents<'_>, findings: &mut Findings<'_>) {
    for resource in documents.resources() {
        let subnets = match resource.kind {
            "aws_lb" => &resource.body["subnets"],
            "aws_db_subnet_group" => &resource.body["subnet_ids"],
            "aws_ecs_service" => &resource.body["network_configuration"]["subnets"],
            _ => continue,
        };
        let subnets = documents.list(resource.module, subnets);
        let zones: BTreeSet<String> = subnets
            .iter()
            .filter_map(|subnet| documents.resource(subnet))
            .map(|subnet| subnet.body["availability_zone"].to_string())
            .collect();
        if zones.len() < 2 {
            let address = resource.address();
            findings.of_resource(address.clone(), format!("`{address}` stands in one zone only, and is lost with it"));
        }
    }
}
