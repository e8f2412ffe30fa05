//! The limits that AWS sets to how much of something there may be, beside those to names ([`crate::names::limited`]). It must not know who reaches one.

/// A limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Of what, in the plural.
    pub what: &'static str,
    /// How many there may be.
    pub most: usize,
    /// Where AWS says so.
    pub source: &'static str,
    /// The quota that AWS raises when it is asked; none where the limit is fixed.
    pub quota: Option<&'static str>,
}

macro_rules! limits {
    ($($(#[doc = $line:expr])+ $name:ident = $most:expr, $what:expr, $source:expr, $quota:expr;)+) => {
        $($(#[doc = $line])+ pub const $name: Limit = Limit { what: $what, most: $most, source: $source, quota: $quota };)+

        /// All of them.
        pub const ALL: &[Limit] = &[$($name),+];
    };
}

limits! {
    /// The tags of one resource.
    TAGS = 50, "tags of a resource", "Tagging AWS Resources User Guide, Tag naming limits and requirements", None;
    /// The characters of all inline policies of one role, without blanks.
    INLINE_POLICY = 10_240, "characters of a role's inline policies", "IAM User Guide, IAM and AWS STS quotas", None;
    /// The managed policies of one role that AWS gives unless it is asked.
    MANAGED_POLICIES = 10, "managed policies of a role", "IAM User Guide, IAM and AWS STS quotas", Some("Managed policies per role");
    /// The managed policies of one role at the most.
    MANAGED_POLICIES_AT_THE_MOST = 25, "managed policies of a role", "IAM User Guide, IAM and AWS STS quotas", None;
    /// The characters of a role's trust policy that AWS gives unless it is asked.
    TRUST_POLICY = 2048, "characters of a role's trust policy", "IAM User Guide, IAM and AWS STS quotas", Some("Role trust policy length");
    /// The characters of a role's trust policy at the most.
    TRUST_POLICY_AT_THE_MOST = 4096, "characters of a role's trust policy", "IAM User Guide, IAM and AWS STS quotas", None;
    /// The bytes of a key's policy.
    KEY_POLICY = 32_768, "bytes of a key's policy", "KMS Developer Guide, Resource quotas", None;
    /// The bytes of a bucket's policy.
    BUCKET_POLICY = 20_480, "bytes of a bucket's policy", "S3 User Guide, Bucket policies", None;
    /// The bytes of a topic's policy.
    TOPIC_POLICY = 30_720, "bytes of a topic's policy", "SNS API Reference, SetTopicAttributes", None;
    /// The characters of a resource policy of CloudWatch Logs.
    LOGS_POLICY = 5120, "characters of a resource policy of CloudWatch Logs", "CloudWatch Logs API Reference, PutResourcePolicy", None;
    /// The containers of a task definition.
    CONTAINERS = 10, "containers of a task definition", "ECS Developer Guide, Amazon ECS service quotas", None;
    /// The bytes of a task definition.
    TASK_DEFINITION = 65_536, "bytes of a task definition", "ECS Developer Guide, Amazon ECS service quotas", None;
    /// The characters of a certificate's first name.
    FIRST_CERTIFICATE_NAME = 64, "characters of a certificate's first name", "ACM API Reference, RequestCertificate, DomainName", None;
    /// The names of a certificate that AWS gives unless it is asked.
    CERTIFICATE_NAMES = 10, "names of a certificate", "ACM User Guide, Quotas", Some("Domain names per ACM certificate");
    /// The names of a certificate at the most.
    CERTIFICATE_NAMES_AT_THE_MOST = 100, "names of a certificate", "ACM User Guide, Quotas", None;
    /// The values of a listener rule's conditions.
    RULE_VALUES = 5, "condition values of a rule", "Elastic Load Balancing, Quotas for your Application Load Balancers", None;
    /// The wildcards of a listener rule's conditions.
    RULE_WILDCARDS = 6, "condition wildcards of a rule", "Elastic Load Balancing, Quotas for your Application Load Balancers", None;
    /// The target groups of a load balancer.
    TARGET_GROUPS = 100, "target groups of a load balancer", "Elastic Load Balancing, Quotas for your Application Load Balancers", None;
    /// The rules of a load balancer that AWS gives unless it is asked.
    LISTENER_RULES = 100, "rules of a load balancer", "Elastic Load Balancing, Quotas for your Application Load Balancers", Some("Rules per Application Load Balancer");
    /// The widgets of a dashboard.
    DASHBOARD_WIDGETS = 500, "widgets of a dashboard", "CloudWatch User Guide, CloudWatch service quotas", None;
    /// The IPv4 ranges of a VPC that AWS gives unless it is asked.
    VPC_RANGES = 5, "IPv4 ranges of a VPC", "VPC User Guide, Amazon VPC quotas", Some("IPv4 CIDR blocks per VPC");
    /// The rules of a security group in one direction that AWS gives unless it is asked.
    SECURITY_GROUP_RULES = 60, "rules of a security group in one direction", "VPC User Guide, Amazon VPC quotas", Some("Inbound or outbound rules per security group");
    /// The interface endpoints of a VPC that AWS gives unless it is asked.
    INTERFACE_ENDPOINTS = 50, "interface endpoints of a VPC", "PrivateLink Guide, AWS PrivateLink quotas", Some("Interface VPC endpoints per VPC");
    /// The Elastic IP addresses of a region that AWS gives unless it is asked.
    ELASTIC_IPS = 5, "Elastic IP addresses of a region", "VPC User Guide, Amazon VPC quotas", Some("EC2-VPC Elastic IPs");
}
