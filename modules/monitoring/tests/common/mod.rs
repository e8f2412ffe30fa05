//! The monitoring module, emitted: settings in, the documents' JSON out, as Terraform will read it.

#![allow(dead_code, reason = "every test file uses its own part")]

use std::collections::{BTreeMap, BTreeSet};

use domain::{Identity, InstanceClass, ServiceName, StorageGib, ZoneLetter};
use monitoring::{Config, Database, Inputs, Running, Service, StateObject, Subject};
use settings::{Problems, Severity};
use terraform::json::{Json, Map};
use terraform::{Configuration, Expression, ModuleCall};

/// The mail addresses of a production environment, and nothing else: the defaults are those of prod.
pub(crate) const PROD: &str = r#"
    alert_mail = ["ops@example.com"]
    critical_mail = ["on-call@example.com"]
    cost_anomalies = { monitor = "services" }
"#;

/// The documents of the module.
pub(crate) struct Emitted {
    files: BTreeMap<String, Json>,
}

/// One problem, as a table of tests names it.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) severity: Severity,
    pub(crate) settings: Vec<String>,
    pub(crate) message: String,
}

/// Who and where: the system's own names.
pub(crate) fn identity() -> Identity {
    Identity {
        project: "task-api".parse().expect("it is a name"),
        environment: "prod".parse().expect("it is a name"),
        region: "us-east-1".parse().expect("it is a region"),
        disaster_recovery_region: "us-west-2".parse().expect("it is a region"),
    }
}

/// The system: one service, two zones, the database of prod, the state in S3.
pub(crate) fn subject() -> Subject {
    let class: InstanceClass = "db.t3.small".parse().expect("it is an instance class");
    Subject {
        services: BTreeMap::from([service("task-api", Running::Always)]),
        jobs: BTreeMap::new(),
        queues: BTreeSet::new(),
        caches: BTreeMap::new(),
        nat_zones: BTreeSet::from([ZoneLetter::A, ZoneLetter::B]),
        has_load_balancer: true,
        database: Some(Database {
            allocated_storage: StorageGib::of::<100>(),
            max_connections: class.max_connections(),
            memory_mib: class.memory_mib(),
            is_burstable: class.is_burstable(),
            has_replica: false,
        }),
        state: Some(StateObject {
            bucket: "task-api-terraform-state".parse().expect("it is a bucket's name"),
            key: "prod/terraform.tfstate".to_owned(),
        }),
    }
}

/// A service.
pub(crate) fn service(name: &str, running: Running) -> (ServiceName, Service) {
    let name: domain::ServiceName = name.parse().expect("it is a service's name");
    (name.clone(), Service { aws_name: name, running, is_web: true })
}

/// The module for prod as the system describes it.
pub(crate) fn prod() -> Emitted {
    emitted(PROD, &subject())
}

/// The module with these settings and this subject.
pub(crate) fn emitted(settings: &str, subject: &Subject) -> Emitted {
    let config: Config = toml::from_str(settings).expect("the settings can be read");
    let mut problems = Problems::default();
    let monitoring = config.check(&mut problems);
    assert!(problems.iter().all(|problem| problem.severity() == Severity::Warning), "{problems:?}");

    let call = ModuleCall::new("monitoring");
    let mut configuration = Configuration::new();
    let mut inputs = inputs().into_body();
    let arn_suffix = Expression::<String>::native("module.ecs.load_balancer_arn_suffix");
    inputs.extend(monitoring::LoadBalancerInputs { load_balancer_arn_suffix: arn_suffix.into() }.into_body());
    configuration.root().document("main").module(&call, inputs);
    configuration.child(&call, monitoring::module(&identity(), &monitoring, subject));
    let files = configuration.render().expect("no address is taken twice");
    let files = files.into_iter().map(|(path, text)| (path, serde_json::from_str(&text).expect("it is JSON"))).collect();
    Emitted { files }
}

fn inputs() -> Inputs {
    let from = |output: &str| Expression::<String>::native(format!("module.ecs.{output}")).into();
    let map = |output: &str| Expression::native(format!("module.ecs.{output}")).into();
    Inputs {
        account_id: "111122223333".into(),
        cluster_name: from("cluster_name"),
        service_names: map("service_names"),
        target_group_arn_suffixes: map("target_group_arn_suffixes"),
        log_group_names: map("log_group_names"),
        nat_gateway_ids: map("nat_gateway_ids"),
    }
}

/// What is found wrong with these settings.
pub(crate) fn problems(settings: &str) -> Vec<Found> {
    let config: Config = toml::from_str(settings).expect("the settings can be read");
    let mut problems = Problems::default();
    config.check(&mut problems);
    found(&problems)
}

/// The problems as a table of tests names them.
pub(crate) fn found(problems: &Problems) -> Vec<Found> {
    problems
        .iter()
        .map(|problem| Found {
            severity: problem.severity(),
            settings: problem.settings().iter().map(ToString::to_string).collect(),
            message: problem.message().to_owned(),
        })
        .collect()
}

impl Emitted {
    /// The files of the module, without folder and ending.
    pub(crate) fn file_names(&self) -> Vec<&str> {
        let of_module = |path: &'_ String| path.starts_with("modules/monitoring/");
        self.files
            .keys()
            .filter(|path| of_module(path))
            .map(|path| path.trim_start_matches("modules/monitoring/").trim_end_matches(".tf.json"))
            .collect()
    }

    /// The resources of a type, by label.
    pub(crate) fn resources(&self, kind: &str) -> Map {
        self.files
            .values()
            .filter_map(|file| file["resource"][kind].as_object())
            .flatten()
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect()
    }

    /// One resource.
    pub(crate) fn resource(&self, kind: &str, label: &str) -> Json {
        let found = self.resources(kind).remove(label);
        found.unwrap_or_else(|| panic!("there is no {kind}.{label}"))
    }

    /// One alarm on a metric.
    pub(crate) fn alarm(&self, label: &str) -> Json {
        self.resource("aws_cloudwatch_metric_alarm", label)
    }

    /// The value of an output.
    pub(crate) fn output(&self, name: &str) -> Json {
        self.files["modules/monitoring/outputs.tf.json"]["output"][name]["value"].clone()
    }

    /// The file of this name.
    pub(crate) fn file(&self, name: &str) -> &Json {
        &self.files[&format!("modules/monitoring/{name}.tf.json")]
    }

    /// The dashboard's widgets.
    pub(crate) fn widgets(&self) -> Vec<Json> {
        let body = self.resource("aws_cloudwatch_dashboard", "main")["dashboard_body"].clone();
        embedded(&body)["widgets"].as_array().expect("a dashboard has widgets").clone()
    }
}

/// JSON inside JSON, whose references stand for text: `${var.names["task-api"]}` becomes `<var.names[task-api]>`.
pub(crate) fn embedded(text: &Json) -> Json {
    let text = text.as_str().expect("JSON inside JSON is text");
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, reference)) = rest.split_once("${") {
        let (reference, after) = reference.split_once('}').expect("a reference ends");
        plain.push_str(before);
        plain.push('<');
        plain.push_str(&reference.replace('"', ""));
        plain.push('>');
        rest = after;
    }
    plain.push_str(rest);
    serde_json::from_str(&plain).expect("JSON inside JSON is JSON")
}

/// The statement of a policy that has this Sid.
pub(crate) fn statement(policy: &Json, sid: &str) -> Option<Json> {
    let policy = embedded(policy);
    let statements = policy["Statement"].as_array().expect("a policy has statements");
    statements.iter().find(|statement| statement["Sid"] == sid).cloned()
}
