//! The setting `rds` as a whole: a database of the environment's own, one that exists already, or none.

use std::borrow::Cow;
use std::fmt;

use domain::Identity;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use settings::Problems;

use super::existing::{Existing, ExistingDatabase};
use super::{Config, Rds};

/// The setting `rds`: a table, or `false`.
#[derive(Clone, Debug)]
pub enum Section {
    /// `rds = false`: the environment has no database.
    Off,
    /// The table.
    On(Box<Config>),
}

/// The checked database of an environment.
#[derive(Clone, Debug)]
pub enum Database {
    /// There is none.
    None,
    /// One that exists already, and that nothing here manages.
    Existing(Box<ExistingDatabase>),
    /// One that this environment makes.
    Own(Box<Rds>),
}

impl Section {
    /// The settings of the database that the environment makes, if it makes one.
    pub fn own(&self) -> Option<&Config> {
        match self {
            Self::On(config) if config.existing.is_none() => Some(config),
            Self::On(_) | Self::Off => None,
        }
    }

    /// The database that exists already, if it is one.
    pub fn existing(&self) -> Option<&Existing> {
        match self {
            Self::On(config) => config.existing.as_ref(),
            Self::Off => None,
        }
    }

    /// Whether there is a database at all.
    pub fn is_on(&self) -> bool {
        matches!(self, Self::On(_))
    }

    /// Checks the section against itself.
    pub fn check(self, identity: &Identity, problems: &mut Problems) -> Database {
        match self {
            Self::Off => Database::None,
            Self::On(mut config) => match config.existing.take() {
                Some(existing) => Database::Existing(Box::new(existing.check(&config, identity, problems))),
                None => Database::Own(Box::new(config.check(identity, problems))),
            },
        }
    }
}

impl Database {
    /// The database that this environment makes, if it makes one.
    pub fn own(&self) -> Option<&Rds> {
        match self {
            Self::Own(rds) => Some(rds),
            Self::None | Self::Existing(_) => None,
        }
    }

    /// Whether a read replica follows the database.
    pub fn has_read_replica(&self) -> bool {
        self.own().is_some_and(Rds::has_read_replica)
    }

    /// Whether the backups are replicated.
    pub fn replicates_backups(&self) -> bool {
        self.own().is_some_and(Rds::replicates_backups)
    }
}

impl Default for Section {
    fn default() -> Self {
        Self::On(Box::default())
    }
}

impl Serialize for Section {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Off => serializer.serialize_bool(false),
            Self::On(config) => config.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Section {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OfSection)
    }
}

struct OfSection;

impl<'de> Visitor<'de> for OfSection {
    type Value = Section;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a table or `false`")
    }

    fn visit_bool<E: Error>(self, is_on: bool) -> Result<Section, E> {
        if is_on {
            return Err(E::custom(
                "`true` says nothing of the database: leave `rds` out for the usual one, or write a table `[rds]`",
            ));
        }
        Ok(Section::Off)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Section, A::Error> {
        Config::deserialize(MapAccessDeserializer::new(map)).map(|config| Section::On(Box::new(config)))
    }
}

impl JsonSchema for Section {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "RdsSection".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let table = generator.subschema_for::<Config>();
        json_schema!({
            "anyOf": [
                table,
                { "const": false, "description": "The environment has no database: services get none, and nothing is made for one." },
            ]
        })
    }
}
