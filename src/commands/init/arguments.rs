//! The arguments of `synth init`.

use std::path::PathBuf;

use clap::Args;
use domain::{
    AccountId, DomainName, GithubId, GithubRepository, GitlabProject, HostedZoneId, MailAddress, Port, PrincipalArn, ProjectName,
    Region, ServiceName,
};

use crate::commands::pipeline::{self, Language};

pub(super) const AFTER: &str = "\
On a terminal, what is missing is asked for. No file is ever overwritten.

Examples:
  synth init
  synth init --project shop --region eu-central-1 --service web:8080
  synth init shop --project shop --region eu-central-1 --service web:8080 --service api:9000
  synth init --project shop --region eu-central-1 --service web:8080 --worker mailer --job report
  synth init --pipeline github --repository octo-org/shop --language go";

/// The arguments of `synth init`.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Arguments {
    /// The folder in which the project begins
    #[arg(value_name = "DIR", default_value = ".")]
    pub(super) folder: PathBuf,

    /// The project's short name, the first part of every name
    #[arg(long, value_name = "NAME")]
    pub(super) project: Option<ProjectName>,

    /// The region in which everything stands
    #[arg(long, value_name = "REGION")]
    pub(super) region: Option<Region>,

    /// A service, and the port on which its container listens; may be given several times
    #[arg(long = "service", value_name = "NAME:PORT", value_parser = service)]
    pub(super) services: Vec<(ServiceName, Port)>,

    /// A service to which nobody connects, such as the reader of a queue; may be given several times
    #[arg(long = "worker", value_name = "NAME")]
    pub(super) workers: Vec<ServiceName>,

    /// What is started and ends, such as a migration or a nightly report; may be given several times
    #[arg(long = "job", value_name = "NAME")]
    pub(super) jobs: Vec<ServiceName>,

    /// The account; without, Terraform applies to whatever account its credentials belong to
    #[arg(long, value_name = "ID")]
    pub(super) account_id: Option<AccountId>,

    /// Production's domain, for HTTPS; staging gets `staging.` before it
    #[arg(long, value_name = "DOMAIN")]
    pub(super) domain: Option<DomainName>,

    /// The public hosted zone of Route 53 in which the domain lies
    #[arg(long, value_name = "ID", requires = "domain")]
    pub(super) hosted_zone_id: Option<HostedZoneId>,

    /// Who gets the alarms' mails
    #[arg(long, value_name = "ADDRESS")]
    pub(super) mail: Option<MailAddress>,

    /// The region that gets the backups; without, one on the same continent
    #[arg(long, value_name = "REGION")]
    pub(super) disaster_recovery_region: Option<Region>,

    /// The pipeline that is written as well: what delivers the services, and what plans the environments
    #[arg(long, value_enum, value_name = "KIND")]
    pub(super) pipeline: Option<pipeline::Kind>,

    /// What lints, tests, scans and builds the services in that pipeline; without, `make`
    #[arg(long, value_enum, requires = "pipeline")]
    pub(super) language: Option<Language>,

    /// The repository whose jobs deliver, with `--pipeline github`
    #[arg(long, value_name = "OWNER/NAME", requires = "pipeline")]
    pub(super) repository: Option<GithubRepository>,

    /// The numbers by which GitHub knows its owner and itself: `gh api repos/<OWNER/NAME> --jq '.owner.id, .id'`
    #[arg(long, value_name = "ID:ID", value_parser = ids, requires = "repository")]
    pub(super) repository_ids: Option<(GithubId, GithubId)>,

    /// The project whose jobs deliver, with `--pipeline gitlab`
    #[arg(long, value_name = "GROUP/PROJECT", requires = "pipeline")]
    pub(super) gitlab_project: Option<GitlabProject>,

    /// The role or user with which Jenkins speaks to AWS, with `--pipeline jenkins`
    #[arg(long, value_name = "ARN", requires = "pipeline")]
    pub(super) principal: Option<PrincipalArn>,

    /// Print what was written as one JSON document
    #[arg(long)]
    pub(super) json: bool,
}

/// For how many days what is not known yet is accepted.
pub(super) const DAYS_TO_FIND_OUT: u32 = 90;

/// `name:port` as an argument.
pub(super) fn service(text: &str) -> Result<(ServiceName, Port), String> {
    let Some((name, port)) = text.split_once(':') else {
        return Err(format!(
            "write the service and its container's port, such as `{text}:8080`; one to which nobody connects is `--worker {text}`"
        ));
    };
    let name = name.parse::<ServiceName>().map_err(|error| error.to_string())?;
    let port: i64 = port.parse().map_err(|_| format!("`{port}` is no port: write a number, such as `{name}:8080`"))?;
    Ok((name, Port::try_from(port).map_err(|error| error.to_string())?))
}

/// `owner:repository` as an argument, both by their ids.
fn ids(text: &str) -> Result<(GithubId, GithubId), String> {
    let id = |text: &str| {
        let number: i64 = text.parse().map_err(|_| format!("`{text}` is no number: write the two ids, such as `123456:456789`"))?;
        GithubId::try_from(number).map_err(|error| error.to_string())
    };
    let Some((owner, repository)) = text.split_once(':') else {
        return Err(format!("write the owner's id and the repository's, such as `{text}:456789`"));
    };
    Ok((id(owner)?, id(repository)?))
}
