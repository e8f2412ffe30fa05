//! The services: images, scaling, health, rollouts.

use terraform::read::argument::{elements, number};

use super::{Subject, Verdict};
use crate::availability::{is_of, target_group};

const NO_SERVICE: &str = "there is no service";

pub(super) fn images(subject: &Subject<'_>) -> Verdict {
    let mut verdict = Verdict::default();
    let mut repositories = 0;
    for (address, body) in subject.index.of("aws_ecr_repository") {
        repositories += 1;
        let scanned = elements(&body["image_scanning_configuration"]).iter().any(|it| it["scan_on_push"] == true);
        verdict.expect(scanned, address, "images are not scanned when they are pushed");
        verdict.expect(body["image_tag_mutability"] == "IMMUTABLE", address, "a tag may come to mean another image");
    }
    verdict.expect_some(repositories, "there is no repository");
    verdict
}

pub(super) fn scaling(subject: &Subject<'_>) -> Verdict {
    let (index, mut verdict) = (&subject.index, Verdict::default());
    let mut services = 0;
    for (address, service) in index.of("aws_ecs_service") {
        services += 1;
        let Some((scaled, limits)) = index.of("aws_appautoscaling_target").find(|(_, it)| is_of(it, service)) else {
            verdict.missing_at(address, "it does not scale");
            continue;
        };
        let range = number(&limits["min_capacity"]).zip(number(&limits["max_capacity"]));
        verdict.expect(range.is_some_and(|(min, max)| min < max), scaled, "its least and its most are the same");
        let policies: Vec<&str> =
            index.of("aws_appautoscaling_policy").filter(|(_, it)| is_of(it, service)).map(|(it, _)| it).collect();
        if policies.is_empty() {
            verdict.missing_at(scaled, "no policy scales it");
        }
        for policy in policies {
            verdict.proven(policy);
        }
    }
    verdict.expect_some(services, NO_SERVICE);
    verdict
}

pub(super) fn health_checks(subject: &Subject<'_>) -> Verdict {
    let (index, mut verdict) = (&subject.index, Verdict::default());
    let mut services = 0;
    for (address, service) in index.of("aws_ecs_service") {
        services += 1;
        let Some((group, body)) = target_group(index, service) else {
            verdict.missing_at(address, "no load balancer checks it");
            continue;
        };
        let checked = elements(&body["health_check"]).iter().any(|it| it["path"].is_string());
        verdict.expect(checked, group, "no path is checked");
    }
    verdict.expect_some(services, NO_SERVICE);
    verdict
}

pub(super) fn pipeline(subject: &Subject<'_>) -> Verdict {
    let mut verdict = Verdict::default();
    let mut services = 0;
    for (address, body) in subject.index.of("aws_ecs_service") {
        services += 1;
        let ignored = elements(&body["lifecycle"]).iter().flat_map(|it| elements(&it["ignore_changes"]));
        let of_the_pipeline = ignored.into_iter().any(|it| it == "task_definition");
        verdict.expect(of_the_pipeline, address, "Terraform owns the revision, so that a pipeline's rollout would be undone");
        let rolled_back =
            elements(&body["deployment_circuit_breaker"]).iter().any(|it| it["enable"] == true && it["rollback"] == true);
        verdict.expect(rolled_back, address, "a rollout that fails is not rolled back");
    }
    verdict.expect_some(services, NO_SERVICE);
    verdict
}
