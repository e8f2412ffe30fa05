//! Section 3: the load balancer, its listeners, target groups and logs.

use terraform::json::{Json, json};

use crate::common::policy::statement_of;
use crate::common::{Emitted, attribute_of, both, id_of, over, prod};

const TLS: &str = "[ecs.load_balancer.tls]\ndomain = \"api.example.com\"\nhosted_zone_id = \"Z0123456789ABCDEFGHIJ\"\n";

#[test]
fn one_application_load_balancer_faces_the_internet() {
    for emitted in both() {
        let load_balancer = emitted.only("aws_lb");
        assert_eq!(load_balancer["load_balancer_type"], "application");
        assert_eq!(load_balancer["internal"], false);
        assert_eq!(load_balancer["drop_invalid_header_fields"], true);
    }
}

#[test]
fn health_is_asked_at_slash_health_every_30_seconds() {
    for emitted in both() {
        let group = emitted.only("aws_lb_target_group");
        let check = &group["health_check"];
        assert_eq!((&check["path"], &check["interval"]), (&json!("/health"), &json!(30)));
        assert_eq!((&group["port"], &group["target_type"]), (&json!(8080), &json!("ip")));
    }
}

#[test]
fn a_task_that_leaves_finishes_its_requests() {
    for emitted in both() {
        let delay = emitted.only("aws_lb_target_group")["deregistration_delay"].clone();
        assert!(delay.as_str().and_then(|seconds| seconds.parse::<u32>().ok()).is_some_and(|seconds| seconds > 0), "{delay}");
    }
}

#[test]
fn every_request_reaches_the_service() {
    for emitted in both() {
        let rule = emitted.only("aws_lb_listener_rule");
        assert_eq!(rule["condition"], json!([{ "path_pattern": { "values": ["/*"] } }]));
        assert_eq!(rule["action"][0]["target_group_arn"], attribute_of("ecs", "aws_lb_target_group.task_api", "arn"));
        assert_eq!(rule["listener_arn"], attribute_of("ecs", "aws_lb_listener.http", "arn"));
    }
}

#[test]
fn without_a_domain_the_load_balancer_speaks_plain_http() {
    for emitted in both() {
        let listener = emitted.only("aws_lb_listener");
        assert_eq!((&listener["port"], &listener["protocol"]), (&json!(80), &json!("HTTP")));
        assert!(emitted.all("aws_acm_certificate").is_empty());
        assert_eq!(emitted.output("url"), "http://${module.ecs.aws_lb.main.dns_name}");
    }
}

#[test]
fn with_a_domain_http_is_sent_to_https() {
    let action = &with_domain().resource("ecs", "aws_lb_listener", "http")["default_action"][0];
    assert_eq!(action["type"], "redirect");
    assert_eq!(action["redirect"], json!({ "status_code": "HTTP_301", "port": "443", "protocol": "HTTPS" }));
}

#[test]
fn with_a_domain_the_services_rules_stand_on_a_tls_listener() {
    let emitted = with_domain();
    let listener = emitted.resource("ecs", "aws_lb_listener", "https");
    assert_eq!((&listener["port"], &listener["protocol"]), (&json!(443), &json!("HTTPS")));
    let policy = listener["ssl_policy"].as_str().unwrap_or_default();
    assert!(policy.starts_with("ELBSecurityPolicy-TLS13-1-2"), "{policy} admits older versions than TLS 1.2");
    assert_eq!(emitted.only("aws_lb_listener_rule")["listener_arn"], attribute_of("ecs", "aws_lb_listener.https", "arn"));
    assert_eq!(emitted.output("url"), "https://api.example.com");
}

#[test]
fn the_certificate_is_validated_through_route_53_before_the_listener_uses_it() {
    let emitted = with_domain();
    let certificate = emitted.only("aws_acm_certificate");
    assert_eq!((&certificate["domain_name"], &certificate["validation_method"]), (&json!("api.example.com"), &json!("DNS")));
    let validation = emitted.only("aws_acm_certificate_validation");
    assert_eq!(validation["certificate_arn"], attribute_of("ecs", "aws_acm_certificate.main", "arn"));
    // The listener takes the ARN from the validation, not from the certificate: so it waits.
    let raw = all_text(&emitted, "modules/ecs/");
    assert!(raw.contains(r#""certificate_arn":"${aws_acm_certificate_validation.main.certificate_arn}""#));
}

#[test]
fn the_domain_leads_to_the_load_balancer() {
    let emitted = with_domain();
    let records = emitted.all("aws_route53_record");
    let record = records.iter().find(|record| record.body["name"] == "api.example.com").expect("a record has the domain's name");
    assert_eq!(record.body["zone_id"], "Z0123456789ABCDEFGHIJ");
    assert_eq!(record.body["type"], "A");
    assert_eq!(record.body["alias"]["name"], attribute_of("ecs", "aws_lb.main", "dns_name"));
}

#[test]
fn requests_are_logged_to_a_bucket_that_load_balancers_of_this_account_alone_may_fill() {
    for emitted in both() {
        let logs = &emitted.only("aws_lb")["access_logs"];
        assert_eq!((&logs["enabled"], &logs["bucket"]), (&json!(true), &id_of("ecs", "aws_s3_bucket.access_logs")));
        let policy = &emitted.resource("ecs", "aws_s3_bucket_policy", "access_logs")["policy"];
        let write = statement_of(policy, "LoadBalancersWrite");
        assert_eq!(write.actions, ["s3:PutObject"]);
        assert_eq!(write.resources, ["${module.ecs.aws_s3_bucket.access_logs.arn}/AWSLogs/111122223333/*"]);
        assert!(
            write.conditions.is_empty(),
            "AWS's page prints none, and applies with conditions were refused: {:?}",
            write.conditions
        );
    }
}

#[test]
fn prods_load_balancer_cannot_be_deleted_by_mistake() {
    assert_eq!(prod().only("aws_lb")["enable_deletion_protection"], true);
}

fn with_domain() -> Emitted {
    over("prod", TLS)
}

fn all_text(emitted: &Emitted, folder: &str) -> String {
    emitted
        .documents()
        .iter()
        .filter(|(path, _)| path.starts_with(folder))
        .map(|(_, document): (_, &Json)| document.to_string())
        .collect()
}

/// Types of which an environment that nobody comes into has none.
const OF_ENTRANCE: [&str; 11] = [
    "aws_lb",
    "aws_lb_listener",
    "aws_lb_listener_rule",
    "aws_lb_target_group",
    "aws_wafv2_web_acl",
    "aws_wafv2_web_acl_association",
    "aws_acm_certificate",
    "aws_acm_certificate_validation",
    "aws_route53_record",
    "aws_s3_bucket",
    "aws_vpc_security_group_ingress_rule",
];

/// No service has `routing`; what is set of the load balancer makes nothing.
const WORKER: &str = r#"
unset = ["services.task-api.routing", "services.task-api.port", "services.task-api.health_check", "rds"]
rds = false
[ecs.load_balancer]
tls = { domain = "api.example.com", hosted_zone_id = "Z0123456789ABCDEFGHIJ" }
firewall = { managed_rule_groups = ["common"] }
"#;

#[test]
fn nothing_of_a_load_balancer_is_made_where_nobody_comes_in() {
    let emitted = over("staging", WORKER);
    for kind in OF_ENTRANCE {
        assert!(emitted.all(kind).is_empty(), "{kind}");
    }
    let everything: String = emitted.texts.values().map(String::as_str).collect();
    for word in ["load_balancer_", "listener_arn", "AWS/ApplicationELB", "\"url\""] {
        assert!(!everything.contains(word), "{word}");
    }
}

#[test]
fn a_load_balancer_stays_where_that_is_said_or_it_answers_by_itself() {
    for settings in
        ["always = true\n", "rules.old = { routing = { priority = 50, paths = [\"/old\"] }, fixed_response = { status = 410 } }\n"]
    {
        let emitted = over("staging", &format!("{WORKER}{settings}"));
        let load_balancer = emitted.only("aws_lb");
        assert_eq!(load_balancer["internal"], false);
        assert!(emitted.all("aws_lb_target_group").is_empty(), "nothing of ours is behind it");
        assert_eq!(emitted.all("aws_route53_record").len(), 2, "its name, and the one that validates the certificate");
    }
}
