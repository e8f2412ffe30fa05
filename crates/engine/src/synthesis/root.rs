//! The root module's own blocks: which Terraform, where the state lies, the provider, the account.

use std::collections::BTreeMap;

use aws::provider::{AssumeRole, DefaultTags};
use aws::{DataCallerIdentity, Provider as Aws};
use domain::{AccountId, ExternalId, Region};
use ecs::config::ZoneRole;
use terraform::{Data, Map, Module, ModuleCall, Provider, ProviderReference, Settings, Value};

use crate::environment::{AssumedRole, Environment};

/// From 1.10 on Terraform locks the state in S3 itself.
pub(crate) const REQUIRED_VERSION: &str = ">= 1.10.0, < 2.0.0";

/// The alias of the provider's configuration for the second region.
pub(crate) const DISASTER_RECOVERY: &str = "disaster_recovery";

/// The `terraform` block and the provider's configurations.
pub(crate) fn terraform(root: &mut Module, environment: &Environment) {
    let identity = &environment.identity;
    let backend = environment.state.backend(identity);
    let required_version = if environment.rds.has_read_replica() { rds::READ_REPLICA_REQUIRES } else { REQUIRED_VERSION };
    root.document("terraform").settings(
        Settings::new().required_version(required_version).required_provider("aws", aws::required_provider([])).backend(backend),
    );
    let providers = root.document("providers");
    providers.provider(Provider::new(provider_of(environment, identity.region)));
    // It stays without anything in that region: Terraform cannot destroy what stood there, nor let go of it, without the provider under
    // which it was made (hashicorp/terraform#25682).
    let region = identity.disaster_recovery_region;
    providers.provider(Provider::aliased(DISASTER_RECOVERY, provider_of(environment, region)));
    for role in environment.ecs.load_balancer().zone_roles() {
        providers.provider(Provider::aliased(role.alias(), provider_of_zones(environment, role)));
    }
}

/// The provider in the account of hosted zones, whose role it assumes: as the environment's own role, where there is one.
fn provider_of_zones(environment: &Environment, role: &ZoneRole) -> Aws {
    let ZoneRole { role_arn, external_id } = role;
    let identity = &environment.identity;
    let assumed = AssumeRole::new().role_arn(role_arn.to_string()).external_id(external_id.as_ref().map(ExternalId::as_str));
    provider(identity.region, Some(role_arn.account()), tags(environment)).assume_role(own_role(environment).chain([assumed]))
}

fn tags(environment: &Environment) -> BTreeMap<&str, &str> {
    let identity = &environment.identity;
    let mut tags: BTreeMap<&str, &str> = environment.tags.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    tags.insert("Project", identity.project.as_str());
    tags.insert("Environment", identity.environment.as_str());
    tags.insert("ManagedBy", "terraform");
    tags
}

/// The role as which Terraform works in the environment's account.
fn own_role(environment: &Environment) -> impl Iterator<Item = AssumeRole> {
    environment.assume_role.iter().map(|AssumedRole { role_arn, external_id }| {
        let role = AssumeRole::new().role_arn(role_arn.to_string());
        role.external_id(external_id.as_ref().map(ExternalId::as_str))
    })
}

fn provider_of(environment: &Environment, region: Region) -> Aws {
    provider(region, environment.account_id.as_ref(), tags(environment)).assume_role(own_role(environment))
}

/// The provider in a region, bound to the account where it is named, with tags for everything.
pub(crate) fn provider(region: Region, account_id: Option<&AccountId>, tags: BTreeMap<&str, &str>) -> Aws {
    let tags: Map<String> = tags.into_iter().collect();
    Aws::new()
        .region(region.as_str())
        .allowed_account_ids(account_id.map(|account| vec![account.as_str()]))
        .default_tags([DefaultTags::new().tags(tags)])
}

/// The account: as the settings name it, so that a plan asks nobody, or else as AWS says.
pub(crate) fn account_id(root: &mut Module, environment: &Environment) -> Value<String> {
    match &environment.account_id {
        Some(account) => Value::Literal(account.to_string()),
        None => root.document("account").data(Data::new("current", DataCallerIdentity::new())).account_id().into(),
    }
}

/// The call with the provider of another account's hosted zones passed into it, where records are written there.
pub(crate) fn with_zone_provider(call: ModuleCall, ecs: &ecs::Ecs) -> ModuleCall {
    let Some(alias) = ecs.zone_provider() else { return call };
    let reference = ProviderReference::aliased("aws", alias);
    call.provider(reference.clone(), reference)
}

/// The call with the second region's provider passed into it, when the database needs it.
pub(crate) fn with_disaster_recovery(call: ModuleCall, rds: &rds::Rds) -> ModuleCall {
    if !rds.replicates_backups() {
        return call;
    }
    let caller = ProviderReference::aliased("aws", DISASTER_RECOVERY);
    call.provider(rds::disaster_recovery(), caller)
}
