//! IPv4 networks in CIDR notation, with the arithmetic that laying out a VPC needs. It must not
//! know which network is whose.
//!
//! The arithmetic is on a `u32` and takes fewer lines than an adapter around a crate for it would:
//! the crates at hand accept host bits, which a network here must not have.

use std::fmt;
use std::net::Ipv4Addr;
use std::str::FromStr;

use thiserror::Error;

use crate::edge::{crosses_as_text, pattern, schema};

/// The shape of CIDR notation; that no bit is set behind the prefix is beyond a pattern.
pub(crate) const PATTERN: &str =
    r"^((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])/(3[0-2]|[12]?[0-9])$";

/// An IPv4 network, such as `10.0.0.0/16`; no bit is set behind its prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cidr {
    first: u32,
    prefix: u8,
}

crosses_as_text!(
    Cidr,
    schema(
        "an IPv4 network in CIDR notation",
        "An IPv4 network: its first address, a slash, and the length of its prefix.",
        pattern(PATTERN),
        ["10.0.0.0/16", "0.0.0.0/0"],
    )
);

/// A text is not an IPv4 network.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CidrError {
    /// The text has no prefix length; the address alone is given where it is one.
    #[error("{}", no_prefix(value, alone.as_ref()))]
    NoPrefix {
        /// The text that was refused.
        value: String,
        /// The network that holds the address alone.
        alone: Option<Cidr>,
    },
    /// What stands before the slash is not an IPv4 address.
    #[error("`{0}` does not begin with an IPv4 address, which is four numbers from 0 to 255 with dots between")]
    Address(String),
    /// What stands after the slash is not a number from 0 to 32.
    #[error("`{0}` does not end with a prefix length from `/0` to `/32`")]
    Prefix(String),
    /// Bits are set behind the prefix.
    #[error("`{value}` has bits set behind its prefix: the network is `{network}`")]
    HostBits {
        /// The text that was refused.
        value: String,
        /// The network that the address lies in.
        network: Cidr,
    },
}

impl Cidr {
    /// Every IPv4 address.
    pub const ANYWHERE: Self = Self { first: 0, prefix: 0 };

    /// The network of this prefix length that the address lies in.
    fn around(address: Ipv4Addr, prefix: u8) -> Self {
        Self { first: address.to_bits() & mask(prefix), prefix }
    }

    /// The length of the prefix, in bits: 0 to 32.
    pub fn prefix(self) -> u8 {
        self.prefix
    }

    /// How many addresses the network has, the first and the last among them.
    pub fn addresses(self) -> u64 {
        1 << (32 - u32::from(self.prefix))
    }

    /// The first address, by which the network is named.
    pub fn first_address(self) -> Ipv4Addr {
        Ipv4Addr::from_bits(self.first)
    }

    /// How many addresses these ranges hold together, each counted once.
    pub fn covered<'a>(ranges: impl IntoIterator<Item = &'a Self>) -> u64 {
        let mut bounds: Vec<(u64, u64)> = ranges
            .into_iter()
            .map(|range| {
                (u64::from(u32::from(range.first_address())), u64::from(u32::from(range.first_address())) + range.addresses())
            })
            .collect();
        bounds.sort_unstable();
        let (mut covered, mut until) = (0, 0);
        for (first, end) in bounds {
            covered += end.saturating_sub(first.max(until));
            until = until.max(end);
        }
        covered
    }

    /// Whether every address of the other network is in this one.
    pub fn contains(self, other: &Self) -> bool {
        self.prefix <= other.prefix && other.first & mask(self.prefix) == self.first
    }

    /// Whether some address is in both networks.
    pub fn overlaps(self, other: &Self) -> bool {
        self.contains(other) || other.contains(&self)
    }

    /// The networks of this prefix length that make up this one, in ascending order.
    ///
    /// There are none if the prefix is shorter than the network's own, or longer than 32.
    pub fn subnets(self, prefix: u8) -> impl Iterator<Item = Self> {
        let count = if (self.prefix..=32).contains(&prefix) { 1_u64 << (prefix - self.prefix) } else { 0 };
        (0..count).map(move |index| {
            let offset = index << (32 - u32::from(prefix));
            let offset = u32::try_from(offset).expect("a subnet begins inside its network");
            Self { first: self.first | offset, prefix }
        })
    }

    /// Whether this is `0.0.0.0/0`, the whole internet.
    pub fn is_anywhere(self) -> bool {
        self == Self::ANYWHERE
    }

    /// Whether every address is private: RFC 1918, or the shared space of RFC 6598.
    pub fn is_private(self) -> bool {
        const PRIVATE: [Cidr; 4] = [
            Cidr { first: u32::from_be_bytes([10, 0, 0, 0]), prefix: 8 },
            Cidr { first: u32::from_be_bytes([172, 16, 0, 0]), prefix: 12 },
            Cidr { first: u32::from_be_bytes([192, 168, 0, 0]), prefix: 16 },
            Cidr { first: u32::from_be_bytes([100, 64, 0, 0]), prefix: 10 },
        ];
        PRIVATE.iter().any(|private| private.contains(&self))
    }
}

fn mask(prefix: u8) -> u32 {
    u32::MAX.checked_shl(32 - u32::from(prefix)).unwrap_or(0)
}

impl FromStr for Cidr {
    type Err = CidrError;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        let Some((address, prefix)) = value.split_once('/') else {
            let alone = value.parse().ok().map(|address| Self::around(address, 32));
            return Err(CidrError::NoPrefix { value: value.to_owned(), alone });
        };
        let address: Ipv4Addr = address.parse().map_err(|_| CidrError::Address(value.to_owned()))?;
        let prefix = prefix_length(prefix).ok_or_else(|| CidrError::Prefix(value.to_owned()))?;
        let network = Self::around(address, prefix);
        if network.first == address.to_bits() { Ok(network) } else { Err(CidrError::HostBits { value: value.to_owned(), network }) }
    }
}

/// The number, if it is written as AWS writes it: no sign, no leading zero, at most 32.
fn prefix_length(text: &str) -> Option<u8> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text.len() == 1 || !text.starts_with('0'));
    text.parse().ok().filter(|&prefix| plain && prefix <= 32)
}

impl fmt::Display for Cidr {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.first_address(), self.prefix)
    }
}

fn no_prefix(value: &str, alone: Option<&Cidr>) -> String {
    match alone {
        Some(alone) => format!("`{value}` is an address and not a network: the network of it alone is `{alone}`"),
        None => format!("`{value}` is not an IPv4 network, which is written like `10.0.0.0/16`"),
    }
}
