//! What an estimate says. It must not know how it is made or shown.

use std::fmt;

use domain::Region;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use crate::item::{Discount, Item};
use crate::levels::Levels;
use crate::origin::Origin;
use crate::saving::Saving;

/// What a configuration costs in a month.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// The region in which everything stands that has no other.
    pub region: Region,
    /// What costs something, by service.
    pub lines: Vec<Line>,
    /// What costs something and has no price here.
    pub not_priced: Vec<NotPriced>,
    /// What could cost less, and what already does.
    pub savings: Vec<Saving>,
}

/// One line: quantity × price = amount.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The service on whose bill it stands.
    pub service: Service,
    /// What it is: the same in every environment.
    pub what: String,
    /// Where it stands.
    pub region: Region,
    /// What is priced.
    pub item: Item,
    /// What is taken off its list price.
    pub discount: Option<Discount>,
    /// US dollars for a unit of the item, the discount taken off.
    pub price: Decimal,
    /// How many units in a month.
    pub quantity: Levels,
    /// US dollars in a month, to the cent.
    pub amount: Levels,
    /// How the expected quantity comes about.
    pub method: String,
    /// The assumptions in it, by name.
    pub assumptions: Vec<&'static str>,
    /// The addresses of the resources.
    pub resources: Vec<String>,
    /// Where price and discount are from.
    pub origins: Vec<Origin>,
}

/// Something without a price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "NotPricedDocument")]
pub struct NotPriced {
    /// What it is.
    pub what: String,
    /// The addresses of the resources.
    pub resources: Vec<String>,
    /// Why.
    pub reason: String,
    /// Whether it is a database's instance: without it a total says nothing.
    #[serde(skip)]
    pub is_database: bool,
}

/// How far a total can be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completeness {
    /// Everything that costs something has a price.
    Whole,
    /// Something has none: the bill is more.
    AtLeast,
    /// A database has none: the sum of the rest says nothing.
    WithoutDatabase,
}

/// A service on AWS's bill, as far as this system uses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Service {
    /// Tasks.
    Ecs,
    /// The database.
    Rds,
    /// Caches.
    ElastiCache,
    /// Load balancers.
    LoadBalancing,
    /// NAT, addresses, endpoints.
    Network,
    /// Data that leaves a zone, region or AWS.
    DataTransfer,
    /// Logs, metrics, alarms, dashboards.
    CloudWatch,
    /// Keys, secrets, firewall.
    Security,
    /// Buckets, images, tables, streams.
    Storage,
    /// Machines.
    Ec2,
}

impl Estimate {
    /// The sum of all lines.
    pub fn total(&self) -> Levels {
        sum(&self.lines)
    }

    /// How far [`Estimate::total`] can be believed.
    pub fn completeness(&self) -> Completeness {
        match self.not_priced.as_slice() {
            [] => Completeness::Whole,
            missing if missing.iter().any(|missing| missing.is_database) => Completeness::WithoutDatabase,
            _ => Completeness::AtLeast,
        }
    }

    /// The services that have a line, in order.
    pub fn services(&self) -> Vec<Service> {
        let mut services: Vec<Service> = self.lines.iter().map(|line| line.service).collect();
        services.sort();
        services.dedup();
        services
    }

    /// The lines of a service.
    pub fn lines_of(&self, service: Service) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| line.service == service)
    }

    /// The sum of a service's lines.
    pub fn total_of(&self, service: Service) -> Levels {
        sum(self.lines_of(service))
    }
}

/// The sum of lines.
pub fn sum<'a>(lines: impl IntoIterator<Item = &'a Line>) -> Levels {
    lines.into_iter().fold(Levels::same(Decimal::ZERO), |sum, line| sum.plus(line.amount))
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ecs => "ECS",
            Self::Rds => "RDS",
            Self::ElastiCache => "ElastiCache",
            Self::LoadBalancing => "Elastic Load Balancing",
            Self::Network => "VPC",
            Self::DataTransfer => "Data transfer",
            Self::CloudWatch => "CloudWatch",
            Self::Security => "KMS, Secrets Manager, WAF",
            Self::Storage => "S3, ECR, DynamoDB, Firehose",
            Self::Ec2 => "EC2",
        })
    }
}
