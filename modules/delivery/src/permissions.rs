//! What the role may do: push to these repositories, register task definitions, update these services, pass their roles, and nothing
//! else. It must not know who assumes it.

use std::collections::BTreeMap;

use aws::policy::{Condition, PolicyDocument, Statement};
use domain::{Identity, ServiceName};
use terraform::{Expression, Map, Value, template};

use crate::config::{Deployment, Service};
use crate::interface::Variables;

/// The role's policy.
pub(crate) fn policy(identity: &Identity, services: &BTreeMap<ServiceName, Service>, variables: &Variables) -> PolicyDocument {
    let pushed: Vec<&ServiceName> = services.iter().filter(|(_, service)| service.is_pushed).map(|(name, _)| name).collect();
    let own = services.iter().filter(|(_, service)| service.deployment == Deployment::Pipeline).map(|(name, _)| name);
    let own: Vec<&ServiceName> = own.collect();
    let mut statements = if pushed.is_empty() { Vec::new() } else { push(&pushed, variables).to_vec() };
    if !own.is_empty() {
        statements.extend(put_into_service(identity, &own, variables));
    }
    PolicyDocument::new(statements)
}

fn push(services: &[&ServiceName], variables: &Variables) -> [Statement; 2] {
    [
        Statement::allow("LogInToRegistry", ["ecr:GetAuthorizationToken"])
            .on_everything("the token is for the whole registry; AWS accepts no ARN (Service Authorization Reference, Amazon ECR)"),
        // The reading one tells whether an image is there already (ECR User Guide, "IAM permissions for pushing an image").
        Statement::allow(
            "PushImages",
            [
                "ecr:BatchCheckLayerAvailability",
                "ecr:BatchGetImage",
                "ecr:CompleteLayerUpload",
                "ecr:InitiateLayerUpload",
                "ecr:PutImage",
                "ecr:UploadLayerPart",
            ],
        )
        .on(of_each(services, &variables.repository_arns)),
    ]
}

fn put_into_service(identity: &Identity, services: &[&ServiceName], variables: &Variables) -> [Statement; 5] {
    let of_environment = |statement: Statement| {
        statement
            .condition(Condition::string_equals("aws:RequestTag/Project", [identity.project.as_str()]))
            .condition(Condition::string_equals("aws:RequestTag/Environment", [identity.environment.as_str()]))
    };
    let task_definitions = of_each(services, &variables.task_definition_families).map(|family| -> Value<String> {
        template![format!("arn:aws:ecs:{}:", identity.region), &variables.account_id, ":task-definition/", family, ":*"]
    });
    let roles = services
        .iter()
        .flat_map(|service| [&variables.execution_role_arns, &variables.task_role_arns].map(|arns| arns.key(service.as_str())));
    [
        Statement::allow("ReadTaskDefinitions", ["ecs:DescribeTaskDefinition"])
            .on_everything("AWS accepts no ARN and no condition (Service Authorization Reference, Amazon ECS)"),
        // The tags are what AWS lets a condition ask for; a revision is of use only with roles that may be passed.
        of_environment(
            Statement::allow("RegisterTaskDefinitions", ["ecs:RegisterTaskDefinition"])
                .on_everything("AWS accepts no ARN (Service Authorization Reference, Amazon ECS)"),
        ),
        // Without it AWS refuses to register what has tags (ECS Developer Guide, "Grant permission to tag resources on creation").
        of_environment(
            Statement::allow("TagTaskDefinitions", ["ecs:TagResource"])
                .on(task_definitions)
                .condition(Condition::string_equals("ecs:CreateAction", ["RegisterTaskDefinition"])),
        ),
        Statement::allow("UpdateServices", ["ecs:DescribeServices", "ecs:UpdateService"])
            .on(of_each(services, &variables.service_arns))
            .condition(Condition::arn_like("ecs:cluster", [&variables.cluster_arn])),
        Statement::allow("PassRoles", ["iam:PassRole"])
            .on(roles)
            .condition(Condition::string_equals("iam:PassedToService", ["ecs-tasks.amazonaws.com"])),
    ]
}

fn of_each<'a>(
    services: &'a [&ServiceName],
    by_service: &'a Expression<Map<String>>,
) -> impl Iterator<Item = Expression<String>> + 'a {
    services.iter().map(|service| by_service.key(service.as_str()))
}
