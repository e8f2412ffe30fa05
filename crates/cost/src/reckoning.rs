//! The work on one estimate: lines are added, each with its price or with the reason why there is none. It must not know any
//! resource type.

use domain::Region;
use rust_decimal::Decimal;
use serde_json::Value as Json;
use terraform::read::{Documents, Resource};

use crate::assumptions::Assumptions;
use crate::estimate::{Line, NotPriced, Service};
use crate::item::{Discount, Item};
use crate::levels::Levels;
use crate::number::to_cents;
use crate::price_book::PriceBook;
use crate::savings::Basis;

/// An estimate in the making.
pub(crate) struct Reckoning<'a> {
    pub(crate) documents: &'a Documents,
    pub(crate) book: &'a PriceBook,
    pub(crate) assumptions: &'a Assumptions,
    /// The region of what has no other.
    pub(crate) region: Region,
    pub(crate) lines: Vec<Line>,
    pub(crate) not_priced: Vec<NotPriced>,
    /// What the savings are computed from.
    pub(crate) basis: Basis,
}

/// A line without its price.
pub(crate) struct Draft {
    service: Service,
    what: String,
    item: Item,
    quantity: Levels,
    method: String,
    resources: Vec<String>,
    region: Option<Region>,
    discount: Option<Discount>,
    assumptions: &'static [&'static str],
}

impl Draft {
    /// A line; `method` says how its expected quantity comes about.
    pub(crate) fn new(
        service: Service,
        what: impl Into<String>,
        item: impl Into<Item>,
        quantity: impl Into<Levels>,
        method: impl Into<String>,
        resources: &[&Resource<'_>],
    ) -> Self {
        Self {
            service,
            what: what.into(),
            item: item.into(),
            quantity: quantity.into(),
            method: method.into(),
            resources: resources.iter().map(|resource| resource.address.to_string()).collect(),
            region: None,
            discount: None,
            assumptions: &[],
        }
    }

    /// In another region than most.
    pub(crate) fn in_region(self, region: Region) -> Self {
        Self { region: Some(region), ..self }
    }

    /// At less than the list price.
    pub(crate) fn discounted(self, discount: Option<Discount>) -> Self {
        Self { discount, ..self }
    }

    /// With these assumptions in its quantity.
    pub(crate) fn assuming(self, assumptions: &'static [&'static str]) -> Self {
        Self { assumptions, ..self }
    }
}

impl Reckoning<'_> {
    /// Adds a line, or says that its price is not known. Gives the price that it has.
    pub(crate) fn add(&mut self, draft: Draft) -> Option<Decimal> {
        let Draft { service, what, item, quantity, method, resources, region, discount, assumptions } = draft;
        let region = region.unwrap_or(self.region);
        let Some(price) = self.book.price(region, &item) else {
            let reason = format!("no price for `{item}` in {region}");
            self.not_priced.push(NotPriced { what, resources, reason });
            return None;
        };
        let (usd, mut origins) = (price.usd(), vec![price.origin.clone()]);
        let usd = match discount {
            None => usd,
            Some(discount) => {
                let Some(reduction) = self.book.discount(region, discount) else {
                    let reason = format!("no discount for `{}` in {region}", discount.name());
                    self.not_priced.push(NotPriced { what, resources, reason });
                    return None;
                };
                origins.push(reduction.origin.clone());
                usd - reduction.percent.of(usd)
            }
        };
        let amount = quantity.map(|quantity| to_cents(quantity * usd));
        let assumptions = assumptions.to_vec();
        self.lines.push(Line {
            service,
            what,
            region,
            item,
            discount,
            price: usd,
            quantity,
            amount,
            method,
            assumptions,
            resources,
            origins,
        });
        Some(usd)
    }

    /// Says that something is not priced.
    pub(crate) fn leave_out(&mut self, what: impl Into<String>, resources: &[&Resource<'_>], reason: impl Into<String>) {
        let resources = resources.iter().map(|resource| resource.address.to_string()).collect();
        self.not_priced.push(NotPriced { what: what.into(), resources, reason: reason.into() });
    }

    /// The region in which a resource stands: that of the provider's configuration which it names.
    pub(crate) fn region_of(&self, resource: &Resource<'_>) -> Option<Region> {
        let Some(provider) = resource.written.get("provider").and_then(Json::as_str) else { return Some(self.region) };
        let alias = provider.split_once('.')?.1;
        let configurations = self.documents.providers("aws");
        let configuration = configurations.into_iter().find(|it| it.get("alias").and_then(Json::as_str) == Some(alias))?;
        configuration.get("region")?.as_str()?.parse().ok()
    }

    /// The resources by region; those whose region is not known are left out with a reason.
    pub(crate) fn by_region<'r>(&mut self, resources: &'r [Resource<'r>]) -> Vec<(Region, Vec<&'r Resource<'r>>)> {
        let mut regions: Vec<(Region, Vec<&Resource<'_>>)> = Vec::new();
        for resource in resources {
            let Some(region) = self.region_of(resource) else {
                self.leave_out(resource.address.to_string(), &[resource], "its provider's configuration names no region");
                continue;
            };
            match regions.iter_mut().find(|(known, _)| *known == region) {
                Some((_, found)) => found.push(resource),
                None => regions.push((region, vec![resource])),
            }
        }
        regions
    }
}

/// A number among arguments, written as one or as text.
pub(crate) fn number(body: &Json, argument: &str) -> Option<u32> {
    let value = body.get(argument)?;
    value.as_u64().and_then(|number| u32::try_from(number).ok()).or_else(|| value.as_str()?.parse().ok())
}

/// A text among arguments.
pub(crate) fn text<'a>(body: &'a Json, argument: &str) -> Option<&'a str> {
    body.get(argument)?.as_str()
}

/// Whether an argument is `true`.
pub(crate) fn is_true(body: &Json, argument: &str) -> bool {
    body.get(argument) == Some(&Json::Bool(true))
}

/// The blocks of a name, of which there may be one without a list around it.
pub(crate) fn blocks<'a>(body: &'a Json, name: &str) -> Vec<&'a Json> {
    match body.get(name) {
        Some(Json::Array(blocks)) => blocks.iter().collect(),
        Some(block @ Json::Object(_)) => vec![block],
        _ => Vec::new(),
    }
}

/// A count as a decimal.
pub(crate) fn count(number: usize) -> Decimal {
    Decimal::from(number)
}
