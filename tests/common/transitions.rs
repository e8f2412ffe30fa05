//! Every setting of the schema with another value than the one that stands, packed into few steps that an applied environment goes through.
//!
//! Nobody keeps a list of settings: what there is, and values to try, say the types ([`engine::explanation`]). What cannot go there and back
//! stands in [`APART`] with its reason.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use domain::EnvironmentName;
use engine::explanation::{Bench, Outcome, completed, toml};
use engine::synthesis::synthesize;
use engine::{LocalDisk, Workspace};
use serde_json::{Value as Json, json};
use settings::{Described, Override, Rejection, Segment, Setting, SettingPath};
use terraform::compare::{Difference, Subject};
use terraform::read::Documents;

use super::{Emitted, package};

/// The environments that go through the steps; the file of each stands in `tests/transitions`.
pub(crate) const STAGES: [&str; 3] = ["least", "most", "other"];

/// Settings that no applied environment changes and takes back, or that nothing is emitted of, and why; with all that stands in them.
pub(crate) const APART: &[(&str, &str)] = &[
    ("accept", "it speaks of findings"),
    ("assume_role", "it says who applies, and nothing of what stands; tests/environments/assumed-role.toml"),
    ("buckets.<name>.aws_name", "another name is another bucket; tests/environments/buckets.toml"),
    ("buckets.<name>.previous_encryption", "it speaks of an encryption that changes; tests/environments/buckets.toml"),
    ("buckets.<name>.renamed_from", "it speaks of addresses; tests/terraform/state.rs"),
    ("caches.<name>.aws_name", "another name is another cache, which is empty; tests/environments/caches.toml"),
    ("caches.<name>.encryption", "ElastiCache never changes it, and another cache is empty; tests/environments/caches.toml"),
    ("caches.<name>.engine_version", "ElastiCache goes to a newer version, and never back; tests/environments/caches.toml"),
    ("caches.<name>.renamed_from", "it speaks of addresses; tests/terraform/changes.rs"),
    (
        "delivery.terraform",
        "its roles need a boundary, and each way to take them another trust; tests/environments/github.toml, rights.toml",
    ),
    ("delivery.trust.gitlab", "an environment trusts one of them; tests/environments/by-gitlab.toml"),
    ("disaster_recovery_region", "the replication goes first, as docs/changes.md says; refused where it is recorded"),
    ("ecs.load_balancer.always", "there is one already; tests/environments/no-entrance.toml"),
    (
        "ecs.load_balancer.existing",
        "behind another load balancer the services have other target groups, which have no task first; tests/environments/lb-existing.toml",
    ),
    (
        "ecs.load_balancer.internal",
        "another load balancer is made before the old one goes, and AWS gives its name to one only; told by `synth diff`",
    ),
    (
        "ecs.load_balancer.rules.<name>.redirect",
        "the first rule of a stage answers with something else; tests/environments/office.toml",
    ),
    ("ecs.load_balancer.tls.hosted_zone_id", "another zone is another name's, and who asks has to learn of it first"),
    (
        "ecs.load_balancer.tls.hosted_zones",
        "its names are those of domains in the certificate; tests/environments/names-elsewhere.toml",
    ),
    ("ecs.load_balancer.previous_zone_role", "it speaks of a role that changes; tests/command/consequences.rs"),
    ("ecs.load_balancer.tls.zone_role", "its zones are another account's; tests/environments/names-elsewhere.toml"),
    (
        "iam.path",
        "a role at another path is made before the old one goes, and IAM gives its name to one only; told by `synth diff`",
    ),
    ("import", "it speaks of addresses; tests/environments/imported.toml"),
    ("jobs.<name>.aws_name", "another name is another job, with a log of its own"),
    ("jobs.<name>.command", "no example; tests/environments/scheduled-jobs.toml"),
    ("jobs.<name>.depends_on", "its names are those of sidecars; tests/environments/scheduled-jobs.toml"),
    ("jobs.<name>.egress", "no example; tests/environments/scheduled-jobs.toml"),
    ("jobs.<name>.environment.<name>.from", "it names what a module of somebody's own gives; tests/environments/called.toml"),
    ("jobs.<name>.entry_point", "no example; tests/environments/scheduled-jobs.toml"),
    ("jobs.<name>.policy_arns[].from", "it names what a module of somebody's own gives; tests/environments/called.toml"),
    ("jobs.<name>.secret_keys[].from", "it names what a module of somebody's own gives; tests/environments/called.toml"),
    ("jobs.<name>.secrets.<name>.from", "it names what a module of somebody's own gives; tests/environments/called.toml"),
    ("jobs.<name>.image_of", "its name is that of a service; tests/environments/scheduled-jobs.toml"),
    ("jobs.<name>.log_router", "its options name a plugin; tests/environments/scheduled-jobs.toml"),
    ("jobs.<name>.permissions", "no example; tests/environments/scheduled-jobs.toml"),
    ("jobs.<name>.renamed_from", "it speaks of addresses; tests/terraform/state.rs"),
    ("jobs.<name>.sidecars", "their commands and what they wait for have no example; tests/environments/scheduled-jobs.toml"),
    (
        "jobs.<name>.uses",
        "its names are those of queues, buckets and caches; tests/environments/scheduled-jobs.toml, buckets.toml, caches.toml",
    ),
    ("modules", "they are somebody's own; tests/environments/called.toml"),
    ("monitoring.alarms.jobs", "nothing is emitted of it without a job; tests/environments/alarms.toml"),
    ("monitoring.alarms.queues", "nothing is emitted of it without a queue; tests/environments/queues.toml"),
    ("monitoring.existing_topics", "it names topics that exist; tests/environments/receivers.toml"),
    ("monitoring.https_endpoints", "each asks for a variable of its own; tests/environments/receivers.toml"),
    ("monitoring.own_alarms", "its names and dimensions are the user's; tests/environments/alarms.toml"),
    ("monitoring.slack_channels", "its ids have no example together; tests/environments/receivers.toml"),
    ("moved", "it speaks of addresses; tests/terraform/state.rs"),
    ("networking.existing", "from one VPC to another, everything in it is made anew; tests/environments/vpc-existing.toml"),
    (
        "networking.nat_allocation_ids",
        "its addresses exist already, and a gateway has one for its life; tests/environments/nat-addresses.toml",
    ),
    ("networking.peered_environments", "nothing is emitted of it"),
    ("networking.secondary_cidrs", "nothing lies in them but subnets, which do not move; tests/environments/secondary-ranges.toml"),
    ("networking.subnets", "one range of several that move is another one's still, and EC2 refuses it; told by `synth diff`"),
    ("networking.vpc_cidr", "another range is another VPC, and everything in it is made anew"),
    ("objectives", "nothing is emitted of it"),
    ("override", "it speaks of addresses; tests/environments/overridden.toml"),
    ("own_terraform", "it names a folder; tests/environments/own-terraform.toml"),
    ("project", "another name for everything is another environment"),
    ("providers", "Terraform has to be able to fetch them; tests/terraform/called.rs"),
    ("purpose", "nothing is emitted of it"),
    ("queues.<name>.aws_name", "another name is another queue, which is empty; tests/terraform/changes.rs"),
    ("queues.<name>.dead_letter_aws_name", "another name is another queue, which is empty; tests/environments/queues.toml"),
    ("queues.<name>.previous_encryption", "it speaks of an encryption that changes; tests/environments/queues.toml"),
    ("queues.<name>.renamed_from", "it speaks of addresses; tests/terraform/changes.rs"),
    (
        "rds.backups.replicated_key_arn",
        "RDS refuses another key while copies lie under the one of before; tests/environments/database-edges.toml",
    ),
    ("rds.database_name", "another name is another database"),
    ("rds.engine_version", "RDS goes to a newer version, and never back"),
    ("rds.existing", "from an own database to another one, the own one goes; tests/environments/existing-db.toml"),
    ("rds.restore", "read once, when the database is made"),
    ("rds.storage.allocated_gib", "RDS makes storage larger, and never smaller"),
    ("rds.storage.key_arn", "read once, when the database is made; tests/environments/database-edges.toml"),
    ("rds.username", "another user is another database"),
    ("region", "another region is another environment; refused where it is recorded"),
    ("removed", "it speaks of addresses; tests/terraform/state.rs"),
    ("services.<name>.app_protocol", "only a service that others reach by name has it; tests/environments/kinds.toml"),
    ("services.<name>.aws_name", "another name is another service, with a repository and logs of its own"),
    ("services.<name>.command", "no example; tests/environments/containers.toml"),
    ("services.<name>.container_health_check", "its command has no example; tests/environments/containers.toml"),
    ("services.<name>.depends_on", "its names are those of sidecars; tests/environments/sidecars.toml"),
    ("services.<name>.egress", "no example; tests/environments/rights.toml"),
    ("services.<name>.environment.<name>.from", "it names what a module of somebody's own gives; tests/environments/called.toml"),
    ("services.<name>.entry_point", "no example; tests/environments/containers.toml"),
    ("services.<name>.handling_seconds", "only a worker on a queue has it; tests/environments/queues.toml"),
    ("services.<name>.ingress", "no example; tests/environments/rights.toml"),
    ("services.<name>.log_router", "its options name a plugin; tests/environments/sidecars.toml"),
    ("services.<name>.permissions", "no example; tests/environments/rights.toml"),
    ("services.<name>.policy_arns[].from", "it names what a module of somebody's own gives; tests/environments/called.toml"),
    ("services.<name>.secret_keys[].from", "it names what a module of somebody's own gives; tests/environments/called.toml"),
    ("services.<name>.secrets.<name>.from", "it names what a module of somebody's own gives; tests/environments/called.toml"),
    ("services.<name>.queue", "its name is that of a queue; tests/environments/queues.toml"),
    ("services.<name>.reached_by", "its names are those of other services; tests/environments/kinds.toml"),
    ("services.<name>.reaches", "its names are those of other services; tests/environments/kinds.toml"),
    ("services.<name>.renamed_from", "it speaks of addresses; tests/terraform/state.rs"),
    ("services.<name>.rollout.heed_alarms", "it speaks of alarms that are named; tests/environments/scaling.toml"),
    (
        "services.<name>.rollout.rollback_alarms",
        "ECS keeps alarms of which nothing is said any more; told by `synth diff`, tests/environments/scaling.toml",
    ),
    ("services.<name>.scaling.enabled", "the number of tasks has to be one; tests/environments/scaling.toml"),
    ("services.<name>.scaling.backlog_per_task", "only a worker on a queue has it; tests/environments/queues.toml"),
    ("services.<name>.sidecars.<name>.command", "no example; tests/environments/sidecars.toml"),
    ("services.<name>.sidecars.<name>.depends_on", "its names are those of other containers; tests/environments/sidecars.toml"),
    ("services.<name>.sidecars.<name>.entry_point", "no example; tests/environments/sidecars.toml"),
    (
        "services.<name>.sidecars.<name>.environment.<name>.from",
        "it names what a module of somebody's own gives; tests/environments/called.toml",
    ),
    ("services.<name>.sidecars.<name>.health_check", "its command has no example; tests/environments/sidecars.toml"),
    (
        "services.<name>.sidecars.<name>.secrets.<name>.from",
        "it names what a module of somebody's own gives; tests/environments/called.toml",
    ),
    (
        "services.<name>.uses",
        "its names are those of queues, buckets and caches; tests/environments/queues.toml, buckets.toml, caches.toml",
    ),
    ("state", "`terraform init -migrate-state` moves what lies there; tests/terraform/state.rs"),
];

/// Settings that do not change in one apply, and why.
const ONE_AFTER_THE_OTHER: [(&str, &str, &str); 1] = [(
    "services.<name>.deployment",
    "services.<name>.protocol",
    "once the pipeline rolls out, the service stays with the target group of before, to which no rule leads then; told by `synth diff`",
)];

/// A setting with another value, and what has to be set besides.
#[derive(Clone, Debug)]
pub(crate) struct Transition {
    changes: Vec<(SettingPath, Json)>,
}

/// What came of a setting in one stage.
pub(crate) enum Trial {
    /// It changes what is emitted, and destroys nothing that holds data.
    Changes(Transition),
    /// Another value changes nothing that is emitted.
    Idle,
    /// It would destroy or replace what holds data.
    Loses(String),
    /// It is refused, or no other value is known.
    Refused(String),
}

/// Many settings that change at once.
pub(crate) struct Step {
    /// Nothing in a step that was kept.
    transitions: Vec<Transition>,
    overrides: Vec<Override>,
    documents: Documents,
}

/// An environment that goes through steps.
pub(crate) struct Stage {
    pub(crate) name: &'static str,
    folder: PathBuf,
    described: Vec<Described>,
    settings: Vec<Setting>,
    documents: Documents,
}

impl Stage {
    pub(crate) fn of(name: &'static str) -> Self {
        let folder = package().join("tests/transitions");
        let described = engine::reference::settings();
        let workspace = workspace(&folder);
        let environment = environment(name);
        let draft = workspace.draft(&environment).expect("the file is there").unwrap_or_else(|report| panic!("{report}"));
        let settings = draft.layers.settings().collect();
        let documents = workspace.tried(&environment, &[]).unwrap_or_else(|refusal| panic!("{name} is refused: {refusal}"));
        Self { name, folder, described, settings, documents }
    }

    /// What comes of every setting that is wanted and no section, and stands not [`APART`].
    pub(crate) fn trials(&self, is_wanted: &dyn Fn(&str) -> bool) -> BTreeMap<String, Trial> {
        let workspace = workspace(&self.folder);
        let environment = environment(self.name);
        let synthesize = |overrides: &[Override]| workspace.tried(&environment, overrides);
        let bench = Bench {
            synthesize: &synthesize,
            described: &self.described,
            settings: &self.settings,
            emitted: &self.documents,
            wanted: None,
            telling: RefCell::default(),
        };
        let leaves = self.described.iter().filter(|it| it.kind != "table" && !it.path.contains("[]"));
        leaves
            .filter(|it| apart(&it.path).is_none() && is_wanted(&it.path))
            .map(|it| (it.path.clone(), self.trial(&bench, it)))
            .collect()
    }

    fn trial(&self, bench: &Bench<'_>, described: &Described) -> Trial {
        let Some(path) = completed(&described.path.as_str().into(), &self.settings, "example").into_iter().next() else {
            return Trial::Refused("it has no path".to_owned());
        };
        match bench.outcome_with_neighbours(&path, described) {
            Outcome::Tried(trial) if trial.effects.is_empty() => Trial::Idle,
            Outcome::Tried(trial) => {
                let mut changes = trial.with;
                changes.push((path, trial.value));
                let transition = Transition { changes };
                match self.with(&overrides(&transition.changes)) {
                    Err(rejection) => Trial::Refused(rejection.to_string()),
                    Ok(documents) => self.loss(&documents).map_or(Trial::Changes(transition), Trial::Loses),
                }
            }
            Outcome::Refused { tried, rejections } => {
                Trial::Refused(format!("all of {tried}: {}", rejections.first().map(ToString::to_string).unwrap_or_default()))
            }
            Outcome::Excluded { by } => Trial::Refused(format!("excluded by {by}")),
            Outcome::Nothing => Trial::Refused("no other value is known".to_owned()),
        }
    }

    /// What holds data and would go, or be made anew, there or back; what says itself that it comes and goes is no such loss.
    fn loss(&self, other: &Documents) -> Option<String> {
        let replaced = |from: &Documents, to: &Documents| {
            let difference = Difference::between(from, to, Subject::Same, &aws::facts::PROVIDER);
            difference.replaced().into_iter().find(|it| it.stateful).map(|it| format!("{} by {:?}", it.address, it.replacing()))
        };
        replaced(&self.documents, other).or_else(|| replaced(other, &self.documents))
    }

    fn with(&self, overrides: &[Override]) -> Result<Documents, Rejection> {
        workspace(&self.folder).tried(&environment(self.name), overrides)
    }

    /// Every setting that changes something, in as few steps as they get along.
    pub(crate) fn steps(&self) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        let trials = self.trials(&|_| true).into_values();
        for transition in trials.filter_map(|trial| if let Trial::Changes(transition) = trial { Some(transition) } else { None }) {
            if !steps.iter_mut().any(|step| self.joins(step, &transition)) {
                let overrides = overrides(&transition.changes);
                let documents = self.with(&overrides).expect("it was accepted alone");
                steps.push(Step { transitions: vec![transition], overrides, documents });
            }
        }
        steps
    }

    /// The steps as they were put together the last time, which takes minutes, unless what there is to set, or this stage, is another since then; put
    /// together anew where one of them is refused by now, or where nothing is kept.
    pub(crate) fn kept_steps(&self) -> Vec<Step> {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("transitions-{}.json", self.name));
        let of = self.put_together_of();
        if let Some(steps) = fs::read_to_string(&path).ok().and_then(|text| self.read(&of, &text)) {
            return steps;
        }
        let steps = self.steps();
        let texts: Vec<Vec<&str>> = steps.iter().map(|step| step.overrides.iter().map(Override::text).collect()).collect();
        fs::write(&path, json!({"of": of, "steps": texts}).to_string()).expect("the steps can be kept");
        steps
    }

    /// What decides which steps there are, but for what the settings do.
    fn put_together_of(&self) -> String {
        let file = fs::read_to_string(self.folder.join(format!("{}.toml", self.name))).expect("the stage has a file");
        let mut hasher = DefaultHasher::new();
        (file, APART, ONE_AFTER_THE_OTHER, format!("{:?}", self.described)).hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    }

    fn read(&self, of: &str, text: &str) -> Option<Vec<Step>> {
        let kept: Json = serde_json::from_str(text).ok().filter(|kept: &Json| kept["of"] == of)?;
        let step = |texts: &Json| {
            let overrides: Option<Vec<Override>> =
                texts.as_array()?.iter().map(|text| Override::parse(text.as_str()?).ok()).collect();
            let overrides = overrides?;
            let documents = self.with(&overrides).ok()?;
            Some(Step { transitions: Vec::new(), overrides, documents })
        };
        kept["steps"].as_array()?.iter().map(step).collect()
    }

    /// Puts a transition into a step, unless it says something else of a setting than that, is refused with it, or says nothing beside it.
    fn joins(&self, step: &mut Step, transition: &Transition) -> bool {
        let others: BTreeMap<&SettingPath, &Json> =
            step.transitions.iter().flat_map(|it| &it.changes).map(|(path, value)| (path, value)).collect();
        let contradicts = |(path, value): &(SettingPath, Json)| {
            others
                .iter()
                .any(|(other, held)| (path.is_within(other) || other.is_within(path)) && (*other != path || **held != *value))
        };
        if transition.changes.iter().any(contradicts) {
            return false;
        }
        let is_apart = |(path, _): &(SettingPath, Json)| {
            let wants = |one: &str, other: &str| is_named(path, one) && others.keys().any(|held| is_named(held, other));
            ONE_AFTER_THE_OTHER.iter().any(|(one, other, _)| wants(one, other) || wants(other, one))
        };
        if transition.changes.iter().any(is_apart) {
            return false;
        }
        let overrides = [step.overrides.as_slice(), &overrides(&transition.changes)].concat();
        let Ok(documents) = self.with(&overrides) else { return false };
        if documents == step.documents || self.loss(&documents).is_some() {
            return false;
        }
        step.transitions.push(transition.clone());
        (step.overrides, step.documents) = (overrides, documents);
        true
    }

    /// What is emitted for the stage, or for one of its steps.
    pub(crate) fn emitted(&self, step: Option<&Step>) -> Emitted {
        let file = self.folder.join(format!("{}.toml", self.name));
        let overrides = step.map(|step| step.overrides.as_slice()).unwrap_or_default();
        let loaded = engine::load(&environment(self.name), &file, overrides, &mut |path: &Path| std::fs::read_to_string(path));
        let loaded = loaded.environment.unwrap_or_else(|| panic!("{} is refused:\n{}", self.name, loaded.report.render(false, "")));
        super::emitted(self.name, synthesize(&loaded))
    }
}

/// The row of a setting that is not tried.
pub(crate) fn apart(setting: &str) -> Option<&'static (&'static str, &'static str)> {
    let is_in = |row: &str| setting == row || setting.strip_prefix(row).is_some_and(|rest| rest.starts_with(['.', '[']));
    APART.iter().find(|(row, _)| is_in(row))
}

/// Whether a path is that of a setting, whose `<name>` is any key.
fn is_named(path: &SettingPath, setting: &str) -> bool {
    let (path, keys) = (path.segments(), setting.split('.').collect::<Vec<_>>());
    let is = |(segment, key): (&Segment, &&str)| matches!(segment, Segment::Key(name) if name == key || key.starts_with('<'));
    path.len() == keys.len() && path.iter().zip(&keys).all(is)
}

fn overrides(changes: &[(SettingPath, Json)]) -> Vec<Override> {
    let text = |(path, value): &(SettingPath, Json)| format!("{path}={}", toml(value));
    changes.iter().map(|change| Override::parse(&text(change)).expect("it sets something")).collect()
}

fn workspace(folder: &Path) -> Workspace<'static> {
    Workspace::new(folder, &LocalDisk, "2026-12-01".parse().expect("it is a day"))
}

fn environment(name: &str) -> EnvironmentName {
    name.parse().expect("it is a name")
}

impl Trial {
    pub(crate) fn is_shown(&self) -> bool {
        matches!(self, Self::Changes(_))
    }

    /// Why it is not shown.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Changes(_) => "it changes".to_owned(),
            Self::Idle => "another value changes nothing that is emitted".to_owned(),
            Self::Loses(what) => format!("it replaces {what}"),
            Self::Refused(why) => why.clone(),
        }
    }
}

impl Step {
    /// What is set, for messages.
    pub(crate) fn words(&self) -> String {
        let changes: BTreeSet<String> = self.overrides.iter().map(|it| it.text().to_owned()).collect();
        changes.into_iter().collect::<Vec<_>>().join("\n")
    }
}
