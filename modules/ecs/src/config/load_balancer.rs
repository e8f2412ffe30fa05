//! The settings of the load balancer that all services share: the section `[ecs.load_balancer]`.

use std::collections::BTreeSet;

use domain::{DomainName, HostedZoneId, Identity, IdleTimeout, ObjectRetentionDays, RequestLimit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The load balancer that all services share.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LoadBalancer {
    /// After how many seconds without data a connection is closed.
    pub idle_timeout_seconds: IdleTimeout,
    /// Whether AWS refuses to delete the load balancer until this is turned off.
    pub deletion_protection: bool,
    /// TLS. Without this section the load balancer speaks plain HTTP.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls: Option<Tls>,
    /// The log of all requests.
    pub access_logs: AccessLogs,
    /// The web application firewall. Without this section there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub firewall: Option<Firewall>,
}

/// TLS, with a certificate of ACM's that Route 53 validates.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// The domain under which the services are reached.
    pub domain: DomainName,
    /// Further domains.
    #[serde(default)]
    pub alternative_domains: BTreeSet<DomainName>,
    /// The public hosted zone of Route 53 in which all these domains lie.
    pub hosted_zone_id: HostedZoneId,
}

/// The log of all requests, in a bucket of its own.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AccessLogs {
    /// Whether requests are logged.
    pub enabled: bool,
    /// For how many days.
    pub retention_days: ObjectRetentionDays,
}

/// The web application firewall.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Firewall {
    /// AWS's own groups of rules, billed by the group and the request.
    #[serde(default)]
    pub managed_rule_groups: BTreeSet<ManagedRuleGroup>,
    /// How many requests one address may send within five minutes; without this setting as many as it likes.
    #[serde(default)]
    pub requests_in_5_minutes: Option<RequestLimit>,
}

/// A group of firewall rules that AWS keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ManagedRuleGroup {
    /// The most common attacks, among them those of OWASP's Top 10.
    Common,
    /// Requests that are known to exploit something.
    KnownBadInputs,
    /// SQL injection.
    SqlInjection,
    /// Addresses that AWS knows for attacks.
    IpReputation,
    /// Addresses that hide who they are.
    AnonymousIp,
}

impl LoadBalancer {
    /// `task-api-prod`.
    pub(crate) fn name(identity: &Identity) -> String {
        identity.prefix()
    }
}

impl Tls {
    /// All domains, the first one first.
    pub(crate) fn domains(&self) -> impl Iterator<Item = &DomainName> {
        std::iter::once(&self.domain).chain(self.alternative_domains.iter().filter(|other| **other != self.domain))
    }
}

impl ManagedRuleGroup {
    /// The group's name (WAF Developer Guide, "AWS Managed Rules rule groups list").
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Common => "AWSManagedRulesCommonRuleSet",
            Self::KnownBadInputs => "AWSManagedRulesKnownBadInputsRuleSet",
            Self::SqlInjection => "AWSManagedRulesSQLiRuleSet",
            Self::IpReputation => "AWSManagedRulesAmazonIpReputationList",
            Self::AnonymousIp => "AWSManagedRulesAnonymousIpList",
        }
    }

    /// The group's own place among the rules, so that a further group moves no other: the cheapest first.
    pub(crate) fn priority(self) -> u32 {
        match self {
            Self::IpReputation => 10,
            Self::AnonymousIp => 20,
            Self::KnownBadInputs => 30,
            Self::Common => 40,
            Self::SqlInjection => 50,
        }
    }
}

impl Default for LoadBalancer {
    fn default() -> Self {
        Self {
            idle_timeout_seconds: IdleTimeout::of::<60>(),
            deletion_protection: true,
            tls: None,
            access_logs: AccessLogs::default(),
            firewall: None,
        }
    }
}

impl Default for AccessLogs {
    fn default() -> Self {
        Self { enabled: true, retention_days: ObjectRetentionDays::of::<90>() }
    }
}
