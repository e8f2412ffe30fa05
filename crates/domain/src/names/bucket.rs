//! Names of S3 buckets. It must not know what is kept in them.

use std::net::Ipv4Addr;

use crate::text::{TextProblem, form, only, reserved, validated_text};

validated_text! {
    /// The name of an S3 bucket.
    ///
    /// S3 User Guide, "General purpose bucket naming rules". The beginnings and endings that S3
    /// keeps for itself are refused.
    BucketName is "a bucket name",
    length: 3..=63,
    pattern: r"^[a-z0-9](-*(\.-+)*\.?[a-z0-9])*$",
    examples: ["task-api-terraform-state"],
    check: bucket_name,
    suggest: to_bucket_name,
}

const BEGINNINGS: [&str; 3] = ["xn--", "sthree-", "amzn-s3-demo-"];
const ENDINGS: [&str; 6] = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3", "-an"];

pub(super) fn bucket_name(value: &str) -> Result<(), TextProblem> {
    only(
        value,
        |character| character.is_ascii_lowercase() || character.is_ascii_digit() || matches!(character, '-' | '.'),
        "lowercase letters, digits, hyphens and dots",
    )?;
    let ends = |end: Option<char>| end.is_some_and(|end| end.is_ascii_alphanumeric());
    form(ends(value.chars().next()) && ends(value.chars().last()), "has to begin and end with a letter or a digit")?;
    form(!value.contains(".."), "must not hold two dots in a row")?;
    form(value.parse::<Ipv4Addr>().is_err(), "must not look like an IP address")?;
    reserved(
        BEGINNINGS.iter().any(|beginning| value.starts_with(beginning)),
        "begins with one of `xn--`, `sthree-` and `amzn-s3-demo-`, which S3 keeps for itself",
    )?;
    reserved(
        ENDINGS.iter().any(|ending| value.ends_with(ending)),
        "ends with one of `-s3alias`, `--ol-s3`, `.mrap`, `--x-s3`, `--table-s3` and `-an`, which S3 keeps for itself",
    )
}

fn to_bucket_name(value: &str) -> String {
    let bare = value.trim().trim_start_matches("s3://").trim_start_matches("arn:aws:s3:::");
    bare.trim_end_matches('/').to_lowercase().replace(['_', ' '], "-")
}
