//! Only tasks and bastion reach the database. The settings cannot say otherwise; this guards what is made of them.

use settings::Severity;

use super::documents::Located;
use super::{Check, Documents, Findings, Rule, Scope, Subject};

/// The targets of a route behind which the internet lies.
const WAYS_OUT: [&str; 3] = ["gateway_id", "nat_gateway_id", "egress_only_gateway_id"];

pub(super) const RULE: Rule = Rule {
    code: "RDS008",
    severity: Severity::Error,
    scope: Scope::Every,
    title: "only tasks and bastion reach the database",
    why: "Whoever reaches the database's port can try passwords and use its faults. A way out lets whoever is inside send its data away.",
    mend: "report it, since no setting opens the database; until then accept it or go back to the version of synth before",
    settings: &[],
    check: Check::Documents(check),
};

fn check(_: &Subject<'_>, documents: Documents<'_>, findings: &mut Findings<'_>) {
    for instance in documents.of_kind("aws_db_instance") {
        let address = instance.address();
        if instance.body["publicly_accessible"] != false {
            findings.of_resource(address.clone(), format!("`{address}` has a public address"));
        }
        let groups = documents.list(instance.module, &instance.body["vpc_security_group_ids"]);
        for rule in documents.of_kind("aws_vpc_security_group_ingress_rule") {
            let group = documents.follow(rule.module, &rule.body["security_group_id"]);
            if groups.contains(&group) && !rule.body["referenced_security_group_id"].is_string() {
                let address = rule.address();
                findings
                    .of_resource(address.clone(), format!("`{address}` lets addresses in to the database, not a security group"));
            }
        }
    }
    for group in documents.of_kind("aws_db_subnet_group") {
        let subnets = documents.list(group.module, &group.body["subnet_ids"]);
        let associations = documents
            .of_kind("aws_route_table_association")
            .filter(|association| subnets.contains(&documents.follow(association.module, &association.body["subnet_id"])));
        let tables: Vec<Located> =
            associations.map(|association| documents.follow(association.module, &association.body["route_table_id"])).collect();
        for route in documents.of_kind("aws_route") {
            let leads_out = WAYS_OUT.iter().any(|way| route.body[*way].is_string());
            if leads_out && tables.contains(&documents.follow(route.module, &route.body["route_table_id"])) {
                let address = route.address();
                findings.of_resource(address.clone(), format!("`{address}` leads from the database's subnets to the internet"));
            }
        }
    }
}
