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
    sandbox.write(
        "environments/prod/more.tf.json",
        "{\"resource\": [{\"aws_sqs_queue\": [{\"plain\": [{\"sqs_managed_sse_enabled\": false}]}]}]}\n",
    );
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
    sandbox.write(
        "environments/prod/queue.tf",
        "# mails\nresource \"aws_sqs_queue\" \"mails\" {\n  sqs_managed_sse_enabled = false\n}\n",
    );
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
        "write `sqs_managed_sse_enabled = true`, or a key as `kms_master_key_id`, in `environments/prod/queue.tf`",
        "error[RDS008]: `module.rds.aws_db_instance.main` has a public address",
        "publicly_accessible = true",
        "take the override out",
    ] {
        assert!(said.contains(text), "{text}:\n{refused}");
    }
    assert!(!said.contains("report it"), "{refused}");
}

#[test]
fn what_cannot_stand_beside_what_is_emitted_is_the_users_to_mend() {
    let sandbox = Sandbox::new();
    sandbox.write("environments/prod/main.tf.json/note.txt", "x\n");
    sandbox.write("environments/prod/tests", "x\n");
    sandbox.write("environments/prod/main.tofu.json", "{}\n");
    insta::assert_snapshot!(sandbox.synth(&["--env", "prod"]).failed());
}

#[test]
fn a_folder_that_holds_more_than_own_terraform_is_refused() {
    let sandbox = Sandbox::new();
    for named in [".", "..", "../environments", "x/.."] {
        sandbox.write("environments/staging.toml", &format!("extends = \"base.toml\"\nown_terraform = \"{named}\"\n"));
        let said = sandbox.synth(&["--env", "staging"]).failed();
        assert!(said.stderr.contains("holds the environments' own files"), "{named}: {said}");
    }
    sandbox.write("infra/queue.tf", QUEUE);
    sandbox.write("environments/staging.toml", "extends = \"base.toml\"\nown_terraform = \"../infra\"\n");
    sandbox.synth(&["--env", "staging", "--out", "infra/out"]).well();
    let said = sandbox.synth(&["--env", "staging", "--out", "infra/out"]).failed();
    assert!(said.stderr.contains("infra/out/staging` was written by synth"), "{said}");
}

#[test]
fn overrides_that_lead_to_each_other_are_told_and_others_are_not() {
    let sandbox = Sandbox::new();
    let overriding = |overrides: &[(&str, &str)]| {
        let entries = overrides.iter().map(|(resource, set)| {
            format!("[[override]]\nresource = \"{resource}\"\nset = {set}\nreason = \"A reason that is long enough to be one\"\n")
        });
        sandbox.write("environments/prod.toml", &format!("extends = \"base.toml\"\n{}", entries.collect::<String>()));
        sandbox.synth(&["--env", "prod"])
    };
    let topic = ("module.monitoring.aws_sns_topic.alerts", "{ tags = { Vpc = { from = \"networking.vpc_id\" } } }");
    // The monitoring builds on the network, but the topic on nothing of the VPC.
    overriding(&[("module.networking.aws_vpc.main", "{ tags = { Topic = { from = \"monitoring.alerts_topic_arn\" } } }")]).well();
    let said = overriding(&[
        ("module.networking.aws_vpc.main", "{ tags = { Topic = { from = \"monitoring.alerts_topic_arn\" } } }"),
        topic,
    ]);
    insta::assert_snapshot!(said.failed());
    overriding(&[topic]).well();
}

#[test]
fn a_rule_judges_what_an_override_makes_of_a_setting() {
    let sandbox = Sandbox::new();
    let database = |set: &str| {
        let entry = format!(
            "[[override]]\nresource = \"module.rds.aws_db_instance.main\"\nset = {set}\nreason = \"A reason that is long enough to be one\"\n"
        );
        sandbox.write("environments/prod.toml", &format!("extends = \"base.toml\"\npurpose = \"production\"\n{entry}"));
        sandbox.synth(&["--env", "prod"])
    };
    let said =
        database("{ multi_az = false, deletion_protection = false, backup_retention_period = 1, skip_final_snapshot = true }");
    for code in ["RDS005", "RDS006", "RDS007"] {
        assert_eq!(said.stderr.matches(&format!("[{code}]")).count(), 1, "{code}: {said}");
        assert!(said.stderr.contains("`override[0].set."), "{said}");
    }
    // Nothing has to be left of a database that is not protected any more.
    assert!(!said.stderr.contains("[RDS004]"), "{said}");
    assert_eq!(database("{ skip_final_snapshot = true }").stderr.matches("[RDS004]").count(), 1);
    // What the settings lack, an override can give.
    let said =
        database("{ multi_az = true, deletion_protection = true, backup_retention_period = 30, skip_final_snapshot = false }");
    for code in ["RDS004", "RDS005", "RDS006", "RDS007"] {
        assert!(!said.stderr.contains(code), "{code}: {said}");
    }
}

#[test]
fn an_opening_is_found_whichever_resource_says_it() {
    let sandbox = Sandbox::new();
    let of_database = "module.networking.database_security_group_id";
    for (text, codes) in [
        (
            format!("resource \"aws_security_group_rule\" \"own\" {{\n  type = \"ingress\"\n  protocol = \"tcp\"\n  from_port = 22\n  to_port = 22\n  cidr_blocks = [\"0.0.0.0/0\"]\n  security_group_id = {of_database}\n}}\n"),
            vec!["NET003", "RDS008"],
        ),
        (
            format!("resource \"aws_vpc_security_group_ingress_rule\" \"own\" {{\n  ip_protocol = \"-1\"\n  cidr_ipv4 = \"10.0.0.0/8\"\n  security_group_id = {of_database}\n}}\n"),
            vec!["RDS008"],
        ),
        (
            "resource \"aws_security_group\" \"own\" {\n  dynamic \"ingress\" {\n    for_each = [1]\n    content {\n      protocol = \"tcp\"\n      from_port = 22\n      to_port = 22\n      cidr_blocks = [\"0.0.0.0/0\"]\n    }\n  }\n}\n".to_owned(),
            vec!["NET003"],
        ),
        (
            "resource \"aws_default_security_group\" \"own\" {\n  ingress {\n    protocol = \"tcp\"\n    from_port = 22\n    to_port = 22\n    ipv6_cidr_blocks = [\"::/0\"]\n  }\n}\n".to_owned(),
            vec!["NET003"],
        ),
        (
            "resource \"aws_iam_role\" \"own\" {\n  inline_policy {\n    policy = jsonencode({ Statement = [{ Effect = \"Allow\", Action = \"*\", Resource = \"*\" }] })\n  }\n}\n".to_owned(),
            vec!["IAM001"],
        ),
    ] {
        sandbox.write("environments/prod/own.tf", &text);
        let said = sandbox.synth(&["--env", "prod"]).failed();
        for code in codes {
            assert!(said.stderr.contains(&format!("error[{code}]")), "{code} of {text}: {said}");
        }
    }
    let web = "resource \"aws_security_group\" \"own\" {\n  ingress {\n    protocol = \"tcp\"\n    from_port = 443\n    to_port = 443\n    cidr_blocks = [\"0.0.0.0/0\"]\n  }\n}\n";
    sandbox.write("environments/prod/own.tf", web);
    sandbox.synth(&["--env", "prod"]).well();
}

#[test]
fn the_test_of_a_module_knows_what_an_override_wires_into_it() {
    let sandbox = Sandbox::new();
    sandbox.append(
        "environments/prod.toml",
        "\n[[override]]\nresource = \"module.monitoring.aws_sns_topic.alerts\"\nset = { tags = { Vpc = { from = \"networking.vpc_id\" }, Cluster = { from = \
         \"ecs.cluster_name\" } } }\nreason = \"A reason that is long enough to be one\"\n",
    );
    sandbox.synth(&["--env", "prod"]).well();
    let text = std::fs::read_to_string(sandbox.path("out/prod/tests/monitoring.tftest.json")).expect("it is written");
    let test: Json = serde_json::from_str(&text).expect("it is JSON");
    let variables = &test["run"][0]["monitoring"]["variables"];
    assert_eq!(variables["from_networking_vpc_id"], "vpc-0123456789abcdef0", "{text}");
    assert_eq!(variables["from_ecs_cluster_name"], "shop-cluster-prod", "what is known is passed as it is: {text}");
}

#[test]
fn a_shipped_module_under_another_name_is_judged_and_one_from_elsewhere_is_told_of() {
    let sandbox = Sandbox::new();
    let queue = "resource \"aws_sqs_queue\" \"plain\" {\n  sqs_managed_sse_enabled = false\n}\n";
    sandbox.write("environments/prod/modules/own/main.tf", queue);
    sandbox.write("environments/prod/more.tf", "module \"other\" {\n  source = \"./modules/../modules/own\"\n}\n");
    let said = sandbox.synth(&["--env", "prod"]).failed();
    assert!(said.stderr.contains("error[ENC001]: `module.other.aws_sqs_queue.plain`"), "{said}");
    sandbox.write(
        "environments/prod/more.tf",
        "module \"vpc\" {\n  source  = \"terraform-aws-modules/vpc/aws\"\n  version = \"5.0.0\"\n}\n\nmodule \"lib\" {\n  source = \"./lib\"\n}\n",
    );
    sandbox.write("environments/prod/lib/main.tf", queue);
    let said = sandbox.synth(&["--env", "prod"]).well();
    for (name, line) in [("vpc", 1), ("lib", 6)] {
        assert!(
            said.stderr.contains(&format!(
                "warning[OWN001]: what stands in the module `{name}` is not judged\n --> environments/prod/more.tf:{line}:1"
            )),
            "{said}"
        );
    }
}

#[test]
fn a_name_that_an_own_file_or_an_override_gives_is_compared_with_others() {
    let sandbox = Sandbox::new();
    let topic = |name: &str| {
        format!("resource \"aws_sns_topic\" \"own\" {{\n  name = \"{name}\"\n  kms_master_key_id = \"alias/aws/sns\"\n}}\n")
    };
    // Twice in one environment, and once in each of two.
    sandbox.write("environments/prod/one.tf", &topic("news"));
    sandbox.write("environments/prod/two.tf", &topic("news").replace("\"own\"", "\"two\""));
    let said = sandbox.synth(&["--env", "prod"]).well();
    assert!(
        said.stderr
            .contains("warning[ACC001]: `aws_sns_topic.two` would be called `news`, and so would the topic `aws_sns_topic.own`"),
        "{said}"
    );
    sandbox.write("environments/prod/two.tf", "");
    assert!(!sandbox.synth(&["--env", "prod"]).well().stderr.contains("ACC001"));
    sandbox.append(
        "environments/staging.toml",
        "\n[[override]]\nresource = \"module.monitoring.aws_sns_topic.alerts\"\nset = { name = \"news\" }\nreason = \"A reason that is long enough to be one\"\n",
    );
    for environment in ["prod", "staging"] {
        let said = sandbox.synth(&["--env", environment]).well();
        assert!(said.stderr.contains("warning[ACC001]") && said.stderr.contains("`news`"), "{environment}: {said}");
    }
}

#[test]
fn a_module_that_is_called_by_another_name_is_the_user_s_all_the_same() {
    let sandbox = Sandbox::new();
    sandbox.write("environments/prod/modules/mails/x.tf", "resource \"aws_sqs_queue\" \"a\" { sqs_managed_sse_enabled = false }\n");
    sandbox.write("environments/prod/a.tf", "module \"post\" {\n  source = \"./modules/mails\"\n}\n");
    let refused = sandbox.synth(&["--env", "prod"]);
    assert!(refused.status == Some(1) && refused.stderr.contains("environments/prod/modules/mails/x.tf:1:"), "{refused}");
    assert!(!refused.stderr.contains("report it"), "{refused}");
}

#[test]
fn what_is_no_block_is_told_with_its_place() {
    for odd in ["{\"resource\": 5}", "{\"resource\": [5]}", "{\"resource\": {\"aws_sqs_queue\": 5}}", "{\"output\": {\"x\": true}}"]
    {
        let sandbox = Sandbox::new();
        sandbox.write("environments/prod/a.tf.json", odd);
        let refused = sandbox.synth(&["--env", "prod"]);
        assert!(refused.status == Some(1) && refused.stderr.contains("environments/prod/a.tf.json:1:2"), "{odd}: {refused}");
    }
}

#[test]
fn what_is_your_own_is_changed_where_it_stands_and_not_overridden() {
    let sandbox = Sandbox::new();
    sandbox.write("environments/prod/own.tf", "resource \"aws_sqs_queue\" \"own\" {\n  name = \"own\"\n}\n");
    sandbox.append(
        "environments/prod.toml",
        "[[override]]\nresource = \"aws_sqs_queue.own\"\nset = { delay_seconds = 5 }\nreason = \"A reason that is long enough to be one\"\n\
         [[override]]\nresource = \"module.rds.aws_db_instance.main\"\nreason = \"A reason that is long enough to be one\"\n",
    );
    let said = sandbox.synth(&["--env", "prod"]).failed().stderr;
    assert!(said.contains("`override[1].set` is missing") && said.contains("help: write `set = { … }` ("), "{said}");
    let mended = sandbox.path("environments/prod.toml");
    let text = std::fs::read_to_string(&mended).expect("the file is there");
    let (first, _) = text.rsplit_once("[[override]]").expect("there are two");
    std::fs::write(&mended, first).expect("the file can be written");
    let said = sandbox.synth(&["--env", "prod"]).failed().stderr;
    let words = "`aws_sqs_queue.own` stands in `environments/prod/own.tf`, which is yours";
    assert!(said.contains(words) && said.contains("help: change it there, and take the override out"), "{said}");
}

/// Who brings Terraform has policies in files beside it.
#[test]
fn a_policy_in_a_file_beside_is_read_there() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "environments/prod/own.tf",
        "resource \"aws_iam_policy\" \"own\" {\n  policy = file(\"${path.module}/policies/own.json\")\n}\n",
    );
    let with = |action: &str, resource: &str| {
        let statement = format!("{{ \"Effect\": \"Allow\", \"Action\": \"{action}\", \"Resource\": \"{resource}\" }}");
        sandbox.write(
            "environments/prod/policies/own.json",
            &format!("{{ \"Version\": \"2012-10-17\", \"Statement\": [{statement}] }}\n"),
        );
    };
    with("s3:*", "arn:aws:s3:::shop-files/*");
    let said = sandbox.synth(&["--env", "prod"]).failed();
    assert!(said.stderr.contains("error[IAM001]: `aws_iam_policy.own` allows the family of actions `s3:*`"), "{said}");
    with("s3:GetObject", "arn:aws:s3:::shop-files/*");
    sandbox.synth(&["--env", "prod"]).well();
    std::fs::remove_file(sandbox.path("environments/prod/policies/own.json")).expect("it can be removed");
    let said = sandbox.synth(&["--env", "prod"]).failed();
    assert!(said.stderr.contains("the policy of `aws_iam_policy.own` cannot be read"), "{said}");
}

/// The same policy for several things is a template; what is put into it counts as if it stood there.
#[test]
fn a_policy_of_a_template_is_read_with_its_variables() {
    let sandbox = Sandbox::new();
    let template = "{ \"Version\": \"2012-10-17\", \"Statement\": [{ \"Effect\": \"Allow\", \"Action\": \"${action}\", \"Resource\": \"${ arn }\" }] }\n";
    sandbox.write("environments/prod/policies/own.json.tftpl", template);
    let with = |action: &str| {
        let variables = format!("{{ action = \"{action}\", arn = module.rds.key_arns[\"database\"] }}");
        let call = format!("templatefile(\"${{path.module}}/policies/own.json.tftpl\", {variables})");
        sandbox.write("environments/prod/own.tf", &format!("resource \"aws_iam_policy\" \"own\" {{\n  policy = {call}\n}}\n"));
    };
    with("s3:*");
    let said = sandbox.synth(&["--env", "prod"]).failed();
    assert!(said.stderr.contains("error[IAM001]: `aws_iam_policy.own` allows the family of actions `s3:*`"), "{said}");
    with("kms:Decrypt");
    sandbox.synth(&["--env", "prod"]).well();
    // Who may do what then only Terraform knows.
    sandbox.write("environments/prod/policies/own.json.tftpl", "%{ if action == \"*\" }{}%{ else }{}%{ endif }\n");
    let said = sandbox.synth(&["--env", "prod"]).failed();
    assert!(said.stderr.contains("the policy of `aws_iam_policy.own` cannot be read"), "{said}");
}

/// The way in which most policies are written in Terraform's own language.
#[test]
fn a_policy_of_a_data_block_is_judged_as_any_other() {
    let sandbox = Sandbox::new();
    let with = |document: &str| {
        let policy = "resource \"aws_iam_policy\" \"own\" {\n  policy = data.aws_iam_policy_document.own.json\n}\n";
        sandbox.write("environments/prod/own.tf", &format!("{document}{policy}"));
    };
    let statement = "statement {\n    actions   = [\"s3:*\"]\n    resources = [\"${module.buckets_of.arn}/*\"]\n  }";
    let of_statement = |statement: &str| {
        format!("data \"aws_iam_policy_document\" \"own\" {{\n  {statement}\n}}\n").replace("module.buckets_of", "aws_s3_bucket.b")
    };
    let dynamic = statement.replace("statement {", "dynamic \"statement\" {\n    for_each = [1]\n    content {") + "\n  }";
    let base = of_statement(statement).replace("\"own\" {", "\"base\" {");
    let composed = of_statement("source_policy_documents = [data.aws_iam_policy_document.base.json]");
    for document in [of_statement(statement), of_statement(&dynamic), format!("{base}{composed}")] {
        with(&document);
        let said = sandbox.synth(&["--env", "prod"]).failed();
        assert!(
            said.stderr.contains("error[IAM001]: `aws_iam_policy.own` allows the family of actions `s3:*`"),
            "{document}\n{said}"
        );
    }
    with(&of_statement(&statement.replace("s3:*", "s3:GetObject")));
    sandbox.synth(&["--env", "prod"]).well();
}

/// What Terraform would refuse at `init` or `plan` is told with its line.
#[test]
fn modules_that_nobody_calls_and_blocks_about_what_is_still_there_are_told() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "environments/prod/own.tf",
        "resource \"aws_sqs_queue\" \"own\" {\n  name = \"a-${module.network.vpc_id}\"\n}\n\
         moved {\n  from = module.rds.aws_db_instance.main\n  to   = module.rds.aws_db_instance.other\n}\n\
         removed {\n  from = module.ecs.aws_ecs_cluster.main\n  lifecycle {\n    destroy = false\n  }\n}\n",
    );
    let said = sandbox.synth(&["--env", "prod"]).failed();
    for words in [
        "there is no module `network`",
        "did you mean `module.networking`?",
        "synth emits `module.rds.aws_db_instance.main`, and Terraform refuses a `moved` block of what is still there",
        "synth emits `module.ecs.aws_ecs_cluster.main`, and Terraform refuses a `removed` block",
        "own.tf:2:15",
    ] {
        assert!(said.stderr.contains(words), "{words}: {said}");
    }
    // A module of one's own is called beside.
    sandbox.write(
        "environments/prod/own.tf",
        "module \"network\" {\n  source = \"./modules/network\"\n}\noutput \"own\" {\n  value = module.network.id\n}\n",
    );
    sandbox.write("environments/prod/modules/network/main.tf", "output \"id\" {\n  value = 1\n}\n");
    sandbox.synth(&["--env", "prod"]).well();
}
