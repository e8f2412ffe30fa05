//! Who may assume the role that delivers: `[delivery.trust]`, as typed.

use std::collections::BTreeSet;

use domain::{
    DomainName, ExternalId, GithubBranch, GithubEnvironment, GithubId, GithubProviderArn, GithubRepository, GitlabBranch,
    GitlabProject, PrincipalArn,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who may assume the role.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Trust {
    /// A Jenkins that has a role or a user in AWS already.
    Jenkins(Jenkins),
    /// GitHub Actions, by the token that GitHub gives to each job.
    Github(Github),
    /// GitLab CI/CD, by the token that GitLab gives to each job.
    Gitlab(Gitlab),
}

/// A Jenkins that has a role or a user in AWS already.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Jenkins {
    /// The ARN of the role or user with which Jenkins speaks to AWS. It has to exist: AWS refuses to trust whom it does not know.
    pub principal: PrincipalArn,
    /// What Jenkins has to name besides, when others work with the same role or user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<ExternalId>,
}

/// GitHub Actions: the jobs of one repository that run on one of these branches or for one of these environments.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Github {
    /// The repository, as `owner/name`.
    pub repository: GithubRepository,
    /// The number by which GitHub knows the owner: `gh api repos/<owner>/<name> --jq .owner.id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<GithubId>,
    /// The number by which GitHub knows the repository: `gh api repos/<owner>/<name> --jq .id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repository_id: Option<GithubId>,
    /// By what GitHub's tokens name the repository: `ids` as well as names, as for repositories that were made, renamed or transferred since
    /// 15 July 2026 and those that chose it; `names` alone, as for others; or `both` while a repository goes from one to the other. Without this
    /// setting `ids` where `owner_id` and `repository_id` are set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subjects: Option<GithubSubjects>,
    /// The branches whose jobs are trusted, if they name no environment.
    #[serde(default)]
    pub branches: BTreeSet<GithubBranch>,
    /// The environments, as GitHub knows them, whose jobs are trusted. GitHub can have somebody approve these.
    #[serde(default)]
    pub environments: BTreeSet<GithubEnvironment>,
    /// `new`, or `known` where the account knows GitHub already; or `{ existing = "<the provider's ARN>" }`.
    #[serde(default)]
    pub provider: GithubProvider,
}

/// By what GitHub's tokens name a repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GithubSubjects {
    /// By names and ids. Nobody gets such a token who takes over a name later.
    Ids,
    /// By names alone.
    Names,
    /// Both are trusted.
    Both,
}

/// How the account knows GitHub.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GithubProvider {
    /// By the identity provider that this environment makes. An account can have one only: of several environments in one account the
    /// first makes it, and the others name it.
    #[default]
    New,
    /// By the identity provider for GitHub's tokens that the account has already, whichever account it is.
    Known,
    /// By the identity provider that exists already under this ARN (`aws iam list-open-id-connect-providers` lists it).
    Existing(GithubProviderArn),
}

/// GitLab CI/CD: the jobs of one project that run on one of these branches.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gitlab {
    /// The project, with the groups in which it stands, as `group/project`.
    pub project: GitlabProject,
    /// The branches whose jobs are trusted. Protect them at GitLab: whoever may push to one, or run a job of it by hand, delivers. The token of a merge
    /// request's job names its source branch, and in a GitLab before 18.2.2 so does one of a fork: let nobody run those in your project there.
    pub protected_branches: BTreeSet<GitlabBranch>,
    /// The host of a GitLab of your own. AWS has to reach it, since it asks there for the keys of the tokens. Without this setting it is
    /// `gitlab.com`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<DomainName>,
    /// `new`, or `existing` where the account knows this GitLab already.
    #[serde(default)]
    pub provider: GitlabProvider,
}

/// How the account knows a GitLab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GitlabProvider {
    /// By the identity provider that this environment makes. An account can have one only: of several environments in one account the
    /// first makes it, and the others say `existing`.
    #[default]
    New,
    /// By the identity provider for its host that exists already, with the audience `https://<host>`, as GitLab's documentation makes it.
    Existing,
}
