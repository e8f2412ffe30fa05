//! The internet reaches ports 80 and 443 only. The settings cannot say otherwise; this guards what is made of them.

use aws::{
    DefaultSecurityGroup, SecurityGroup, VpcSecurityGroupIngressRule as IngressRule, default_security_group, security_group,
};
use settings::Severity;
use terraform::List;
use terraform::read::{Read, ResourceBlock};

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
    for rule in documents.resources_of::<IngressRule>() {
        let (from, to) = (rule.get(IngressRule::FROM_PORT).literal(), rule.get(IngressRule::TO_PORT).literal());
        let is_web = rule.get(IngressRule::IP_PROTOCOL).is("tcp") && from == to && matches!(from, Some(80 | 443));
        let ranges = [IngressRule::CIDR_IPV4, IngressRule::CIDR_IPV6].map(|range| rule.get(range));
        if !is_web && ranges.iter().any(is_anywhere) {
            open(rule.resource(), findings);
        }
    }
    // Rules inside a group have no way to refer to another group without a circle, so there are none; whoever adds one has to look here.
    for group in documents.resources_of::<SecurityGroup>() {
        let ranges = group.blocks(SecurityGroup::INGRESS).flat_map(|rule| {
            [security_group::Ingress::CIDR_BLOCKS, security_group::Ingress::IPV6_CIDR_BLOCKS].map(|ranges| rule.get(ranges))
        });
        if has_anywhere(ranges) {
            open(group.resource(), findings);
        }
    }
    for group in documents.resources_of::<DefaultSecurityGroup>() {
        let ranges = group.blocks(DefaultSecurityGroup::INGRESS).flat_map(|rule| {
            [default_security_group::Ingress::CIDR_BLOCKS, default_security_group::Ingress::IPV6_CIDR_BLOCKS]
                .map(|ranges| rule.get(ranges))
        });
        if has_anywhere(ranges) {
            open(group.resource(), findings);
        }
    }
}

fn has_anywhere<'a>(mut ranges: impl Iterator<Item = Read<'a, List<String>>>) -> bool {
    ranges.any(|ranges| ranges.elements().iter().any(is_anywhere))
}

fn is_anywhere(range: &Read<'_, String>) -> bool {
    range.is("0.0.0.0/0") || range.is("::/0")
}

fn open(resource: ResourceBlock<'_>, findings: &mut Findings<'_>) {
    let address = resource.address().to_string();
    findings
        .of_resource(address.clone(), format!("`{address}` lets the whole internet in on another port than 80 and 443"))
        .help_in_own("name the ranges, or the security groups, that may come in");
}
