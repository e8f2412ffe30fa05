//! How much there is of what AWS limits, counted in what is emitted; the limits stand in [`domain::limits`]. It must not know how a rule
//! judges it.

use std::collections::BTreeMap;

use aws::{
    AcmCertificate, CloudwatchDashboard, CloudwatchLogResourcePolicy, EcsTaskDefinition, IamRole, IamRolePolicy, KmsKeyPolicy, Lb,
    LbListenerRule, LbTargetGroup, S3BucketPolicy, SnsTopicPolicy,
};
use domain::limits::{self, Limit};
use terraform::read::expression::{Piece, pieces};
use terraform::read::{Documents, Read, ResourceBlock};

/// What a reference comes to where it stands in a document: an ARN of what is made here has about so many characters.
const REFERENCE: usize = 80;

/// So much of something, and the limits to it: the one that nobody raises, and the one that AWS raises when it is asked.
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
    // What is emitted has one load balancer, or none.
    if let Some(load_balancer) = documents.resources_of::<Lb>().next() {
        let address = load_balancer.address().to_string();
        let groups = documents.resources_of::<LbTargetGroup>().count();
        let rules = documents.resources_of::<LbListenerRule>().count();
        found.push(Measured { address: address.clone(), amount: groups, limits: &[&limits::TARGET_GROUPS] });
        found.push(Measured { address, amount: rules, limits: &[&limits::LISTENER_RULES] });
    }
    found
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
        let body = it.get(CloudwatchDashboard::DASHBOARD_BODY).document()?;
        (body["widgets"].as_array()?.len(), &[&limits::DASHBOARD_WIDGETS])
    } else if let Some(it) = resource.view::<AcmCertificate>() {
        let names = it.get(AcmCertificate::SUBJECT_ALTERNATIVE_NAMES).elements().len();
        (names + 1, &[&limits::CERTIFICATE_NAMES_AT_THE_MOST])
    } else {
        return None;
    };
    Some(Measured { address: resource.address().to_string(), amount, limits })
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
