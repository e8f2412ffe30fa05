//! What holds of every resource, in the shipped environments and in those that use what these do not.

use std::collections::BTreeSet;

use terraform::json::Json;

use crate::common::policy::{Statement, statements};
use crate::common::variants::{everything, variants};
use crate::common::{Emitted, Resource, list};

/// Actions for which AWS accepts no ARN (Service Authorization Reference), so that `*` is all that can be said.
/// Written down here a second time on purpose: a list that this test shared with the rules would excuse what it is to find.
const WITHOUT_ARN: [&str; 7] = [
    "ecr:GetAuthorizationToken",
    "ecs:DescribeTaskDefinition",
    "ecs:RegisterTaskDefinition",
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
];

/// Services that assume roles and send no source which a condition could compare: EC2 hands a role to its own instances.
const WITHOUT_SOURCE: [&str; 1] = ["ec2.amazonaws.com"];

#[test]
fn no_password_stands_in_any_emitted_byte() {
    for (name, emitted) in variants() {
        for (path, text) in &emitted.texts {
            let text = text.to_lowercase();
            for argument in ["\"password\":", "\"secret_string\"", "\"secret_key\"", "\"access_key\"", "private_key", "akia"] {
                assert!(!text.contains(argument), "{name}: {path} holds `{argument}`");
            }
        }
        for kind in ["random_password", "aws_iam_access_key", "tls_private_key"] {
            assert!(emitted.all(kind).is_empty(), "{name}: {kind} would stand in the state");
        }
    }
}

#[test]
fn a_policy_says_every_resource_only_where_aws_accepts_no_arn() {
    let mut seen = BTreeSet::new();
    for (name, emitted) in variants() {
        for (resource, statement) in allowing(emitted) {
            // In a key's own policy `*` is the key.
            let on_everything = statement.resources.iter().any(|on| on == "*") && !resource.kind.starts_with("aws_kms_key");
            for action in statement.actions.iter().filter(|_| on_everything) {
                assert!(WITHOUT_ARN.contains(&action.as_str()), "{name}: {} allows {action} on everything", resource.address());
                seen.insert(action.clone());
            }
        }
    }
    assert_eq!(seen, WITHOUT_ARN.map(str::to_owned).into(), "an exception that nothing needs");
}

#[test]
fn no_policy_allows_a_family_of_actions_but_those_that_administer_a_key() {
    for (name, emitted) in variants() {
        for (resource, statement) in allowing(emitted) {
            for action in statement.actions.iter().filter(|action| action.contains('*')) {
                let by_account = statement.principals.iter().all(|(kind, name)| kind == "AWS" && name.ends_with(":root"));
                let administers = resource.kind == "aws_kms_key" && action == "kms:*" && by_account;
                assert!(administers, "{name}: {} allows {action}", resource.address());
            }
        }
    }
}

#[test]
fn no_policy_allows_everybody() {
    for (name, emitted) in variants() {
        for (resource, statement) in allowing(emitted) {
            assert!(statement.principals.iter().all(|(_, who)| who != "*"), "{name}: {} {}", resource.address(), statement.sid);
        }
    }
}

#[test]
fn every_role_that_a_service_assumes_is_for_this_account_alone() {
    let mut exceptions = BTreeSet::new();
    for (name, emitted) in variants() {
        for (resource, statement) in allowing(emitted).into_iter().filter(|(resource, _)| resource.kind == "aws_iam_role") {
            for (_, service) in statement.principals.iter().filter(|(kind, _)| kind == "Service") {
                if WITHOUT_SOURCE.contains(&service.as_str()) {
                    exceptions.insert(service.clone());
                } else {
                    let account = statement.condition("StringEquals", "aws:SourceAccount");
                    assert!(account.is_some_and(is_this_account), "{name}: {} admits {service}", resource.address());
                    assert!(statement.condition("ArnLike", "aws:SourceArn").is_some(), "{name}: {}", resource.address());
                }
            }
        }
    }
    assert_eq!(exceptions, WITHOUT_SOURCE.map(str::to_owned).into(), "an exception that nothing needs");
}

#[test]
fn every_service_that_a_resource_policy_admits_acts_for_this_account_alone() {
    for (name, emitted) in variants() {
        for (resource, statement) in allowing(emitted).into_iter().filter(|(resource, _)| resource.kind != "aws_iam_role") {
            if statement.principals.iter().any(|(kind, _)| kind == "Service") {
                // EventBridge names no source when it opens a log stream; the resource is its log group alone.
                let is_exception =
                    resource.kind == "aws_cloudwatch_log_resource_policy" && statement.actions == ["logs:CreateLogStream"];
                let is_bound = statement.conditions.iter().any(|(_, key, values)| {
                    let names_source =
                        key == "aws:SourceAccount" || key == "aws:SourceArn" || key.starts_with("kms:EncryptionContext:");
                    names_source
                        && values.iter().all(|value| is_this_account(std::slice::from_ref(value)) || value.contains(".arn}"))
                });
                // Of the load balancers' logs AWS prints no condition: the account stands in the path.
                let is_of_path =
                    statement.resources.iter().all(|resource| resource.contains("/AWSLogs/") && !resource.ends_with("/AWSLogs/*"));
                assert!(is_bound || is_exception || is_of_path, "{name}: {} {}", resource.address(), statement.sid);
            }
        }
    }
}

#[test]
fn every_log_group_forgets() {
    for (name, emitted) in variants() {
        let groups = emitted.all("aws_cloudwatch_log_group");
        assert!(groups.len() > 2, "{name}");
        for group in groups {
            let days = group.body["retention_in_days"].as_u64();
            assert!(days.is_some_and(|days| days > 0), "{name}: {} keeps its events for ever", group.address());
        }
    }
}

#[test]
fn every_log_group_is_encrypted_with_a_key_that_serves_cloudwatch_logs_for_that_group() {
    for (name, emitted) in variants() {
        for group in emitted.all("aws_cloudwatch_log_group") {
            let keys = emitted.all("aws_kms_key");
            let is_its_key = |key: &&Resource| group.body["kms_key_id"] == format!("${{{}.arn}}", key.address());
            let key = keys.iter().find(is_its_key).unwrap_or_else(|| panic!("{name}: {} has no key", group.address()));
            let log_group = group.body["name"].as_str().expect("it has a name");
            let serves = statements(&key.body["policy"]).into_iter().any(|statement| {
                let arns = statement.condition("ArnLike", "kms:EncryptionContext:aws:logs:arn").unwrap_or_default().to_vec();
                let is_group = |arn: &String| {
                    let name = arn.split_once(":log-group:").map_or("", |(_, name)| name);
                    let (start, end) = name.split_once('*').unwrap_or((name, ""));
                    log_group == name || (name.contains('*') && log_group.starts_with(start) && log_group.ends_with(end))
                };
                statement.actions.contains(&"kms:GenerateDataKey".to_owned()) && arns.iter().any(is_group)
            });
            assert!(serves, "{name}: {} cannot use {}", group.address(), key.address());
        }
    }
}

#[test]
fn nothing_but_the_load_balancer_and_the_bastion_can_be_reached_from_the_internet() {
    for (name, emitted) in variants() {
        for resource in emitted.resources() {
            let body = &resource.body;
            let public = match resource.kind.as_str() {
                "aws_db_instance" => body["publicly_accessible"] != false,
                "aws_subnet" => body["map_public_ip_on_launch"] != false,
                "aws_ecs_service" => body["network_configuration"]["assign_public_ip"] != false,
                "aws_lb" => body["internal"] != true && resource.label != "main",
                "aws_instance" => resource.label != "bastion",
                "aws_vpc_security_group_ingress_rule" => {
                    let anywhere = body["cidr_ipv4"] == "0.0.0.0/0" || body["cidr_ipv6"] == "::/0";
                    let load_balancer = list(&emitted.only("aws_lb")["security_groups"]).to_vec();
                    anywhere && !load_balancer.contains(&body["security_group_id"])
                }
                _ => false,
            };
            assert!(!public, "{name}: {}", resource.address());
        }
    }
}

#[test]
fn every_bucket_is_private_encrypted_and_spoken_to_by_tls_only() {
    let mut buckets = 0;
    for (name, emitted) in variants() {
        for bucket in emitted.all("aws_s3_bucket") {
            buckets += 1;
            let of_bucket = |kind: &str| {
                let id = Json::from(format!("${{{}.id}}", bucket.address()));
                let mut all = emitted
                    .all(kind)
                    .into_iter()
                    .filter(|it| it.body["bucket"] == id || it.body["bucket"] == bucket.body["bucket"]);
                all.next().unwrap_or_else(|| panic!("{name}: {} has no {kind}", bucket.address())).body
            };
            let block = of_bucket("aws_s3_bucket_public_access_block");
            for argument in ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"] {
                assert_eq!(block[argument], true, "{name}: {}", bucket.address());
            }
            let encryption = of_bucket("aws_s3_bucket_server_side_encryption_configuration");
            let algorithm = &encryption["rule"][0]["apply_server_side_encryption_by_default"]["sse_algorithm"];
            assert!(algorithm == "AES256" || algorithm == "aws:kms", "{name}: {}", bucket.address());
            assert!(of_bucket("aws_s3_bucket_policy")["policy"].as_str().is_some_and(|it| it.contains("aws:SecureTransport")));
            assert_eq!(of_bucket("aws_s3_bucket_versioning")["versioning_configuration"]["status"], "Enabled");
        }
    }
    assert!(buckets > 0);
}

#[test]
fn every_database_topic_repository_and_disk_is_encrypted() {
    for (name, emitted) in variants() {
        for resource in emitted.resources() {
            let body = &resource.body;
            let encrypted = match resource.kind.as_str() {
                "aws_db_instance" => {
                    let keeps_secret = body["manage_master_user_password"] == true;
                    body["storage_encrypted"] == true && keeps_secret == body["master_user_secret_kms_key_id"].is_string()
                }
                "aws_sns_topic" => body["kms_master_key_id"].is_string(),
                "aws_ecr_repository" => body["encryption_configuration"][0]["kms_key"].is_string(),
                "aws_instance" => body["root_block_device"]["encrypted"] == true,
                "aws_secretsmanager_secret" | "aws_db_instance_automated_backups_replication" => body["kms_key_id"].is_string(),
                _ => true,
            };
            assert!(encrypted, "{name}: {}", resource.address());
        }
    }
}

#[test]
fn every_key_is_rotated_and_can_be_saved_from_deletion() {
    for (name, emitted) in variants() {
        for key in emitted.all("aws_kms_key") {
            assert_eq!(key.body["enable_key_rotation"], true, "{name}: {}", key.address());
            assert!(key.body["deletion_window_in_days"].as_u64().is_some_and(|days| days >= 7), "{name}: {}", key.address());
            assert!(key.body["policy"].is_string(), "{name}: {} has the default policy", key.address());
        }
    }
}

#[test]
fn a_shell_in_a_task_is_open_only_if_it_is_set() {
    for (_, emitted) in variants().take(2) {
        assert_eq!(emitted.only("aws_ecs_service")["enable_execute_command"], false);
    }
    assert_eq!(everything().resource("ecs", "aws_ecs_service", "task_api")["enable_execute_command"], true);
}

/// Every statement that allows something, with the resource that it belongs to.
fn allowing(emitted: &Emitted) -> Vec<(Resource, Statement)> {
    let policies = emitted.policies();
    assert!(policies.len() > 8, "the policies were not found");
    let pairs =
        policies.into_iter().flat_map(|(resource, statements)| statements.into_iter().map(move |it| (resource.clone(), it)));
    pairs.filter(|(_, statement)| statement.allows).collect()
}

fn is_this_account(values: &[String]) -> bool {
    let account = |value: &String| value.contains("111122223333") || value.contains("data.aws_caller_identity.current.account_id");
    !values.is_empty() && values.iter().all(account)
}
