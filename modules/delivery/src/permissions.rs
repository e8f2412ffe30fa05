//! What the role may do: push to these repositories, register task definitions, update these services, start these jobs, pass their roles,
//! and nothing else. It must not know who assumes it.

use std::collections::BTreeSet;

use ::terraform::{Expression, Map, Value, template};
use aws::policy::{Condition, PolicyDocument, Statement};
use domain::{Identity, ServiceName};

use crate::config::{Delivery, Deployment, Job, Service};
use crate::interface::{JobVariables, Variables};

/// The role's policy.
pub(crate) fn policy(
    identity: &Identity,
    delivery: &Delivery,
    variables: &Variables,
    of_jobs: Option<&JobVariables>,
) -> PolicyDocument {
    let Delivery { services, jobs, .. } = delivery;
    let names = |is: &dyn Fn(&Service) -> bool| services.iter().filter(|(_, it)| is(it)).map(|(name, _)| name).collect::<Vec<_>>();
    let jobs_that = |is: &dyn Fn(&Job) -> bool| jobs.iter().filter(|(_, it)| is(it)).map(|(name, _)| name).collect::<Vec<_>>();
    let pushed = [names(&|it| it.is_pushed), jobs_that(&|it| it.is_pushed)].concat();
    let rolled_out = names(&|it| it.deployment == Deployment::Pipeline);
    let registered = [rolled_out.clone(), jobs_that(&|it| it.deployment == Deployment::Pipeline)].concat();
    let started = jobs_that(&|it| it.is_started);
    let mut statements = if pushed.is_empty() { Vec::new() } else { push(&pushed, variables).to_vec() };
    if !registered.is_empty() {
        statements.extend(register(identity, &registered, variables));
    }
    if !rolled_out.is_empty() {
        statements.push(
            Statement::allow("UpdateServices", ["ecs:DescribeServices", "ecs:UpdateService"])
                .on(of_each(&rolled_out, &variables.service_arns))
                .condition(Condition::arn_like("ecs:cluster", [&variables.cluster_arn])),
        );
    }
    if let Some(of_jobs) = of_jobs {
        statements.extend(start(identity, &started, variables, of_jobs));
    }
    // Whoever registers a definition, and whoever starts a task from one, passes its roles.
    let passing: BTreeSet<&ServiceName> = registered.iter().chain(&started).copied().collect();
    let passing: Vec<&ServiceName> = services.keys().chain(jobs.keys()).filter(|name| passing.contains(name)).collect();
    if !passing.is_empty() {
        let roles = passing
            .iter()
            .flat_map(|name| [&variables.execution_role_arns, &variables.task_role_arns].map(|arns| arns.key(name.as_str())));
        statements.push(
            Statement::allow("PassRoles", ["iam:PassRole"])
                .on(roles)
                .condition(Condition::string_equals("iam:PassedToService", ["ecs-tasks.amazonaws.com"])),
        );
    }
    if let Some(database) = delivery.database.as_ref().filter(|_| !registered.is_empty()) {
        statements.extend(snapshot(identity, database, variables));
    }
    PolicyDocument::new(statements)
}

/// Taking snapshots of the database before major deployments, and seeing when they are there. What is taken nobody here deletes.
fn snapshot(identity: &Identity, database: &str, variables: &Variables) -> [Statement; 2] {
    let arn = |kind: &str, name: &str| -> Value<String> {
        template![format!("arn:aws:rds:{}:", identity.region), &variables.account_id, format!(":{kind}:{name}")]
    };
    let snapshots = format!("{database}-before-*");
    [
        Statement::allow("SnapshotDatabase", ["rds:CreateDBSnapshot", "rds:DescribeDBSnapshots"])
            .on([arn("db", database), arn("snapshot", &snapshots)]),
        // The database's tags go with it.
        Statement::allow("TagSnapshots", ["rds:AddTagsToResource"]).on([arn("snapshot", &snapshots)]),
    ]
}

/// Starting jobs, and seeing how they end.
fn start(identity: &Identity, jobs: &[&ServiceName], variables: &Variables, of_jobs: &JobVariables) -> [Statement; 3] {
    let of_cluster = Condition::arn_like("ecs:cluster", [&variables.cluster_arn]);
    let tasks = || -> Value<String> {
        template![format!("arn:aws:ecs:{}:", identity.region), &variables.account_id, ":task/", &of_jobs.cluster_name, "/*"]
    };
    // A start that names no revision is asked for by the family alone (hashicorp/terraform-provider-aws#11294).
    let definitions = of_each(jobs, &variables.task_definition_families).flat_map(|family| {
        ["", ":*"].map(|revisions| -> Value<String> {
            template![
                format!("arn:aws:ecs:{}:", identity.region),
                &variables.account_id,
                ":task-definition/",
                family.clone(),
                revisions,
            ]
        })
    });
    [
        Statement::allow("StartJobs", ["ecs:RunTask"]).on(definitions).condition(of_cluster.clone()),
        // What carries tags from its start takes it (ECS Developer Guide, "Grant permission to tag resources on creation").
        Statement::allow("TagJobs", ["ecs:TagResource"])
            .on([tasks()])
            .condition(Condition::string_equals("ecs:CreateAction", ["RunTask"])),
        Statement::allow("SeeHowJobsEnd", ["ecs:DescribeTasks"]).on([tasks()]).condition(of_cluster),
    ]
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

fn register(identity: &Identity, names: &[&ServiceName], variables: &Variables) -> [Statement; 3] {
    let of_environment = |statement: Statement| {
        statement
            .condition(Condition::string_equals("aws:RequestTag/Project", [identity.project.as_str()]))
            .condition(Condition::string_equals("aws:RequestTag/Environment", [identity.environment.as_str()]))
    };
    let task_definitions = of_each(names, &variables.task_definition_families).map(|family| -> Value<String> {
        template![format!("arn:aws:ecs:{}:", identity.region), &variables.account_id, ":task-definition/", family, ":*"]
    });
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
    ]
}

fn of_each<'a>(
    services: &'a [&ServiceName],
    by_service: &'a Expression<Map<String>>,
) -> impl Iterator<Item = Expression<String>> + 'a {
    services.iter().map(|service| by_service.key(service.as_str()))
}
