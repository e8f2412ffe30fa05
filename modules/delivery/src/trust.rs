//! Who may assume the roles. It must not know what a role may do.

use ::terraform::{Document, Expression, Resource, Value, template};
use aws::policy::{Condition, PolicyDocument, Principal, Statement};
use aws::{IamOpenidConnectProvider, IamOpenidConnectProviderRequired};
use domain::{ExternalId, PrincipalArn};

use crate::config::{Github, GithubProvider, Gitlab, GitlabProvider, Trust};
use crate::terraform::TerraformConfig;

/// The host that signs the tokens of GitHub's jobs, as IAM's condition keys name it.
const GITHUB: &str = "token.actions.githubusercontent.com";

/// For whom the tokens are: AWS's Security Token Service.
const AUDIENCE: &str = "sts.amazonaws.com";

/// Where GitHub's tokens come from.
pub(crate) fn issuer() -> String {
    format!("https://{GITHUB}")
}

/// Who may assume the environment's roles: what is made for it once, and a policy for each role.
pub(crate) struct Trusted<'a> {
    trust: &'a Trust,
    /// The identity provider, where tokens are taken.
    provider: Option<Value<String>>,
}

impl<'a> Trusted<'a> {
    /// Adds the identity provider, if it is this environment's.
    pub(crate) fn new(document: &mut Document, trust: &'a Trust, account_id: &Expression<String>) -> Self {
        let provider = match trust {
            Trust::Jenkins(_) => None,
            Trust::Github(github) => Some(provider_of_github(document, github, account_id)),
            Trust::Gitlab(gitlab) => Some(provider_of_gitlab(document, gitlab, account_id)),
        };
        Self { trust, provider }
    }

    /// The trust policy of the role that delivers.
    pub(crate) fn to_deliver(&self) -> PolicyDocument {
        let statement = match self.trust {
            Trust::Jenkins(jenkins) => of_principal("Jenkins", &jenkins.principal, jenkins.external_id.as_ref()),
            Trust::Github(github) => {
                // A job that names an environment has that one in its token's subject, and any other job its branch (GitHub Docs, "OpenID Connect
                // reference"). Anybody's repository gets tokens from the same provider: compared is the whole subject, never a pattern.
                let of_branches = github.branches.iter().map(|branch| format!("ref:refs/heads/{branch}"));
                let jobs = of_branches.chain(github.environments.iter().map(|it| format!("environment:{it}"))).collect();
                self.of_github(github, jobs)
            }
            Trust::Gitlab(gitlab) => self.of_protected_branches(gitlab),
        };
        PolicyDocument::new([statement])
    }

    /// The trust policy of the role that plans: the jobs of pull requests, unless a principal plans.
    pub(crate) fn to_plan(&self, settings: &TerraformConfig) -> PolicyDocument {
        let statement = match (&settings.plan_principal, self.trust) {
            (Some(principal), _) => of_principal("Plan", principal, settings.external_id.as_ref()),
            (None, Trust::Jenkins(jenkins)) => {
                of_principal("Plan", &jenkins.principal, settings.external_id.as_ref().or(jenkins.external_id.as_ref()))
            }
            (None, Trust::Github(github)) => {
                // GitHub gives no such token to a fork's pull request (GitHub Docs, "Events that trigger workflows", `pull_request`).
                let jobs = std::iter::once("pull_request".to_owned());
                let approved = settings.approved_environments.iter().map(|it| format!("environment:{it}"));
                self.of_github(github, jobs.chain(approved).collect())
            }
            (None, Trust::Gitlab(gitlab)) => {
                // A merge request's token names its source branch, whichever that is: any of this project's, and of no other one.
                let subject = format!("project_path:{}:ref_type:branch:ref:*", gitlab.project);
                self.by_token("Gitlab", gitlab.host(), &gitlab.audience(), |key| Condition::string_like(key, [subject.clone()]))
            }
        };
        PolicyDocument::new([statement])
    }

    /// The trust policy of the role that applies: who was approved.
    pub(crate) fn to_apply(&self, settings: &TerraformConfig) -> PolicyDocument {
        let statement = match (&settings.apply_principal, self.trust) {
            (Some(principal), _) => of_principal("Apply", principal, settings.external_id.as_ref()),
            (None, Trust::Github(github)) => {
                self.of_github(github, settings.approved_environments.iter().map(|it| format!("environment:{it}")).collect())
            }
            (None, Trust::Gitlab(gitlab)) => self.of_protected_branches(gitlab),
            // Refused by the settings' check.
            (None, Trust::Jenkins(jenkins)) => of_principal("Apply", &jenkins.principal, jenkins.external_id.as_ref()),
        };
        PolicyDocument::new([statement])
    }

    fn of_github(&self, github: &Github, jobs: Vec<String>) -> Statement {
        let subjects: Vec<String> =
            github.names().iter().flat_map(|name| jobs.iter().map(move |job| format!("repo:{name}:{job}"))).collect();
        self.by_token("Github", GITHUB, AUDIENCE, |key| Condition::string_equals(key, subjects.clone()))
    }

    fn of_protected_branches(&self, gitlab: &Gitlab) -> Statement {
        // Everybody's projects get tokens of the same issuer: compared is the whole subject, never a pattern (GitLab Docs, "Configure OpenID
        // Connect in AWS to retrieve temporary credentials"). Of a merge request the branch is its source; since 18.2.2 the project is that one's
        // as well (gitlab-org/gitlab#548165).
        let branches = gitlab.protected_branches.iter();
        let subjects: Vec<String> =
            branches.map(|branch| format!("project_path:{}:ref_type:branch:ref:{branch}", gitlab.project)).collect();
        self.by_token("Gitlab", gitlab.host(), &gitlab.audience(), |key| Condition::string_equals(key, subjects.clone()))
    }

    fn by_token(&self, sid: &'static str, host: &str, audience: &str, subject: impl Fn(String) -> Condition) -> Statement {
        let statement = Statement::allow(sid, ["sts:AssumeRoleWithWebIdentity"]);
        let statement = match &self.provider {
            Some(provider) => statement.principal(Principal::Federated(provider.clone())),
            None => statement,
        };
        statement.condition(Condition::string_equals(format!("{host}:aud"), [audience])).condition(subject(format!("{host}:sub")))
    }
}

fn of_principal(sid: &'static str, principal: &PrincipalArn, external_id: Option<&ExternalId>) -> Statement {
    let statement = Statement::allow(sid, ["sts:AssumeRole"]).principal(Principal::Arn(Value::Literal(principal.to_string())));
    match external_id {
        Some(id) => statement.condition(Condition::string_equals("sts:ExternalId", [id.as_str()])),
        None => statement,
    }
}

fn provider_of_github(document: &mut Document, github: &Github, account_id: &Expression<String>) -> Value<String> {
    match &github.provider {
        // IAM checks GitHub's certificate by its own list of authorities, so that no thumbprint is named (IAM User Guide, "Obtain the
        // thumbprint for an OpenID Connect identity provider").
        GithubProvider::New => document
            .resource(Resource::new(
                "github",
                IamOpenidConnectProvider::new(IamOpenidConnectProviderRequired {
                    client_id_list: [AUDIENCE].into(),
                    url: issuer().into(),
                }),
            ))
            .arn()
            .into(),
        GithubProvider::Known => template!["arn:aws:iam::", account_id, format!(":oidc-provider/{GITHUB}")],
        GithubProvider::Existing(arn) => Value::Literal(arn.to_string()),
    }
}

fn provider_of_gitlab(document: &mut Document, gitlab: &Gitlab, account_id: &Expression<String>) -> Value<String> {
    let (host, audience) = (gitlab.host(), gitlab.audience());
    match gitlab.provider {
        GitlabProvider::New => document
            .resource(Resource::new(
                "gitlab",
                IamOpenidConnectProvider::new(IamOpenidConnectProviderRequired {
                    client_id_list: [audience.clone()].into(),
                    url: audience.into(),
                }),
            ))
            .arn()
            .into(),
        GitlabProvider::Existing => template!["arn:aws:iam::", account_id, format!(":oidc-provider/{host}")],
    }
}
