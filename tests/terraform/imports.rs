//! What stands in an account already comes under Terraform's care: everything that holds data, made by hand as AWS makes it when nothing else is
//! said, is imported and changed in place. The plan destroys and replaces none of it, and no output breaks.

use std::collections::BTreeMap;

use engine::synthesis::synthesize;
use engine::{LocalDisk, WithFile, load_from};
use serde_json::{Value as Json, json};
use support::{Failure, Moto, Terraform, require_or_skip};

use crate::common::package;

const ACCOUNT: &str = "111122223333";
const STATE_BUCKET: &str = "task-api-terraform-state-111122223333";

/// A repository that was made under ECR's own encryption keeps it, as the settings have to say: no repository's can be changed.
const SETTINGS: &str = "\
extends = \"base.toml\"
account_id = \"111122223333\"
[ecs.load_balancer]
access_logs = { enabled = true }
[queues.mails]
[buckets.files]
[rds]
key_deletion_window_days = 30
[rds.storage]
type = \"gp3\"
[[override]]
resource = \"module.ecs.aws_ecr_repository.task_api\"
set = { encryption_configuration = { encryption_type = \"AES256\" } }
reason = \"The repository was made before, under ECR's own encryption\"
";

/// What is emitted for the smallest environment of the tests with these settings.
fn emitted(settings: &str) -> BTreeMap<String, String> {
    let file = package().join("tests/environments/old.toml");
    let disk = WithFile { disk: &LocalDisk, file: file.clone(), text: settings.to_owned() };
    let loaded = load_from(&"old".parse().expect("it is a name"), &file, &[], &disk);
    let environment = loaded.environment.unwrap_or_else(|| panic!("it is refused:\n{}", loaded.report.render(false, "")));
    synthesize(&environment).unwrap_or_else(|duplicates| panic!("{duplicates:?}")).files
}

fn text(answer: &Json, pointer: &str) -> String {
    answer.pointer(pointer).and_then(Json::as_str).unwrap_or_else(|| panic!("no {pointer} in {answer}")).to_owned()
}

/// Makes what an account has, and gives its addresses and ids.
fn old(moto: &Moto) -> Result<Vec<(String, String)>, Failure> {
    let mut old = Vec::new();
    let mut is = |address: &str, id: String| old.push((format!("module.{address}"), id));
    let vpc = text(&moto.aws("ec2", "create_vpc", json!({"CidrBlock": "10.0.0.0/16"}))?, "/Vpc/VpcId");
    let gateway = text(&moto.aws("ec2", "create_internet_gateway", json!({}))?, "/InternetGateway/InternetGatewayId");
    moto.aws("ec2", "attach_internet_gateway", json!({"InternetGatewayId": gateway, "VpcId": vpc}))?;
    let table = text(&moto.aws("ec2", "create_route_table", json!({"VpcId": vpc}))?, "/RouteTable/RouteTableId");
    let mut subnets = BTreeMap::new();
    // The ranges that the settings compute for two zones.
    for (name, range) in [
        ("public_a", "10.0.0.0/21"),
        ("public_b", "10.0.8.0/21"),
        ("private_a", "10.0.64.0/21"),
        ("private_b", "10.0.72.0/21"),
        ("database_a", "10.0.128.0/21"),
        ("database_b", "10.0.136.0/21"),
    ] {
        let zone = format!("us-east-1{}", name.rsplit('_').next().unwrap_or_default());
        let subnet = moto.aws("ec2", "create_subnet", json!({"VpcId": vpc, "CidrBlock": range, "AvailabilityZone": zone}))?;
        subnets.insert(name, text(&subnet, "/Subnet/SubnetId"));
    }
    let address = text(&moto.aws("ec2", "allocate_address", json!({"Domain": "vpc"}))?, "/AllocationId");
    let nat = moto.aws(
        "ec2",
        "create_nat_gateway",
        json!({"SubnetId": subnets["public_a"], "AllocationId": address, "ConnectivityType": "public"}),
    )?;
    is("networking.aws_nat_gateway.a", text(&nat, "/NatGateway/NatGatewayId"));
    is("networking.aws_eip.nat_a", address);
    is("networking.aws_vpc.main", vpc);
    is("networking.aws_internet_gateway.main", gateway);
    is("networking.aws_route_table.public", table);
    let group = json!({
        "DBSubnetGroupName": "task-api-old", "DBSubnetGroupDescription": "task-api-old: the database subnets",
        "SubnetIds": [subnets["database_a"], subnets["database_b"]],
    });
    moto.aws("rds", "create_db_subnet_group", group)?;
    is("rds.aws_db_subnet_group.main", "task-api-old".to_owned());
    for (name, id) in subnets {
        is(&format!("networking.aws_subnet.{name}"), id);
    }

    // moto says nothing of a key's use unless it is asked for, and AWS what is said here; likewise of the gateway above.
    let key = text(&moto.aws("kms", "create_key", json!({"KeyUsage": "ENCRYPT_DECRYPT"}))?, "/KeyMetadata/KeyId");
    // Its password is RDS's; tests/environments/imported.toml has one of its own.
    let database = json!({
        "DBInstanceIdentifier": "task-api-old", "DBInstanceClass": "db.t3.medium", "Engine": "postgres", "EngineVersion": "15.17",
        "AllocatedStorage": 20, "StorageType": "gp3", "MasterUsername": "taskadmin", "ManageMasterUserPassword": true,
        "StorageEncrypted": true, "KmsKeyId": key, "DBName": "taskdb", "BackupRetentionPeriod": 1, "DBSubnetGroupName": "task-api-old",
    });
    moto.aws("rds", "create_db_instance", database)?;
    is("rds.aws_db_instance.main", "task-api-old".to_owned());
    is("rds.aws_kms_key.database", key);
    for (address, name) in [
        ("rds.aws_cloudwatch_log_group.postgresql", "/aws/rds/instance/task-api-old/postgresql"),
        ("ecs.aws_cloudwatch_log_group.task_api", "/ecs/task-api-old"),
    ] {
        moto.aws("logs", "create_log_group", json!({"logGroupName": name}))?;
        is(address, name.to_owned());
    }

    moto.aws("ecr", "create_repository", json!({"repositoryName": "task-api-old"}))?;
    is("ecs.aws_ecr_repository.task_api", "task-api-old".to_owned());
    for (address, bucket) in [
        ("ecs.aws_s3_bucket.access_logs", "task-api-access-logs-old-111122223333"),
        ("buckets.aws_s3_bucket.files", "task-api-files-old-111122223333"),
    ] {
        moto.aws("s3", "create_bucket", json!({"Bucket": bucket}))?;
        is(address, bucket.to_owned());
    }
    let queue = moto.aws("sqs", "create_queue", json!({"QueueName": "task-api-mails-old"}))?;
    is("queues.aws_sqs_queue.mails", text(&queue, "/QueueUrl"));
    let topic = moto.aws("sns", "create_topic", json!({"Name": "task-api-alerts-old"}))?;
    is("monitoring.aws_sns_topic.alerts", text(&topic, "/TopicArn"));
    Ok(old)
}

/// The settings that import all of it.
fn imports(old: &[(String, String)]) -> String {
    let all: Vec<String> = old.iter().map(|(to, id)| format!("[[import]]\nto = \"{to}\"\nid = \"{id}\"\n")).collect();
    all.concat()
}

/// Plans these settings, and gives what would be done to each of these addresses, as it would be.
fn planned(terraform: &Terraform, old: &[(String, String)]) -> Result<Vec<String>, Failure> {
    let plan = terraform.plan()?;
    let changes = plan.document["resource_changes"].as_array().cloned().unwrap_or_default();
    let mut faults: Vec<String> = Vec::new();
    for (address, id) in old {
        let change = changes.iter().find(|it| it["address"] == **address).unwrap_or_else(|| panic!("{address} is not planned"));
        let actions = &change["change"]["actions"];
        if change["change"]["importing"]["id"] != **id || !(*actions == json!(["update"]) || *actions == json!(["no-op"])) {
            faults.push(format!("{address}: {actions} for {}", change["change"]["replace_paths"]));
        }
    }
    let lost = changes.iter().filter(|it| it["change"]["actions"].as_array().is_some_and(|all| all.contains(&json!("delete"))));
    faults.extend(lost.map(|it| format!("{} would be destroyed", it["address"])));
    Ok(faults)
}

#[test]
fn everything_that_holds_data_is_imported_and_nothing_of_it_is_made_anew() -> Result<(), Failure> {
    let name = "everything that holds data is imported";
    let Some(tools) = require_or_skip(name) else { return Ok(()) };
    let Some(moto) = Moto::start_or_skip(name, &tools, ACCOUNT) else { return Ok(()) };
    moto.aws("s3", "create_bucket", json!({"Bucket": STATE_BUCKET}))?;
    let old = old(&moto)?;
    let terraform = Terraform::of_files(&tools, emitted(&format!("{SETTINGS}{}", imports(&old))))?.against(&moto);
    terraform.init()?;
    let validation = terraform.validate()?;
    assert!(validation.valid && validation.diagnostics.is_empty(), "{validation}");
    let faults = planned(&terraform, &old)?;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    Ok(())
}

#[test]
fn a_secret_of_before_is_imported_under_its_name() -> Result<(), Failure> {
    let name = "a secret of before is imported";
    let Some(tools) = require_or_skip(name) else { return Ok(()) };
    let Some(moto) = Moto::start_or_skip(name, &tools, ACCOUNT) else { return Ok(()) };
    moto.aws("s3", "create_bucket", json!({"Bucket": STATE_BUCKET}))?;
    let secret = json!({"Name": "shop/database", "SecretString": "{\"username\": \"taskadmin\", \"password\": \"of-no-matter\"}"});
    let secret = moto.aws("secretsmanager", "create_secret", secret)?;
    let old = [("module.rds.aws_secretsmanager_secret.master_user".to_owned(), text(&secret, "/ARN"))];
    let settings = "extends = \"base.toml\"\n[rds.read_replica]\n[[override]]\nresource = \"module.rds.aws_secretsmanager_secret.master_user\"\n\
                    set = { name = \"shop/database\" }\nreason = \"The secret stood there before\"\n";
    let terraform = Terraform::of_files(&tools, emitted(&format!("{settings}{}", imports(&old))))?.against(&moto);
    terraform.init()?;
    let faults = planned(&terraform, &old)?;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    Ok(())
}
