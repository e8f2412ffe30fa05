//! Checks how a service scales and rolls out.

use settings::{Problems, SettingPath};

use super::ServiceConfig;
use super::scaling::Rollout;

impl ServiceConfig {
    pub(super) fn check_scaling(&self, at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
        if self.scaling.requests_per_task.is_some() && self.routing.is_none() {
            problems
                .error(at("scaling.requests_per_task"), "the load balancer counts the requests, and leads none to this service")
                .also(at("routing"))
                .help("set `routing`, or scale by `cpu_percent`, `memory_percent` or `metrics`");
        }
        let super::Tasks { desired, min, max } = &self.tasks;
        if self.scaling.enabled {
            return;
        }
        if min != max {
            problems
                .error(at("scaling.enabled"), format!("nothing changes the number of tasks, which may be {min} to {max}"))
                .also(at("tasks"))
                .help(format!("set `min` and `max` to {desired} as well, or take `enabled` out"));
        }
        if self.schedule.is_some() {
            problems
                .error(at("scaling.enabled"), "the schedule changes the number of tasks by autoscaling")
                .also(at("schedule"))
                .help("take one of the two out");
        }
    }

    /// ECS rounds the least up and the most down: where both are what is wanted, it can neither start a task nor stop one (ECS API Reference,
    /// `DeploymentConfiguration`).
    pub(super) fn check_rollout(&self, at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
        let Rollout { minimum_healthy_percent: least, maximum_percent: most, rollback_alarms, heed_alarms } = &self.rollout;
        if !heed_alarms && rollback_alarms.is_empty() {
            problems
                .error(at("rollout.heed_alarms"), "no alarm is named of which this could be said")
                .also(at("rollout.rollback_alarms"))
                .help("name those that were heeded until now, or take it out where there never were any");
        }
        let stuck = |tasks: u32| {
            let tasks = u64::from(tasks);
            tasks > 0 && (tasks * u64::from(least.get())).div_ceil(100) >= tasks * u64::from(most.get()) / 100
        };
        let counts = [self.tasks.desired.get(), self.tasks.min.get(), self.tasks.max.get()];
        if let Some(tasks) = counts.into_iter().find(|tasks| stuck(*tasks)) {
            let words = if tasks == 1 { "1 task".to_owned() } else { format!("{tasks} tasks") };
            problems
                .error(
                    at("rollout"),
                    format!(
                        "of {words}, at least {least} % and at most {most} % leave a rollout no task to stop and none to start"
                    ),
                )
                .also(at("tasks"))
                .help("lower `minimum_healthy_percent`, or raise `maximum_percent` to 200");
        }
    }
}
