//! Modules that are called beside the shipped ones, and other providers.

use serde_json::Value as Json;

use crate::command::sandbox::Sandbox;

/// A module in a folder, as somebody shares it between environments.
const MODULE: &str = r#"variable "name" {
  description = "What the queue is called."
  type        = string
}

variable "places" {
  type = object({ vpc_id = string, ports = optional(list(number), []) })
}

variable "token" {
  type      = string
  default   = ""
  sensitive = true
}

resource "aws_sqs_queue" "mails" {
  name                    = var.name
  sqs_managed_sse_enabled = true
  tags                    = { Vpc = var.places.vpc_id }
}

output "url" {
  value = aws_sqs_queue.mails.url
}

output "name" {
  value = var.name
}
"#;

/// A sandbox whose production calls that module.
fn with_module(more: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("environments/modules/mails/main.tf", MODULE);
    sandbox.write("environments/modules/mails/policies/mails.json", "{}\n");
    sandbox.append("environments/prod.toml", more);
    sandbox
}

const CALL: &str = "\n[modules.mails]\nsource = \"./modules/mails\"\ninputs = { name = \"${mails}\", places = { vpc_id = { from = \"networking.vpc_id\" } } }\n";

fn json(sandbox: &Sandbox, path: &str) -> Json {
    let text = std::fs::read_to_string(sandbox.path(path)).expect("it is written");
    serde_json::from_str(&text).expect("it is JSON")
}

#[test]
fn a_folder_is_carried_and_called_and_every_verb_knows_it() {
    let sandbox = with_module(CALL);
    let said = sandbox.synth(&["--env", "prod"]).well();
    assert!(said.stdout.contains("mails          1 resource\n"), "{said}");
    let call = json(&sandbox, "out/prod/main.tf.json")["module"]["mails"].clone();
    assert_eq!(
        call,
        serde_json::json!({"source": "./modules/mails", "name": "$${mails}", "places": {"vpc_id": "${module.networking.vpc_id}"}})
    );
    let carried = std::fs::read_to_string(sandbox.path("out/prod/modules/mails/main.tf")).expect("it is carried");
    assert_eq!(carried, MODULE);
    let manifest = json(&sandbox, "out/prod/.synth-manifest.json");
    let own: Vec<&str> = manifest.as_array().into_iter().flatten().filter_map(|entry| entry["own"].as_str()).collect();
    assert_eq!(own, ["modules/mails/main.tf", "modules/mails/policies/mails.json"]);

    sandbox.synth(&["lock", "--env", "prod"]).well();
    sandbox.synth(&["check", "--env", "prod"]).well();
    let drawn = sandbox.synth(&["graph", "--env", "prod", "--detail", "resources", "--format", "dot"]).well();
    assert!(drawn.stdout.contains("\"module.mails.aws_sqs_queue.mails\" -> \"module.networking.aws_vpc.main\""), "{drawn}");
    sandbox.write(
        "environments/modules/mails/main.tf",
        &MODULE.replace("sqs_managed_sse_enabled = true", "sqs_managed_sse_enabled = false"),
    );
    let refused = sandbox.synth(&["--env", "prod"]).failed();
    assert!(refused.stderr.contains("error[ENC001]") && refused.stderr.contains("modules/mails/main.tf:16:"), "{refused}");
}

#[test]
fn an_input_that_does_not_fit_is_told_with_what_would() {
    let sandbox = with_module(
        r#"
[modules.mails]
source = "./modules/mails"

[modules.mails.inputs]
nmae = "mails"
token = "hunter2-hunter2"
places = { vpc_id = { from = "networking.private_subnet_ids" }, prots = [1], ports = ["x", 2] }

[modules.post]
source = "./modules/mails"
inputs = { name = ["a"], places = { vpc_id = { from = "mails.ulr" } } }

[modules.letters]
source = "./modules/mails"
inputs = { name = "letters", places = { vpc_id = { from = "network.vpc_id" }, ports = 3 } }
"#,
    );
    let said = sandbox.synth(&["--env", "prod"]).failed();
    assert!(!said.stderr.contains("hunter2"), "{said}");
    insta::assert_snapshot!(said);
}

#[test]
fn what_the_settings_alone_tell_is_told_at_once() {
    let sandbox = Sandbox::new();
    sandbox.append(
        "environments/prod.toml",
        r#"
[modules.rds]
source = "terraform-aws-modules/rds/aws"

[modules.files]
source = "git::https://example.com/files.git?ref=v1"
version = "1.0.0"
inputs = { count = 2, "a b" = 1 }

[modules.uploads]
source = "./modules/uploads"
version = "~> 5.1"
renamed_from = "files"

[modules.later]
source = "modules/later"

[modules.other]
source = "git::https://example.com/files.git"

[modules.odd]
source = "shop/odd/aws"
version = "latest"

[providers.aws]
source = "hashicorp/aws"
version = "6.0.0"

[providers.datadog]
source = "datadog"
version = "3.50"
settings = { alias = "x" }
"#,
    );
    insta::assert_snapshot!(sandbox.synth(&["--env", "prod"]).failed());
}

#[test]
fn a_folder_that_is_no_module_is_told() {
    let sandbox = Sandbox::new();
    let calling = |source: &str| {
        sandbox.write("environments/prod.toml", &format!("extends = \"base.toml\"\n[modules.mails]\nsource = \"{source}\"\n"));
        sandbox.synth(&["--env", "prod"]).failed().stderr
    };
    assert!(calling("./nowhere").contains("cannot read the folder `environments/nowhere`: there is no such folder"));
    assert!(calling("./").contains("holds the environments' own files"));
    sandbox.write("environments/modules/mails/readme.md", "# mails\n");
    assert!(calling("./modules/mails").contains("holds no Terraform"));
    sandbox.write("environments/modules/mails/main.tf", "module \"other\" {\n  source = \"../other\"\n}\n");
    let said = calling("./modules/mails");
    assert!(said.contains("the module `other` lies outside of the folder") && said.contains("modules/mails/main.tf:1:1"), "{said}");
    sandbox.write("environments/modules/mails/main.tf", "resource \"a\" {\n");
    assert!(calling("./modules/mails").contains("modules/mails/main.tf:"));
}

#[test]
fn modules_that_wait_for_each_other_are_told() {
    let sandbox = with_module("");
    let calling = |more: &str| {
        sandbox.write("environments/prod.toml", &format!("extends = \"base.toml\"\n{more}"));
        sandbox.synth(&["--env", "prod"])
    };
    let call = |name: &str, value: &str| {
        format!("[modules.{name}]\nsource = \"./modules/mails\"\ninputs = {{ name = {value}, places = {{ vpc_id = \"x\" }} }}\n")
    };
    // The name goes from one to the other, and back.
    let both = call("one", "{ from = \"two.name\" }") + &call("two", "{ from = \"one.name\" }");
    insta::assert_snapshot!("circle", calling(&both).failed());
    calling(&(call("one", "{ from = \"two.name\" }") + &call("two", "\"x\""))).well();
    // What only Terraform fetches may do so.
    let fetched = "[modules.one]\nsource = \"shop/one/aws\"\nversion = \"1.0.0\"\ninputs = { a = { from = \"two.b\" } }\n\
                   [modules.two]\nsource = \"shop/two/aws\"\nversion = \"1.0.0\"\ninputs = { a = { from = \"one.b\" } }\n";
    let said = calling(fetched).well();
    assert!(said.stderr.contains("warning: `two.b` may be known only when `a` of the module `one` is"), "{said}");
}

#[test]
fn a_module_that_only_terraform_fetches_is_named_as_unknown() {
    let sandbox = Sandbox::new();
    sandbox.append(
        "environments/prod.toml",
        "\n[modules.vpn]\nsource = \"terraform-aws-modules/vpn-gateway/aws\"\nversion = \"3.7.2\"\ninputs = { vpc_id = { from = \"networking.vpc_id\" } }\n\
         [providers.datadog]\nsource = \"DataDog/datadog\"\nversion = \"~> 3.50\"\nsettings = { api_url = \"https://api.${x}\" }\n\
         aliases = { eu = { api_url = \"https://api.datadoghq.eu\" } }\n\
         [[moved]]\nfrom = \"aws_vpn_gateway.old\"\nto = \"module.vpn.aws_vpn_gateway.this[0]\"\n",
    );
    let said = sandbox.synth(&["--env", "prod"]).well();
    assert!(
        said.stderr.contains("warning[OWN001]: what stands in the module `vpn` is not judged: only Terraform fetches it"),
        "{said}"
    );
    let call = json(&sandbox, "out/prod/main.tf.json")["module"]["vpn"].clone();
    assert_eq!((&call["source"], &call["version"]), (&"terraform-aws-modules/vpn-gateway/aws".into(), &"3.7.2".into()));
    let required = json(&sandbox, "out/prod/terraform.tf.json")["terraform"]["required_providers"]["datadog"].clone();
    assert_eq!(required, serde_json::json!({"source": "DataDog/datadog", "version": "~> 3.50"}));
    let providers = json(&sandbox, "out/prod/providers.tf.json")["provider"]["datadog"].clone();
    assert_eq!(
        providers,
        serde_json::json!([{"api_url": "https://api.$${x}"}, {"alias": "eu", "api_url": "https://api.datadoghq.eu"}])
    );
    let drawn = sandbox.synth(&["graph", "--env", "prod", "--detail", "resources", "--format", "dot"]).well();
    assert!(drawn.stdout.contains("module.vpn") && drawn.stdout.contains("terraform-aws-modules/vpn-gateway/aws"), "{drawn}");
}

#[test]
fn a_secret_is_no_input_and_no_setting_of_a_provider() {
    let sandbox = with_module(CALL);
    sandbox.append(
        "environments/prod.toml",
        "[modules.vpn]\nsource = \"shop/vpn/aws\"\nversion = \"1.0.0\"\ninputs = { key = \"AKIAIOSFODNN7EXAMPLE\", users = [{ db_password = \"hunter2\" }] }\n\
         [providers.datadog]\nsource = \"DataDog/datadog\"\nversion = \"3.50.0\"\nsettings = { api_key = \"hunter2\" }\n",
    );
    let said = sandbox.synth(&["--env", "prod"]).failed();
    assert!(!said.stderr.contains("hunter2") && !said.stderr.contains("AKIAIO"), "{said}");
    for text in [
        "error[SEC001]: `modules.vpn.inputs.key`",
        "warning[SEC002]: `modules.vpn.inputs.users[0].db_password`",
        "warning[SEC002]: `providers.datadog.settings.api_key`",
    ] {
        assert!(said.stderr.contains(text), "{text}: {said}");
    }
}

#[test]
fn a_renamed_module_keeps_what_it_holds_and_one_that_goes_is_told_of() {
    let key = "resource \"aws_kms_key\" \"own\" {\n  enable_key_rotation = true\n}\n";
    let sandbox = Sandbox::new();
    sandbox.write("environments/modules/key/main.tf", key);
    let calling = |more: &str| sandbox.write("environments/prod.toml", &format!("extends = \"base.toml\"\n{more}"));
    calling("[modules.one]\nsource = \"./modules/key\"\n");
    sandbox.synth(&["lock", "--env", "prod"]).well();
    calling("[modules.two]\nsource = \"./modules/key\"\nrenamed_from = \"one\"\n");
    let said = sandbox.synth(&["--env", "prod"]).well();
    assert!(!said.stderr.contains("emitted no longer"), "{said}");
    assert_eq!(
        json(&sandbox, "out/prod/refactoring.tf.json")["moved"],
        serde_json::json!([{"from": "module.one", "to": "module.two"}])
    );
    calling("");
    let said = sandbox.synth(&["check", "--env", "prod"]);
    assert!(said.status != Some(0) && said.to_string().contains("module.one.aws_kms_key.own"), "{said}");
}

#[test]
fn a_container_finds_what_a_module_gives() {
    let sandbox = with_module(CALL);
    sandbox.append(
        "environments/prod.toml",
        "[services.web.environment]\nMAILS = { from = \"mails.url\" }\nNAT = { from = \"networking.nat_public_ips.a\" }\n\
         [services.web.sidecars.post]\nimage = \"public.ecr.aws/a/b:7\"\nenvironment = { MAILS = { from = \"mails.url\" } }\n",
    );
    sandbox.synth(&["--env", "prod"]).well();
    let task = json(&sandbox, "out/prod/modules/ecs/services.tf.json").to_string();
    assert_eq!(task.matches("${jsonencode(tostring(var.from_mails_url))}").count(), 2, "{task}");
    let call = json(&sandbox, "out/prod/main.tf.json")["module"]["ecs"].clone();
    assert_eq!(call["from_mails_url"], "${module.mails.url}");
    assert!(json(&sandbox, "out/prod/modules/ecs/variables.tf.json")["variable"]["from_mails_url"].is_object());
    for (value, says) in [
        ("networking.vpc_di", "did you mean `networking.vpc_id`?"),
        ("networking.private_subnet_ids", "is a `list(string)`, and a variable of an environment is text"),
        ("ecs.cluster_name", "is of the module in which the containers are"),
        ("echo.name", "they go round in a circle"),
    ] {
        sandbox.write(
            "environments/staging.toml",
            &format!("extends = \"base.toml\"\npurpose = \"development\"\n[services.web.environment]\nA = {{ from = \"{value}\" }}\n\
                 [modules.echo]\nsource = \"./modules/mails\"\ninputs = {{ name = {{ from = \"ecs.service_names.web\" }}, places = {{ vpc_id = \"x\" }} }}\n"),
        );
        let said = sandbox.synth(&["--env", "staging"]).failed();
        assert!(said.stderr.contains(says), "{value}: {said}");
    }
}

#[test]
fn secrets_policies_resources_and_groups_are_what_a_module_gives() {
    const ORDERS: &str = "output \"secret_arn\" {\n  value = \"arn\"\n}\noutput \"policy_arn\" {\n  value = \"arn\"\n}\n\
        output \"table_arn\" {\n  value = \"arn\"\n}\noutput \"group_id\" {\n  value = \"sg\"\n}\n";
    let sandbox = Sandbox::new();
    sandbox.write("environments/modules/orders/main.tf", ORDERS);
    sandbox.append(
        "environments/prod.toml",
        "[modules.orders]\nsource = \"./modules/orders\"\n\
         [services.web]\npolicy_arns = [{ from = \"orders.policy_arn\" }, \"arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess\"]\n\
         secrets = { TOKEN = { from = \"orders.secret_arn\" } }\nsecret_keys = [{ from = \"rds.key_arn\" }]\n\
         egress = [{ port = 9200, security_groups = [{ from = \"orders.group_id\" }] }]\n\
         [[services.web.permissions]]\nactions = [\"dynamodb:GetItem\"]\nresources = [{ from = \"orders.table_arn\" }]\n",
    );
    sandbox.synth(&["--env", "prod"]).well();
    let roles = json(&sandbox, "out/prod/modules/ecs/roles.tf.json").to_string();
    for part in [
        "${var.from_orders_policy_arn}",
        "${var.from_orders_table_arn}",
        "${var.from_rds_key_arn}",
        "web_task_from_orders_policy_arn",
        // Without what stands behind a secret's ARN.
        "split(\\\":\\\", var.from_orders_secret_arn)",
    ] {
        assert!(roles.contains(part), "{part}: {roles}");
    }
    assert!(json(&sandbox, "out/prod/modules/ecs/services.tf.json").to_string().contains("${var.from_orders_secret_arn}"));
    let rule = &json(&sandbox, "out/prod/modules/ecs/security_groups.tf.json")["resource"]["aws_vpc_security_group_egress_rule"];
    assert_eq!(rule["web_to_9200_from_orders_group_id"]["referenced_security_group_id"], "${var.from_orders_group_id}");

    for (value, says) in [
        ("orders.secret_anr", "did you mean `orders.secret_arn`?"),
        ("networking.private_subnet_ids", "and a secret is named by its ARN, which is text"),
    ] {
        let said =
            sandbox.synth(&["--env", "prod", "--set", &format!("services.web.secrets.TOKEN={{ from = \"{value}\" }}")]).failed();
        assert!(said.stderr.contains(says), "{value}: {said}");
    }
}

#[test]
fn two_outputs_that_come_to_one_variable_are_told() {
    let sandbox = Sandbox::new();
    sandbox.write("environments/modules/one/main.tf", "output \"b_c\" {\n  value = \"x\"\n}\n");
    sandbox.write("environments/modules/two/main.tf", "output \"c\" {\n  value = \"x\"\n}\n");
    sandbox.append(
        "environments/prod.toml",
        "[modules.a]\nsource = \"./modules/one\"\n[modules.a_b]\nsource = \"./modules/two\"\n\
         [services.web.environment]\nA = { from = \"a.b_c\" }\nB = { from = \"a_b.c\" }\n",
    );
    let said = sandbox.synth(&["--env", "prod"]).failed();
    assert!(
        said.stderr.contains("`a_b.c` and `module.a.b_c` would reach the module `ecs` by one variable, `from_a_b_c`"),
        "{said}"
    );
    assert!(said.stderr.contains("environments/prod.toml:"), "{said}");
}

#[test]
fn nobody_overrides_what_stands_in_a_called_module() {
    let sandbox = with_module(CALL);
    sandbox.append(
        "environments/prod.toml",
        "[[override]]\nresource = \"module.mails.aws_sqs_queue.mails\"\nset = { fifo_queue = true }\nreason = \"A reason that is long enough to be one\"\n",
    );
    let said = sandbox.synth(&["--env", "prod"]).failed();
    assert!(said.stderr.contains("stands in the module `mails`, which is not synth's"), "{said}");
}

#[test]
fn own_terraform_reads_what_a_called_module_gives() {
    let sandbox = with_module(CALL);
    sandbox.write("environments/prod/more.tf", "output \"mails\" {\n  value = module.mails.ulr\n}\n");
    let said = sandbox.synth(&["--env", "prod"]).failed();
    assert!(said.stderr.contains("did you mean `module.mails.url`?"), "{said}");
    sandbox.write("environments/prod/more.tf", "module \"mails\" {\n  source = \"./x\"\n}\n");
    let said = sandbox.synth(&["--env", "prod"]).failed();
    assert!(said.stderr.contains("`module.mails` is in what synth writes already"), "{said}");
}
