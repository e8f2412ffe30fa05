//! The services on ECS.

use serde_json::json;

use crate::common::{both, embedded, prod, staging};

#[test]
fn prod_runs_three_to_ten_tasks_and_staging_one_to_three() {
    for (emitted, desired, min, max) in [(prod(), 3, 3, 10), (staging(), 1, 1, 3)] {
        assert_eq!(emitted.only("aws_ecs_service")["desired_count"], desired);
        let target = emitted.only("aws_appautoscaling_target");
        assert_eq!((&target["min_capacity"], &target["max_capacity"]), (&json!(min), &json!(max)));
    }
}

#[test]
fn a_task_has_256_cpu_units_and_512_mib() {
    for emitted in both() {
        let task = emitted.only("aws_ecs_task_definition");
        assert_eq!((&task["cpu"], &task["memory"]), (&json!("256"), &json!("512")));
        assert_eq!(task["requires_compatibilities"], json!(["FARGATE"]));
    }
}

#[test]
fn scaling_follows_70_percent_cpu_and_80_percent_memory_and_staging_scales_in_sooner() {
    for (emitted, cooldown) in [(prod(), 300), (staging(), 60)] {
        for (what, percent) in [("cpu", 70), ("memory", 80)] {
            let policy = emitted.resource("ecs", "aws_appautoscaling_policy", &format!("task_api_{what}"));
            let tracking = &policy["target_tracking_scaling_policy_configuration"];
            assert_eq!(tracking["target_value"], percent);
            assert_eq!(tracking["scale_in_cooldown"], cooldown);
        }
    }
}

#[test]
fn staging_stops_in_the_evening_and_at_the_weekend_and_comes_back_to_its_least() {
    let action = |purpose: &str| staging().resource("ecs", "aws_appautoscaling_scheduled_action", &format!("task_api_{purpose}"));
    let (start, stop) = (action("start"), action("stop"));
    assert_eq!(start["schedule"], "cron(0 8 ? * MON-FRI *)");
    assert_eq!(stop["schedule"], "cron(0 20 ? * MON-FRI *)");
    assert_eq!(start["scalable_target_action"], json!({"max_capacity": "3", "min_capacity": "1"}));
    assert_eq!(stop["scalable_target_action"], json!({"max_capacity": "0", "min_capacity": "0"}));
    assert!(prod().all("aws_appautoscaling_scheduled_action").is_empty());
}

#[test]
fn a_rollout_leaves_no_gap_and_goes_back_by_itself() {
    for emitted in both() {
        let service = emitted.only("aws_ecs_service");
        assert_eq!(service["deployment_minimum_healthy_percent"], 100);
        assert_eq!(service["deployment_maximum_percent"], 200);
        assert_eq!(service["deployment_circuit_breaker"], json!({"enable": true, "rollback": true}));
    }
}

#[test]
fn terraform_fights_neither_the_autoscaler_nor_the_pipeline() {
    for emitted in both() {
        let ignored = &emitted.only("aws_ecs_service")["lifecycle"]["ignore_changes"];
        assert_eq!(ignored, &json!(["desired_count", "task_definition"]));
    }
}

#[test]
fn health_is_asked_at_slash_health_every_30_seconds() {
    for emitted in both() {
        let check = &emitted.only("aws_lb_target_group")["health_check"];
        assert_eq!((&check["path"], &check["interval"]), (&json!("/health"), &json!(30)));
    }
}

#[test]
fn the_container_gets_its_credentials_as_secrets_and_never_as_plain_environment() {
    for emitted in both() {
        let containers = embedded(&emitted.only("aws_ecs_task_definition")["container_definitions"]);
        let container = &containers[0];
        let names = |member: &str| -> Vec<String> {
            container[member].as_array().into_iter().flatten().filter_map(|it| it["name"].as_str().map(str::to_owned)).collect()
        };
        assert_eq!(names("secrets"), ["DB_PASSWORD", "DB_USER"]);
        let plain = names("environment");
        assert!(plain.iter().all(|name| name != "DB_PASSWORD" && name != "DB_USER"), "{plain:?}");
        let value = |name: &str| container["environment"].as_array().into_iter().flatten().find(|it| it["name"] == name).cloned();
        assert_eq!(value("DB_MAX_OPEN_CONNECTIONS").expect("it is set")["value"], "25");
        assert_eq!(value("DB_MAX_IDLE_CONNECTIONS").expect("it is set")["value"], "10");
        assert_eq!(container["readonlyRootFilesystem"], true);
        assert_eq!(container["portMappings"][0]["containerPort"], 8080);
    }
}

#[test]
fn images_are_encrypted_with_a_customers_key_scanned_and_immutable() {
    for emitted in both() {
        let repository = emitted.only("aws_ecr_repository");
        assert_eq!(repository["encryption_configuration"][0]["encryption_type"], "KMS");
        assert_eq!(repository["image_scanning_configuration"]["scan_on_push"], true);
        assert_eq!(repository["image_tag_mutability"], "IMMUTABLE");
    }
}

#[test]
fn the_log_is_kept_30_days_in_prod() {
    let group = prod().resource("ecs", "aws_cloudwatch_log_group", "task_api");
    assert_eq!((&group["name"], &group["retention_in_days"]), (&json!("/ecs/task-api-prod"), &json!(30)));
}

#[test]
fn cluster_and_service_are_named_as_the_system_names_them() {
    for emitted in both() {
        let environment = &emitted.environment;
        assert_eq!(emitted.only("aws_ecs_cluster")["name"], format!("task-api-cluster-{environment}"));
        assert_eq!(emitted.only("aws_ecs_service")["name"], format!("task-api-service-{environment}"));
    }
}
