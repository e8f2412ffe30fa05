//! Terraform modules that are called beside the shipped ones, and providers besides AWS's: from the settings into the root module's documents.
//!
//! A module that lies in a folder is carried into the emitted folder, file by file as [`crate::own`] carries them, and so is read, drawn, priced
//! and judged as everything else. What only Terraform fetches stays unknown here, which whoever speaks of it says.

mod apply;
mod check;
mod containers;
mod inputs;
mod modules;
mod settings;

pub use modules::{Called, CalledModule, UsedProvider};

use std::collections::BTreeMap;
use std::path::Path;

use ::settings::{Problems, SettingPath};
use modules::references;

use crate::environment::{Config, ModuleConfig, TerraformName};
use crate::own::{self, Listing, Own};

pub(crate) use apply::apply;
pub(crate) use check::check;
pub(crate) use containers::{check_order, references as to_containers, wire};
pub(crate) use settings::check as check_settings;

/// Whether something of the settings' is set to what a module gives.
pub(crate) fn feeds_containers(config: &Config) -> bool {
    !containers::references(config).is_empty()
}

/// The files of the modules that lie in folders, as they are carried; `usual` is the folder beside the environment's file that has its name.
pub(crate) fn read(
    modules: &BTreeMap<TerraformName, ModuleConfig>,
    usual: &Path,
    listing: &mut Listing<'_>,
    problems: &mut Problems,
) -> Own {
    modules.iter().fold(Own::default(), |all, (name, module)| match module.source.folder() {
        None => all,
        Some(folder) => {
            let at = SettingPath::from("modules").key(name.as_str()).key("source");
            all.with(&own::read_module((name.as_str(), folder), usual, &at, listing, problems))
        }
    })
}
