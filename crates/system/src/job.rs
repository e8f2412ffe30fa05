//! Jobs: task definitions that no service runs, each with the schedule that starts it.

use aws::scheduler_schedule::{Target, TargetEcsParameters};
use aws::{EcsTaskDefinition, SchedulerSchedule};
use terraform::read::View;

use crate::resources::Resources;
use crate::service::Service;

/// A job.
pub struct Job<'a> {
    /// What its task is.
    pub definition: View<'a, EcsTaskDefinition>,
    /// What starts it; without one, a person or a pipeline does.
    pub schedule: Option<View<'a, SchedulerSchedule>>,
}

pub(crate) fn jobs<'a>(resources: &Resources<'a>, services: &[Service<'a>]) -> Vec<Job<'a>> {
    let of_services: Vec<_> = services.iter().filter_map(|it| it.definition).map(|it| it.address()).collect();
    let alone = resources.of::<EcsTaskDefinition>().filter(|it| !of_services.contains(&it.address()));
    let schedule = |definition: &View<'a, EcsTaskDefinition>| {
        let address = Some(definition.address());
        resources.of::<SchedulerSchedule>().find(|it| {
            let run = it.block(SchedulerSchedule::TARGET).and_then(|target| target.block(Target::ECS_PARAMETERS));
            run.and_then(|run| run.get(TargetEcsParameters::TASK_DEFINITION_ARN).target()) == address
        })
    };
    alone.map(|definition| Job { schedule: schedule(&definition), definition }).collect()
}

impl Job<'_> {
    /// When it is started: its expression and its time zone.
    pub fn when(&self) -> Option<String> {
        let schedule = self.schedule?;
        let expression = schedule.get(SchedulerSchedule::SCHEDULE_EXPRESSION).literal()?;
        let zone = schedule.get(SchedulerSchedule::SCHEDULE_EXPRESSION_TIMEZONE).literal();
        let paused = if schedule.get(SchedulerSchedule::STATE).is("DISABLED") { ", paused" } else { "" };
        let zone = zone.filter(|zone| zone != "UTC").map(|zone| format!(" {zone}")).unwrap_or_default();
        Some(format!("{expression}{zone}{paused}"))
    }

    /// What its settings call it, as far as its container tells.
    pub fn called(&self) -> String {
        let document = self.definition.get(EcsTaskDefinition::CONTAINER_DEFINITIONS).document();
        let first = document.as_ref().and_then(|containers| containers[0]["name"].as_str().map(str::to_owned));
        first.unwrap_or_else(|| self.name())
    }

    /// What AWS calls it: its family.
    pub fn name(&self) -> String {
        self.definition.get(EcsTaskDefinition::FAMILY).literal().unwrap_or_default()
    }
}
