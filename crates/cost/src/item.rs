//! What AWS has a price for, and per what. It must not know any price.

use std::fmt;
use std::str::FromStr;

use domain::{CacheNodeType, InstanceClass};

/// Something that AWS has a price for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// One of a price book's `prices`.
    Listed(Listed),
    /// An hour of RDS for PostgreSQL on an instance of this class.
    Database(InstanceClass),
    /// An hour of ElastiCache for Valkey on a node of this size.
    CacheNode(CacheNodeType),
    /// An hour of Linux on an EC2 instance of this type.
    Machine(String),
}

/// Defines an enum whose variants have a name in the files, with what they are measured in.
macro_rules! named {
    ($(#[$meta:meta])* $type:ident is $noun:literal { $($(#[$doc:meta])* $variant:ident = $name:literal per $unit:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $type {
            $($(#[$doc])* $variant,)+
        }

        impl $type {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Its name in the files.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// What it is measured in.
            pub fn unit(self) -> &'static str {
                match self { $(Self::$variant => $unit),+ }
            }
        }

        impl FromStr for $type {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                let names: Vec<&str> = Self::ALL.iter().map(|it| it.name()).collect();
                let found = Self::ALL.iter().copied().find(|it| it.name() == text);
                found.ok_or_else(|| format!("`{text}` is not {}: {}", $noun, suggestion(text, &names)))
            }
        }

        impl TryFrom<String> for $type {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                text.parse()
            }
        }

        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let names: Vec<&str> = Self::ALL.iter().map(|it| it.name()).collect();
                schemars::json_schema!({ "type": "string", "enum": names, "examples": [names[0]] })
            }
        }
    };
}

/// The name that was perhaps meant, or all that there are.
fn suggestion(text: &str, names: &[&str]) -> String {
    match words::nearest(text, names.iter().copied()) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => format!("there are {}", names.join(", ")),
    }
}

named! {
    /// What a price book has prices for, besides instances.
    #[derive(serde::Deserialize)]
    #[serde(try_from = "String")]
    Listed is "an item with a price" {
        /// Fargate, Linux on x86.
        FargateVcpu = "fargate-vcpu" per "vCPU-hour",
        /// Fargate, Linux on x86.
        FargateMemory = "fargate-memory" per "GB-hour",
        /// Fargate, Linux on ARM.
        FargateArmVcpu = "fargate-arm-vcpu" per "vCPU-hour",
        /// Fargate, Linux on ARM.
        FargateArmMemory = "fargate-arm-memory" per "GB-hour",
        /// Ephemeral storage of a task beyond the 20 GB that each has.
        FargateStorage = "fargate-storage" per "GB-hour",
        /// An application load balancer.
        LoadBalancer = "load-balancer" per "hour",
        /// The capacity that an application load balancer uses.
        LoadBalancerCapacity = "load-balancer-capacity" per "LCU-hour",
        /// A NAT gateway.
        NatGateway = "nat-gateway" per "hour",
        /// What goes through a NAT gateway.
        NatGatewayData = "nat-gateway-data" per "GB",
        /// A public IPv4 address, in use or not.
        PublicIpv4 = "public-ipv4" per "hour",
        /// An interface endpoint in one zone.
        InterfaceEndpoint = "interface-endpoint" per "hour",
        /// What goes through interface endpoints.
        InterfaceEndpointData = "interface-endpoint-data" per "GB",
        /// General purpose SSD of RDS, Single-AZ.
        RdsGp3 = "rds-gp3" per "GB-month",
        /// IOPS of gp3 above the baseline.
        RdsGp3Iops = "rds-gp3-iops" per "IOPS-month",
        /// Throughput of gp3 above the baseline.
        RdsGp3Throughput = "rds-gp3-throughput" per "MBps-month",
        /// Provisioned IOPS SSD.
        RdsIo1 = "rds-io1" per "GB-month",
        /// Its IOPS.
        RdsIo1Iops = "rds-io1-iops" per "IOPS-month",
        /// Provisioned IOPS SSD of the second kind.
        RdsIo2 = "rds-io2" per "GB-month",
        /// Its IOPS.
        RdsIo2Iops = "rds-io2-iops" per "IOPS-month",
        /// Backups beyond what is free.
        RdsBackup = "rds-backup" per "GB-month",
        /// Extended Support of an old major version, in its first two years.
        ExtendedSupport = "rds-extended-support" per "vCPU-hour",
        /// The same in its third year.
        ExtendedSupportThirdYear = "rds-extended-support-third-year" per "vCPU-hour",
        /// Performance Insights for the first paid month of retention.
        PerformanceInsights = "performance-insights" per "vCPU-month",
        /// Performance Insights for each further month of retention.
        PerformanceInsightsLonger = "performance-insights-longer" per "vCPU-month",
        /// What lies in a serverless cache for Valkey.
        CacheStorage = "cache-storage" per "GB-hour",
        /// What clients ask of a serverless cache for Valkey.
        CacheUnits = "cache-units" per "million units",
        /// Snapshots of caches.
        CacheBackup = "cache-backup" per "GB-month",
        /// A secret.
        Secret = "secret" per "secret-month",
        /// A customer managed key.
        KmsKey = "kms-key" per "key-month",
        /// A metric that an alarm watches at standard resolution.
        Alarm = "alarm" per "alarm-month",
        /// The same with a period below a minute.
        AlarmHighResolution = "alarm-high-resolution" per "alarm-month",
        /// A composite alarm.
        CompositeAlarm = "composite-alarm" per "alarm-month",
        /// A dashboard beyond the free ones.
        Dashboard = "dashboard" per "dashboard-month",
        /// A metric that AWS does not send for free.
        CustomMetric = "custom-metric" per "metric-month",
        /// Logs written to CloudWatch.
        LogIngestion = "log-ingestion" per "GB",
        /// Logs that AWS's own services write to CloudWatch, such as flow logs.
        VendedLogIngestion = "vended-log-ingestion" per "GB",
        /// Logs kept in CloudWatch, compressed.
        LogStorage = "log-storage" per "GB-month",
        /// S3 Standard.
        S3Storage = "s3-storage" per "GB-month",
        /// Images in ECR.
        EcrStorage = "ecr-storage" per "GB-month",
        /// General purpose SSD of EC2.
        EbsGp3 = "ebs-gp3" per "GB-month",
        /// A web ACL.
        WafAcl = "waf-acl" per "ACL-month",
        /// A rule, or a managed group of them.
        WafRule = "waf-rule" per "rule-month",
        /// Requests that a web ACL inspects.
        WafRequests = "waf-requests" per "million requests",
        /// Writes to a table that is paid by the request.
        DynamodbWrites = "dynamodb-writes" per "million requests",
        /// Reads of it.
        DynamodbReads = "dynamodb-reads" per "million requests",
        /// What Firehose takes in.
        Firehose = "firehose" per "GB",
        /// Data to the internet.
        DataToInternet = "data-to-internet" per "GB",
        /// Data between zones; AWS charges it in both.
        DataBetweenZones = "data-between-zones" per "GB",
        /// Data to another region.
        DataBetweenRegions = "data-between-regions" per "GB",
    }
}

named! {
    /// What a price book has discounts for.
    #[derive(serde::Deserialize)]
    #[serde(try_from = "String")]
    Discount is "a discount" {
        /// Fargate Spot against Fargate; it varies with the spare capacity.
        FargateSpot = "fargate-spot" per "percent",
        /// A Compute Savings Plan of one year without upfront payment, for Fargate.
        ComputeSavingsPlan = "compute-savings-plan" per "percent",
        /// A reservation of an RDS instance for one year without upfront payment.
        RdsReservation = "rds-reservation" per "percent",
    }
}

impl Item {
    /// Per what its price is.
    pub fn unit(&self) -> &'static str {
        match self {
            Self::Listed(listed) => listed.unit(),
            Self::Database(_) | Self::CacheNode(_) | Self::Machine(_) => "hour",
        }
    }
}

impl From<Listed> for Item {
    fn from(listed: Listed) -> Self {
        Self::Listed(listed)
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listed(listed) => f.write_str(listed.name()),
            Self::Database(class) => class.fmt(f),
            Self::CacheNode(node) => node.fmt(f),
            Self::Machine(kind) => f.write_str(kind),
        }
    }
}
