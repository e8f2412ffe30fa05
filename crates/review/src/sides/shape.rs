//! The parts of a plan in which the values of every resource stand, as Terraform's "JSON Output Format" has them. It must not know
//! what is made of them.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;
use terraform::json::Json;

use crate::plan::Text;

/// The state from which the plan was made.
#[derive(Deserialize)]
pub(super) struct PriorState<'a> {
    #[serde(borrow, default)]
    pub(super) values: Option<StateValues<'a>>,
}

/// The resources of a state.
#[derive(Deserialize)]
pub(super) struct StateValues<'a> {
    #[serde(borrow, default)]
    pub(super) root_module: Option<Module<'a>>,
}

/// A module's resources.
#[derive(Deserialize)]
pub(super) struct Module<'a> {
    /// Nothing for the root module.
    #[serde(borrow, default)]
    pub(super) address: Text<'a>,
    #[serde(borrow, default)]
    pub(super) resources: Vec<Resource<'a>>,
    #[serde(borrow, default)]
    pub(super) child_modules: Vec<Module<'a>>,
}

/// A resource with its values.
#[derive(Deserialize)]
pub(super) struct Resource<'a> {
    #[serde(borrow, default)]
    pub(super) address: Text<'a>,
    #[serde(borrow, default)]
    pub(super) mode: Text<'a>,
    #[serde(borrow, default, rename = "type")]
    pub(super) kind: Text<'a>,
    #[serde(borrow, default)]
    pub(super) name: Text<'a>,
    /// Of one of several: its number or key.
    #[serde(default)]
    pub(super) index: Option<Json>,
    #[serde(borrow, default)]
    pub(super) provider_name: Text<'a>,
    #[serde(borrow, default)]
    pub(super) values: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub(super) sensitive_values: Option<&'a RawValue>,
}

/// By what AWS knows a resource.
#[derive(Default, Deserialize)]
pub(super) struct Identity {
    #[serde(default, deserialize_with = "text")]
    pub(super) id: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub(super) arn: Option<String>,
}

/// A text, or nothing for any other value.
fn text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Json::deserialize(deserializer)?.as_str().map(str::to_owned))
}

/// What the plan was made of.
#[derive(Default, Deserialize)]
pub(super) struct Configuration<'a> {
    #[serde(borrow, default)]
    pub(super) provider_config: BTreeMap<Text<'a>, ProviderConfiguration<'a>>,
    #[serde(borrow, default)]
    pub(super) root_module: ModuleConfiguration<'a>,
}

/// A configuration of a provider.
#[derive(Deserialize)]
pub(super) struct ProviderConfiguration<'a> {
    #[serde(borrow, default)]
    pub(super) name: Text<'a>,
    #[serde(borrow, default)]
    pub(super) alias: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub(super) module_address: Option<Text<'a>>,
    #[serde(default)]
    pub(super) expressions: ProviderExpressions,
}

/// What a provider's configuration says, as far as AWS's is read.
#[derive(Default, Deserialize)]
pub(super) struct ProviderExpressions {
    #[serde(default)]
    pub(super) region: Expression,
    #[serde(default)]
    pub(super) allowed_account_ids: Expression,
}

/// An argument as it is written.
#[derive(Default, Deserialize)]
pub(super) struct Expression {
    #[serde(default)]
    pub(super) constant_value: Option<Json>,
    #[serde(default)]
    pub(super) references: Vec<String>,
}

/// A module as it is written.
#[derive(Default, Deserialize)]
pub(super) struct ModuleConfiguration<'a> {
    #[serde(borrow, default)]
    pub(super) resources: Vec<ResourceConfiguration<'a>>,
    #[serde(borrow, default)]
    pub(super) module_calls: BTreeMap<Text<'a>, ModuleCall<'a>>,
    #[serde(borrow, default)]
    pub(super) variables: BTreeMap<Text<'a>, VariableConfiguration>,
    #[serde(borrow, default)]
    pub(super) outputs: BTreeMap<Text<'a>, OutputConfiguration>,
}

/// An output as it is declared.
#[derive(Deserialize)]
pub(super) struct OutputConfiguration {
    #[serde(default)]
    pub(super) expression: Expression,
    #[serde(default)]
    pub(super) sensitive: bool,
}

/// A call of a module.
#[derive(Deserialize)]
pub(super) struct ModuleCall<'a> {
    #[serde(borrow, default)]
    pub(super) module: ModuleConfiguration<'a>,
    #[serde(borrow, default)]
    pub(super) expressions: Option<&'a RawValue>,
}

/// A resource as it is written.
#[derive(Deserialize)]
pub(super) struct ResourceConfiguration<'a> {
    #[serde(borrow, default)]
    pub(super) mode: Text<'a>,
    #[serde(borrow, default, rename = "type")]
    pub(super) kind: Text<'a>,
    #[serde(borrow, default)]
    pub(super) name: Text<'a>,
    #[serde(borrow, default)]
    pub(super) provider_config_key: Text<'a>,
    #[serde(borrow, default)]
    pub(super) expressions: Option<&'a RawValue>,
}

/// A variable as it is declared.
#[derive(Deserialize)]
pub(super) struct VariableConfiguration {
    #[serde(default)]
    pub(super) sensitive: bool,
}

/// A variable's value.
#[derive(Deserialize)]
pub(super) struct Variable {
    #[serde(default)]
    pub(super) value: Json,
}
