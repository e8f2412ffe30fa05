//! What the environments say that a pipeline has to know: which services it delivers where, as whom, for which processors.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::{Result, bail};
use delivery::config::{Github, Gitlab, Trust};
use domain::{
    EnvironmentName, ExternalId, GithubBranch, GithubEnvironment, GitlabBranch, HealthCheckPath, ImageRepository, Region,
    ServiceName,
};
use ecs::config::{Architecture, Deployment};
use ecs::{JobConfig, ServiceConfig};
use engine::environment::{Config, Purpose};
use state::Elsewhere;

use super::Kind;
use super::proof::Proof;
use crate::commands::source::Source;
use crate::view::print::tell;

/// What a pipeline has to know.
#[derive(Debug)]
pub(super) struct Facts {
    /// The services that are delivered.
    pub(super) deliveries: Vec<Delivery>,
    /// Whether the environments have only one that a pipeline could deliver.
    pub(super) is_one_service: bool,
    /// The names of all environments, in the order in which they are delivered to: those for development first.
    pub(super) names: Vec<EnvironmentName>,
    /// The environments that a pipeline can plan, in the same order.
    pub(super) environments: Vec<Environment>,
    /// What somebody should know who reads what was written.
    pub(super) notes: Vec<String>,
}

/// An environment, for those who plan it.
#[derive(Debug)]
pub(super) struct Environment {
    pub(super) name: EnvironmentName,
    pub(super) region: Region,
    /// The files that say what it is, its own first.
    pub(super) files: Vec<PathBuf>,
    /// The folders with Terraform of the user's own and with modules that are called.
    pub(super) own: Vec<PathBuf>,
    /// Who keeps its state, if it is no bucket.
    pub(super) state: Option<Elsewhere>,
    /// Terraform's own roles, where it has some whose account is known.
    pub(super) roles: Option<Roles>,
}

/// Terraform's own roles in an environment.
#[derive(Debug)]
pub(super) struct Roles {
    /// The ARN of the one that plans.
    pub(super) plan: String,
    /// The ARN of the one that applies.
    pub(super) apply: String,
    /// Who takes the latter.
    pub(super) approved: Approved,
    /// What principals have to name besides.
    pub(super) external_id: Option<ExternalId>,
}

/// Whom the role trusts that applies.
#[derive(Debug)]
pub(super) enum Approved {
    /// A job of GitHub's for this environment.
    GithubEnvironment(GithubEnvironment),
    /// A job of GitLab's on this protected branch.
    GitlabBranch(GitlabBranch),
    /// A role or user: a Jenkins or Atlantis.
    Principal,
}

/// One service, or a job with images of its own, and where it is delivered.
#[derive(Debug)]
pub(super) struct Delivery {
    pub(super) service: ServiceName,
    /// For which processors its image is built, as Docker calls it.
    pub(super) platform: &'static str,
    /// The environments, in the order in which they are delivered to.
    pub(super) targets: Vec<Target>,
}

/// What the delivery of a service to an environment needs.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub(super) name: EnvironmentName,
    /// Whether somebody has to say yes before it is delivered to.
    pub(super) is_approved_by_hand: bool,
    pub(super) trusted: Trusted,
    /// Whether there is a database of the environment's own, of which a snapshot is taken before a major deployment.
    pub(super) has_database: bool,
    /// The jobs that run the new image to their end before it is put into service, such as a migration of the database.
    pub(super) runs: Vec<ServiceName>,
    /// How it is found out that the service is well; nothing where a job is delivered, which nobody puts into service.
    pub(super) proof: Option<Proof>,
    /// The jobs that have the new image from their next start on.
    pub(super) renews: Vec<ServiceName>,
}

/// Whom the environment's role trusts, as the pipeline has to present itself.
#[derive(Clone, Debug)]
pub(super) enum Trusted {
    /// A Jenkins, by its own role or user.
    Jenkins,
    /// A job of GitHub's for this environment.
    GithubEnvironment(GithubEnvironment),
    /// A job of GitHub's on this branch that names no environment: one that does has that one in its token's subject instead.
    GithubBranch(GithubBranch),
    /// A job of GitLab's on this protected branch, with a token for this audience.
    GitlabBranch { branch: GitlabBranch, audience: String },
}

/// An environment's settings, and the files that they come from.
struct Read {
    config: Config,
    environment: Environment,
}

/// What the environments say; nothing where one of them is refused, which was told.
pub(super) fn read(
    kind: Kind,
    service: Option<&ServiceName>,
    smoke_path: Option<&HealthCheckPath>,
    source: &Source,
) -> Result<Option<Facts>> {
    let mut all = Vec::new();
    for name in source.workspace().environments()? {
        let Some(read) = environment(name, source)? else { return Ok(None) };
        all.push(read);
    }
    all.sort_by_key(|it| (it.config.purpose == Purpose::Production, it.environment.name.clone()));
    let mut notes = Vec::new();
    let (deliveries, is_one_service) = if kind == Kind::Atlantis {
        (Vec::new(), false)
    } else {
        let chosen = choose(service, &all, &mut notes)?;
        (deliveries(kind, &chosen.services, smoke_path, &all, &mut notes)?, chosen.is_one)
    };
    for Read { config, environment } in &all {
        let has_roles = config.delivery.as_ref().is_some_and(|delivery| delivery.terraform.is_some());
        if has_roles && environment.roles.is_none() {
            notes.push(format!(
                "`{}` has roles for Terraform, and without `account_id` their ARNs are not known here: name them to the pipeline as its comments say",
                environment.name
            ));
        }
    }
    let names = all.iter().map(|it| it.environment.name.clone()).collect();
    let (in_files, environments): (Vec<Environment>, _) =
        all.into_iter().map(|it| it.environment).partition(|it| matches!(it.state, Some(Elsewhere::Local(_))));
    notes.extend(in_files.into_iter().map(|Environment { name, .. }| {
        format!("`{name}` has its state in a file on a machine, which no pipeline has, and so none plans it: set another `[state]`")
    }));
    Ok(Some(Facts { deliveries, is_one_service, names, environments, notes }))
}

/// One environment; nothing where it is refused, which was told.
fn environment(name: EnvironmentName, source: &Source) -> Result<Option<Read>> {
    let workspace = source.workspace();
    let draft = match workspace.draft(&name)? {
        Ok(draft) if draft.environment.is_some() => draft,
        Ok(draft) => {
            tell(|colour| draft.report(settings::Problems::default()).render(colour, "nothing was written"))?;
            return Ok(None);
        }
        Err(report) => {
            tell(|colour| report.render(colour, "nothing was written"))?;
            return Ok(None);
        }
    };
    let Some(config) = draft.config() else { return Ok(None) };
    let file = workspace.find(&name)?;
    let own_terraform = match &config.own_terraform {
        Some(folder) => Some(source.path().join(folder.path())),
        None => Some(file.with_extension("")).filter(|folder| folder.is_dir()),
    };
    let files = std::iter::once(file).chain(draft.layers.extended_files().iter().cloned()).collect();
    let modules = config.modules.values().filter_map(|module| module.source.folder());
    let own = own_terraform.into_iter().chain(modules.map(|folder| source.path().join(folder))).collect();
    let roles = roles(&name, config);
    let environment = Environment { name, region: config.region, files, own, state: config.state.elsewhere(), roles };
    Ok(Some(Read { config: config.clone(), environment }))
}

/// Terraform's own roles, if there are some and the account is known in which they are.
fn roles(name: &EnvironmentName, config: &Config) -> Option<Roles> {
    let delivery = config.delivery.as_ref()?;
    let settings = delivery.terraform.as_ref()?;
    let account = config.account_id.as_ref()?;
    let approved = match (&settings.apply_principal, &delivery.trust) {
        (Some(_), _) | (None, Trust::Jenkins(_)) => Approved::Principal,
        (None, Trust::Github(_)) => Approved::GithubEnvironment(settings.approved_environments.first()?.clone()),
        (None, Trust::Gitlab(gitlab)) => Approved::GitlabBranch(main_among(gitlab)?.clone()),
    };
    let arn = |does: &str| delivery::terraform::role_arn((&config.project, name), config.iam.path.as_ref(), account, does);
    Some(Roles { plan: arn("plan"), apply: arn("apply"), approved, external_id: settings.external_id.clone() })
}

struct Chosen {
    services: Vec<ServiceName>,
    /// Whether there is no other that could be delivered.
    is_one: bool,
}

/// What is delivered: the named service or job, or all that a pipeline can deliver.
fn choose(service: Option<&ServiceName>, all: &[Read], notes: &mut Vec<String>) -> Result<Chosen> {
    let mut refusals: BTreeMap<&ServiceName, Vec<String>> = BTreeMap::new();
    let mut of_services: BTreeMap<&ServiceName, &ServiceName> = BTreeMap::new();
    for Read { config, environment } in all {
        for (name, settings) in &config.services {
            refusals.entry(name).or_default().extend(refusal(&environment.name, name, settings));
        }
        for (name, settings) in &config.jobs {
            match &settings.image_of {
                Some(service) => {
                    of_services.insert(name, service);
                }
                None => refusals.entry(name).or_default().extend(refusal_of_job(&environment.name, name, settings)),
            }
        }
    }
    let able: Vec<ServiceName> =
        refusals.iter().filter(|(_, refusals)| refusals.is_empty()).map(|(name, _)| (*name).clone()).collect();
    let is_one = able.len() == 1;
    let Some(service) = service else {
        let refused: Vec<String> = refusals.into_values().flatten().collect();
        if able.is_empty() {
            bail!("{}", if refused.is_empty() { "no environment has a service".to_owned() } else { refused.join("\n") });
        }
        notes.extend(refused);
        return Ok(Chosen { services: able, is_one });
    };
    match (refusals.get(service), of_services.get(service)) {
        (None, Some(of)) => {
            bail!(
                "the job `{service}` runs the image of `{of}`, whose pipeline delivers it as well: write that one, `--service {of}`"
            )
        }
        (None, None) => {
            let known: Vec<&str> = refusals.keys().map(|name| name.as_str()).collect();
            bail!("no environment has a service `{service}`: the services are {}", words::list(&known))
        }
        (Some(refusals), _) if !refusals.is_empty() => bail!("{}", refusals.join("\n")),
        (Some(_), _) => Ok(Chosen { services: vec![service.clone()], is_one }),
    }
}

/// Why a pipeline cannot deliver a service, and what to set instead.
fn refusal(environment: &EnvironmentName, service: &ServiceName, settings: &ServiceConfig) -> Option<String> {
    if let Some(image) = &settings.image {
        return Some(pushed_by_others(environment, "services", service, image));
    }
    match settings.deployment {
        Deployment::Pipeline => None,
        Deployment::Terraform => Some(format!(
            "in `{environment}` Terraform deploys `{service}`, by the variable `{}_image_tag`: set `services.{service}.deployment = \
             \"pipeline\"` to have a pipeline do it",
            service.label()
        )),
    }
}

/// Why a pipeline cannot deliver a job with images of its own, and what to set instead.
fn refusal_of_job(environment: &EnvironmentName, job: &ServiceName, settings: &JobConfig) -> Option<String> {
    if let Some(image) = &settings.image {
        return Some(pushed_by_others(environment, "jobs", job, image));
    }
    (settings.deployment == Deployment::Terraform).then(|| by_terraform(environment, job, "to have a pipeline do it"))
}

fn pushed_by_others(environment: &EnvironmentName, table: &str, name: &ServiceName, image: &ImageRepository) -> String {
    format!(
        "`{name}` of `{environment}` runs images of `{image}`, to which no pipeline of this project pushes: leave out \
         `{table}.{name}.image` to have a repository made for it"
    )
}

/// That Terraform says which image a job runs; what has to be set for something else.
fn by_terraform(environment: &EnvironmentName, job: &ServiceName, wish: &str) -> String {
    format!(
        "in `{environment}` Terraform says which image the job `{job}` runs, by the variable `{}_image_tag`: set `jobs.{job}.deployment = \
         \"pipeline\"` {wish}",
        job.label()
    )
}

/// The deliveries of these services. All that is in the way is told at once.
fn deliveries(
    kind: Kind,
    services: &[ServiceName],
    smoke_path: Option<&HealthCheckPath>,
    all: &[Read],
    notes: &mut Vec<String>,
) -> Result<Vec<Delivery>> {
    let mut problems = Vec::new();
    let mut trusted: BTreeMap<&EnvironmentName, Trusted> = BTreeMap::new();
    let has_one = |config: &Config| services.iter().any(|it| config.services.contains_key(it) || config.jobs.contains_key(it));
    for Read { config, environment } in all.iter().filter(|it| has_one(&it.config)) {
        let name = &environment.name;
        let of_environment = config.delivery.as_ref().map(|delivery| &delivery.trust);
        match as_trusted(kind, name, of_environment) {
            Ok(it) => {
                if matches!(&it, Trusted::GithubBranch(_)) && config.purpose == Purpose::Production {
                    notes.push(format!(
                        "`{name}` trusts a branch, so that nobody is asked before it is delivered to: set `environments = [\"{name}\"]` under \
                         `[delivery.trust.github]` in place of `branches`, and give that environment reviewers at GitHub"
                    ));
                }
                trusted.insert(name, it);
            }
            Err(problem) => problems.push(problem),
        }
    }
    let mut deliveries = Vec::new();
    for service in services {
        let mut targets = Vec::new();
        let mut platforms = BTreeSet::new();
        for Read { config, environment } in all {
            let name = &environment.name;
            let Some(trusted) = trusted.get(name) else { continue };
            let target = Target {
                name: name.clone(),
                is_approved_by_hand: config.purpose == Purpose::Production,
                trusted: trusted.clone(),
                has_database: config.rds.own().is_some(),
                runs: Vec::new(),
                proof: None,
                renews: Vec::new(),
            };
            if let Some(job) = config.jobs.get(service) {
                platforms.insert(platform(job.architecture));
                if smoke_path.is_some() {
                    problems.push(format!("`--smoke-path` is not for `{service}` in `{name}`: it is a job, which nobody asks"));
                }
                targets.push(Target { renews: vec![service.clone()], ..target });
                continue;
            }
            let Some(settings) = config.services.get(service) else { continue };
            platforms.insert(platform(settings.architecture));
            let Jobs { runs, renews } = jobs_of(service, config, name, &mut problems, notes);
            match Proof::of(config, service, smoke_path) {
                Ok(proof) => {
                    if let Proof::Steady(why) = &proof {
                        notes.push(format!(
                            "`{service}` in `{name}` is not asked for a page after a deployment, but waited for until ECS calls it steady: {why}"
                        ));
                    }
                    targets.push(Target { runs, proof: Some(proof), renews, ..target });
                }
                Err(why) => problems.push(format!("`--smoke-path` is not for `{service}` in `{name}`: {why}")),
            }
        }
        if platforms.len() > 1 {
            problems.push(format!(
                "one image goes to all environments, and `{service}` does not run on the same processors in all of them: set the same \
                 `services.{service}.architecture`"
            ));
        }
        let platform = platforms.into_iter().next().unwrap_or_else(|| platform(Architecture::default()));
        deliveries.push(Delivery { service: service.clone(), platform, targets });
    }
    if problems.is_empty() { Ok(deliveries) } else { bail!("{}", problems.join("\n")) }
}

/// The jobs that run a service's images.
struct Jobs {
    /// Those without a schedule, which run before the service is put into service.
    runs: Vec<ServiceName>,
    /// Those that a schedule starts.
    renews: Vec<ServiceName>,
}

/// The jobs of an environment that the pipeline of a service delivers, in the order of their names. Of the others it is told why not.
fn jobs_of(
    service: &ServiceName,
    config: &Config,
    environment: &EnvironmentName,
    problems: &mut Vec<String>,
    notes: &mut Vec<String>,
) -> Jobs {
    let mut jobs = Jobs { runs: Vec::new(), renews: Vec::new() };
    for (name, job) in config.jobs.iter().filter(|(_, job)| job.image_of.as_ref() == Some(service)) {
        let wish = if job.schedule.is_some() {
            format!("to have it run the image of `{service}`, as that is delivered")
        } else {
            format!("to have it run before each deployment of `{service}`, with the new image")
        };
        if job.deployment == Deployment::Terraform {
            notes.push(by_terraform(environment, name, &wish));
            continue;
        }
        let architecture = config.services.get(service).map(|service| service.architecture);
        if architecture.is_some_and(|architecture| architecture != job.architecture) {
            problems.push(format!(
                "in `{environment}` one image goes to `{service}` and to the job `{name}`, which do not run on the same processors: set the \
                 same `jobs.{name}.architecture`"
            ));
        }
        let delivered = if job.schedule.is_some() { &mut jobs.renews } else { &mut jobs.runs };
        delivered.push(name.clone());
    }
    jobs
}

/// What Docker calls the processors.
fn platform(architecture: Architecture) -> &'static str {
    match architecture {
        Architecture::X86 => "linux/amd64",
        Architecture::Arm64 => "linux/arm64",
    }
}

/// How the pipeline presents itself to the environment's role, or why that cannot trust it.
fn as_trusted(kind: Kind, environment: &EnvironmentName, trust: Option<&Trust>) -> Result<Trusted, String> {
    match (kind, trust) {
        (Kind::Jenkins, Some(Trust::Jenkins(_))) => Ok(Trusted::Jenkins),
        (Kind::Github, Some(Trust::Github(github))) => job_of(environment, github),
        (Kind::Gitlab, Some(Trust::Gitlab(gitlab))) => protected(environment, gitlab),
        (_, None) => Err(format!("`{environment}` trusts nobody who delivers: set `[delivery.trust.{}]`", kind.word())),
        (_, Some(_)) => {
            Err(format!("`{environment}` trusts another one: set `[delivery.trust.{}]`, or choose its kind", kind.word()))
        }
    }
}

/// The job whose token the role trusts: for the environment of the same name, else another one that it lists, else on a branch.
fn job_of(environment: &EnvironmentName, github: &Github) -> Result<Trusted, String> {
    let same = github.environments.iter().find(|it| it.as_str() == environment.as_str());
    match (same.or_else(|| github.environments.first()), main_of(&github.branches)) {
        (Some(environment), _) => Ok(Trusted::GithubEnvironment(environment.clone())),
        (None, Some(branch)) => Ok(Trusted::GithubBranch(branch.clone())),
        (None, None) => Err(format!("`{environment}` trusts no job: set `environments` under `[delivery.trust.github]`")),
    }
}

/// The branch from which is delivered: `main`, if it is among them.
fn main_of(branches: &BTreeSet<GithubBranch>) -> Option<&GithubBranch> {
    branches.iter().find(|it| it.as_str() == "main").or_else(|| branches.first())
}

/// The protected branch from which is delivered: `main`, if it is among them.
fn protected(environment: &EnvironmentName, gitlab: &Gitlab) -> Result<Trusted, String> {
    let trusted = main_among(gitlab).map(|branch| Trusted::GitlabBranch { branch: branch.clone(), audience: gitlab.audience() });
    trusted.ok_or_else(|| format!("`{environment}` trusts no job: set `protected_branches` under `[delivery.trust.gitlab]`"))
}

fn main_among(gitlab: &Gitlab) -> Option<&GitlabBranch> {
    let branches = &gitlab.protected_branches;
    branches.iter().find(|it| it.as_str() == "main").or_else(|| branches.first())
}
