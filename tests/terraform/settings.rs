//! A cycle of stock Terraform for each setting: every file of `tests/environments/`, in a pack with others (`packs.rs`), is planned (which validates
//! it), applied to a mock of AWS's API, planned again without a change, and destroyed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use crate::common::package;
use crate::packs::{Pack, packs};
use engine::synthesis::synthesize;
use engine::{LocalDisk, WithFile, load_from};
use serde_json::{Value as Json, json};
use support::{DetailedExitCode, Failure, Moto, Terraform, Tools, require_or_skip};

const ACCOUNT: &str = "111122223333";
const STATE_BUCKET: &str = "task-api-terraform-state-111122223333";

/// The environments by name.
fn environments() -> Vec<String> {
    let entries = fs::read_dir(package().join("tests/environments")).expect("the environments are there");
    let paths = entries.map(|entry| entry.expect("it can be listed").path());
    let names = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| name != "base").collect();
    names.sort();
    names
}

pub(crate) fn path(name: &str) -> PathBuf {
    package().join("tests/environments").join(format!("{name}.toml"))
}

/// What its file says.
pub(crate) fn text(name: &str) -> String {
    fs::read_to_string(path(name)).expect("it can be read")
}

/// What is emitted for an environment, with `replaced` in its own file.
pub(crate) fn emitted(name: &str, replaced: &[(&str, &str)]) -> BTreeMap<String, String> {
    emitted_of(name, text(name), replaced)
}

/// What is emitted for these settings in an environment's file, with `replaced` in them.
fn emitted_of(name: &str, text: String, replaced: &[(&str, &str)]) -> BTreeMap<String, String> {
    let file = path(name);
    let text = replaced.iter().fold(text, |text, (from, to)| text.replace(from, to));
    let disk = WithFile { disk: &LocalDisk, file: file.clone(), text };
    let loaded = load_from(&name.parse().expect("it is a name"), &file, &[], &disk);
    let environment = loaded.environment.unwrap_or_else(|| panic!("{name} is refused:\n{}", loaded.report.render(false, "")));
    synthesize(&environment).unwrap_or_else(|duplicates| panic!("{name}: {duplicates:?}")).files
}

/// What has to stand in AWS before an environment is applied; the settings that its identifiers go into.
fn prepare(name: &str, moto: &Moto) -> Result<Vec<(&'static str, String)>, Failure> {
    let instance = |identifier: &str| {
        json!({
            "DBInstanceIdentifier": identifier, "DBInstanceClass": "db.t3.micro", "Engine": "postgres", "EngineVersion": "15.17",
            "AllocatedStorage": 20, "MasterUsername": "taskadmin", "ManageMasterUserPassword": true, "StorageEncrypted": true,
            "DBName": "taskdb", "BackupRetentionPeriod": 7,
        })
    };
    match name {
        "https" | "names-elsewhere" => {
            let zone = json!({"Name": "example.com", "CallerReference": "test"});
            let zone = match name {
                "https" => moto.aws("route53", "create_hosted_zone", zone)?,
                _ => moto.aws_of("444455556666", "route53", "create_hosted_zone", zone)?,
            };
            let id = zone["HostedZone"]["Id"].as_str().unwrap_or_default().trim_start_matches("/hostedzone/").to_owned();
            return Ok(vec![("Z0123456789EXAMPLE", id)]);
        }
        "from-snapshot" => {
            moto.aws("rds", "create_db_instance", instance("task-api-old"))?;
            let snapshot = json!({"DBInstanceIdentifier": "task-api-old", "DBSnapshotIdentifier": "before-the-change"});
            moto.aws("rds", "create_db_snapshot", snapshot)?;
        }
        "imported" => {
            let mut instance = instance("task-api-imported");
            if let Some(members) = instance.as_object_mut() {
                members.remove("ManageMasterUserPassword");
                members.insert("MasterUserPassword".to_owned(), json!("a-password-of-its-own"));
            }
            moto.aws("rds", "create_db_instance", instance)?;
        }
        "from-moment" => {
            moto.aws("rds", "create_db_instance", instance("task-api-old"))?;
        }
        "existing-db" => {
            let group = json!({"GroupName": "database", "Description": "of another stack"});
            let group = moto.aws("ec2", "create_security_group", group)?;
            return Ok(vec![("sg-0123456789abcdef0", group["GroupId"].as_str().unwrap_or_default().to_owned())]);
        }
        "vpc-existing" => return existing_vpc(moto),
        "lb-existing" => return existing_load_balancer(moto),
        "nat-addresses" => {
            let address = moto.aws("ec2", "allocate_address", json!({"Domain": "vpc"}))?;
            return Ok(vec![("eipalloc-0123456789abcdef0", address["AllocationId"].as_str().unwrap_or_default().to_owned())]);
        }
        "office" => {
            let certificate = json!({"DomainName": "shop.example.com", "ValidationMethod": "DNS"});
            let certificate = moto.aws("acm", "request_certificate", certificate)?;
            let arn = certificate["CertificateArn"].as_str().unwrap_or_default().to_owned();
            return Ok(vec![("arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012", arn)]);
        }
        "github" => boundary(moto)?,
        "rights" => {
            boundary(moto)?;
            let group = json!({"GroupName": "cache", "Description": "a cache that exists"});
            let group = moto.aws("ec2", "create_security_group", group)?;
            return Ok(vec![("sg-0123456789abcdef0", group["GroupId"].as_str().unwrap_or_default().to_owned())]);
        }
        "bastion-ssh" => {
            moto.aws("ec2", "create_key_pair", json!({"KeyName": "operations"}))?;
        }
        _ => {}
    }
    Ok(Vec::new())
}

/// The policy beyond which no role goes.
fn boundary(moto: &Moto) -> Result<(), Failure> {
    let statement = json!({"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"});
    let document = json!({"Version": "2012-10-17", "Statement": [statement]}).to_string();
    moto.aws("iam", "create_policy", json!({"PolicyName": "boundary", "PolicyDocument": document}))?;
    Ok(())
}

/// A VPC of somebody else's, with two subnets of each tier and a route table.
fn existing_vpc(moto: &Moto) -> Result<Vec<(&'static str, String)>, Failure> {
    let text = |answer: &Json, pointer: &str| answer.pointer(pointer).and_then(Json::as_str).unwrap_or_default().to_owned();
    let vpc = text(&moto.aws("ec2", "create_vpc", json!({"CidrBlock": "10.0.0.0/16"}))?, "/Vpc/VpcId");
    let gateway = text(&moto.aws("ec2", "create_internet_gateway", json!({}))?, "/InternetGateway/InternetGatewayId");
    moto.aws("ec2", "attach_internet_gateway", json!({"InternetGatewayId": gateway, "VpcId": vpc}))?;
    let table = text(&moto.aws("ec2", "create_route_table", json!({"VpcId": vpc}))?, "/RouteTable/RouteTableId");
    let mut ids = vec![("rtb-0123456789abcdef0", table)];
    for (number, (id, zone)) in [
        ("subnet-0123456789abcdea1", "a"),
        ("subnet-0123456789abcdeb1", "b"),
        ("subnet-0123456789abcdea2", "a"),
        ("subnet-0123456789abcdeb2", "b"),
        ("subnet-0123456789abcdea3", "a"),
        ("subnet-0123456789abcdeb3", "b"),
    ]
    .into_iter()
    .enumerate()
    {
        let subnet = json!({
            "VpcId": vpc, "CidrBlock": format!("10.0.{number}.0/24"), "AvailabilityZone": format!("us-east-1{zone}"),
        });
        ids.push((id, text(&moto.aws("ec2", "create_subnet", subnet)?, "/Subnet/SubnetId")));
    }
    ids.push(("vpc-0123456789abcdef0", vpc));
    Ok(ids)
}

/// A load balancer of somebody else's with a listener, in a VPC of somebody else's.
fn existing_load_balancer(moto: &Moto) -> Result<Vec<(&'static str, String)>, Failure> {
    let text = |answer: &Json, pointer: &str| answer.pointer(pointer).and_then(Json::as_str).unwrap_or_default().to_owned();
    let mut ids = existing_vpc(moto)?;
    let id = |wanted: &str| ids.iter().find(|(id, _)| *id == wanted).map(|(_, made)| made.clone()).unwrap_or_default();
    let group = json!({"GroupName": "shared", "Description": "of another stack", "VpcId": id("vpc-0123456789abcdef0")});
    let group = text(&moto.aws("ec2", "create_security_group", group)?, "/GroupId");
    let subnets = [id("subnet-0123456789abcdea1"), id("subnet-0123456789abcdeb1")];
    let load_balancer = json!({"Name": "shared", "Subnets": subnets, "SecurityGroups": [group], "Type": "application"});
    let load_balancer = moto.aws("elbv2", "create_load_balancer", load_balancer)?;
    let answer = json!({"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}});
    let listener = json!({
        "LoadBalancerArn": load_balancer["LoadBalancers"][0]["LoadBalancerArn"], "Port": 80, "Protocol": "HTTP", "DefaultActions": [answer],
    });
    let listener = text(&moto.aws("elbv2", "create_listener", listener)?, "/Listeners/0/ListenerArn");
    let zone = moto.aws("route53", "create_hosted_zone", json!({"Name": "example.com", "CallerReference": "test"}))?;
    let zone = text(&zone, "/HostedZone/Id").trim_start_matches("/hostedzone/").to_owned();
    ids.extend([
        ("sg-0123456789abcdef0", group),
        ("arn:aws:elasticloadbalancing:us-east-1:111122223333:listener/app/shared/50dc6c495c0c9188/f2f7dc8efc522ab2", listener),
        ("Z0123456789EXAMPLE", zone),
    ]);
    Ok(ids)
}

/// The secret that the containers read holds user and password, and the state does not hold the password.
fn the_password_is_in_the_secret_only(name: &Pack, moto: &Moto, terraform: &Terraform) -> Result<(), Failure> {
    let outputs = terraform.output()?;
    let secret = moto.aws("secretsmanager", "get_secret_value", json!({"SecretId": outputs["database_secret_arn"]["value"]}))?;
    let content: Json = serde_json::from_str(secret["SecretString"].as_str().unwrap_or_default()).expect("the secret is JSON");
    if name.holds("read-replica") {
        // In the secrets that moto plays to be RDS's, the user is always `admin`.
        assert_eq!(content["username"], "taskadmin", "{name}");
    }
    let password = content["password"].as_str().expect("there is a password");
    assert!(password.len() >= 8, "{name}: the password is too short to be looked for");
    let state = terraform.run(&["state", "pull"])?;
    assert!(state.contains("aws_db_instance"), "{name}: there is no state");
    assert!(!state.contains(password), "{name}: the password stands in the state");
    Ok(())
}

fn cycle(pack: &Pack, tools: &Tools) -> Result<(), Failure> {
    let name = pack.to_string();
    let Some(moto) = Moto::start_or_skip(&name, tools, ACCOUNT) else { return Ok(()) };
    moto.aws("s3", "create_bucket", json!({"Bucket": STATE_BUCKET}))?;
    let mut identifiers = Vec::new();
    for one in &pack.names {
        identifiers.extend(prepare(one, &moto)?);
    }
    let replaced: Vec<(&str, &str)> = identifiers.iter().map(|(from, to)| (*from, to.as_str())).collect();
    let files = emitted_of(pack.name(), pack.text(), &replaced);
    let roles = files.get("modules/delivery/terraform_roles.tf.json").map(|text| RolesOfTerraform::read(text));
    let terraform = Terraform::of_files(tools, files)?.against(&moto);
    moto.calls()?;
    terraform.init()?;
    let foreseen = terraform.foresee()?;
    assert!(foreseen.diagnostics.is_empty(), "{name}: {:?}", foreseen.diagnostics);
    // What is imported stands already, and must not be made anew.
    let is_right = |(address, action): &&(String, String)| {
        let stands = pack.holds("imported") && address == "module.rds.aws_db_instance.main";
        if stands { action == "update" || action == "import" } else { action == "create" || action == "read" }
    };
    let wrong: Vec<_> = foreseen.changes.iter().filter(|change| !is_right(change)).collect();
    assert!(wrong.is_empty(), "{name}: {wrong:?}");
    assert!(!foreseen.changes.is_empty(), "{name}: nothing is made");
    terraform.apply_planned()?;
    if pack.holds("from-moment") {
        // RDS takes windows and Performance Insights only of an instance that stands, and the provider sends them in the next apply.
        terraform.apply()?;
    }
    let mut calls = moto.calls()?;
    assert_eq!(terraform.plan_detailed_exit_code()?, DetailedExitCode::NoChanges, "{name}");
    let planned = moto.calls()?;
    if terraform.output()?["database_secret_arn"].is_object() {
        the_password_is_in_the_secret_only(pack, &moto, &terraform)?;
    }
    moto.calls()?;
    terraform.destroy_as_read()?;
    if let Some(roles) = roles {
        calls.extend(moto.calls()?);
        roles.have_room_for(&name, &planned, &calls);
    }
    Ok(())
}

/// What Terraform's own roles may do, whatever with.
struct RolesOfTerraform {
    plan: BTreeSet<String>,
    apply: BTreeSet<String>,
}

impl RolesOfTerraform {
    fn read(text: &str) -> Self {
        let document: Json = serde_json::from_str(text).expect("it is JSON");
        let policies = document["resource"]["aws_iam_policy"].as_object().expect("there are policies");
        let actions = |does: &str| {
            let of_role = policies.iter().filter(|(label, _)| label.starts_with(&format!("terraform_{does}_")));
            let statements = of_role.flat_map(|(_, policy)| {
                let policy: Json = serde_json::from_str(policy["policy"].as_str().expect("it is text")).expect("it is JSON");
                policy["Statement"].as_array().expect("there are statements").clone()
            });
            let allowed =
                statements.filter(|statement| statement["Effect"] == "Allow").map(|statement| statement["Action"].clone());
            let all = allowed.flat_map(|actions| actions.as_array().cloned().unwrap_or_else(|| vec![actions]));
            all.filter_map(|action| action.as_str().map(str::to_owned)).collect()
        };
        Self { plan: actions("plan"), apply: actions("apply") }
    }

    /// What was called is allowed, as far as the API and IAM call it the same; of S3 and Budgets they do not.
    fn have_room_for(&self, name: &str, planned: &BTreeSet<String>, applied: &BTreeSet<String>) {
        let lacks = |allowed: &BTreeSet<String>, called: &BTreeSet<String>| -> Vec<String> {
            let is_known = |call: &str| !["s3:", "budgets:"].iter().any(|service| call.starts_with(service));
            called.iter().filter(|call| is_known(call) && !allowed.contains(*call)).cloned().collect()
        };
        assert_eq!(lacks(&self.plan, planned), Vec::<String>::new(), "{name}: the role that plans may not do it");
        // Only somebody with rights of their own makes and destroys the provider of tokens.
        let by_others = ["iam:CreateOpenIDConnectProvider", "iam:DeleteOpenIDConnectProvider"].map(str::to_owned).into();
        let applied: BTreeSet<String> = applied.difference(&by_others).cloned().collect();
        assert_eq!(lacks(&self.apply, &applied), Vec::<String>::new(), "{name}: the role that applies may not do it");
        assert!(planned.len() > 20 && applied.len() > planned.len(), "{name}: the calls were noted");
    }
}

#[test]
fn every_setting_goes_through_terraforms_whole_cycle() {
    let Some(tools) = require_or_skip("every setting goes through Terraform's whole cycle") else { return };
    // One alone, or some together, for whoever works on them.
    let only = std::env::var("SYNTH_TEST_ENVIRONMENT").ok();
    let is_asked_for = |name: &String| only.as_ref().is_none_or(|only| only.split(',').any(|only| only == name));
    let names: Vec<String> = environments().into_iter().filter(is_asked_for).collect();
    assert!(!names.is_empty(), "there are environments");
    let cycles = packs(&names).into_iter().map(|pack| (pack.name().to_owned(), pack));
    let failures = support::each(cycles, |_, pack| cycle(&pack, &tools).map_err(|failure| format!("{pack}: {failure}")));
    assert!(failures.is_empty(), "{} of the cycles failed:\n{}", failures.len(), failures.join("\n\n"));
}

#[test]
fn every_environment_is_in_one_of_the_cycles() {
    let names = environments();
    let packs = packs(&names);
    let mut packed: Vec<&String> = packs.iter().flat_map(|pack| &pack.names).collect();
    packed.sort();
    assert_eq!(packed, names.iter().collect::<Vec<_>>());
    assert!(packs.len() * 2 < names.len(), "there is hardly anything together");
}
