//! The internet reaches ports 80 and 443 only. The settings cannot say otherwise; this guards what is made of them.

use serde_json::Value as Json;
use settings::Severity;

use super::documents::Resource;
use super::{Check, Documents, Findings, Rule, Scope, Subject};

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

fn check(_: &Subject<'_>, documents: Documents<'_>, findings: &mut Findings<'_>) {
    for rule in documents.of_kind("aws_vpc_security_group_ingress_rule") {
        let (from, to) = (rule.body["from_port"].as_u64(), rule.body["to_port"].as_u64());
        let is_web = rule.body["ip_protocol"] == "tcp" && from == to && matches!(from, Some(80 | 443));
        if !is_web && (is_anywhere(&rule.body["cidr_ipv4"]) || is_anywhere(&rule.body["cidr_ipv6"])) {
            open(&rule, findings);
        }
    }
    // Rules inside a group have no way to refer to another group without a circle, so there are none; whoever adds one has to look here.
    for kind in ["aws_security_group", "aws_default_security_group"] {
        for group in documents.of_kind(kind) {
            let has_anywhere = |rule: &Json| {
                let ranges = ["cidr_blocks", "ipv6_cidr_blocks"].map(|argument| rule[argument].as_array());
                ranges.into_iter().flatten().flatten().any(is_anywhere)
            };
            if group.body["ingress"].as_array().into_iter().flatten().any(has_anywhere) {
                open(&group, findings);
            }
        }
    }
}

fn is_anywhere(range: &Json) -> bool {
    range == "0.0.0.0/0" || range == "::/0"
}

fn open(resource: &Resource<'_>, findings: &mut Findings<'_>) {
    let address = resource.address();
    findings.of_resource(address.clone(), format!("`{address}` lets the whole internet in on another port than 80 and 443"));
}
