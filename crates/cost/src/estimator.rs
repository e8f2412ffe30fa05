//! The work on one estimate: lines are added, each with its price or with the reason why there is none. It must not know any
//! resource type.

use domain::{Date, Region};
use rust_decimal::Decimal;
use system::System;
use terraform::ResourceType;
use terraform::read::{ResourceBlock, View};

use crate::assumptions::Assumptions;
use crate::estimate::{Line, NotPriced, Service};
use crate::item::{Discount, Item};
use crate::levels::Levels;
use crate::number::to_cents;
use crate::price_book::PriceBook;
use crate::saving::Basis;

/// An estimate in the making.
pub(crate) struct Estimator<'a> {
    pub(crate) system: &'a System<'a>,
    pub(crate) book: &'a PriceBook,
    pub(crate) assumptions: &'a Assumptions,
    /// The region of what has no other.
    pub(crate) region: Region,
    /// The day, where it is known.
    pub(crate) today: Option<Date>,
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
        resources: &[impl Located],
    ) -> Self {
        Self {
            service,
            what: what.into(),
            item: item.into(),
            quantity: quantity.into(),
            method: method.into(),
            resources: resources.iter().map(Located::located).collect(),
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

impl<'a> Estimator<'a> {
    /// Adds a line, or says that its price is not known. Gives the price that it has.
    pub(crate) fn add(&mut self, draft: Draft) -> Option<Decimal> {
        let Draft { service, what, item, quantity, method, resources, region, discount, assumptions } = draft;
        let region = region.unwrap_or(self.region);
        let Some(price) = self.book.price(region, &item) else {
            let reason = format!("no price for `{item}` in {region}");
            let is_database = matches!(item, Item::Database(_));
            self.not_priced.push(NotPriced { what, resources, reason, is_database });
            return None;
        };
        let (usd, mut origins) = (price.usd(), vec![price.origin.clone()]);
        let usd = match discount {
            None => usd,
            Some(discount) => {
                let Some(reduction) = self.book.discount(region, discount) else {
                    let reason = format!("no discount for `{}` in {region}", discount.name());
                    self.not_priced.push(NotPriced { what, resources, reason, is_database: false });
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

    /// The resources of a type, in the order in which they are written.
    pub(crate) fn of<R: ResourceType>(&self) -> Vec<View<'a, R>> {
        self.system.documents().resources_of().collect()
    }

    /// Says that something is not priced.
    pub(crate) fn leave_out(&mut self, what: impl Into<String>, resources: &[impl Located], reason: impl Into<String>) {
        let resources = resources.iter().map(Located::located).collect();
        self.not_priced.push(NotPriced { what: what.into(), resources, reason: reason.into(), is_database: false });
    }

    /// Says that a database's instance is not priced.
    pub(crate) fn leave_out_database(&mut self, what: impl Into<String>, resources: &[impl Located], reason: impl Into<String>) {
        self.leave_out(what, resources, reason);
        if let Some(last) = self.not_priced.last_mut() {
            last.is_database = true;
        }
    }

    /// The region in which a resource stands.
    pub(crate) fn region_of<R>(&self, resource: &View<'_, R>) -> Option<Region> {
        self.system.regions.of(resource.resource())?.parse().ok()
    }

    /// The resources by region; those whose region is not known are left out with a reason.
    pub(crate) fn by_region<R>(&mut self, resources: Vec<View<'a, R>>) -> Vec<(Region, Vec<View<'a, R>>)> {
        let mut regions: Vec<(Region, Vec<View<'a, R>>)> = Vec::new();
        for resource in resources {
            let Some(region) = self.region_of(&resource) else {
                self.leave_out(resource.located(), &[resource], "its provider's configuration names no region");
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

/// What stands at an address.
pub(crate) trait Located {
    /// The address.
    fn located(&self) -> String;
}

impl<R> Located for View<'_, R> {
    fn located(&self) -> String {
        self.address().to_string()
    }
}

impl Located for ResourceBlock<'_> {
    fn located(&self) -> String {
        self.address().to_string()
    }
}

/// A count as a decimal.
pub(crate) fn count(number: usize) -> Decimal {
    Decimal::from(number)
}
