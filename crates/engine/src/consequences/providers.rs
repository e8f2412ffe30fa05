//! Configurations of the provider that go while something stands that was made under them.

use std::collections::BTreeMap;

use terraform::Address;
use terraform::json::Json;
use terraform::read::Documents;

use super::Consequence;

/// The aliases of AWS's provider, each with the role that it assumes last.
fn aliases(documents: &Documents) -> BTreeMap<String, Option<String>> {
    let role = |provider: &Json| {
        let roles = terraform::read::argument::elements(&provider["assume_role"]);
        Some(roles.last()?["role_arn"].as_str()?.to_owned())
    };
    let configurations = documents.providers("aws").into_iter();
    configurations.filter_map(|provider| Some((provider["alias"].as_str()?.to_owned(), role(provider)))).collect()
}

/// Terraform destroys nothing whose configuration of the provider is gone: "Provider configuration not present" (hashicorp/terraform#25682).
pub(super) fn alias(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let stays = aliases(new);
    let mut told = Vec::new();
    for (alias, role) in aliases(old).into_iter().filter(|(alias, _)| !stays.contains_key(alias)) {
        let reference = format!("aws.{alias}");
        let is_under =
            |address: &Address| old.at(address).is_some_and(|block| block.written["provider"].as_str() == Some(reference.as_str()));
        let Some(first) = old.addresses().find(is_under) else { continue };
        let instead = match role {
            Some(role) if alias.starts_with("dns_") => {
                format!("set `ecs.load_balancer.previous_zone_role = {{ role_arn = \"{role}\" }}`, apply, and take it out then")
            }
            _ => "leave the configuration in Terraform of your own beside the settings until an apply has destroyed it".to_owned(),
        };
        told.push(Consequence::new(
            first,
            format!("it was made under the provider's configuration `{reference}`, without which Terraform cannot destroy it: the plan fails"),
            instead,
        ));
    }
    told
}
