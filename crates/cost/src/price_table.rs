//! The shipped prices by region, read from tables: a row is a region, a column is an item. It must not know any price.

use std::collections::BTreeMap;
use std::path::Path;

use domain::{Date, Region};
use schemars::JsonSchema;
use serde::Deserialize;
use settings::{Layers, Problems};

use crate::item::{Item, Listed};
use crate::number::Usd;
use crate::origin::Origin;

const SHIPPED: &str = include_str!("../prices_by_region.toml");

/// Where a table has no price.
const NONE: &str = "-";

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct File {
    tables: Vec<Table>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Table {
    source: String,
    true_on: Date,
    note: String,
    prices: String,
}

/// Prices by region and item, each with where it is from.
pub(crate) type Prices = BTreeMap<(Region, Item), (Usd, Origin)>;

/// Those that `synth` ships, or what is wrong with them.
pub(crate) fn shipped() -> Result<Prices, String> {
    let path = Path::new("prices_by_region.toml");
    let said = |report: settings::Report| report.render(false, "");
    let layers = Layers::read::<File>(path, &[], &mut |_| Ok(SHIPPED.to_owned())).map_err(said)?;
    let mut reading = layers.deserialize::<File>();
    let file = reading.value.take();
    let report = reading.report(&layers, &Problems::default());
    let File { tables } = file.filter(|_| report.errors() == 0).ok_or_else(|| said(report))?;
    let mut prices = Prices::new();
    for table in &tables {
        read(table, &mut prices)?;
    }
    Ok(prices)
}

fn read(table: &Table, prices: &mut Prices) -> Result<(), String> {
    let Table { source, true_on, note, prices: text } = table;
    let mut lines = text.lines().filter(|line| !line.is_empty());
    let columns: Vec<Item> = lines.next().unwrap_or_default().split_whitespace().skip(1).map(column).collect();
    for line in lines {
        let mut words = line.split_whitespace();
        let region: Region = words.next().unwrap_or_default().parse().map_err(|error| format!("{line}: {error}"))?;
        let cells: Vec<&str> = words.collect();
        if cells.len() != columns.len() {
            return Err(format!("{line}: {} prices under {} columns", cells.len(), columns.len()));
        }
        for (item, cell) in columns.iter().zip(cells).filter(|(_, cell)| *cell != NONE) {
            let origin = Origin { source: source.clone(), true_on: *true_on, note: Some(note.clone()) };
            if prices.insert((region, item.clone()), (Usd::try_from(cell.to_owned())?, origin)).is_some() {
                return Err(format!("`{item}` has a price in {region} twice"));
            }
        }
    }
    Ok(())
}

/// What a column's name says that it is: an item, an instance class, the size of a cache's node, or else a type of EC2.
fn column(name: &str) -> Item {
    let listed = Listed::ALL.iter().copied().find(|item| item.name() == name).map(Item::Listed);
    // By the prefix, since a name that is refused is looked for among all names.
    let class = || match name.split_once('.')?.0 {
        "db" => name.parse().map(Item::Database).ok(),
        "cache" => name.parse().map(Item::CacheNode).ok(),
        _ => None,
    };
    listed.or_else(class).unwrap_or_else(|| Item::Machine(name.to_owned()))
}
