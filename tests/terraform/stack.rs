//! A small stack, written by hand, goes through Terraform and moto as an emitted folder does: with its S3 backend, its
//! provider and its child module as they stand.

use serde_json::{Value, json};
use support::{DetailedExitCode, Failure, Moto, Terraform, require_or_skip};

const ACCOUNT: &str = "111122223333";
const BUCKET: &str = "task-api-terraform-state";

/// The root module: state in S3, a provider for one account only, a child module, and what the module does not hold.
fn root(account: &str) -> Value {
    json!({
        "terraform": {
            "required_providers": {"aws": {"source": "hashicorp/aws", "version": "5.100.0"}},
            "backend": {"s3": {
                "bucket": BUCKET, "key": "prod/terraform.tfstate", "region": "us-east-1", "encrypt": true, "use_lockfile": true,
            }},
        },
        "provider": {"aws": [{
            "region": "us-east-1",
            "allowed_account_ids": [account],
            "default_tags": [{"tags": {"Project": "task-api", "Environment": "prod"}}],
        }]},
        "module": {"networking": {"source": "./modules/networking", "cidr_block": "10.0.0.0/16"}},
        "resource": {
            "aws_cloudwatch_log_group": {"ecs": {
                "name": "/ecs/task-api-prod", "retention_in_days": 30, "kms_key_id": "${aws_kms_key.main.arn}",
                "log_group_class": "INFREQUENT_ACCESS",
            }},
            "aws_kms_key": {"main": {"description": "task-api", "enable_key_rotation": true, "rotation_period_in_days": 180}},
            "aws_sns_topic": {"alerts": {
                "name": "task-api-alerts-prod", "kms_master_key_id": "${aws_kms_key.main.arn}", "signature_version": 2,
            }},
        },
        "output": {"topic": {"value": "${aws_sns_topic.alerts.arn}"}},
    })
}

/// The child module: a network with two groups that refer to each other.
fn networking() -> Value {
    let rule = |group: &str, peer: &str, port: u16, description: &str| {
        json!({
            "security_group_id": format!("${{aws_security_group.{group}.id}}"),
            "referenced_security_group_id": format!("${{aws_security_group.{peer}.id}}"),
            "ip_protocol": "tcp", "from_port": port, "to_port": port, "description": description,
        })
    };
    let group = |name: &str| json!({"name": name, "description": name, "vpc_id": "${aws_vpc.main.id}"});
    let subnet = |letter: &str, index: u8| {
        json!({
            "vpc_id": "${aws_vpc.main.id}",
            "cidr_block": format!("${{cidrsubnet(var.cidr_block, 8, {index})}}"),
            "availability_zone": format!("us-east-1{letter}"),
        })
    };
    json!({
        "variable": {"cidr_block": {"type": "string"}},
        "resource": {
            "aws_vpc": {"main": {"cidr_block": "${var.cidr_block}", "enable_dns_hostnames": true}},
            "aws_subnet": {"private_a": subnet("a", 10), "private_b": subnet("b", 11)},
            "aws_security_group": {"ecs": group("ecs"), "rds": group("rds")},
            "aws_vpc_security_group_egress_rule": {"ecs_to_rds": rule("ecs", "rds", 5432, "PostgreSQL to the database")},
            "aws_vpc_security_group_ingress_rule": {"rds_from_ecs": rule("rds", "ecs", 5432, "PostgreSQL from the tasks")},
        },
    })
}

fn files(account: &str) -> [(&'static str, String); 2] {
    [("main.tf.json", root(account).to_string()), ("modules/networking/main.tf.json", networking().to_string())]
}

#[test]
fn a_stack_applies_as_it_stands_and_a_second_plan_finds_nothing_to_do() -> Result<(), Failure> {
    let name = "a stack applies as it stands and a second plan finds nothing to do";
    let Some(tools) = require_or_skip(name) else { return Ok(()) };
    let Some(moto) = Moto::start_or_skip(name, &tools, ACCOUNT) else { return Ok(()) };
    moto.aws("s3", "create_bucket", json!({"Bucket": BUCKET}))?;
    let terraform = Terraform::of_files(&tools, files(ACCOUNT))?.against(&moto);

    terraform.init()?;
    let validation = terraform.validate()?;
    assert!(validation.valid && validation.diagnostics.is_empty(), "{validation}");

    let plan = terraform.plan()?;
    assert!(plan.changes().iter().all(|change| change.actions == ["create"]));
    let vpc = plan.change("module.networking.aws_vpc.main").expect("the plan has the VPC");
    assert_eq!(vpc.after["cidr_block"], "10.0.0.0/16");

    terraform.apply()?;
    assert_eq!(terraform.plan_detailed_exit_code()?, DetailedExitCode::NoChanges);

    let rules = moto.aws("ec2", "describe_security_group_rules", json!({}))?;
    let described =
        |text: &str| rules["SecurityGroupRules"].as_array().into_iter().flatten().any(|rule| rule["Description"] == text);
    assert!(described("PostgreSQL to the database") && described("PostgreSQL from the tasks"), "{rules}");
    let topic = terraform.output()?["topic"]["value"].clone();
    assert_eq!(topic, format!("arn:aws:sns:us-east-1:{ACCOUNT}:task-api-alerts-prod"));
    let state = moto.aws("s3", "list_objects_v2", json!({"Bucket": BUCKET}))?;
    assert_eq!(state["Contents"][0]["Key"], "prod/terraform.tfstate");
    assert!(terraform.show_state()?["values"]["root_module"]["resources"].is_array());

    terraform.destroy()?;
    let gone = moto.aws("sns", "get_topic_attributes", json!({"TopicArn": topic})).expect_err("the topic is gone");
    assert_eq!(gone.aws_code(), Some("NotFound"));
    Ok(())
}

#[test]
fn an_environment_of_another_account_is_refused() -> Result<(), Failure> {
    let name = "an environment of another account is refused";
    let Some(tools) = require_or_skip(name) else { return Ok(()) };
    let Some(moto) = Moto::start_or_skip(name, &tools, ACCOUNT) else { return Ok(()) };
    moto.aws("s3", "create_bucket", json!({"Bucket": BUCKET}))?;
    let terraform = Terraform::of_files(&tools, files("444455556666"))?.against(&moto);

    terraform.init()?;
    let failure = terraform.plan().expect_err("the provider allows another account only").to_string();
    assert!(failure.contains("AWS account ID not allowed: 111122223333"), "{failure}");
    Ok(())
}

#[test]
fn a_fault_is_found_without_backend_and_account_and_told_with_its_file() -> Result<(), Failure> {
    let Some(tools) = require_or_skip("a fault is found without backend and account and told with its file") else { return Ok(()) };
    let wrong = json!({"resource": {"aws_vpc": {"main": {"cidr_blok": "10.0.0.0/16"}}}});
    let terraform = Terraform::of_files(&tools, [("main.tf.json", wrong.to_string())])?;

    terraform.init_without_backend()?;
    let validation = terraform.validate()?;
    assert!(!validation.valid);
    let text = validation.to_string();
    assert!(text.starts_with("main.tf.json:1: error: Extraneous JSON object property"), "{text}");
    Ok(())
}

/// Neither a provider nor an account: `init` has nothing to fetch.
#[test]
fn an_override_changes_the_copy_of_a_folder_and_not_the_folder() -> Result<(), Failure> {
    let Some(tools) = require_or_skip("an override changes the copy of a folder and not the folder") else { return Ok(()) };
    let output = |value: &str| json!({"output": {"greeting": {"value": value}}});
    let original = Terraform::of_files(&tools, [("main.tf.json", output("as emitted").to_string())])?;
    let copy = Terraform::of_folder(&tools, original.folder())?.with_override(&output("overridden"))?;

    for (terraform, greeting) in [(original, "as emitted"), (copy, "overridden")] {
        terraform.init()?;
        terraform.apply()?;
        assert_eq!(terraform.output()?["greeting"]["value"], greeting);
    }
    Ok(())
}
