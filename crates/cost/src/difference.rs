//! Two estimates, line by line. It must not know what they are of.

use std::collections::BTreeMap;

use domain::Region;

use crate::estimate::{Estimate, Service};
use crate::levels::Levels;

/// What one configuration costs against another.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Every line of either, equal ones too, by service.
    pub lines: Vec<DifferenceLine>,
    /// The sum of the first.
    pub before: Levels,
    /// The sum of the second.
    pub after: Levels,
}

/// A line of either.
#[derive(Clone, Debug, PartialEq)]
pub struct DifferenceLine {
    /// The service on whose bill it stands.
    pub service: Service,
    /// What it is.
    pub what: String,
    /// Where it stands.
    pub region: Region,
    /// Its amount in the first; nothing if it is not there.
    pub before: Option<Levels>,
    /// Its amount in the second.
    pub after: Option<Levels>,
}

impl DifferenceLine {
    /// How much more it is.
    pub fn change(&self) -> Levels {
        self.after.unwrap_or_default().minus(self.before.unwrap_or_default())
    }
}

/// What the second costs against the first.
pub fn difference(before: &Estimate, after: &Estimate) -> Difference {
    let mut amounts: BTreeMap<(Service, usize, &str, Region), [Option<Levels>; 2]> = BTreeMap::new();
    let mut order: Vec<(&str, Region)> = Vec::new();
    for (side, estimate) in [before, after].into_iter().enumerate() {
        for line in &estimate.lines {
            let name = (line.what.as_str(), line.region);
            let place = order.iter().position(|known| *known == name).unwrap_or_else(|| {
                order.push(name);
                order.len() - 1
            });
            let amount = &mut amounts.entry((line.service, place, name.0, name.1)).or_default()[side];
            *amount = Some(amount.unwrap_or_default().plus(line.amount));
        }
    }
    let lines = amounts.into_iter().map(|((service, _, what, region), [before, after])| DifferenceLine {
        service,
        what: what.to_owned(),
        region,
        before,
        after,
    });
    Difference { lines: lines.collect(), before: before.total(), after: after.total() }
}

/// How far the difference of two totals can be believed: what has no price may come, or go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// What has no price is the same before and after.
    Exact,
    /// Something without a price comes.
    AtLeast,
    /// Something without a price goes.
    AtMost,
    /// Some comes and some goes.
    Unknown,
}

/// How far the difference of these totals can be believed.
pub fn bound(before: &Estimate, after: &Estimate) -> Bound {
    let all = |one: &Estimate, other: &Estimate| one.not_priced.iter().all(|entry| other.not_priced.contains(entry));
    match (all(before, after), all(after, before)) {
        (true, true) => Bound::Exact,
        (true, false) => Bound::AtLeast,
        (false, true) => Bound::AtMost,
        (false, false) => Bound::Unknown,
    }
}

impl Bound {
    /// The amount of a difference with what it is.
    pub fn words(self, amount: &str) -> String {
        match self {
            Self::Exact => amount.to_owned(),
            Self::AtLeast => format!("at least {amount}"),
            Self::AtMost => format!("at most {amount}"),
            Self::Unknown => "by how much is not known".to_owned(),
        }
    }
}
