//! AWS's service level agreements, from the data file. It must not know what they are used for.

use std::sync::LazyLock;

use domain::UptimePercentage;
use serde::Deserialize;

/// The promises for each part.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Agreements {
    pub(crate) load_balancer: ByZones,
    pub(crate) tasks: ByZones,
    pub(crate) database: ByZones,
}

/// The promises for a part, by how it stands in the zones.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ByZones {
    pub(crate) multi_zone: Agreement,
    /// Nothing where AWS promises nothing.
    pub(crate) single_zone: Option<Agreement>,
}

/// One promise.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    percent: String,
    /// What the agreement is called.
    pub name: String,
    /// Where it is published.
    pub address: String,
    /// The day of the version that was read.
    pub version: String,
}

impl Agreement {
    /// The share of time that is promised.
    pub fn percent(&self) -> UptimePercentage {
        UptimePercentage::parse(&self.percent).expect("a test reads every percentage of the data file")
    }
}

pub(crate) fn agreements() -> &'static Agreements {
    static AGREEMENTS: LazyLock<Agreements> =
        LazyLock::new(|| toml::from_str(include_str!("agreements.toml")).expect("a test reads the data file"));
    &AGREEMENTS
}

#[cfg(test)]
mod tests {
    use super::{UptimePercentage, agreements};

    #[test]
    fn every_agreement_has_a_percentage_an_address_and_a_day() {
        let all = agreements();
        for part in [&all.load_balancer, &all.tasks, &all.database] {
            for agreement in [Some(&part.multi_zone), part.single_zone.as_ref()].into_iter().flatten() {
                assert!(agreement.percent() > UptimePercentage::parse("99").expect("it is one"));
                assert!(agreement.address.starts_with("https://aws.amazon.com/"));
                assert_eq!(agreement.version.len(), "2024-01-22".len());
            }
        }
    }
}
