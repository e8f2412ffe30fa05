//! The letters of availability zones. It must not know which region has which.

use crate::choice::choice;

choice! {
    /// The letter that ends an availability zone's name.
    #[expect(missing_docs, reason = "a letter says all there is to say")]
    ZoneLetter is "a zone letter",
    "a zone letter": "The letter that ends an availability zone's name.",
    example: "a",
    A = "a",
    B = "b",
    C = "c",
    D = "d",
    E = "e",
    F = "f",
}
