//! Who may assume the role. It must not know what the role may do.

use aws::policy::{Condition, PolicyDocument, Principal, Statement};
use aws::{IamOpenidConnectProvider, IamOpenidConnectProviderRequired};
use terraform::{Document, Expression, Resource, Value, template};

use crate::config::{Github, GithubProvider, Gitlab, GitlabProvider, Jenkins, Trust};

/// The host that signs the tokens of GitHub's jobs, as IAM's condition keys name it.
const GITHUB: &str = "token.actions.githubusercontent.com";

/// For whom the tokens are: AWS's Security Token Service.
const AUDIENCE: &str = "sts.amazonaws.com";

/// Where GitHub's tokens come from.
pub(crate) fn issuer() -> String {
    format!("https://{GITHUB}")
}

/// The role's trust policy; adds the identity provider, if it is this environment's.
pub(crate) fn policy(document: &mut Document, trust: &Trust, account_id: &Expression<String>) -> PolicyDocument {
    let statement = match trust {
        Trust::Jenkins(jenkins) => of_jenkins(jenkins),
        Trust::Github(github) => of_github(document, github),
        Trust::Gitlab(gitlab) => of_gitlab(document, gitlab, account_id),
    };
    PolicyDocument::new([statement])
}

fn of_jenkins(jenkins: &Jenkins) -> Statement {
    let Jenkins { principal, external_id } = jenkins;
    let statement =
        Statement::allow("Jenkins", ["sts:AssumeRole"]).principal(Principal::Arn(Value::Literal(principal.to_string())));
    match external_id {
        Some(id) => statement.condition(Condition::string_equals("sts:ExternalId", [id.as_str()])),
        None => statement,
    }
}

fn of_github(document: &mut Document, github: &Github) -> Statement {
    let Github { repository: _, owner_id: _, repository_id: _, subjects: _, branches, environments, provider } = github;
    let provider: Value<String> = match provider {
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
        GithubProvider::Existing(arn) => Value::Literal(arn.to_string()),
    };
    // A job that names an environment has that one in its token's subject, and any other job its branch (GitHub Docs, "OpenID Connect
    // reference"). Anybody's repository gets tokens from the same provider: compared is the whole subject, never a pattern.
    let of_branches = branches.iter().map(|branch| format!("ref:refs/heads/{branch}"));
    let jobs: Vec<String> = of_branches.chain(environments.iter().map(|it| format!("environment:{it}"))).collect();
    let subjects: Vec<String> =
        github.names().iter().flat_map(|name| jobs.iter().map(move |job| format!("repo:{name}:{job}"))).collect();
    Statement::allow("Github", ["sts:AssumeRoleWithWebIdentity"])
        .principal(Principal::Federated(provider))
        .condition(Condition::string_equals(format!("{GITHUB}:aud"), [AUDIENCE]))
        .condition(Condition::string_equals(format!("{GITHUB}:sub"), subjects))
}

fn of_gitlab(document: &mut Document, gitlab: &Gitlab, account_id: &Expression<String>) -> Statement {
    let Gitlab { project, protected_branches, host: _, provider } = gitlab;
    let (host, audience) = (gitlab.host(), gitlab.audience());
    let provider: Value<String> = match provider {
        GitlabProvider::New => document
            .resource(Resource::new(
                "gitlab",
                IamOpenidConnectProvider::new(IamOpenidConnectProviderRequired {
                    client_id_list: [audience.clone()].into(),
                    url: audience.clone().into(),
                }),
            ))
            .arn()
            .into(),
        GitlabProvider::Existing => template!["arn:aws:iam::", account_id, format!(":oidc-provider/{host}")],
    };
    // Everybody's projects get tokens of the same issuer: compared is the whole subject, never a pattern (GitLab Docs, "Configure OpenID
    // Connect in AWS to retrieve temporary credentials"). Of a merge request the branch is its source; since 18.2.2 the project is that one's
    // as well (gitlab-org/gitlab#548165).
    let subjects = protected_branches.iter().map(|branch| format!("project_path:{project}:ref_type:branch:ref:{branch}"));
    let subjects: Vec<String> = subjects.collect();
    Statement::allow("Gitlab", ["sts:AssumeRoleWithWebIdentity"])
        .principal(Principal::Federated(provider))
        .condition(Condition::string_equals(format!("{host}:aud"), [audience]))
        .condition(Condition::string_equals(format!("{host}:sub"), subjects))
}
