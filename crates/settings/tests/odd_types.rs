//! Types that make the repair harder than `system.rs` does.

use std::collections::BTreeMap;

use insta::assert_snapshot;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use settings::{Problems, Reading};

use crate::system::read;

fn reading<T: DeserializeOwned + JsonSchema>(text: &str) -> (Option<T>, String) {
    let layers = read(&[("prod.toml", text)], &[]).unwrap_or_else(|report| panic!("{report}"));
    let reading: Reading<T> = layers.deserialize();
    let report = reading.report(&layers, &Problems::default()).to_string();
    (reading.value, report)
}

/// A setting that has two names.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Renamed {
    /// The number of zones.
    #[serde(alias = "zone_count")]
    zones: u8,
}

#[test]
fn a_setting_under_both_of_its_names_is_set_twice() {
    let (value, report) = reading::<Renamed>("zones = 2\nzone_count = 3\n");
    assert_eq!(value.map(|value| value.zones), Some(3));
    assert_snapshot!(report, @r"
        error: `zones` is set twice, by two of its names
         --> prod.toml:1:1
          |
        1 | zones = 2
          | ^^^^^
          |
          = help: keep one of them

        error: 1 problem in prod.toml
        ");
}

/// Settings that are checked together as they are read.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(try_from = "Limits")]
struct Checked(Limits);

/// The least and the most.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Limits {
    min: u8,
    max: u8,
}

impl TryFrom<Limits> for Checked {
    type Error = String;

    fn try_from(limits: Limits) -> Result<Self, String> {
        let Limits { min, max } = &limits;
        if min > max { Err(format!("`min` is {min}, more than the {max} of `max`")) } else { Ok(Self(limits)) }
    }
}

#[test]
fn a_refusal_of_all_settings_together_leaves_no_value() {
    let (value, report) = reading::<Checked>("max = 1\nmin = 3\n");
    assert!(value.is_none());
    assert_snapshot!(report, @r"
        error: `min` is 3, more than the 1 of `max`
         --> prod.toml:1:1
          |
        1 | max = 1
          | ^
          |
          = help: settings that are checked together as they are read

        error: 1 problem in prod.toml
        ");
}

#[test]
fn a_table_is_not_blamed_for_the_values_that_a_repair_put_into_it() {
    // Without `max`, the repair's own example of it is less than `min`.
    let (value, report) = reading::<BTreeMap<String, Checked>>("[scaling]\nmin = 3\n");
    assert_eq!(value.map(|value| value.len()), Some(0));
    assert_snapshot!(report, @r"
        error: `scaling.max` is missing
         --> prod.toml:1:2
          |
        1 | [scaling]
          |  ^^^^^^^

        error: 1 problem in prod.toml
        ");
    let (value, report) = reading::<BTreeMap<String, Checked>>("[scaling]\nmin = 3\nmax = 4\n");
    assert!(value.is_some_and(|value| value["scaling"].0.max == 4), "{report}");
}

/// Settings whose first example is wrong, and one that has no right example at all.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Examples {
    #[schemars(extend("examples" = ["many", 3]))]
    zones: u8,
}

/// A setting that no example can fill.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "it cannot be read")]
struct Hopeless {
    #[schemars(extend("examples" = ["many"]))]
    zones: Even,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(try_from = "u8")]
struct Even(u8);

impl TryFrom<u8> for Even {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, String> {
        if number.is_multiple_of(2) && number > 0 { Ok(Self(number)) } else { Err(format!("{number} is not even")) }
    }
}

#[test]
fn a_wrong_example_in_the_schema_is_no_fault_of_the_user() {
    let (value, report) = reading::<Examples>("");
    assert_eq!(value.map(|value| value.zones), Some(3));
    assert_snapshot!(report, @r#"
        error: `zones` is missing
         --> prod.toml:1:1
          |
        1 |
          | ^
          |
          = help: write `zones = "many"`

        error: 1 problem in prod.toml
        "#);
    let (value, report) = reading::<Hopeless>("");
    assert!(value.is_none());
    assert_snapshot!(report, @r#"
        error: `zones` is missing
         --> prod.toml:1:1
          |
        1 |
          | ^
          |
          = help: write `zones = "many"`

        error: 1 problem in prod.toml
        "#);
    let (value, report) = reading::<BTreeMap<String, Even>>("a = 1\nb = 2\n");
    assert!(value.is_some_and(|value| value["b"].0 == 2));
    assert_snapshot!(report, @r"
        error: 1 is not even
         --> prod.toml:1:5
          |
        1 | a = 1
          |     ^ `a`

        error: 1 problem in prod.toml
        ");
}

/// Maps whose keys are no names.
#[derive(Debug, Deserialize, JsonSchema, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
enum Tier {
    Web,
    Batch,
}

#[test]
fn a_key_that_is_no_variant_is_told_the_variants() {
    let (value, report) = reading::<BTreeMap<Tier, u8>>("web = 1\nbatches = 2\n");
    assert_eq!(value, Some(BTreeMap::from([(Tier::Web, 1)])));
    assert_snapshot!(report, @r"
        error: unknown key `batches`
         --> prod.toml:2:1
          |
        2 | batches = 2
          | ^^^^^^^
          |
          = help: did you mean `batch`? known values: `web`, `batch`

        error: 1 problem in prod.toml
        ");
    assert_eq!(reading::<BTreeMap<Tier, u8>>("batch = 1").0, Some(BTreeMap::from([(Tier::Batch, 1)])));
}

/// What is one of several things.
#[derive(Debug, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Either {
    Host(String),
    Port(u16),
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct HasEither {
    #[allow(dead_code, reason = "only what is refused is looked at")]
    either: Either,
}

#[test]
fn two_of_what_only_one_can_be_are_told_as_that() {
    let (_, report) = reading::<HasEither>("[either]\nhost = \"a\"\nport = 1\n");
    assert!(report.contains("`either` is one thing, and here it is `host`, `port` at once"), "{report}");
    assert!(report.contains("keep one of them") && report.contains("unset = [\"either.host\"]"), "{report}");
}
