//! Delivery's module: settings in, documents out, as Terraform reads them.

use std::collections::BTreeMap;

use aws::policy::read::{Policy, excess};
use aws::{IamOpenidConnectProvider, IamRole, IamRolePolicy};
use delivery::{Bodies, Config, Delivery, Deployment, Job, Service, Surroundings};
use domain::{AccountId, Identity, ServiceName};
use settings::Problems;
use terraform::read::Documents;
use terraform::{Body, Configuration, ModuleCall};

const JENKINS: &str = "[trust.jenkins]\nprincipal = \"arn:aws:iam::111122223333:role/jenkins\"\n";
const GITHUB: &str = "[trust.github]\nrepository = \"shop/web\"\nenvironments = [\"production\"]\n";

const GITLAB: &str = "[trust.gitlab]\nproject = \"shop/apps/web\"\nprotected_branches = [\"main\"]\n";

fn identity() -> Identity {
    Identity {
        project: "shop".parse().expect("it is a name"),
        environment: "prod".parse().expect("it is a name"),
        region: "eu-central-1".parse().expect("it is a region"),
        disaster_recovery_region: "eu-west-1".parse().expect("it is a region"),
    }
}

/// The checked settings for these services, and what is found wrong with them.
fn checked(settings: &str, services: &[(&str, Deployment)]) -> (Delivery, Vec<String>) {
    checked_with_jobs(settings, services, BTreeMap::new())
}

fn checked_with_jobs(settings: &str, services: &[(&str, Deployment)], jobs: BTreeMap<ServiceName, Job>) -> (Delivery, Vec<String>) {
    let config: Config = toml::from_str(settings).unwrap_or_else(|error| panic!("{error}"));
    let services: BTreeMap<_, _> = services
        .iter()
        .map(|(name, by)| (name.parse().expect("it is a name"), Service { deployment: *by, is_pushed: true }))
        .collect();
    let account: AccountId = "111122223333".parse().expect("it is an account");
    let mut problems = Problems::default();
    let delivery = config.check(services, jobs, Some(&account), Surroundings::default(), &mut problems);
    (delivery, problems.iter().map(|problem| problem.message().to_owned()).collect())
}

fn emitted(settings: &str, services: &[(&str, Deployment)]) -> Documents {
    emitted_with_jobs(settings, services, BTreeMap::new())
}

fn emitted_with_jobs(settings: &str, services: &[(&str, Deployment)], jobs: BTreeMap<ServiceName, Job>) -> Documents {
    let (delivery, problems) = checked_with_jobs(settings, services, jobs);
    assert_eq!(problems, Vec::<String>::new());
    let (mut configuration, call) = (Configuration::new(), ModuleCall::new("delivery"));
    configuration.root().document("main").module(&call, Body::new());
    configuration.child(&call, delivery::module(&identity(), &delivery, &Bodies::new()));
    Documents::read(&configuration.render().expect("no address is taken twice")).expect("they are documents")
}

/// The trust of the role, as JSON that is read.
fn trust(documents: &Documents) -> String {
    let role = documents.resources_of::<IamRole>().next().expect("there is a role");
    format!("{:#}", role.get(IamRole::ASSUME_ROLE_POLICY).document().expect("it is a policy"))
}

/// What the role may do: `Sid`: actions.
fn rights(documents: &Documents) -> String {
    let policy = documents.resources_of::<IamRolePolicy>().next().expect("there is a policy");
    let policy = policy.get(IamRolePolicy::POLICY).document().expect("it is a policy");
    let read = Policy::read(&policy).expect("it is one");
    let excesses: Vec<String> = read.statements.iter().filter_map(|it| excess(it, false)).map(|it| it.to_string()).collect();
    assert_eq!(excesses, Vec::<String>::new(), "the rights are the least");
    let statements = policy["Statement"].as_array().expect("there are statements").iter();
    let lines: Vec<String> = statements.map(|it| format!("{}: {} on {}\n", it["Sid"], it["Action"], it["Resource"])).collect();
    lines.concat()
}

#[test]
fn jenkins_may_push_and_roll_out_and_nothing_else() {
    let documents = emitted(JENKINS, &[("web", Deployment::Pipeline)]);
    insta::assert_snapshot!("trust_in_jenkins", trust(&documents));
    insta::assert_snapshot!("rights", rights(&documents));
    assert_eq!(documents.resources_of::<IamOpenidConnectProvider>().count(), 0);
}

#[test]
fn what_terraform_rolls_out_the_pipeline_only_pushes() {
    insta::assert_snapshot!("rights_to_push", rights(&emitted(JENKINS, &[("web", Deployment::Terraform)])));
}

/// A migration that the pipeline starts, and a report that its schedule starts.
fn jobs() -> BTreeMap<ServiceName, Job> {
    let job = |deployment, is_pushed, is_started| Job { deployment, is_pushed, is_started };
    [("migrate", job(Deployment::Terraform, false, true)), ("report", job(Deployment::Terraform, true, false))]
        .map(|(name, job)| (name.parse().expect("it is a name"), job))
        .into()
}

#[test]
fn a_job_without_a_schedule_the_pipeline_may_start_and_no_other() {
    insta::assert_snapshot!("rights_to_start", rights(&emitted_with_jobs(JENKINS, &[("web", Deployment::Pipeline)], jobs())));
}

#[test]
fn github_is_trusted_for_the_named_environments_only() {
    let documents = emitted(GITHUB, &[("web", Deployment::Pipeline)]);
    insta::assert_snapshot!("trust_in_github", trust(&documents));
    assert_eq!(documents.resources_of::<IamOpenidConnectProvider>().count(), 1);
    let known = emitted(&format!("{GITHUB}provider = \"known\"\n"), &[("web", Deployment::Pipeline)]);
    assert_eq!(known.resources_of::<IamOpenidConnectProvider>().count(), 0);
    let trusted = trust(&known);
    assert!(trusted.contains(":oidc-provider/token.actions.githubusercontent.com\""), "{trusted}");
    assert!(trusted.contains("\"token.actions.githubusercontent.com:sub\""), "{trusted}");
}

#[test]
fn a_trust_that_lets_nobody_or_strangers_in_is_told() {
    let nobody = "[trust.github]\nrepository = \"shop/web\"\n";
    let foreign = format!(
        "{GITHUB}provider = {{ existing = \"arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com\" }}"
    );
    for (settings, told) in [
        (nobody, "no job of `shop/web` is trusted"),
        (&*foreign, "the provider is in the account 444455556666, and the role would be in 111122223333"),
        (&*format!("{GITHUB}owner_id = 1"), "GitHub's tokens name both ids, and `repository_id` is not set"),
    ] {
        let (_, problems) = checked(settings, &[("web", Deployment::Pipeline)]);
        assert!(problems.len() == 1 && problems[0].starts_with(told), "{settings}: {problems:?}");
    }
}

#[test]
fn gitlab_is_trusted_by_whole_subjects_of_protected_branches() {
    let services = [("web", Deployment::Pipeline)];
    let trusted = trust(&emitted(GITLAB, &services));
    for part in [
        "\"gitlab.com:aud\": \"https://gitlab.com\"",
        "\"gitlab.com:sub\": \"project_path:shop/apps/web:ref_type:branch:ref:main\"",
        "${module.delivery.aws_iam_openid_connect_provider.gitlab.arn}",
    ] {
        assert!(trusted.contains(part), "`{part}` is not in {trusted}");
    }
    assert!(!trusted.contains("StringLike"), "{trusted}");
    let own = format!("{GITLAB}host = \"gitlab.example.com\"\nprovider = \"existing\"\n");
    let documents = emitted(&own, &services);
    assert_eq!(documents.resources_of::<IamOpenidConnectProvider>().count(), 0);
    let trusted = trust(&documents);
    assert!(trusted.contains(":oidc-provider/gitlab.example.com") && trusted.contains("\"gitlab.example.com:sub\""), "{trusted}");
    let (_, problems) = checked("[trust.gitlab]\nproject = \"shop/web\"\nprotected_branches = []\n", &services);
    assert_eq!(problems, ["no job of `shop/web` is trusted, so nobody could deliver"]);
}
