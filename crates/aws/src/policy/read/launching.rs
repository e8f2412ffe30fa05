//! Actions that start something with a role that `iam:PassRole` hands to it: each of the two is harmless without the other.
//!
//! Sources: Datadog, pathfinding.cloud, paths of the category "new passrole"; AWS, Service Authorization Reference, dependent actions `iam:PassRole`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::pattern::Pattern;
use super::statement::{Policy, Scope, Statement};

/// An action that starts something with a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Launch {
    /// Such as `lambda:CreateFunction`.
    pub action: &'static str,
    /// Who takes the role over.
    service: &'static str,
    /// What one does by it.
    pub by: &'static str,
}

const fn by(action: &'static str, service: &'static str, by: &'static str) -> Launch {
    Launch { action, service, by }
}

const LAUNCHES: [Launch; 28] = [
    by("lambda:CreateFunction", "lambda.amazonaws.com", "runs code"),
    by("ec2:RunInstances", "ec2.amazonaws.com", "starts a machine"),
    by("ec2:RequestSpotInstances", "ec2.amazonaws.com", "starts a machine"),
    by("ec2:AssociateIamInstanceProfile", "ec2.amazonaws.com", "has a machine of its own act"),
    by("ec2:ReplaceIamInstanceProfileAssociation", "ec2.amazonaws.com", "has a machine of its own act"),
    by("autoscaling:CreateLaunchConfiguration", "ec2.amazonaws.com", "starts machines"),
    by("ecs:RegisterTaskDefinition", "ecs-tasks.amazonaws.com", "runs a container"),
    by("ecs:RunTask", "ecs-tasks.amazonaws.com", "runs a container"),
    by("batch:RegisterJobDefinition", "ecs-tasks.amazonaws.com", "runs a job"),
    by("cloudformation:CreateStack", "cloudformation.amazonaws.com", "makes a stack"),
    by("cloudformation:CreateStackSet", "cloudformation.amazonaws.com", "makes stacks"),
    by("codebuild:CreateProject", "codebuild.amazonaws.com", "runs a build"),
    by("codepipeline:CreatePipeline", "codepipeline.amazonaws.com", "runs a pipeline"),
    by("datapipeline:PutPipelineDefinition", "datapipeline.amazonaws.com", "runs a pipeline"),
    by("elasticmapreduce:RunJobFlow", "elasticmapreduce.amazonaws.com", "runs a job"),
    by("emr-serverless:StartJobRun", "emr-serverless.amazonaws.com", "runs a job"),
    by("glue:CreateJob", "glue.amazonaws.com", "runs a job"),
    by("glue:UpdateJob", "glue.amazonaws.com", "runs a job"),
    by("glue:CreateDevEndpoint", "glue.amazonaws.com", "gets a shell"),
    by("glue:CreateSession", "glue.amazonaws.com", "runs code"),
    by("sagemaker:CreateNotebookInstance", "sagemaker.amazonaws.com", "opens a notebook"),
    by("sagemaker:CreateTrainingJob", "sagemaker.amazonaws.com", "runs a job"),
    by("sagemaker:CreateProcessingJob", "sagemaker.amazonaws.com", "runs a job"),
    by("apprunner:CreateService", "tasks.apprunner.amazonaws.com", "runs a container"),
    by("states:CreateStateMachine", "states.amazonaws.com", "calls AWS"),
    by("scheduler:CreateSchedule", "scheduler.amazonaws.com", "calls AWS"),
    by("ssm:StartAutomationExecution", "ssm.amazonaws.com", "calls AWS"),
    by("imagebuilder:CreateInfrastructureConfiguration", "ec2.amazonaws.com", "starts a machine"),
];

/// The actions of the table as patterns, in its order.
static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| LAUNCHES.iter().map(|it| Pattern::caseless(it.action)).collect());

static PASS_ROLE: LazyLock<Pattern> = LazyLock::new(|| Pattern::caseless("iam:PassRole"));

/// The condition by which a role goes to some services alone.
pub const PASSED_TO: &str = "iam:PassedToService";

/// Whether an action as it is written lets one hand a role to a service.
pub fn names_pass_role(action: &str) -> bool {
    Pattern::caseless(action).covers(&PASS_ROLE)
}

impl Scope {
    fn names(&self, known: &Pattern) -> bool {
        self.patterns.iter().any(|pattern| pattern.covers(known)) != self.is_except
    }
}

impl Statement {
    /// Whether it lets its holder hand a role to a service.
    pub fn hands_roles_over(&self) -> bool {
        self.principals.is_none() && self.actions.names(&PASS_ROLE)
    }

    /// Whether the roles that it hands over may go to this service.
    fn hands_to(&self, launch: &Launch) -> bool {
        let service = Pattern::caseless(launch.service);
        let is_to = |values: &BTreeSet<String>| values.iter().any(|it| Pattern::caseless(it).covers(&service));
        self.conditions
            .iter()
            .filter(|it| it.is_on(PASSED_TO) && !it.operator.to_ascii_lowercase().contains("not"))
            .all(|it| is_to(&it.values))
    }
}

impl Policy {
    /// What this policy lets its holder start with a role that the statement hands over.
    pub fn launch_with(&self, handing: &Statement) -> Option<Launch> {
        let is_allowed = |known: &Pattern| self.allowed().any(|it| it.principals.is_none() && it.actions.names(known));
        known().find(|(launch, pattern)| handing.hands_to(launch) && is_allowed(pattern)).map(|(launch, _)| launch)
    }

    /// The statement of this policy that hands a role to what one of these actions, as they are written, starts.
    pub fn handing_to<'a>(&'a self, actions: &[&str]) -> Option<(&'a Statement, Launch)> {
        let mut handing = self.allowed().filter(|it| it.hands_roles_over()).peekable();
        handing.peek()?;
        let actions: Vec<Pattern> = actions.iter().map(|it| Pattern::caseless(it)).collect();
        let is_among = |known: &Pattern| actions.iter().any(|action| action.covers(known));
        let started: Vec<Launch> = known().filter(|(_, pattern)| is_among(pattern)).map(|(launch, _)| launch).collect();
        handing.find_map(|it| Some((it, *started.iter().find(|launch| it.hands_to(launch))?)))
    }
}

fn known() -> impl Iterator<Item = (Launch, &'static Pattern)> {
    LAUNCHES.into_iter().zip(PATTERNS.iter())
}
