//! Section 3: cluster, tasks, containers, images and the services' roles.

use std::collections::{BTreeMap, BTreeSet};

use terraform::json::{Json, json};

use crate::common::policy::{statement_of, statements};
use crate::common::{Emitted, attribute_of, both, embedded, id_of, list, over, prod, staging};

#[test]
fn a_task_has_256_cpu_units_and_512_mib_on_fargate() {
    for emitted in both() {
        let task = emitted.only("aws_ecs_task_definition");
        assert_eq!((&task["cpu"], &task["memory"]), (&json!("256"), &json!("512")));
        assert_eq!(task["requires_compatibilities"], json!(["FARGATE"]));
        assert_eq!(task["network_mode"], "awsvpc");
    }
}

#[test]
fn the_cluster_has_container_insights() {
    for emitted in both() {
        let settings = emitted.only("aws_ecs_cluster")["setting"].clone();
        assert_eq!(settings, json!([{ "name": "containerInsights", "value": "enabled" }]));
    }
}

#[test]
fn prod_runs_on_fargate_alone_and_staging_on_spot_for_a_share_that_is_a_setting() {
    assert_eq!(shares(prod()), BTreeMap::from([("FARGATE".to_owned(), 100)]));
    assert!(shares(staging()).contains_key("FARGATE_SPOT"));
    let emitted = over("prod", "[services.task-api]\nspot_percent = 30\n");
    assert_eq!(shares(&emitted), BTreeMap::from([("FARGATE".to_owned(), 70), ("FARGATE_SPOT".to_owned(), 30)]));
    let providers = emitted.only("aws_ecs_cluster_capacity_providers");
    assert_eq!(providers["capacity_providers"], json!(["FARGATE", "FARGATE_SPOT"]));
}

#[test]
fn an_update_keeps_every_task_until_a_new_one_is_healthy_and_goes_back_when_none_gets_healthy() {
    for emitted in both() {
        let service = emitted.only("aws_ecs_service");
        assert_eq!(service["deployment_minimum_healthy_percent"], 100);
        assert_eq!(service["deployment_maximum_percent"], 200);
        assert_eq!(service["deployment_circuit_breaker"], json!({ "enable": true, "rollback": true }));
    }
}

#[test]
fn the_pipeline_owns_the_task_definitions_revision_unless_a_setting_gives_it_to_terraform() {
    for emitted in both() {
        assert!(list(&emitted.only("aws_ecs_service")["lifecycle"]["ignore_changes"]).contains(&json!("task_definition")));
    }
    let emitted = over("prod", "[services.task-api]\ndeployment = \"terraform\"\n");
    assert!(!list(&emitted.only("aws_ecs_service")["lifecycle"]["ignore_changes"]).contains(&json!("task_definition")));
    assert_eq!(emitted.section("", "variable")["task_api_image_tag"]["default"], "1.0.0");
}

#[test]
fn the_repository_has_a_key_of_the_customers_is_scanned_and_never_overwrites_a_tag() {
    for emitted in both() {
        let repository = emitted.only("aws_ecr_repository");
        let key = attribute_of("ecs", "aws_kms_key.repositories", "arn");
        assert_eq!(repository["encryption_configuration"], json!([{ "encryption_type": "KMS", "kms_key": key }]));
        assert_eq!(repository["image_scanning_configuration"], json!({ "scan_on_push": true }));
        assert_eq!(repository["image_tag_mutability"], "IMMUTABLE");
    }
}

#[test]
fn the_repository_throws_old_images_away() {
    for emitted in both() {
        let policy = emitted.only("aws_ecr_lifecycle_policy");
        assert_eq!(policy["repository"], emitted.only("aws_ecr_repository")["name"]);
        let policy = embedded(&policy["policy"]);
        let expires = |rule: &Json| rule["action"] == json!({ "type": "expire" });
        assert!(!list(&policy["rules"]).is_empty() && list(&policy["rules"]).iter().all(expires), "{policy}");
    }
}

#[test]
fn the_container_runs_the_services_image_on_8080() {
    for emitted in both() {
        let container = container(emitted);
        let repository = attribute_of("ecs", "aws_ecr_repository.task_api", "repository_url");
        assert_eq!(container["image"], format!("{}:1.0.0", repository.as_str().unwrap_or_default()));
        assert_eq!(container["portMappings"][0]["containerPort"], 8080);
        assert_eq!(container["essential"], true);
    }
}

#[test]
fn the_container_finds_the_database_and_its_pool_in_its_environment() {
    for emitted in both() {
        let environment = pairs(&container(emitted)["environment"], "value");
        let expected = [
            ("DB_HOST", "${module.rds.aws_db_instance.main.address}"),
            ("DB_PORT", "5432"),
            ("DB_NAME", "taskdb"),
            ("DB_MAX_OPEN_CONNECTIONS", "25"),
            ("DB_MAX_IDLE_CONNECTIONS", "10"),
            ("LOG_LEVEL", "info"),
            ("PORT", "8080"),
        ];
        for (name, value) in expected {
            assert_eq!(environment.get(name).map(String::as_str), Some(value), "{name}");
        }
    }
}

#[test]
fn the_container_gets_its_credentials_from_secrets_manager_and_never_as_plain_environment() {
    for emitted in both() {
        let container = container(emitted);
        let secret = "${module.rds.aws_db_instance.main.master_user_secret[0].secret_arn}";
        let expected = [("DB_PASSWORD", format!("{secret}:password::")), ("DB_USER", format!("{secret}:username::"))];
        assert_eq!(pairs(&container["secrets"], "valueFrom"), expected.map(|(name, value)| (name.to_owned(), value)).into());
        for name in pairs(&container["environment"], "value").keys() {
            assert!(!name.contains("PASSWORD") && !name.contains("USER"), "{name} stands in the plain environment");
        }
    }
}

#[test]
fn the_container_cannot_write_to_its_root_file_system_and_logs_to_cloudwatch() {
    for emitted in both() {
        let container = container(emitted);
        assert_eq!(container["readonlyRootFilesystem"], true);
        assert_eq!(container["logConfiguration"]["logDriver"], "awslogs");
        let options = &container["logConfiguration"]["options"];
        assert_eq!(options["awslogs-group"], emitted.resource("ecs", "aws_cloudwatch_log_group", "task_api")["name"]);
        assert_eq!(options["awslogs-region"], "us-east-1");
    }
}

#[test]
fn the_execution_role_pulls_this_image_writes_this_log_reads_this_secret_and_nothing_else() {
    for emitted in both() {
        let repository = attribute_of("ecs", "aws_ecr_repository.task_api", "arn");
        let log_group = attribute_of("ecs", "aws_cloudwatch_log_group.task_api", "arn");
        let streams = json!(format!("{}:*", log_group.as_str().unwrap_or_default()));
        let expected = [
            ("ecr:GetAuthorizationToken", json!("*")),
            ("ecr:BatchCheckLayerAvailability", repository.clone()),
            ("ecr:BatchGetImage", repository.clone()),
            ("ecr:GetDownloadUrlForLayer", repository),
            ("logs:CreateLogStream", streams.clone()),
            ("logs:PutLogEvents", streams),
            ("secretsmanager:GetSecretValue", secret()),
            ("kms:Decrypt", attribute_of("rds", "aws_kms_key.database", "arn")),
        ];
        assert_eq!(allowed(emitted, "task_api_execution"), permissions(&expected));
        assert_eq!(
            emitted.only("aws_ecs_task_definition")["execution_role_arn"],
            attribute_of("ecs", "aws_iam_role.task_api_execution", "arn")
        );
    }
}

#[test]
fn the_task_role_reads_its_secret_and_nothing_else() {
    for emitted in both() {
        let key = attribute_of("rds", "aws_kms_key.database", "arn");
        let expected = [("secretsmanager:GetSecretValue", secret()), ("kms:Decrypt", key)];
        assert_eq!(allowed(emitted, "task_api_task"), permissions(&expected));
        let role = attribute_of("ecs", "aws_iam_role.task_api_task", "arn");
        assert_eq!(emitted.only("aws_ecs_task_definition")["task_role_arn"], role);
    }
}

#[test]
fn the_task_role_uses_a_bucket_only_if_one_is_set() {
    let emitted = over("prod", "[services.task-api]\nbuckets = [\"task-api-files-111122223333\"]\n");
    let policy = &emitted.resource("ecs", "aws_iam_role_policy", "task_api_task")["policy"];
    let objects = statement_of(policy, "UseObjects");
    assert_eq!(objects.resources, ["arn:aws:s3:::task-api-files-111122223333/*"]);
    assert_eq!(objects.actions, ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]);
}

#[test]
fn a_service_waits_for_what_it_cannot_start_without() {
    for emitted in both() {
        let service = emitted.only("aws_ecs_service");
        for address in
            ["aws_lb_listener_rule.task_api", "aws_iam_role_policy.task_api_execution", "aws_iam_role_policy.task_api_task"]
        {
            assert!(list(&service["depends_on"]).contains(&json!(address)), "{}: {address}", emitted.environment);
        }
    }
}

#[test]
fn a_second_service_has_its_own_rule_repository_scaling_alarms_logs_and_roles() {
    let emitted = over("prod", SECOND_SERVICE);
    for (module, kind, label) in [
        ("ecs", "aws_ecs_service", "mail_worker"),
        ("ecs", "aws_ecs_task_definition", "mail_worker"),
        ("ecs", "aws_lb_target_group", "mail_worker"),
        ("ecs", "aws_lb_listener_rule", "mail_worker"),
        ("ecs", "aws_ecr_repository", "mail_worker"),
        ("ecs", "aws_appautoscaling_target", "mail_worker"),
        ("ecs", "aws_cloudwatch_log_group", "mail_worker"),
        ("ecs", "aws_iam_role", "mail_worker_execution"),
        ("ecs", "aws_iam_role", "mail_worker_task"),
        ("monitoring", "aws_cloudwatch_metric_alarm", "mail_worker_response_time"),
    ] {
        emitted.resource(module, kind, label);
    }
    let service = emitted.resource("ecs", "aws_ecs_service", "mail_worker");
    assert_eq!(service["load_balancer"][0]["target_group_arn"], attribute_of("ecs", "aws_lb_target_group.mail_worker", "arn"));
    assert_eq!(service["cluster"], id_of("ecs", "aws_ecs_cluster.main"), "both services run in one cluster");
    assert_eq!(emitted.all("aws_lb").len(), 1, "both services share the load balancer");
    let rule = emitted.resource("ecs", "aws_lb_listener_rule", "mail_worker");
    assert_eq!(rule["condition"][0]["host_header"]["values"], json!(["mail.example.com"]));
}

const SECOND_SERVICE: &str = r#"
[services.mail-worker]
image_tag = "1.0.0"
port = 9090
tasks = { desired = 1, min = 1, max = 2 }
routing = { priority = 50, hosts = ["mail.example.com"] }
"#;

/// The only container of the only service.
fn container(emitted: &Emitted) -> Json {
    let containers = embedded(&emitted.only("aws_ecs_task_definition")["container_definitions"]);
    assert_eq!(list(&containers).len(), 1);
    containers[0].clone()
}

fn pairs(json: &Json, value: &str) -> BTreeMap<String, String> {
    let text = |json: &Json| json.as_str().unwrap_or_else(|| panic!("no string but {json}")).to_owned();
    list(json).iter().map(|pair| (text(&pair["name"]), text(&pair[value]))).collect()
}

/// How the tasks are divided among the capacity providers.
fn shares(emitted: &Emitted) -> BTreeMap<String, u64> {
    let service = emitted.only("aws_ecs_service");
    let share =
        |it: &Json| (it["capacity_provider"].as_str().unwrap_or_default().to_owned(), it["weight"].as_u64().unwrap_or_default());
    list(&service["capacity_provider_strategy"]).iter().map(share).collect()
}

fn secret() -> Json {
    json!("${module.rds.aws_db_instance.main.master_user_secret[0].secret_arn}")
}

/// What a role of the service may do: pairs of action and resource.
fn allowed(emitted: &Emitted, role: &str) -> BTreeSet<(String, String)> {
    let policies: Vec<_> = emitted
        .all("aws_iam_role_policy")
        .into_iter()
        .filter(|it| it.body["role"] == id_of("ecs", &format!("aws_iam_role.{role}")))
        .collect();
    let attached = emitted.all("aws_iam_role_policy_attachment").into_iter().any(|it| it.module == "ecs");
    assert!(policies.len() == 1 && !attached, "{role} has one policy");
    let statements = statements(&policies[0].body["policy"]);
    let pairs = statements.iter().flat_map(|statement| {
        assert!(statement.allows);
        statement.actions.iter().flat_map(|action| statement.resources.iter().map(move |on| (action.clone(), on.clone())))
    });
    pairs.collect()
}

fn permissions(pairs: &[(&str, Json)]) -> BTreeSet<(String, String)> {
    pairs.iter().map(|(action, on)| ((*action).to_owned(), on.as_str().unwrap_or_default().to_owned())).collect()
}

#[test]
fn a_job_with_an_image_of_a_service_has_its_tag_unless_it_says_another() {
    let image = |emitted: &Emitted, label: &str| {
        let definition = emitted.resource("ecs", "aws_ecs_task_definition", label)["container_definitions"].clone();
        embedded(&definition)[0]["image"].as_str().unwrap_or_default().rsplit_once(':').map(|(_, tag)| tag.to_owned())
    };
    let job = |settings: &str| over("prod", &format!("[jobs.migrate]\nimage_of = \"task-api\"\n{settings}"));
    let tags = |emitted: &Emitted| emitted.document("main.tf.json")["module"]["ecs"]["image_tags"].clone();
    // The pipeline says what the service runs, and Terraform what the job does: by a variable that begins with the service's tag.
    let by_pipeline = job("");
    let default = &by_pipeline.document("variables.tf.json")["variable"]["migrate_image_tag"]["default"];
    assert_eq!((&tags(&by_pipeline)["migrate"], default), (&json!("${var.migrate_image_tag}"), &tags(&by_pipeline)["task-api"]));
    // Where Terraform says both, there is one variable for the two.
    let by_terraform = job("[services.task-api]\ndeployment = \"terraform\"\n");
    assert_eq!(tags(&by_terraform)["migrate"], json!("${var.task_api_image_tag}"));
    assert_eq!(by_terraform.document("variables.tf.json")["variable"]["migrate_image_tag"], Json::Null);
    assert_eq!(image(&by_terraform, "migrate").map(|tag| tag.replace("migrate", "task-api")), image(&by_terraform, "task_api"));
    let own = job("image_tag = \"2.0.0\"\n[services.task-api]\ndeployment = \"terraform\"\n");
    assert_eq!(tags(&own)["migrate"], json!("${var.migrate_image_tag}"));
}

#[test]
fn a_job_without_a_tag_is_told_what_to_write() {
    let report = crate::common::emit("prod", "[jobs.report]\n", &mut crate::common::read).err();
    let report = report.unwrap_or_default();
    assert!(report.contains("`jobs.report.image_tag` is missing"), "{report}");
    assert!(report.contains("write `image_tag = \"1.0.0\"`, or `image_of = \"task-api\"` for a command"), "{report}");
}
