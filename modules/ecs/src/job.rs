//! A job: a task that is started, does its work and ends. EventBridge Scheduler starts it, or a person or a pipeline does by a command.

use aws::policy::{Action, Condition, PolicyDocument, Principal, Statement};
use aws::scheduler_schedule::{
    FlexibleTimeWindow, FlexibleTimeWindowRequired, Target, TargetDeadLetterConfig, TargetDeadLetterConfigRequired,
    TargetEcsParameters, TargetEcsParametersNetworkConfiguration, TargetEcsParametersNetworkConfigurationRequired,
    TargetEcsParametersRequired, TargetRequired, TargetRetryPolicy,
};
use aws::{
    EcsClusterReference, EcsTaskDefinitionReference, IamRole, IamRolePolicy, IamRolePolicyReference, IamRolePolicyRequired,
    IamRoleReference, IamRoleRequired, SchedulerSchedule, SchedulerScheduleGroup, SchedulerScheduleGroupReference,
    SchedulerScheduleRequired, SecurityGroupReference, SqsQueue, SqsQueuePolicy, SqsQueuePolicyRequired, SqsQueueReference,
};
use domain::Identity;
use terraform::{Addressed, Document, Expression, Resource, Value, template};

use crate::cluster::FARGATE;
use crate::config::{Deployment, Job, JobSchedule};
use crate::interface::Variables;
use crate::roles::Role;

/// For how many days it is known what was not started: the most that SQS keeps (SQS API Reference, `SetQueueAttributes`).
const UNDELIVERED_DAYS: u32 = 14;

/// What a job stands among.
pub(crate) struct Surroundings<'a> {
    pub(crate) cluster: &'a EcsClusterReference,
    pub(crate) task_definition: &'a EcsTaskDefinitionReference,
    pub(crate) execution_role: &'a Role,
    pub(crate) task_role: &'a Role,
    /// The job's own security group, if its settings open ways.
    pub(crate) own_group: Option<&'a SecurityGroupReference>,
    pub(crate) variables: &'a Variables,
}

/// What a schedule brings to the outputs.
pub(crate) struct Scheduled {
    pub(crate) group: SchedulerScheduleGroupReference,
    pub(crate) undelivered: SqsQueueReference,
}

/// The schedule, in a group of its own: that is what Scheduler's role can be bound to, and what its metrics are counted by.
pub(crate) fn schedule(
    document: &mut Document,
    identity: &Identity,
    job: &Job,
    schedule: &JobSchedule,
    surroundings: &Surroundings,
) -> Scheduled {
    let Job { task, tag_of: _, schedule: _ } = job;
    let JobSchedule { expression, time_zone, enabled, maximum_retry_attempts, maximum_event_age_seconds } = schedule;
    let Surroundings { cluster, task_definition, execution_role, task_role, own_group: _, variables } = surroundings;
    let name = task.full_name(identity);
    let group = document.resource(Resource::new(task.label(), SchedulerScheduleGroup::new().name(name.clone())));
    let undelivered = undelivered(document, identity, job);
    let (role, policy) = role(document, identity, job, surroundings, &group, &undelivered);
    let network = TargetEcsParametersNetworkConfiguration::new(TargetEcsParametersNetworkConfigurationRequired {
        subnets: (&variables.private_subnet_ids).into(),
    })
    .security_groups(groups(surroundings))
    .assign_public_ip(false);
    let definition = match task.deployment {
        Deployment::Terraform => task_definition.arn(),
        // ECS API Reference, `RunTask`: without a revision the latest one is used.
        Deployment::Pipeline => task_definition.arn_without_revision(),
    };
    let run = TargetEcsParameters::new(TargetEcsParametersRequired { task_definition_arn: definition.into() })
        .launch_type(FARGATE)
        .task_count(1)
        .propagate_tags("TASK_DEFINITION")
        .network_configuration(network);
    let target = Target::new(TargetRequired { arn: cluster.arn().into(), role_arn: role.arn().into() })
        .ecs_parameters(run)
        .retry_policy(
            TargetRetryPolicy::new()
                .maximum_event_age_in_seconds(maximum_event_age_seconds.get())
                .maximum_retry_attempts(maximum_retry_attempts.get()),
        )
        .dead_letter_config(TargetDeadLetterConfig::new(TargetDeadLetterConfigRequired { arn: undelivered.arn().into() }));
    let policies = [&execution_role.policy, &task_role.policy].into_iter().flatten().chain([&policy]);
    let policies = policies.map(|policy| policy as &dyn Addressed);
    let attached = task_role.attached.iter().map(|attachment| attachment as &dyn Addressed);
    document.resource(
        Resource::new(
            task.label(),
            SchedulerSchedule::new(SchedulerScheduleRequired {
                schedule_expression: expression.to_string().into(),
                flexible_time_window: FlexibleTimeWindow::new(FlexibleTimeWindowRequired { mode: "OFF".into() }),
                target,
            })
            .name(name)
            .group_name(group.name())
            .description(format!("Starts the job {}", task.name))
            .schedule_expression_timezone(time_zone.as_str())
            .state(if *enabled { "ENABLED" } else { "DISABLED" }),
        )
        // A task that starts before its roles may do anything fails, and so does a start before Scheduler may.
        .depends_on(policies.chain(attached)),
    );
    Scheduled { group, undelivered }
}

/// The queue of what Scheduler could not start.
fn undelivered(document: &mut Document, identity: &Identity, job: &Job) -> SqsQueueReference {
    let queue = document.resource(Resource::new(
        job.task.label(),
        SqsQueue::new()
            .name(identity.service_named(&job.task.aws_name, Some("undelivered")))
            .message_retention_seconds(UNDELIVERED_DAYS * 24 * 60 * 60)
            .sqs_managed_sse_enabled(true),
    ));
    let encrypted = Statement::deny("OnlyEncryptedInTransit", [Action::all_of_sqs()])
        .principal(Principal::Everyone)
        .on([queue.arn()])
        .condition(Condition::is("aws:SecureTransport", false));
    document.resource(Resource::new(
        job.task.label(),
        SqsQueuePolicy::new(SqsQueuePolicyRequired {
            queue_url: queue.url().into(),
            policy: PolicyDocument::new([encrypted]).into_value(),
        }),
    ));
    queue
}

/// With what Scheduler starts the job's tasks, and nothing else.
fn role(
    document: &mut Document,
    identity: &Identity,
    job: &Job,
    surroundings: &Surroundings,
    group: &SchedulerScheduleGroupReference,
    undelivered: &SqsQueueReference,
) -> (IamRoleReference, IamRolePolicyReference) {
    let Surroundings { cluster, task_definition, execution_role, task_role, own_group: _, variables } = surroundings;
    // EventBridge Scheduler User Guide, "Confused deputy prevention": the group's ARN, never the schedule's.
    let trust = PolicyDocument::assumed_by_service("scheduler.amazonaws.com", &variables.account_id, group.arn().into());
    let label = format!("{}_scheduler", job.task.label());
    let role = document.resource(Resource::new(
        label.clone(),
        IamRole::new(IamRoleRequired { assume_role_policy: trust.into_value() }).name(job.task.role_name(identity, "scheduler")),
    ));
    let family = task_definition.arn_without_revision();
    let tasks = template![format!("arn:aws:ecs:{}:", identity.region), &variables.account_id, ":task/", cluster.name(), "/*",];
    let statements = [
        // A start that names no revision is asked for by the family alone (hashicorp/terraform-provider-aws#11294).
        Statement::allow("RunTasks", ["ecs:RunTask"])
            .on([template![&family], template![&family, ":*"]])
            .condition(Condition::arn_like("ecs:cluster", [cluster.arn()])),
        // What carries tags from its start takes it (ECS Developer Guide, "Amazon ECS EventBridge IAM Role").
        Statement::allow("TagTasks", ["ecs:TagResource"])
            .on([tasks])
            .condition(Condition::string_equals("ecs:CreateAction", ["RunTask"])),
        Statement::allow("PassRoles", ["iam:PassRole"])
            .on([execution_role.role.arn(), task_role.role.arn()])
            .condition(Condition::string_equals("iam:PassedToService", ["ecs-tasks.amazonaws.com"])),
        // EventBridge Scheduler User Guide, "Configuring a dead-letter queue": the schedule's role sends there.
        Statement::allow("KeepWhatWasNotStarted", ["sqs:SendMessage"]).on([undelivered.arn()]),
    ];
    let policy = document.resource(Resource::new(
        label,
        IamRolePolicy::new(IamRolePolicyRequired { policy: PolicyDocument::new(statements).into_value(), role: role.id().into() })
            .name("scheduler"),
    ));
    (role, policy)
}

/// The security groups of the job's task.
fn groups(surroundings: &Surroundings) -> Vec<Value<String>> {
    let shared: Value<String> = (&surroundings.variables.ecs_security_group_id).into();
    std::iter::once(shared).chain(surroundings.own_group.map(|group| group.id().into())).collect()
}

/// The command that starts the job, by hand or in a pipeline.
pub(crate) fn run_command(identity: &Identity, surroundings: &Surroundings) -> Value<String> {
    let Surroundings { cluster, task_definition, own_group, variables, .. } = surroundings;
    let subnets: Expression<String> = Expression::native(format!("join(\",\", {})", variables.private_subnet_ids.code()));
    let own = own_group.map_or_else(|| Value::Literal(String::new()), |group| template![",", group.id()]);
    template![
        format!("aws ecs run-task --region {} --cluster ", identity.region),
        cluster.name(),
        " --task-definition ",
        task_definition.family(),
        " --launch-type FARGATE --propagate-tags TASK_DEFINITION --network-configuration 'awsvpcConfiguration={subnets=[",
        subnets,
        "],securityGroups=[",
        &variables.ecs_security_group_id,
        own,
        "],assignPublicIp=DISABLED}'",
    ]
}
