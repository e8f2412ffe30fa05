//! The services: images, scaling, health, rollouts.

use aws::ecr_repository::ImageScanningConfiguration;
use aws::ecs_service::DeploymentCircuitBreaker;
use aws::lb_target_group::HealthCheck;
use aws::{EcrRepository, EcsService, LbTargetGroup};

use system::{Kind, System};

use super::{Subject, Verdict};

/// Where there are jobs alone, nothing runs that would have to scale, to answer or to be rolled out.
fn expect_some_service(subject: &Subject<'_>, verdict: &mut Verdict) {
    let System { services, jobs, .. } = subject.system;
    if services.is_empty() {
        for job in jobs {
            verdict.proven(job.definition.address());
        }
    }
    verdict.expect_some(services.len() + jobs.len(), "there is no service");
}

pub(super) fn images(subject: &Subject<'_>) -> Verdict {
    let mut verdict = Verdict::default();
    let mut repositories = 0;
    for repository in subject.system.of::<EcrRepository>() {
        repositories += 1;
        let mut scanning = repository.blocks(EcrRepository::IMAGE_SCANNING_CONFIGURATION);
        let scanned = scanning.any(|it| it.get(ImageScanningConfiguration::SCAN_ON_PUSH).is_true());
        verdict.expect(scanned, repository.address(), "images are not scanned when they are pushed");
        let fixed = repository.get(EcrRepository::IMAGE_TAG_MUTABILITY).is("IMMUTABLE");
        verdict.expect(fixed, repository.address(), "a tag may come to mean another image");
    }
    verdict.expect_some(repositories, "there is no repository");
    verdict
}

pub(super) fn scaling(subject: &Subject<'_>) -> Verdict {
    let mut verdict = Verdict::default();
    for service in &subject.system.services {
        let Some(scaled) = service.scaling.map(|it| it.address()) else {
            verdict.missing_at(service.view.address(), "it does not scale");
            continue;
        };
        let is_range = service.limits().is_some_and(|(min, max)| min < max);
        verdict.expect(is_range, &scaled, "its least and its most are the same");
        if service.policies.is_empty() {
            verdict.missing_at(&scaled, "no policy scales it");
        }
        service.policies.iter().for_each(|policy| verdict.proven(policy.address()));
    }
    expect_some_service(subject, &mut verdict);
    verdict
}

pub(super) fn health_checks(subject: &Subject<'_>) -> Verdict {
    let mut verdict = Verdict::default();
    // What nobody connects to, or only services do, ECS starts again by itself when it ends.
    for service in subject.system.services.iter().filter(|service| service.kind() == Kind::Web) {
        let Some(group) = service.target_group else {
            verdict.missing_at(service.view.address(), "no load balancer checks it");
            continue;
        };
        let checked = group.blocks(LbTargetGroup::HEALTH_CHECK).any(|it| it.get(HealthCheck::PATH).is_set());
        verdict.expect(checked, group.address(), "no path is checked");
    }
    expect_some_service(subject, &mut verdict);
    verdict
}

pub(super) fn pipeline(subject: &Subject<'_>) -> Verdict {
    let mut verdict = Verdict::default();
    for service in &subject.system.services {
        let address = service.view.address();
        let of_the_pipeline = service.ignores(EcsService::TASK_DEFINITION);
        verdict.expect(of_the_pipeline, &address, "Terraform owns the revision, so that a pipeline's rollout would be undone");
        let mut breakers = service.view.blocks(EcsService::DEPLOYMENT_CIRCUIT_BREAKER);
        let rolled_back = breakers
            .any(|it| it.get(DeploymentCircuitBreaker::ENABLE).is_true() && it.get(DeploymentCircuitBreaker::ROLLBACK).is_true());
        verdict.expect(rolled_back, &address, "a rollout that fails is not rolled back");
    }
    expect_some_service(subject, &mut verdict);
    verdict
}
