//! What a change does to a service's tasks: which take their place, on what they run, and how many there are.

use std::collections::BTreeSet;

use aws::ecs_task_definition::RuntimePlatform;
use aws::{AppautoscalingTarget, EcrRepository, EcsService, EcsTaskDefinition};
use terraform::read::{Documents, View};

use super::Consequence;
use super::pairs::{ignores, is_replaced, on_both};

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
