//! The container definition: what runs in a task. JSON inside JSON, in ECS's own case.

use std::collections::BTreeMap;

use domain::{CacheName, Identity, QueueName, StoreName};
use terraform::{Embedded, Expression, Value, object, template};

use crate::config::{DatabaseAccess, EXEC_PATHS, ImageSource, Service, queues};
use crate::container_options;
use crate::database::Database;
use crate::sidecar;
use crate::{CacheAccess, CacheShape, QueueAccess, Stores};

/// The variable that says how many connections to the database a task opens at the most.
pub const MAX_OPEN_CONNECTIONS: &str = environment::MAX_OPEN;

/// The names under which every container finds its settings. A service cannot set them to something else.
pub(crate) mod environment {
    pub(crate) const PORT: &str = "PORT";
    pub(crate) const LOG_LEVEL: &str = "LOG_LEVEL";
    pub(crate) const HOST: &str = "DB_HOST";
    /// Where queries that only read may go, if the database has a read replica; port, user and password are the database's.
    pub(crate) const REPLICA_HOST: &str = "DB_REPLICA_HOST";
    pub(crate) const DATABASE_PORT: &str = "DB_PORT";
    pub(crate) const NAME: &str = "DB_NAME";
    pub(crate) const MAX_OPEN: &str = "DB_MAX_OPEN_CONNECTIONS";
    pub(crate) const MAX_IDLE: &str = "DB_MAX_IDLE_CONNECTIONS";
    pub(crate) const USER: &str = "DB_USER";
    pub(crate) const PASSWORD: &str = "DB_PASSWORD";
    /// Where a task finds the password that RDS gave the user after the task had started.
    pub(crate) const SECRET: &str = "DB_SECRET_ARN";

    /// All of them, plain and secret.
    pub(crate) const RESERVED: [&str; 11] =
        [PORT, LOG_LEVEL, HOST, REPLICA_HOST, DATABASE_PORT, NAME, MAX_OPEN, MAX_IDLE, USER, PASSWORD, SECRET];
}

/// The definitions of a task's containers: the one named after the service, and those beside it.
pub(crate) fn definitions(
    identity: &Identity,
    service: &Service,
    image: Value<String>,
    log_group: &Expression<String>,
    database: Option<&Database>,
    stores: &Stores,
) -> Value<String> {
    let environment = plain_environment(service, database, stores);
    let secrets = secret_environment(service, database);
    let mounts = writable_paths(service).into_iter().map(|(volume, path)| {
        object([("sourceVolume", volume.into()), ("containerPath", path.into()), ("readOnly", false.into())])
    });
    let mounts: Vec<Embedded> = mounts.collect();
    let pairs = |map: BTreeMap<String, Embedded>, key: &'static str| {
        Embedded::array(map.into_iter().map(|(name, value)| object([("name", Embedded::from(name)), (key, value)])))
    };
    let mut members = vec![
        ("name", service.aws_name.as_str().into()),
        ("image", image.into()),
        ("essential", true.into()),
        ("portMappings", port_mappings(service)),
        ("environment", pairs(environment, "value")),
        ("secrets", pairs(secrets, "valueFrom")),
        ("readonlyRootFilesystem", true.into()),
        (
            "logConfiguration",
            sidecar::to_router(service).unwrap_or_else(|| sidecar::to_cloudwatch(identity, log_group, service.aws_name.as_str())),
        ),
    ];
    if let ImageSource::Elsewhere { credentials: Some(secret), .. } = &service.image {
        members.push(("repositoryCredentials", object([("credentialsParameter", secret.to_string().into())])));
    }
    members.extend(sidecar::own_waits(service));
    members.extend(container_options::members(&service.container));
    if !mounts.is_empty() {
        members.push(("mountPoints", Embedded::Array(mounts)));
    }
    let own = members.into_iter().collect::<Embedded>();
    let others = service.sidecars.iter().map(|sidecar| sidecar::definition(identity, sidecar, log_group));
    Embedded::array(std::iter::once(own).chain(others)).into_value()
}

/// The port on which the container listens, if it does: for Service Connect with a name, and what is spoken there.
fn port_mappings(service: &Service) -> Embedded {
    let mapping = service.kind.port().map(|port| {
        let mut members = vec![("containerPort", port.get().into()), ("hostPort", port.get().into()), ("protocol", "tcp".into())];
        if let Some((_, protocol)) = service.connect.as_ref().and_then(|connect| connect.offers) {
            members.push(("name", port_name(service).into()));
            members.extend(protocol.as_str().map(|spoken| ("appProtocol", spoken.into())));
        }
        members.into_iter().collect::<Embedded>()
    });
    Embedded::Array(mapping.into_iter().collect())
}

/// By which Service Connect knows the port.
pub(crate) fn port_name(service: &Service) -> &str {
    service.aws_name.as_str()
}

/// What of the file system a task may write to: path and volume of each.
///
/// ECS Exec's agent writes to three folders. AWS's guide calls a read-only root unsupported for it ("Monitor Amazon ECS containers with ECS
/// Exec", considerations), and users have it at work with these three writable (aws/containers-roadmap#1359, #2824).
pub(crate) fn writable_paths(service: &Service) -> BTreeMap<String, String> {
    let own = service.writable_paths.iter().map(|path| (path.volume_name(), path.to_string()));
    let of_agent = EXEC_PATHS.into_iter().filter(|_| service.execute_command);
    own.chain(of_agent.map(|(volume, path)| (volume.to_owned(), path.to_owned()))).collect()
}

fn plain_environment(service: &Service, database: Option<&Database>, stores: &Stores) -> BTreeMap<String, Embedded> {
    use environment::{DATABASE_PORT, HOST, LOG_LEVEL, MAX_IDLE, MAX_OPEN, NAME, PORT, REPLICA_HOST, SECRET, USER};
    let mut ours: Vec<(&str, Embedded)> = vec![(LOG_LEVEL, service.log_level.as_str().into())];
    ours.extend(service.kind.port().map(|port| (PORT, Embedded::from(port.to_string()))));
    match (&service.database, database.and_then(|database| database.secret.as_ref())) {
        (DatabaseAccess::Master, Some(secret)) => ours.push((SECRET, (&secret.database_secret_arn).into())),
        (DatabaseAccess::Iam(user), _) => ours.push((USER, user.as_str().into())),
        (DatabaseAccess::Master | DatabaseAccess::None, _) => {}
    }
    if let Some(Database { variables, replica, .. }) = database.filter(|_| service.database != DatabaseAccess::None) {
        ours.extend([
            (HOST, (&variables.database_endpoint).into()),
            // A number, and every value of an environment is a string: the template makes it one.
            (DATABASE_PORT, Embedded::Text(template!["", &variables.database_port])),
            (NAME, (&variables.database_name).into()),
            (MAX_OPEN, service.database_pool.max_open.to_string().into()),
            (MAX_IDLE, service.database_pool.max_idle.to_string().into()),
        ]);
        ours.extend(replica.as_ref().map(|replica| (REPLICA_HOST, Embedded::from(&replica.database_replica_endpoint))));
    }
    if service.open_telemetry.is_some() {
        // OpenTelemetry, "OTLP Exporter Configuration" and "General SDK Configuration"; what the service sets itself comes after.
        ours.push(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4318".into()));
        ours.push(("OTEL_SERVICE_NAME", service.aws_name.as_str().into()));
    }
    let address = |queues: &QueueAccess, queue: &QueueName| Embedded::from(queues.variables.queue_urls.key(queue.as_str()));
    let of_queues = stores.queues.iter().flat_map(|queues| {
        let read = service.queue.iter().map(|queue| (queues::READ.to_owned(), address(queues, queue)));
        read.chain(service.sends_to.iter().map(|queue| (queues::sent_to(queue), address(queues, queue))))
    });
    let of_buckets = stores.buckets.iter().flat_map(|buckets| {
        let name = |bucket: &StoreName| Embedded::from(buckets.variables.bucket_names.key(bucket.as_str()));
        service.stores.keys().map(move |bucket| (queues::bucket_name(bucket), name(bucket)))
    });
    let of_caches =
        stores.caches.iter().flat_map(|caches| caches.of(service).flat_map(|(cache, shape)| of_cache(caches, cache, shape)));
    let own = service.environment.iter().map(|(name, value)| (name.to_string(), value.embedded()));
    let of_stores = of_queues.chain(of_buckets).chain(of_caches);
    let all = ours.into_iter().map(|(name, value)| (name.to_owned(), value)).chain(of_stores).chain(own);
    // ECS refuses a variable that is plain and secret at once: the service's own word comes first, as a secret too.
    let is_secret = |name: &str| service.secrets.keys().any(|secret| secret.as_str() == name);
    all.filter(|(name, _)| !is_secret(name)).collect()
}

/// Where a cache is, and of one that asks by IAM who connects what a token says: its name, its user, and whether it is serverless (ElastiCache User
/// Guide, "Authenticating with IAM").
fn of_cache(caches: &CacheAccess, cache: &CacheName, shape: CacheShape) -> Vec<(String, Embedded)> {
    let key = cache.as_str();
    let mut values: Vec<Embedded> = vec![
        caches.variables.cache_hosts.key(key).into(),
        shape.port.to_string().into(),
        caches.variables.cache_reader_hosts.key(key).into(),
        shape.reader_port.to_string().into(),
    ];
    if let Some(iam) = caches.iam.as_ref().filter(|_| shape.asks_by_iam) {
        let serverless = shape.is_serverless.to_string();
        values.extend([iam.cache_names.key(key).into(), iam.cache_user_names.key(key).into(), serverless.into()]);
    }
    queues::OF_CACHE.into_iter().zip(values).map(|(what, value)| (queues::of_cache(cache, what), value)).collect()
}

fn secret_environment(service: &Service, database: Option<&Database>) -> BTreeMap<String, Embedded> {
    // `<secret>:<key>:<version stage>:<version>`; empty at the end means the current version (ECS Developer Guide, "Pass Secrets
    // Manager secrets through environment variables").
    let secret = database.and_then(|database| database.secret.as_ref()).filter(|_| service.database == DatabaseAccess::Master);
    let ours = secret.into_iter().flat_map(|secret| {
        let of_database = |key: &str| Embedded::Text(template![&secret.database_secret_arn, format!(":{key}::")]);
        [(environment::USER, of_database("username")), (environment::PASSWORD, of_database("password"))]
    });
    let own = service.secrets.iter().map(|(name, secret)| (name.to_string(), Embedded::from(secret.value())));
    ours.map(|(name, value)| (name.to_owned(), value)).chain(own).collect()
}
