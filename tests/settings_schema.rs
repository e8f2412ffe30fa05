//! The JSON Schema of an environment's file: as fresh as the types, and right about what they accept.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::common::golden;
use serde_json::{Value as Json, json};
use settings::{Layers, Override, Segment, SettingPath};

fn path(inside: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(inside)
}

fn file(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn schema() -> Json {
    serde_json::from_str(&file(&path("environments/schema.json"))).expect("it is JSON")
}

fn as_json(text: &str) -> Json {
    let table: toml::Table = toml::from_str(text).expect("it is TOML");
    serde_json::to_value(table).expect("it has no dates")
}

/// Every TOML file that is shipped: the environments, the examples.
fn shipped() -> Vec<PathBuf> {
    let folders = fs::read_dir(path("examples")).expect("there are examples").map(|entry| entry.expect("it can be listed").path());
    // The service that they run is a program.
    let folders = folders.filter(|folder| !folder.join("Cargo.toml").exists());
    let files = folders.chain([path("environments")]).flat_map(|folder| fs::read_dir(folder).expect("it can be listed"));
    let paths = files.map(|entry| entry.expect("it can be listed").path());
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "toml")).collect()
}

#[test]
fn the_schema_file_is_what_the_types_say() {
    golden::is_fresh("environments/schema.json", &synth::commands::schema::text());
}

#[test]
fn it_is_a_schema_of_draft_2020_12() {
    let schema = schema();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    if let Err(fault) = jsonschema::draft202012::meta::validate(&schema) {
        panic!("at `{}`: {fault}", fault.instance_path());
    }
}

#[test]
fn the_shipped_files_keep_to_it() {
    let validator = jsonschema::draft202012::new(&schema()).expect("it is a schema");
    let shipped = shipped();
    assert!(shipped.len() > 5, "{shipped:?}");
    for path in shipped {
        let instance = as_json(&file(&path));
        let faults: Vec<String> =
            validator.iter_errors(&instance).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{}: {faults:?}", path.display());
    }
}

#[test]
fn every_file_can_set_as_little_as_it_likes() {
    assert!(jsonschema::draft202012::is_valid(&schema(), &json!({})));
}

#[test]
fn wrong_files_do_not_keep_to_it() {
    let validator = jsonschema::draft202012::new(&schema()).expect("it is a schema");
    for wrong in [
        "projct = \"task-api\"",
        "project = 7",
        "project = \"Task API\"",
        "project = \"a-name-that-is-far-too-long-for-it\"",
        "extends = [\"base.toml\"]",
        "region = \"us-east-9\"",
        "account_id = \"12\"",
        "account_id = 111122223333",
        "tags = { \"cost;centre\" = \"42\" }",
        "state = { bucket = \"Task_API\" }",
        "[networking]\nzones = [\"a\"]",
        "[networking]\nzones = [\"x\", \"y\"]",
        "[networking]\nnat_gateways = \"two\"",
        "[networking]\nvpc_cidr = \"10.0.0.0\"",
        "[networking]\nsubnets = { public = { z = \"10.0.0.0/24\" } }",
        "[networking]\nbastion = { access = { session-manager = true } }",
        "[networking]\nbastion = { access = { telnet = {} } }",
        "[services.Task_API]\nport = 8080",
        "[services.task-api]\nport = 70000",
        "[services.task-api]\nport = \"8080\"",
        "[services.task-api]\nlog_retention_days = 8",
        "[services.task-api]\ncpu = 300",
        "[services.task-api]\nenvironment = { 2ND = \"second\" }",
        "[services.task-api]\nsecrets = { KEY = \"task-api/key\" }",
        "[services.task-api.tasks]\nleast = 1",
        "[rds]\ninstance_class = \"db.huge\"",
        "[rds]\nengine_version = 15",
        "[rds]\nmulti_az = \"yes\"",
        "[rds.storage]\nallocated_gib = 1",
        "[rds.backups]\nretention_days = 36",
        "[rds.backups]\nwindow = \"3-4\"",
        "[monitoring]\nalert_mail = [\"nobody\"]",
        "[monitoring]\nalert_mail = \"alerts@example.com\"",
        "[monitoring]\ndatabase_events = [\"disk-full\"]",
    ] {
        assert!(!validator.is_valid(&as_json(wrong)), "{wrong}");
    }
}

#[test]
fn every_setting_that_it_lists_is_accepted_with_its_example() {
    let schema = schema();
    let settings = Walk::over(&schema);
    // As many as people would miss at once, were the walk to lose its way.
    assert!(settings.len() > 120, "{} settings are found", settings.len());
    for expected in ["networking.bastion.access.ssh.allowed_cidrs", "networking.bastion.access", "services.a.routing.paths"] {
        assert!(settings.iter().any(|(path, _)| path.to_string() == expected), "{expected} is found");
    }
    let entry = path("environments/prod.toml");
    for (path, example) in settings {
        let text = format!("{path}={example}");
        let setting = Override::parse(&text).unwrap_or_else(|error| panic!("{error}"));
        let layers = Layers::read::<engine::environment::Config>(&entry, &[setting], &mut |path: &Path| fs::read_to_string(path))
            .unwrap_or_else(|report| panic!("{text}: {report}"));
        let reading = layers.deserialize::<engine::environment::Config>();
        for fault in reading.faults {
            let at = fault.setting().cloned().unwrap_or_default();
            // What else a new table needs is missing beside the setting, never at it.
            let is_about_it = at.is_within(&path) && example != UNRULED;
            let is_about_it = is_about_it || fault.message().starts_with("unknown");
            assert!(!is_about_it, "`{text}` is refused: {}", fault.message());
        }
    }
}

#[test]
fn few_texts_are_listed_without_a_form() {
    let schema = schema();
    let listed = Walk::over(&schema).into_iter().filter(|(_, value)| value == UNRULED).map(|(path, _)| path.to_string());
    let free = [
        "jobs.a.environment.a",
        "jobs.a.log_router.options.a",
        "jobs.a.sidecars.a.environment.a",
        "services.a.environment.a",
        "services.a.log_router.options.a",
        "services.a.sidecars.a.environment.a",
    ];
    // It has a form, which only synth itself tells.
    let known_to_synth_only = ["rds.restore.point_in_time.time"];
    assert_eq!(listed.collect::<BTreeSet<_>>(), free.into_iter().chain(known_to_synth_only).map(str::to_owned).collect());
}

/// What stands for a text of which the schema says neither form nor example.
const UNRULED: &str = "text";

/// The way through the schema, and what was found on it.
struct Walk<'schema> {
    schema: &'schema Json,
    /// The settings that are no tables, with a value of each kind that they take.
    found: Vec<(SettingPath, Json)>,
}

impl<'schema> Walk<'schema> {
    fn over(schema: &'schema Json) -> Vec<(SettingPath, Json)> {
        let mut walk = Self { schema, found: Vec::new() };
        let properties = schema["properties"].as_object().expect("the file is a table");
        // `extends` is for files, and not on the command line; `unset` asks for what is set, and has tests of its own.
        for (key, schema) in properties.iter().filter(|(key, _)| !["extends", "unset"].contains(&key.as_str())) {
            walk.visit(&SettingPath::root().key(key.as_str()), schema);
        }
        walk.found
    }

    fn visit(&mut self, path: &SettingPath, schema: &'schema Json) {
        let views = self.views(schema);
        for view in &views {
            for (key, schema) in view.get("properties").and_then(Json::as_object).into_iter().flatten() {
                self.visit(&path.clone().key(key.as_str()), schema);
            }
            for (pattern, schema) in view.get("patternProperties").and_then(Json::as_object).into_iter().flatten() {
                self.visit(&path.clone().key(key_of(pattern)), schema);
            }
            if let Some(schema) = view.get("additionalProperties").filter(|schema| schema.is_object()) {
                let named = view.pointer("/propertyNames/enum/0").and_then(Json::as_str);
                self.visit(&path.clone().key(named.unwrap_or("a")), schema);
            }
        }
        for example in self.examples(&views) {
            self.found.push((path.clone(), example));
        }
    }

    /// Values that are no tables: of one setting that may be a table as well, those that are not.
    fn examples(&self, views: &[&'schema Json]) -> Vec<Json> {
        let given = views.iter().filter_map(|view| view.get("examples")?.as_array()).flatten().cloned();
        let listed = views.iter().filter_map(|view| view.get("enum")?.as_array()).flatten().cloned();
        let constants = views.iter().filter_map(|view| view.get("const")).cloned();
        let plain = views.iter().filter_map(|view| match view.get("type")?.as_str()? {
            "boolean" => Some(json!(true)),
            "integer" => Some(view.get("minimum").cloned().unwrap_or_else(|| json!(1))),
            "array" => {
                let element = self.examples(&self.views(view.get("items")?)).into_iter().next()?;
                let least = view.get("minItems").and_then(Json::as_u64).unwrap_or(1);
                Some(json!(vec![element; usize::try_from(least).ok()?]))
            }
            _ => None,
        });
        let is_text = |view: &&Json| view.get("type").is_some_and(|kind| kind == "string");
        let text = views.iter().copied().find(is_text).map(|_| json!(UNRULED));
        let named: Vec<Json> =
            given.chain(listed).chain(constants).filter(|value| !value.is_null() && !value.is_object()).collect();
        if named.is_empty() { plain.chain(text).take(1).collect() } else { named }
    }

    /// What together describes a value: the schema itself, what it refers to, its branches.
    fn views(&self, schema: &'schema Json) -> Vec<&'schema Json> {
        let mut views = vec![schema];
        let mut next = 0;
        while let Some(view) = views.get(next).copied() {
            let reference = view.get("$ref").and_then(Json::as_str).and_then(|reference| reference.strip_prefix('#'));
            views.extend(reference.map(|pointer| self.schema.pointer(pointer).expect("what is referred to is there")));
            let branches = ["allOf", "anyOf", "oneOf"].into_iter().filter_map(|word| view.get(word)?.as_array());
            views.extend(branches.flatten());
            next += 1;
        }
        views
    }
}

/// A key that a table with keys of this pattern takes.
fn key_of(pattern: &str) -> &'static str {
    let schema = json!({ "pattern": pattern });
    let candidates = ["a", "A", "KEY", "task-api", "work_mem", "example.com"];
    let fits = |candidate: &&str| jsonschema::draft202012::is_valid(&schema, &json!(candidate));
    candidates.into_iter().find(fits).unwrap_or_else(|| panic!("no candidate fits `{pattern}`: add one"))
}

#[test]
fn the_reference_of_all_settings_is_what_the_types_say() {
    golden::is_fresh("docs/settings.md", &engine::reference::markdown());
}

#[test]
fn the_reference_holds_every_setting_that_the_shipped_files_set() {
    let described = engine::reference::settings();
    let parts = |path: &SettingPath| -> Vec<String> {
        let parts = path.segments().iter().map(|segment| match segment {
            Segment::Key(key) => key.clone(),
            Segment::Index(index) => index.to_string(),
        });
        parts.collect()
    };
    let names = |described: &str, parts: &[String]| {
        let described: Vec<&str> = described.split('.').collect();
        described.len() == parts.len()
            && described.iter().zip(parts).all(|(described, part)| *described == "<name>" || described == part)
    };
    for file_path in shipped() {
        let layers = Layers::read::<engine::environment::Config>(&file_path, &[], &mut |path: &Path| fs::read_to_string(path))
            .expect("it can be read");
        for setting in layers.settings() {
            let parts = parts(&setting.path);
            // What stands in a value of any kind is the user's own.
            let holds = |it: &settings::Described| it.kind == "any value" && it.path.split('.').count() < parts.len();
            let depth = |it: &settings::Described| if holds(it) { it.path.split('.').count() } else { parts.len() };
            assert!(described.iter().any(|it| names(&it.path, &parts[..depth(it)])), "{}: {}", file_path.display(), setting.path);
        }
    }
}

#[test]
fn every_setting_has_a_meaning() {
    let without: Vec<String> = engine::reference::settings()
        .into_iter()
        .filter(|setting| setting.meaning.is_empty())
        .map(|setting| setting.path)
        .collect();
    assert_eq!(without, Vec::<String>::new());
}

/// Who leaves out what is needed is shown what to type, whatever type it has.
#[test]
fn what_is_needed_and_missing_says_what_to_write() {
    let all = engine::reference::settings();
    let (mut told, mut silent) = (0, Vec::new());
    for setting in all.iter().filter(|setting| setting.is_needed) {
        let (table, key) = setting.path.rsplit_once('.').unwrap_or(("", &setting.path));
        let table = table.replace("<name>", "some");
        let text = match table.strip_suffix("[]") {
            _ if table.is_empty() => String::new(),
            Some(list) => format!("[[{list}]]\n"),
            None => format!("[{table}]\n"),
        };
        // An element of a list in a list has no header of its own.
        if text.contains("[].") {
            continue;
        }
        let read = |text: &str| -> Json {
            let layers = Layers::read::<engine::environment::Config>(Path::new("prod.toml"), &[], &mut |_| Ok(text.to_owned()));
            let layers = layers.unwrap_or_else(|report| panic!("{report}"));
            layers.deserialize::<engine::environment::Config>().report(&layers, &settings::Problems::default()).to_json()
        };
        let missing = |fault: &&Json| fault["message"].as_str().is_some_and(|it| it.ends_with(&format!(".{key}` is missing")));
        let faults = read(&text);
        for fault in faults.as_array().expect("it is a list").iter().filter(missing) {
            let help = fault["help"].as_str().unwrap_or_default();
            if !help.starts_with("write ") {
                silent.push(format!("{}: {help}", setting.path));
            }
            told += 1;
        }
    }
    assert!(told > 20 && silent.is_empty(), "{told}: {silent:#?}");
}
