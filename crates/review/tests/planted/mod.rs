//! Planted risks: for each kind a plan that has it, which the review has to name, and a harmless neighbour, of which it has to say
//! nothing.
//!
//! The plans stand in `planted.json`, and more of AWS, of others and of whole plans in `aws.json`, `more_aws.json`, `others.json`,
//! `more_others.json`, `rights.json`, `siblings.json`, `wide_aws.json`, `wide_clouds.json`, `wide_others.json` and `plans.json`, as small as they can be. In
//! `blind.json` stand those that people wrote who had not seen the rules, and that the review was wrong about. Deferred changes and actions are written after Terraform's "JSON Output
//! Format", since the Terraform of the tests makes none.

use review::{Code, Review, Severity};
use terraform::json::{Json, json};

/// A plan of changes that are written as short as can be.
fn plan(case: &Json, which: &str) -> Json {
    let mut plan = json!({"format_version": "1.2", "resource_changes": []});
    if let Some(Json::Object(whole)) = case.get(format!("{which}_plan")) {
        plan.as_object_mut().expect("it is an object").extend(whole.clone());
        return plan;
    }
    for change in case[which].as_array().expect("a case has its changes") {
        let (kind, before, after) = (&change["type"], &change["before"], &change["after"]);
        let actions = match (change.get("actions"), before, after) {
            (Some(actions), ..) => actions.clone(),
            (None, Json::Null, _) => json!(["create"]),
            (None, _, Json::Null) => json!(["delete"]),
            (None, ..) => json!(["update"]),
        };
        plan["resource_changes"].as_array_mut().expect("it is a list").push(json!({
            "address": format!("{}.main", kind.as_str().expect("a type is a text")), "mode": "managed", "type": kind, "name": "main",
            "change": {"actions": actions, "before": before, "after": after, "after_unknown": change.get("unknown").unwrap_or(&json!({}))},
        }));
    }
    plan
}

fn reviewed(plan: &Json) -> Review {
    let text = plan.to_string();
    let plan = review::read(text.as_bytes()).unwrap_or_else(|refusal| panic!("{refusal}"));
    review::review(&plan, None).unwrap_or_else(|refusal| panic!("{refusal}"))
}

fn told(review: &Review) -> Vec<String> {
    review.risks.iter().map(|risk| format!("{} {}: {}", risk.severity, risk.code.name(), risk.what)).collect()
}

fn cases() -> Vec<Json> {
    let tables = [
        include_str!("planted.json"),
        include_str!("aws.json"),
        include_str!("more_aws.json"),
        include_str!("others.json"),
        include_str!("more_others.json"),
        include_str!("plans.json"),
        include_str!("rights.json"),
        include_str!("siblings.json"),
        include_str!("wide_aws.json"),
        include_str!("wide_clouds.json"),
        include_str!("wide_others.json"),
        include_str!("blind.json"),
    ];
    tables.iter().flat_map(|table| serde_json::from_str::<Vec<Json>>(table).expect("the table is JSON")).collect()
}

/// The plans of the table by their kinds.
pub(crate) fn plans() -> Vec<(String, Json)> {
    let both = |case: &Json| ["planted", "harmless"].map(|which| (format!("{} {which}", case["kind"]), plan(case, which)));
    cases().iter().flat_map(both).collect()
}

/// Two rules that know the same setting would tell it twice.
#[test]
fn nothing_is_told_twice_of_one_resource() {
    let mut twice = Vec::new();
    for (kind, plan) in plans() {
        let mut told = std::collections::BTreeSet::new();
        for risk in reviewed(&plan).risks {
            let what = risk.what.to_string();
            if !told.insert((risk.address, what.clone())) {
                twice.push(format!("{kind}: {what}"));
            }
        }
    }
    assert!(twice.is_empty(), "told twice:\n{}", twice.join("\n"));
}

#[test]
fn each_planted_risk_is_named_and_no_harmless_neighbour_is() {
    let cases = cases();
    let mut wrong = Vec::new();
    for case in &cases {
        let kind = case["kind"].as_str().expect("a case has a kind");
        let code = case["code"].as_str().and_then(Code::named).expect("a case has a code");
        let severity: Severity = case["severity"].as_str().and_then(|text| text.parse().ok()).expect("a case has a severity");
        let says = case["says"].as_str().unwrap_or_default();
        let planted = reviewed(&plan(case, "planted"));
        let is_named = |risk: &review::Risk| risk.code == code && risk.severity == severity && risk.what.to_string().contains(says);
        if !planted.risks.iter().any(is_named) {
            wrong.push(format!("{kind}: not named, but {:#?}", told(&planted)));
        }
        let harmless = reviewed(&plan(case, "harmless"));
        if !harmless.risks.is_empty() {
            wrong.push(format!("{kind}: the harmless one is told {:#?}", told(&harmless)));
        }
    }
    assert!(wrong.is_empty(), "{} of {} kinds:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// What plans of every day have: nothing in them is a risk, but for what the case itself excepts.
#[test]
fn nothing_is_said_of_what_is_harmless() {
    let cases: Vec<Json> = serde_json::from_str(include_str!("harmless.json")).expect("the table is JSON");
    let mut wrong = Vec::new();
    for case in &cases {
        let excepted = case.get("except").and_then(Json::as_array).cloned().unwrap_or_default();
        let mut review = reviewed(&plan(case, "harmless"));
        review.risks.retain(|risk| !excepted.contains(&json!(risk.code.name())));
        if !review.risks.is_empty() {
            wrong.push(format!("{}: {:#?}", case["kind"], told(&review)));
        }
    }
    assert!(wrong.is_empty(), "{} of {} kinds:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// One decision, one alarm: a switch that has two names, or that two rules know.
#[test]
fn one_decision_is_told_once() {
    let block = |is_on: bool| json!({"bucket": "a", "block_public_acls": is_on, "block_public_policy": is_on, "ignore_public_acls": is_on, "restrict_public_buckets": is_on});
    let spot = |base: u32| {
        json!({"mixed_instances_policy": [{"instances_distribution": [{"on_demand_base_capacity": base,
        "on_demand_percentage_above_base_capacity": base}]}]})
    };
    for (kind, before, after) in [
        ("aws_scheduler_schedule", json!({"name": "a", "state": "ENABLED"}), json!({"name": "a", "state": "DISABLED"})),
        (
            "aws_cloudwatch_event_rule",
            json!({"name": "a", "is_enabled": true, "state": "ENABLED"}),
            json!({"name": "a", "is_enabled": false, "state": "DISABLED"}),
        ),
        ("aws_guardduty_detector_feature", json!({"status": "ENABLED"}), json!({"status": "DISABLED"})),
        ("aws_autoscaling_group", spot(50), spot(0)),
        (
            "aws_eks_cluster",
            json!({"vpc_config": [{"public_access_cidrs": ["192.0.2.0/24"]}]}),
            json!({"vpc_config": [{"public_access_cidrs": ["0.0.0.0/0"]}]}),
        ),
        (
            "aws_security_group_rule",
            Json::Null,
            json!({"type": "ingress", "security_group_id": "sg-1", "protocol": "tcp", "from_port": 22,
            "to_port": 22, "cidr_blocks": ["0.0.0.0/0"], "ipv6_cidr_blocks": ["::/0"]}),
        ),
        ("aws_s3_bucket_public_access_block", block(true), block(false)),
        ("aws_s3_bucket_public_access_block", Json::Null, block(false)),
        ("aws_cloudwatch_metric_alarm", json!({"alarm_name": "a", "treat_missing_data": "breaching"}), Json::Null),
        (
            "aws_db_instance",
            json!({"identifier": "a", "ca_cert_identifier": "rds-ca-rsa2048-g1", "apply_immediately": false}),
            json!({"identifier": "a", "ca_cert_identifier": "rds-ca-rsa4096-g1", "apply_immediately": true}),
        ),
    ] {
        let case = json!({"planted": [{"type": kind, "before": before, "after": after}]});
        let told = told(&reviewed(&plan(&case, "planted")));
        assert_eq!(told.len(), 1, "{kind}: {told:#?}");
    }
}
