//! `synth explain`: what is found by changing settings, and what is said where nothing can be.

use synth::commands::formats::FORMATS;

use crate::command::sandbox::{Ran, Sandbox};

fn explained(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    sandbox.synth(&[&["explain"], arguments].concat())
}

/// The addresses of the blocks that a setting touches, in the first environment.
fn touched(sandbox: &Sandbox, setting: &str) -> Vec<String> {
    let document = explained(sandbox, &[setting, "--json"]).well().json();
    let blocks = document["setting"]["touches"][0]["blocks"].as_array().cloned().unwrap_or_default();
    blocks.iter().map(|block| block["address"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn what_a_setting_touches_is_found_by_changing_it() {
    let sandbox = Sandbox::new();
    assert_eq!(touched(&sandbox, "services.web.tasks.max"), ["module.ecs.aws_appautoscaling_target.web"]);
    assert_eq!(touched(&sandbox, "services.<name>.tasks.max"), ["module.ecs.aws_appautoscaling_target.web"]);
    assert!(touched(&sandbox, "networking.nat_gateways").contains(&"module.networking.aws_nat_gateway.b".to_owned()));
    assert!(touched(&sandbox, "rds.logs").contains(&"module.rds.aws_cloudwatch_log_group.postgresql".to_owned()), "a section");
    // A section that is not there is tried with what it needs, and so is a setting in it.
    assert!(touched(&sandbox, "networking.bastion").contains(&"module.networking.aws_instance.bastion".to_owned()));
    assert_eq!(touched(&sandbox, "networking.bastion.instance_type"), ["module.networking.aws_instance.bastion"]);
    // Fargate sells no task of twice the CPU with the same memory.
    let cpu = explained(&sandbox, &["services.web.cpu", "--json"]).well().json();
    assert_eq!(cpu["setting"]["touches"][0]["with"][0], "services.web.memory=1024", "{cpu:#}");
    assert_eq!(touched(&sandbox, "services.web.cpu"), ["module.ecs.aws_ecs_task_definition.web"]);
}

/// An empty section makes as much as one with settings.
#[test]
fn an_empty_section_is_explained_by_what_can_be_set_in_it() {
    let sandbox = Sandbox::new();
    let prod = std::fs::read_to_string(sandbox.path("environments/prod.toml")).expect("it is there");
    sandbox.write("environments/prod.toml", &format!("{prod}\n[queues.mails]\n"));
    assert!(touched(&sandbox, "queues.mails").contains(&"module.queues.aws_sqs_queue.mails".to_owned()));
}

/// As a plan and `terraform state list` name it.
#[test]
fn a_module_is_explained_by_its_section() {
    let sandbox = Sandbox::new();
    let prod = std::fs::read_to_string(sandbox.path("environments/prod.toml")).expect("it is there");
    sandbox.write(
        "environments/prod.toml",
        &format!("{prod}\n[modules.files]\nsource = \"terraform-aws-modules/efs/aws\"\nversion = \"1.8.1\"\n"),
    );
    for (module, section) in [("module.networking", "networking"), ("module.files", "modules.<name>")] {
        let ran = explained(&sandbox, &[module, "--env", "prod"]).well();
        assert!(ran.stdout.starts_with(section), "{ran}");
    }
    let ran = explained(&sandbox, &["module.networkin", "--env", "prod"]).failed();
    assert!(ran.stderr.contains("there is no setting, rule or resource `module.networkin`"), "{ran}");
}

#[test]
fn settings_of_every_kind_can_be_explained() {
    let sandbox = Sandbox::new();
    let all = engine::reference::settings();
    // All of them would take a minute.
    for setting in all.iter().step_by(7) {
        let ran = explained(&sandbox, &[&setting.path, "--env", "prod"]).well();
        assert!(ran.stdout.starts_with(&setting.path) && ran.stdout.contains("touches"), "{ran}");
    }
}

#[test]
fn a_value_is_told_with_the_place_where_it_was_set() {
    let sandbox = Sandbox::new();
    let document = explained(&sandbox, &["networking.nat_gateways", "--json"]).well().json();
    let values = &document["setting"]["values"];
    assert_eq!((&values[0]["value"], &values[0]["origin"]), (&"per-zone".into(), &"default".into()), "{values:#}");
    assert_eq!((&values[1]["value"], &values[1]["origin"]), (&"single".into(), &"environments/staging.toml:3:12".into()));
    let set = explained(&sandbox, &["rds.multi_az", "--env", "prod", "--set", "rds.multi_az=false", "--json"]).well().json();
    assert_eq!(set["setting"]["values"][0]["origin"], "--set rds.multi_az=false");
}

#[test]
fn a_resource_is_shaped_by_settings_and_needs_others() {
    let sandbox = Sandbox::new();
    let address = "module.networking.aws_nat_gateway.b";
    let document = explained(&sandbox, &[address, "--json"]).well().json();
    let resource = &document["resource"];
    assert_eq!((&resource["environment"], &resource["also_in"]), (&"prod".into(), &serde_json::json!([])), "staging has one only");
    let needs = resource["needs"].as_array().expect("it is a list");
    assert!(needs.contains(&"module.networking.aws_eip.nat_b".into()), "{needs:?}");
    let settings = resource["settings"].as_array().expect("it is a list");
    let nat = settings.iter().find(|it| it["path"] == "networking.nat_gateways").expect("it decides");
    assert_eq!(nat["decides"], true);
}

#[test]
fn an_ephemeral_resource_is_explained_by_its_address() {
    let sandbox = Sandbox::new();
    let environments = crate::common::package().join("examples/read-replica");
    let environments = environments.to_str().expect("it is UTF-8");
    let address = "module.rds.ephemeral.aws_secretsmanager_random_password.master_user";
    let document = explained(&sandbox, &[address, "--environments", environments, "--json"]).well().json();
    assert_eq!(document["resource"]["type"], "aws_secretsmanager_random_password", "{document:#}");
}

#[test]
fn programs_get_documents_as_their_schema_says() {
    let sandbox = Sandbox::new();
    let format = FORMATS.iter().find(|format| format.verb == "explain").expect("it is a format");
    let schema = serde_json::from_str(&format.schema()).expect("it is JSON");
    let validator = jsonschema::validator_for(&schema).expect("it is a schema");
    for word in ["rds.instance_class", "rds.storage", "ECS002", "module.rds.aws_db_instance.main"] {
        let document = explained(&sandbox, &[word, "--json"]).well().json();
        if let Err(fault) = validator.validate(&document) {
            panic!("{word}: at `{}`: {fault}", fault.instance_path());
        }
    }
}

#[test]
fn much_is_said_without_an_environment_and_of_one_that_is_refused() {
    let empty = Sandbox::empty();
    assert!(explained(&empty, &["net003"]).well().stdout.starts_with("NET003: "), "however it is typed");
    assert!(!explained(&empty, &["rds.multi_az"]).well().stdout.contains("touches"));
    let sandbox = Sandbox::new();
    sandbox.append("environments/prod.toml", "regoin = \"us-east-1\"\n");
    let ran = explained(&sandbox, &["rds.multi_az", "--env", "prod"]).well();
    assert!(ran.stdout.contains("not known: prod is refused: "), "{ran}");
    let ran = explained(&sandbox, &["module.rds.aws_db_instance.main", "--env", "prod"]).failed();
    assert!(ran.stderr.contains("regoin"), "why it is refused is told: {ran}");
}

#[test]
fn an_unknown_word_is_told_what_it_may_mean() {
    let sandbox = Sandbox::new();
    for (word, meant) in [
        ("rds.instance_clas", "`rds.instance_class`"),
        ("multi_az", "`rds.multi_az`"),
        ("RDS999", "`RDS009`"),
        ("aws_db_instance.main", "`module.rds.aws_db_instance.main`"),
        ("nothing of the kind", "docs/settings.md"),
    ] {
        let ran = explained(&sandbox, &[word]).failed();
        assert!(ran.stderr.contains(meant), "{word}: {ran}");
    }
}

#[test]
fn what_is_said_without_an_environment_that_cannot_be_read_is_no_success() {
    let sandbox = Sandbox::new();
    let base = std::fs::read_to_string(sandbox.path("environments/base.toml")).expect("the file is there");
    sandbox.write("environments/base.toml", &format!("extends = \"prod.toml\"\n{base}"));
    let said = explained(&sandbox, &["region", "--env", "prod"]).failed();
    assert!(said.stdout.contains("The region in which everything stands") && said.stderr.contains("circle"), "{said}");
}
