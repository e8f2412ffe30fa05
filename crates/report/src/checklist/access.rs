//! Who may do what: encryption in transit, privileges, secrets.

use aws::db_parameter_group::Parameter;
use aws::lb_listener::DefaultAction;
use aws::policy::read::{Effect, Policy, excess};
use aws::{
    DbInstance, DbParameterGroup, EcsTaskDefinition, ElasticacheReplicationGroup, IamPolicy, IamRole, IamRolePolicy, LbListener,
    S3Bucket, S3BucketPolicy,
};
use system::{Kind, is_of_bucket};
use terraform::Address;
use terraform::json::Json;
use terraform::read::Read;
use terraform::read::argument::elements;

use super::{Subject, Verdict};

pub(super) fn in_transit(subject: &Subject<'_>) -> Verdict {
    let (system, mut verdict) = (subject.system, Verdict::default());
    let mut listeners = 0;
    for listener in system.of::<LbListener>() {
        listeners += 1;
        let redirects = listener.blocks(LbListener::DEFAULT_ACTION).any(|action| action.get(DefaultAction::TYPE).is("redirect"));
        let encrypts = listener.get(LbListener::PROTOCOL).is("HTTPS") && listener.get(LbListener::CERTIFICATE_ARN).is_set();
        verdict.expect(
            encrypts || redirects,
            listener.address(),
            "it answers over plain HTTP, as no domain is set: `ecs.load_balancer.tls` takes one, with its hosted zone",
        );
    }
    for existing in system.existing_load_balancers() {
        listeners += 1;
        verdict.missing_at(&existing.rule, "its listener exists already, and whether it speaks TLS does not stand here");
    }
    if listeners == 0 && system.services.iter().all(|service| service.kind() != Kind::Web) {
        // Nobody comes in from outside.
        let services = system.services.iter().map(|service| service.view.address());
        for address in services.chain(system.jobs.iter().map(|job| job.definition.address())) {
            verdict.proven(address);
        }
        listeners = system.services.len() + system.jobs.len();
    }
    verdict.expect_some(listeners, "there is no listener");
    for database in system.primaries() {
        let named = database.view.get(DbInstance::PARAMETER_GROUP_NAME);
        let by_name = || system.of().find(|group| named.text().is_some_and(|name| group.get(DbParameterGroup::NAME).is(&name)));
        let parameters = named.leads_to().or_else(by_name).into_iter().flat_map(|group| group.blocks(DbParameterGroup::PARAMETER));
        let forces = |name: &str, value: &str| name == "rds.force_ssl" && value == "1";
        let forced = parameters.filter_map(|it| it.get(Parameter::NAME).literal().zip(it.get(Parameter::VALUE).literal()));
        let forced = forced.into_iter().any(|(name, value)| forces(&name, &value));
        verdict.expect(forced, database.view.address(), "it takes connections without TLS");
    }
    for cache in system.of::<ElasticacheReplicationGroup>() {
        let only_tls = cache.get(ElasticacheReplicationGroup::TRANSIT_ENCRYPTION_ENABLED).is_true()
            && !cache.get(ElasticacheReplicationGroup::TRANSIT_ENCRYPTION_MODE).is("preferred");
        verdict.expect(only_tls, cache.address(), "it takes connections without TLS");
    }
    for bucket in system.of::<S3Bucket>() {
        let policies = system.of().filter(|policy| is_of_bucket(&policy.get(S3BucketPolicy::BUCKET), &bucket));
        let tls_only = policies.filter_map(|it| policy_in(&it.get(S3BucketPolicy::POLICY))).any(|policy| denies_plain(&policy));
        verdict.expect(tls_only, bucket.address(), "its policy does not refuse plain HTTP");
    }
    verdict
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

fn policy_in(argument: &Read<'_, String>) -> Option<Policy> {
    Policy::read(&argument.document()?)
}

pub(super) fn least_privilege(subject: &Subject<'_>) -> Verdict {
    let (system, mut verdict) = (subject.system, Verdict::default());
    let mut roles = 0;
    for role in system.of::<IamRole>() {
        roles += 1;
        judge(&mut verdict, &role.address(), &role.get(IamRole::ASSUME_ROLE_POLICY));
    }
    system.of().for_each(|it| judge(&mut verdict, &it.address(), &it.get(IamRolePolicy::POLICY)));
    system.of().for_each(|it| judge(&mut verdict, &it.address(), &it.get(IamPolicy::POLICY)));
    verdict.expect_some(roles, "there is no role");
    verdict
}

/// Judges a policy as the rule IAM001 does.
fn judge(verdict: &mut Verdict, address: &Address, argument: &Read<'_, String>) {
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
    let (system, mut verdict) = (subject.system, Verdict::default());
    for database in system.primaries() {
        let has_password = database.view.get(DbInstance::PASSWORD).is_set();
        let kept_by_rds = database.view.get(DbInstance::MANAGE_MASTER_USER_PASSWORD).is_true() && !has_password;
        verdict.expect(kept_by_rds, database.view.address(), "its password is not kept by RDS");
    }
    let mut containers = 0;
    for definition in system.of::<EcsTaskDefinition>() {
        let document = definition.get(EcsTaskDefinition::CONTAINER_DEFINITIONS).document().unwrap_or(Json::Null);
        for container in elements(&document) {
            containers += 1;
            let plain = elements(&container["environment"]).iter().filter_map(|it| it["name"].as_str());
            let told: Vec<&str> = plain.filter(|name| tells_a_secret(name)).collect();
            verdict.expect(told.is_empty(), definition.address(), &format!("{} stand in the plain environment", told.join(", ")));
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
