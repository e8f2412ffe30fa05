//! Section 3, the table of scaling: how many tasks run, and when.

use terraform::json::{Json, json};

use crate::common::{Emitted, both, list, over, prod, staging};

#[test]
fn prod_wants_3_tasks_at_least_3_and_at_most_10() {
    assert_eq!(tasks(prod()), json!([3, 3, 10]));
}

#[test]
fn staging_wants_1_task_at_least_1_and_at_most_3() {
    assert_eq!(tasks(staging()), json!([1, 1, 3]));
}

#[test]
fn tasks_are_added_above_70_percent_cpu_and_80_percent_memory() {
    for emitted in both() {
        assert_eq!(target(emitted, "ECSServiceAverageCPUUtilization")["target_value"], 70);
        assert_eq!(target(emitted, "ECSServiceAverageMemoryUtilization")["target_value"], 80);
    }
}

#[test]
fn tasks_are_taken_away_every_300_seconds_in_prod_and_every_60_in_staging() {
    for metric in ["ECSServiceAverageCPUUtilization", "ECSServiceAverageMemoryUtilization"] {
        assert_eq!(target(prod(), metric)["scale_in_cooldown"], 300);
        assert_eq!(target(staging(), metric)["scale_in_cooldown"], 60);
    }
}

#[test]
fn the_autoscaler_owns_the_count_and_terraform_does_not_fight_it() {
    for emitted in both() {
        assert!(list(&emitted.only("aws_ecs_service")["lifecycle"]["ignore_changes"]).contains(&json!("desired_count")));
        let scaled = emitted.only("aws_appautoscaling_target")["resource_id"].clone();
        let environment = &emitted.environment;
        assert_eq!(scaled, format!("service/task-api-cluster-{environment}/task-api-service-{environment}"));
    }
}

#[test]
fn prod_has_no_schedule() {
    assert!(prod().all("aws_appautoscaling_scheduled_action").is_empty());
}

#[test]
fn staging_has_no_task_from_20_00_to_08_00_and_all_weekend() {
    let actions = staging().all("aws_appautoscaling_scheduled_action");
    assert_eq!(actions.len(), 2);
    // Application Auto Scaling's cron: minutes, hours, day of the month, month, day of the week, year.
    let stop = action(staging(), "cron(0 20 ? * MON-FRI *)");
    assert_eq!(stop["scalable_target_action"], json!({ "max_capacity": "0", "min_capacity": "0" }));
    let start = action(staging(), "cron(0 8 ? * MON-FRI *)");
    assert_eq!(start["scalable_target_action"], json!({ "max_capacity": "3", "min_capacity": "1" }));
}

#[test]
fn the_schedules_time_zone_is_a_setting() {
    let emitted = over("staging", "[services.task-api.schedule]\ntime_zone = \"Europe/Berlin\"\n");
    for action in emitted.all("aws_appautoscaling_scheduled_action") {
        assert_eq!(action.body["timezone"], "Europe/Berlin");
    }
}

#[test]
fn terraform_does_not_bring_the_tasks_back_that_the_schedule_took() {
    let ignored = &staging().only("aws_appautoscaling_target")["lifecycle"]["ignore_changes"];
    assert_eq!(*ignored, json!(["min_capacity", "max_capacity"]));
    assert!(prod().only("aws_appautoscaling_target").get("lifecycle").is_none(), "without a schedule Terraform owns the bounds");
}

/// Desired, least, most.
fn tasks(emitted: &Emitted) -> Json {
    let bounds = emitted.only("aws_appautoscaling_target");
    json!([emitted.only("aws_ecs_service")["desired_count"], bounds["min_capacity"], bounds["max_capacity"]])
}

/// The target-tracking configuration that follows a metric.
fn target(emitted: &Emitted, metric: &str) -> Json {
    let policies = emitted.all("aws_appautoscaling_policy");
    let tracking = policies.iter().map(|policy| &policy.body["target_tracking_scaling_policy_configuration"]);
    let mut found = tracking.filter(|it| it["predefined_metric_specification"]["predefined_metric_type"] == metric);
    let tracking = found.next().unwrap_or_else(|| panic!("nothing follows {metric}"));
    assert!(found.next().is_none(), "two policies follow {metric}");
    tracking.clone()
}

/// The scheduled action of this moment.
fn action(emitted: &Emitted, schedule: &str) -> Json {
    let actions = emitted.all("aws_appautoscaling_scheduled_action");
    let found = actions.iter().find(|action| action.body["schedule"] == schedule);
    let schedules: Vec<&Json> = actions.iter().map(|action| &action.body["schedule"]).collect();
    found.unwrap_or_else(|| panic!("{schedule} is none of {schedules:?}")).body.clone()
}
