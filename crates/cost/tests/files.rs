//! The files that a user gives: price books and assumptions, and what is said about wrong ones.

use std::io;
use std::path::Path;

use cost::{Assumptions, Item, Listed, PriceBook};
use domain::Region;

fn book(text: &str) -> Result<PriceBook, String> {
    let read = PriceBook::read(Path::new("mine.toml"), &mut |_| Ok(text.to_owned()));
    read.map_err(|report| report.render(false, "nothing was estimated"))
}

fn assumptions(text: &str) -> Result<Assumptions, String> {
    let read = Assumptions::shipped().overlaid(Path::new("mine.toml"), &mut |_| Ok(text.to_owned()));
    read.map_err(|report| report.render(false, "nothing was estimated"))
}

#[test]
fn the_shipped_files_are_right() {
    assert_eq!(PriceBook::shipped().regions().len(), Region::all().count(), "a region of the settings has no price at all");
    assert!(Assumptions::shipped().list().iter().all(|(_, _, assumption)| !assumption.reason.is_empty()));
}

#[test]
fn every_shipped_price_names_a_page_of_aws() {
    let book = PriceBook::shipped();
    for region in book.regions() {
        for item in Listed::ALL {
            let source = book.price(region, &Item::Listed(*item)).map(|price| price.origin.source.as_str());
            assert!(source.is_none_or(|source| source.starts_with("https://aws.amazon.com/")), "{}", item.name());
        }
    }
}

#[test]
fn the_tables_by_region_are_part_of_the_shipped_book() {
    let book = PriceBook::shipped();
    let price = |region: &str, item: Item| {
        let region: Region = region.parse().expect("it is a region");
        book.price(region, &item).map(|price| (price.usd().to_string(), price.origin.true_on.to_string()))
    };
    let database = || Item::Database("db.t4g.small".parse().expect("it is a class"));
    let was = |usd: &str, day: &str| Some((usd.to_owned(), day.to_owned()));
    assert_eq!(price("eu-central-1", Listed::NatGateway.into()), was("0.052", "2025-11-04"));
    assert_eq!(price("eu-central-1", database()), was("0.037", "2024-08-09"));
    assert_eq!(price("ap-south-1", Item::Machine("t4g.nano".to_owned())), was("0.0028", "2025-11-04"));
    // A row, not a table.
    assert_eq!(price("eu-west-2", Listed::LoadBalancer.into()), was("0.02646", "2026-10-07"));
    // What no extract has stays absent.
    assert_eq!(price("ap-southeast-6", database()), None);
    assert_eq!(price("sa-east-1", Listed::LoadBalancer.into()), None);
}

#[test]
fn the_nearer_price_book_stands_and_the_rest_stays() {
    let mine = r#"
prices = [
  { item = "nat-gateway", usd = "0.04", unit = "hour", regions = ["us-east-1", "eu-central-1"], source = "our agreement", true_on = "2026-11-01" },
]
"#;
    let book = book(mine).expect("it is a price book").laid_over(PriceBook::shipped());
    let price = |region: &str, item: Listed| {
        let region: Region = region.parse().expect("it is a region");
        book.price(region, &item.into()).map(|price| price.usd().to_string())
    };
    assert_eq!(price("us-east-1", Listed::NatGateway).as_deref(), Some("0.04"));
    assert_eq!(price("eu-central-1", Listed::NatGateway).as_deref(), Some("0.04"));
    assert_eq!(price("us-west-2", Listed::NatGateway).as_deref(), Some("0.045"));
    assert_eq!(price("us-east-1", Listed::PublicIpv4).as_deref(), Some("0.005"));
}

#[test]
fn every_fault_of_a_price_book_is_told_with_its_place() {
    let faulty = r#"
prices = [
  { item = "nat-gatway", usd = "0.04", unit = "hour", regions = ["us-east-1"], source = "ours", true_on = "2026-11-01" },
  { item = "nat-gateway", usd = "4 cents", unit = "hour", regions = ["us-east-1"], source = "ours", true_on = "2026-11-01" },
  { item = "public-ipv4", usd = "0.04", unit = "month", regions = ["us-east-1"], source = "ours", true_on = "2026-11-01" },
  { item = "public-ipv4", usd = "0.05", unit = "hour", regions = ["us-east-1"], source = "ours", true_on = "2026-02-31" },
]
databases = [
  { class = "db.t3.smal", usd = "0.04", regions = ["us-east-1"], source = "ours", true_on = "2026-11-01", price = 4 },
]
"#;
    insta::assert_snapshot!(book(faulty).expect_err("it is faulty"));
}

#[test]
fn an_assumption_is_set_by_its_name() {
    let mine = assumptions("[nat_gigabytes]\nvalue = 0.1\nreason = \"measured\"\n").expect("it is right");
    assert_eq!(mine.nat_gigabytes.value().to_string(), "0.1");
    assert_eq!(mine.requests_millions, Assumptions::shipped().requests_millions);
}

#[test]
fn every_fault_of_the_assumptions_is_told_with_its_place() {
    let faulty = r#"
[nat_gigabites]
value = 5
reason = "measured"
[requests_millions]
value = -1
reason = "measured"
[endpoint_gigabytes]
value = 5
[database_used_percent]
value = 150
reason = "measured"
"#;
    insta::assert_snapshot!(assumptions(faulty).expect_err("it is faulty"));
}

#[test]
fn a_file_that_is_not_there_is_told() {
    let read = PriceBook::read(Path::new("mine.toml"), &mut |_| Err(io::Error::from(io::ErrorKind::NotFound)));
    let report = read.expect_err("it is not there").render(false, "nothing was estimated");
    assert!(report.contains("mine.toml"), "{report}");
}
