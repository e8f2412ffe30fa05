//! What a configuration costs in a month: emitted documents and a price book in, an estimate out.
//!
//! Quantities come from the documents as Terraform reads them, never from the modules that made them; what no document says (how much
//! is used) comes from [`Assumptions`]. Everything is computed in exact decimals and rounded once, each line to the cent. What costs
//! nothing stands in a list, and what has no price is said: nothing is left out in silence. This crate knows no disk, prints nothing
//! and reads no clock.

mod assumptions;
mod difference;
mod estimate;
mod estimator;
mod item;
mod levels;
mod number;
mod origin;
mod price_book;
mod price_table;
mod resources;
mod saving;
mod savings;
mod schedule;

use domain::{Date, Region};
use system::System;
use terraform::read::Documents;
use thiserror::Error;

pub use rust_decimal::Decimal;

pub use assumptions::{Assumption, Assumptions};
pub use difference::{Bound, Difference, DifferenceLine, bound, difference};
pub use estimate::{Completeness, Estimate, Line, NotPriced, Service, sum};
pub use item::{Discount, Item, Listed};
pub use levels::Levels;
pub use number::{HOURS, Percent, Quantity, Usd, short, to_cents};
pub use origin::Origin;
pub use price_book::{Price, PriceBook, Reduction};
pub use resources::{LEFT_OUT, Treatment, is_read, treatment};
pub use saving::{Saving, SavingState};

/// Why nothing can be estimated.
#[derive(Debug, PartialEq, Eq, Error)]
pub enum EstimateError {
    /// The configuration of the provider names no region of the commercial partition.
    #[error("{}", no_region(.0.as_deref()))]
    Region(Option<String>),
    /// The price book has nothing for the region.
    #[error("the price book has no prices for {region}, only for {}: give those of {region} with `--prices FILE`", known.iter().map(|region| region.as_str()).collect::<Vec<_>>().join(" and "))]
    Prices {
        /// The region.
        region: Region,
        /// The regions that have prices.
        known: Vec<Region>,
    },
}

/// What a configuration costs in a month.
///
/// # Errors
/// It is not known in which region it stands, or nothing has a price there.
pub fn estimate(documents: &Documents, book: &PriceBook, assumptions: &Assumptions) -> Result<Estimate, EstimateError> {
    estimate_on(documents, book, assumptions, None)
}

/// As [`estimate`], on a day: then what AWS charges from a day on is among the lines, such as Extended Support.
///
/// # Errors
/// As [`estimate`].
pub fn estimate_on(
    documents: &Documents,
    book: &PriceBook,
    assumptions: &Assumptions,
    today: Option<Date>,
) -> Result<Estimate, EstimateError> {
    let system = System::read(documents);
    let named = system.regions.main.as_deref();
    let region = named.and_then(|region| region.parse().ok());
    let region: Region = region.ok_or_else(|| EstimateError::Region(named.map(str::to_owned)))?;
    let known = book.regions();
    if !known.contains(&region) {
        return Err(EstimateError::Prices { region, known });
    }
    Ok(resources::estimate(&system, book, assumptions, region, today))
}

fn no_region(named: Option<&str>) -> String {
    match named {
        None => "no configuration of the provider says in which region everything stands".to_owned(),
        Some(region) => format!("the provider's region `{region}` is not one that synth knows"),
    }
}
