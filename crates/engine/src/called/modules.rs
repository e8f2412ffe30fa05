//! The modules and providers that are called. It must not know how they are checked.

use std::collections::BTreeMap;

use settings::SettingPath;
use terraform::json::Json;
use terraform::{OutputPath, escaped};

use crate::environment::{Config, Given, ModuleConfig, Place, ProviderConfig, TerraformName};
use crate::overriding::Wiring;

/// The modules and providers, as the root module's documents have them: literals escaped, references as expressions.
#[derive(Clone, Debug, Default)]
pub struct Called {
    /// The modules by name.
    pub modules: BTreeMap<String, CalledModule>,
    /// The providers by their local name.
    pub providers: BTreeMap<String, UsedProvider>,
    /// What modules give to containers.
    pub(crate) to_containers: Wiring,
}

/// A module.
#[derive(Clone, Debug)]
pub struct CalledModule {
    /// Where it is.
    pub place: Place,
    /// Which versions of a registry's module serve.
    pub version: Option<String>,
    /// What its variables are set to.
    pub inputs: BTreeMap<String, Json>,
    /// The providers' configurations that are passed to it.
    pub providers: BTreeMap<String, String>,
    /// Its name before.
    pub renamed_from: Option<String>,
}

/// A provider.
#[derive(Clone, Debug)]
pub struct UsedProvider {
    /// Where Terraform finds it.
    pub source: String,
    /// Which versions serve.
    pub version: String,
    /// Its configurations: the usual one, if it says something, and those with an alias.
    pub configurations: Vec<Json>,
}

impl Called {
    /// Those of an environment's settings.
    pub(crate) fn of(config: &Config) -> Self {
        let modules = config.modules.iter().map(|(name, module)| (name.to_string(), CalledModule::of(module)));
        let providers = config.providers.iter().map(|(name, provider)| (name.to_string(), UsedProvider::of(provider)));
        Self { modules: modules.collect(), providers: providers.collect(), to_containers: Wiring::of_containers() }
    }

    /// The modules whose inside is known to nobody here.
    pub fn fetched(&self) -> impl Iterator<Item = &str> {
        self.modules.iter().filter(|(_, module)| !module.place.is_folder()).map(|(name, _)| name.as_str())
    }
}

impl CalledModule {
    pub(super) fn of(module: &ModuleConfig) -> Self {
        let ModuleConfig { source, version, inputs, providers, renamed_from } = module;
        Self {
            place: source.place().clone(),
            version: version.as_ref().map(ToString::to_string),
            inputs: inputs.iter().map(|(name, given)| (name.clone(), written(given))).collect(),
            providers: providers.iter().map(|(inside, ours)| (inside.to_string(), ours.to_string())).collect(),
            renamed_from: renamed_from.as_ref().map(ToString::to_string),
        }
    }
}

impl UsedProvider {
    pub(super) fn of(provider: &ProviderConfig) -> Self {
        let ProviderConfig { source, version, settings, aliases } = provider;
        let body = |alias: Option<&TerraformName>, settings: &BTreeMap<String, Given>| -> Json {
            let alias = alias.map(|alias| ("alias".to_owned(), Json::from(alias.as_str())));
            let settings = settings.iter().map(|(name, given)| (name.clone(), written(given)));
            alias.into_iter().chain(settings).collect()
        };
        let usual = (!settings.is_empty()).then(|| body(None, settings));
        let aliased = aliases.iter().map(|(alias, settings)| body(Some(alias), settings));
        Self {
            source: source.to_string(),
            version: version.to_string(),
            configurations: usual.into_iter().chain(aliased).collect(),
        }
    }
}

/// A value as the root module's documents have it.
pub(super) fn written(given: &Given) -> Json {
    match given {
        Given::Text(text) => Json::from(escaped(text)),
        Given::Whole(number) => Json::from(*number),
        Given::Float(number) => Json::from(*number),
        Given::Bool(value) => Json::from(*value),
        Given::List(elements) => elements.iter().map(written).collect(),
        Given::Table(entries) => entries.iter().map(|(key, value)| (escaped(key), written(value))).collect(),
        Given::From(path) => Json::from(format!("${{{}}}", path.expression())),
    }
}

/// The references in a value, each with where it stands.
pub(super) fn references<'a>(given: &'a Given, at: &SettingPath, found: &mut Vec<(SettingPath, &'a OutputPath)>) {
    match given {
        Given::From(path) => found.push((at.clone(), path)),
        Given::List(elements) => {
            for (index, element) in elements.iter().enumerate() {
                references(element, &at.clone().index(index), found);
            }
        }
        Given::Table(entries) => {
            for (key, value) in entries {
                references(value, &at.clone().key(key), found);
            }
        }
        Given::Text(_) | Given::Whole(_) | Given::Float(_) | Given::Bool(_) => {}
    }
}
