//! The settings of the load balancer that all services share: the section `[ecs.load_balancer]`.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    CertificateArn, CertificateName, Cidr, DomainName, ExternalId, FirewallRuleName, HostedZoneId, Identity, IdleTimeout,
    ObjectRetentionDays, RequestLimit, RetentionDays, RoleArn, RuleName,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::existing_load_balancer::ExistingLoadBalancer;
use super::routing::AnswerRule;

/// The load balancer that all services share.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LoadBalancer {
    /// A load balancer that exists already, and of which nothing is managed here: the services' rules are made on its listener. Its certificates, its
    /// firewall, its logs and who reaches it are its owner's then. `[ecs.load_balancer.tls]` beside it says that the listener speaks TLS, and which
    /// domains lead to the services; their records are written where a hosted zone is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub existing: Option<ExistingLoadBalancer>,
    /// Whether there is one although nothing of these settings leads to it: for Terraform of your own, or a module, whose targets stand behind it.
    /// Without this setting there is one where a service has `routing` or `rules` holds a rule, and none where there are only workers, jobs and
    /// services that others reach by Service Connect: it would cost money, and keep ports open to the internet, for nobody.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub always: bool,
    /// Whether it stands in the private subnets and is reached within the VPC and what is connected with it only. Choose it before the first
    /// apply: AWS makes another load balancer of it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub internal: bool,
    /// The address ranges that reach it on its ports, such as the office's. Without them everybody does, and an internal one the VPC's range.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub allowed_cidrs: BTreeSet<Cidr>,
    /// After how many seconds without data a connection is closed.
    pub idle_timeout_seconds: IdleTimeout,
    /// Whether AWS refuses to delete the load balancer until this is turned off.
    pub deletion_protection: bool,
    /// TLS. Without this section the load balancer speaks plain HTTP.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls: Option<Tls>,
    /// The `tls.zone_role` of before, while the records that were written as it go: Terraform destroys nothing without the provider's configuration under
    /// which it was made. Set it in the change that takes the role out or names one of another account, apply, and take it out then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_zone_role: Option<ZoneRole>,
    /// The log of all requests.
    pub access_logs: AccessLogs,
    /// The web application firewall. Without this section there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub firewall: Option<Firewall>,
    /// Rules of its own, by name, that no service answers: redirects and fixed answers.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub rules: BTreeMap<RuleName, AnswerRule>,
}

/// TLS, with a certificate of ACM's that is made here and that DNS validates, or with one that exists.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// The domain under which the services are reached.
    pub domain: DomainName,
    /// Further names: domains, and `*.example.com` for all right below one.
    #[serde(default)]
    pub alternative_domains: BTreeSet<CertificateName>,
    /// The public hosted zone of Route 53 in which these domains lie: the certificate's validation and the names that lead to the load balancer
    /// are written there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hosted_zone_id: Option<HostedZoneId>,
    /// Further hosted zones, by their domains, for names that do not lie in the first one: `{ "example.org" = "Z0123456789EXAMPLE" }`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub hosted_zones: BTreeMap<DomainName, HostedZoneId>,
    /// The role as which the records are written, where the hosted zones named here are another account's. Who runs Terraform needs `sts:AssumeRole` on it,
    /// and its trust policy has to admit them; where there is `assume_role`, the role that is named there assumes it, and is who has both. It needs `route53:ChangeResourceRecordSets`, `route53:ListResourceRecordSets` and `route53:GetHostedZone` on the zones, and
    /// `route53:GetChange` on `arn:aws:route53:::change/*`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone_role: Option<ZoneRole>,
    /// A certificate of ACM's that exists, in this account and region, by its ARN: none is made, and nothing is validated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate_arn: Option<CertificateArn>,
    /// Whether the domains' DNS is kept elsewhere than in a hosted zone of this account. The records that the certificate's validation needs are
    /// the output `certificate_validation_records`. An apply waits up to 75 minutes for them: make the certificate first, with
    /// `terraform apply -target=module.ecs.aws_acm_certificate.main`, write the records, and apply the rest then. The domains have to lead to the
    /// output `load_balancer_dns_name`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dns_elsewhere: bool,
}

/// A role of the account in which hosted zones lie.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ZoneRole {
    /// The role's ARN.
    pub role_arn: RoleArn,
    /// What the role's trust policy asks for besides, where it is another company's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<ExternalId>,
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
    /// How many requests one address may send within five minutes; without this setting as many as it likes. Addresses in `allowed_cidrs` always may.
    #[serde(default)]
    pub requests_in_5_minutes: Option<RequestLimit>,
    /// What becomes of a request that a rule finds: `block` lets the rules decide; `count` only counts it, to see first what would be lost.
    #[serde(default, skip_serializing_if = "FirewallMode::is_block")]
    pub mode: FirewallMode,
    /// Rules of AWS's groups that only count what they find, by group, as AWS names them: `{ common = ["SizeRestrictions_BODY"] }`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("propertyNames" = { "enum": ["common", "known-bad-inputs", "sql-injection", "ip-reputation", "anonymous-ip"] }))]
    pub counted_rules: BTreeMap<ManagedRuleGroup, BTreeSet<FirewallRuleName>>,
    /// Address ranges that are let through whatever the groups of rules and `requests_in_5_minutes` say. A range in `blocked_cidrs` is turned away
    /// all the same.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub allowed_cidrs: BTreeSet<Cidr>,
    /// Address ranges that are turned away, those in `allowed_cidrs` too.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub blocked_cidrs: BTreeSet<Cidr>,
    /// The log of the requests that its rules found. Without this section there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logs: Option<FirewallLogs>,
}

/// What becomes of a request that a rule of the firewall finds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FirewallMode {
    /// What the rule says, which for most is to turn it away.
    #[default]
    Block,
    /// It is counted and let through.
    Count,
}

/// The firewall's log, in CloudWatch.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FirewallLogs {
    /// How many days it is kept.
    pub retention_days: RetentionDays,
}

impl Default for FirewallLogs {
    fn default() -> Self {
        Self { retention_days: RetentionDays::of::<30>() }
    }
}

impl FirewallMode {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
    fn is_block(&self) -> bool {
        *self == Self::Block
    }
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

impl ZoneRole {
    /// The alias of the provider's configuration that assumes it, of which each account has its own: records that move from one to another are others.
    pub fn alias(&self) -> String {
        format!("dns_{}", self.role_arn.account())
    }
}

impl LoadBalancer {
    /// Whether there is one, of the environment's own or one that exists: where requests are led to something.
    pub fn is_there(&self, has_web_service: bool) -> bool {
        has_web_service || self.existing.is_some() || self.always || !self.rules.is_empty()
    }

    /// The roles as which records are written, or were until now.
    pub fn zone_roles(&self) -> impl Iterator<Item = &ZoneRole> {
        self.tls.iter().filter_map(|tls| tls.zone_role.as_ref()).chain(&self.previous_zone_role)
    }
}

impl Tls {
    /// All names, the first one first.
    pub fn names(&self) -> Vec<CertificateName> {
        let first = CertificateName::from(&self.domain);
        let others = self.alternative_domains.iter().filter(|other| **other != first).cloned().collect::<Vec<_>>();
        std::iter::once(first).chain(others).collect()
    }

    /// The hosted zone in which a name lies: the one with the longest domain around it, else the first.
    pub fn zone_of(&self, name: &CertificateName) -> Option<&HostedZoneId> {
        let around = |domain: &DomainName| {
            name.base() == domain.as_str() || name.base().strip_suffix(domain.as_str()).is_some_and(|rest| rest.ends_with('.'))
        };
        let nearest = self.hosted_zones.iter().filter(|(domain, _)| around(domain)).max_by_key(|(domain, _)| domain.as_str().len());
        nearest.map(|(_, zone)| zone).or(self.hosted_zone_id.as_ref())
    }

    /// Whether a certificate is made that nobody here can validate.
    pub fn waits_for_records(&self) -> bool {
        self.certificate_arn.is_none() && self.names().iter().any(|name| self.zone_of(name).is_none())
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

    /// As the settings call it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Common => "common",
            Self::KnownBadInputs => "known-bad-inputs",
            Self::SqlInjection => "sql-injection",
            Self::IpReputation => "ip-reputation",
            Self::AnonymousIp => "anonymous-ip",
        }
    }

    /// The names of its rules (WAF Developer Guide, "AWS Managed Rules rule groups list"). AWS adds some now and then.
    pub(crate) fn rules(self) -> &'static [&'static str] {
        match self {
            Self::Common => &[
                "CrossSiteScripting_BODY",
                "CrossSiteScripting_COOKIE",
                "CrossSiteScripting_QUERYARGUMENTS",
                "CrossSiteScripting_URIPATH",
                "EC2MetaDataSSRF_BODY",
                "EC2MetaDataSSRF_COOKIE",
                "EC2MetaDataSSRF_QUERYARGUMENTS",
                "EC2MetaDataSSRF_URIPATH",
                "GenericLFI_BODY",
                "GenericLFI_QUERYARGUMENTS",
                "GenericLFI_URIPATH",
                "GenericRFI_BODY",
                "GenericRFI_QUERYARGUMENTS",
                "GenericRFI_URIPATH",
                "NoUserAgent_HEADER",
                "RestrictedExtensions_QUERYARGUMENTS",
                "RestrictedExtensions_URIPATH",
                "SizeRestrictions_BODY",
                "SizeRestrictions_Cookie_HEADER",
                "SizeRestrictions_QUERYSTRING",
                "SizeRestrictions_URIPATH",
                "UserAgent_BadBots_HEADER",
            ],
            Self::KnownBadInputs => &[
                "ExploitablePaths_URIPATH",
                "Host_localhost_HEADER",
                "JavaDeserializationRCE_BODY",
                "JavaDeserializationRCE_HEADER",
                "JavaDeserializationRCE_QUERYSTRING",
                "JavaDeserializationRCE_URIPATH",
                "Log4JRCE_BODY",
                "Log4JRCE_HEADER",
                "Log4JRCE_QUERYSTRING",
                "Log4JRCE_URIPATH",
                "PROPFIND_METHOD",
                "ReactJSRCE_BODY",
            ],
            Self::SqlInjection => &[
                "SQLiExtendedPatterns_BODY",
                "SQLiExtendedPatterns_HEADER",
                "SQLiExtendedPatterns_QUERYARGUMENTS",
                "SQLiExtendedPatterns_URIPATH",
                "SQLi_BODY",
                "SQLi_COOKIE",
                "SQLi_QUERYARGUMENTS",
                "SQLi_URIPATH",
            ],
            Self::IpReputation => &["AWSManagedIPDDoSList", "AWSManagedIPReputationList", "AWSManagedReconnaissanceList"],
            Self::AnonymousIp => &["AnonymousIPList", "HostingProviderIPList"],
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
            existing: None,
            always: false,
            internal: false,
            allowed_cidrs: BTreeSet::new(),
            rules: BTreeMap::new(),
            idle_timeout_seconds: IdleTimeout::of::<60>(),
            deletion_protection: true,
            tls: None,
            previous_zone_role: None,
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
