//! `[modules.<name>]` and `[providers.<name>]` as settings: Terraform modules that are called beside the shipped ones, and the providers that they need.
//! Whether they fit what is emitted, `crate::called` checks.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::given::Given;
use super::module_source::{ModuleSource, ProviderSource, VersionConstraint};
use super::terraform_name::{ProviderConfiguration, TerraformName};

/// A Terraform module that is called in the root module, beside those that synth writes.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ModuleConfig {
    /// Where the module is, as Terraform names it: a folder (`./modules/uploads`, from the folder of the environments' files; its files are
    /// carried into the emitted folder), a registry's module (`terraform-aws-modules/sqs/aws`), or a tag or commit of a git repository
    /// (`git::https://example.com/modules.git//uploads?ref=v1.2.0`).
    pub source: ModuleSource,
    /// Which versions of a registry's module serve, such as `5.1.0` or `~> 5.1`; needed there, and only there. Terraform records no versions of
    /// modules, so only an exact one is the same tomorrow.
    #[serde(default)]
    pub version: Option<VersionConstraint>,
    /// What the module's variables are set to: text, numbers, booleans, lists, tables, and `{ from = "networking.private_subnet_ids" }` for what
    /// another module gives. Text is never evaluated. Nothing secret: it can be read in the emitted files and in Terraform's state.
    #[serde(default)]
    pub inputs: BTreeMap<String, Given>,
    /// Which configurations of providers the module works with, where it is another than the usual one: the module's name for it, and ours, such as
    /// `{ "aws.replica" = "aws.disaster_recovery" }`.
    #[serde(default)]
    pub providers: BTreeMap<ProviderConfiguration, ProviderConfiguration>,
    /// The name that the module had here before: Terraform takes what stands under it for this one, instead of making it anew. It may stay, and
    /// can go when every environment was applied with it.
    #[serde(default)]
    pub renamed_from: Option<TerraformName>,
}

/// A provider besides AWS's, for the modules that are called and for Terraform of your own.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProviderConfig {
    /// Where Terraform finds it, such as `DataDog/datadog`.
    pub source: ProviderSource,
    /// Which versions serve, such as `~> 3.50`. `.terraform.lock.hcl` records the one that Terraform took.
    pub version: VersionConstraint,
    /// Its arguments, as for a module's `inputs`; a nested block is a table, or a list of them. Nothing secret: what the provider needs to sign in it
    /// takes from the environment variables that its documentation names. Without this setting Terraform of your own may configure it.
    #[serde(default)]
    pub settings: BTreeMap<String, Given>,
    /// Further configurations of it by their aliases, each with its arguments: a module takes one by `providers = { "datadog" = "datadog.<alias>" }`.
    #[serde(default)]
    pub aliases: BTreeMap<TerraformName, BTreeMap<String, Given>>,
}
