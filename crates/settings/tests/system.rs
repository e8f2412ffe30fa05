//! A small environment, and the ways to read it in a test.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use settings::{Layers, Override, Problems, Reading, Report};

/// One environment of the service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Environment {
    /// The AWS region.
    #[schemars(example = "us-east-1")]
    pub(crate) region: String,
    /// The network.
    #[serde(default)]
    pub(crate) networking: Networking,
    /// The database.
    pub(crate) rds: Rds,
    /// The services by name.
    #[serde(default)]
    pub(crate) services: BTreeMap<Name, Service>,
    /// The alarms.
    #[serde(default)]
    pub(crate) alarms: Vec<Alarm>,
}

/// The network of the environment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Networking {
    /// The address range of the VPC.
    pub(crate) cidr: Cidr,
    /// The number of availability zones.
    #[schemars(example = 3)]
    pub(crate) zones: u8,
    /// Where NAT gateways stand.
    pub(crate) nat: Nat,
    /// The address ranges of the subnets.
    pub(crate) subnets: Subnets,
    /// Whether interface endpoints are made.
    pub(crate) endpoints: bool,
}

/// Address ranges, one per availability zone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Subnets {
    /// The public subnets.
    pub(crate) public: Vec<Cidr>,
    /// The private subnets.
    pub(crate) private: Option<Vec<Cidr>>,
}

/// Where NAT gateways stand.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Nat {
    #[default]
    PerZone,
    Single,
    None,
    /// In these zones only.
    Custom {
        zones: Vec<u8>,
    },
}

/// The database.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rds {
    /// The instance class.
    #[schemars(example = "db.t3.small")]
    pub(crate) instance_class: String,
    /// The storage in GiB.
    #[serde(default = "twenty")]
    #[schemars(example = 100)]
    pub(crate) storage: u32,
    /// The share of free storage below which somebody is called.
    #[serde(default)]
    pub(crate) free_storage: Option<f64>,
    /// Whether a second instance stands by in another zone.
    #[serde(default)]
    pub(crate) multi_az: bool,
}

/// One service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Service {
    /// The TCP port on which the container listens.
    #[schemars(example = 8080)]
    pub(crate) port: u16,
    /// How the number of tasks follows the load.
    #[serde(default)]
    pub(crate) scaling: Scaling,
}

/// How the number of tasks follows the load.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Scaling {
    /// The least number of tasks.
    pub(crate) min: i32,
    /// The greatest number of tasks.
    pub(crate) max: i64,
}

/// An alarm.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Alarm {
    /// The metric that is watched.
    #[schemars(example = &"CPUUtilization")]
    pub(crate) metric: String,
    /// The lowest and the highest value that are right.
    #[schemars(extend("examples" = [[0, 70]]))]
    pub(crate) range: [f64; 2],
}

/// An IPv4 network in CIDR notation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Cidr(String);

/// A lowercase name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Name(String);

impl Default for Networking {
    fn default() -> Self {
        Self { cidr: Cidr("10.0.0.0/16".to_owned()), zones: 2, nat: Nat::default(), subnets: Subnets::default(), endpoints: false }
    }
}

impl TryFrom<String> for Cidr {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let prefix = text.split_once('/').and_then(|(_, prefix)| prefix.parse::<u8>().ok());
        match prefix {
            Some(0..=32) => Ok(Self(text)),
            Some(prefix) => Err(format!("`{text}` has the prefix /{prefix}, and /32 is the longest")),
            None => Err(format!("`{text}` has no prefix length")),
        }
    }
}

impl From<Cidr> for String {
    fn from(Cidr(text): Cidr) -> Self {
        text
    }
}

impl JsonSchema for Cidr {
    fn schema_name() -> Cow<'static, str> {
        "Cidr".into()
    }

    fn json_schema(_generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "An IPv4 network in CIDR notation.",
            "type": "string",
            "examples": ["10.0.0.0/16"],
        })
    }
}

impl TryFrom<String> for Name {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let is_name = text.chars().all(|character| matches!(character, 'a'..='z' | '-'));
        is_name.then(|| Self(text.clone())).ok_or_else(|| format!("`{text}` is no name: only a to z and `-` make one"))
    }
}

impl From<Name> for String {
    fn from(Name(text): Name) -> Self {
        text
    }
}

fn twenty() -> u32 {
    20
}

/// The least that an environment must say.
pub(crate) const LEAST: &str = "region = \"us-east-1\"\n[rds]\ninstance_class = \"db.t3.small\"\n";

/// Files by their paths, the entry file first.
pub(crate) type Files<'test> = &'test [(&'test str, &'test str)];

/// Lays the files and the `--set`s over one another.
pub(crate) fn read(files: Files<'_>, overrides: &[&str]) -> Result<Layers, Report> {
    let overrides: Vec<Override> =
        overrides.iter().map(|text| Override::parse(text).expect("the test's override is one")).collect();
    let (entry, _) = files[0];
    Layers::read::<Environment>(Path::new(entry), &overrides, &mut |path| {
        let file = files.iter().find(|(name, _)| Path::new(name) == path);
        file.map(|(_, text)| (*text).to_owned()).ok_or_else(|| io::ErrorKind::NotFound.into())
    })
}

/// The environment that the files make, which has no fault.
pub(crate) fn environment(files: Files<'_>, overrides: &[&str]) -> Environment {
    let layers = read(files, overrides).unwrap_or_else(|report| panic!("{report}"));
    let reading: Reading<Environment> = layers.deserialize();
    let report = reading.report(&layers, &Problems::default());
    assert!(report.is_empty(), "{report}");
    reading.value.expect("a reading without faults has a value")
}

/// The report of the files, as the command shows it.
pub(crate) fn report(files: Files<'_>, overrides: &[&str]) -> String {
    report_with(files, overrides, |_, _| {})
}

/// The report of the files and of a check across settings.
pub(crate) fn report_with(files: Files<'_>, overrides: &[&str], check: impl FnOnce(&Environment, &mut Problems)) -> String {
    let report = match read(files, overrides) {
        Err(report) => report,
        Ok(layers) => {
            let reading: Reading<Environment> = layers.deserialize();
            let mut problems = Problems::default();
            if let Some(environment) = &reading.value {
                check(environment, &mut problems);
            }
            reading.report(&layers, &problems)
        }
    };
    report.render(false, "nothing was written")
}
