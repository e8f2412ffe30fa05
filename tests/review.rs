//! What `synth review` makes of a plan: each `tests/review/<case>.json` with the whole page beside it in `<case>.md`.
//!
//! `cargo xtask bless review` writes the pages anew; read them as the one who reviews.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::common::golden;
use review::{CostLine, CostSection, Costs, Review, Severity};
use serde_json::{Value as Json, json};
use synth::commands::review::{costs, with_consequences};

const FOLDER: &str = "tests/review";

/// What stands in every sensitive place of `sensitive.json` and `costs.json`, and nowhere else.
const CANARY: &str = "CANARY";

fn path(inside: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(inside)
}

fn plan(case: &str) -> Vec<u8> {
    fs::read(path(&format!("tests/review/{case}.json"))).expect("the plan is there")
}

fn reviewed(bytes: &[u8]) -> Review {
    let plan = review::read(bytes).unwrap_or_else(|refusal| panic!("{refusal}"));
    review::review(&plan, Some(costs(&plan))).unwrap_or_else(|refusal| panic!("{refusal}"))
}

fn priced(bytes: &[u8]) -> Costs {
    costs(&review::read(bytes).unwrap_or_else(|refusal| panic!("{refusal}")))
}

/// The review of a plan that is written down here.
fn of(plan: &Json) -> Review {
    reviewed(plan.to_string().as_bytes())
}

/// A plan with one resource in it.
fn one(kind: &str, before: &Json, after: &Json) -> Json {
    let actions = match (before, after) {
        (Json::Null, _) => json!(["create"]),
        (_, Json::Null) => json!(["delete"]),
        _ => json!(["update"]),
    };
    json!({"format_version": "1.2", "resource_changes": [
        {"address": format!("{kind}.main"), "type": kind, "change": {"actions": actions, "before": before, "after": after}}
    ]})
}

/// The severities and kinds of the risks of a review.
fn kinds(review: &Review) -> Vec<(Severity, &'static str)> {
    review.risks.iter().map(|risk| (risk.severity, risk.code.name())).collect()
}

#[test]
fn every_plan_gets_the_page_that_lies_beside_it() {
    let pages = golden::stems(FOLDER, "json").into_iter().map(|case| {
        let page = review::markdown(&reviewed(&plan(&case)), None);
        (case, page)
    });
    golden::are_fresh(FOLDER, "md", pages);
}

#[test]
fn what_is_sensitive_appears_nowhere() {
    for (case, count) in [("sensitive", 40), ("costs", 10)] {
        let plan = plan(case);
        let review = reviewed(&plan);
        assert!(String::from_utf8_lossy(&plan).matches(CANARY).count() > count, "{case} is full of it");
        let json = serde_json::to_string(&review).expect("a review is JSON");
        let page = review::markdown(&review, None);
        let debug = format!("{review:?}");
        for (name, text) in [("the page", &page), ("the JSON", &json), ("the debug output", &debug)] {
            assert!(!text.contains(CANARY), "{case}, {name}:\n{text}");
        }
        assert!(page.contains("(sensitive)"));
    }
}

/// Whatever is sensitive in one place of a resource's values is hidden there, whichever side marks it, and only there.
#[test]
fn each_value_is_hidden_by_a_mark_at_any_level_above_it() {
    let values = |secret: &str| {
        json!({
            "text": secret, "number": 1, "list": [secret, "x"], "map": {"key": secret, "other": "y"},
            "block": [{"inner": [{"deep": secret}]}],
            "policy": json!({"Statement": [{"Effect": "Allow", "Action": secret, "Resource": "*"}]}).to_string(),
        })
    };
    let marks = [
        json!(true),
        json!({"text": true, "list": true, "map": true, "block": true, "policy": true}),
        json!({"text": true, "list": [true], "map": {"key": true}, "block": [{"inner": true}], "policy": true}),
        json!({"text": true, "list": [true, false], "map": {"key": true}, "block": [{"inner": [{"deep": true}]}], "policy": {"Statement": true}}),
    ];
    for mark in &marks {
        for (before_sensitive, after_sensitive) in [(mark, &json!({})), (&json!(false), mark), (mark, mark)] {
            for actions in [json!(["update"]), json!(["delete", "create"]), json!(["create", "delete"])] {
                let change = json!({
                    "actions": actions, "before": values("CANARY-before"), "after": values("CANARY-after"),
                    "before_sensitive": before_sensitive, "after_sensitive": after_sensitive,
                    "replace_paths": [["map", "CANARY"], ["text"]],
                });
                let resource = json!({"address": "aws_iam_role_policy.main", "type": "aws_iam_role_policy", "change": change});
                let plan = json!({
                    "format_version": "1.2", "resource_changes": [resource], "resource_drift": [resource],
                    "deferred_changes": [{"resource_change": resource}], "output_changes": {"value": change},
                });
                let review = of(&plan);
                let told =
                    format!("{}{}", review::markdown(&review, None), serde_json::to_string(&review).expect("a review is JSON"));
                assert!(!told.contains(CANARY), "{before_sensitive} {after_sensitive} {actions}\n{told}");
                assert!(told.contains("(sensitive)"), "{told}");
            }
        }
    }
}

#[test]
fn nothing_of_a_plan_gets_out_of_the_code_it_stands_in() {
    let page = review::markdown(&reviewed(&plan("hostile")), None);
    let mut fence: Option<&str> = None;
    for line in page.lines() {
        let run = line.split(|character| character != '`').next().unwrap_or_default();
        match fence {
            Some(open) if line == open => fence = None,
            Some(_) => {}
            None if run.len() > 2 && line.ends_with("diff") => fence = Some(run),
            None => {
                // Code spans by their fences, as CommonMark reads them.
                let mut outside = String::new();
                let mut rest = line;
                while let Some(at) = rest.find('`') {
                    outside.push_str(&rest[..at]);
                    let run = rest[at..].chars().take_while(|character| *character == '`').count();
                    let mut end = at + run;
                    loop {
                        let next = rest[end..].find('`').unwrap_or_else(|| panic!("an open code span: {line}")) + end;
                        let length = rest[next..].chars().take_while(|character| *character == '`').count();
                        end = next + length;
                        if length == run {
                            break;
                        }
                    }
                    rest = &rest[end..];
                }
                outside.push_str(rest);
                for mark in ["<script", "@everyone", "**bold**", "](http", "<b>"] {
                    assert!(!outside.contains(mark), "{mark} stands in the open: {line}");
                }
            }
        }
    }
    assert_eq!(fence, None, "every block is closed");
}

/// A plan of 5,000 databases to replace in 90 modules, whose names end in this.
fn large(padding: &str) -> Json {
    let resource = |at: u32| {
        let module = format!("module.m[\"{}{padding}\"]", at % 90);
        let values = |size: u32| json!({"name": format!("database-{at}"), "comment": "x".repeat(300), "allocated_storage": size});
        let change = json!({"actions": ["delete", "create"], "before": values(20), "after": values(10)});
        json!({
            "address": format!("{module}.aws_db_instance.d{at}"), "module_address": module, "type": "aws_db_instance", "change": change,
        })
    };
    let resources: Vec<Json> = (0..5_000).map(resource).collect();
    let outputs: serde_json::Map<String, Json> =
        (0..500).map(|at| (format!("output_{at}"), json!({"actions": ["create"], "after": "v"}))).collect();
    json!({"format_version": "1.2", "resource_changes": resources, "resource_drift": resources, "output_changes": outputs})
}

#[test]
fn a_page_of_a_large_plan_fits_a_comment_and_says_what_it_left_out() {
    for padding in ["", &"|".repeat(200)] {
        let review = of(&large(padding));
        let page = review::markdown(&review, None);
        assert!(page.len() <= review::LIMIT, "{} bytes", page.len());
        // Whole risks are left out where not even one resource of each fits.
        let of_risks = ["more resources left out", "more risks left out ("];
        assert!(of_risks.iter().any(|left_out| page.contains(left_out)), "{page}");
        for left_out in ["more changes left out (", "more modules*"] {
            assert!(page.contains(left_out), "{left_out}:\n{page}");
        }
        let words: BTreeSet<&str> = page.split([' ', '`']).collect();
        let missing: Vec<String> = (0..5_000).map(|at| format!("d{at}")).filter(|it| !words.contains(it.as_str())).collect();
        assert_eq!(missing, Vec::<String>::new(), "what is replaced is listed whatever else is left out");
        assert_eq!(page.matches("<details>").count(), page.matches("</details>").count());
        assert_eq!(review.risks.len(), 20_000, "the JSON has them all, those of the drift as well");
    }
}

#[test]
fn the_callers_costs_stand_between_the_risks_and_the_changes() {
    let cost = CostSection {
        before: "USD 10.00".to_owned(),
        after: "USD 25.50".to_owned(),
        difference: "USD +15.50".to_owned(),
        lines: vec![CostLine { what: "main: instance".to_owned(), before: None, after: Some("USD 15.50".to_owned()) }],
        notes: vec!["without traffic".to_owned()],
    };
    let bytes = plan("data");
    let plan = review::read(&bytes).expect("it is a plan");
    let page = review::markdown(&review::review(&plan, Some(Costs::Reckoned(cost))).expect("it can be reviewed"), None);
    let places = [
        "### Risks",
        "### Cost",
        "`USD 10.00` before, `USD 25.50` after",
        "nothing → `USD 15.50`",
        "`without traffic`",
        "### Changes",
    ];
    let found: Vec<usize> = places.iter().map(|text| page.find(text).unwrap_or_else(|| panic!("{text}:\n{page}"))).collect();
    assert!(found.is_sorted(), "{page}");
}

/// The plan of `costs.json`, changed.
fn costs_of(change: impl Fn(&mut Json)) -> Result<CostSection, String> {
    let mut plan: Json = serde_json::from_slice(&plan("costs")).expect("it is JSON");
    change(&mut plan);
    match priced(plan.to_string().as_bytes()) {
        Costs::Reckoned(section) => Ok(section),
        Costs::Unknown(reason) => Err(reason),
    }
}

/// Where `costs.json` has the database's values, before and after.
const DATABASES: [&str; 2] =
    ["/prior_state/values/root_module/child_modules/2/resources/0", "/planned_values/root_module/child_modules/2/resources/0"];

#[test]
fn a_plan_is_priced_before_and_after() {
    let section = costs_of(|_| ()).expect("it can be priced");
    let lines: Vec<String> = section
        .lines
        .iter()
        .map(|CostLine { what, before, after }| {
            format!("{what}: {} → {}", before.as_deref().unwrap_or("-"), after.as_deref().unwrap_or("-"))
        })
        .collect();
    assert_eq!(
        lines,
        [
            // 730 h × 0.065, and a standby beside it.
            "main: instance: USD 47.45 → USD 94.90",
            // 730 h × 0.045, and one more.
            "NAT gateways: USD 32.85 → USD 65.70",
            // 2 tasks × 730 h × 0.25 vCPU × 0.04048 = 14.7752, and twice as many vCPU.
            "web: vCPU: USD 14.78 → USD 29.55",
            // 100 GB × 0.115, and the standby's.
            "main: storage: USD 11.50 → USD 23.00",
            // 2 tasks × 730 h × 0.5 GB × 0.004445 = 3.24485, and twice as many GB.
            "web: memory: USD 3.24 → USD 6.49",
        ]
    );
    // (94.90 − 47.45) + (65.70 − 32.85) + (29.55 − 14.78) + (23.00 − 11.50) + (6.49 − 3.24)
    assert_eq!(section.difference, "USD +109.82");
    let back = costs_of(|plan| {
        let prior = plan["prior_state"]["values"].take();
        plan["prior_state"]["values"] = plan["planned_values"].take();
        plan["planned_values"] = prior;
        // What was made is destroyed then.
        for change in plan["resource_changes"].as_array_mut().into_iter().flatten() {
            if change["change"]["actions"] == json!(["create"]) {
                change["change"]["actions"] = json!(["delete"]);
            }
        }
    });
    assert_eq!(back.expect("it can be priced").difference, "USD -109.82");
}

#[test]
fn the_first_plan_of_an_environment_costs_all_of_it() {
    let first = costs_of(|plan| _ = plan.as_object_mut().and_then(|plan| plan.remove("prior_state"))).expect("it can be priced");
    assert_eq!((first.before.as_str(), first.difference), ("at least USD 0.00", first.after.replace("at least USD ", "USD +")));
}

#[test]
fn a_task_definition_is_found_by_its_arn_and_by_what_the_configuration_says() {
    let prices_tasks = |section: &CostSection| section.lines.iter().any(|line| line.what == "web: vCPU");
    // Without the configuration the new revision's ARN is not known, and the service goes on referring to the same address.
    let without =
        costs_of(|plan| plan["configuration"]["root_module"]["module_calls"]["ecs"] = json!({})).expect("it can be priced");
    let line = without.lines.iter().find(|line| line.what == "web: vCPU").expect("it was there");
    assert_eq!((line.before.as_deref(), line.after.as_deref()), (Some("USD 14.78"), Some("USD 29.55")));
    assert!(prices_tasks(&costs_of(|_| ()).expect("it can be priced")));
}

/// Why a plan cannot be priced, and how it is made one of those.
type Case<'a> = (&'a str, &'a dyn Fn(&mut Json));

#[test]
fn a_plan_that_cannot_be_priced_says_why() {
    let region = "/configuration/provider_config/aws/expressions/region";
    let at = |plan: &mut Json, pointer: &str, value: Json| *plan.pointer_mut(pointer).expect(pointer) = value;
    let sensitive = "/configuration/root_module/variables/region";
    let cases: [Case<'_>; 6] = [
        ("the plan does not hold the values of what does not change", &|plan| plan["planned_values"] = Json::Null),
        ("the plan does not say in which region its resources stand", &|plan| at(plan, region, json!({}))),
        ("the plan does not say in which region its resources stand", &|plan| at(plan, sensitive, json!({"sensitive": true}))),
        ("the provider's region is none that synth knows", &|plan| plan["variables"]["region"]["value"] = json!("CANARY-1")),
        ("the plan's values cannot be read", &|plan| plan["planned_values"] = json!(7)),
        ("planning failed, so it is not known what will stand there", &|plan| plan["errored"] = json!(true)),
    ];
    for (reason, change) in cases {
        assert_eq!(costs_of(change).expect_err("it cannot be priced"), reason);
    }
    // As a configuration in JSON has it.
    let written = json!({"constant_value": "${var.region}", "references": ["var.region"]});
    assert!(costs_of(|plan| at(plan, region, written.clone())).is_ok());
    for case in ["providers", "sensitive"] {
        assert!(reviewed(&plan(case)).cost_unknown.is_some(), "{case}");
    }
}

#[test]
fn what_is_sensitive_is_not_priced_and_not_told() {
    for mark in [json!(true), json!({"instance_class": true, "storage_type": true, "engine": true})] {
        let section = costs_of(|plan| {
            for place in DATABASES {
                let database = plan.pointer_mut(place).expect("it is there");
                for argument in ["instance_class", "storage_type", "engine"] {
                    database["values"][argument] = json!("CANARY-class");
                }
                database["sensitive_values"] = mark.clone();
            }
        });
        let section = format!("{:?}", section.expect("the rest can be priced"));
        assert!(!section.contains(CANARY) && section.contains("Not priced: main: instance"), "{section}");
    }
}

#[test]
fn values_that_look_like_expressions_are_no_expressions() {
    let section = costs_of(|plan| {
        for place in DATABASES {
            plan.pointer_mut(place).expect("it is there")["values"]["instance_class"] = json!("${var.class} %{ if } ${");
        }
    });
    let section = format!("{:?}", section.expect("the rest can be priced"));
    assert!(section.contains("the class `${var.class} %{ if } ${` is not known here"), "{section}");
}

#[test]
fn every_review_keeps_to_the_schema() {
    let schema = fs::read_to_string(path("docs/json/review.schema.json")).expect("the schema is there");
    let schema: Json = serde_json::from_str(&schema).expect("it is JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("it is a schema");
    for case in golden::stems(FOLDER, "json") {
        let document = serde_json::to_value(reviewed(&plan(&case))).expect("a review is JSON");
        let faults: Vec<String> =
            validator.iter_errors(&document).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{case}: {faults:?}");
        assert_eq!(document["format_version"], "1.3");
    }
}

#[test]
fn what_gets_better_is_no_risk() {
    let policy = |actions: Json| json!({"Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]}).to_string();
    for (kind, before, after) in [
        (
            "aws_db_instance",
            json!({"multi_az": false, "backup_retention_period": 7}),
            json!({"multi_az": true, "backup_retention_period": 30}),
        ),
        (
            "aws_db_instance",
            json!({"publicly_accessible": true, "storage_encrypted": false}),
            json!({"publicly_accessible": false, "storage_encrypted": true}),
        ),
        ("aws_ecs_service", json!({"desired_count": 2}), json!({"desired_count": 4})),
        (
            "aws_iam_policy",
            json!({"policy": policy(json!("s3:*"))}),
            json!({"policy": policy(json!(["s3:GetObject", "S3:putobject"]))}),
        ),
        ("aws_cloudwatch_log_group", json!({"retention_in_days": 7}), json!({"retention_in_days": 0})),
        (
            "aws_security_group_rule",
            json!({"type": "ingress", "cidr_blocks": ["0.0.0.0/0"], "protocol": "-1", "from_port": 0, "to_port": 0}),
            json!({"type": "ingress", "cidr_blocks": ["10.0.0.0/8"], "protocol": "tcp", "from_port": 443, "to_port": 443}),
        ),
        ("aws_sqs_queue", json!({"kms_master_key_id": null}), json!({"kms_master_key_id": "key"})),
    ] {
        let review = of(&one(kind, &before, &after));
        assert_eq!(kinds(&review), [], "{kind}: {before} to {after}");
        assert!(!kinds(&of(&one(kind, &after, &before))).is_empty(), "{kind}: {after} to {before}");
    }
}

#[test]
fn a_statement_may_be_split_renamed_and_written_otherwise() {
    let policy = |statements: Json| json!({"policy": json!({"Version": "2012-10-17", "Statement": statements}).to_string()});
    let before =
        policy(json!([{"Sid": "One", "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": ["a", "b"]}]));
    let after = policy(json!([
        {"Sid": "Get", "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["b", "a"]},
        {"Sid": "Put", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "a", "Condition": {"Bool": {"aws:SecureTransport": "true"}}},
    ]));
    assert_eq!(kinds(&of(&one("aws_iam_policy", &before, &after))), []);
    assert_eq!(kinds(&of(&one("aws_iam_policy", &after, &before))), [(Severity::Medium, "iam-widened")]);
}

#[test]
fn exceptions_in_a_policy_are_not_taken_for_names() {
    let policy = |statement: Json| json!({"policy": json!({"Statement": statement}).to_string()});
    let named = policy(json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}));
    let excepted = policy(json!({"Effect": "Allow", "NotAction": "s3:GetObject", "Resource": "*"}));
    assert_eq!(kinds(&of(&one("aws_iam_policy", &named, &excepted))), [(Severity::Critical, "iam-widened")]);
    assert_eq!(kinds(&of(&one("aws_iam_policy", &excepted, &named))), [(Severity::Medium, "iam-widened")]);
    let more = policy(json!({"Effect": "Allow", "NotAction": ["s3:GetObject", "iam:*"], "Resource": "*"}));
    assert_eq!(kinds(&of(&one("aws_iam_policy", &excepted, &more))), []);
}

#[test]
fn values_of_any_depth_are_read_or_refused_and_never_overflow() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let ignored = format!(r#"{{"format_version": "1.2", "resource_changes": [], "prior_state": {}}}"#, nested(200_000));
    assert!(review::read(ignored.as_bytes()).is_ok(), "what is not looked at may be as deep as it likes");
    assert!(matches!(priced(ignored.as_bytes()), Costs::Unknown(_)), "and is not priced");

    let plan = |value: &str| {
        format!(
            r#"{{"resource_changes": [{{"address": "a.b", "type": "a", "change": {{"actions": ["create"], "after": {{"v": {value}}}}}}}]}}"#
        )
    };
    let deep = plan(&nested(100_000));
    let deep = review::read(deep.as_bytes()).expect("it is a plan");
    assert_eq!(review::review(&deep, None).map(|_| ()), Err(review::Refusal::Values("a.b".to_owned())));

    // A document inside a text that is too deep is a text.
    let text = plan(&Json::String(nested(100_000)).to_string());
    assert!(review::markdown(&reviewed(text.as_bytes()), None).contains("more characters"));
}

#[test]
fn the_world_may_ping_with_less_ado_than_it_may_log_in() {
    let rule = |protocol: &str, from: i32, to: i32| json!({"security_group_id": "sg-1", "cidr_ipv4": "0.0.0.0/0", "ip_protocol": protocol, "from_port": from, "to_port": to});
    for (rule, severity) in [
        (rule("icmp", -1, -1), Severity::Medium),
        (rule("tcp", 443, 443), Severity::Medium),
        (rule("tcp", 8443, 8443), Severity::High),
        (rule("tcp", 22, 22), Severity::Critical),
        (rule("tcp", 0, 65_535), Severity::Critical),
        (rule("-1", 0, 0), Severity::Critical),
    ] {
        let review = of(&one("aws_vpc_security_group_ingress_rule", &Json::Null, &rule));
        assert_eq!(kinds(&review), [(severity, "ingress-opened")], "{rule}");
    }
}

/// 100 MB in a release build (`cargo test --release --test lib review`); unoptimized code gets a fifth of that and more time.
#[test]
fn a_plan_of_100_megabytes_is_reviewed_in_seconds() {
    let (bytes, limit) = if cfg!(debug_assertions) { (20_000_000, 60.0) } else { (100_000_000, 10.0) };
    let policy = |action: &str| json!({"Statement": [{"Effect": "Allow", "Action": action, "Resource": "*"}]}).to_string();
    let values = |action: &str| json!({"name": "task", "policy": policy(action), "description": "x".repeat(2_000)});
    let resource = |at: usize| {
        let change = json!({"actions": ["update"], "before": values("s3:GetObject"), "after": values("s3:PutObject")});
        json!({"address": format!("aws_iam_policy.p{at}"), "type": "aws_iam_policy", "change": change}).to_string()
    };
    let mut text = r#"{"format_version": "1.2", "resource_changes": ["#.to_owned();
    let mut count = 0;
    while text.len() < bytes {
        text.push_str(if count == 0 { "" } else { "," });
        text.push_str(&resource(count));
        count += 1;
    }
    text.push_str("]}");
    let start = std::time::Instant::now();
    let review = reviewed(text.as_bytes());
    let page = review::markdown(&review, None);
    let seconds = start.elapsed().as_secs_f64();
    assert_eq!((review.risks.len(), review.counts.update), (count, count));
    assert!(page.len() <= review::LIMIT);
    assert!(seconds < limit, "{seconds} seconds for {count} changes");
}

/// What `synth diff` tells of a change of the settings, `synth review` tells of its plan.
#[test]
fn what_a_change_interrupts_is_a_risk_of_its_own() {
    let rule = |name: &str, priority: u64| {
        ("aws_lb_listener_rule", name.to_owned(), json!({"id": name, "priority": priority, "listener_arn": "arn:listener"}))
    };
    let database = |port: u64| ("aws_db_instance", "main".to_owned(), json!({"id": "db", "port": port, "engine_version": "15.17"}));
    let values = |resources: [(&str, String, Json); 3]| {
        let resources: Vec<Json> = resources
            .into_iter()
            .map(|(kind, name, values)| {
                json!({"address": format!("{kind}.{name}"), "mode": "managed", "type": kind, "name": name,
                    "provider_name": "registry.terraform.io/hashicorp/aws", "values": values})
            })
            .collect();
        json!({"root_module": {"resources": resources}})
    };
    let before = [rule("one", 1), rule("two", 2), database(5432)];
    let after = [rule("one", 2), rule("two", 1), database(5433)];
    let changes: Vec<Json> = before
        .iter()
        .zip(&after)
        .map(|((kind, name, before), (_, _, after))| {
            json!({"address": format!("{kind}.{name}"), "mode": "managed", "type": kind,
                "change": {"actions": ["update"], "before": before, "after": after}})
        })
        .collect();
    let plan = json!({"format_version": "1.2", "resource_changes": changes, "planned_values": values(after),
        "prior_state": {"format_version": "1.0", "values": values(before)}})
    .to_string();
    let review = with_consequences(reviewed(plan.as_bytes()), &review::read(plan.as_bytes()).expect("it is a plan"));
    let told: Vec<String> = review
        .risks
        .iter()
        .filter(|risk| risk.code.name() == "change-interrupts")
        .map(|risk| format!("{} {}: {}", risk.severity, risk.address.as_deref().unwrap_or_default(), risk.what.plain()))
        .collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[0].starts_with("medium aws_db_instance.main: the database restarts on 5433"), "{told:?}");
    assert!(told[1].contains("the priority 2 is aws_lb_listener_rule.two's until that one changes"), "{told:?}");
    assert!(review.verdict.sentence.contains("medium"), "{}", review.verdict.sentence);
    let page = review::markdown(&review, None);
    assert!(page.contains("`change-interrupts`") && page.contains("plan an interruption"), "{page}");
}

/// What a plan forgets and what it destroys are told together: a database that stays without its key is read by nobody.
#[test]
fn what_a_plan_forgets_while_its_key_goes_is_a_risk() {
    let resource = |kind: &str, values: Json| {
        json!({"address": format!("module.rds.{kind}.main"), "mode": "managed", "type": kind, "name": "main",
            "provider_name": "registry.terraform.io/hashicorp/aws", "values": values})
    };
    let change = |kind: &str, action: &str, before: Json| {
        json!({"address": format!("module.rds.{kind}.main"), "mode": "managed", "type": kind,
            "change": {"actions": [action], "before": before, "after": null}})
    };
    let key = json!({"id": "1234", "arn": "arn:aws:kms:eu-central-1:111122223333:key/1234"});
    let database = json!({"id": "shop", "engine_version": "15.17", "deletion_protection": true, "kms_key_id": key["arn"]});
    let told = |of_key: &str| {
        let plan = json!({
            "format_version": "1.2",
            "resource_changes": [change("aws_db_instance", "forget", database.clone()), change("aws_kms_key", of_key, key.clone())],
            "planned_values": {"root_module": {}},
            "prior_state": {"format_version": "1.0", "values": {"root_module": {"child_modules": [{"address": "module.rds", "resources": [
                resource("aws_db_instance", database.clone()), resource("aws_kms_key", key.clone())]}]}}},
        })
        .to_string();
        let review = with_consequences(reviewed(plan.as_bytes()), &review::read(plan.as_bytes()).expect("it is a plan"));
        let interrupts = review.risks.iter().filter(|risk| risk.code.name() == "change-interrupts");
        interrupts.map(|risk| format!("{}: {}", risk.address.as_deref().unwrap_or_default(), risk.what.plain())).collect::<Vec<_>>()
    };
    let lost = told("delete");
    assert_eq!(lost.len(), 1, "it stays, so that nothing refuses: {lost:?}");
    assert!(lost[0].starts_with("module.rds.aws_db_instance.main: it stays, and this apply takes away"), "{lost:?}");
    assert!(lost[0].contains("module.rds.aws_kms_key.main") && lost[0].contains("without its key nobody can read it"), "{lost:?}");
    assert_eq!(told("forget"), [""; 0]);
}
