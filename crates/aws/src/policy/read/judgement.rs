//! What a statement allows beyond what it should: the one judgement of rules, checklist and review.

use std::fmt;

use super::pattern::Pattern;
use super::statement::{Effect, Statement};
use crate::policy::takes_arn;

/// What a statement allows beyond what it should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Excess {
    /// It says what is not meant.
    AllButNamed,
    /// It names everybody.
    Everybody,
    /// An action with a wildcard.
    Family(String),
    /// An action on every resource, although AWS accepts an ARN for it.
    OnEverything(String),
}

impl fmt::Display for Excess {
    /// What is allowed, as in "it allows …".
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AllButNamed => formatter.write_str("everything but what it names"),
            Self::Everybody => formatter.write_str("everybody"),
            Self::Family(action) => write!(formatter, "the family of actions `{action}`"),
            Self::OnEverything(action) => write!(formatter, "`{action}` on everything"),
        }
    }
}

/// What a statement allows beyond what it should; in a key's own policy, `*` means the key.
pub fn excess(statement: &Statement, is_key_policy: bool) -> Option<Excess> {
    if statement.effect == Effect::Deny {
        return None;
    }
    if statement.is_inverted() {
        return Some(Excess::AllButNamed);
    }
    if statement.names_everybody() {
        return Some(Excess::Everybody);
    }
    // In a key's own policy `*` is the key, and without the account's administrators nobody could ever change it (KMS Developer Guide,
    // "Default key policy").
    let principals = statement.principals.iter().flat_map(|principals| &principals.by_kind);
    let is_by_account = principals.clone().all(|(kind, who)| kind == "AWS" && who.ends_with(":root"));
    let actions = &statement.actions.patterns;
    let family = actions.iter().find(|action| action.has_wildcard() && !(is_key_policy && is_by_account));
    if let Some(family) = family {
        return Some(Excess::Family(family.as_str().to_owned()));
    }
    if is_key_policy || !statement.resources.as_ref().is_some_and(super::statement::Scope::is_everything) {
        return None;
    }
    let action = actions.iter().find(|action| takes_arn(action.as_str()))?;
    Some(Excess::OnEverything(action.as_str().to_owned()))
}

/// Words that stand before a name in an ARN (Service Authorization Reference, "Resource types"): after them, `*` is all there are.
const TYPES: [&str; 34] = [
    "role",
    "user",
    "group",
    "policy",
    "instance-profile",
    "mfa",
    "oidc-provider",
    "saml-provider",
    "table",
    "function",
    "layer",
    "cluster",
    "service",
    "task",
    "task-definition",
    "container-instance",
    "secret",
    "key",
    "alias",
    "instance",
    "volume",
    "snapshot",
    "log-group",
    "parameter",
    "topic",
    "queue",
    "repository",
    "stack",
    "document",
    "db",
    "dbuser",
    "distribution",
    "loadbalancer",
    "targetgroup",
];

/// Whether a resource is everything of its kind: `*`, `arn:aws:s3:::*`, `arn:aws:iam::*:role/*`.
pub fn is_every_resource(resource: &str) -> bool {
    let is_open = |text: &str| !text.is_empty() && text.chars().all(|character| "*?/:".contains(character));
    if is_open(resource) {
        return true;
    }
    let parts: Vec<&str> = resource.splitn(6, ':').collect();
    let [arn, _, service, _, _, name] = parts.as_slice() else {
        // Too few parts with a wildcard at the end: `arn:aws:s3*`.
        return resource.starts_with("arn:") && resource.ends_with('*') && resource.matches(':').count() < 5;
    };
    let rest = name.split_once(['/', ':']).filter(|(kind, _)| *service != "s3" && TYPES.contains(kind));
    *arn == "arn" && is_open(rest.map_or(*name, |(_, rest)| rest))
}

/// What a federated trust leaves open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrustGap {
    /// No condition asks for the subject.
    NoSubject,
    /// The subject may be anybody's; the value as it is written.
    AnySubject(String),
}

/// Claims by which issuers of tokens tell apart whom they serve; the subject is one with all of them.
///
/// AWS, "Available keys for AWS OIDC federation": of Cognito, Google, Facebook and Amazon the audience is the application's own.
const CLAIMS: [&str; 9] = [
    ":sub",
    ":repository",
    ":repository_id",
    ":repository_owner_id",
    ":job_workflow_ref",
    "cognito-identity.amazonaws.com:aud",
    "accounts.google.com:aud",
    "graph.facebook.com:app_id",
    "www.amazon.com:app_id",
];

/// What a trust policy's statement leaves open to the other users of its identity provider; nothing where there is none such.
///
/// AWS, "Create a role for `OpenID` Connect federation": without a condition on the subject, every user of the issuer may take the
/// role, of whichever organization.
pub fn trust_gap(statement: &Statement) -> Option<TrustGap> {
    if statement.effect == Effect::Deny || !statement.actions.meets(&Pattern::caseless("sts:AssumeRoleWithWebIdentity")) {
        return None;
    }
    let federated: Vec<&str> = statement.principals.iter().flat_map(|principals| principals.of_kind("Federated")).collect();
    if federated.is_empty() {
        return None;
    }
    let is_claim = |key: &str| CLAIMS.iter().any(|claim| key.to_ascii_lowercase().ends_with(claim));
    let claims: Vec<_> = statement.conditions.iter().filter(|condition| is_claim(&condition.key)).collect();
    if claims.iter().any(|condition| condition.names(is_anybody)) {
        return None;
    }
    let Some(claim) = claims.first() else { return Some(TrustGap::NoSubject) };
    let value = claim.values.iter().find(|value| is_anybody(&Pattern::new(value))).or(claim.values.first());
    Some(TrustGap::AnySubject(value.cloned().unwrap_or_default()))
}

/// Whether a subject names no organization: `*`, `repo:*`, `repo:acme*/…` (anybody can register `acme-2`), `project_path:*`.
fn is_anybody(subject: &Pattern) -> bool {
    if !subject.has_wildcard() {
        return false;
    }
    let text = subject.as_str();
    // A pod's names its namespace (Amazon EKS User Guide, "Assign IAM roles to Kubernetes service accounts").
    let name = text.strip_prefix("system:serviceaccount:").or_else(|| Some(text.split_once(':')?.1)).unwrap_or(text);
    let owner = name.split(['/', ':']).next().unwrap_or(name);
    text.starts_with(['*', '?']) || owner.contains(['*', '?'])
}
