//! The settings of delivery: the section `[delivery]`, as typed and as checked. It must not know what is made of them.

use std::collections::BTreeMap;

use domain::{AccountId, DomainName, ServiceName, SessionDuration};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use settings::Problems;

use crate::terraform::{Surroundings, Terraform, TerraformConfig};
pub use crate::trust_settings::{Github, GithubProvider, GithubSubjects, Gitlab, GitlabProvider, Jenkins, Trust};

/// Who brings new images to the services.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// `jenkins`, `github` or `gitlab`.
    pub trust: Trust,
    /// For how many seconds the pipeline may work with the role at a time; whoever has a role already, such as a machine, gets an hour
    /// at the most.
    #[serde(default = "an_hour")]
    pub max_session_seconds: SessionDuration,
    /// Roles for Terraform itself, to plan and to apply this environment. Without this section there are none, and whoever runs Terraform has rights
    /// of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terraform: Option<TerraformConfig>,
}

/// The checked settings of delivery.
#[derive(Clone, Debug)]
pub struct Delivery {
    pub(crate) trust: Trust,
    pub(crate) max_session_seconds: SessionDuration,
    /// The services whose images the pipeline pushes, and who puts them into service.
    pub(crate) services: BTreeMap<ServiceName, Service>,
    /// The jobs, of which the pipeline starts those that nobody else does.
    pub(crate) jobs: BTreeMap<ServiceName, Job>,
    /// The identifier of the environment's own database, of which the pipeline takes a snapshot before a major deployment.
    pub(crate) database: Option<String>,
    /// Terraform's own roles, if there are some.
    pub(crate) terraform: Option<Terraform>,
}

/// What the pipeline does for a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Service {
    /// Who puts its new images into service.
    pub deployment: Deployment,
    /// Whether the pipeline pushes them, into a repository of this environment's.
    pub is_pushed: bool,
}

/// What the pipeline does for a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Job {
    /// Who puts its new images into service.
    pub deployment: Deployment,
    /// Whether the pipeline pushes them, into a repository of this environment's.
    pub is_pushed: bool,
    /// Whether the pipeline starts it: it has no schedule.
    pub is_started: bool,
}

/// Who puts a service's new images into service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deployment {
    /// The pipeline.
    Pipeline,
    /// Terraform: the pipeline only pushes them.
    Terraform,
}

/// For how many services the role's policy has room. A role's inline policies have 10,240 characters together (IAM User Guide, "IAM and
/// AWS STS quotas"). The statements take up to 2,200 of them, and a service with the longest names that its target group allows up to
/// 470: the ARNs of its repository (85), service (125), two roles (140) and task definitions (100), and what stands between them. A job takes
/// as much, and the statements that start jobs the room of one service.
const MOST_SERVICES: usize = 18;

impl Delivery {
    /// Whether Terraform has roles of its own.
    pub fn has_roles_for_terraform(&self) -> bool {
        self.terraform.is_some()
    }

    /// Whether the pipeline starts jobs.
    pub fn starts_jobs(&self) -> bool {
        self.jobs.values().any(|job| job.is_started)
    }
}

impl Config {
    /// Checks the section `[delivery]` against itself, the services, the jobs and the account.
    pub fn check(
        self,
        services: BTreeMap<ServiceName, Service>,
        jobs: BTreeMap<ServiceName, Job>,
        account: Option<&AccountId>,
        surroundings: Surroundings,
        problems: &mut Problems,
    ) -> Delivery {
        let Self { trust, max_session_seconds, terraform } = self;
        let database = surroundings.database.clone();
        let terraform = terraform.and_then(|terraform| terraform.check(&trust, surroundings, problems));
        match &trust {
            Trust::Jenkins(Jenkins { principal: _, external_id: _ }) => {}
            Trust::Github(github) => github.check(account, problems),
            Trust::Gitlab(gitlab) => gitlab.check(problems),
        }
        if !jobs.is_empty() && services.len() + jobs.len() > MOST_SERVICES - 1 {
            let (services, jobs) = (services.len(), jobs.len());
            problems
                .error("delivery", format!("the role's policy has no room for {services} services and {jobs} jobs"))
                .also("jobs")
                .help(format!(
                    "AWS allows such a policy 10,240 characters, enough for {} of both together: divide the environment",
                    MOST_SERVICES - 1
                ));
        } else if services.len() > MOST_SERVICES {
            problems
                .error("delivery", format!("the role's policy has no room for {} services", services.len()))
                .also("services")
                .help(format!(
                    "AWS allows such a policy 10,240 characters, enough for {MOST_SERVICES} services: divide the environment"
                ));
        }
        Delivery { trust, max_session_seconds, services, jobs, database, terraform }
    }
}

impl Github {
    fn check(&self, account: Option<&AccountId>, problems: &mut Problems) {
        const SECTION: &str = "delivery.trust.github";
        let Self { repository, owner_id, repository_id, subjects, branches, environments, provider } = self;
        match (owner_id, repository_id, subjects) {
            (Some(_), Some(_), _) | (None, None, None | Some(GithubSubjects::Names)) => {}
            (None, None, Some(GithubSubjects::Ids | GithubSubjects::Both)) => {
                problems
                    .error(format!("{SECTION}.subjects"), "the ids that the tokens name are not known")
                    .help("set `owner_id` and `repository_id`, or `subjects = \"names\"`");
            }
            (Some(_), None, _) | (None, Some(_), _) => {
                let (known, missing) =
                    if owner_id.is_some() { ("owner_id", "repository_id") } else { ("repository_id", "owner_id") };
                problems
                    .error(format!("{SECTION}.{known}"), format!("GitHub's tokens name both ids, and `{missing}` is not set"))
                    .help(format!("set `{missing}` as well: `gh api repos/{repository} --jq '.owner.id, .id'` prints both"));
            }
        }
        if branches.is_empty() && environments.is_empty() {
            problems
                .error("delivery.trust.github", format!("no job of `{repository}` is trusted, so nobody could deliver"))
                .help("name a branch, as in `branches = [\"main\"]`, or an environment, as in `environments = [\"production\"]`");
        }
        match (provider, account) {
            (GithubProvider::Existing(arn), Some(account)) if arn.account() != account => {
                problems
                    .error(
                        "delivery.trust.github.provider.existing",
                        format!("the provider is in the account {}, and the role would be in {account}", arn.account()),
                    )
                    .also("account_id")
                    .help("a role trusts a provider in its own account only: name that one, or let this environment make it");
            }
            (GithubProvider::New | GithubProvider::Known | GithubProvider::Existing(_), _) => {}
        }
    }
}

impl Github {
    /// The ways in which the trusted tokens name the repository.
    pub(crate) fn names(&self) -> Vec<String> {
        let by_name = self.repository.to_string();
        let (Some(owner_id), Some(repository_id)) = (self.owner_id, self.repository_id) else { return vec![by_name] };
        // GitHub Docs, "OpenID Connect reference", immutable subject claims: `repo:octo-org@123456/octo-repo@456789:…`.
        let by_id = format!("{}@{owner_id}/{}@{repository_id}", self.repository.owner(), self.repository.name());
        match self.subjects.unwrap_or(GithubSubjects::Ids) {
            GithubSubjects::Ids => vec![by_id],
            GithubSubjects::Names => vec![by_name],
            GithubSubjects::Both => vec![by_id, by_name],
        }
    }
}

impl Gitlab {
    fn check(&self, problems: &mut Problems) {
        let Self { project, protected_branches, host: _, provider: _ } = self;
        if protected_branches.is_empty() {
            problems
                .error(
                    "delivery.trust.gitlab.protected_branches",
                    format!("no job of `{project}` is trusted, so nobody could deliver"),
                )
                .help("name a protected branch, as in `protected_branches = [\"main\"]`");
        }
    }

    /// The host that signs the tokens, as IAM's condition keys name it.
    pub fn host(&self) -> &str {
        self.host.as_ref().map_or("gitlab.com", DomainName::as_str)
    }

    /// For whom the tokens are, as GitLab's documentation has it: GitLab itself.
    pub fn audience(&self) -> String {
        format!("https://{}", self.host())
    }
}

fn an_hour() -> SessionDuration {
    SessionDuration::of::<3600>()
}
