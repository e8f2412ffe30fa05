//! The files of a project that begins: production and staging, and what both share. It must not know the disk or the command line.
//!
//! What is written is little, since the defaults are those of a production service, and passes without a warning. What nobody can know yet
//! (a domain, whom an alarm mails) is accepted for a while and then warned of.

use std::fmt::Write as _;

use domain::{
    AccountId, Date, DomainName, GithubId, GithubRepository, GitlabProject, HostedZoneId, MailAddress, Port, PrincipalArn,
    ProjectName, Region, ServiceName,
};

/// What a project begins with.
#[derive(Clone, Debug)]
pub struct Project {
    /// The first part of every name.
    pub name: ProjectName,
    /// The region in which everything stands.
    pub region: Region,
    /// The region that stands in for it.
    pub disaster_recovery_region: Region,
    /// The services, each with the port on which its container listens; the first one gets every request that no other one takes.
    pub services: Vec<(ServiceName, Port)>,
    /// The services to which nobody connects.
    pub workers: Vec<ServiceName>,
    /// What is started and ends.
    pub jobs: Vec<ServiceName>,
    /// The AWS account, if it is known.
    pub account_id: Option<AccountId>,
    /// The domain of production, and the hosted zone in which it lies.
    pub domain: Option<(DomainName, HostedZoneId)>,
    /// Who gets the alarms' mails.
    pub mail: Option<MailAddress>,
    /// Who delivers, if somebody does already.
    pub delivery: Option<Delivery>,
    /// What makes the name of the state's bucket the only one in the world where no account is named.
    pub distinction: String,
    /// The last day on which what is not known yet is accepted.
    pub accepted_until: Date,
}

/// Who delivers.
#[derive(Clone, Debug)]
pub enum Delivery {
    /// A Jenkins, by its role or user.
    Jenkins(PrincipalArn),
    /// The jobs of a repository of GitHub's.
    Github {
        /// The repository.
        repository: GithubRepository,
        /// The ids of its owner and of itself, if they are known.
        ids: Option<(GithubId, GithubId)>,
    },
    /// The jobs of a project on GitLab.
    Gitlab(GitlabProject),
}

/// Something that is not known yet: the rule that warns of it, and why that is accepted.
type Unknown = (&'static str, &'static str);

const NO_DOMAIN: Unknown = ("ECS001", "No domain is there yet; one has to be set as `ecs.load_balancer.tls` before users come");
const NO_IDS: Unknown = (
    "DEL001",
    "The repository's ids are not named yet; both have to be set as `owner_id` and `repository_id` before the pipeline delivers",
);
const NO_MAIL: Unknown = ("MON001", "Nobody is named yet whom the alarms mail; somebody has to be before users come");

/// How many tasks a service has at the most.
const MOST_TASKS: usize = 4;

/// How many connections the services divide among themselves: fewer than staging's small database holds, so that some are left for people.
const CONNECTIONS: usize = 100;

/// The regions that every account may use without asking, those first that others choose first.
const USUAL_REGIONS: [&str; 17] = [
    "us-west-2",
    "us-east-1",
    "eu-west-1",
    "eu-central-1",
    "ap-southeast-1",
    "ap-northeast-1",
    "us-east-2",
    "us-west-1",
    "eu-west-2",
    "eu-west-3",
    "eu-north-1",
    "ap-southeast-2",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ca-central-1",
    "sa-east-1",
];

/// The region that stands in for another: one to which RDS replicates backups from there, on the same continent where there is one.
pub fn stand_in(region: Region) -> Region {
    let destinations = rds::replication_destinations(region);
    let continent = |code: &str| code.split('-').next().unwrap_or_default().to_owned();
    let rank = |other: &Region| {
        let code = other.as_str();
        let is_far = continent(code) != continent(region.as_str());
        let usual = USUAL_REGIONS.iter().position(|usual| *usual == code).unwrap_or(USUAL_REGIONS.len());
        (!destinations.contains(&code), usual == USUAL_REGIONS.len(), is_far, usual)
    };
    Region::all().filter(|other| *other != region).min_by_key(rank).unwrap_or(Region::US_EAST_1)
}

/// What both environments share.
pub fn base(project: &Project) -> String {
    let Project { name, region, disaster_recovery_region, services, workers, jobs, account_id, mail, distinction, .. } = project;
    let mut text = format!(
        "#:schema ./schema.json\n\
         # What all environments share. `synth explain <setting>` says what a setting is, and what else there is.\n\n\
         project = \"{name}\"\nregion = \"{region}\"\ndisaster_recovery_region = \"{disaster_recovery_region}\"\n"
    );
    let bucket_end = if let Some(account) = account_id {
        let _ = writeln!(text, "account_id = \"{account}\"");
        account.to_string()
    } else {
        text += "# Terraform refuses to apply to any other account: account_id = \"111122223333\"\n";
        distinction.clone()
    };
    let _ = writeln!(
        text,
        "# `synth bootstrap` makes this bucket; its name has to be nobody else's in the world.\n\
         state = {{ bucket = \"{name}-terraform-state-{bucket_end}\", region = \"{region}\" }}"
    );
    let zones: Vec<String> = region.zones().take(2).map(|zone| format!("\"{}\"", zone.letter())).collect();
    let _ = writeln!(text, "networking.zones = [{}]", zones.join(", "));
    match mail {
        Some(mail) => {
            let mail = toml_edit::Value::from(mail.as_str());
            let _ = writeln!(text, "monitoring.alert_mail = [{mail}]\nmonitoring.critical_mail = [{mail}]");
        }
        None => text += "# Whom the alarms mail: monitoring.alert_mail = [\"…\"] and monitoring.critical_mail = [\"…\"]\n",
    }
    let of = services.len() + workers.len() + jobs.len();
    for (place, (service, port)) in services.iter().enumerate() {
        text += &self::service(service, *port, place, services.len(), of);
    }
    for (place, worker) in workers.iter().enumerate() {
        text += &self::worker(worker, place, of);
    }
    for (place, job) in jobs.iter().enumerate() {
        text += &self::job(job, place, of);
    }
    text
}

/// One service: the first one gets what no other one takes, and the lowest priority is asked first.
fn service(name: &ServiceName, port: Port, place: usize, web: usize, of: usize) -> String {
    let (priority, paths) = match place {
        0 => (100 * web, "\"/*\"".to_owned()),
        _ => (100 * place, format!("\"/{name}\", \"/{name}/*\"")),
    };
    let tag = if place == 0 {
        "# The image of the first plan. Later ones are the pipeline's matter, and no task runs before it brought one.\n"
    } else {
        ""
    };
    let text = format!(
        "\n[services.{name}]\n{tag}image_tag = \"1.0.0\"\nstart_with = \"delivery\"\nport = {port}\n\
         tasks = {{ desired = 2, min = 2, max = {MOST_TASKS} }}\nrouting = {{ priority = {priority}, paths = [{paths}] }}\n"
    );
    text + &pool(of)
}

/// One service without `port` and `routing`.
fn worker(name: &ServiceName, place: usize, of: usize) -> String {
    let queue = if place == 0 {
        "# Nobody connects to it. With `queue = \"<name>\"` instead of `start_with` it reads a queue, made by `[queues.<name>]`, and has as many\n# tasks as what waits there asks for.\n"
    } else {
        ""
    };
    let text = format!(
        "\n{queue}[services.{name}]\nimage_tag = \"1.0.0\"\nstart_with = \"delivery\"\n\
         tasks = {{ desired = 2, min = 2, max = {MOST_TASKS} }}\n"
    );
    text + &pool(of)
}

/// One job.
fn job(name: &ServiceName, place: usize, of: usize) -> String {
    let when = if place == 0 {
        "# Started by hand or by the pipeline; by the clock with `schedule = { expression = \"cron(0 3 * * ? *)\", time_zone = \"Europe/Berlin\" }`.\n"
    } else {
        ""
    };
    format!("\n{when}[jobs.{name}]\nimage_tag = \"1.0.0\"\n") + &pool(of)
}

/// How many connections a task of one of several may have.
fn pool(of: usize) -> String {
    if of < 2 {
        return String::new();
    }
    let open = (CONNECTIONS / (MOST_TASKS * of)).clamp(1, 25);
    format!("database_pool = {{ max_open = {open}, max_idle = {} }}\n", open.min(10))
}

/// Production.
pub fn production(project: &Project) -> String {
    let mut text = "#:schema ./schema.json\n\
         # Production: what is not said here has the default of a production service, such as a standby database and protection from deletion.\n\n\
         extends = \"base.toml\"\n\n\
         # The range of the network, which must not overlap any network that you may want to connect to.\n\
         networking.vpc_cidr = \"10.0.0.0/16\"\n\
         # An account has one monitor of its services' costs.\n\
         monitoring.cost_anomalies.monitor = \"services\"\n\
         # Tasks get the password when they start: let them ask for it at each new connection, and it may change each week.\n\
         rds.password_rotation_days = 365\n"
        .to_owned();
    let destinations = rds::replication_destinations(project.region);
    if !destinations.contains(&project.disaster_recovery_region.as_str()) {
        text += "# RDS replicates no backups between these two regions.\nrds.backups.replicated = false\n";
    }
    text += &tls(project, "");
    text += &delivery(project, "prod");
    text += &accepted(project, project.domain.is_none().then_some(NO_DOMAIN));
    text
}

/// Staging.
pub fn staging(project: &Project) -> String {
    let mut text = "#:schema ./schema.json\n\
         # Staging: as production, smaller and cheaper, and it may be destroyed.\n\n\
         extends = \"base.toml\"\npurpose = \"development\"\nprevent_destroy = false\n\n\
         networking = { vpc_cidr = \"10.1.0.0/16\", nat_gateways = \"single\" }\n\
         ecs.load_balancer.deletion_protection = false\n\
         rds.instance_class = \"db.t3.micro\"\n\
         rds.multi_az = false\n\
         rds.backups = { retention_days = 7, replicated = false }\n\
         rds.deletion = { protection = false, final_snapshot = false }\n"
        .to_owned();
    text += &tls(project, "staging.");
    text += &delivery(project, "staging");
    text += &accepted(project, None);
    text
}

fn tls(Project { domain, .. }: &Project, before: &str) -> String {
    match domain {
        Some((domain, zone)) => {
            format!("ecs.load_balancer.tls = {{ domain = \"{before}{domain}\", hosted_zone_id = \"{zone}\" }}\n")
        }
        None => format!(
            "# HTTPS, as soon as there is a domain in Route 53:\n\
             # ecs.load_balancer.tls = {{ domain = \"{before}example.com\", hosted_zone_id = \"Z…\" }}\n"
        ),
    }
}

/// Who delivers to an environment.
fn delivery(Project { delivery, .. }: &Project, environment: &str) -> String {
    match delivery {
        None => String::new(),
        Some(Delivery::Jenkins(principal)) => format!("\n[delivery.trust.jenkins]\nprincipal = \"{principal}\"\n"),
        Some(Delivery::Gitlab(project)) => {
            // An account can have one; production's is there for longer.
            let provider = if environment == "prod" {
                ""
            } else {
                "# Production makes GitLab known to the account, so it is applied first.\nprovider = \"existing\"\n"
            };
            format!(
                "\n[delivery.trust.gitlab]\nproject = \"{project}\"\n# Protect it at GitLab: whoever may push to it delivers.\nprotected_branches = [\"main\"]\n{provider}"
            )
        }
        Some(Delivery::Github { repository, ids }) => {
            let mut text =
                format!("\n[delivery.trust.github]\nrepository = \"{repository}\"\nenvironments = [\"{environment}\"]\n");
            match ids {
                Some((owner, repository)) => {
                    let _ = writeln!(text, "owner_id = {owner}\nrepository_id = {repository}");
                }
                None => {
                    let _ = writeln!(
                        text,
                        "# By which GitHub knows both for ever: gh api repos/{repository} --jq '.owner.id, .id'\n# owner_id = …\n# repository_id = …"
                    );
                }
            }
            // An account can have one; production's is there for longer.
            if environment != "prod" {
                let _ = writeln!(
                    text,
                    "# Production makes GitHub known to the account, so it is applied first.\n\
                     provider = \"known\""
                );
            }
            text
        }
    }
}

/// What is accepted because it is not known yet.
fn accepted(Project { mail, delivery, accepted_until, .. }: &Project, further: Option<Unknown>) -> String {
    let lacks_ids = matches!(delivery, Some(Delivery::Github { ids: None, .. }));
    let unknown = further.into_iter().chain(mail.is_none().then_some(NO_MAIL)).chain(lacks_ids.then_some(NO_IDS));
    unknown.fold(String::new(), |mut text, (rule, reason)| {
        let _ = write!(text, "\n[[accept]]\nrule = \"{rule}\"\nreason = \"{reason}\"\nuntil = \"{accepted_until}\"\n");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_stands_in_that_gets_its_backups_on_the_same_continent_where_there_is_one() {
        let stand_in = |region: &str| super::stand_in(region.parse().expect("it is a region")).to_string();
        assert_eq!(stand_in("us-east-1"), "us-west-2");
        assert_eq!(stand_in("eu-central-1"), "eu-west-1");
        assert_eq!(stand_in("eu-west-1"), "eu-central-1");
        assert_eq!(stand_in("sa-east-1"), "us-east-1");
        for region in Region::all() {
            assert_ne!(super::stand_in(region), region);
        }
    }
}
