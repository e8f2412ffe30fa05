//! The list of the rules: every file of their folder that is called as a code is, so that a new rule is a file and nothing else.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Where the rules stand, and the list of them.
const FOLDER: &str = "crates/engine/src/rules";
const LIST: &str = "crates/engine/src/rules/all.rs";

const HEAD: &str = "\
//! Every rule, by code: the files of this folder that are called as codes are. Derived: `cargo xtask bless`.
//!
//! A code that was given up is never given again: MON002, MON003 and MON006 are faults without a code today, and RDS014 became RDS016.

use super::rule::Rule;

";

/// Writes the list anew, where it is stale.
pub(crate) fn list(root: &Path) -> Result<()> {
    let mut codes = Vec::new();
    for entry in fs::read_dir(root.join(FOLDER)).with_context(|| format!("cannot list {FOLDER}"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        codes.extend(name.strip_suffix(".rs").filter(|name| is_code(name)).map(str::to_owned));
    }
    codes.sort();
    let fresh = text(&codes);
    let path = root.join(LIST);
    // Writing what is there already would compile everything anew.
    if fs::read_to_string(&path).ok().as_deref() != Some(&fresh) {
        fs::write(&path, fresh).with_context(|| format!("cannot write {LIST}"))?;
    }
    Ok(())
}

/// Three letters for what it is about, three digits.
fn is_code(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes.len() == 6 && bytes[..3].iter().all(u8::is_ascii_lowercase) && bytes[3..].iter().all(u8::is_ascii_digit)
}

fn text(codes: &[String]) -> String {
    let modules = codes.iter().map(|code| format!("#[path = \"{code}.rs\"]\nmod {code};\n")).collect::<Vec<_>>().concat();
    let rules = codes.iter().map(|code| format!("    {code}::RULE,\n")).collect::<Vec<_>>().concat();
    format!("{HEAD}{modules}\n/// Every rule, by code.\npub static RULES: &[Rule] = &[\n{rules}];\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_codes_are_rules() {
        assert!(is_code("acc001"));
        assert!(!is_code("judge") && !is_code("ACC001") && !is_code("acc0011") && !is_code("finding"));
    }
}
