//! The ids that EC2 gives to the parts of a network, such as `vpc-0123456789abcdef0`. It must not know what stands in them.

use crate::text::{TextProblem, form, validated_text};

validated_text! {
    /// The id of a VPC.
    VpcId is "the id of a VPC",
    length: 12..=21,
    pattern: r"^vpc-([0-9a-f]{8}|[0-9a-f]{17})$",
    examples: ["vpc-0123456789abcdef0"],
    check: vpc,
    suggest: lower,
}

validated_text! {
    /// The id of a subnet.
    SubnetId is "the id of a subnet",
    length: 15..=24,
    pattern: r"^subnet-([0-9a-f]{8}|[0-9a-f]{17})$",
    examples: ["subnet-0123456789abcdef0"],
    check: subnet,
    suggest: lower,
}

validated_text! {
    /// The id of a security group.
    SecurityGroupId is "the id of a security group",
    length: 11..=20,
    pattern: r"^sg-([0-9a-f]{8}|[0-9a-f]{17})$",
    examples: ["sg-0123456789abcdef0"],
    check: security_group,
    suggest: lower,
}

validated_text! {
    /// The id of a route table.
    RouteTableId is "the id of a route table",
    length: 12..=21,
    pattern: r"^rtb-([0-9a-f]{8}|[0-9a-f]{17})$",
    examples: ["rtb-0123456789abcdef0"],
    check: route_table,
    suggest: lower,
}

validated_text! {
    /// The allocation id of an Elastic IP address.
    AllocationId is "the allocation id of an Elastic IP address",
    length: 17..=26,
    pattern: r"^eipalloc-([0-9a-f]{8}|[0-9a-f]{17})$",
    examples: ["eipalloc-0123456789abcdef0"],
    check: allocation,
    suggest: lower,
}

fn vpc(value: &str) -> Result<(), TextProblem> {
    let digits = value.strip_prefix("vpc-");
    form(digits.is_some(), "has to begin with `vpc-`, as in `vpc-0123456789abcdef0`")?;
    hexadecimal(digits.unwrap_or_default())
}

fn subnet(value: &str) -> Result<(), TextProblem> {
    let digits = value.strip_prefix("subnet-");
    form(digits.is_some(), "has to begin with `subnet-`, as in `subnet-0123456789abcdef0`")?;
    hexadecimal(digits.unwrap_or_default())
}

fn security_group(value: &str) -> Result<(), TextProblem> {
    let digits = value.strip_prefix("sg-");
    form(digits.is_some(), "has to begin with `sg-`, as in `sg-0123456789abcdef0`")?;
    hexadecimal(digits.unwrap_or_default())
}

fn route_table(value: &str) -> Result<(), TextProblem> {
    let digits = value.strip_prefix("rtb-");
    form(digits.is_some(), "has to begin with `rtb-`, as in `rtb-0123456789abcdef0`")?;
    hexadecimal(digits.unwrap_or_default())
}

fn allocation(value: &str) -> Result<(), TextProblem> {
    let digits = value.strip_prefix("eipalloc-");
    form(digits.is_some(), "has to begin with `eipalloc-`, as in `eipalloc-0123456789abcdef0`")?;
    hexadecimal(digits.unwrap_or_default())
}

/// Eight digits, or since 2016 seventeen (EC2 User Guide, "Resource IDs").
fn hexadecimal(digits: &str) -> Result<(), TextProblem> {
    let are_right = matches!(digits.len(), 8 | 17) && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    form(are_right, "needs 17 digits behind its hyphen, each from 0 to 9 or from a to f")
}

fn lower(value: &str) -> String {
    value.trim().to_lowercase()
}
