//! `synth review` on plans that stock Terraform makes of a small stack against a mock of AWS's API: one of each kind of change.

use std::collections::BTreeMap;

use crate::common::prod;
use cost::{Assumptions, Estimate, PriceBook, estimate, to_cents};
use review::{Action, CostLine, CostSection, Costs, Review};
use serde_json::{Value as Json, json};
use support::{Failure, Moto, Terraform, Tools, require_or_skip};
use synth::commands::review::costs;

const ACCOUNT: &str = "111122223333";

/// What must not be seen, before and after.
const SECRETS: [&str; 2] = ["CANARY-before", "CANARY-after"];

fn policy(actions: &[&str]) -> String {
    let statement = json!({"Sid": "Queues", "Effect": "Allow", "Action": actions, "Resource": "*"});
    json!({"Version": "2012-10-17", "Statement": [statement]}).to_string()
}

/// The stack with these resources beside those that differ.
fn stack(resources: &Json, others: &Json) -> String {
    let mut document = json!({
        "terraform": {"required_providers": {"aws": {"source": "hashicorp/aws", "version": "5.100.0"}}},
        "provider": {"aws": [{"region": "us-east-1", "allowed_account_ids": [ACCOUNT]}]},
        "resource": resources,
    });
    for (key, value) in others.as_object().into_iter().flatten() {
        document[key] = value.clone();
    }
    document.to_string()
}

fn before() -> String {
    let trust = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}
    ]});
    stack(
        &json!({
            "aws_sqs_queue": {"orders": {"name": "orders"}, "old_name": {"name": "moved"}, "drifted": {"name": "drifted"}},
            "aws_s3_bucket": {"assets": {"bucket": "assets-one"}},
            "aws_cloudwatch_log_group": {
                "gone": {"name": "/gone", "retention_in_days": 30}, "let_go": {"name": "/let-go"}, "each": {
                    "for_each": "${toset([\"a\", \"b\"])}", "name": "/each/${each.key}", "retention_in_days": 30,
                },
            },
            "aws_iam_role": {"task": {"name": "task", "assume_role_policy": trust.to_string()}},
            "aws_iam_role_policy": {"task": {
                "name": "task", "role": "${aws_iam_role.task.name}", "policy": policy(&["sqs:SendMessage"]),
            }},
            "aws_ssm_parameter": {"secret": {"name": "/secret", "type": "SecureString", "value": SECRETS[0]}},
            "aws_vpc": {"main": {"cidr_block": "10.0.0.0/16"}},
            "aws_security_group": {"web": {"name": "web", "description": "web", "vpc_id": "${aws_vpc.main.id}"}},
            "aws_vpc_security_group_ingress_rule": {"web": {
                "security_group_id": "${aws_security_group.web.id}", "cidr_ipv4": "10.0.0.0/16", "ip_protocol": "tcp",
                "from_port": 22, "to_port": 22,
            }},
        }),
        &json!({"output": {"secret": {"value": "${aws_ssm_parameter.secret.value}", "sensitive": true}}}),
    )
}

fn after() -> String {
    let mut document: Json = serde_json::from_str(&before()).expect("it is JSON");
    let resources = &mut document["resource"];
    resources["aws_sqs_queue"] = json!({
        "orders": {"name": "orders", "delay_seconds": 5}, "new_name": {"name": "moved"}, "drifted": {"name": "drifted"},
        "imported": {"name": "imported"}, "created": {"name": "created"},
    });
    resources["aws_s3_bucket"]["assets"]["bucket"] = json!("assets-two");
    resources["aws_cloudwatch_log_group"] = json!({
        "each": {"for_each": "${toset([\"a\"])}", "name": "/each/${each.key}", "retention_in_days": 7},
    });
    resources["aws_iam_role_policy"]["task"]["policy"] = json!(policy(&["sqs:*"]));
    resources["aws_ssm_parameter"]["secret"]["value"] = json!(SECRETS[1]);
    resources["aws_vpc_security_group_ingress_rule"]["web"]["cidr_ipv4"] = json!("0.0.0.0/0");
    document["moved"] = json!([{"from": "aws_sqs_queue.old_name", "to": "aws_sqs_queue.new_name"}]);
    document["removed"] = json!([{"from": "aws_cloudwatch_log_group.let_go", "lifecycle": [{"destroy": false}]}]);
    document["import"] =
        json!([{"to": "aws_sqs_queue.imported", "id": format!("https://sqs.us-east-1.amazonaws.com/{ACCOUNT}/imported")}]);
    document["check"] = json!({"queue": {"assert": [{
        "condition": "${aws_sqs_queue.orders.name == \"invoices\"}", "error_message": "it is the queue of the orders",
    }]}});
    document.to_string()
}

/// The plan of what stands in the folder now, as Terraform prints it.
fn plan(terraform: &Terraform) -> Result<String, Failure> {
    terraform.run(&["plan", "-no-color", "-out=tfplan"])?;
    terraform.run(&["show", "-json", "tfplan"])
}

fn reviewed(plan: &str) -> Review {
    let plan = review::read(plan.as_bytes()).unwrap_or_else(|refusal| panic!("{refusal}"));
    review::review(&plan, None).unwrap_or_else(|refusal| panic!("{refusal}"))
}

/// What a plan costs.
fn priced(plan: &str) -> CostSection {
    match costs(&review::read(plan.as_bytes()).expect("it is a plan")) {
        Costs::Reckoned(section) => section,
        Costs::Unknown(reason) => panic!("{reason}"),
    }
}

/// The plans of the stack before it is made, and of what becomes of it.
fn plans(tools: &Tools, moto: &Moto) -> Result<[String; 2], Failure> {
    let terraform = Terraform::of_files(tools, [("main.tf.json", before())])?.against(moto);
    terraform.init()?;
    let creation = plan(&terraform)?;
    terraform.apply()?;

    let queue = |name: &str| moto.aws("sqs", "get_queue_url", json!({"QueueName": name}));
    moto.aws("sqs", "create_queue", json!({"QueueName": "imported"}))?;
    let attributes = json!({"QueueUrl": queue("drifted")?["QueueUrl"], "Attributes": {"VisibilityTimeout": "77"}});
    moto.aws("sqs", "set_queue_attributes", attributes)?;
    std::fs::write(terraform.folder().join("main.tf.json"), after()).expect("the folder can be written");
    Ok([creation, plan(&terraform)?])
}

#[test]
fn a_real_plan_is_reviewed_whole() -> Result<(), Failure> {
    let name = "a real plan is reviewed whole";
    let Some(tools) = require_or_skip(name) else { return Ok(()) };
    let Some(moto) = Moto::start_or_skip(name, &tools, ACCOUNT) else { return Ok(()) };
    let [creation, change] = plans(&tools, &moto)?;
    if let Some(folder) = std::env::var_os("SYNTH_SAVE_PLANS") {
        std::fs::write(std::path::Path::new(&folder).join("change.json"), &change).expect("the plan can be saved");
    }

    let made = reviewed(&creation);
    assert_eq!((made.counts.create, made.risks.len()), (14, 0), "{:?}", made.risks);

    let review = reviewed(&change);
    let counts = review.counts;
    let told = (counts.create, counts.update, counts.replace, counts.destroy, counts.moved, counts.import, counts.forget);
    assert_eq!(told, (1, 7, 1, 2, 1, 1, 1), "{:#?}", review.counts);
    let action = |address: &str| review.changes.iter().find(|change| change.address == address).map(|change| change.action);
    assert_eq!(action("aws_s3_bucket.assets"), Some(Action::Replace));
    assert_eq!(action("aws_cloudwatch_log_group.let_go"), Some(Action::Forget));
    assert_eq!(action("aws_vpc.main"), None, "what does not change is not told");

    let mut risks: Vec<String> = review
        .risks
        .iter()
        .map(|it| format!("{} {} {}", it.severity, it.code.name(), it.address.as_deref().unwrap_or("-")))
        .collect();
    risks.sort();
    assert_eq!(
        risks,
        [
            "critical data-replaced aws_s3_bucket.assets",
            "critical ingress-opened aws_vpc_security_group_ingress_rule.web",
            "high check-failed check.queue",
            "high data-destroyed aws_cloudwatch_log_group.each[\"b\"]",
            "high data-destroyed aws_cloudwatch_log_group.gone",
            "high iam-widened aws_iam_role_policy.task",
            "medium left-unmanaged aws_cloudwatch_log_group.let_go",
            "medium monitoring-removed aws_cloudwatch_log_group.each[\"a\"]",
        ]
    );

    // A queue costs by the message and nothing by the month, so that enough has a price for a sum.
    assert!(matches!(costs(&review::read(change.as_bytes()).expect("it is a plan")), Costs::Reckoned(_)), "no sum is told");

    let page = review::markdown(&review, None);
    for line in [
        "forced by `bucket`",
        "moved from `aws_sqs_queue.old_name`",
        "imported from `https://sqs.us-east-1.amazonaws.com/111122223333/imported`",
        "its key is in `for_each` no more",
        "+ policy{Statement[0].Action",
        "! value = (sensitive)  # changes",
        "### Drift",
        "**was changed** `aws_sqs_queue.drifted`",
        "+ visibility_timeout_seconds = 77",
    ] {
        assert!(page.contains(line), "{line}\n{page}");
    }
    let json = serde_json::to_string(&review).expect("a review is JSON");
    for secret in SECRETS {
        assert!(change.contains(secret) && !page.contains(secret) && !json.contains(secret), "{secret}\n{page}");
    }
    Ok(())
}

#[test]
fn the_plan_of_an_environment_costs_what_is_estimated_for_it() -> Result<(), Failure> {
    let name = "the plan of an environment costs what is estimated for it";
    let Some(tools) = require_or_skip(name) else { return Ok(()) };
    let Some(moto) = Moto::start_or_skip(name, &tools, ACCOUNT) else { return Ok(()) };
    moto.aws("s3", "create_bucket", json!({"Bucket": "task-api-terraform-state-111122223333"}))?;
    let terraform = Terraform::of_files(&tools, &prod().texts)?.against(&moto);
    terraform.init()?;
    let planned = plan(&terraform)?;
    if let Some(folder) = std::env::var_os("SYNTH_SAVE_PLANS") {
        std::fs::write(std::path::Path::new(&folder).join("prod.json"), &planned).expect("the plan can be saved");
    }
    // What the plan does not know before the first apply, and what AWS gave ids to after it, is told from the plan's configuration.
    let expected = format!("USD {}", to_cents(estimate_of_prod().total().expected));
    let section = priced(&planned);
    assert_eq!(differing(&section, |line| line.after.clone()), "", "before the first apply");
    assert_eq!((section.before.as_str(), section.after.as_str()), ("USD 0.00", expected.as_str()));
    terraform.apply()?;
    let section = priced(&plan(&terraform)?);
    assert_eq!((section.before.as_str(), section.after.as_str()), (expected.as_str(), expected.as_str()), "after it");
    Ok(())
}

fn estimate_of_prod() -> Estimate {
    estimate(&prod().documents, &PriceBook::shipped(), &Assumptions::shipped()).expect("it has prices")
}

/// The lines of the estimate that the plan has otherwise.
fn differing(section: &CostSection, side: impl Fn(&CostLine) -> Option<String>) -> String {
    let of_plan: BTreeMap<&str, Option<String>> = section.lines.iter().map(|line| (line.what.as_str(), side(line))).collect();
    let estimate = estimate_of_prod();
    let mut differing = Vec::new();
    for line in estimate.lines.iter().filter(|line| !line.amount.expected.is_zero()) {
        let what = if line.region == estimate.region { line.what.clone() } else { format!("{} ({})", line.what, line.region) };
        let (amount, of_plan) = (format!("USD {}", to_cents(line.amount.expected)), of_plan.get(&*what).cloned().flatten());
        if of_plan.as_ref() != Some(&amount) {
            differing.push(format!("{what}: {amount}, of the plan {}", of_plan.as_deref().unwrap_or("nothing")));
        }
    }
    differing.join("\n")
}
