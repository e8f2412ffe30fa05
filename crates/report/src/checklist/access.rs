//! Who may do what: encryption in transit, privileges, secrets.

use aws::policy::read::{Effect, Policy, excess};
use serde_json::Value as Json;
use terraform::read::argument::{elements, target};
use terraform::read::embedded;

use super::{Subject, Verdict};

pub(super) fn in_transit(subject: &Subject<'_>) -> Verdict {
    let (index, mut verdict) = (&subject.index, Verdict::default());
    let mut listeners = 0;
    for (address, body) in index.of("aws_lb_listener") {
        listeners += 1;
        let redirects = elements(&body["default_action"]).iter().any(|action| action["type"] == "redirect");
        let holds = (body["protocol"] == "HTTPS" && !body["certificate_arn"].is_null()) || redirects;
        verdict.expect(holds, address, "it answers over plain HTTP, as no domain is set");
    }
    verdict.expect_some(listeners, "there is no listener");
    for (address, body) in index.of("aws_db_instance").filter(|(_, body)| body["replicate_source_db"].is_null()) {
        let group = index.target(&body["parameter_group_name"]).or_else(|| {
            let name = &body["parameter_group_name"];
            index.of("aws_db_parameter_group").find(|(_, group)| !name.is_null() && group["name"] == *name)
        });
        let parameters = group.map(|(_, group)| elements(&group["parameter"])).unwrap_or_default();
        let forced = parameters.iter().any(|it| it["name"] == "rds.force_ssl" && it["value"] == "1");
        verdict.expect(forced, address, "it takes connections without TLS");
    }
    for (address, body) in index.of("aws_s3_bucket") {
        let policies = index.of("aws_s3_bucket_policy").filter(|(_, policy)| is_of_bucket(policy, address, body));
        let tls_only = policies.filter_map(|(_, policy)| policy_in(&policy["policy"])).any(|policy| denies_plain(&policy));
        verdict.expect(tls_only, address, "its policy does not refuse plain HTTP");
    }
    verdict
}

fn is_of_bucket(other: &Json, address: &str, bucket: &Json) -> bool {
    target(&other["bucket"]).as_deref() == Some(address) || (!bucket["bucket"].is_null() && other["bucket"] == bucket["bucket"])
}

fn denies_plain(policy: &Policy) -> bool {
    policy.denied().any(|denial| {
        denial.conditions.iter().any(|condition| {
            condition.is_on("aws:SecureTransport")
                && condition.operator.eq_ignore_ascii_case("Bool")
                && condition.values.contains("false")
        })
    })
}

fn policy_in(argument: &Json) -> Option<Policy> {
    Policy::read(&embedded::document(argument)?)
}

pub(super) fn least_privilege(subject: &Subject<'_>) -> Verdict {
    let (index, mut verdict) = (&subject.index, Verdict::default());
    let mut roles = 0;
    for (address, body) in index.of("aws_iam_role") {
        roles += 1;
        judge(&mut verdict, address, &body["assume_role_policy"]);
    }
    for (address, body) in index.of("aws_iam_role_policy").chain(index.of("aws_iam_policy")) {
        judge(&mut verdict, address, &body["policy"]);
    }
    verdict.expect_some(roles, "there is no role");
    verdict
}

/// Judges a policy as the rule IAM001 does.
fn judge(verdict: &mut Verdict, address: &str, argument: &Json) {
    let Some(policy) = policy_in(argument) else {
        return verdict.missing_at(address, "its policy cannot be read here");
    };
    verdict.expect(policy.statements.iter().any(|it| it.effect == Effect::Allow), address, "it allows nothing");
    for excess in policy.statements.iter().filter_map(|statement| excess(statement, false)) {
        verdict.missing_at(address, &format!("it allows {excess}"));
    }
}

/// In the name of a variable: what it holds is a secret.
const SECRET_WORDS: [&str; 5] = ["PASSWORD", "SECRET", "TOKEN", "PRIVATE", "CREDENTIAL"];

pub(super) fn secrets(subject: &Subject<'_>) -> Verdict {
    let (index, mut verdict) = (&subject.index, Verdict::default());
    for (address, body) in index.of("aws_db_instance").filter(|(_, body)| body["replicate_source_db"].is_null()) {
        let kept_by_rds = body["manage_master_user_password"] == true && body["password"].is_null();
        verdict.expect(kept_by_rds, address, "its password is not kept by RDS");
    }
    let mut containers = 0;
    for (address, body) in index.of("aws_ecs_task_definition") {
        for container in elements(&embedded::document(&body["container_definitions"]).unwrap_or(Json::Null)) {
            containers += 1;
            let plain = elements(&container["environment"]).iter().filter_map(|it| it["name"].as_str());
            let told: Vec<&str> = plain.filter(|name| tells_a_secret(name)).collect();
            verdict.expect(told.is_empty(), address, &format!("{} stand in the plain environment", told.join(", ")));
        }
    }
    verdict.expect_some(containers, "there is no container");
    verdict
}

/// Whether a variable of this name holds a secret, and not the ARN under which it is found.
fn tells_a_secret(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    SECRET_WORDS.iter().any(|word| name.contains(word)) && !name.ends_with("_ARN")
}
