//! What services need of the other sections: endpoints, the keys of other accounts' secrets, buckets that are theirs.

use std::collections::BTreeSet;

use domain::{SecretKind, ServiceName};
use ecs::ServiceConfig;
use networking::config::{InterfaceEndpoint, NatGateways};
use settings::{Problems, SettingPath};

use super::config::Config;

/// Checks every service against the other sections.
pub(super) fn check(config: &Config, problems: &mut Problems) {
    for (name, service) in &config.services {
        let at = |setting: &str| SettingPath::from(format!("services.{name}.{setting}").as_str());
        check_endpoints(config, service, &at, problems);
        check_secrets(config, name, service, &at, problems);
        check_buckets(config, service, &at, problems);
    }
}

/// Without NAT gateways AWS is reached by endpoints only.
fn check_endpoints(config: &Config, service: &ServiceConfig, at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
    let networking = &config.networking;
    let mut demand = |setting: SettingPath, endpoint: InterfaceEndpoint, word: &str, what: &str| {
        if networking.nat_gateways == NatGateways::None && !networking.interface_endpoints.contains(&endpoint) {
            problems
                .error(setting, format!("without a NAT gateway {what} by an endpoint only, and there is none"))
                .also("networking.interface_endpoints")
                .help(format!("add `{word}` to `interface_endpoints`"));
        }
    };
    if service.execute_command {
        demand(at("execute_command"), InterfaceEndpoint::SsmMessages, "ssm-messages", "a shell reaches the tasks");
    }
    let parameter = service.secrets.iter().find(|(_, source)| source.kind() == SecretKind::Parameter);
    if let Some((name, _)) = parameter {
        demand(at("secrets").key(name.as_str()), InterfaceEndpoint::Ssm, "ssm", "ECS reads parameters");
    }
}

/// Which keys decrypt the secrets.
fn check_secrets(
    config: &Config,
    name: &ServiceName,
    service: &ServiceConfig,
    at: &dyn Fn(&str) -> SettingPath,
    problems: &mut Problems,
) {
    for (variable, source) in &service.secrets {
        let elsewhere = config.account_id.as_ref().is_some_and(|account| source.account() != account);
        let key = service.secret_keys.iter().find(|key| key.account() == source.account() && key.region() == source.region());
        if elsewhere && key.is_none() {
            // Secrets Manager User Guide, "Access AWS Secrets Manager secrets from a different account": not with the key
            // `aws/secretsmanager`.
            problems
                .error(
                    at("secrets").key(variable.as_str()),
                    format!("the secret is in the account {}, whose own key opens to no other account", source.account()),
                )
                .also(at("secret_keys"))
                .also("account_id")
                .help(format!(
                    "name the key that encrypts it in `secret_keys`; in its account the key's policy and the secret's have to allow the role `{}`",
                    role_name(config, name, service)
                ));
        }
    }
    let regions: BTreeSet<_> = service.secrets.values().map(domain::SecretSource::region).collect();
    for (index, key) in service.secret_keys.iter().enumerate() {
        if !regions.contains(&key.region()) {
            problems
                .error(
                    at("secret_keys").index(index),
                    format!("no secret of the service is in `{}`, where the key is", key.region()),
                )
                .also(at("secrets"))
                .help("name a key in the region of a secret: a key decrypts in its own region only");
        }
    }
}

/// The execution role as AWS will know it, as far as the settings tell: the environment's name is that of the file.
fn role_name(config: &Config, name: &ServiceName, service: &ServiceConfig) -> String {
    let service = service.aws_name.as_ref().unwrap_or(name);
    format!("{}-{service}-execution-<environment>", config.project).replacen(
        &format!("{0}-{0}-", config.project),
        &format!("{}-", config.project),
        1,
    )
}

/// A service that may write Terraform's state owns the environment.
fn check_buckets(config: &Config, service: &ServiceConfig, at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
    if let Some(index) = service.buckets.iter().position(|bucket| *bucket == config.state.bucket) {
        problems
            .error(
                at("buckets").index(index),
                format!(
                    "`{}` holds Terraform's state: the service could read and change all that stands here",
                    config.state.bucket
                ),
            )
            .also("state.bucket")
            .help("give the service a bucket of its own");
    }
    if !service.bucket_keys.is_empty() && service.buckets.is_empty() {
        problems
            .error(at("bucket_keys"), "the service uses no bucket, so its keys encrypt nothing")
            .also(at("buckets"))
            .help("take them out, or name the buckets");
    }
    let mut volumes: BTreeSet<String> = BTreeSet::new();
    for (index, path) in service.writable_paths.iter().enumerate() {
        if !volumes.insert(path.volume_name()) {
            problems
                .error(
                    at("writable_paths").index(index),
                    format!("`{path}` and another path would share the volume `{}`", path.volume_name()),
                )
                .help("name the folder above both");
        }
    }
}
