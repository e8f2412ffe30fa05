//! The Terraform configuration of an environment: the root module, and the calls of the modules in the order of the data.

mod bootstrap;
mod calls;
mod database;
pub(crate) mod emitted;
mod facts;
pub(crate) mod finish;
mod outputs;
mod parts;
mod refactoring;
mod root;
mod stores;

use std::collections::{BTreeMap, BTreeSet};

use calls::{add, add_with_outputs};
use finish::finish;
use parts::Parts;
use stores::Stores;
use terraform::json::Json;
use terraform::read::Documents;
use terraform::{Address, Configuration, DuplicateError, ModuleCall, Run, Value};

use crate::added::AllAdded;
use crate::called::{self, Called};
use crate::environment::Environment;
use crate::overriding::{self, Overridden};
use crate::own::Own;

pub use bootstrap::{StateOfBootstrap, bootstrap};
pub use emitted::{OutputTypes, Synthesis};

/// What the count of resources calls those of the root module, which are all the user's own.
const OF_ROOT: &str = "own";

/// Makes the Terraform configuration of an environment.
///
/// # Errors
/// Two resources with one address: a defect of the modules, which names both places.
pub fn synthesize(environment: &Environment) -> Result<Synthesis, Vec<DuplicateError>> {
    let mut configuration = configuration(environment);
    facts(&mut configuration, environment);
    complete(&mut configuration, environment);
    Synthesis::of(configuration, beside(environment), &environment.own)
}

/// The documents alone, without the texts of the files and without what tests them: whoever compares needs no more, and it is half the work.
///
/// # Errors
/// As of [`synthesize`].
pub(crate) fn documents(environment: &Environment) -> Result<Documents, Vec<DuplicateError>> {
    let mut configuration = configuration(environment);
    complete(&mut configuration, environment);
    let (called, overridden, added) = beside(environment);
    let mut documents = configuration.documents()?;
    added.values().for_each(|added| added.add_to(&mut documents));
    lay_over(&mut documents, called, overridden);
    Ok(with_own(documents, &environment.own))
}

/// What comes of settings that speak of the modules' resources.
fn complete(configuration: &mut Configuration, environment: &Environment) {
    refactoring::refactoring(configuration.root(), &environment.refactoring);
    finish(configuration, environment);
}

/// Documents by their path.
type Emitted = BTreeMap<String, Json>;

/// What comes beside and over what the modules make.
type Beside<'a> = (&'a Called, &'a [Overridden], &'a AllAdded);

fn beside(environment: &Environment) -> Beside<'_> {
    (&environment.called, environment.overridden.as_slice(), &environment.added)
}

/// Lays over what the modules make what overrides set and what calls of other modules feed.
fn lay_over(documents: &mut Emitted, called: &Called, overridden: &[Overridden]) {
    overriding::apply(overridden, documents);
    called::apply(called, documents);
}

/// The documents as readers see them, the user's own among them.
fn with_own(mut documents: Emitted, own: &Own) -> Documents {
    documents.extend(own.documents().map(|(path, document)| (path.to_owned(), document.clone())));
    Documents::of(documents).of_called_modules()
}

impl Synthesis {
    fn of(configuration: Configuration, (called, overridden, added): Beside<'_>, own: &Own) -> Result<Self, Vec<DuplicateError>> {
        let mut resources = configuration.resource_counts();
        let mut output_types = configuration.output_types();
        let mut documents = configuration.documents()?;
        for (name, added) in added.iter() {
            added.add_to(&mut documents);
            output_types.extend(added.output_types.clone());
            resources.insert((*name).to_owned(), added.resources);
        }
        lay_over(&mut documents, called, overridden);
        let mut files: BTreeMap<String, String> =
            documents.iter().map(|(path, document)| (path.clone(), terraform::written(document))).collect();
        files.extend(own.iter().map(|(path, file)| (path.to_owned(), file.text.to_string())));
        let documents = with_own(documents, own);
        for resource in documents.all().filter(|resource| own.holds(resource.file)) {
            let module = if resource.module.is_empty() { OF_ROOT } else { resource.module };
            *resources.entry(module.to_owned()).or_default() += 1;
        }
        let own = own.iter().map(|(path, _)| path.to_owned()).collect();
        Ok(Self { files, documents, resources, own, output_types })
    }
}

/// The addresses of an environment's resources, as a plan names them.
pub fn addresses(environment: &Environment) -> BTreeSet<Address> {
    let mut of_own = BTreeMap::new();
    environment.added.values().for_each(|added| added.add_to(&mut of_own));
    called::apply(&environment.called, &mut of_own);
    of_own.extend(environment.own.documents().map(|(path, document)| (path.to_owned(), document.clone())));
    let own = Documents::of(of_own).of_called_modules();
    configuration(environment).addresses().into_iter().chain(own.addresses()).collect()
}

fn configuration(environment: &Environment) -> Configuration {
    let mut configuration = Configuration::new();
    configuration.comment(format!(
        "Written by synth for {}. Change the settings of that environment, not this file.",
        environment.identity.environment
    ));
    root::terraform(configuration.root(), environment);
    let account_id = root::account_id(configuration.root(), environment);
    let parts = modules(&mut configuration, environment, &account_id);
    let first_tasks = environment.ecs.first_tasks().map(|(name, tasks)| (name.as_str(), tasks)).collect();
    outputs::outputs(configuration.root(), &parts, &first_tasks);
    configuration
}

fn modules(configuration: &mut Configuration, environment: &Environment, account_id: &Value<String>) -> Parts {
    let identity = &environment.identity;

    let call = ModuleCall::new("networking");
    let inputs = networking::Inputs { account_id: account_id.clone() };
    let module = networking::module(identity, &environment.networking, &environment.ports);
    add_with_outputs(configuration, &call, module, inputs.into_body());
    let connect = environment.ecs.connects_services().then(|| networking::ConnectReferences::of(&call));
    let of_load_balancer = environment.ecs.has_load_balancer().then(|| networking::LoadBalancerReferences::of(&call));
    let networking = networking::References::of(&call);

    let database = environment.rds.own().map(|rds| database::own(configuration, environment, rds, account_id));

    let stores = Stores::add(configuration, environment, account_id, &networking);

    let call = root::with_zone_provider(ModuleCall::new("ecs"), &environment.ecs);
    let image_tags = ecs::image_tags(configuration.root().document("variables"), &environment.ecs);
    let inputs = ecs::Inputs {
        account_id: account_id.clone(),
        vpc_id: networking.vpc_id.into(),
        public_subnet_ids: networking.public_subnet_ids.into(),
        private_subnet_ids: networking.private_subnet_ids.into(),
        ecs_security_group_id: networking.ecs_security_group_id.into(),
        image_tags: image_tags.into(),
    };
    let mut inputs = inputs.into_body();
    if let Some(networking::LoadBalancerReferences { load_balancer_security_group_id }) = of_load_balancer {
        let front = ecs::FrontInputs { load_balancer_security_group_id: load_balancer_security_group_id.into() };
        inputs.extend_before("ecs_security_group_id", front.into_body());
    }
    database::inputs_of_services(environment, database.as_ref(), &mut inputs);
    stores.inputs_of_services(environment, &mut inputs);
    if let Some(connect) = connect {
        inputs.extend(ecs::ConnectInputs { service_security_group_ids: connect.service_security_group_ids.into() }.into_body());
    }
    add_with_outputs(configuration, &call, ecs::module(identity, &environment.ecs, database::shape(&environment.rds)), inputs);
    let awaited_records = environment.ecs.awaited_records().map(|_| ecs::DnsReferences::of(&call));
    let images_elsewhere = environment.ecs.pulls_from_other_accounts().then(|| ecs::ElsewhereReferences::of(&call));
    let jobs = environment.ecs.has_jobs().then(|| ecs::JobReferences::of(&call));
    let schedules = environment.ecs.has_schedules().then(|| ecs::ScheduleReferences::of(&call));
    let front = environment.ecs.has_load_balancer().then(|| ecs::FrontReferences::of(&call));
    let ecs = ecs::References::of(&call);

    let call = ModuleCall::new("monitoring");
    let inputs = monitoring::Inputs {
        account_id: account_id.clone(),
        cluster_name: (&ecs.cluster_name).into(),
        service_names: (&ecs.service_names).into(),
        target_group_arn_suffixes: (&ecs.target_group_arn_suffixes).into(),
        log_group_names: (&ecs.log_group_names).into(),
        nat_gateway_ids: networking.nat_gateway_ids.into(),
    };
    let mut inputs = inputs.into_body();
    if let Some(front) = &front {
        let watched = monitoring::LoadBalancerInputs { load_balancer_arn_suffix: (&front.load_balancer_arn_suffix).into() };
        inputs.extend_before("nat_gateway_ids", watched.into_body());
    }
    database::inputs_of_monitoring(database.as_ref(), &mut inputs);
    if let Some(jobs) = &jobs {
        let watched = monitoring::JobInputs { cluster_arn: (&ecs.cluster_arn).into(), job_families: (&jobs.job_families).into() };
        inputs.extend(watched.into_body());
    }
    if let Some(schedules) = schedules {
        let watched = monitoring::ScheduleInputs {
            schedule_group_names: schedules.schedule_group_names.into(),
            undelivered_queue_names: schedules.undelivered_queue_names.into(),
        };
        inputs.extend(watched.into_body());
    }
    if let Some((queues, _)) = &stores.queues {
        let watched = monitoring::QueueInputs {
            queue_names: (&queues.queue_names).into(),
            dead_letter_queue_names: (&queues.dead_letter_queue_names).into(),
        };
        inputs.extend(watched.into_body());
    }
    if let Some((caches, _)) = &stores.caches {
        inputs.extend(monitoring::CacheInputs { cache_names: (&caches.cache_names).into() }.into_body());
    }
    watch_further(configuration, environment, &ecs, &mut inputs);
    add_with_outputs(configuration, &call, monitoring::module(identity, &environment.monitoring, &environment.subject), inputs);
    let monitoring = monitoring::References::of(&call);

    let delivery = environment.delivery.as_ref().map(|settings| {
        let call = ModuleCall::new("delivery");
        let inputs = delivery::Inputs {
            account_id: account_id.clone(),
            cluster_arn: (&ecs.cluster_arn).into(),
            service_arns: (&ecs.service_arns).into(),
            repository_arns: (&ecs.repository_arns).into(),
            task_definition_families: (&ecs.task_definition_families).into(),
            execution_role_arns: (&ecs.execution_role_arns).into(),
            task_role_arns: (&ecs.task_role_arns).into(),
        };
        let mut inputs = inputs.into_body();
        if settings.starts_jobs() {
            inputs.extend(delivery::JobInputs { cluster_name: (&ecs.cluster_name).into() }.into_body());
        }
        let module = delivery::module(identity, settings, &configuration.bodies());
        add_with_outputs(configuration, &call, module, inputs);
        let roles = settings.has_roles_for_terraform().then(|| delivery::TerraformReferences::of(&call));
        (delivery::References::of(&call), roles)
    });

    let queues = stores.queues.map(|(queues, _)| queues);
    let buckets = stores.buckets.map(|(buckets, _)| buckets);
    let caches = stores.caches.map(|(caches, _)| caches);
    Parts { database, queues, buckets, caches, ecs, front, jobs, awaited_records, images_elsewhere, monitoring, delivery }
}

/// What `terraform test` proves of each module, a file each.
fn facts(configuration: &mut Configuration, environment: &Environment) {
    let Environment { account_id, networking, ports, rds, queues, buckets, caches, ecs, monitoring, delivery, subject, .. } =
        environment;
    let account_id = account_id.as_ref().map_or(facts::ACCOUNT, |account| account.as_str());
    let mut add =
        |name, second: Option<&str>, fact: &dyn Fn(&ModuleCall) -> Option<Run>| facts::add(configuration, name, second, fact);
    let second = rds.replicates_backups().then_some(root::DISASTER_RECOVERY);
    add("networking", None, &|call| Some(networking::facts(call, account_id, networking, ports)));
    add("rds", second, &|call| rds::facts(call, account_id, rds.own()?));
    add("queues", None, &|call| queues::facts(call, account_id, queues));
    add("buckets", None, &|call| buckets::facts(call, account_id, buckets));
    add("caches", None, &|call| caches::facts(call, account_id, caches));
    add("ecs", ecs.zone_provider().as_deref(), &|call| Some(ecs::facts(call, account_id, ecs, database::shape(rds))));
    add("monitoring", None, &|call| Some(monitoring::facts(call, account_id, monitoring, subject)));
    add("delivery", None, &|call| delivery.as_ref().map(|delivery| delivery::facts(call, account_id, delivery)));
}

/// What monitoring takes where it is asked for: the services whose deployments are watched, and the addresses by HTTPS that hear of alarms, from variables.
fn watch_further(
    configuration: &mut Configuration,
    environment: &Environment,
    ecs: &ecs::References,
    inputs: &mut terraform::Body,
) {
    if environment.monitoring.tells_of_deployments(&environment.subject) {
        inputs.extend(monitoring::DeploymentInputs { service_arns: (&ecs.service_arns).into() }.into_body());
    }
    let endpoint_urls = monitoring::endpoint_urls(configuration.root().document("variables"), &environment.monitoring);
    if !endpoint_urls.is_empty() {
        inputs.extend(monitoring::EndpointInputs { endpoint_urls: endpoint_urls.into() }.into_body());
    }
}
