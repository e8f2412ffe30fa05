//! What `terraform test` proves of delivery: who is trusted, and for how long at a time.

use ::terraform::{Address, Expression, Map, ModuleCall, Run, Value};
use aws::{IamOpenidConnectProviderReference, IamRoleReference};

use crate::config::{Delivery, GithubProvider, GitlabProvider, Jenkins, Trust};
use crate::interface::{Inputs, JobInputs};
use crate::trust::issuer;

/// The run that plans delivery alone.
pub fn facts(call: &ModuleCall, account_id: &str, delivery: &Delivery) -> Run {
    let Delivery { trust, max_session_seconds, services, jobs, database: _, terraform: _ } = delivery;
    let by_service = |text: &str| -> Value<Map<String>> {
        let map: Map<String> = services.keys().chain(jobs.keys()).map(|name| (name.as_str(), format!("{text}{name}"))).collect();
        map.into()
    };
    let inputs = Inputs {
        account_id: account_id.into(),
        cluster_arn: format!("arn:aws:ecs:us-east-1:{account_id}:cluster/services").into(),
        service_arns: by_service(&format!("arn:aws:ecs:us-east-1:{account_id}:service/services/")),
        repository_arns: by_service(&format!("arn:aws:ecr:us-east-1:{account_id}:repository/")),
        task_definition_families: by_service("tasks-of-"),
        execution_role_arns: by_service(&format!("arn:aws:iam::{account_id}:role/execution-")),
        task_role_arns: by_service(&format!("arn:aws:iam::{account_id}:role/task-")),
    };
    let role = IamRoleReference::from(Address::managed("aws_iam_role", "main"));
    let seconds = max_session_seconds.get();
    let mut inputs = inputs.into_body();
    if delivery.starts_jobs() {
        inputs.extend(JobInputs { cluster_name: "services".into() }.into_body());
    }
    let run = Run::new(call, inputs)
        .assert(role.max_session_duration().equals(seconds), &format!("the pipeline has the role for {seconds} seconds at a time"));
    match trust {
        Trust::Jenkins(Jenkins { principal, external_id: _ }) => {
            let principal = principal.to_string();
            // A text where the policy names one.
            let trusted: Expression<String> =
                Expression::native(format!("jsondecode({}).Statement[0].Principal.AWS", role.assume_role_policy().code()));
            run.assert(trusted.equals(principal.as_str()), &format!("{principal} is trusted"))
        }
        Trust::Github(github) if github.provider == GithubProvider::New => {
            let provider = IamOpenidConnectProviderReference::from(Address::managed("aws_iam_openid_connect_provider", "github"));
            run.assert(provider.url().equals(issuer()), "who is trusted has a token of GitHub's")
        }
        Trust::Gitlab(gitlab) if gitlab.provider == GitlabProvider::New => {
            let provider = IamOpenidConnectProviderReference::from(Address::managed("aws_iam_openid_connect_provider", "gitlab"));
            run.assert(provider.url().equals(gitlab.audience()), "who is trusted has a token of GitLab's")
        }
        Trust::Github(_) | Trust::Gitlab(_) => run,
    }
}
