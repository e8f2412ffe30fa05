//! The internet reaches ports 80 and 443 only. The settings cannot say otherwise; this guards what is made of them.

use settings::Severity;
use system::openings;

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};
use terraform::read::Documents;

pub(super) const RULE: Rule = Rule {
    code: "NET003",
    severity: Severity::Error,
    scope: Scope::Every,
    title: "the internet reaches ports 80 and 443 only",
    why: "Every other port that anybody can reach is found by scanners within the hour.",
    mend: "report it, since the settings open no other port; until then accept it or go back to the version of synth before",
    settings: &["networking.bastion.access.ssh.allowed_cidrs"],
    check: Check::Documents(check),
};

fn check(_: &Subject<'_>, documents: &Documents, findings: &mut Findings<'_>) {
    let mut open: Vec<String> = openings(documents)
        .into_iter()
        .filter(|it| it.is_from_anywhere && !it.is_web)
        .map(|it| it.resource.address().to_string())
        .collect();
    open.dedup();
    for address in open {
        findings
            .of_resource(address.clone(), format!("`{address}` lets the whole internet in on another port than 80 and 443"))
            .help_in_own("name the ranges, or the security groups, that may come in");
    }
}
