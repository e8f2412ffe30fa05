//! The sizes of ElastiCache's nodes. It must not know prices.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::edge::{crosses_as_text, one_of, schema};
use crate::suggestion::did_you_mean;

/// The size of a cache's node, such as `cache.t4g.small`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CacheNodeType {
    family: &'static str,
    size: &'static str,
}

crosses_as_text!(
    CacheNodeType,
    schema(
        "a size of a cache's node",
        "The size of a node of ElastiCache: `cache`, family and size.",
        one_of(CacheNodeType::all().map(|node| node.to_string())),
        ["cache.t4g.small", "cache.m7g.large"],
    )
);

/// A text is not a size of a node that synth knows.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{value}` is not a size of a cache's node that synth knows{}", did_you_mean(nearest.as_deref()))]
pub struct CacheNodeTypeError {
    value: String,
    nearest: Option<String>,
}

const BURSTABLE: &[&str] = &["micro", "small", "medium"];
const TO_16: &[&str] = &["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"];
const TO_24: &[&str] = &["large", "xlarge", "2xlarge", "4xlarge", "12xlarge", "24xlarge"];

/// ElastiCache User Guide, "Supported node types", current generation. Left out is r6gd, whose data tiering asks for more than a size.
const FAMILIES: [(&str, &[&str]); 12] = [
    ("t3", BURSTABLE),
    ("t4g", BURSTABLE),
    ("m5", TO_24),
    ("m6g", TO_16),
    ("m7g", TO_16),
    ("m8g", TO_16),
    ("r5", TO_24),
    ("r6g", TO_16),
    ("r7g", TO_16),
    ("r8g", TO_16),
    ("c7gn", TO_16),
    ("c8gn", TO_16),
];

impl CacheNodeType {
    /// Every size, family by family, each from its smallest.
    pub fn all() -> impl Iterator<Item = Self> {
        FAMILIES.iter().flat_map(|&(family, sizes)| sizes.iter().map(move |&size| Self { family, size }))
    }

    /// Whether its CPU is there in bursts: the `t` families.
    pub fn is_burstable(self) -> bool {
        self.family.starts_with('t')
    }
}

impl FromStr for CacheNodeType {
    type Err = CacheNodeTypeError;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        Self::all().find(|node| node.to_string() == value).ok_or_else(|| {
            let bare = value.trim().to_lowercase();
            let written = if bare.starts_with("cache.") { bare } else { format!("cache.{bare}") };
            CacheNodeTypeError { value: value.escape_debug().to_string(), nearest: nearest(&written) }
        })
    }
}

/// The size that was perhaps meant by `cache.<family>.<size>`: one of the same kind of machine before one that is written alike.
fn nearest(written: &str) -> Option<String> {
    let all: Vec<CacheNodeType> = CacheNodeType::all().collect();
    let among = |candidates: &[CacheNodeType]| {
        let spelled: Vec<String> = candidates.iter().map(ToString::to_string).collect();
        words::nearest(written, spelled.iter().map(String::as_str)).map(str::to_owned)
    };
    let family = written.strip_prefix("cache.")?.split('.').next()?;
    let of = |is: &dyn Fn(&CacheNodeType) -> bool| all.iter().copied().filter(is).collect::<Vec<_>>();
    let of_family = of(&|node| node.family == family);
    let of_kind = of(&|node| family.starts_with(|letter| node.family.starts_with(letter)));
    // A family that is known has its own sizes; of one that is not, the newest of its kind stands last.
    let newest = of_kind.last().map(|node| node.family);
    let of_newest = of(&|node| Some(node.family) == newest);
    let smallest = |nodes: &[CacheNodeType]| nodes.first().map(ToString::to_string);
    if !of_family.is_empty() {
        return among(&of_family).or_else(|| smallest(&of_family));
    }
    among(&of_kind).or_else(|| smallest(&of_newest)).or_else(|| among(&all))
}

impl fmt::Display for CacheNodeType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "cache.{}.{}", self.family, self.size)
    }
}
