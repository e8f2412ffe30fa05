//! How much there is of what AWS limits, counted in what is emitted; the limits stand in [`domain::limits`]. It must not know how a rule
//! judges it.

use std::collections::{BTreeMap, BTreeSet};

use aws::{
    AcmCertificate, CloudwatchDashboard, CloudwatchLogResourcePolicy, EcsTaskDefinition, IamRole, IamRolePolicy, KmsKeyPolicy, Lb,
    LbListener, LbListenerRule, LbTargetGroup, S3BucketPolicy, SnsTopicPolicy, VpcEndpoint, VpcSecurityGroupEgressRule,
    VpcSecurityGroupIngressRule,
};
use domain::limits::{self, Limit};
use serde::Deserialize;
use serde::de::IgnoredAny;
use terraform::read::expression::{Piece, pieces};
use terraform::read::{Documents, Read, ResourceBlock, View, embedded};
use terraform::{Address, ResourceType as _};

/// What a reference comes to where it stands in a document: an ARN of what is made here has about so many characters.
const REFERENCE: usize = 80;

/// So much of something, and the limits to it: the one that nobody raises, and the one that AWS raises when it is asked.
#[derive(Debug)]
pub(super) struct Measured {
    pub(super) address: String,
    pub(super) amount: usize,
    pub(super) limits: &'static [&'static Limit],
}

/// Everything that has a limit, by address.
pub(super) fn measured(documents: &Documents) -> Vec<Measured> {
    let mut found: Vec<Measured> = documents.all().filter_map(of_resource).collect();
    let mut inline: BTreeMap<String, usize> = BTreeMap::new();
    for policy in documents.resources_of::<IamRolePolicy>() {
        let role = policy.get(IamRolePolicy::ROLE).target().unwrap_or_else(|| policy.address());
        *inline.entry(role.to_string()).or_default() += characters(&policy.get(IamRolePolicy::POLICY));
    }
    let of_role = |(address, amount)| Measured { address, amount, limits: &[&limits::INLINE_POLICY] };
    found.extend(inline.into_iter().map(of_role));
    found.extend(of_security_groups(documents));
    found.extend(of_endpoints(documents));
    found.extend(documents.resources_of::<Lb>().flat_map(|load_balancer| of_load_balancer(documents, load_balancer)));
    found
}

/// The rules of each security group, wherever they stand: of a cache's, say, each service that reaches it brings one.
fn of_security_groups(documents: &Documents) -> Vec<Measured> {
    let mut rules: BTreeMap<(String, &'static str), usize> = BTreeMap::new();
    let mut count = |group: &Read<'_, String>, kind: &'static str| {
        let name = group.target().map(|group| group.to_string()).or_else(|| group.literal());
        if let Some(name) = name {
            *rules.entry((name, kind)).or_default() += 1;
        }
    };
    for rule in documents.resources_of::<VpcSecurityGroupIngressRule>() {
        count(&rule.get(VpcSecurityGroupIngressRule::SECURITY_GROUP_ID), VpcSecurityGroupIngressRule::TYPE);
    }
    for rule in documents.resources_of::<VpcSecurityGroupEgressRule>() {
        count(&rule.get(VpcSecurityGroupEgressRule::SECURITY_GROUP_ID), VpcSecurityGroupEgressRule::TYPE);
    }
    let measured = |((address, _), amount)| Measured { address, amount, limits: &[&limits::SECURITY_GROUP_RULES] };
    rules.into_iter().map(measured).collect()
}

fn of_endpoints(documents: &Documents) -> Option<Measured> {
    let is_interface =
        |it: &View<'_, VpcEndpoint>| it.get(VpcEndpoint::VPC_ENDPOINT_TYPE).literal().is_some_and(|it| it == "Interface");
    let mut all = documents.resources_of::<VpcEndpoint>().filter(is_interface);
    let address = all.next()?.address().to_string();
    Some(Measured { address, amount: all.count() + 1, limits: &[&limits::INTERFACE_ENDPOINTS] })
}

/// What a load balancer leads to: its own listeners, their rules, and the target groups that these name.
fn of_load_balancer(documents: &Documents, load_balancer: View<'_, Lb>) -> [Measured; 2] {
    let address = load_balancer.address();
    let is_of = |listener: &View<'_, LbListener>| listener.get(LbListener::LOAD_BALANCER_ARN).target().as_ref() == Some(&address);
    let listeners: BTreeMap<Address, ResourceBlock<'_>> =
        documents.resources_of::<LbListener>().filter(is_of).map(|it| (it.address(), it.resource())).collect();
    let is_of = |rule: &View<'_, LbListenerRule>| {
        rule.get(LbListenerRule::LISTENER_ARN).target().is_some_and(|listener| listeners.contains_key(&listener))
    };
    let rules: Vec<ResourceBlock<'_>> =
        documents.resources_of::<LbListenerRule>().filter(is_of).map(|rule| rule.resource()).collect();
    let is_group = |address: &Address| documents.at(address).is_some_and(|block| block.is::<LbTargetGroup>());
    let groups: BTreeSet<Address> =
        rules.iter().chain(listeners.values()).flat_map(ResourceBlock::needs).filter(is_group).collect();
    let measured = |amount, limits| Measured { address: address.to_string(), amount, limits };
    [measured(groups.len(), &[&limits::TARGET_GROUPS]), measured(rules.len(), &[&limits::LISTENER_RULES])]
}

fn of_resource(resource: ResourceBlock<'_>) -> Option<Measured> {
    let (amount, limits): (usize, &'static [&'static Limit]) = if let Some(it) = resource.view::<IamRole>() {
        (characters(&it.get(IamRole::ASSUME_ROLE_POLICY)), &[&limits::TRUST_POLICY, &limits::TRUST_POLICY_AT_THE_MOST])
    } else if let Some(it) = resource.view::<KmsKeyPolicy>() {
        (bytes(&it.get(KmsKeyPolicy::POLICY)), &[&limits::KEY_POLICY])
    } else if let Some(it) = resource.view::<S3BucketPolicy>() {
        (bytes(&it.get(S3BucketPolicy::POLICY)), &[&limits::BUCKET_POLICY])
    } else if let Some(it) = resource.view::<SnsTopicPolicy>() {
        (bytes(&it.get(SnsTopicPolicy::POLICY)), &[&limits::TOPIC_POLICY])
    } else if let Some(it) = resource.view::<CloudwatchLogResourcePolicy>() {
        (characters(&it.get(CloudwatchLogResourcePolicy::POLICY_DOCUMENT)), &[&limits::LOGS_POLICY])
    } else if let Some(it) = resource.view::<EcsTaskDefinition>() {
        (bytes(&it.get(EcsTaskDefinition::CONTAINER_DEFINITIONS)), &[&limits::TASK_DEFINITION])
    } else if let Some(it) = resource.view::<CloudwatchDashboard>() {
        // How many there are, no reference in them decides.
        let body: Dashboard = embedded::read(it.get(CloudwatchDashboard::DASHBOARD_BODY).written())?;
        (body.widgets.len(), &[&limits::DASHBOARD_WIDGETS])
    } else if let Some(it) = resource.view::<AcmCertificate>() {
        let names = it.get(AcmCertificate::SUBJECT_ALTERNATIVE_NAMES).elements().len();
        (names + 1, &[&limits::CERTIFICATE_NAMES_AT_THE_MOST])
    } else {
        return None;
    };
    Some(Measured { address: resource.address().to_string(), amount, limits })
}

/// A dashboard, as far as it is measured.
#[derive(Deserialize)]
struct Dashboard {
    widgets: Vec<IgnoredAny>,
}

/// The characters that IAM and CloudWatch Logs count: all but blanks.
fn characters(text: &Read<'_, String>) -> usize {
    sum(text, |text| text.chars().filter(|letter| !letter.is_whitespace()).count())
}

fn bytes(text: &Read<'_, String>) -> usize {
    sum(text, str::len)
}

fn sum(text: &Read<'_, String>, of: impl Fn(&str) -> usize) -> usize {
    let pieces = text.written().as_str().and_then(|text| pieces(text).ok()).unwrap_or_default();
    let lengths = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => of(text),
        Piece::Expression(_) | Piece::Directive(_) => REFERENCE,
    });
    lengths.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_target_groups_and_rules_of_the_load_balancer_count() {
        let text = r#"{"resource": {
            "aws_lb": {"a": {}, "b": {}},
            "aws_lb_target_group": {"led_to": {}, "by_rule": {}, "of_b": {}, "alone": {}},
            "aws_lb_listener": {
                "a": {"load_balancer_arn": "${aws_lb.a.arn}", "default_action": [{"forward": [{"target_group": [{"arn": "${aws_lb_target_group.led_to.arn}"}]}]}]},
                "b": {"load_balancer_arn": "${aws_lb.b.arn}", "default_action": [{"target_group_arn": "${aws_lb_target_group.of_b.arn}"}]}},
            "aws_lb_listener_rule": {"a": {"listener_arn": "${aws_lb_listener.a.arn}", "action": [{"target_group_arn": "${aws_lb_target_group.by_rule.arn}"}]}}
        }}"#;
        let documents = Documents::read([("main.tf.json", text)]).expect("it is a document");
        let amounts: Vec<(String, usize)> = measured(&documents).into_iter().map(|it| (it.address, it.amount)).collect();
        let expected = [("aws_lb.a", 2), ("aws_lb.a", 1), ("aws_lb.b", 1), ("aws_lb.b", 0)];
        assert_eq!(amounts, expected.map(|(address, amount)| (address.to_owned(), amount)));
    }
    /// A group's rules count in each direction by themselves, wherever they stand.
    #[test]
    fn rules_of_security_groups_and_interface_endpoints_are_counted() {
        let text = r#"{"resource": {
            "aws_security_group": {"a": {}},
            "aws_vpc_security_group_ingress_rule": {
                "one": {"security_group_id": "${aws_security_group.a.id}"}, "two": {"security_group_id": "${aws_security_group.a.id}"},
                "of_others": {"security_group_id": "sg-0123456789abcdef0"}},
            "aws_vpc_security_group_egress_rule": {"one": {"security_group_id": "${aws_security_group.a.id}"}},
            "aws_vpc_endpoint": {
                "a": {"vpc_endpoint_type": "Interface"}, "b": {"vpc_endpoint_type": "Interface"}, "c": {"vpc_endpoint_type": "Gateway"}}
        }}"#;
        let documents = Documents::read([("main.tf.json", text)]).expect("it is a document");
        let amounts: Vec<(String, usize)> = measured(&documents).into_iter().map(|it| (it.address, it.amount)).collect();
        let expected =
            [("aws_security_group.a", 1), ("aws_security_group.a", 2), ("sg-0123456789abcdef0", 1), ("aws_vpc_endpoint.a", 2)];
        assert_eq!(amounts, expected.map(|(address, amount)| (address.to_owned(), amount)));
    }
}
