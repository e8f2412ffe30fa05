//! The networks that a VPC and its subnets may have. It must not know how one is cut from the other.

use std::str::FromStr;

use thiserror::Error;

use crate::edge::{crosses_as_text, pattern, schema, shown_as_its_own};
use crate::network::cidr::{Cidr, CidrError};

// VPC User Guide, "VPC CIDR blocks" and "Subnet CIDR blocks": the block size is between /16 and /28.
const LARGEST: u8 = 16;
const SMALLEST: u8 = 28;
const PATTERN: &str =
    r"^((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])/(1[6-9]|2[0-8])$";

/// The IPv4 network of a VPC: between `/16` and `/28`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VpcCidr(Cidr);

/// The IPv4 network of a subnet: between `/16` and `/28`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubnetCidr(Cidr);

crosses_as_text!(
    VpcCidr,
    schema("the network of a VPC", "The IPv4 network of a VPC, between /16 and /28.", pattern(PATTERN), ["10.0.0.0/16"],)
);

crosses_as_text!(
    SubnetCidr,
    schema("the network of a subnet", "The IPv4 network of a subnet, between /16 and /28.", pattern(PATTERN), ["10.0.1.0/24"],)
);

/// A text is not a network, or not one of a size that a VPC or a subnet may have.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum VpcCidrError {
    /// It is not a network.
    #[error(transparent)]
    Cidr(CidrError),
    /// It is larger than a /16 or smaller than a /28.
    #[error("`{0}` is too {size}: AWS accepts networks from /{LARGEST} to /{SMALLEST} for a VPC and its subnets", size = if .0.prefix() < LARGEST { "large" } else { "small" })]
    Size(Cidr),
}

impl VpcCidr {
    /// The network itself.
    pub fn cidr(self) -> Cidr {
        self.0
    }
}

impl SubnetCidr {
    /// The network itself.
    pub fn cidr(self) -> Cidr {
        self.0
    }

    /// How many addresses are left for use: AWS keeps the first four and the last of every subnet.
    ///
    /// VPC User Guide, "Subnet CIDR blocks".
    pub fn usable_addresses(self) -> u64 {
        self.0.addresses() - 5
    }
}

impl TryFrom<Cidr> for VpcCidr {
    type Error = VpcCidrError;

    fn try_from(cidr: Cidr) -> Result<Self, Self::Error> {
        sized(cidr).map(Self)
    }
}

impl TryFrom<Cidr> for SubnetCidr {
    type Error = VpcCidrError;

    fn try_from(cidr: Cidr) -> Result<Self, Self::Error> {
        sized(cidr).map(Self)
    }
}

fn sized(cidr: Cidr) -> Result<Cidr, VpcCidrError> {
    if (LARGEST..=SMALLEST).contains(&cidr.prefix()) { Ok(cidr) } else { Err(VpcCidrError::Size(cidr)) }
}

impl FromStr for VpcCidr {
    type Err = VpcCidrError;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        value.parse::<Cidr>().map_err(VpcCidrError::Cidr)?.try_into()
    }
}

impl FromStr for SubnetCidr {
    type Err = VpcCidrError;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        value.parse::<Cidr>().map_err(VpcCidrError::Cidr)?.try_into()
    }
}

shown_as_its_own!(VpcCidr);

shown_as_its_own!(SubnetCidr);
