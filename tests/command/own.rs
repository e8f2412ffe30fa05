//! Terraform of the user's own beside what is emitted, and overrides of what is emitted.

use serde_json::Value as Json;

use crate::command::sandbox::Sandbox;

const QUEUE: &str =
    "resource \"aws_sqs_queue\" \"mails\" {\n  name       = \"mails\"\n  kms_master_key_id = module.monitoring.topics_key_arn\n}\n";

/// A sandbox whose production has a queue of its own.
fn with_queue() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("environments/prod/queue.tf", QUEUE);
    sandbox.write("environments/prod/queue.tftest.hcl", "run \"plan\" {\n  command = plan\n}\n");
    sandbox.write("environments/prod/policies/mails.json", "{}\n");
    sandbox.write("environments/prod/.terraform.lock.hcl", "# the editor's\n");
    sandbox
}

#[test]
fn own_files_are_carried_as_they_are_and_marked_in_the_manifest() {
    let sandbox = with_queue();
    let said = sandbox.synth(&["--env", "prod"]).well();
    assert!(said.stdout.contains("own            1 resource\n"), "{said}");
    let files = sandbox.tree("out/prod");
    let text = |path: &str| String::from_utf8(files[std::path::Path::new(path)].clone()).expect("it is text");
    assert_eq!(text("queue.tf"), QUEUE);
    assert_eq!(text("policies/mails.json"), "{}\n");
    let manifest: Vec<Json> = serde_json::from_str(&text(".synth-manifest.json")).expect("it is a list");
    let own: Vec<&str> = manifest.iter().filter_map(|entry| entry["own"].as_str()).collect();
    assert_eq!(own, ["policies/mails.json", "queue.tf", "queue.tftest.hcl"]);
    assert!(!files.keys().any(|path| path.ends_with(".terraform.lock.hcl")));
    // What was carried goes with the file that it came from.
    std::fs::remove_dir_all(sandbox.path("environments/prod")).expect("it can be removed");
    sandbox.synth(&["--env", "prod"]).well();
    assert!(!sandbox.path("out/prod/queue.tf").exists() && !sandbox.path("out/prod/policies").exists());
}

#[test]
fn every_verb_knows_the_own_resources() {
    let sandbox = with_queue();
    sandbox.synth(&["--env", "prod"]).well();
    sandbox.synth(&["lock", "--env", "prod"]).well();
    sandbox.synth(&["check", "--env", "prod"]).well();
    let drawn = sandbox.synth(&["graph", "--env", "prod", "--detail", "resources", "--format", "dot"]).well();
    assert!(drawn.stdout.contains("\"aws_sqs_queue.mails\" -> \"module.monitoring.aws_kms_key.topics\""), "{drawn}");
    sandbox.write("environments/prod/queue.tf", &QUEUE.replace("\"mails\"\n", "\"letters\"\n"));
    let differs = sandbox.synth(&["check", "--env", "prod"]);
    assert!(differs.status == Some(2) && differs.stdout.contains("aws_sqs_queue.mails"), "{differs}");
    let diff = sandbox.synth(&["diff", "out/prod", "prod"]);
    assert!(diff.status == Some(2) && diff.stdout.contains("letters"), "{diff}");
}

#[test]
fn what_clashes_with_what_is_emitted_is_told_with_its_place() {
    let sandbox = Sandbox::new();
    sandbox.write("environments/prod/main.tf.json", "{}\n");
    sandbox.write("environments/prod/rds_override.tf", "");
    sandbox.write("environments/prod/modules/rds/more.tf", "");
    sandbox.write(
        "environments/prod/more.tf",
        "output \"url\" {\n  value = module.ecs.ulr\n}\n\nterraform {\n  backend \"s3\" {}\n  required_providers {\n  }\n}\n\n\
         module \"rds\" {\n  source = \"./x\"\n}\n\nlocals { a = 1 }\n",
    );
    sandbox.write(
        "environments/prod/twice.tf.json",
        "{\"locals\": {\"a\": 2}, \"output\": {\"more\": {\"value\": \"${module.rds.portt}\"}}}\n",
    );
    insta::assert_snapshot!(sandbox.synth(&["--env", "prod"]).failed());
}

#[test]
fn a_reference_with_blanks_is_told_where_its_output_stands() {
    let sandbox = Sandbox::new();
    let text = "# größer\n\noutput \"url\" {\n  value = module . ecs . ulr\n}\n";
    sandbox.write("environments/prod/more.tf", text);
    let said = sandbox.synth(&["--env", "prod"]).failed();
    assert!(said.stderr.contains("the module `ecs` has no output `ulr`\n --> environments/prod/more.tf:4:26"), "{said}");
}

#[test]
fn what_terraform_could_not_read_is_told_with_its_place() {
    let sandbox = Sandbox::new();
    sandbox.write("environments/prod/broken.tf", "resource \"aws_sqs_queue\" \"mails\" {\n  name = \n}\n");
    sandbox.write("environments/prod/broken.tf.json", "{\n  \"locals\": {,}\n}\n");
    sandbox.append("environments/staging.toml", "own_terraform = \"nowhere\"\n");
    insta::assert_snapshot!("broken", sandbox.synth(&["--env", "prod"]).failed());
    insta::assert_snapshot!("nowhere", sandbox.synth(&["--env", "staging"]).failed());
}

#[test]
fn a_secret_in_an_own_file_is_told_with_its_place_and_not_shown() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "environments/prod/own.tf",
        "resource \"aws_db_instance\" \"own\" {\n  password = \"correct horse\"\n  storage_encrypted = true\n  publicly_accessible = false\n}\n\nlocals {\n  url   = \"postgres://admin:hunter2@db/x\"\n\
         \x20 api_token = \"abcdefgh\"\n}\n",
    );
    sandbox.write(
        "environments/prod/own.tf.json",
        "{\"resource\": [{\"aws_db_instance\": [{\"two\": [{\"storage_encrypted\": true, \"publicly_accessible\": false, \"password_wo\": \"battery\"}]}]}]}\n",
    );
    sandbox.write("environments/prod/tests/own.tftest.hcl", "variables {\n  key = \"AKIAIOSFODNN7EXAMPLE\"\n}\n");
    sandbox.write("environments/prod/start.sh", "#!/bin/sh\nexport TOKEN=ghp_abcdefghijklmnopqrstuvwxyz0123456789\n");
    // A fault of syntax shows the line in which it stands.
    sandbox.write("environments/staging/own.tfvars.json", "{\"a\": 1}\n");
    sandbox.write("environments/staging/own.tf", "locals { key = \"AKIAIOSFODNN7EXAMPLE\" \"x }\n");
    let said = sandbox.synth(&["--env", "prod"]).failed();
    for secret in ["correct horse", "hunter2", "abcdefgh", "battery", "AKIA", "ghp_"] {
        assert!(!said.stderr.contains(secret) && !said.stdout.contains(secret), "{said}");
    }
    insta::assert_snapshot!(said);
    let broken = sandbox.synth(&["--env", "staging"]).failed();
    assert!(!broken.stderr.contains("AKIA"), "{broken}");
}

#[test]
fn a_secret_is_no_override() {
    let sandbox = Sandbox::new();
    sandbox.append(
        "environments/prod.toml",
        r#"
[[override]]
resource = "module.rds.aws_db_instance.main"
set = { password = "hunter2", password_wo = "hunter2", tags = { api_token = "hunter2" } }
reason = "A reason that is long enough to be one"

[[override]]
resource = "module.ecs.aws_ecs_task_definition.web"
set = { container_definitions = '[{"name": "web", "environment": [{"name": "DB_PASSWORD", "value": "hunter2"}]}]' }
reason = "A reason that is long enough to be one"
"#,
    );
    let said = sandbox.synth(&["--env", "prod"]).failed();
    assert!(!said.stderr.contains("hunter2"), "{said}");
    insta::assert_snapshot!(said);
}

#[test]
fn an_array_hides_nothing_in_json() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "environments/prod/more.tf.json",
        "{\"output\": [{\"url\": {\"value\": 1}}],\n \"module\": [{\"rds\": [{\"source\": \"./x\"}]}],\n \"resource\": [{\"aws_sqs_queue\": [{\"plain\": [{\"name\": \"plain\"}]}]}],\n\
         \x20\"locals\": [{\"a\": 1}, {\"a\": 2}]}\n",
    );
    insta::assert_snapshot!(sandbox.synth(&["--env", "prod"]).failed());
    sandbox
        .write("environments/prod/more.tf.json", "{\"resource\": [{\"aws_sqs_queue\": [{\"plain\": [{\"name\": \"plain\"}]}]}]}\n");
    let said = sandbox.synth(&["--env", "prod"]).failed();
    assert!(said.stderr.contains("error[ENC001]: `aws_sqs_queue.plain`"), "{said}");
}

#[test]
fn no_environment_is_called_addresses() {
    let sandbox = Sandbox::new();
    sandbox.write("environments/addresses.toml", "extends = \"base.toml\"\n");
    insta::assert_snapshot!(sandbox.synth(&["--env", "addresses"]).failed());
    sandbox.synth(&["--all"]).failed();
}

#[test]
fn an_override_is_set_last_and_the_rules_judge_it() {
    let sandbox = Sandbox::new();
    let overriding = |set: &str| {
        let reason = "The company's clients only trust elliptic curves";
        sandbox.write(
            "environments/prod.toml",
            &format!(
                "extends = \"base.toml\"\n[[override]]\nresource = \"module.rds.aws_db_instance.main\"\nset = {set}\nreason = \"{reason}\"\n"
            ),
        );
        sandbox.synth(&["--env", "prod"])
    };
    let ran = overriding("{ ca_cert_identifier = \"${x}\" }").well();
    assert!(!ran.stderr.contains("ca_cert_identifier"), "{ran}");
    let emitted = std::fs::read_to_string(sandbox.path("out/prod/modules/rds/instance.tf.json")).expect("it is written");
    assert!(emitted.contains("\"ca_cert_identifier\": \"$${x}\""), "{emitted}");
    // The rules judge what is emitted, whoever set it.
    let ran = overriding("{ publicly_accessible = true }").failed();
    assert!(ran.stderr.contains("error[RDS008]"), "{ran}");
}

#[test]
fn an_override_that_does_not_fit_is_told_with_what_would() {
    let sandbox = Sandbox::new();
    sandbox.append(
        "environments/prod.toml",
        r#"
[[override]]
resource = "module.rds.aws_db_instance.mian"
set = { ca_cert_identifier = "a" }
reason = "A reason that is long enough to be one"

[[override]]
resource = "module.rds.aws_db_instance.main"
set = { ca_cert_identifer = "a", endpoint = "b", multi_az = "yes", lifecycle = {}, instance_class = "db.t3.small", restore_to_point_in_time = [{}, {}], allocated_storage = { from = "networking.vpc_id" }, db_name = { from = "ecs.cluster_name" }, character_set_name = { from = "networking.vcp_id" }, identifier = { from = "rds.endpoint" } }
reason = "A reason that is long enough to be one"

[[override]]
resource = "module.rds.aws_db_instance.main"
set = { multi_az = true, domain = { from = "vpc.id" } }
reason = "A reason that is long enough to be one"

[[override]]
resource = "module.ecs.aws_lb_listener.https"
set = { default_action = [{ order = "first" }] }
reason = "A reason that is long enough to be one"
"#,
    );
    insta::assert_snapshot!(sandbox.synth(&["--env", "prod"]).failed());
}

#[test]
fn what_a_rule_finds_is_told_to_whoever_wrote_it() {
    let sandbox = Sandbox::new();
    sandbox.write("environments/prod/queue.tf", "# mails\nresource \"aws_sqs_queue\" \"mails\" {\n  name = \"mails\"\n}\n");
    sandbox.append(
        "environments/prod.toml",
        "[[override]]\nresource = \"module.rds.aws_db_instance.main\"\nset = { publicly_accessible = true }\nreason = \"it is looked at from outside for a day\"\n",
    );
    let refused = sandbox.synth(&["--env", "prod"]);
    let said = &refused.stderr;
    assert_eq!(refused.status, Some(1), "{refused}");
    for text in [
        "error[ENC001]: `aws_sqs_queue.mails` holds data and is not encrypted",
        "environments/prod/queue.tf:2:",
        "add `sqs_managed_sse_enabled = true`, or a key as `kms_master_key_id`, in `environments/prod/queue.tf`",
        "error[RDS008]: `module.rds.aws_db_instance.main` has a public address",
        "publicly_accessible = true",
        "take the override out",
    ] {
        assert!(said.contains(text), "{text}:\n{refused}");
    }
    assert!(!said.contains("report it"), "{refused}");
}
