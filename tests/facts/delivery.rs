//! Section 7: the role for the pipeline, and what it may do.

use std::collections::BTreeSet;

use terraform::json::json;

use crate::common::policy::{Statement, statement_of, statements};
use crate::common::{Emitted, attribute_of, both, edited, over, refusal};

const JENKINS: &str = "[delivery.trust.jenkins]\nprincipal = \"arn:aws:iam::111122223333:role/jenkins\"\n";
const GITHUB: &str = "[delivery.trust.github]\nrepository = \"octo-org/task-api\"\n";
const PROVIDER: &str = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";

#[test]
fn jenkins_alone_assumes_the_role() {
    for emitted in both() {
        let [statement] = trust(emitted).try_into().expect("nobody else is trusted");
        let Statement { principals, actions, conditions, .. } = statement;
        assert_eq!(principals, [("AWS".to_owned(), "arn:aws:iam::111122223333:role/jenkins".to_owned())]);
        assert_eq!(actions, ["sts:AssumeRole"]);
        assert!(conditions.is_empty());
    }
}

#[test]
fn jenkins_names_an_external_id_when_one_is_set() {
    let emitted = over("prod", "[delivery.trust.jenkins]\nexternal_id = \"task-api\"");
    let statement = &trust(&emitted)[0];
    assert_eq!(statement.condition("StringEquals", "sts:ExternalId"), Some(&["task-api".to_owned()][..]));
}

#[test]
fn the_pipeline_pushes_to_these_repositories() {
    for emitted in both() {
        let repository = attribute_of("ecs", "aws_ecr_repository.task_api", "arn");
        expect(emitted, "PushImages", &[repository.as_str().expect("it is text")]);
        let pushes = policy(emitted, "PushImages").actions;
        assert!(pushes.contains(&"ecr:PutImage".to_owned()), "{pushes:?}");
    }
}

#[test]
fn the_pipeline_updates_these_services_in_this_cluster() {
    for emitted in both() {
        expect(emitted, "UpdateServices", &["${module.ecs.aws_ecs_service.task_api.id}"]);
        let statement = policy(emitted, "UpdateServices");
        assert_eq!(statement.actions, ["ecs:DescribeServices", "ecs:UpdateService"]);
        let cluster = ["${module.ecs.aws_ecs_cluster.main.arn}".to_owned()];
        assert_eq!(statement.condition("ArnLike", "ecs:cluster"), Some(&cluster[..]));
    }
}

#[test]
fn the_pipeline_passes_these_two_roles_to_tasks_only() {
    for emitted in both() {
        let roles = ["execution", "task"].map(|role| format!("${{module.ecs.aws_iam_role.task_api_{role}.arn}}"));
        expect(emitted, "PassRoles", &roles.each_ref().map(String::as_str));
        let statement = policy(emitted, "PassRoles");
        assert_eq!(statement.actions, ["iam:PassRole"]);
        let tasks = ["ecs-tasks.amazonaws.com".to_owned()];
        assert_eq!(statement.condition("StringEquals", "iam:PassedToService"), Some(&tasks[..]));
    }
}

#[test]
fn the_pipeline_registers_task_definitions_of_this_environment_only() {
    for emitted in both() {
        let environment = &emitted.environment;
        for sid in ["RegisterTaskDefinitions", "TagTaskDefinitions"] {
            let statement = policy(emitted, sid);
            assert_eq!(statement.condition("StringEquals", "aws:RequestTag/Project"), Some(&["task-api".to_owned()][..]));
            assert_eq!(statement.condition("StringEquals", "aws:RequestTag/Environment"), Some(&[environment.clone()][..]));
        }
        expect(
            emitted,
            "TagTaskDefinitions",
            &[&format!("arn:aws:ecs:us-east-1:111122223333:task-definition/task-api-{environment}:*")],
        );
        // What the condition asks for is what the provider tags the first revision with.
        let tags = &emitted.providers()[0]["default_tags"][0]["tags"];
        assert_eq!((&tags["Project"], &tags["Environment"]), (&json!("task-api"), &json!(environment)));
    }
}

#[test]
fn the_pipeline_takes_snapshots_of_this_database_under_names_of_its_own() {
    for emitted in both() {
        let environment = &emitted.environment;
        let arn = |kind: &str, name: &str| format!("arn:aws:rds:us-east-1:111122223333:{kind}:task-api-{environment}{name}");
        expect(emitted, "SnapshotDatabase", &[&arn("db", ""), &arn("snapshot", "-before-*")]);
        let instance = emitted.resource("rds", "aws_db_instance", "main");
        assert_eq!(instance["identifier"], format!("task-api-{environment}"));
    }
}

#[test]
fn the_pipeline_may_do_nothing_else() {
    for emitted in both() {
        let all: BTreeSet<String> = permissions(emitted).into_iter().flat_map(|statement| statement.actions).collect();
        let expected = [
            "ecr:BatchCheckLayerAvailability",
            "ecr:BatchGetImage",
            "ecr:CompleteLayerUpload",
            "ecr:GetAuthorizationToken",
            "ecr:InitiateLayerUpload",
            "ecr:PutImage",
            "ecr:UploadLayerPart",
            "ecs:DescribeServices",
            "ecs:DescribeTaskDefinition",
            "ecs:RegisterTaskDefinition",
            "ecs:TagResource",
            "ecs:UpdateService",
            "iam:PassRole",
            "rds:AddTagsToResource",
            "rds:CreateDBSnapshot",
            "rds:DescribeDBSnapshots",
        ];
        assert_eq!(all, expected.map(str::to_owned).into());
        let attached = emitted.all("aws_iam_role_policy_attachment").into_iter().filter(|it| it.module == "delivery").count();
        assert_eq!((emitted.find("delivery", "aws_iam_policy", "main"), attached), (None, 0));
    }
}

#[test]
fn every_service_is_delivered_to() {
    let emitted = over(
        "prod",
        "[services.mail-worker]\nimage_tag = \"1\"\nport = 9090\ntasks = { desired = 1, min = 1, max = 1 }\n\
         routing = { priority = 50, paths = [\"/mail/*\"] }\n",
    );
    let services = ["mail_worker", "task_api"].map(|service| format!("${{module.ecs.aws_ecs_service.{service}.id}}"));
    expect(&emitted, "UpdateServices", &services.each_ref().map(String::as_str));
    assert_eq!(policy(&emitted, "PushImages").resources.len(), 2);
    assert_eq!(policy(&emitted, "PassRoles").resources.len(), 4);
}

#[test]
fn a_service_that_terraform_deploys_gets_images_from_the_pipeline_and_nothing_else() {
    let emitted = over("prod", "[services.task-api]\ndeployment = \"terraform\"\n");
    let sids: Vec<String> = permissions(&emitted).into_iter().map(|statement| statement.sid).collect();
    assert_eq!(sids, ["LogInToRegistry", "PushImages"]);
}

#[test]
fn github_assumes_the_role_for_the_named_branches_and_environments_only() {
    let emitted = edited("prod", JENKINS, &format!("{GITHUB}branches = [\"main\"]\nenvironments = [\"production\"]\n"));
    let [statement] = trust(&emitted).try_into().expect("nobody else is trusted");
    let provider = attribute_of("delivery", "aws_iam_openid_connect_provider.github", "arn");
    assert_eq!(statement.principals, [("Federated".to_owned(), provider.as_str().expect("it is text").to_owned())]);
    assert_eq!(statement.actions, ["sts:AssumeRoleWithWebIdentity"]);
    let condition = |key: &str| {
        let values = statement.condition("StringEquals", &format!("token.actions.githubusercontent.com:{key}"));
        values.map(<[String]>::to_vec).unwrap_or_default()
    };
    assert_eq!(condition("aud"), ["sts.amazonaws.com"]);
    let subjects = ["repo:octo-org/task-api:ref:refs/heads/main", "repo:octo-org/task-api:environment:production"];
    assert_eq!(condition("sub"), subjects);
    assert_eq!(statement.conditions.len(), 2, "nothing is compared by a pattern");

    let known = emitted.only("aws_iam_openid_connect_provider");
    assert_eq!(known["url"], "https://token.actions.githubusercontent.com");
    assert_eq!(known["client_id_list"], json!(["sts.amazonaws.com"]));
}

#[test]
fn github_is_made_known_to_the_account_only_if_it_is_not_yet() {
    let settings = format!("{GITHUB}branches = [\"main\"]\nprovider = {{ existing = \"{PROVIDER}\" }}\n");
    let emitted = edited("prod", JENKINS, &settings);
    assert_eq!(trust(&emitted)[0].principals, [("Federated".to_owned(), PROVIDER.to_owned())]);
    assert!(emitted.all("aws_iam_openid_connect_provider").is_empty());
}

#[test]
fn without_the_section_there_is_no_role() {
    let emitted = edited("prod", JENKINS, "");
    assert!(!emitted.modules().contains(&"delivery"));
    assert!(!emitted.section("", "output").contains_key("delivery_role_arn"));
}

#[test]
fn the_roles_arn_is_an_output() {
    for emitted in both() {
        assert_eq!(emitted.output("delivery_role_arn"), attribute_of("delivery", "aws_iam_role.main", "arn"));
    }
}

/// The longest that a policy can get: as many services as are accepted, each with the longest names.
#[test]
fn the_policy_has_room_for_every_service_that_is_accepted() {
    let settings = |services: usize| -> String {
        let service = |number: usize| {
            // With the project, the environment and the port all of the 32 characters that a target group's name may have.
            let name = format!("long-named-{number:02}");
            format!(
                "[services.{name}]\nimage_tag = \"1\"\nport = 9090\ntasks = {{ desired = 1, min = 1, max = 1 }}\n\
                 routing = {{ priority = {}, paths = [\"/{number}/*\"] }}\n",
                200 + number
            )
        };
        (1..services).map(service).collect()
    };
    let emitted = over("prod", &settings(18));
    let mut longest =
        emitted.resource("delivery", "aws_iam_role_policy", "main")["policy"].as_str().expect("it is text").to_owned();
    // For each reference an ARN, as long as the region and the names can make it.
    for (kind, length) in [("aws_ecr_repository", 85), ("aws_ecs_service", 125), ("aws_ecs_cluster", 90), ("aws_iam_role", 70)] {
        let reference = format!("${{module.ecs.{kind}.");
        assert!(longest.contains(&reference), "{kind}");
        while let Some(start) = longest.find(&reference) {
            let end = start + longest[start..].find('}').expect("it ends");
            longest.replace_range(start..=end, &"x".repeat(length));
        }
    }
    assert!(longest.len() < 10_240 && !longest.contains("${"), "{} characters", longest.len());

    let refused = refusal("prod", &settings(19));
    assert!(refused.contains("has no room for 19 services"), "{refused}");
}

fn trust(emitted: &Emitted) -> Vec<Statement> {
    statements(&emitted.resource("delivery", "aws_iam_role", "main")["assume_role_policy"])
}

fn permissions(emitted: &Emitted) -> Vec<Statement> {
    statements(&emitted.resource("delivery", "aws_iam_role_policy", "main")["policy"])
}

fn policy(emitted: &Emitted, sid: &str) -> Statement {
    statement_of(&emitted.resource("delivery", "aws_iam_role_policy", "main")["policy"], sid)
}

fn expect(emitted: &Emitted, sid: &str, resources: &[&str]) {
    assert_eq!(policy(emitted, sid).resources, resources, "{sid}, {}", emitted.environment);
}
