//! Every zone of production has a way out of its own.

use networking::config::NatGateways;
use settings::Severity;

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
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let networking = &subject.config.networking;
    if networking.nat_gateways == NatGateways::Single && networking.zones.len() > 1 {
        findings
            .at("networking.nat_gateways", "the only NAT gateway takes the internet from every zone when its own is lost")
            .also("networking.zones");
    }
}
