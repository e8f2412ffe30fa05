//! The file of a new environment, made from another one's: its settings and its comments, with ranges and names of its own.
//!
//! It must not know the disk, nor what the settings mean but for those that two environments cannot share.

mod account;
mod change;
mod names;
mod network;
mod place;
pub mod project;

pub use change::Change;

use domain::EnvironmentName;
use toml_edit::DocumentMut;

use crate::environment::Environment;
use crate::synthesis::Synthesis;

pub use network::{Network, free};

/// What speaks of resources that exist: one environment's, and never another one's.
const OF_WHAT_EXISTS: [&str; 3] = ["moved", "import", "removed"];

/// The text of the new environment's file, and what in it differs.
///
/// # Errors
/// The text is no TOML, which one that was synthesized always is.
pub fn derived(
    text: &str,
    other: (&Environment, &Synthesis),
    name: &EnvironmentName,
    network: &Network,
) -> Result<(String, Vec<Change>), String> {
    let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| error.to_string())?;
    let mut changes = Vec::new();
    let (environment, synthesis) = other;
    let (from, region) = (&environment.identity.environment, environment.identity.region);
    network::set(&mut document, network, &mut changes);
    account::set(&mut document, synthesis, environment.account_id.as_ref(), region, &mut changes);
    account::unname_stores(&mut document, &mut changes);
    for key in OF_WHAT_EXISTS {
        if document.remove(key).is_some() {
            changes.push(Change { setting: key.to_owned(), value: None, why: "it speaks of resources that exist" });
        }
    }
    names::rename(document.as_table_mut(), from, name, &mut changes);
    Ok((headed(&document.to_string(), from, name), changes))
}

/// The text with an opening of its own: what stands at the top speaks of the other environment.
fn headed(text: &str, from: &EnvironmentName, name: &EnvironmentName) -> String {
    let mut lines = text.lines().peekable();
    let mut opening: Vec<&str> = Vec::new();
    while let Some(line) = lines.next_if(|line| line.starts_with('#')) {
        opening.push(line);
    }
    let schema = opening.iter().find(|line| line.starts_with("#:schema"));
    let own = format!("# {name}: made from {from}, whose comments came along.");
    let mut all: Vec<&str> = schema.copied().into_iter().chain([own.as_str()]).collect();
    if lines.peek().is_some_and(|line| !line.is_empty()) {
        all.push("");
    }
    all.extend(lines);
    all.join("\n") + "\n"
}
