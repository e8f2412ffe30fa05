//! The database module, emitted: settings in, the documents' JSON out, as Terraform will read it.

#![allow(dead_code, reason = "every test file uses its own part")]

use std::collections::BTreeMap;

use domain::Identity;
use rds::{Config, Inputs};
use settings::{Problems, Severity};
use terraform::json::Json;
use terraform::{Configuration, Expression, List, ModuleCall};

/// The settings of staging, where they differ from the defaults, which are those of prod.
pub(crate) const STAGING: &str = r#"
    instance_class = "db.t3.micro"
    multi_az = false
    storage = { allocated_gib = 20 }
    backups = { retention_days = 7, replicated = false }
    deletion = { protection = false, final_snapshot = false }
"#;

/// The documents of the module.
pub(crate) struct Emitted {
    files: BTreeMap<String, Json>,
}

/// One problem, as a table of tests names it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) severity: Severity,
    pub(crate) settings: Vec<String>,
    pub(crate) message: String,
}

/// Who and where: the system's own names.
pub(crate) fn identity(environment: &str) -> Identity {
    Identity {
        project: "task-api".parse().expect("it is a name"),
        environment: environment.parse().expect("it is a name"),
        region: "us-east-1".parse().expect("it is a region"),
        disaster_recovery_region: "us-west-2".parse().expect("it is a region"),
    }
}

/// The module for an environment with these settings, which must be without fault.
pub(crate) fn emitted(environment: &str, settings: &str) -> Emitted {
    let config: Config = toml::from_str(settings).expect("the settings can be read");
    let mut problems = Problems::default();
    let identity = identity(environment);
    let rds = config.check(&identity, &mut problems);
    assert!(problems.iter().all(|problem| problem.severity() == Severity::Warning), "{problems:?}");

    let mut configuration = Configuration::new();
    let call = ModuleCall::new("rds");
    let call = if rds.replicates_backups() { call.provider(rds::disaster_recovery(), rds::disaster_recovery()) } else { call };
    let inputs = Inputs {
        account_id: "111122223333".into(),
        database_subnet_ids: Expression::<List<String>>::native("module.networking.database_subnet_ids").into(),
        database_security_group_id: Expression::<String>::native("module.networking.database_security_group_id").into(),
    };
    configuration.root().document("main").module(&call, inputs.into_body());
    configuration.child(&call, rds::module(&identity, &rds, rds::Beginning::Made));
    let files = configuration.render().expect("no address is taken twice");
    let files = files.into_iter().map(|(path, text)| (path, serde_json::from_str(&text).expect("it is JSON"))).collect();
    Emitted { files }
}

/// What is found wrong with these settings of prod, in the order in which it is found.
pub(crate) fn problems(settings: &str) -> Vec<Found> {
    problems_of(&identity("prod"), settings)
}

/// What is found wrong with these settings.
pub(crate) fn problems_of(identity: &Identity, settings: &str) -> Vec<Found> {
    let config: Config = toml::from_str(settings).expect("the settings can be read");
    let mut problems = Problems::default();
    config.check(identity, &mut problems);
    let found = problems.iter().map(|problem| Found {
        severity: problem.severity(),
        settings: problem.settings().iter().map(ToString::to_string).collect(),
        message: problem.message().to_owned(),
    });
    found.collect()
}

impl Emitted {
    /// The block at this path of keys, such as `["resource", "aws_kms_key", "database"]`, in whichever of the documents it stands.
    pub(crate) fn find(&self, path: &[&str]) -> Option<&Json> {
        let mut found = self.module_files().filter_map(|(_, document)| path.iter().try_fold(document, |json, key| json.get(key)));
        let block = found.next();
        assert!(found.next().is_none(), "{path:?} stands in two documents");
        block
    }

    /// The resource at this address.
    pub(crate) fn resource(&self, kind: &str, label: &str) -> &Json {
        self.find(&["resource", kind, label]).unwrap_or_else(|| panic!("no {kind}.{label}"))
    }

    /// Whether there is a resource at this address.
    pub(crate) fn has(&self, kind: &str, label: &str) -> bool {
        self.find(&["resource", kind, label]).is_some()
    }

    /// The database instance.
    pub(crate) fn instance(&self) -> &Json {
        self.resource("aws_db_instance", "main")
    }

    /// The value of an output.
    pub(crate) fn output(&self, name: &str) -> &Json {
        self.find(&["output", name, "value"]).unwrap_or_else(|| panic!("no output {name}"))
    }

    /// The parameters of PostgreSQL: value and apply method by name.
    pub(crate) fn parameters(&self) -> BTreeMap<String, (String, String)> {
        let text = |json: &Json| json.as_str().expect("it is a string").to_owned();
        let parameters = self.resource("aws_db_parameter_group", "main")["parameter"].as_array().expect("they are repeated blocks");
        parameters.iter().map(|it| (text(&it["name"]), (text(&it["value"]), text(&it["apply_method"])))).collect()
    }

    /// The statements of a policy that stands in this argument, by `Sid`.
    pub(crate) fn statements(&self, kind: &str, label: &str, argument: &str) -> BTreeMap<String, Json> {
        let policy = self.resource(kind, label)[argument].as_str().expect("a policy is a string");
        let policy: Json = serde_json::from_str(policy).expect("a policy is JSON");
        let statements = policy["Statement"].as_array().expect("a policy has statements");
        statements.iter().map(|it| (it["Sid"].as_str().expect("each has a name").to_owned(), it.clone())).collect()
    }

    /// The resources, as `type.label`.
    pub(crate) fn addresses(&self) -> Vec<String> {
        let resources = self.module_files().filter_map(|(_, document)| document.get("resource")?.as_object());
        let mut addresses: Vec<String> = resources
            .flatten()
            .flat_map(|(kind, labels)| labels.as_object().expect("labels").keys().map(move |label| format!("{kind}.{label}")))
            .collect();
        addresses.sort();
        addresses
    }

    /// Everything as one text.
    pub(crate) fn text(&self) -> String {
        self.module_files().map(|(_, document)| document.to_string()).collect()
    }

    fn module_files(&self) -> impl Iterator<Item = (&String, &Json)> {
        self.files.iter().filter(|(path, _)| path.starts_with("modules/rds/"))
    }
}
