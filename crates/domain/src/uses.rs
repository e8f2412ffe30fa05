//! What a service uses of what the environment makes besides it. It must not know what using takes.

use std::fmt;
use std::str::FromStr;

use serde_json::json;
use thiserror::Error;

use crate::edge::{crosses_as_text, schema};
use crate::names::{CacheName, QueueName, StoreName};

/// What a service uses of what the environment makes: `queue.<name>`, `bucket.<name>`, `bucket.<name>:read` or `cache.<name>`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// It sends to the queue of this name.
    Queue(QueueName),
    /// It uses the objects of the bucket of this name.
    Bucket(StoreName, BucketAccess),
    /// It reaches the cache of this name.
    Cache(CacheName),
}

/// What a service does with the objects of a bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BucketAccess {
    /// It reads them.
    Read,
    /// It reads, writes and deletes them.
    ReadWrite,
}

/// A text that names nothing that can be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` has to be `queue.<name>`, `bucket.<name>`, `bucket.<name>:read` or `cache.<name>`")]
pub struct UseError(String);

crosses_as_text!(
    Use,
    schema(
        "a thing that a service uses",
        "What a service uses of what the environment makes: a queue, to which it sends; a bucket, whose objects it reads, writes and deletes, or with `:read` reads; or a cache, which it reaches.",
        json!({ "type": "string", "pattern": r"^((queue|cache)\.[a-z](-?[a-z0-9])*|bucket\.[a-z](-?[a-z0-9])*(:read)?)$" }),
        ["queue.mails", "bucket.uploads", "bucket.uploads:read", "cache.sessions"],
    )
);

impl Use {
    /// What is used, whatever is done with it: naming it twice would say two things of it.
    pub fn subject(&self) -> String {
        match self {
            Self::Queue(name) => format!("queue.{name}"),
            Self::Bucket(name, _) => format!("bucket.{name}"),
            Self::Cache(name) => format!("cache.{name}"),
        }
    }
}

impl FromStr for Use {
    type Err = UseError;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        let refused = || UseError(value.escape_debug().to_string());
        match value.split_once('.') {
            Some(("queue", name)) => name.parse().map(Self::Queue).map_err(|_| refused()),
            Some(("cache", name)) => name.parse().map(Self::Cache).map_err(|_| refused()),
            Some(("bucket", name)) => {
                let (name, access) = match name.strip_suffix(":read") {
                    Some(name) => (name, BucketAccess::Read),
                    None => (name, BucketAccess::ReadWrite),
                };
                name.parse().map(|name| Self::Bucket(name, access)).map_err(|_| refused())
            }
            Some(_) | None => Err(refused()),
        }
    }
}

impl fmt::Display for Use {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.subject())?;
        match self {
            Self::Bucket(_, BucketAccess::Read) => formatter.write_str(":read"),
            Self::Queue(_) | Self::Cache(_) | Self::Bucket(_, BucketAccess::ReadWrite) => Ok(()),
        }
    }
}
