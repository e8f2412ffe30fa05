//! What of a network exists already, by the identifiers that EC2 gave it. It must not know who uses it.

use crate::text::{TextProblem, form, validated_text};

validated_text! {
    /// The id of a prefix list, AWS's own or an account's.
    ///
    /// VPC User Guide, "Group CIDR blocks using managed prefix lists".
    PrefixListId is "the id of a prefix list",
    length: 11..=20,
    pattern: r"^pl-([0-9a-f]{8}|[0-9a-f]{17})$",
    examples: ["pl-0123456789abcdef0"],
    check: prefix_list,
}

fn prefix_list(value: &str) -> Result<(), TextProblem> {
    form(is_id(value, "pl-"), "is `pl-` and 8 or 17 hexadecimal digits")
}

fn is_id(value: &str, prefix: &str) -> bool {
    let digits = value.strip_prefix(prefix).unwrap_or_default();
    matches!(digits.len(), 8 | 17) && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
