//! The settings of an environment as typed.

use std::borrow::Cow;
use std::collections::BTreeMap;

use domain::{AccountId, CacheName, Objectives, ProjectName, QueueName, Region, ServiceName, StoreName, TagKey, TagValue};
use schemars::JsonSchema;
use serde::Deserialize;

use super::acceptance::Acceptance;
use super::assumed_role::AssumedRole;
use super::called::{ModuleConfig, ProviderConfig};
use super::folder_path::FolderPath;
use super::iam::Iam;
use super::refactoring::{Import, Moved, Removed};
use super::resource_override::ResourceOverride;
use super::terraform_name::TerraformName;

/// The names of the modules that synth writes, or may write: nobody else's module is called so.
pub const SHIPPED: &[&str] =
    &["buckets", "caches", "delivery", "ecs", "monitoring", "networking", "queues", "rds", "state", "storage"];

/// The settings of one environment.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// What the environment is for. Much that is a saving in development is a risk in production: rules say so there.
    #[serde(default)]
    pub purpose: Purpose,
    /// The project: the first part of every name.
    pub project: ProjectName,
    /// The region in which everything stands.
    pub region: Region,
    /// The region in which what has to survive the loss of the first one stands too.
    #[schemars(extend("examples" = ["us-west-2"]))]
    pub disaster_recovery_region: Region,
    /// The AWS account. With it Terraform refuses to apply this environment to any other; without it Terraform asks AWS which
    /// account its credentials belong to.
    #[serde(default)]
    pub account_id: Option<AccountId>,
    /// The role as which Terraform works in AWS, such as one of the environment's own account; without it Terraform works as whoever runs it.
    /// The state is read and written as whoever runs it, unless `state.assume_role_arn` says otherwise.
    #[serde(default)]
    pub assume_role: Option<AssumedRole>,
    /// Whether Terraform refuses every plan that would destroy something that holds data: database, keys, buckets, log groups,
    /// repositories.
    #[serde(default = "yes")]
    pub prevent_destroy: bool,
    /// Whether `terraform destroy` deletes repositories with their images and buckets with all their objects; AWS refuses to delete them
    /// otherwise. Without this setting it does where `prevent_destroy` is `false`.
    #[serde(default)]
    pub force_destroy: Option<bool>,
    /// Tags for everything, besides Project, Environment and `ManagedBy`.
    #[serde(default)]
    pub tags: BTreeMap<TagKey, TagValue>,
    /// What holds for every role: a permissions boundary, a path.
    #[serde(default)]
    pub iam: Iam,
    /// Where Terraform keeps its state, and how it is locked.
    #[serde(default)]
    pub state: state::Config,
    /// The network.
    pub networking: networking::Config,
    /// The database: one that this environment makes, one that exists already (`[rds.existing]`), or `false` for none. Without this setting it is
    /// one of its own, with the defaults.
    #[serde(default)]
    pub rds: rds::Section,
    /// What the services share.
    #[serde(default)]
    pub ecs: ecs::Config,
    /// The services, by name. An environment of jobs alone has none.
    #[serde(default)]
    pub services: BTreeMap<ServiceName, ecs::ServiceConfig>,
    /// The jobs, by name: tasks that are started by a schedule, by hand or by a pipeline, and end.
    #[serde(default)]
    pub jobs: BTreeMap<ServiceName, ecs::JobConfig>,
    /// The queues, by name.
    #[serde(default)]
    pub queues: BTreeMap<QueueName, queues::QueueConfig>,
    /// The buckets, by name.
    #[serde(default)]
    pub buckets: BTreeMap<StoreName, buckets::BucketConfig>,
    /// The caches, by name.
    #[serde(default)]
    pub caches: BTreeMap<CacheName, caches::CacheConfig>,
    /// Alarms, dashboard, topics.
    #[serde(default)]
    pub monitoring: monitoring::Config,
    /// The role with which a pipeline brings new images to the services. Without this section there is none.
    #[serde(default)]
    pub delivery: Option<delivery::Config>,
    /// What the environment promises its users: `synth report` says whether it keeps it.
    #[serde(default)]
    pub objectives: Objectives,
    /// The folder with Terraform of your own (`.tf`, `.tf.json`, `.tftest.hcl` and what they read), from the folder of the environments' files.
    /// Its files are carried into the emitted folder as they are, where they refer to `module.networking.vpc_id` and all other outputs.
    /// Without this setting it is the folder beside the environment's file that has the environment's name, if there is one.
    #[serde(default)]
    pub own_terraform: Option<FolderPath>,
    /// Terraform modules that are called beside those that synth writes, by name: of a folder, a registry or a git repository, wired to what the others
    /// give. What they give goes by `{ from = "<name>.<output>" }` into other modules' inputs, and as `module.<name>.<output>` into
    /// Terraform of your own.
    #[serde(default)]
    pub modules: BTreeMap<TerraformName, ModuleConfig>,
    /// Providers besides AWS's, by the name that Terraform calls them here.
    #[serde(default)]
    pub providers: BTreeMap<TerraformName, ProviderConfig>,
    /// Arguments of emitted resources that are set to something else than synth sets them to: for the rare one that no setting reaches. They are
    /// checked against the provider's schema, applied last, and judged by the rules as everything else.
    #[serde(default, rename = "override")]
    pub overrides: Vec<ResourceOverride>,
    /// What of the rules' findings is accepted, each for a reason and for a time.
    #[serde(default)]
    pub accept: Vec<Acceptance>,
    /// Resources that got another address: Terraform takes the one for the other instead of making anew what exists.
    #[serde(default)]
    pub moved: Vec<Moved>,
    /// Resources that exist already and come under Terraform's care.
    #[serde(default)]
    pub import: Vec<Import>,
    /// Resources that leave Terraform's care.
    #[serde(default)]
    pub removed: Vec<Removed>,
}

impl Config {
    /// What runs in tasks, services' and jobs' alike, each with its section and its name; a job as the service that it would be.
    pub(crate) fn tasks(&self) -> Vec<(&'static str, &ServiceName, Cow<'_, ecs::ServiceConfig>)> {
        let services = self.services.iter().map(|(name, service)| ("services", name, Cow::Borrowed(service)));
        services.chain(self.jobs.iter().map(|(name, job)| ("jobs", name, Cow::Owned(job.as_service(&self.services))))).collect()
    }
}

/// What an environment is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Users depend on it.
    #[default]
    Production,
    /// Only those who build and test depend on it.
    Development,
}

fn yes() -> bool {
    true
}
