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

/// A queue's name of 80 characters, which is all that SQS takes.
const LONG_QUEUE: &str = "orders-that-customers-of-the-shop-have-sent-since-it-was-opened-so-many-years-ag";

/// The region of the replicated backups.
const SECOND_REGION: &str = "us-west-2";

/// What must not be lost and is not in [`SETTINGS`]: where it is imported.
const ELSEWHERE: [(&str, &str); 2] =
    [("aws_dynamodb_table", "with the bucket of the state, state.rs"), ("aws_secretsmanager_secret", "with a read replica, below")];

/// A repository that was made under ECR's own encryption keeps it, as the settings have to say: no repository's can be changed.
const SETTINGS: &str = "\
extends = \"base.toml\"
account_id = \"111122223333\"
[networking]
secondary_cidrs = [\"10.7.0.0/16\"]
[ecs.load_balancer]
access_logs = { enabled = true }
[ecs.load_balancer.tls]
domain = \"api.example.com\"
hosted_zone_id = \"Z0123456789EXAMPLE\"
[queues.mails]
[queues.orders]
aws_name = \"orders-that-customers-of-the-shop-have-sent-since-it-was-opened-so-many-years-ag\"
dead_letter_aws_name = \"orders-that-failed\"
[buckets.files]
[caches.sessions]
encryption = \"elasticache\"
[caches.pages]
encryption = \"elasticache\"
[caches.pages.nodes]
node_type = \"cache.t4g.micro\"
[rds]
key_deletion_window_days = 30
[rds.storage]
type = \"gp3\"
[rds.backups]
replicated = true
[monitoring]
log_export = { enabled = true }
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
    let (vpc, subnets, network) = network(moto)?;
    let mut old = network;
    old.extend(database(moto, &subnets)?);
    old.extend(stores(moto)?);
    old.extend(caches(moto, &subnets)?);
    old.extend(load_balancer(moto, &vpc, &subnets)?);
    Ok(old.into_iter().map(|(address, id)| (format!("module.{address}"), id)).collect())
}

/// The addresses and ids of what stands, without `module.`.
type Old = Vec<(&'static str, String)>;

/// The VPC with a further range, its subnets and gateways.
fn network(moto: &Moto) -> Result<(String, BTreeMap<&'static str, String>, Old), Failure> {
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
    let range = moto.aws("ec2", "associate_vpc_cidr_block", json!({"VpcId": vpc, "CidrBlock": "10.7.0.0/16"}))?;
    let mut old = vec![
        ("networking.aws_nat_gateway.a", text(&nat, "/NatGateway/NatGatewayId")),
        ("networking.aws_eip.nat_a", address),
        ("networking.aws_vpc.main", vpc.clone()),
        (
            "networking.aws_vpc_ipv4_cidr_block_association.secondary_10_7_0_0_16",
            text(&range, "/CidrBlockAssociation/AssociationId"),
        ),
        ("networking.aws_internet_gateway.main", gateway),
        ("networking.aws_route_table.public", table),
    ];
    for (address, name) in [
        ("networking.aws_subnet.public_a", "public_a"),
        ("networking.aws_subnet.public_b", "public_b"),
        ("networking.aws_subnet.private_a", "private_a"),
        ("networking.aws_subnet.private_b", "private_b"),
        ("networking.aws_subnet.database_a", "database_a"),
        ("networking.aws_subnet.database_b", "database_b"),
    ] {
        old.push((address, subnets[name].clone()));
    }
    Ok((vpc, subnets, old))
}

/// The database with its key and log, and its backups in the second region.
fn database(moto: &Moto, subnets: &BTreeMap<&'static str, String>) -> Result<Old, Failure> {
    let group = json!({
        "DBSubnetGroupName": "task-api-old", "DBSubnetGroupDescription": "task-api-old: the database subnets",
        "SubnetIds": [subnets["database_a"], subnets["database_b"]],
    });
    moto.aws("rds", "create_db_subnet_group", group)?;

    // moto says nothing of a key's use unless it is asked for, and AWS what is said here; likewise of the gateway above.
    let key = text(&moto.aws("kms", "create_key", json!({"KeyUsage": "ENCRYPT_DECRYPT"}))?, "/KeyMetadata/KeyId");
    // Its password is RDS's; tests/environments/imported.toml has one of its own.
    let database = json!({
        "DBInstanceIdentifier": "task-api-old", "DBInstanceClass": "db.t3.medium", "Engine": "postgres", "EngineVersion": "15.17",
        "AllocatedStorage": 20, "StorageType": "gp3", "MasterUsername": "taskadmin", "ManageMasterUserPassword": true,
        "StorageEncrypted": true, "KmsKeyId": key, "DBName": "taskdb", "BackupRetentionPeriod": 1, "DBSubnetGroupName": "task-api-old",
    });
    let made = moto.aws("rds", "create_db_instance", database)?;
    let second =
        text(&moto.aws_in(SECOND_REGION, "kms", "create_key", json!({"KeyUsage": "ENCRYPT_DECRYPT"}))?, "/KeyMetadata/Arn");
    let source =
        json!({"SourceDBInstanceArn": text(&made, "/DBInstance/DBInstanceArn"), "KmsKeyId": second, "BackupRetentionPeriod": 7});
    let copies = moto.aws_in(SECOND_REGION, "rds", "start_db_instance_automated_backups_replication", source)?;
    let log = "/aws/rds/instance/task-api-old/postgresql";
    moto.aws("logs", "create_log_group", json!({"logGroupName": log}))?;
    Ok(vec![
        ("rds.aws_db_subnet_group.main", "task-api-old".to_owned()),
        ("rds.aws_db_instance.main", "task-api-old".to_owned()),
        ("rds.aws_kms_key.database", key),
        ("rds.aws_kms_key.disaster_recovery", second.rsplit('/').next().unwrap_or_default().to_owned()),
        (
            "rds.aws_db_instance_automated_backups_replication.main",
            text(&copies, "/DBInstanceAutomatedBackup/DBInstanceAutomatedBackupsArn"),
        ),
        ("rds.aws_cloudwatch_log_group.postgresql", log.to_owned()),
    ])
}

/// Repository, buckets, queue, topic, log, and the cluster.
fn stores(moto: &Moto) -> Result<Old, Failure> {
    let mut old = Vec::new();
    moto.aws("logs", "create_log_group", json!({"logGroupName": "/ecs/task-api-old"}))?;
    old.push(("ecs.aws_cloudwatch_log_group.task_api", "/ecs/task-api-old".to_owned()));
    moto.aws("ecs", "create_cluster", json!({"clusterName": "task-api-cluster-old"}))?;
    old.push(("ecs.aws_ecs_cluster.main", "task-api-cluster-old".to_owned()));
    moto.aws("ecr", "create_repository", json!({"repositoryName": "task-api-old"}))?;
    old.push(("ecs.aws_ecr_repository.task_api", "task-api-old".to_owned()));
    for (address, bucket) in [
        ("ecs.aws_s3_bucket.access_logs", "task-api-access-logs-old-111122223333"),
        ("monitoring.aws_s3_bucket.log_export", "task-api-logs-old-111122223333"),
        ("buckets.aws_s3_bucket.files", "task-api-files-old-111122223333"),
    ] {
        moto.aws("s3", "create_bucket", json!({"Bucket": bucket}))?;
        old.push((address, bucket.to_owned()));
    }
    let queue = moto.aws("sqs", "create_queue", json!({"QueueName": "task-api-mails-old"}))?;
    old.push(("queues.aws_sqs_queue.mails", text(&queue, "/QueueUrl")));
    // As long as a name may be, so that none can be made from it.
    for (address, name) in
        [("queues.aws_sqs_queue.orders", LONG_QUEUE), ("queues.aws_sqs_queue.orders_dead_letters", "orders-that-failed")]
    {
        old.push((address, text(&moto.aws("sqs", "create_queue", json!({"QueueName": name}))?, "/QueueUrl")));
    }
    let topic = moto.aws("sns", "create_topic", json!({"Name": "task-api-alerts-old"}))?;
    old.push(("monitoring.aws_sns_topic.alerts", text(&topic, "/TopicArn")));
    Ok(old)
}

/// A cache on nodes and a serverless one, each with a user and a group of users.
fn caches(moto: &Moto, subnets: &BTreeMap<&'static str, String>) -> Result<Old, Failure> {
    let private = [&subnets["private_a"], &subnets["private_b"]];
    for name in ["task-api-sessions-old", "task-api-pages-old"] {
        let user = json!({
            "UserId": name, "UserName": name, "Engine": "valkey", "AccessString": "on ~* +@all", "AuthenticationMode": {"Type": "iam"},
        });
        moto.aws("elasticache", "create_user", user)?;
        moto.aws("elasticache", "create_user_group", json!({"UserGroupId": name, "Engine": "valkey", "UserIds": [name]}))?;
    }
    let group = json!({
        "CacheSubnetGroupName": "task-api-caches-old", "CacheSubnetGroupDescription": "of before", "SubnetIds": private,
    });
    moto.aws("elasticache", "create_cache_subnet_group", group)?;
    let nodes = json!({
        "ReplicationGroupId": "task-api-pages-old", "ReplicationGroupDescription": "of before", "Engine": "valkey", "EngineVersion": "8.0",
        "CacheNodeType": "cache.t4g.micro", "NumCacheClusters": 2, "AutomaticFailoverEnabled": true, "MultiAZEnabled": true,
        "CacheSubnetGroupName": "task-api-caches-old", "TransitEncryptionEnabled": true, "AtRestEncryptionEnabled": true, "Port": 6379,
    });
    moto.aws("elasticache", "create_replication_group", nodes)?;
    let serverless = json!({
        "ServerlessCacheName": "task-api-sessions-old", "Engine": "valkey", "MajorEngineVersion": "8", "SubnetIds": private,
    });
    moto.aws("elasticache", "create_serverless_cache", serverless)?;
    Ok(vec![
        ("caches.aws_elasticache_user.sessions", "task-api-sessions-old".to_owned()),
        ("caches.aws_elasticache_user.pages", "task-api-pages-old".to_owned()),
        ("caches.aws_elasticache_user_group.sessions", "task-api-sessions-old".to_owned()),
        ("caches.aws_elasticache_user_group.pages", "task-api-pages-old".to_owned()),
        ("caches.aws_elasticache_subnet_group.caches", "task-api-caches-old".to_owned()),
        ("caches.aws_elasticache_replication_group.pages", "task-api-pages-old".to_owned()),
        ("caches.aws_elasticache_serverless_cache.sessions", "task-api-sessions-old".to_owned()),
    ])
}

/// A load balancer with its listener and a target group, and the record that leads there.
fn load_balancer(moto: &Moto, vpc: &str, subnets: &BTreeMap<&'static str, String>) -> Result<Old, Failure> {
    let group = json!({"GroupName": "before", "Description": "of before", "VpcId": vpc});
    let group = text(&moto.aws("ec2", "create_security_group", group)?, "/GroupId");
    let public = [&subnets["public_a"], &subnets["public_b"]];
    let made = json!({"Name": "task-api-old", "Subnets": public, "SecurityGroups": [group], "Type": "application"});
    let made = moto.aws("elbv2", "create_load_balancer", made)?;
    let arn = text(&made, "/LoadBalancers/0/LoadBalancerArn");
    let target_group = json!({"Name": "task-api-old-8080", "Port": 8080, "Protocol": "HTTP", "TargetType": "ip", "VpcId": vpc});
    let target_group = text(&moto.aws("elbv2", "create_target_group", target_group)?, "/TargetGroups/0/TargetGroupArn");
    let forwards = json!({"Type": "forward", "TargetGroupArn": target_group});
    let listener = json!({"LoadBalancerArn": arn, "Port": 80, "Protocol": "HTTP", "DefaultActions": [forwards]});
    let listener = text(&moto.aws("elbv2", "create_listener", listener)?, "/Listeners/0/ListenerArn");
    let zone = moto.aws("route53", "create_hosted_zone", json!({"Name": "example.com", "CallerReference": "test"}))?;
    let zone = text(&zone, "/HostedZone/Id").trim_start_matches("/hostedzone/").to_owned();
    let alias = json!({
        "HostedZoneId": text(&made, "/LoadBalancers/0/CanonicalHostedZoneId"), "DNSName": text(&made, "/LoadBalancers/0/DNSName"),
        "EvaluateTargetHealth": false,
    });
    let record = json!({"Action": "CREATE", "ResourceRecordSet": {"Name": "api.example.com", "Type": "A", "AliasTarget": alias}});
    let change = json!({"HostedZoneId": zone, "ChangeBatch": {"Changes": [record]}});
    moto.aws("route53", "change_resource_record_sets", change)?;
    Ok(vec![
        ("ecs.aws_lb.main", arn),
        ("ecs.aws_lb_target_group.task_api", target_group),
        ("ecs.aws_lb_listener.http", listener),
        (RECORD, format!("{zone}_api.example.com_A")),
    ])
}

/// The record, whose id begins with that of its zone.
const RECORD: &str = "ecs.aws_route53_record.api_example_com";

/// The id of the zone in which the record stands.
fn zone(old: &[(String, String)]) -> &str {
    let record = old.iter().find(|(address, _)| address.ends_with(RECORD)).expect("it is there");
    record.1.split('_').next().unwrap_or_default()
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
    let is_imported = |kind: &str| old.iter().any(|(address, _)| address.split('.').nth(2) == Some(kind));
    let types = aws::facts::types::all().map(|row| row.kind).filter(|kind| aws::facts::types::keeps_its_address(kind));
    let forgotten: Vec<&str> = types.filter(|kind| !is_imported(kind) && !ELSEWHERE.iter().any(|(of, _)| *of == *kind)).collect();
    assert_eq!(forgotten, [] as [&str; 0], "import them as well");
    let settings = SETTINGS.replace("Z0123456789EXAMPLE", zone(&old));
    let terraform = Terraform::of_files(&tools, emitted(&format!("{settings}{}", imports(&old))))?.against(&moto);
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
