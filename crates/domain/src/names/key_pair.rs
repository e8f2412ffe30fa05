//! Names of EC2 key pairs. It must not know who holds the key.

use crate::text::{TextProblem, only, validated_text};

validated_text! {
    /// The name of an EC2 key pair.
    ///
    /// EC2 API Reference, `CreateKeyPair`: up to 255 ASCII characters.
    KeyPairName is "the name of a key pair",
    length: 1..=255,
    pattern: r"^[ -~]+$",
    examples: ["operations"],
    check: printable,
}

fn printable(value: &str) -> Result<(), TextProblem> {
    only(value, |character| character == ' ' || character.is_ascii_graphic(), "printable ASCII characters")
}
