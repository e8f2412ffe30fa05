//! The limits that AWS sets to names and descriptions: whatever synth accepts, AWS accepts.

use crate::common::variants::variants;
use crate::common::{Emitted, edited, emit, read};

/// What AWS says of an argument that names something: type, argument, least and most characters, and the characters besides letters
/// and digits. Each from the API reference of the call that creates it.
const LIMITS: [(&str, &str, usize, usize, &str); 31] = [
    ("aws_iam_role", "name", 1, 64, "+=,.@-_"),
    ("aws_iam_role_policy", "name", 1, 128, "+=,.@-_"),
    ("aws_iam_instance_profile", "name", 1, 128, "+=,.@-_"),
    ("aws_lb", "name", 1, 32, "-"),
    ("aws_lb_target_group", "name", 1, 32, "-"),
    ("aws_security_group", "name", 1, 255, " ._-:/()#,@[]+=&;{}!$*"),
    ("aws_db_instance", "identifier", 1, 63, "-"),
    ("aws_db_instance", "final_snapshot_identifier", 1, 255, "-"),
    ("aws_db_subnet_group", "name", 1, 255, "._- "),
    // The provider adds 26 characters to a prefix.
    ("aws_db_parameter_group", "name_prefix", 1, 229, "-"),
    ("aws_db_event_subscription", "name", 1, 254, "-"),
    // As above, of 512.
    ("aws_secretsmanager_secret", "name_prefix", 1, 486, "/_+=.@-"),
    ("aws_ecr_repository", "name", 2, 256, "-_./"),
    ("aws_ecs_cluster", "name", 1, 255, "-_"),
    ("aws_ecs_service", "name", 1, 255, "-_"),
    ("aws_ecs_task_definition", "family", 1, 255, "-_"),
    ("aws_appautoscaling_policy", "name", 1, 256, "-_"),
    ("aws_appautoscaling_scheduled_action", "name", 1, 256, "-_"),
    ("aws_cloudwatch_log_group", "name", 1, 512, "_-/.#"),
    ("aws_cloudwatch_metric_alarm", "alarm_name", 1, 255, "-_"),
    ("aws_cloudwatch_composite_alarm", "alarm_name", 1, 255, "-_"),
    ("aws_cloudwatch_dashboard", "dashboard_name", 1, 255, "-_"),
    ("aws_cloudwatch_event_rule", "name", 1, 64, ".-_"),
    ("aws_cloudwatch_query_definition", "name", 1, 255, "-_/"),
    ("aws_sns_topic", "name", 1, 256, "-_"),
    ("aws_kms_alias", "name", 1, 256, "/_-"),
    ("aws_budgets_budget", "name", 1, 100, "-_. "),
    ("aws_kinesis_firehose_delivery_stream", "name", 1, 64, "_.-"),
    ("aws_cloudwatch_log_stream", "name", 1, 512, "_-/.#"),
    ("aws_cloudwatch_log_subscription_filter", "name", 1, 512, "_-/.#"),
    ("aws_s3_bucket", "bucket", 3, 63, "-"),
];

/// EC2 API Reference, `CreateSecurityGroup` and `AuthorizeSecurityGroupIngress`: letters, digits and these.
const IN_DESCRIPTIONS: &str = " ._-:/()#,@[]+=&;{}!$*";

#[test]
fn every_name_is_one_that_aws_accepts() {
    for (name, emitted) in variants() {
        check_names(name, emitted);
    }
}

#[test]
fn whatever_names_synth_accepts_aws_accepts_too() {
    let mut accepted = 0;
    // The longest that each may have on its own, and what lies between.
    for project in [3, 8, 12, 17, 20, 24] {
        for environment in [1, 4, 10, 16] {
            for service in [1, 8, 16, 24] {
                if let Some(emitted) = named(&"p".repeat(project), &"e".repeat(environment), &"s".repeat(service)) {
                    check_names(&format!("{project}, {environment}, {service}"), &emitted);
                    accepted += 1;
                }
            }
        }
    }
    assert!((8..96).contains(&accepted), "{accepted} were accepted: the lengths try nothing");
}

#[test]
fn security_groups_and_their_rules_are_described_in_characters_that_aws_accepts() {
    for (name, emitted) in variants() {
        let kinds = ["aws_security_group", "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"];
        for resource in kinds.iter().flat_map(|kind| emitted.all(kind)) {
            let description = resource.body["description"].as_str().unwrap_or_default();
            assert!((1..=255).contains(&description.len()), "{name}: {}", resource.address());
            let odd = description.chars().find(|letter| !letter.is_ascii_alphanumeric() && !IN_DESCRIPTIONS.contains(*letter));
            assert_eq!(odd, None, "{name}: {}: {description}", resource.address());
        }
    }
}

#[test]
fn every_type_with_a_name_has_its_limit_here() {
    // Of these AWS says no limit that a name of synth's could reach.
    let unlimited = ["aws_ce_anomaly_monitor", "aws_ce_anomaly_subscription", "aws_wafv2_web_acl", "aws_route53_record"];
    for (name, emitted) in variants() {
        for resource in emitted.resources() {
            let is_named = ["name", "name_prefix", "bucket", "alarm_name", "family", "identifier"]
                .iter()
                .any(|it| resource.body.get(it).is_some());
            let is_known = LIMITS.iter().any(|limit| limit.0 == resource.kind) || unlimited.contains(&resource.kind.as_str());
            // What belongs to a bucket names the bucket.
            let is_known = is_known || resource.kind.starts_with("aws_s3_bucket_");
            assert!(!is_named || is_known, "{name}: what may {} be called?", resource.address());
        }
    }
}

fn check_names(variant: &str, emitted: &Emitted) {
    for resource in emitted.resources() {
        for (_, argument, least, most, others) in LIMITS.iter().filter(|limit| limit.0 == resource.kind) {
            let Some(name) = resource.body.get(argument).and_then(|name| name.as_str()) else { continue };
            // The account's number, where only AWS knows it.
            let name = name.replace("${data.aws_caller_identity.current.account_id}", "111122223333");
            let place = format!("{variant}: {} is called {name}", resource.address());
            assert!((*least..=*most).contains(&name.len()), "{place}, {} characters of {most}", name.len());
            let odd = name.chars().find(|letter| !letter.is_ascii_alphanumeric() && !others.contains(*letter));
            assert_eq!(odd, None, "{place}");
            assert!(!name.starts_with('-') && !name.ends_with('-') || *argument == "name_prefix", "{place}");
        }
    }
}

/// Production under these names, if synth accepts them.
fn named(project: &str, environment: &str, service: &str) -> Option<Emitted> {
    let mut with_names = |path: &std::path::Path| {
        // Whatever the environment's name, its settings are those of prod.
        let text = read(&path.with_file_name(path.file_name().filter(|it| *it == "base.toml").unwrap_or("prod.toml".as_ref())))?;
        Ok(text
            .replace("project = \"task-api\"", &format!("project = \"{project}\""))
            .replace("services.task-api", &format!("services.{service}")))
    };
    emit(environment, "", &mut with_names).ok()
}

#[test]
fn an_account_that_only_aws_knows_makes_no_name_longer() {
    check_names("whatever account", &edited("prod", "account_id = \"111122223333\"", ""));
}
