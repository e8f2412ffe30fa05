//! The two roles of a service: with the one ECS starts its tasks, with the other the code in them speaks to AWS.

use aws::policy::{PolicyDocument, Statement};
use aws::{
    CloudwatchLogGroupReference, EcrRepositoryReference, IamRole, IamRolePolicy, IamRolePolicyReference, IamRolePolicyRequired,
    IamRoleReference, IamRoleRequired,
};
use domain::Identity;
use terraform::{Document, Resource, Value, template};

use crate::config::Service;
use crate::interface::Variables;

/// A role with the policy that says what it may do.
pub(crate) struct Role {
    pub(crate) role: IamRoleReference,
    pub(crate) policy: IamRolePolicyReference,
}

/// The execution role: pull this repository, write this log group, read these secrets, and nothing else.
pub(crate) fn execution_role(
    document: &mut Document,
    identity: &Identity,
    service: &Service,
    repository: &EcrRepositoryReference,
    log_group: &CloudwatchLogGroupReference,
    variables: &Variables,
) -> Role {
    let statements = vec![
        Statement::allow("LogInToRegistry", ["ecr:GetAuthorizationToken"])
            .on_everything("the token is for the whole registry; AWS accepts no ARN (Service Authorization Reference, Amazon ECR)"),
        Statement::allow("PullImage", ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"])
            .on([repository.arn()]),
        Statement::allow("WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"]).on([template![log_group.arn(), ":*"]]),
        Statement::allow("ReadSecrets", ["secretsmanager:GetSecretValue"]).on(secrets(service, variables)),
        Statement::allow("DecryptSecrets", ["kms:Decrypt"]).on([&variables.database_key_arn]),
    ];
    role(document, identity, service, "execution", PolicyDocument::new(statements), variables)
}

/// The task role: read the database's secret, and what the settings add.
pub(crate) fn task_role(document: &mut Document, identity: &Identity, service: &Service, variables: &Variables) -> Role {
    let mut statements = vec![
        Statement::allow("ReadSecret", ["secretsmanager:GetSecretValue"]).on([&variables.database_secret_arn]),
        Statement::allow("DecryptSecret", ["kms:Decrypt"]).on([&variables.database_key_arn]),
    ];
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
    role(document, identity, service, "task", PolicyDocument::new(statements), variables)
}

/// The secrets that ECS reads when it starts a task: the database's, and the service's own.
fn secrets(service: &Service, variables: &Variables) -> Vec<Value<String>> {
    let own = service.secrets.values().map(|secret| Value::Literal(secret.to_string()));
    std::iter::once((&variables.database_secret_arn).into()).chain(own).collect()
}

fn role(
    document: &mut Document,
    identity: &Identity,
    service: &Service,
    purpose: &str,
    policy: PolicyDocument,
    variables: &Variables,
) -> Role {
    let tasks = template!["arn:aws:ecs:", identity.region.as_str(), ":", &variables.account_id, ":*"];
    let trust = PolicyDocument::assumed_by_service("ecs-tasks.amazonaws.com", &variables.account_id, tasks);
    let label = format!("{}_{purpose}", service.label());
    let role = document.resource(Resource::new(
        label.clone(),
        IamRole::new(IamRoleRequired { assume_role_policy: trust.into_value() }).name(service.role_name(identity, purpose)),
    ));
    let policy = document.resource(Resource::new(
        label,
        IamRolePolicy::new(IamRolePolicyRequired { policy: policy.into_value(), role: role.id().into() }).name(purpose),
    ));
    Role { role, policy }
}
