//! What a change does to a service's tasks: which take their place, on what they run, and how many there are.

use std::collections::BTreeSet;

use aws::ecs_task_definition::RuntimePlatform;
use aws::lb_target_group::HealthCheck;
use aws::{AppautoscalingTarget, EcrRepository, EcsService, EcsTaskDefinition, LbTargetGroup};
use terraform::json::Json;
use terraform::read::{Documents, View};
use words::list;

use super::Consequence;
use super::pairs::{ignores, is_replaced, on_both};
use super::service::is_by_pipeline;

/// A service under another name is another service.
pub(super) fn anew(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let empty: BTreeSet<(&str, &str)> = on_both::<EcrRepository>(old, new)
        .filter(|(before, now)| is_replaced(*before, *now))
        .map(|(_, now)| (now.resource().module, now.resource().label))
        .collect();
    let replaced = on_both::<EcsService>(old, new).filter(|(before, now)| is_replaced(*before, *now));
    let told = replaced.map(|(_, now)| {
        let image = if empty.contains(&(now.resource().module, now.resource().label)) {
            ", and these start only when an image lies in the new repository"
        } else {
            ""
        };
        Consequence::new(
            now.address(),
            format!("the service is stopped before another takes its place: nothing runs of it until the new tasks are well{image}"),
            "leave its name in AWS (`aws_name`); or make a service of another name beside it, deliver to it, give it the `routing`, and take this one out",
        )
    });
    told.collect()
}

/// An image is built for one architecture or for several, and a task of another one does not start.
pub(super) fn architecture(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let runs_on = |of: View<'_, EcsTaskDefinition>| {
        let platform = of.block(EcsTaskDefinition::RUNTIME_PLATFORM);
        // ECS API Reference, `RuntimePlatform`: what Fargate takes where nothing is said.
        platform.and_then(|it| it.get(RuntimePlatform::CPU_ARCHITECTURE).literal()).unwrap_or_else(|| "X86_64".to_owned())
    };
    let changed = on_both::<EcsTaskDefinition>(old, new).filter(|(before, now)| runs_on(*before) != runs_on(*now));
    let told = changed.map(|(_, now)| {
        let platform = if runs_on(now) == "ARM64" { "linux/arm64" } else { "linux/amd64" };
        Consequence::new(
            now.address(),
            format!("its tasks run on {} from then on, and start only from an image that is built for `{platform}`", runs_on(now)),
            "push an image for both first (`docker buildx build --platform linux/amd64,linux/arm64`)",
        )
    });
    told.collect()
}

/// How many tasks a service begins with is read once, where it scales.
pub(super) fn count(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let desired = |of: View<'_, EcsService>| of.get(EcsService::DESIRED_COUNT).literal();
    let changed = on_both::<EcsService>(old, new)
        .filter(|(before, now)| ignores(now.resource(), EcsService::DESIRED_COUNT.as_str()) && desired(*before) != desired(*now));
    let told = changed.map(|(_, now)| {
        Consequence::new(
            now.address(),
            "nothing of its number of tasks changes: `tasks.desired` is read when the service is made, and from then on scaling decides",
            "set `tasks.min` for more at all times, or `aws ecs update-service --desired-count` for once",
        )
    });
    told.collect()
}

/// A schedule sets the bounds to nothing and back, so Terraform leaves them as they are.
pub(super) fn bounds(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let bounds = |of: View<'_, AppautoscalingTarget>| {
        [AppautoscalingTarget::MIN_CAPACITY, AppautoscalingTarget::MAX_CAPACITY].map(|bound| of.get(bound).literal())
    };
    let changed = on_both::<AppautoscalingTarget>(old, new).filter(|(before, now)| {
        ignores(now.resource(), AppautoscalingTarget::MIN_CAPACITY.as_str()) && bounds(*before) != bounds(*now)
    });
    let told = changed.map(|(_, now)| {
        Consequence::new(
            now.address(),
            "the bounds that hold stay until the schedule starts the service the next time",
            "for others at once: `aws application-autoscaling register-scalable-target` with both",
        )
    });
    told.collect()
}

/// The load balancer asks in the new way at once, and those that run were made for the old one.
pub(super) fn asked_otherwise(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let asked = |of: View<'_, LbTargetGroup>| {
        let check = of.block(LbTargetGroup::HEALTH_CHECK)?;
        Some((check.get(HealthCheck::PATH).text()?, check.get(HealthCheck::MATCHER).text()?))
    };
    let told = on_both::<LbTargetGroup>(old, new).filter(|(before, now)| !is_replaced(*before, *now)).filter_map(|(before, now)| {
        let (from, (path, codes)) = (asked(before)?, asked(now)?);
        (from != (path.clone(), codes.clone())).then(|| {
            Consequence::new(
                now.address(),
                format!(
                    "the tasks that run are asked at `{path}` with this apply, and those that do not answer there with {codes} get no more requests and \
                     are stopped"
                ),
                "deliver a version first that answers both ways",
            )
        })
    });
    told.collect()
}

/// What ECS reads for a task before it starts, by the execution role: what of it, and where it lies.
fn read_at_the_start(definition: View<'_, EcsTaskDefinition>) -> Vec<(String, String)> {
    let containers = definition.get(EcsTaskDefinition::CONTAINER_DEFINITIONS).document();
    let listed = |value: &Json| value.as_array().cloned().unwrap_or_default();
    let mut read = Vec::new();
    for container in containers.as_ref().map(listed).unwrap_or_default() {
        let secrets = [listed(&container["secrets"]), listed(&container["logConfiguration"]["secretOptions"])].concat();
        read.extend(secrets.iter().filter_map(|it| Some((it["name"].as_str()?.to_owned(), place(it["valueFrom"].as_str()?)))));
        let files = listed(&container["environmentFiles"]);
        read.extend(files.iter().filter_map(|it| it["value"].as_str()).map(|file| (file.to_owned(), file.to_owned())));
        let credentials = container["repositoryCredentials"]["credentialsParameter"].as_str();
        read.extend(credentials.map(|it| ("image_credentials".to_owned(), place(it))));
    }
    read
}

/// The secret or the parameter without what is taken of it: `arn:…:secret:name-AbCdEf:key::`, or a reference with that behind it.
fn place(value: &str) -> String {
    match value.split_once('}') {
        Some((reference, _)) => reference.to_owned(),
        None => value.split(':').take(7).collect::<Vec<_>>().join(":"),
    }
}

/// The execution role loses the right with the apply, and the revision that the pipeline rolled out still asks (ECS Developer Guide, "Stopped tasks error
/// messages": `ResourceInitializationError`).
pub(super) fn start_no_more(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let mut told = Vec::new();
    for (before, now) in on_both::<EcsTaskDefinition>(old, new) {
        let stays: BTreeSet<String> = read_at_the_start(now).into_iter().map(|(_, place)| place).collect();
        let gone: BTreeSet<String> =
            read_at_the_start(before).into_iter().filter(|(_, place)| !stays.contains(place)).map(|(what, _)| what).collect();
        let of = |it: &(View<'_, EcsService>, View<'_, EcsService>)| {
            let (module, label) = (now.resource().module, now.resource().label);
            (it.1.resource().module, it.1.resource().label) == (module, label) && is_by_pipeline(it.0) && is_by_pipeline(it.1)
        };
        let Some((_, service)) = on_both::<EcsService>(old, new).find(of).filter(|_| !gone.is_empty()) else { continue };
        told.push(Consequence::new(
            service.address(),
            format!(
                "the pipeline rolls out, so the revision that runs still asks for {}, which it may read no more: until another one is delivered none of \
                 its tasks starts, not even in the place of one that fails",
                list(gone)
            ),
            "choose a quiet hour, and deliver right after the apply",
        ));
    }
    told
}
