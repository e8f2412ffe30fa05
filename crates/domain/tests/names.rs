//! Names that people give, and names that are put together from them.

use crate::common::table;
use domain::{
    BucketName, ContainerPath, DatabaseLogin, DatabaseName, DatabaseUser, EnvironmentName, EnvironmentVariableName, GithubBranch,
    GithubEnvironment, GithubRepository, GitlabBranch, GitlabProject, ImportId, NameKind, ProjectName, ServiceName, TableName,
    TagKey, TagValue, names,
};

#[test]
fn a_project_name_is_short_kebab_case() {
    insta::assert_snapshot!(table::<ProjectName>(
        ["task-api", "a", "a1-b2", "abcdefghijklmnopqrstuvwx"],
        ["", "Task_API", "task--api", "-task", "task-", "1task", "task api", "tâche", "abcdefghijklmnopqrstuvwxy"],
    ));
}

#[test]
fn an_environment_name_is_shorter_kebab_case() {
    insta::assert_snapshot!(table::<EnvironmentName>(
        ["prod", "staging", "abcdefghijklmnop"],
        ["", "Prod", "pre_prod", "abcdefghijklmnopq"],
    ));
}

#[test]
fn a_service_name_is_short_kebab_case() {
    insta::assert_snapshot!(table::<ServiceName>(["api", "mail-worker"], ["mail_worker", "api-"]));
}

#[test]
fn a_service_s_label_is_a_name_that_terraform_takes() {
    let service: ServiceName = "mail-worker-2".parse().expect("it is a service name");
    assert_eq!(service.label(), "mail_worker_2");
}

#[test]
fn a_database_login_is_lowercase_and_no_role_of_rds() {
    insta::assert_snapshot!(table::<DatabaseLogin>(
        ["task_api", "web1"],
        ["", "Web", "task-api", "1web", "rds_iam", "rdsadmin", "pg_monitor", "user", "*"],
    ));
}

#[test]
fn a_folder_in_a_container_is_absolute() {
    insta::assert_snapshot!(table::<ContainerPath>(
        ["/tmp", "/var/cache/nginx", "/a.b/c-d"],
        ["", "/", "tmp", "/tmp/", "/a//b", "/../etc", "/a b"]
    ));
    let path: ContainerPath = "/var/cache/nginx".parse().expect("it is a path");
    assert_eq!(path.volume_name(), "var-cache-nginx");
}

#[test]
fn a_database_name_is_an_identifier_that_postgresql_does_not_keep() {
    insta::assert_snapshot!(table::<DatabaseName>(
        ["taskdb", "TaskDb_2", "postgres"],
        ["", "task-db", "1db", "_db", "user", "SELECT", "template1", "rdsadmin", "admin", &*"a".repeat(64)],
    ));
}

#[test]
fn a_database_user_is_an_identifier_that_rds_does_not_keep() {
    insta::assert_snapshot!(table::<DatabaseUser>(
        ["taskadmin", "postgres", "abcdefghijklmnop"],
        ["admin", "rdsadmin", "rds_superuser", "pg_monitor", "user", "task-admin", "1admin", "abcdefghijklmnopq"],
    ));
}

#[test]
fn a_bucket_name_keeps_to_the_rules_of_s3() {
    insta::assert_snapshot!(table::<BucketName>(
        ["task-api-terraform-state", "a.b-c.d", "123", &*"a".repeat(63)],
        [
            "ab",
            "Task_State",
            "-state",
            "state-",
            "a..b",
            "192.168.5.4",
            "xn--state",
            "sthree-state",
            "amzn-s3-demo-x",
            "state-s3alias",
            "state--ol-s3",
            "state.mrap",
            "state--x-s3",
            "state--table-s3",
            "state-an",
            &*"a".repeat(64),
        ],
    ));
}

#[test]
fn a_tag_key_holds_what_aws_allows() {
    insta::assert_snapshot!(table::<TagKey>(
        ["Project", "cost-centre", "Größe", "a b:c/d=e+f-g@h._", &*"k".repeat(128)],
        ["", "aws:createdBy", "AWS:x", "a,b", "key\n", " key", &*"k".repeat(129)],
    ));
}

/// IAM takes letters and numbers only: no mark that belongs to a letter, and no circled letter.
#[test]
fn a_tag_has_no_marks_and_symbols_that_count_as_alphabetic() {
    for refused in ["\u{915}\u{93f}", "\u{24b6}", "a\u{345}"] {
        assert!(refused.parse::<TagKey>().is_err() && refused.parse::<TagValue>().is_err(), "{refused}");
    }
    for accepted in ["\u{915}", "\u{2160}", "\u{bd}", "\u{4e2d}"] {
        assert!(accepted.parse::<TagKey>().is_ok() && accepted.parse::<TagValue>().is_ok(), "{accepted}");
    }
}

#[test]
fn a_tag_value_may_be_empty() {
    insta::assert_snapshot!(table::<TagValue>(["", "task-api", &*"v".repeat(256)], ["aws:x", "a;b", "50 %", &*"v".repeat(257)]));
}

#[test]
fn an_environment_variable_has_a_posix_name() {
    insta::assert_snapshot!(table::<EnvironmentVariableName>(["LOG_LEVEL", "_x", "a1"], ["", "1A", "LOG-LEVEL", "A=B", "A B"]));
}

#[test]
fn a_github_repository_is_owner_and_name() {
    insta::assert_snapshot!(table::<GithubRepository>(
        ["octo-org/task-api", "a/b", "octo-org/.github"],
        [
            "task-api",
            "octo-org/",
            "/task-api",
            "octo--org/x",
            "-octo/x",
            "octo_org/x",
            "a/b/c",
            "octo-org/..",
            "https://github.com/octo-org/task-api.git",
            "git@github.com:octo-org/task-api.git",
        ],
    ));
    let repository: GithubRepository = "octo-org/task-api".parse().expect("it is a repository");
    assert_eq!((repository.owner(), repository.name()), ("octo-org", "task-api"));
}

#[test]
fn a_gitlab_project_is_a_path_of_groups() {
    insta::assert_snapshot!(table::<GitlabProject>(
        ["octo-group/task-api", "a/b/c.d/_e"],
        [
            "task-api",
            "octo-group/",
            "/task-api",
            "octo//x",
            "-octo/x",
            "octo/.x",
            "octo/x.git",
            "octo/*",
            "https://gitlab.com/octo-group/task-api.git",
            "git@gitlab.com:octo-group/task-api.git",
        ],
    ));
    insta::assert_snapshot!(table::<GitlabBranch>(["main", "release/1.0"], ["*", "release/*", "refs/heads/main", "a..b"]));
}

#[test]
fn a_github_branch_is_one_name_and_no_pattern() {
    insta::assert_snapshot!(table::<GithubBranch>(
        ["main", "release/1.0", "feature/TASK-1_x"],
        [
            "",
            "*",
            "release/*",
            "refs/heads/main",
            "refs/tags/v1",
            "a..b",
            "a//b",
            "/a",
            "a/",
            "a.",
            "a.lock",
            "-a",
            ".a",
            "a b",
            "a:b"
        ],
    ));
}

#[test]
fn a_github_environment_is_one_name_and_no_pattern() {
    insta::assert_snapshot!(table::<GithubEnvironment>(["prod", "pre-prod", "eu/prod"], ["", "*", "prod?", "eu:prod", "-prod"]));
}

#[test]
fn a_name_that_is_put_together_has_to_fit_its_resource() {
    let accepted = [
        (NameKind::LoadBalancer, "task-api-prod"),
        (NameKind::TargetGroup, "task-api-prod-api"),
        (NameKind::IamRole, "task-api-prod-execution"),
        (NameKind::IamPolicy, "task-api-prod-jenkins"),
        (NameKind::SecurityGroup, "task-api-prod (tasks)"),
        (NameKind::RdsInstance, "task-api-prod"),
        (NameKind::RdsGroup, "task-api-prod-postgres15"),
        (NameKind::EcrRepository, "task-api/prod/api"),
        (NameKind::EcsCluster, "task-api-cluster-prod"),
        (NameKind::EcsService, "task-api-service-prod"),
        (NameKind::EcsTaskFamily, "task-api-prod-api"),
        (NameKind::LogGroup, "/ecs/task-api-prod"),
        (NameKind::SnsTopic, "task-api-prod-critical"),
        (NameKind::Alarm, "task-api prod: response time > 1 s"),
        (NameKind::Dashboard, "task-api-prod"),
        (NameKind::S3Bucket, "task-api-prod-logs"),
        (NameKind::KmsAlias, "alias/task-api-prod"),
        (NameKind::DynamoDbTable, "task-api.locks"),
        (NameKind::Queue, "task-api-mails-prod"),
        (NameKind::Cache, "task-api-sessions-prod"),
    ];
    for (kind, name) in accepted {
        assert_eq!(names::limited(kind, name).as_deref(), Ok(name));
    }
    assert!(NameKind::ALL.iter().all(|kind| accepted.iter().any(|(accepted, _)| accepted == kind)));

    let refused = [
        (NameKind::LoadBalancer, "internal-task-api"),
        (NameKind::LoadBalancer, "task_api"),
        (NameKind::LoadBalancer, "task-api-"),
        (NameKind::SecurityGroup, "sg-task-api"),
        (NameKind::RdsInstance, "1-task-api"),
        (NameKind::RdsInstance, "task--api"),
        (NameKind::RdsGroup, "default"),
        (NameKind::EcrRepository, "Task-API"),
        (NameKind::EcrRepository, "/task-api"),
        (NameKind::EcsCluster, "task.api"),
        (NameKind::LogGroup, "/ecs/task api"),
        (NameKind::S3Bucket, "task-api-an"),
        (NameKind::KmsAlias, "task-api-prod"),
        (NameKind::KmsAlias, "alias/aws/task-api"),
        (NameKind::DynamoDbTable, "ab"),
    ];
    let mut sentences: Vec<String> = refused.into_iter().map(|(kind, name)| refusal(kind, name)).collect();
    for kind in NameKind::ALL {
        let prefix = if kind == NameKind::KmsAlias { "alias/" } else { "" };
        let longest = format!("{prefix}{}", "a".repeat(kind.longest() - prefix.len()));
        assert_eq!(names::limited(kind, &*longest).as_deref(), Ok(&*longest));
        sentences.push(refusal(kind, &format!("{longest}a")).replace(&"a".repeat(24), ""));
    }
    insta::assert_snapshot!(sentences.join("\n"));
}

fn refusal(kind: NameKind, name: &str) -> String {
    names::limited(kind, name).expect_err("the name is not accepted").to_string()
}

#[test]
fn a_table_name_is_one_of_dynamodb() {
    insta::assert_snapshot!(table::<TableName>(
        ["task-api-terraform-locks", "Locks_2.old", "abc"],
        ["", "ab", "task api", "locks/prod", &*"a".repeat(256)],
    ));
}

#[test]
fn an_id_to_import_is_whatever_a_provider_takes_on_one_line() {
    insta::assert_snapshot!(table::<ImportId>(
        ["vpc-0123456789abcdef0", "/ecs/task-api-prod", "service/cluster/name", "${not} %{evaluated}"],
        ["", " vpc-1", "two\nlines"],
    ));
}

#[test]
fn a_projects_database_and_its_master_user_are_called_after_it_whatever_it_is_called() {
    for (project, database, user) in [
        ("shop", "shop", "shop_admin"),
        ("task-api", "task_api", "task_api_admin"),
        ("order", "db_order", "order_admin"),
        ("admin", "db_admin", "admin_admin"),
        ("pg-store", "pg_store", "admin_pg_store"),
        ("rds-x", "rds_x", "admin_rds_x"),
        ("warehouse-of-everything", "warehouse_of_everything", "warehouse_admin"),
    ] {
        let project: domain::ProjectName = project.parse().expect("it is a name");
        assert_eq!(domain::DatabaseName::of_project(&project).as_str(), database);
        assert_eq!(domain::DatabaseUser::of_project(&project).as_str(), user);
    }
}
