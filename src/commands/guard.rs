//! The promises of an environment that is to be written: `prevent_destroy` holds for what is recorded, and a region is not left behind.

use std::path::Path;

use anyhow::{Error, anyhow};
use engine::Synthesized;
use engine::address_lock::{AddressLock, Vanished, Violations};
use engine::consequences::{Consequence, consequences, replacements};

use super::lock;
use super::source::Source;
use super::standing::Standing;
use crate::view::difference::indented;

/// What is warned of before an environment is written, and why it is not.
///
/// Refused is another region than the recorded one, and under `prevent_destroy` the loss of what holds data: Terraform's own protection goes
/// with its block (hashicorp/terraform#17599). What is recorded stands in the lock; without one the folder that stands under `out` says what
/// may have been applied, and nothing is refused.
pub(super) fn guard(source: &Source, synthesized: &Synthesized, held: &output::Held, out: &Path) -> (Vec<String>, Option<Error>) {
    let Synthesized { name, environment, .. } = synthesized;
    let emitted = synthesized.documents();
    let standing = Standing::of_held(held, out, name.as_str()).ok().flatten();
    // Most runs change little or nothing, and comparing takes several times as long as making it anew.
    let is_same = standing.as_ref().is_some_and(|standing| standing.is_as(&synthesized.synthesis.files));
    let read = standing.filter(|_| !is_same).and_then(|standing| standing.documents().ok());
    let told = |stands| [replacements(stands, emitted), consequences(stands, emitted)].concat();
    let told = read.as_ref().map(told).unwrap_or_default();
    let stands = if is_same { Some(emitted) } else { read.as_ref() };
    let mut warnings: Vec<String> = told.iter().map(|consequence| told_of(consequence, name.as_str())).collect();
    let recorded = match lock::read(source, name) {
        Ok(recorded) => recorded,
        Err(error) => {
            // What is written does not depend on the lock.
            warnings.push(error.to_string());
            return (warnings, None);
        }
    };
    let is_recorded = recorded.is_some();
    let guessed = || stands.filter(|_| environment.prevent_destroy && !is_same).map(AddressLock::of);
    let Some(recorded) = recorded.or_else(guessed) else { return (warnings, None) };
    let Violations { vanished, elsewhere, .. } = recorded.violations(emitted, stands);
    if let (true, Some(elsewhere)) = (is_recorded, elsewhere.first()) {
        return (warnings, Some(anyhow!("{}", lock::told_elsewhere(source, name, elsewhere))));
    }
    let (held, others): (Vec<&Vanished>, Vec<&Vanished>) =
        vanished.iter().partition(|vanished| environment.prevent_destroy && vanished.holds_data());
    // What goes with it is let go of with it: a replication of backups with its database.
    let is_with_held = |it: &&Vanished| held.iter().any(|held| it.goes_with(held));
    let (with_held, others): (Vec<&Vanished>, Vec<&Vanished>) = others.into_iter().partition(is_with_held);
    if is_recorded {
        warnings.extend(others.iter().map(|vanished| lock::told(vanished, name)));
    }
    if held.is_empty() {
        return (warnings, None);
    }
    let mut held: Vec<&Vanished> = held.into_iter().chain(with_held).collect();
    held.sort_by(|one, other| one.address.cmp(&other.address));
    let addresses: String = held.iter().flat_map(|vanished| ["    ", vanished.address.as_str(), "\n"]).collect();
    let remedies: String = held.iter().map(|vanished| vanished.remedy()).collect();
    // Without what stands, nobody knows on what it stands.
    let ground = if stands.is_some() {
        String::new()
    } else {
        format!(
            "\n  what they stand on besides (groups, roles, subnets) has to be let go as well: `synth diff --from COMMIT --env {name}{}` names it, \
             with the commit that is applied",
            source.typed()
        )
    };
    let text = format!(
        "{name}: `prevent_destroy = true` keeps what holds data, and goes with the block that says it: Terraform would destroy\n\
         {addresses}  to keep them, outside Terraform or under another address, add to the settings\n{}{ground}",
        indented(&remedies, "    ").trim_end()
    );
    if is_recorded {
        return (warnings, Some(anyhow!("{text}")));
    }
    let lock = format!("`synth lock --env {name}{}` records them", source.typed());
    warnings.push(format!("{text}\n  no addresses are recorded, so this is not refused: {lock}"));
    (warnings, None)
}

/// What is said of a change, with the settings that the way around it takes.
fn told_of(consequence: &Consequence, name: &str) -> String {
    let settings = indented(&consequence.settings(), "    ");
    format!("{name}: {}\n{settings}", consequence.words()).trim_end().to_owned()
}
