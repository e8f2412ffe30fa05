//! Only tasks and bastion reach the database. The settings cannot say otherwise; this guards what is made of them.

use std::cell::LazyCell;

use aws::{DbInstance, DbSubnetGroup, Route, RouteTable, RouteTableAssociation, route_table};
use settings::Severity;
use system::openings;
use terraform::json::Json;
use terraform::read::{Read, View};
use terraform::{ArgumentName, Set};

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};
use terraform::read::Documents;

/// The targets of a route behind which the internet lies.
const WAYS_OUT: [ArgumentName<Route, String>; 3] = [Route::GATEWAY_ID, Route::NAT_GATEWAY_ID, Route::EGRESS_ONLY_GATEWAY_ID];

/// The same of a route that stands in its table.
const WAYS_OUT_INSIDE: [ArgumentName<route_table::Route, String>; 3] =
    [route_table::Route::GATEWAY_ID, route_table::Route::NAT_GATEWAY_ID, route_table::Route::EGRESS_ONLY_GATEWAY_ID];

pub(super) const RULE: Rule = Rule {
    code: "RDS008",
    severity: Severity::Error,
    scope: Scope::Every,
    title: "only tasks and bastion reach the database",
    why: "Whoever reaches the database's port can try passwords and use its faults. A way out lets whoever is inside send its data away.",
    mend: "report it, since no setting opens it; until then accept it or go back to the version of synth before",
    settings: &[],
    check: Check::Documents(check),
};

fn check(_: &Subject<'_>, documents: &Documents, findings: &mut Findings<'_>) {
    let opened = LazyCell::new(|| openings(documents));
    for instance in documents.resources_of::<DbInstance>() {
        let address = instance.address().to_string();
        if !instance.get(DbInstance::PUBLICLY_ACCESSIBLE).is_false() {
            findings
                .of_resource(address.clone(), format!("`{address}` has a public address"))
                .help_in_own("set `publicly_accessible = false`");
        }
        let groups = ids(&instance.get(DbInstance::VPC_SECURITY_GROUP_IDS));
        for opening in opened.iter().filter(|it| it.is_from_addresses && groups.contains(&it.group)) {
            let address = opening.resource.address().to_string();
            findings
                .of_resource(address.clone(), format!("`{address}` lets addresses in to the database, not a security group"))
                .help_in_own("name a security group instead of a range");
        }
    }
    for group in documents.resources_of::<DbSubnetGroup>() {
        let subnets = ids(&group.get(DbSubnetGroup::SUBNET_IDS));
        let tables: Vec<Json> = documents
            .resources_of::<RouteTableAssociation>()
            .filter(|association| subnets.contains(&association.get(RouteTableAssociation::SUBNET_ID).resolved()))
            .map(|association| association.get(RouteTableAssociation::ROUTE_TABLE_ID).resolved().into_owned())
            .collect();
        for route in documents.resources_of::<Route>() {
            let leads_out = WAYS_OUT.iter().any(|way| route.get(*way).is_set());
            if leads_out && tables.contains(&route.get(Route::ROUTE_TABLE_ID).resolved()) {
                let address = route.address().to_string();
                findings
                    .of_resource(address.clone(), format!("`{address}` leads from the database's subnets to the internet"))
                    .help_in_own("take the route out");
            }
        }
        for table in documents.resources_of::<RouteTable>() {
            let address = table.address().to_string();
            let leads_out = |route: View<'_, route_table::Route>| WAYS_OUT_INSIDE.iter().any(|way| is_named(&route.get(*way)));
            if tables.contains(&Json::from(format!("${{{address}.id}}"))) && table.blocks(RouteTable::ROUTE).any(leads_out) {
                findings
                    .of_resource(address.clone(), format!("`{address}` leads from the database's subnets to the internet"))
                    .help_in_own("take the route out");
            }
        }
    }
}

/// The ids in a set: which one of them is what, only AWS knows, so that equal references are equal ids.
fn ids(set: &Read<'_, Set<String>>) -> Vec<Json> {
    set.elements().iter().map(|id| id.resolved().into_owned()).collect()
}

/// In a table every argument of a route has to be there, and is empty where it says nothing.
fn is_named(target: &Read<'_, String>) -> bool {
    target.is_set() && !target.is("")
}
