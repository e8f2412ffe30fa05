//! The two roles of a service: with the one ECS starts its tasks, with the other the code in them speaks to AWS.

use std::collections::BTreeSet;

use aws::policy::{Condition, PolicyDocument, Statement};
use aws::{
    CloudwatchLogGroupReference, EcrRepositoryReference, IamRole, IamRolePolicy, IamRolePolicyAttachment,
    IamRolePolicyAttachmentReference, IamRolePolicyAttachmentRequired, IamRolePolicyReference, IamRolePolicyRequired,
    IamRoleReference, IamRoleRequired,
};
use domain::{BucketAccess as Access, DatabaseLogin, EcrRegistry, EnvironmentFileArn, Identity, QueueName, SecretKind, StoreName};
use terraform::{Document, Expression, OutputPath, Resource, Value, template};

use crate::config::fed::variable;
use crate::config::{DatabaseAccess, Fed, ImageSource, Permission, Service, policy_label};
use crate::database::{Database, Iam};
use crate::interface::Variables;
use crate::repository::PULL;
use crate::{BucketAccess, CacheAccess, QueueAccess, Stores};

/// A role with the policy that says what it may do, if it may do anything.
#[expect(clippy::struct_field_names, reason = "the role itself, and what hangs on it")]
pub(crate) struct Role {
    pub(crate) role: IamRoleReference,
    pub(crate) policy: Option<IamRolePolicyReference>,
    /// The managed policies that are attached to it.
    pub(crate) attached: Vec<IamRolePolicyAttachmentReference>,
}

/// The execution role: pull this repository, write this log group, read these secrets, and nothing else.
pub(crate) fn execution_role(
    document: &mut Document,
    identity: &Identity,
    service: &Service,
    repository: Option<&EcrRepositoryReference>,
    log_group: &CloudwatchLogGroupReference,
    (variables, database): (&Variables, Option<&Database>),
) -> Role {
    let mut statements = Vec::new();
    let repositories = pulled_from(service, repository);
    if !repositories.is_empty() {
        statements.push(Statement::allow("LogInToRegistry", ["ecr:GetAuthorizationToken"]).on_everything(
            "the token is for the whole registry; AWS accepts no ARN (Service Authorization Reference, Amazon ECR)",
        ));
        statements.push(Statement::allow("PullImage", PULL).on(repositories));
    }
    statements
        .push(Statement::allow("WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"]).on([template![log_group.arn(), ":*"]]));
    let (secrets, keys) = secrets(service, database);
    if !secrets.is_empty() {
        statements.push(Statement::allow("ReadSecrets", ["secretsmanager:GetSecretValue"]).on(secrets));
    }
    let fed = service.fed_secrets();
    if !fed.is_empty() {
        // Which of the two it is, the module knows.
        let actions = ["secretsmanager:GetSecretValue", "ssm:GetParameters"];
        statements.push(Statement::allow("ReadSecretsOfModules", actions).on(fed.into_iter().map(fed_secret)));
    }
    let parameters = of_kind(service, SecretKind::Parameter);
    if !parameters.is_empty() {
        // ECS Developer Guide, "Amazon ECS task execution IAM role": parameters are read together.
        statements.push(Statement::allow("ReadParameters", ["ssm:GetParameters"]).on(parameters));
    }
    if !keys.is_empty() {
        statements.push(Statement::allow("DecryptSecrets", ["kms:Decrypt"]).on(keys));
    }
    let files = &service.container.environment_files;
    if !files.is_empty() {
        // ECS Developer Guide, "Amazon ECS task execution IAM role", required permissions for environment files.
        let buckets: BTreeSet<String> = files.iter().map(EnvironmentFileArn::bucket).collect();
        statements.push(Statement::allow("ReadEnvironmentFiles", ["s3:GetObject"]).on(files.iter().map(ToString::to_string)));
        statements.push(Statement::allow("FindEnvironmentFiles", ["s3:GetBucketLocation"]).on(buckets));
    }
    role(document, identity, service, "execution", statements, variables)
}

/// The ECR repositories from which the task's images come, by their ARNs.
fn pulled_from(service: &Service, own: Option<&EcrRepositoryReference>) -> Vec<Value<String>> {
    let mut repositories: Vec<Value<String>> = own.map(|repository| repository.arn().into()).into_iter().collect();
    let arn =
        |EcrRegistry { account, region, .. }: EcrRegistry, name: &str| format!("arn:aws:ecr:{region}:{account}:repository/{name}");
    if let ImageSource::Elsewhere { repository, .. } = &service.image {
        repositories.extend(repository.ecr().map(|registry| Value::Literal(arn(registry, repository.name()))));
    }
    let of_sidecars: BTreeSet<String> =
        service.sidecars.iter().filter_map(|it| Some(arn(it.image.ecr()?, it.image.repository()))).collect();
    repositories.extend(of_sidecars.into_iter().map(Value::Literal));
    repositories
}

/// The task role: reach the database as the settings say, and what else they add.
pub(crate) fn task_role(
    document: &mut Document,
    identity: &Identity,
    service: &Service,
    variables: &Variables,
    database: Option<&Database>,
    stores: &Stores,
) -> Role {
    let mut statements = match (&service.database, database) {
        (DatabaseAccess::Master, Some(Database { secret, key, .. })) => {
            let secret = secret
                .as_ref()
                .map(|secret| Statement::allow("ReadSecret", ["secretsmanager:GetSecretValue"]).on([&secret.database_secret_arn]));
            let key = key.as_ref().map(|key| Statement::allow("DecryptSecret", ["kms:Decrypt"]).on([&key.database_key_arn]));
            secret.into_iter().chain(key).collect()
        }
        (DatabaseAccess::Iam(user), Some(Database { iam: Some(iam), .. })) => vec![connect(identity, user, variables, iam)],
        (DatabaseAccess::Master | DatabaseAccess::Iam(_) | DatabaseAccess::None, _) => Vec::new(),
    };
    if let Some(queues) = &stores.queues {
        statements.extend(use_queues(identity, service, queues));
    }
    if let Some(buckets) = &stores.buckets {
        statements.extend(use_buckets(identity, service, buckets));
    }
    if let Some(caches) = &stores.caches {
        statements.extend(use_caches(service, caches));
    }
    if service.execute_command {
        statements.push(
            Statement::allow(
                "ExecuteCommand",
                [
                    "ssmmessages:CreateControlChannel",
                    "ssmmessages:CreateDataChannel",
                    "ssmmessages:OpenControlChannel",
                    "ssmmessages:OpenDataChannel",
                ],
            )
            .on_everything("the channels have no ARN (Service Authorization Reference, Amazon Message Gateway Service)"),
        );
    }
    if !service.buckets.is_empty() {
        let arns = |suffix: &str| service.buckets.iter().map(|bucket| format!("arn:aws:s3:::{bucket}{suffix}")).collect::<Vec<_>>();
        statements.push(Statement::allow("ListBuckets", ["s3:ListBucket"]).on(arns("")));
        statements.push(Statement::allow("UseObjects", ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]).on(arns("/*")));
    }
    if !service.bucket_keys.is_empty() {
        // S3 User Guide, "Using server-side encryption with AWS KMS keys", permissions.
        let through_s3 =
            service.bucket_keys.iter().map(|key| format!("s3.{}.amazonaws.com", key.region())).collect::<BTreeSet<_>>();
        statements.push(
            Statement::allow("UseBucketKeys", ["kms:Decrypt", "kms:GenerateDataKey"])
                .on(service.bucket_keys.iter().map(ToString::to_string))
                .condition(Condition::string_equals("kms:ViaService", through_s3)),
        );
    }
    if service.open_telemetry.as_ref().is_some_and(|collector| collector.config.is_none()) {
        statements.push(
            Statement::allow(
                "SendTraces",
                [
                    "xray:GetSamplingRules",
                    "xray:GetSamplingStatisticSummaries",
                    "xray:GetSamplingTargets",
                    "xray:PutTelemetryRecords",
                    "xray:PutTraceSegments",
                ],
            )
            .on_everything("AWS accepts no ARN (Service Authorization Reference, AWS X-Ray)"),
        );
    }
    statements.extend(service.permissions.iter().enumerate().map(|(index, permission)| permitted(index, permission)));
    let mut role = role(document, identity, service, "task", statements, variables);
    for policy in &service.policy_arns {
        let label = format!("{}_task_{}", service.label(), policy_label(policy));
        let attachment = IamRolePolicyAttachment::new(IamRolePolicyAttachmentRequired {
            policy_arn: policy.value(),
            role: role.role.name().into(),
        });
        role.attached.push(document.resource(Resource::new(label, attachment)));
    }
    role
}

/// What the settings permit, as they say it.
fn permitted(index: usize, permission: &Permission) -> Statement {
    let Permission { actions, resources, conditions } = permission;
    let texts = |texts: &mut dyn Iterator<Item = String>| texts.collect::<Vec<_>>();
    let statement = Statement::of_settings(
        format!("Permission{}", index + 1),
        texts(&mut actions.iter().map(ToString::to_string)),
        resources.iter().map(Fed::value),
    );
    conditions.iter().flat_map(|(operator, keys)| keys.iter().map(move |(key, values)| (operator, key, values))).fold(
        statement,
        |statement, (operator, key, values)| {
            statement.condition(Condition::of_settings(operator.as_str(), key.as_str(), values.0.iter().map(String::as_str)))
        },
    )
}

/// Reading one queue, sending to others, and what their key takes (SQS Developer Guide, "Configure KMS permissions for Amazon SQS": who reads
/// decrypts, who sends makes data keys and decrypts them).
fn use_queues(identity: &Identity, service: &Service, queues: &QueueAccess) -> Vec<Statement> {
    let arn = |queue: &QueueName| queues.variables.queue_arns.key(queue.as_str());
    let mut statements = Vec::new();
    if let Some(queue) = &service.queue {
        let actions =
            ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ReceiveMessage"];
        statements.push(Statement::allow("ReadQueue", actions).on([arn(queue)]));
    }
    if !service.sends_to.is_empty() {
        let actions = ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"];
        statements.push(Statement::allow("SendToQueues", actions).on(service.sends_to.iter().map(arn)));
    }
    if let Some(key) = queues.key.as_ref().filter(|_| service.queues().any(|queue| queues.encrypted.contains(queue))) {
        let sends = service.sends_to.iter().any(|queue| queues.encrypted.contains(queue));
        let actions = if sends { vec!["kms:Decrypt", "kms:GenerateDataKey"] } else { vec!["kms:Decrypt"] };
        statements.push(
            Statement::allow("UseQueueKey", actions)
                .on([&key.queue_key_arn])
                .condition(Condition::string_equals("kms:ViaService", [format!("sqs.{}.amazonaws.com", identity.region)])),
        );
    }
    statements
}

/// Finding the environment's buckets, reading the objects of some and reading, writing and deleting those of others, and what their key takes (S3
/// User Guide, "Using server-side encryption with AWS KMS keys", permissions: who reads decrypts, who writes makes data keys, and decrypts them where
/// an object comes in parts). Who may not list a bucket is told "access denied" of an object that is not there (S3 API Reference, `GetObject`).
fn use_buckets(identity: &Identity, service: &Service, buckets: &BucketAccess) -> Vec<Statement> {
    let arn = |bucket: &StoreName| buckets.variables.bucket_arns.key(bucket.as_str());
    let of = |access: Access| service.stores.iter().filter(move |(_, it)| **it == access).map(|(name, _)| name);
    let objects = |access: Access| of(access).map(|bucket| template![arn(bucket), "/*"]).collect::<Vec<_>>();
    let mut statements = Vec::new();
    if !service.stores.is_empty() {
        let actions = ["s3:GetBucketLocation", "s3:ListBucket"];
        statements.push(Statement::allow("FindUsedBuckets", actions).on(service.stores.keys().map(arn)));
    }
    let (read, written) = (objects(Access::Read), objects(Access::ReadWrite));
    let writes = !written.is_empty();
    if !read.is_empty() {
        statements.push(Statement::allow("ReadObjects", ["s3:GetObject"]).on(read));
    }
    if writes {
        // What breaks off an upload in parts takes the parts away with it.
        let actions = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"];
        statements.push(Statement::allow("ReadAndWriteObjects", actions).on(written));
    }
    if let Some(key) = buckets.key.as_ref().filter(|_| service.stores.keys().any(|bucket| buckets.encrypted.contains(bucket))) {
        let encrypts = of(Access::ReadWrite).any(|bucket| buckets.encrypted.contains(bucket));
        let actions = if encrypts { vec!["kms:Decrypt", "kms:GenerateDataKey"] } else { vec!["kms:Decrypt"] };
        statements.push(
            Statement::allow("UseKeyOfBuckets", actions)
                .on([&key.bucket_key_arn])
                .condition(Condition::string_equals("kms:ViaService", [format!("s3.{}.amazonaws.com", identity.region)])),
        );
    }
    statements
}

/// Connecting to caches that ask who does: the cache and the user, both (ElastiCache User Guide, "Authenticating with IAM").
fn use_caches(service: &Service, caches: &CacheAccess) -> Option<Statement> {
    let iam = caches.iam.as_ref()?;
    let asking = caches.of(service).filter(|(_, shape)| shape.asks_by_iam).map(|(cache, _)| cache.as_str());
    let arns: Vec<_> = asking.flat_map(|cache| [iam.cache_arns.key(cache), iam.cache_user_arns.key(cache)]).collect();
    (!arns.is_empty()).then(|| Statement::allow("ConnectToCaches", ["elasticache:Connect"]).on(arns))
}

/// Logging in as a user of the database (RDS User Guide, "Creating and using an IAM policy for IAM database access").
fn connect(identity: &Identity, user: &DatabaseLogin, variables: &Variables, iam: &Iam) -> Statement {
    let of = |instance: &str| -> Value<String> {
        template![
            format!("arn:aws:rds-db:{}:", identity.region),
            &variables.account_id,
            ":dbuser:",
            iam.variables.database_resource_ids.key(instance),
            format!("/{user}"),
        ]
    };
    Statement::allow("ConnectToDatabase", ["rds-db:connect"]).on(iam.instances.iter().map(|instance| of(instance)))
}

/// The secrets that ECS reads when it starts a task, the database's and the service's own, and the keys that encrypt them.
fn secrets(service: &Service, database: Option<&Database>) -> (Vec<Value<String>>, Vec<Value<String>>) {
    let (mut secrets, mut keys): (Vec<Value<String>>, Vec<Value<String>>) = (Vec::new(), Vec::new());
    if let Some(Database { secret, key, .. }) = database.filter(|_| service.database == DatabaseAccess::Master) {
        secrets.extend(secret.as_ref().map(|secret| Value::from(&secret.database_secret_arn)));
        keys.extend(key.as_ref().map(|key| Value::from(&key.database_key_arn)));
    }
    secrets.extend(of_kind(service, SecretKind::Secret));
    if let ImageSource::Elsewhere { credentials: Some(secret), .. } = &service.image {
        secrets.push(secret.to_string().into());
    }
    let of_sidecars: BTreeSet<String> =
        service.sidecars.iter().filter_map(|it| it.credentials.as_ref()).map(ToString::to_string).collect();
    secrets.extend(of_sidecars.into_iter().map(Value::Literal));
    keys.extend(service.secret_keys.iter().map(Fed::value));
    (secrets, keys)
}

/// The ARN of a secret that a module gives, without a JSON key and a version behind it, of which a policy knows nothing: a secret's has seven parts,
/// and a parameter's six.
fn fed_secret(path: &OutputPath) -> Expression<String> {
    let parts = format!("split(\":\", {})", variable(path).code());
    Expression::native(format!("join(\":\", slice({parts}, 0, min(7, length({parts}))))"))
}

/// The service's own secrets or parameters, each once.
fn of_kind(service: &Service, kind: SecretKind) -> Vec<Value<String>> {
    let sources = service.all_secrets().filter(|source| source.kind() == kind);
    let mut arns: Vec<String> = Vec::new();
    for arn in sources.map(|source| source.arn().to_string()) {
        if !arns.contains(&arn) {
            arns.push(arn);
        }
    }
    arns.into_iter().map(Value::Literal).collect()
}

fn role(
    document: &mut Document,
    identity: &Identity,
    service: &Service,
    purpose: &str,
    statements: Vec<Statement>,
    variables: &Variables,
) -> Role {
    let tasks = template!["arn:aws:ecs:", identity.region.as_str(), ":", &variables.account_id, ":*"];
    let trust = PolicyDocument::assumed_by_service("ecs-tasks.amazonaws.com", &variables.account_id, tasks);
    let label = format!("{}_{purpose}", service.label());
    let role = document.resource(Resource::new(
        label.clone(),
        IamRole::new(IamRoleRequired { assume_role_policy: trust.into_value() }).name(service.role_name(identity, purpose)),
    ));
    // IAM takes no policy without a statement.
    let policy = (!statements.is_empty()).then(|| {
        let policy = PolicyDocument::new(statements).into_value();
        document.resource(Resource::new(
            label,
            IamRolePolicy::new(IamRolePolicyRequired { policy, role: role.id().into() }).name(purpose),
        ))
    });
    Role { role, policy, attached: Vec::new() }
}
