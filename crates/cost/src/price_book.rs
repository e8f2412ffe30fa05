//! Price books: rows of what AWS charges, read from TOML, one laid over another. It must not know how much of anything is used.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use domain::{CacheNodeType, Date, InstanceClass, Region};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Deserialize;
use settings::{Layers, Problems, Report, SettingPath};

use crate::item::{Discount, Item, Listed};
use crate::number::{Percent, Usd};
use crate::origin::Origin;
use crate::price_table;

const SHIPPED: &str = include_str!("../prices.toml");

/// Prices and discounts by region.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PriceBook {
    prices: BTreeMap<(Region, Item), Price>,
    discounts: BTreeMap<(Region, Discount), Reduction>,
}

/// A price, and where it is from.
#[derive(Clone, Debug, PartialEq)]
pub struct Price {
    usd: Usd,
    /// Where it is from.
    pub origin: Origin,
}

/// A discount, and where it is from.
#[derive(Clone, Debug, PartialEq)]
pub struct Reduction {
    /// How much less than the list price.
    pub percent: Percent,
    /// Where it is from.
    pub origin: Origin,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    prices: Vec<PriceRow>,
    #[serde(default)]
    discounts: Vec<DiscountRow>,
    #[serde(default)]
    databases: Vec<DatabaseRow>,
    #[serde(default)]
    caches: Vec<CacheRow>,
    #[serde(default)]
    machines: Vec<MachineRow>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PriceRow {
    item: Listed,
    usd: Usd,
    unit: String,
    regions: Vec<Region>,
    source: String,
    true_on: Date,
    #[serde(default)]
    note: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DiscountRow {
    item: Discount,
    percent: Percent,
    regions: Vec<Region>,
    source: String,
    true_on: Date,
    #[serde(default)]
    note: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DatabaseRow {
    class: InstanceClass,
    usd: Usd,
    regions: Vec<Region>,
    source: String,
    true_on: Date,
    #[serde(default)]
    note: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CacheRow {
    node_type: CacheNodeType,
    usd: Usd,
    regions: Vec<Region>,
    source: String,
    true_on: Date,
    #[serde(default)]
    note: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MachineRow {
    #[serde(rename = "type")]
    kind: String,
    usd: Usd,
    regions: Vec<Region>,
    source: String,
    true_on: Date,
    #[serde(default)]
    note: Option<String>,
}

impl Price {
    /// The price in US dollars.
    pub fn usd(&self) -> Decimal {
        self.usd.get()
    }
}

impl PriceBook {
    /// The one that `synth` ships.
    pub fn shipped() -> Self {
        let rows = Self::read(Path::new("prices.toml"), &mut |_| Ok(SHIPPED.to_owned())).map_err(|report| report.render(false, ""));
        let whole = rows.and_then(|rows| rows.with(price_table::shipped()?));
        whole.unwrap_or_else(|why| panic!("the shipped price book is right, as a test says:\n{why}"))
    }

    /// This one, and the tables' prices; one that both have is an error, since neither is the other's correction.
    fn with(mut self, tables: price_table::Prices) -> Result<Self, String> {
        for (key, (usd, origin)) in tables {
            if self.prices.contains_key(&key) {
                return Err(format!("`{}` has a price in {} in a row and in a table", key.1, key.0));
            }
            self.prices.insert(key, Price { usd, origin });
        }
        Ok(self)
    }

    /// Reads a price book.
    ///
    /// # Errors
    /// The report of everything that is wrong with the file.
    pub fn read(path: &Path, read: &mut dyn FnMut(&Path) -> io::Result<String>) -> Result<Self, Report> {
        let layers = Layers::read::<File>(path, &[], read)?;
        let mut reading = layers.deserialize::<File>();
        let mut problems = Problems::default();
        let book = reading.value.take().map(|file| Self::of(file, &mut problems));
        let report = reading.report(&layers, &problems);
        book.filter(|_| report.errors() == 0).ok_or(report)
    }

    /// This one laid over another: of an item that both have, this one's price stands.
    pub fn laid_over(self, mut base: Self) -> Self {
        let Self { prices, discounts } = self;
        base.prices.extend(prices);
        base.discounts.extend(discounts);
        base
    }

    /// The price of an item in a region.
    pub fn price(&self, region: Region, item: &Item) -> Option<&Price> {
        self.prices.get(&(region, item.clone()))
    }

    /// A discount in a region.
    pub fn discount(&self, region: Region, discount: Discount) -> Option<&Reduction> {
        self.discounts.get(&(region, discount))
    }

    /// The regions that have a price.
    pub fn regions(&self) -> Vec<Region> {
        let mut regions: Vec<Region> = self.prices.keys().map(|(region, _)| *region).collect();
        regions.dedup();
        regions
    }

    fn of(file: File, problems: &mut Problems) -> Self {
        let File { prices, discounts, databases, caches, machines } = file;
        let mut book = Self::default();
        for (index, PriceRow { item, usd, unit, regions, source, true_on, note }) in prices.into_iter().enumerate() {
            let row = SettingPath::root().key("prices").index(index);
            if unit != item.unit() {
                let message = format!("`{}` has a price per {}, not per {unit}", item.name(), item.unit());
                problems
                    .error(row.clone().key("unit"), message)
                    .also(row.clone().key("item"))
                    .help(format!("write `unit = \"{}\"`", item.unit()));
            }
            let price = Price { usd, origin: Origin { source, true_on, note } };
            book.insert(Item::Listed(item), &regions, &price, (&row, "item"), problems);
        }
        for (index, DatabaseRow { class, usd, regions, source, true_on, note }) in databases.into_iter().enumerate() {
            let row = SettingPath::root().key("databases").index(index);
            let price = Price { usd, origin: Origin { source, true_on, note } };
            book.insert(Item::Database(class), &regions, &price, (&row, "class"), problems);
        }
        for (index, CacheRow { node_type, usd, regions, source, true_on, note }) in caches.into_iter().enumerate() {
            let row = SettingPath::root().key("caches").index(index);
            let price = Price { usd, origin: Origin { source, true_on, note } };
            book.insert(Item::CacheNode(node_type), &regions, &price, (&row, "node_type"), problems);
        }
        for (index, MachineRow { kind, usd, regions, source, true_on, note }) in machines.into_iter().enumerate() {
            let row = SettingPath::root().key("machines").index(index);
            let price = Price { usd, origin: Origin { source, true_on, note } };
            book.insert(Item::Machine(kind), &regions, &price, (&row, "type"), problems);
        }
        for (index, DiscountRow { item, percent, regions, source, true_on, note }) in discounts.into_iter().enumerate() {
            let row = SettingPath::root().key("discounts").index(index);
            let reduction = Reduction { percent, origin: Origin { source, true_on, note } };
            for region in regions {
                if book.discounts.insert((region, item), reduction.clone()).is_some() {
                    twice(item.name(), region, (&row, "item"), problems);
                }
            }
        }
        book
    }

    fn insert(&mut self, item: Item, regions: &[Region], price: &Price, row: (&SettingPath, &str), problems: &mut Problems) {
        for region in regions {
            if self.prices.insert((*region, item.clone()), price.clone()).is_some() {
                twice(&item.to_string(), *region, row, problems);
            }
        }
    }
}

/// `key` is where the row says what it is about.
fn twice(item: &str, region: Region, (row, key): (&SettingPath, &str), problems: &mut Problems) {
    let message = format!("`{item}` has a price in {region} already, in a row above");
    let problem = problems.error(row.clone().key("regions"), message);
    problem.also(row.clone().key(key)).help(format!("take `{region}` out of one of the two"));
}
