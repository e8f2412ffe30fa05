//! The list of what to bind: `crates/aws/bindings.txt`.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};

/// What the list asks for.
#[derive(Debug)]
pub(crate) struct List {
    /// The provider's version whose schema the bindings follow.
    pub(crate) version: String,
    /// Whether the provider's own block is bound as well: `crates/aws` does that for everybody.
    pub(crate) binds_provider: bool,
    /// Resource types.
    pub(crate) resources: BTreeSet<String>,
    /// Data sources.
    pub(crate) data_sources: BTreeSet<String>,
    /// Ephemeral resource types.
    pub(crate) ephemeral: BTreeSet<String>,
    /// Nested blocks that are left out, by type.
    pub(crate) left_out: BTreeMap<String, Vec<String>>,
}

/// Reads the list: a line `provider <version>`, or `version <version>` where the provider's own block is bound elsewhere, then a resource type, `data <type>` or `ephemeral <type>` a line; `<type> without <block>,
/// <block>` leaves nested blocks out; `#` starts a comment.
pub(crate) fn parse(text: &str) -> Result<List> {
    let mut list = List {
        version: String::new(),
        binds_provider: false,
        resources: BTreeSet::new(),
        data_sources: BTreeSet::new(),
        ephemeral: BTreeSet::new(),
        left_out: BTreeMap::new(),
    };
    for line in text.lines().map(|line| line.split('#').next().unwrap_or_default().trim()).filter(|line| !line.is_empty()) {
        let fresh = match line.split_once(' ') {
            Some((word @ ("provider" | "version"), version)) => {
                list.binds_provider = word == "provider";
                std::mem::replace(&mut list.version, version.to_owned()).is_empty()
            }
            Some(("data", name)) => list.data_sources.insert(name.to_owned()),
            Some(("ephemeral", name)) => list.ephemeral.insert(name.to_owned()),
            None => list.resources.insert(line.to_owned()),
            Some((name, without)) if without.starts_with("without ") => {
                let blocks = without["without ".len()..].split(',').map(|block| block.trim().to_owned());
                list.left_out.insert(name.to_owned(), blocks.collect());
                list.resources.insert(name.to_owned())
            }
            Some(_) => bail!(
                "bindings.txt: `{line}` is none of `provider <version>`, `version <version>`, `<resource type>`, `data <type>`, `ephemeral <type>`"
            ),
        };
        if !fresh {
            bail!("bindings.txt: `{line}` stands there twice");
        }
    }
    if list.version.is_empty() {
        bail!("bindings.txt: the line `provider <version>`, or `version <version>`, is missing");
    }
    Ok(list)
}
