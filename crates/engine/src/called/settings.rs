//! What can be told of the settings alone: names, versions.

use std::collections::BTreeMap;

use settings::{Problems, SettingPath};
use terraform::Label;

use crate::environment::{Config, ModuleConfig, Place, ProviderConfig, SHIPPED, TerraformName};

/// What Terraform itself reads in a call, and no variable is called (Terraform, "Input Variables").
const META_ARGUMENTS: [&str; 8] = ["source", "version", "providers", "count", "for_each", "lifecycle", "depends_on", "locals"];

/// What Terraform itself reads in a provider's block.
const OF_PROVIDER: [&str; 2] = ["alias", "version"];

/// Checks them.
pub(crate) fn check(config: &Config, problems: &mut Problems) {
    let mut left: BTreeMap<&TerraformName, SettingPath> = BTreeMap::new();
    for (name, module) in &config.modules {
        let at = SettingPath::from("modules").key(name.as_str());
        if SHIPPED.contains(&name.as_str()) {
            problems
                .error(at.clone(), format!("`{name}` is a module that synth writes, or may write one day"))
                .help("choose another name: it is the one by which others refer to the module");
        }
        check_version(module, &at, problems);
        check_names(module.inputs.keys(), &META_ARGUMENTS, &at.clone().key("inputs"), problems);
        if let Some(before) = &module.renamed_from {
            let here = at.key("renamed_from");
            if config.modules.contains_key(before) {
                problems
                    .error(here.clone(), format!("`{before}` is still called"))
                    .also(SettingPath::from("modules").key(before.as_str()))
                    .help("take it out: only a module that is called no longer has become another one");
            }
            if let Some(other) = left.insert(before, here.clone()) {
                problems.error(here, format!("`{before}` would become two modules")).also(other).help("keep one of them");
            }
        }
    }
    for (name, provider) in &config.providers {
        let at = SettingPath::from("providers").key(name.as_str());
        if name.as_str() == "aws" {
            problems
                .error(at.clone(), "synth configures AWS's provider itself, from `region`, `account_id`, `assume_role` and `tags`")
                .help("take the section out");
        }
        let ProviderConfig { source: _, version: _, settings, aliases } = provider;
        check_names(settings.keys(), &OF_PROVIDER, &at.clone().key("settings"), problems);
        for (alias, settings) in aliases {
            check_names(settings.keys(), &OF_PROVIDER, &at.clone().key("aliases").key(alias.as_str()), problems);
        }
    }
}

fn check_version(module: &ModuleConfig, at: &SettingPath, problems: &mut Problems) {
    let ModuleConfig { source, version, .. } = module;
    match (source.place(), version) {
        (Place::Registry(_), None) => {
            problems
                .error(
                    at.clone().key("source"),
                    format!("`{source}` is a registry's module, of which Terraform takes the newest one at each `init` where no version is said"),
                )
                .also(at.clone().key("version"))
                .help("add `version = \"…\"`, with the version that you have read");
        }
        (Place::Folder(_), Some(_)) => {
            problems
                .error(at.clone().key("version"), "only a registry's module has versions, and this one lies in a folder")
                .help("take it out");
        }
        (Place::Git(_), Some(_)) => {
            problems
                .error(
                    at.clone().key("version"),
                    "only a registry's module has versions, and this one's is the `ref` of its source",
                )
                .help("take it out");
        }
        (Place::Registry(_), Some(_)) | (Place::Folder(_) | Place::Git(_), None) => {}
    }
}

fn check_names<'a>(names: impl Iterator<Item = &'a String>, taken: &[&str], at: &SettingPath, problems: &mut Problems) {
    for name in names {
        let at = at.clone().key(name);
        if taken.contains(&name.as_str()) {
            problems
                .error(at, format!("`{name}` is Terraform's own word there"))
                .help("take it out: there is a setting for what synth offers of it");
        } else if Label::new(name.as_str()).is_err() {
            problems
                .error(at, format!("`{name}` is no Terraform name"))
                .help("a letter or `_` first, then letters, digits, `_` and `-`");
        }
    }
}
