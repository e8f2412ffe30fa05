//! The `terraform` block: which Terraform, which providers, where the state lies. Nothing in it is evaluated.

use std::collections::BTreeMap;

use crate::json::{Json, Map};

use crate::{Body, ProviderReference};

/// The `terraform` block of one module.
#[derive(Default)]
pub struct Settings {
    required_version: Option<String>,
    required_providers: BTreeMap<String, RequiredProvider>,
    backend: Option<Backend>,
}

/// A provider that a module needs.
pub struct RequiredProvider {
    /// Where it comes from, e.g. `hashicorp/aws`.
    pub source: String,
    /// Which versions serve, e.g. `>= 5.100.0, < 7.0.0`.
    pub version: String,
    /// The aliased configurations that the module wants from its caller.
    pub configuration_aliases: Vec<ProviderReference>,
}

/// Where Terraform keeps the state. The settings are literals: `${…}` in one would be taken letter by letter.
pub struct Backend {
    /// None of the `cloud` block, which stands in the place of a backend.
    kind: Option<&'static str>,
    settings: Body,
}

impl Settings {
    /// A `terraform` block that asks for nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Which versions of Terraform serve.
    pub fn required_version(mut self, constraint: &str) -> Self {
        self.required_version = Some(constraint.to_owned());
        self
    }

    /// A provider that the module needs, under its local name.
    pub fn required_provider(mut self, name: &str, provider: RequiredProvider) -> Self {
        self.required_providers.insert(name.to_owned(), provider);
        self
    }

    /// Where the state lies.
    pub fn backend(mut self, backend: Backend) -> Self {
        self.backend = Some(backend);
        self
    }

    pub(crate) fn into_json(self) -> Json {
        let Self { required_version, required_providers, backend } = self;
        let mut body = Body::new();
        if let Some(constraint) = required_version {
            body.verbatim("required_version", constraint);
        }
        if !required_providers.is_empty() {
            let providers: Map = required_providers.into_iter().map(|(name, provider)| (name, provider.into_json())).collect();
            body.verbatim("required_providers", providers);
        }
        match backend {
            Some(Backend { kind: Some(kind), settings }) => {
                let mut labelled = Body::new();
                labelled.verbatim(kind, settings.into_json());
                body.verbatim("backend", labelled.into_json());
            }
            Some(Backend { kind: None, settings }) => body.verbatim("cloud", settings.into_json()),
            None => {}
        }
        body.into_json()
    }
}

impl RequiredProvider {
    fn into_json(self) -> Json {
        let Self { source, version, configuration_aliases } = self;
        let mut body = Body::new();
        body.verbatim("source", source);
        body.verbatim("version", version);
        if !configuration_aliases.is_empty() {
            let aliases: Vec<Json> = configuration_aliases.iter().map(|alias| Json::from(alias.as_str())).collect();
            body.verbatim("configuration_aliases", aliases);
        }
        body.into_json()
    }
}

impl Backend {
    /// A backend of this kind (`s3`, `local`, …), with no setting yet.
    pub fn new(kind: &'static str) -> Self {
        Self { kind: Some(kind), settings: Body::new() }
    }

    /// HCP Terraform or Terraform Enterprise, with no setting yet.
    pub fn cloud() -> Self {
        Self { kind: None, settings: Body::new() }
    }

    /// Several settings under one name, as they stand.
    pub fn group(self, name: &'static str, members: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        let members: Map = members.into_iter().map(|(member, value)| (member.to_owned(), Json::from(value))).collect();
        self.setting(name, members)
    }

    /// One setting, as it stands.
    pub fn setting(mut self, name: &'static str, value: impl Into<Json>) -> Self {
        self.settings.verbatim(name, value);
        self
    }
}
