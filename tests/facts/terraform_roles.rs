//! Terraform's own roles: who takes them, what they may do, and that it fits.

use std::collections::{BTreeMap, BTreeSet};

use aws::facts::types;

use crate::common::policy::{Statement, statements};
use crate::common::{Emitted, edited, over, refusal};

const BOUNDARY: &str = "arn:aws:iam::111122223333:policy/boundary";
const JENKINS: &str = "[delivery.trust.jenkins]\nprincipal = \"arn:aws:iam::111122223333:role/jenkins\"\n";

fn with_boundary(settings: &str) -> String {
    format!("[iam]\npermissions_boundary = \"{BOUNDARY}\"\n{settings}")
}

fn of_principals(further: &str) -> Emitted {
    let roles = "[delivery.terraform]\napply_principal = \"arn:aws:iam::111122223333:role/atlantis\"\n";
    over("prod", &with_boundary(&format!("{roles}{further}")))
}

/// The statements of a role's own policies, and each policy's length as AWS counts it.
fn policies(emitted: &Emitted, does: &str) -> (Vec<Statement>, Vec<usize>) {
    let prefix = format!("terraform_{does}_");
    let of_role: Vec<_> = emitted.all("aws_iam_policy").into_iter().filter(|it| it.label.starts_with(&prefix)).collect();
    let of_role = of_role.iter().map(|it| &it.body["policy"]);
    (of_role.clone().flat_map(statements).collect(), of_role.map(|policy| policy.as_str().expect("it is text").len()).collect())
}

fn trust(emitted: &Emitted, does: &str) -> Statement {
    let role = emitted.resource("delivery", "aws_iam_role", &format!("terraform_{does}"));
    assert_eq!(role["permissions_boundary"], BOUNDARY);
    let [statement] = statements(&role["assume_role_policy"]).try_into().expect("nobody else is trusted");
    statement
}

fn subjects(statement: &Statement, operator: &str, host: &str) -> Vec<String> {
    statement.condition(operator, &format!("{host}:sub")).map(<[String]>::to_vec).unwrap_or_default()
}

#[test]
fn pull_requests_plan_and_approved_jobs_apply() {
    let github = "[delivery.trust.github]\nrepository = \"octo-org/shop\"\nenvironments = [\"prod\"]\n\
                  [delivery.terraform]\napproved_environments = [\"infrastructure\"]\n";
    let emitted = edited("prod", JENKINS, &with_boundary(github));
    let host = "token.actions.githubusercontent.com";
    let approved = "repo:octo-org/shop:environment:infrastructure";
    assert_eq!(subjects(&trust(&emitted, "plan"), "StringEquals", host), ["repo:octo-org/shop:pull_request", approved]);
    assert_eq!(subjects(&trust(&emitted, "apply"), "StringEquals", host), [approved]);

    let gitlab = "[delivery.trust.gitlab]\nproject = \"octo/shop\"\nprotected_branches = [\"main\"]\n[delivery.terraform]\n";
    let emitted = edited("prod", JENKINS, &with_boundary(gitlab));
    let of_project = "project_path:octo/shop:ref_type:branch:ref:";
    assert_eq!(subjects(&trust(&emitted, "plan"), "StringLike", "gitlab.com"), [format!("{of_project}*")]);
    assert_eq!(subjects(&trust(&emitted, "apply"), "StringEquals", "gitlab.com"), [format!("{of_project}main")]);

    let emitted = of_principals("external_id = \"shop\"\n");
    for (does, who) in [("plan", "jenkins"), ("apply", "atlantis")] {
        let statement = trust(&emitted, does);
        assert_eq!(statement.principals, [("AWS".to_owned(), format!("arn:aws:iam::111122223333:role/{who}"))]);
        assert_eq!(statement.condition("StringEquals", "sts:ExternalId"), Some(&["shop".to_owned()][..]));
    }
    assert_eq!(emitted.output("terraform_plan_role_arn"), "${module.delivery.aws_iam_role.terraform_plan.arn}");
}

#[test]
fn who_plans_reads_and_reads_no_secret() {
    let (statements, _) = policies(&of_principals(""), "plan");
    for action in statements.iter().flat_map(|statement| &statement.actions) {
        let (_, name) = action.split_once(':').expect("it is an action");
        let reads = ["Describe", "Get", "List", "View"].iter().any(|verb| name.starts_with(verb));
        assert!(reads, "{action}");
        assert!(!["GetSecretValue", "GetParameter", "BatchGetSecretValue", "GetAuthorizationToken"].contains(&name), "{action}");
    }
    let of_state = statements.iter().find(|it| it.sid == "State").expect("the state is read");
    assert_eq!(of_state.actions, ["s3:GetObject"]);
    assert!(of_state.resources[0].ends_with("/task-api/prod/terraform.tfstate"), "{:?}", of_state.resources);
}

#[test]
fn who_applies_may_do_what_the_emitted_types_need() {
    let emitted = of_principals("");
    let (statements, _) = policies(&emitted, "apply");
    let allowed: BTreeSet<&str> = statements.iter().filter(|it| it.allows).flat_map(|it| &it.actions).map(String::as_str).collect();
    for kind in emitted.resources().into_iter().map(|it| it.kind).collect::<BTreeSet<_>>() {
        let Some(row) = types::rights(&kind) else { continue };
        for action in row.read.iter().chain(row.make).chain(row.change) {
            assert!(allowed.contains(action), "{kind} needs {action}");
        }
    }
    // Nothing of a type that is not there.
    assert!(!allowed.iter().any(|action| action.starts_with("sqs:") || action.starts_with("dynamodb:")), "{allowed:?}");
}

#[test]
fn who_applies_stays_within_the_boundary_and_away_from_itself() {
    let (statements, _) = policies(&of_principals(""), "apply");
    let denied: Vec<&Statement> = statements.iter().filter(|it| !it.allows).collect();
    for own in [
        "role/task-api-terraform-plan-prod",
        "role/task-api-terraform-apply-prod",
        "policy/task-api-terraform-*-prod",
        "policy/boundary",
    ] {
        assert!(denied[0].resources.iter().any(|arn| arn.ends_with(own)), "{own}: {denied:?}");
    }
    for statement in statements.iter().filter(|it| it.allows) {
        let bound = ["iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:PutRolePermissionsBoundary"];
        if statement.actions.iter().any(|action| bound.contains(&&**action)) {
            assert_eq!(statement.condition("StringEquals", "iam:PermissionsBoundary"), Some(&[BOUNDARY.to_owned()][..]));
        }
        if statement.actions.iter().any(|action| action == "iam:PassRole") {
            let services = statement.condition("StringEquals", "iam:PassedToService").expect("it says to whom");
            assert!(services.contains(&"ecs-tasks.amazonaws.com".to_owned()), "{services:?}");
        }
        // What has no name of its own is told by its tags.
        let opens = statement.actions.iter().any(|action| action.starts_with("ec2:Authorize") || action.starts_with("ec2:Delete"));
        if opens {
            let is_told = ["ResourceTag", "RequestTag"].iter().any(|key| {
                statement.condition("StringEquals", &format!("aws:{key}/Environment")) == Some(&["prod".to_owned()][..])
            });
            assert!(is_told, "{statement:?}");
        }
    }
    // An open group of somebody else's is not opened by tags that a request brings.
    let made = statements.iter().find(|it| {
        it.actions.contains(&"ec2:AuthorizeSecurityGroupIngress".to_owned())
            && it.condition("StringEquals", "aws:RequestTag/Project").is_some()
    });
    assert!(made.expect("rules are made").resources.iter().all(|arn| arn.ends_with(":security-group-rule/*")));
}

#[test]
fn the_policies_fit_for_the_largest_environment() {
    let services: Vec<String> = (1..18)
        .map(|number| {
            format!(
                "[services.long-named-{number:02}]\nimage_tag = \"1\"\nport = 9090\ntasks = {{ desired = 1, min = 1, max = 1 }}\n\
                 routing = {{ priority = {}, paths = [\"/{number}/*\"] }}\n",
                200 + number
            )
        })
        .collect();
    let queues: Vec<String> = (1..30).map(|number| format!("[queues.queue-{number}]\n")).collect();
    let buckets: Vec<String> = (1..30).map(|number| format!("[buckets.bucket-{number}]\n")).collect();
    let emitted = of_principals(&[services, queues, buckets].concat().concat());
    let mut counts = BTreeMap::new();
    for does in ["plan", "apply"] {
        let (_, lengths) = policies(&emitted, does);
        assert!(lengths.iter().all(|length| *length <= 6144), "{does}: {lengths:?}");
        counts.insert(does, lengths.len());
    }
    assert!(counts.values().all(|count| *count <= 7), "{counts:?}");
}

#[test]
fn roles_without_bounds_or_approval_are_refused() {
    let roles = "[delivery.terraform]\napply_principal = \"arn:aws:iam::111122223333:role/atlantis\"\n";
    for (settings, told) in [
        (roles.to_owned(), "the role that applies makes roles, and nothing keeps those within bounds"),
        (with_boundary("[delivery.terraform]\n"), "nobody is trusted to apply"),
        (with_boundary(&format!("{roles}approved_environments = [\"x\"]\n")), "the environments are GitHub's"),
        (
            with_boundary(&format!("{roles}[rds.read_replica]\ninstance_class = \"db.t3.micro\"\n")),
            "which the role that plans may not",
        ),
        (with_boundary(&format!("{roles}[assume_role]\nrole_arn = \"arn:aws:iam::111122223333:role/x\"\n")), "whose rights count"),
    ] {
        let refused = refusal("prod", &settings);
        assert!(refused.contains(told), "`{told}` is not in {refused}");
    }
}
