//! A module of one's own beside those that synth ships: a stream of events into which services write.
//!
//! It shows all that such a module has: a section of the TOML, [`Config`]; resources by bindings, those of `crates/aws` and one of a type that only
//! this crate binds; what it takes from the other modules and gives to them; and a rule.

/// The bindings of the types that only this crate binds: `cargo xtask bindings --crate examples/own-module` writes them.
#[allow(missing_docs, clippy::all, clippy::pedantic, reason = "they are generated")]
pub mod bindings;

use std::collections::BTreeSet;

use aws::policy::{PolicyDocument, Statement};
use aws::{IamRolePolicy, IamRolePolicyRequired};
use domain::ServiceName;
use engine::environment::Environment;
use engine::{Addition, Made};
use schemars::JsonSchema;
use serde::Deserialize;
use settings::{Layers, Problems, Reading, SettingPath};
use terraform::read::Documents;
use terraform::{Map, Module, ModuleCall, Resource, Settings};

use crate::bindings::KinesisStream;

/// The file's part that this module reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
struct Section {
    events: Config,
}

/// `[events]`: a stream of events.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// How many shards the stream has; each takes a megabyte a second.
    #[serde(default = "one")]
    pub shards: u32,
    /// For how many hours a record can be read: 24 to 8760.
    #[serde(default = "two_days")]
    pub retention_hours: u32,
    /// The services that may write.
    #[serde(default)]
    pub writers: BTreeSet<ServiceName>,
}

fn one() -> u32 {
    1
}

fn two_days() -> u32 {
    48
}

terraform::inputs! {
    /// What the module takes.
    pub struct Inputs => Variables {
        /// The names of the services' task roles, by service.
        task_role_names: Map<String>,
    }
}

terraform::outputs! {
    /// What the module gives.
    pub struct Outputs => References {
        /// The stream's name.
        stream_name: String,
        /// The stream's ARN.
        stream_arn: String,
    }
}

/// The module, for [`engine::Workspace::with`].
#[derive(Clone, Copy, Debug)]
pub struct Events;

impl Addition for Events {
    fn name(&self) -> &'static str {
        "events"
    }

    fn read(&self, section: &Layers, problems: &mut Problems) -> Reading<()> {
        let reading = section.deserialize::<Section>();
        if let Some(Section { events }) = &reading.value {
            events.check(problems);
        }
        reading.without_value()
    }

    fn make(&self, section: &Layers, environment: &Environment) -> Option<Made> {
        let Section { events } = section.deserialize::<Section>().value?;
        let services = ecs::References::of(&ModuleCall::new("ecs"));
        let inputs = Inputs { task_role_names: services.task_role_names.into() };
        Some(Made { module: module(&events, environment), inputs: inputs.into_body() })
    }

    fn codes(&self) -> &'static [&'static str] {
        &["EVT001"]
    }

    fn judge(&self, documents: &Documents, problems: &mut Problems) {
        for stream in documents.resources_of::<KinesisStream>() {
            if stream.get(KinesisStream::ENCRYPTION_TYPE).literal().as_deref() != Some("KMS") {
                problems
                    .error("events", format!("`{}` is not encrypted", stream.address()))
                    .help("set `encryption_type` to `KMS`")
                    .code("EVT001");
            }
        }
    }
}

impl Config {
    fn check(&self, problems: &mut Problems) {
        let at = |setting: &str| SettingPath::from("events").key(setting);
        // Kinesis, "CreateStream" and "IncreaseStreamRetentionPeriod".
        if !(1..=500).contains(&self.shards) {
            problems
                .error(at("shards"), format!("`{}` is none of 1 to 500", self.shards))
                .help("set 1, and more when it is not enough");
        }
        if !(24..=8760).contains(&self.retention_hours) {
            problems
                .error(at("retention_hours"), format!("`{}` is none of 24 to 8760", self.retention_hours))
                .help("set 48, two days");
        }
    }
}

fn module(events: &Config, environment: &Environment) -> Module {
    let mut module = Module::new();
    module.document("versions").settings(Settings::new().required_provider("aws", aws::required_provider([])));
    let variables = Inputs::declare(module.document("variables"));
    let document = module.document("stream");
    let name = format!("{}-events-{}", environment.identity.project, environment.identity.environment);
    let stream = KinesisStream::new(bindings::KinesisStreamRequired { name: name.into() })
        .shard_count(events.shards)
        .retention_period(events.retention_hours)
        .encryption_type("KMS")
        // Kinesis's own key: who needs another one writes its ARN here.
        .kms_key_id("alias/aws/kinesis");
    let stream = document.resource(Resource::new("main", stream));
    for service in &events.writers {
        let statement = Statement::allow("Write", ["kinesis:PutRecord", "kinesis:PutRecords"]).on([stream.arn()]);
        let policy = IamRolePolicy::new(IamRolePolicyRequired {
            policy: PolicyDocument::new([statement]).into_value(),
            role: variables.task_role_names.key(service.as_str()).into(),
        });
        document.resource(Resource::new(service.label(), policy.name("events")));
    }
    Outputs { stream_name: stream.name().into(), stream_arn: stream.arn().into() }.declare(module.document("outputs"));
    module
}
