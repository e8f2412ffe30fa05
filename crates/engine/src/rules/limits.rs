//! How much there is of what AWS limits, counted in what is emitted; the limits stand in [`domain::limits`]. It must not know how a rule
//! judges it.

use std::collections::{BTreeMap, BTreeSet};

use aws::{
    AcmCertificate, CloudwatchDashboard, CloudwatchLogResourcePolicy, EcsTaskDefinition, IamRole, IamRolePolicy, KmsKeyPolicy, Lb,
    LbListener, LbListenerRule, LbTargetGroup, S3BucketPolicy, SnsTopicPolicy,
};
use domain::limits::{self, Limit};
use serde::Deserialize;
use serde::de::IgnoredAny;
use terraform::Address;
use terraform::read::expression::{Piece, pieces};
use terraform::read::{Documents, Read, ResourceBlock, View, embedded};

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
    found.extend(documents.resources_of::<Lb>().flat_map(|load_balancer| of_load_balancer(documents, load_balancer)));
    found
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
}
