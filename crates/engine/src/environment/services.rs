//! What services need of the other sections: endpoints, the keys of other accounts' secrets, buckets that are theirs.

use std::collections::BTreeSet;

use domain::{EcrRegistry, SecretKind, ServiceName, Use};
use ecs::ServiceConfig;
use ecs::config::Fed;
use networking::config::{InterfaceEndpoint, NatGateways};
use settings::{Problems, SettingPath};

use super::config::Config;

/// Checks every service against the other sections, and the load balancer that they share.
pub(super) fn check(config: &Config, problems: &mut Problems) {
    check_certificate(config, problems);
    check_existing_load_balancer(config, problems);
    check_names_of_buckets(config, problems);
    for (section, name, service) in config.tasks() {
        let (service, at) = (&*service, |setting: &str| SettingPath::from(format!("{section}.{name}.{setting}").as_str()));
        check_endpoints(config, service, &at, problems);
        check_secrets(config, name, service, &at, problems);
        check_buckets(config, service, &at, problems);
        check_image(config, service, &at, problems);
        check_queues(config, service, &at, problems);
        check_used_buckets(config, service, &at, problems);
        check_used_caches(config, service, &at, problems);
    }
}

/// A listener takes certificates of its own account only.
fn check_certificate(config: &Config, problems: &mut Problems) {
    let certificate = config.ecs.load_balancer.tls.as_ref().and_then(|tls| tls.certificate_arn.as_ref());
    if let (Some(certificate), Some(account)) = (certificate, &config.account_id)
        && certificate.account() != account
    {
        problems
            .error(
                "ecs.load_balancer.tls.certificate_arn",
                format!("the certificate is in the account {}, and the load balancer in {account}", certificate.account()),
            )
            .also("account_id")
            .help("import the certificate into this account's ACM, or let one be made with `hosted_zone_id` or `dns_elsewhere = true`");
    }
}

/// Rules and target groups are made with the account's own rights, and stand where the load balancer does.
fn check_existing_load_balancer(config: &Config, problems: &mut Problems) {
    const LISTENER: &str = "ecs.load_balancer.existing.listener_arn";
    let Some(existing) = &config.ecs.load_balancer.existing else { return };
    let owner = existing.listener_arn.account();
    if let Some(account) = config.account_id.as_ref().filter(|account| *account != owner) {
        problems
            .error(LISTENER, format!("the load balancer is in the account {owner}, and the services are in {account}"))
            .also("account_id")
            .help("name a listener of this account: rules and target groups stand where the load balancer does");
    }
    if config.networking.existing.is_none() {
        // Elastic Load Balancing User Guide, "Target groups for your Application Load Balancers": a group's VPC is that of the load balancer.
        problems
            .warning(
                LISTENER,
                "the load balancer has to stand in the VPC that is made here, since it reaches no target group of another one",
            )
            .also("networking")
            .help("name its VPC and subnets in `[networking.existing]`, unless it was made in this environment's");
    }
}

/// The bucket of Terraform's state is none of the application's, whose services could read and change all that stands here.
fn check_names_of_buckets(config: &Config, problems: &mut Problems) {
    let named = config.buckets.iter().filter_map(|(name, bucket)| Some((name, bucket.aws_name.as_ref()?)));
    for (name, own) in named.filter(|(_, own)| config.state.bucket.as_ref() == Some(*own)) {
        problems
            .error(SettingPath::from("buckets").key(name.as_str()).key("aws_name"), format!("`{own}` holds Terraform's state"))
            .also("state.bucket")
            .help("give the bucket another name");
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
    if service.queue.is_some() {
        demand(at("queue"), InterfaceEndpoint::Sqs, "sqs", "the tasks read queues");
    } else if service.uses.iter().any(|used| matches!(used, Use::Queue(_))) {
        demand(at("uses"), InterfaceEndpoint::Sqs, "sqs", "the tasks send to queues");
    }
    let own = service.secrets.iter().filter_map(|(name, source)| Some((at("secrets").key(name.as_str()), source.here()?)));
    let beside = service.sidecars.iter().flat_map(|(sidecar, settings)| {
        let here = at("sidecars").key(sidecar.as_str()).key("secrets");
        settings.secrets.iter().filter_map(move |(name, source)| Some((here.clone().key(name.as_str()), source.here()?)))
    });
    let of_logs = service.log_router.iter().flat_map(|router| &router.secrets);
    let of_logs = of_logs.map(|(name, source)| (at("log_router.secrets").key(name.as_str()), source));
    if let Some((setting, _)) = own.chain(beside).chain(of_logs).find(|(_, source)| source.kind() == SecretKind::Parameter) {
        demand(setting, InterfaceEndpoint::Ssm, "ssm", "ECS reads parameters");
    }
}

/// The queues that the service names are there, and give it the time that it needs.
fn check_queues(config: &Config, service: &ServiceConfig, at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
    let sent_to = service.uses.iter().enumerate().filter_map(|(index, used)| match used {
        Use::Queue(name) => Some((at("uses").index(index), name)),
        Use::Bucket(..) | Use::Cache(_) => None,
    });
    let named = service.queue.iter().map(|name| (at("queue"), name)).chain(sent_to);
    for (setting, name) in named.filter(|(_, name)| !config.queues.contains_key(*name)) {
        let known: Vec<String> = config.queues.keys().map(|known| format!("`{known}`")).collect();
        let help = if known.is_empty() {
            format!("make it with a section `[queues.{name}]`; it may stay empty")
        } else {
            format!("the queues are {}; a further one is a section `[queues.{name}]`", known.join(", "))
        };
        problems.error(setting, format!("there is no queue `{name}`")).help(help);
    }
    let queue = service.queue.as_ref().and_then(|name| Some((name, config.queues.get(name)?)));
    if let (Some((name, queue)), Some(handling)) = (queue, service.handling_seconds)
        && queue.visibility_timeout_seconds <= handling
    {
        let timeout = SettingPath::from("queues").key(name.as_str()).key("visibility_timeout_seconds");
        problems
            .error(
                timeout,
                format!(
                    "a message is given to another task after {} s, while the first may still be at work on it for {handling} s",
                    queue.visibility_timeout_seconds
                ),
            )
            .also(at("handling_seconds"))
            .help(format!("set it to more than {handling}"));
    }
}

/// The buckets that the service uses are there.
fn check_used_buckets(config: &Config, service: &ServiceConfig, at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
    for (index, used) in service.uses.iter().enumerate() {
        let Use::Bucket(name, _) = used else { continue };
        if config.buckets.contains_key(name) {
            continue;
        }
        let known: Vec<String> = config.buckets.keys().map(|known| format!("`{known}`")).collect();
        let help = if known.is_empty() {
            format!(
                "make it with a section `[buckets.{name}]`; it may stay empty. A bucket that exists already is named in `buckets`"
            )
        } else {
            format!("the buckets are {}; a further one is a section `[buckets.{name}]`", known.join(", "))
        };
        problems.error(at("uses").index(index), format!("there is no bucket `{name}`")).help(help);
    }
}

/// The caches that the service uses are there.
fn check_used_caches(config: &Config, service: &ServiceConfig, at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
    for (index, used) in service.uses.iter().enumerate() {
        let Use::Cache(name) = used else { continue };
        if config.caches.contains_key(name) {
            continue;
        }
        let known: Vec<String> = config.caches.keys().map(|known| format!("`{known}`")).collect();
        let help = if known.is_empty() {
            format!("make it with a section `[caches.{name}]`; it may stay empty. One that exists already is reached by `egress`")
        } else {
            format!("the caches are {}; a further one is a section `[caches.{name}]`", known.join(", "))
        };
        problems.error(at("uses").index(index), format!("there is no cache `{name}`")).help(help);
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
    let of_image = service.image_credentials.iter().map(|secret| (at("image_credentials"), secret.source()));
    let of_variables =
        service.secrets.iter().filter_map(|(variable, source)| Some((at("secrets").key(variable.as_str()), source.here()?)));
    let of_sidecars = service.sidecars.iter().flat_map(|(name, sidecar)| {
        let here = at("sidecars").key(name.as_str());
        let credentials = sidecar.image_credentials.iter().map(domain::SecretArn::source);
        let variables = sidecar.secrets.iter().filter_map(|(variable, source)| Some((variable.as_str(), source.here()?)));
        let credentials = credentials.map(|source| ("", source));
        variables
            .chain(credentials)
            .map(|(variable, source)| match variable {
                "" => (here.clone().key("image_credentials"), source),
                variable => (here.clone().key("secrets").key(variable), source),
            })
            .collect::<Vec<_>>()
    });
    let of_logs = service.log_router.iter().flat_map(|router| &router.secrets);
    let of_logs = of_logs.map(|(option, source)| (at("log_router.secrets").key(option.as_str()), source));
    let all: Vec<(SettingPath, &domain::SecretSource)> = of_variables.chain(of_image).chain(of_sidecars).chain(of_logs).collect();
    let keys_here = || service.secret_keys.iter().filter_map(Fed::here);
    // Where a secret that a module gives is kept only the module knows.
    let has_fed =
        service.secrets.values().chain(service.sidecars.values().flat_map(|it| it.secrets.values())).any(|it| it.from().is_some());
    let regions_of_all: BTreeSet<_> = all.iter().map(|(_, source)| source.region()).collect();
    for (setting, source) in all {
        let elsewhere = config.account_id.as_ref().is_some_and(|account| source.account() != account);
        let key = keys_here().find(|key| key.account() == source.account() && key.region() == source.region());
        if elsewhere && key.is_none() {
            // Secrets Manager User Guide, "Access AWS Secrets Manager secrets from a different account": not with the key
            // `aws/secretsmanager`.
            problems
                .error(
                    setting,
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
    let mut regions = regions_of_all;
    // An object's ARN names no region; that it is read from another one is rare.
    regions.extend((!service.environment_files.is_empty()).then_some(config.region));
    for key in keys_here().filter(|_| !has_fed) {
        if !regions.contains(&key.region()) {
            problems
                .error(at("secret_keys"), format!("no secret of the service is in `{}`, where the key `{key}` is", key.region()))
                .also(at("secrets"))
                .help("name a key in the region of a secret, or of the bucket of an `environment_files`: a key decrypts in its own region only");
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

/// Whether the image can be pulled at all.
fn check_image(config: &Config, service: &ServiceConfig, at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
    let own = service.image.iter().map(|image| (at("image"), image.to_string(), image.ecr()));
    let beside = service
        .sidecars
        .iter()
        .map(|(name, sidecar)| (at("sidecars").key(name.as_str()).key("image"), &sidecar.image))
        .chain(service.log_router.iter().map(|router| (at("log_router"), &router.image)))
        .chain(service.open_telemetry.iter().map(|collector| (at("open_telemetry"), &collector.image)));
    let all = own.chain(beside.map(|(at, image)| (at, image.to_string(), image.ecr())));
    for (setting, image, ecr) in all {
        let is_near = ecr.as_ref().is_some_and(|registry| registry.region == config.region && registry.has_endpoint);
        if config.networking.nat_gateways != NatGateways::None || is_near {
            continue;
        }
        problems
            .error(
                setting,
                format!("without a NAT gateway `{image}` is out of reach: endpoints lead to the ECR of `{}` only", config.region),
            )
            .also("networking.nat_gateways")
            .help(match ecr {
                Some(EcrRegistry { account, region, .. }) if region == config.region => {
                    format!("name it by the host `{account}.dkr.ecr.{region}.amazonaws.com`, to which the endpoint leads")
                }
                _ => "set `nat_gateways = \"single\"`, or copy the image into a repository of ECR in this region".to_owned(),
            });
    }
}

/// A service that may write Terraform's state owns the environment.
fn check_buckets(config: &Config, service: &ServiceConfig, at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
    if let Some((index, bucket)) =
        service.buckets.iter().enumerate().find(|(_, bucket)| config.state.bucket.as_ref() == Some(*bucket))
    {
        problems
            .error(
                at("buckets").index(index),
                format!("`{bucket}` holds Terraform's state: the service could read and change all that stands here"),
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
}
