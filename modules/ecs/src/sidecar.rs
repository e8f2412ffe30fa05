//! The definitions of the containers beside a service's, and what the service's own takes from them.

use domain::Identity;
use terraform::{Embedded, Expression, object};

use crate::config::{Fed, Service, Sidecar, VariableValue};
use crate::container_options;

/// The definition of a container beside the service's.
pub(crate) fn definition(identity: &Identity, sidecar: &Sidecar, log_group: &Expression<String>) -> Embedded {
    let Sidecar {
        name,
        image,
        credentials,
        essential,
        cpu,
        memory,
        depends_on,
        environment,
        secrets,
        options,
        read_only,
        writable_paths,
        routes_logs,
    } = sidecar;
    let variable =
        |(name, value): (&String, &VariableValue)| object([("name", Embedded::from(name.clone())), ("value", value.embedded())]);
    let secret = |(name, source): (&String, &Fed<domain::SecretSource>)| {
        object([("name", Embedded::from(name.clone())), ("valueFrom", source.value().into())])
    };
    let mut members: Vec<(&str, Embedded)> = vec![
        ("name", name.as_str().into()),
        ("image", image.to_string().into()),
        ("essential", (*essential).into()),
        ("environment", Embedded::array(environment.iter().map(variable))),
        ("secrets", Embedded::array(secrets.iter().map(secret))),
        ("readonlyRootFilesystem", (*read_only).into()),
        ("logConfiguration", to_cloudwatch(identity, log_group, name)),
    ];
    members.extend(cpu.map(|units| ("cpu", units.get().into())));
    members.extend(memory.map(|mib| ("memory", mib.get().into())));
    if let Some(secret) = credentials {
        members.push(("repositoryCredentials", object([("credentialsParameter", secret.to_string().into())])));
    }
    if *routes_logs {
        // The router adds cluster, task and container to each line (ECS Developer Guide, "Use Amazon ECS metadata in logs").
        let options = object([("enable-ecs-log-metadata", "true".into())]);
        members.push(("firelensConfiguration", object([("type", "fluentbit".into()), ("options", options)])));
    }
    members.extend(waits(depends_on.iter().map(|(name, on)| (name.as_str(), on.condition()))));
    members.extend(container_options::members(options));
    if !writable_paths.is_empty() {
        let mount = |path: &domain::ContainerPath| {
            object([
                ("sourceVolume", sidecar.volume_name(path).into()),
                ("containerPath", path.as_str().into()),
                ("readOnly", Embedded::from(false)),
            ])
        };
        members.push(("mountPoints", Embedded::array(writable_paths.iter().map(mount))));
    }
    members.into_iter().collect()
}

/// What the service's own container waits for: what its settings say, and a log router, whose lines would be lost.
pub(crate) fn own_waits(service: &Service) -> Option<(&'static str, Embedded)> {
    let routers = service.sidecars.iter().filter(|sidecar| sidecar.routes_logs && !service.depends_on.contains_key(&sidecar.name));
    let own = service.depends_on.iter().map(|(name, on)| (name.as_str(), on.condition()));
    waits(own.chain(routers.map(|router| (router.name.as_str(), "START"))))
}

fn waits<'a>(others: impl Iterator<Item = (&'a str, &'static str)>) -> Option<(&'static str, Embedded)> {
    let others: Vec<Embedded> = others
        .map(|(name, condition)| object([("containerName", Embedded::from(name)), ("condition", condition.into())]))
        .collect();
    (!others.is_empty()).then_some(("dependsOn", Embedded::Array(others)))
}

/// Logs in the service's log group, each container's in streams of its own.
pub(crate) fn to_cloudwatch(identity: &Identity, log_group: &Expression<String>, prefix: &str) -> Embedded {
    object([
        ("logDriver", "awslogs".into()),
        (
            "options",
            object([
                ("awslogs-group", log_group.into()),
                ("awslogs-region", identity.region.as_str().into()),
                ("awslogs-stream-prefix", prefix.into()),
            ]),
        ),
    ])
}

/// Logs that go to the log router.
pub(crate) fn to_router(service: &Service) -> Option<Embedded> {
    let logs = service.routed_logs.as_ref()?;
    let options = logs.options.iter().map(|(name, value)| (name.clone(), Embedded::from(value.clone()))).collect::<Embedded>();
    let mut members: Vec<(&str, Embedded)> = vec![("logDriver", "awsfirelens".into()), ("options", options)];
    if !logs.secrets.is_empty() {
        let secret = |(name, source): (&String, &domain::SecretSource)| {
            object([("name", Embedded::from(name.clone())), ("valueFrom", source.to_string().into())])
        };
        members.push(("secretOptions", Embedded::array(logs.secrets.iter().map(secret))));
    }
    Some(members.into_iter().collect())
}
