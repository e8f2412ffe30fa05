//! The moto that the tests start answers as AWS does where Terraform depends on it. No Terraform runs here: each test
//! makes a call and reads back what AWS keeps.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use serde_json::{Value, json};
use support::{Failure, Moto, require_or_skip};

/// A moto of its own for a test, or `None` where it cannot be had.
fn moto(test_name: &str) -> Option<Moto> {
    Moto::start_or_skip(test_name, &require_or_skip(test_name)?, "111122223333")
}

#[test]
fn what_aws_keeps_is_read_back() -> Result<(), Failure> {
    let Some(moto) = moto("what AWS keeps is read back") else { return Ok(()) };

    moto.aws("logs", "create_log_group", json!({"logGroupName": "g", "logGroupClass": "INFREQUENT_ACCESS"}))?;
    let groups = moto.aws("logs", "describe_log_groups", json!({}))?;
    assert_eq!(groups["logGroups"][0]["logGroupClass"], "INFREQUENT_ACCESS");

    let query = json!({"name": "by level", "queryString": "fields @message", "logGroupNames": ["g"]});
    let id = moto.aws("logs", "put_query_definition", query)?["queryDefinitionId"].clone();
    let queries = moto.aws("logs", "describe_query_definitions", json!({"queryDefinitionNamePrefix": "by"}))?;
    assert_eq!(queries["queryDefinitions"][0]["queryString"], "fields @message");
    assert_eq!(moto.aws("logs", "delete_query_definition", json!({"queryDefinitionId": id}))?["success"], true);

    let key = moto.aws("kms", "create_key", json!({}))?["KeyMetadata"]["KeyId"].clone();
    moto.aws("kms", "enable_key_rotation", json!({"KeyId": key, "RotationPeriodInDays": 180}))?;
    assert_eq!(moto.aws("kms", "get_key_rotation_status", json!({"KeyId": key}))?["RotationPeriodInDays"], 180);

    let topic = json!({"Name": "t", "Attributes": {"SignatureVersion": "2", "TracingConfig": "Active"}});
    let topic = moto.aws("sns", "create_topic", topic)?["TopicArn"].clone();
    let attributes = moto.aws("sns", "get_topic_attributes", json!({"TopicArn": topic}))?["Attributes"].clone();
    assert_eq!((&attributes["SignatureVersion"], &attributes["TracingConfig"]), (&json!("2"), &json!("Active")));
    Ok(())
}

#[test]
fn a_bucket_gives_back_its_notifications_and_lifecycle_and_takes_logs_by_policy() -> Result<(), Failure> {
    let Some(moto) = moto("a bucket gives back its notifications and lifecycle and takes logs by policy") else { return Ok(()) };
    moto.aws("s3", "create_bucket", json!({"Bucket": "logs-bucket"}))?;
    let missing = moto.aws("s3", "get_bucket_lifecycle_configuration", json!({"Bucket": "logs-bucket"}));
    assert_eq!(missing.expect_err("there is no rule yet").aws_code(), Some("NoSuchLifecycleConfiguration"));

    let to_eventbridge = json!({"Bucket": "logs-bucket", "NotificationConfiguration": {"EventBridgeConfiguration": {}}});
    moto.aws("s3", "put_bucket_notification_configuration", to_eventbridge)?;
    let notifications = moto.aws("s3", "get_bucket_notification_configuration", json!({"Bucket": "logs-bucket"}))?;
    assert_eq!(notifications["EventBridgeConfiguration"], json!({}));

    let expiration = json!({"NoncurrentDays": 30, "NewerNoncurrentVersions": 5});
    let rule = json!({"ID": "old", "Status": "Enabled", "Filter": {"Prefix": ""}, "NoncurrentVersionExpiration": expiration});
    let lifecycle = json!({"Bucket": "logs-bucket", "LifecycleConfiguration": {"Rules": [rule]}});
    moto.aws("s3", "put_bucket_lifecycle_configuration", lifecycle)?;
    let rules = moto.aws("s3", "get_bucket_lifecycle_configuration", json!({"Bucket": "logs-bucket"}))?;
    assert_eq!(rules["Rules"][0]["NoncurrentVersionExpiration"], expiration);

    let logging = json!({"Bucket": "logs-bucket", "BucketLoggingStatus": {
        "LoggingEnabled": {"TargetBucket": "logs-bucket", "TargetPrefix": "s3/"}}});
    let refused = moto.aws("s3", "put_bucket_logging", logging.clone()).expect_err("no policy lets S3 write");
    assert_eq!(refused.aws_code(), Some("InvalidTargetBucketForLogging"));
    let deny = json!({"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::logs-bucket/*"});
    let allow = json!({"Effect": "Allow", "Principal": {"Service": "logging.s3.amazonaws.com"}, "Action": "s3:PutObject",
        "Resource": ["arn:aws:s3:::logs-bucket/s3/*"]});
    let policy = json!({"Version": "2012-10-17", "Statement": [deny, allow]}).to_string();
    moto.aws("s3", "put_bucket_policy", json!({"Bucket": "logs-bucket", "Policy": policy}))?;
    moto.aws("s3", "put_bucket_logging", logging)?;

    let without_tls = json!({"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "s3:*",
        "Resource": "arn:aws:s3:::logs-bucket/*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}});
    let policy = json!({"Version": "2012-10-17", "Statement": [without_tls]}).to_string();
    moto.aws("s3", "put_bucket_policy", json!({"Bucket": "logs-bucket", "Policy": policy}))?;
    moto.aws("s3", "put_object", json!({"Bucket": "logs-bucket", "Key": "with-tls"}))?;
    let policy = moto.aws("s3", "get_bucket_policy", json!({"Bucket": "logs-bucket"}))?["Policy"].to_string();
    assert!(policy.contains("aws:SecureTransport"), "the policy is still whole: {policy}");
    Ok(())
}

#[test]
fn budgets_and_cost_anomalies_are_kept_with_subscribers_and_tags() -> Result<(), Failure> {
    let Some(moto) = moto("budgets and cost anomalies are kept with subscribers and tags") else { return Ok(()) };
    let limit = |amount: &str| json!({"Amount": amount, "Unit": "USD"});
    let budget =
        |amount: &str| json!({"BudgetName": "b", "BudgetType": "COST", "TimeUnit": "MONTHLY", "BudgetLimit": limit(amount)});
    let account = moto.account_id();
    let notification = json!({"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 80.0});
    let subscriber = json!({"SubscriptionType": "EMAIL", "Address": "ops@example.com"});
    let tags = json!([{"Key": "Project", "Value": "task-api"}]);
    let warned = json!([{"Notification": notification, "Subscribers": [subscriber]}]);
    let create = json!({"AccountId": account, "Budget": budget("1"), "NotificationsWithSubscribers": warned, "ResourceTags": tags});
    moto.aws("budgets", "create_budget", create)?;
    moto.aws("budgets", "update_budget", json!({"AccountId": account, "NewBudget": budget("2")}))?;
    let read = json!({"AccountId": account, "BudgetName": "b", "Notification": notification});
    let subscribers = moto.aws("budgets", "describe_subscribers_for_notification", read)?;
    assert_eq!(subscribers["Subscribers"], json!([subscriber]));
    let read = moto.aws("budgets", "describe_budget", json!({"AccountId": account, "BudgetName": "b"}))?;
    assert_eq!(read["Budget"]["BudgetLimit"], limit("2"));
    let arn = format!("arn:aws:budgets::{account}:budget/b");
    assert_eq!(moto.aws("budgets", "list_tags_for_resource", json!({"ResourceARN": arn}))?["ResourceTags"], tags);

    let monitor = json!({"MonitorName": "m", "MonitorType": "DIMENSIONAL", "MonitorDimension": "SERVICE"});
    let create = json!({"AnomalyMonitor": monitor, "ResourceTags": tags});
    let arn = moto.aws("ce", "create_anomaly_monitor", create)?["MonitorArn"].clone();
    moto.aws("ce", "update_anomaly_monitor", json!({"MonitorArn": arn, "MonitorName": "n"}))?;
    let monitors = moto.aws("ce", "get_anomaly_monitors", json!({"MonitorArnList": [arn]}))?;
    assert_eq!(monitors["AnomalyMonitors"][0]["MonitorName"], "n");
    assert_eq!(moto.aws("ce", "list_tags_for_resource", json!({"ResourceArn": arn}))?["ResourceTags"], tags);
    moto.aws("ce", "delete_anomaly_monitor", json!({"MonitorArn": arn}))?;
    let gone = moto.aws("ce", "delete_anomaly_monitor", json!({"MonitorArn": arn})).expect_err("it is gone");
    assert_eq!(gone.aws_code(), Some("UnknownMonitorException"));
    Ok(())
}

#[test]
fn backups_of_a_database_are_replicated_to_the_second_region() -> Result<(), Failure> {
    let Some(moto) = moto("backups of a database are replicated to the second region") else { return Ok(()) };
    let database = |name: &str| {
        json!({"DBInstanceIdentifier": name, "Engine": "postgres", "DBInstanceClass": "db.t3.small", "AllocatedStorage": 20,
            "MasterUsername": "taskadmin", "ManageMasterUserPassword": true, "EnablePerformanceInsights": true,
            "PreferredBackupWindow": "03:00-04:00", "PreferredMaintenanceWindow": "mon:04:30-mon:05:30"})
    };
    let one = moto.aws("rds", "create_db_instance", database("one"))?["DBInstance"].clone();
    let two = moto.aws("rds", "create_db_instance", database("two"))?["DBInstance"].clone();
    assert_ne!(one["DbiResourceId"], two["DbiResourceId"]);
    assert_eq!((&one["PerformanceInsightsEnabled"], &one["NetworkType"]), (&json!(true), &json!("IPV4")));
    let secret = &one["MasterUserSecret"]["SecretArn"];
    moto.aws("secretsmanager", "cancel_rotate_secret", json!({"SecretId": secret}))?;

    let moved = moto.aws("rds", "modify_db_instance", json!({"DBInstanceIdentifier": "two", "DBPortNumber": 5433}))?;
    assert_eq!(moved["DBInstance"]["Endpoint"]["Port"], 5433);

    let source = json!({"SourceDBInstanceArn": one["DBInstanceArn"], "BackupRetentionPeriod": 30});
    let replication = moto.aws_in("us-west-2", "rds", "start_db_instance_automated_backups_replication", source)?;
    let arn = replication["DBInstanceAutomatedBackup"]["DBInstanceAutomatedBackupsArn"].clone();
    let read = json!({"DBInstanceAutomatedBackupsArn": arn});
    let backups = moto.aws_in("us-west-2", "rds", "describe_db_instance_automated_backups", read.clone())?;
    assert_eq!(backups["DBInstanceAutomatedBackups"][0]["Status"], "replicating");
    let instance = moto.aws("rds", "describe_db_instances", json!({"DBInstanceIdentifier": "one"}))?;
    let replications = &instance["DBInstances"][0]["DBInstanceAutomatedBackupsReplications"];
    assert_eq!(replications[0]["DBInstanceAutomatedBackupsArn"], arn);

    let source = json!({"SourceDBInstanceArn": one["DBInstanceArn"]});
    moto.aws_in("us-west-2", "rds", "stop_db_instance_automated_backups_replication", source)?;
    let gone = moto.aws_in("us-west-2", "rds", "describe_db_instance_automated_backups", read).expect_err("it is gone");
    assert_eq!(gone.aws_code(), Some("DBInstanceAutomatedBackupNotFound"));
    Ok(())
}

#[test]
fn the_disk_of_an_instance_has_the_size_of_its_image_unless_another_is_set() -> Result<(), Failure> {
    let Some(moto) = moto("the disk of an instance has the size of its image") else { return Ok(()) };
    let name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64";
    let image = moto.aws("ssm", "get_parameter", json!({"Name": name}))?["Parameter"]["Value"].clone();
    let disk = json!({"DeviceName": "/dev/xvda", "Ebs": {"Encrypted": true, "VolumeType": "gp3"}});
    let machine = json!({"ImageId": image, "MinCount": 1, "MaxCount": 1, "BlockDeviceMappings": [disk]});
    moto.aws("ec2", "run_instances", machine)?;
    let volumes = moto.aws("ec2", "describe_volumes", json!({}))?;
    assert_eq!((&volumes["Volumes"][0]["Size"], &volumes["Volumes"][0]["Encrypted"]), (&json!(8), &json!(true)));
    Ok(())
}

#[test]
fn a_read_replica_is_an_instance_of_its_own() -> Result<(), Failure> {
    let Some(moto) = moto("a read replica is an instance of its own") else { return Ok(()) };
    let source = json!({"DBInstanceIdentifier": "one", "Engine": "postgres", "DBInstanceClass": "db.t3.small",
        "AllocatedStorage": 20, "MasterUsername": "taskadmin", "MasterUserPassword": "of-no-matter",
        "BackupRetentionPeriod": 7, "EnableCloudwatchLogsExports": ["postgresql"]});
    let source = moto.aws("rds", "create_db_instance", source)?["DBInstance"].clone();
    let replica = json!({"DBInstanceIdentifier": "two", "SourceDBInstanceIdentifier": "one"});
    moto.aws("rds", "create_db_instance_read_replica", replica)?;
    let read = moto.aws("rds", "describe_db_instances", json!({"DBInstanceIdentifier": "two"}))?;
    let replica = &read["DBInstances"][0];
    assert_ne!(replica["DbiResourceId"], source["DbiResourceId"]);
    assert_eq!(replica["ReadReplicaSourceDBInstanceIdentifier"], "one");
    assert_eq!(replica["BackupRetentionPeriod"], 0);
    assert_eq!(replica["EnabledCloudwatchLogsExports"], json!([]));

    let kept_by_rds = json!({"DBInstanceIdentifier": "three", "Engine": "postgres", "DBInstanceClass": "db.t3.small",
        "AllocatedStorage": 20, "MasterUsername": "taskadmin", "ManageMasterUserPassword": true});
    moto.aws("rds", "create_db_instance", kept_by_rds)?;
    let replica = json!({"DBInstanceIdentifier": "four", "SourceDBInstanceIdentifier": "three"});
    let refused = moto.aws("rds", "create_db_instance_read_replica", replica).expect_err("RDS keeps the password");
    assert_eq!(refused.aws_code(), Some("InvalidParameterCombination"));
    Ok(())
}

#[test]
fn a_parameter_that_is_reset_has_its_default_again() -> Result<(), Failure> {
    let Some(moto) = moto("a parameter that is reset has its default again") else { return Ok(()) };
    let group = json!({"DBParameterGroupName": "one", "DBParameterGroupFamily": "postgres15", "Description": "one"});
    moto.aws("rds", "create_db_parameter_group", group)?;
    let parameter = |name: &str| json!({"ParameterName": name, "ParameterValue": "1", "ApplyMethod": "immediate"});
    let set = json!({"DBParameterGroupName": "one", "Parameters": [parameter("work_mem"), parameter("lock_timeout")]});
    moto.aws("rds", "modify_db_parameter_group", set)?;
    moto.aws("rds", "reset_db_parameter_group", json!({"DBParameterGroupName": "one", "Parameters": [parameter("work_mem")]}))?;
    let read = moto.aws("rds", "describe_db_parameters", json!({"DBParameterGroupName": "one"}))?;
    let names: Vec<&str> =
        read["Parameters"].as_array().into_iter().flatten().filter_map(|it| it["ParameterName"].as_str()).collect();
    assert_eq!(names, ["lock_timeout"]);
    Ok(())
}

#[test]
fn a_subscription_to_events_gets_one_source_more_or_less() -> Result<(), Failure> {
    let Some(moto) = moto("a subscription to events gets one source more or less") else { return Ok(()) };
    let topic = moto.aws("sns", "create_topic", json!({"Name": "alerts"}))?["TopicArn"].clone();
    let subscription =
        json!({"SubscriptionName": "events", "SnsTopicArn": topic, "SourceType": "db-instance", "SourceIds": ["one"]});
    moto.aws("rds", "create_event_subscription", subscription)?;
    let sources = || -> Result<Value, Failure> {
        let read = moto.aws("rds", "describe_event_subscriptions", json!({"SubscriptionName": "events"}))?;
        Ok(read["EventSubscriptionsList"][0]["SourceIdsList"].clone())
    };
    let replica = json!({"SubscriptionName": "events", "SourceIdentifier": "two"});
    moto.aws("rds", "add_source_identifier_to_subscription", replica.clone())?;
    assert_eq!(sources()?, json!(["one", "two"]));
    moto.aws("rds", "remove_source_identifier_from_subscription", replica)?;
    assert_eq!(sources()?, json!(["one"]));
    let modified = json!({"SubscriptionName": "events", "EventCategories": ["failover"], "SourceType": "db-instance"});
    moto.aws("rds", "modify_event_subscription", modified)?;
    let read = moto.aws("rds", "describe_event_subscriptions", json!({"SubscriptionName": "events"}))?;
    assert_eq!(read["EventSubscriptionsList"][0]["EventCategoriesList"], json!(["failover"]));
    Ok(())
}

/// The code of a refusal.
fn refused(moto: &Moto, service: &str, operation: &str, parameters: Value) -> String {
    let refused = moto.aws(service, operation, parameters).expect_err("AWS refuses it");
    refused.aws_code().unwrap_or_default().to_owned()
}

#[test]
fn what_holds_something_is_not_deleted() -> Result<(), Failure> {
    let Some(moto) = moto("what holds something is not deleted") else { return Ok(()) };
    moto.aws("s3", "create_bucket", json!({"Bucket": "full-bucket"}))?;
    moto.aws("s3", "put_object", json!({"Bucket": "full-bucket", "Key": "object"}))?;
    assert_eq!(refused(&moto, "s3", "delete_bucket", json!({"Bucket": "full-bucket"})), "BucketNotEmpty");
    // Of a versioned bucket, what was deleted is there still.
    let versioned = json!({"Bucket": "full-bucket", "VersioningConfiguration": {"Status": "Enabled"}});
    moto.aws("s3", "put_bucket_versioning", versioned)?;
    moto.aws("s3", "delete_object", json!({"Bucket": "full-bucket", "Key": "object"}))?;
    assert_eq!(refused(&moto, "s3", "delete_bucket", json!({"Bucket": "full-bucket"})), "BucketNotEmpty");

    moto.aws("ecr", "create_repository", json!({"repositoryName": "api"}))?;
    let manifest = json!({"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json"});
    let image = json!({"repositoryName": "api", "imageTag": "1.0.0", "imageManifest": manifest.to_string()});
    moto.aws("ecr", "put_image", image)?;
    assert_eq!(refused(&moto, "ecr", "delete_repository", json!({"repositoryName": "api"})), "RepositoryNotEmptyException");
    moto.aws("ecr", "delete_repository", json!({"repositoryName": "api", "force": true}))?;
    Ok(())
}

/// A load balancer with a listener and a target group; their ARNs, and the subnets.
struct Balanced {
    load_balancer: Value,
    listener: Value,
    group: Value,
    subnets: [Value; 3],
    certificate: Value,
}

fn balanced(moto: &Moto) -> Result<Balanced, Failure> {
    let vpc = moto.aws("ec2", "create_vpc", json!({"CidrBlock": "10.0.0.0/16"}))?["Vpc"]["VpcId"].clone();
    let subnet = |index: usize, zone: &str| -> Result<Value, Failure> {
        let subnet =
            json!({"VpcId": vpc, "CidrBlock": format!("10.0.{index}.0/24"), "AvailabilityZone": format!("us-east-1{zone}")});
        Ok(moto.aws("ec2", "create_subnet", subnet)?["Subnet"]["SubnetId"].clone())
    };
    let subnets = [subnet(1, "a")?, subnet(2, "b")?, subnet(3, "c")?];
    let load_balancer = json!({"Name": "one", "Subnets": [subnets[0], subnets[1]]});
    let load_balancer = moto.aws("elbv2", "create_load_balancer", load_balancer)?["LoadBalancers"][0]["LoadBalancerArn"].clone();
    let group = json!({"Name": "api", "Protocol": "HTTP", "Port": 8080, "VpcId": vpc, "TargetType": "ip"});
    let group = moto.aws("elbv2", "create_target_group", group)?["TargetGroups"][0].clone();
    assert_eq!(group["ProtocolVersion"], "HTTP1", "{group}");
    let group = group["TargetGroupArn"].clone();
    let certificate = moto.aws("acm", "request_certificate", json!({"DomainName": "example.com"}))?["CertificateArn"].clone();
    let listener = json!({
        "LoadBalancerArn": load_balancer, "Protocol": "HTTPS", "Port": 443, "Certificates": [{"CertificateArn": certificate}],
        "DefaultActions": [{"Type": "forward", "TargetGroupArn": group}],
    });
    let listener = moto.aws("elbv2", "create_listener", listener)?["Listeners"][0]["ListenerArn"].clone();
    Ok(Balanced { load_balancer, listener, group, subnets, certificate })
}

#[test]
fn what_is_in_use_is_not_deleted() -> Result<(), Failure> {
    let Some(moto) = moto("what is in use is not deleted") else { return Ok(()) };
    let Balanced { load_balancer, listener, group, subnets, certificate } = balanced(&moto)?;
    assert_eq!(refused(&moto, "elbv2", "delete_target_group", json!({"TargetGroupArn": group})), "ResourceInUse");
    assert_eq!(refused(&moto, "acm", "delete_certificate", json!({"CertificateArn": certificate})), "ResourceInUseException");
    assert_eq!(refused(&moto, "ec2", "delete_subnet", json!({"SubnetId": subnets[0]})), "DependencyViolation");
    moto.aws("ec2", "delete_subnet", json!({"SubnetId": subnets[2]}))?;

    moto.aws("elbv2", "delete_listener", json!({"ListenerArn": listener}))?;
    moto.aws("elbv2", "delete_target_group", json!({"TargetGroupArn": group}))?;
    moto.aws("acm", "delete_certificate", json!({"CertificateArn": certificate}))?;
    moto.aws("elbv2", "delete_load_balancer", json!({"LoadBalancerArn": load_balancer}))?;
    moto.aws("ec2", "delete_subnet", json!({"SubnetId": subnets[0]}))?;
    Ok(())
}

#[test]
fn a_priority_is_of_one_rule() -> Result<(), Failure> {
    let Some(moto) = moto("a priority is of one rule") else { return Ok(()) };
    let Balanced { listener, group, .. } = balanced(&moto)?;
    let rule = |priority: u32, path: &str| {
        json!({
            "ListenerArn": listener, "Priority": priority, "Conditions": [{"Field": "path-pattern", "Values": [path]}],
            "Actions": [{"Type": "forward", "TargetGroupArn": group}],
        })
    };
    let one = moto.aws("elbv2", "create_rule", rule(1, "/one/*"))?["Rules"][0]["RuleArn"].clone();
    moto.aws("elbv2", "create_rule", rule(2, "/two/*"))?;
    assert_eq!(refused(&moto, "elbv2", "create_rule", rule(2, "/three/*")), "PriorityInUse");
    let moved = |priority: u32| json!({"RulePriorities": [{"RuleArn": one, "Priority": priority}]});
    assert_eq!(refused(&moto, "elbv2", "set_rule_priorities", moved(2)), "PriorityInUse");
    moto.aws("elbv2", "set_rule_priorities", moved(1))?;
    moto.aws("elbv2", "set_rule_priorities", moved(3))?;
    Ok(())
}

#[test]
fn a_service_is_balanced_on_a_port_of_the_revision_that_it_runs() -> Result<(), Failure> {
    let Some(moto) = moto("a service is balanced on a port of the revision that it runs") else { return Ok(()) };
    let Balanced { group, .. } = balanced(&moto)?;
    moto.aws("ecs", "create_cluster", json!({"clusterName": "one"}))?;
    let revision = |port: u16| -> Result<Value, Failure> {
        let container = json!({"name": "api", "image": "api", "memory": 512, "portMappings": [{"containerPort": port}]});
        let task = json!({"family": "api", "containerDefinitions": [container]});
        Ok(moto.aws("ecs", "register_task_definition", task)?["taskDefinition"]["taskDefinitionArn"].clone())
    };
    let (old, new) = (revision(8080)?, revision(9090)?);
    let balancer = |port: u16| json!([{"targetGroupArn": group, "containerName": "api", "containerPort": port}]);
    let service = |port: u16| json!({"cluster": "one", "serviceName": "api", "taskDefinition": old, "desiredCount": 1, "loadBalancers": balancer(port)});
    assert_eq!(refused(&moto, "ecs", "create_service", service(9090)), "InvalidParameterException");
    moto.aws("ecs", "create_service", service(8080))?;
    // The pipeline's revision stays, so the port alone cannot move; with the revision it can.
    let moved = json!({"cluster": "one", "service": "api", "loadBalancers": balancer(9090)});
    assert_eq!(refused(&moto, "ecs", "update_service", moved), "InvalidParameterException");
    let delivered = json!({"cluster": "one", "service": "api", "taskDefinition": new});
    assert_eq!(refused(&moto, "ecs", "update_service", delivered), "InvalidParameterException");
    let both = json!({"cluster": "one", "service": "api", "taskDefinition": new, "loadBalancers": balancer(9090)});
    moto.aws("ecs", "update_service", both)?;
    Ok(())
}

#[test]
fn a_subnet_group_outlives_a_change_and_keeps_the_subnet_of_its_database() -> Result<(), Failure> {
    let Some(moto) = moto("a subnet group outlives a change and keeps the subnet of its database") else { return Ok(()) };
    let Balanced { subnets: [a, b, c], .. } = balanced(&moto)?;
    let group = |subnets: &[&Value]| json!({"DBSubnetGroupName": "one", "DBSubnetGroupDescription": "one", "SubnetIds": subnets});
    moto.aws("rds", "create_db_subnet_group", group(&[&a, &b, &c]))?;
    let database = json!({"DBInstanceIdentifier": "one", "Engine": "postgres", "DBInstanceClass": "db.t3.small", "AllocatedStorage": 20,
        "MasterUsername": "taskadmin", "ManageMasterUserPassword": true, "DBSubnetGroupName": "one", "AvailabilityZone": "us-east-1a"});
    moto.aws("rds", "create_db_instance", database)?;
    let modified = |subnets: &[&Value]| {
        let mut group = group(subnets);
        group.as_object_mut().map(|it| it.remove("DBSubnetGroupDescription"));
        group
    };
    assert_eq!(refused(&moto, "rds", "modify_db_subnet_group", modified(&[&b, &c])), "SubnetAlreadyInUse");
    moto.aws("rds", "modify_db_subnet_group", modified(&[&a, &b]))?;
    let groups = moto.aws("rds", "describe_db_subnet_groups", json!({"DBSubnetGroupName": "one"}))?;
    assert_eq!(groups["DBSubnetGroups"][0]["Subnets"].as_array().map(Vec::len), Some(2));
    let gone = json!({"DBSubnetGroupName": "one"});
    assert_eq!(refused(&moto, "rds", "delete_db_subnet_group", gone), "InvalidDBSubnetGroupStateFault");
    assert_eq!(refused(&moto, "ec2", "delete_subnet", json!({"SubnetId": a})), "DependencyViolation");
    Ok(())
}

#[test]
fn a_cache_has_its_nodes_its_users_and_its_last_snapshot() -> Result<(), Failure> {
    let Some(moto) = moto("a cache has its nodes, its users and its last snapshot") else { return Ok(()) };
    let user = |id: &str, mode: &str| json!({"UserId": id, "UserName": id, "Engine": "valkey", "AccessString": "on ~* +@all", "AuthenticationMode": {"Type": mode}});
    moto.aws("elasticache", "create_user", user("app", "iam"))?;
    moto.aws("elasticache", "create_user", user("anybody", "no-password-required"))?;
    let group = |id: &str, user: &str| json!({"UserGroupId": id, "Engine": "valkey", "UserIds": [user]});
    assert_eq!(refused(&moto, "elasticache", "create_user_group", group("open", "anybody")), "InvalidParameterCombination");
    moto.aws("elasticache", "create_user_group", group("app", "app"))?;

    let cache = json!({
        "ReplicationGroupId": "pages", "ReplicationGroupDescription": "pages", "Engine": "valkey", "EngineVersion": "8.0",
        "CacheNodeType": "cache.t4g.small", "NumCacheClusters": 2, "UserGroupIds": ["app"], "TransitEncryptionEnabled": true,
    });
    moto.aws("elasticache", "create_replication_group", cache)?;
    let nodes = || moto.aws("elasticache", "describe_replication_groups", json!({"ReplicationGroupId": "pages"}));
    assert_eq!(nodes()?["ReplicationGroups"][0]["MemberClusters"], json!(["pages-001", "pages-002"]));
    let node = moto.aws("elasticache", "describe_cache_clusters", json!({"CacheClusterId": "pages-002"}))?;
    assert_eq!(node["CacheClusters"][0]["CacheParameterGroup"]["CacheParameterGroupName"], "default.valkey8");
    let more = json!({"ReplicationGroupId": "pages", "NewReplicaCount": 2, "ApplyImmediately": true});
    moto.aws("elasticache", "increase_replica_count", more)?;
    assert_eq!(nodes()?["ReplicationGroups"][0]["MemberClusters"].as_array().map(Vec::len), Some(3));
    let modify = |setting: &str, value: Value| {
        let mut modified = json!({"ReplicationGroupId": "pages", "ApplyImmediately": true});
        modified[setting] = value;
        moto.aws("elasticache", "modify_replication_group", modified)
    };
    modify("AutomaticFailoverEnabled", json!(true))?;
    let none = json!({"ReplicationGroupId": "pages", "NewReplicaCount": 0, "ApplyImmediately": true});
    assert_eq!(refused(&moto, "elasticache", "decrease_replica_count", none.clone()), "InvalidParameterCombination");
    modify("AutomaticFailoverEnabled", json!(false))?;
    moto.aws("elasticache", "decrease_replica_count", none)?;
    assert_eq!(refused(&moto, "elasticache", "delete_user_group", json!({"UserGroupId": "app"})), "InvalidUserGroupState");

    let serverless = json!({"ServerlessCacheName": "sessions", "Engine": "valkey", "UserGroupId": "app"});
    let made = moto.aws("elasticache", "create_serverless_cache", serverless)?;
    assert_eq!(
        (&made["ServerlessCache"]["Endpoint"]["Port"], &made["ServerlessCache"]["ReaderEndpoint"]["Port"]),
        (&json!(6379), &json!(6380))
    );
    let end = json!({"ReplicationGroupId": "pages", "FinalSnapshotIdentifier": "pages-final"});
    moto.aws("elasticache", "delete_replication_group", end.clone())?;
    assert_eq!(refused(&moto, "elasticache", "delete_replication_group", end), "SnapshotAlreadyExistsFault");
    let snapshot = json!({"SnapshotName": "pages-final"});
    moto.aws("elasticache", "delete_snapshot", snapshot.clone())?;
    assert_eq!(refused(&moto, "elasticache", "delete_snapshot", snapshot), "SnapshotNotFoundFault");
    Ok(())
}

#[test]
fn tags_are_gone_with_what_had_them() -> Result<(), Failure> {
    let Some(moto) = moto("tags are gone with what had them") else { return Ok(()) };
    let group = json!({"logGroupName": "/ecs/one"});
    moto.aws("logs", "create_log_group", json!({"logGroupName": "/ecs/one", "tags": {"Owner": "before"}}))?;
    moto.aws("logs", "delete_log_group", group.clone())?;
    moto.aws("logs", "create_log_group", group.clone())?;
    assert_eq!(moto.aws("logs", "list_tags_log_group", group)?["tags"], json!({}));
    Ok(())
}

#[test]
fn a_record_that_is_gone_can_be_made_again() -> Result<(), Failure> {
    let Some(moto) = moto("a record that is gone can be made again") else { return Ok(()) };
    let zone = moto.aws("route53", "create_hosted_zone", json!({"Name": "example.com", "CallerReference": "test"}))?;
    let change = |action: &str, name: &str| {
        let record = json!({"Name": name, "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}]});
        let changes = json!({"Changes": [{"Action": action, "ResourceRecordSet": record}]});
        moto.aws(
            "route53",
            "change_resource_record_sets",
            json!({"HostedZoneId": zone["HostedZone"]["Id"], "ChangeBatch": changes}),
        )
    };
    change("CREATE", "shop.example.com")?;
    change("CREATE", "www.example.com")?;
    change("DELETE", "shop.example.com")?;
    change("CREATE", "shop.example.com")?;
    assert_eq!(change("CREATE", "shop.example.com").expect_err("it is there").aws_code(), Some("InvalidChangeBatch"));
    Ok(())
}

#[test]
fn a_call_that_moto_lacks_fails_at_once_and_is_named() -> Result<(), Failure> {
    let Some(moto) = moto("a call that moto lacks fails at once and is named") else { return Ok(()) };
    let failure = moto.aws("rds", "describe_integrations", json!({})).expect_err("moto lacks it");
    assert_eq!(failure.aws_code(), Some("MotoFailure"));
    assert!(failure.to_string().contains("describe_integrations"), "{failure}");
    assert!(moto.log()?.contains("NotImplementedError"));
    Ok(())
}

#[test]
fn a_call_that_is_sent_again_is_carried_out_once() -> Result<(), Failure> {
    let Some(moto) = moto("a call that is sent again is carried out once") else { return Ok(()) };
    let create_key = |invocation: &str| {
        let address = moto.url();
        let mut stream = TcpStream::connect(address.trim_start_matches("http://")).expect("moto listens");
        let request = format!(
            "POST / HTTP/1.0\r\nX-Amz-Target: TrentService.CreateKey\r\nContent-Type: application/x-amz-json-1.1\r\n\
             Authorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/kms/aws4_request\r\n\
             amz-sdk-invocation-id: {invocation}\r\nContent-Length: 2\r\n\r\n{{}}"
        );
        stream.write_all(request.as_bytes()).expect("the call is sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("moto answers");
        assert!(answer.contains(" 200 "), "{answer}");
        answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned())
    };
    assert_eq!(create_key("one"), create_key("one"), "the answer to the second try is that to the first");
    create_key("another");
    assert_eq!(moto.aws("kms", "list_keys", json!({}))?["Keys"].as_array().map(Vec::len), Some(2));
    Ok(())
}

#[test]
fn a_reset_forgets_every_resource() -> Result<(), Failure> {
    let Some(moto) = moto("a reset forgets every resource") else { return Ok(()) };
    moto.aws("s3", "create_bucket", json!({"Bucket": "some-bucket"}))?;
    moto.aws("logs", "put_query_definition", json!({"name": "q", "queryString": "fields @message"}))?;
    moto.reset()?;
    assert_eq!(moto.aws("s3", "list_buckets", json!({}))?["Buckets"], json!([]));
    assert_eq!(moto.aws("logs", "describe_query_definitions", json!({}))?["queryDefinitions"], json!([]));
    Ok(())
}

#[test]
fn all_pages_of_an_answer_are_read() -> Result<(), Failure> {
    let Some(moto) = moto("all pages of an answer are read") else { return Ok(()) };
    for index in 0..101 {
        moto.aws("sns", "create_topic", json!({"Name": format!("topic-{index}")}))?;
    }
    let topics = moto.aws("sns", "list_topics", json!({}))?;
    assert_eq!(topics["Topics"].as_array().map(Vec::len), Some(101), "moto gives 100 in a page");
    assert_eq!(topics.get("NextToken"), None::<&Value>);
    Ok(())
}
