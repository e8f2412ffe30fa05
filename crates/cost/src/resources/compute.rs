//! Tasks on Fargate. It must not know what else a service needs.
//!
//! AWS Fargate pricing: vCPU and memory of the task by the second, from the pull of the image on; 20 GB of ephemeral storage are free.

use aws::appautoscaling_scheduled_action::ScalableTargetAction;
use aws::ecs_service::CapacityProviderStrategy;
use aws::ecs_task_definition::{EphemeralStorage, RuntimePlatform};
use aws::{AppautoscalingScheduledAction as Scheduled, AppautoscalingTarget, EcsService, EcsTaskDefinition};
use rust_decimal::Decimal;
use system::{Service as EmittedService, number};
use terraform::read::{Read, ResourceBlock, View};
use terraform::{ArgumentName, Number};

use crate::estimate::Service;
use crate::estimator::{Draft, Estimator};
use crate::item::{Discount, Listed};
use crate::levels::Levels;
use crate::number::HOURS;
use crate::number::short;
use crate::saving::ServiceBasis;
use crate::schedule::{Action, Bounds, Cron, hours};

const FREE_STORAGE_GB: u64 = 20;

/// How tasks are divided between Fargate and Fargate Spot.
#[derive(Clone, Copy, Default)]
struct Split {
    base: u32,
    weight: u32,
    spot_base: u32,
    spot_weight: u32,
}

/// Hours that tasks run in a month.
struct TaskHours {
    on_demand: Levels,
    spot: Levels,
    /// Tasks on Fargate that run at every hour.
    always: Decimal,
    /// What the desired tasks would run without a schedule.
    unscheduled: Levels,
    has_schedule: bool,
    method: String,
}

/// The price of ECS services, and of the jobs beside them.
pub(super) fn services(estimator: &mut Estimator<'_>) {
    let system = estimator.system;
    for service in &system.services {
        if let Err(reason) = price(estimator, service) {
            estimator.leave_out(format!("{}: tasks", service.view.resource().label), &[service.view], reason);
        }
    }
    for job in &system.jobs {
        let name = job.definition.resource().label;
        let hours = estimator.assumptions.job_hours.value();
        let task = Task { name, definition: job.definition, resources: vec![job.definition.resource()], assuming: &["job_hours"] };
        let hours = [(Levels::same(hours), None, ""), (Levels::default(), None, "")];
        if let Err(reason) = task.price(estimator, hours, "as long as its runs take together") {
            estimator.leave_out(format!("{name}: tasks"), &[job.definition], reason);
        }
    }
}

/// Tasks of one definition.
struct Task<'a> {
    name: &'a str,
    definition: View<'a, EcsTaskDefinition>,
    /// By which they are there.
    resources: Vec<ResourceBlock<'a>>,
    assuming: &'static [&'static str],
}

impl Task<'_> {
    /// The lines of so many hours, on Fargate and on Spot; the list price of one hour, if it is known.
    fn price(
        &self,
        estimator: &mut Estimator<'_>,
        hours: [(Levels, Option<Discount>, &str); 2],
        method: &str,
    ) -> Result<Option<Decimal>, String> {
        let Self { name, definition, resources, assuming } = self;
        let size = |argument: ArgumentName<EcsTaskDefinition, String>| {
            number(&definition.get(argument)).ok_or(format!("its task definition has no number as `{}`", argument.as_str()))
        };
        let vcpu = Decimal::from(size(EcsTaskDefinition::CPU)?) / Decimal::from(1024);
        let memory = Decimal::from(size(EcsTaskDefinition::MEMORY)?) / Decimal::from(1024);
        let platform: Vec<_> = definition.blocks(EcsTaskDefinition::RUNTIME_PLATFORM).collect();
        let is_arm = platform.iter().any(|it| it.get(RuntimePlatform::CPU_ARCHITECTURE).is("ARM64"));
        if platform
            .iter()
            .filter_map(|it| it.get(RuntimePlatform::OPERATING_SYSTEM_FAMILY).literal())
            .any(|family| family != "LINUX")
        {
            return Err("only Linux is priced here".to_owned());
        }
        let (cpu_item, memory_item) =
            if is_arm { (Listed::FargateArmVcpu, Listed::FargateArmMemory) } else { (Listed::FargateVcpu, Listed::FargateMemory) };
        let parts = [("vCPU", vcpu, cpu_item, "vCPU"), ("memory", memory, memory_item, "GB")];
        let mut hour_price = Some(Decimal::ZERO);
        for (part, share, item, unit) in parts {
            let list_price = estimator.book.price(estimator.region, &item.into()).map(|price| price.usd() * share);
            hour_price = hour_price.zip(list_price).map(|(sum, price)| sum + price);
            for (hours, discount, on) in hours {
                if hours.is_zero() {
                    continue;
                }
                let what = format!("{name}: {part}{on}");
                let method = format!("{} task-hours × {} {unit}; {method}", short(hours.expected, 2), share.normalize());
                let draft = Draft::new(Service::Ecs, what, item, hours.times(share), method, resources);
                estimator.add(draft.discounted(discount).assuming(assuming));
            }
        }
        let storage =
            definition.blocks(EcsTaskDefinition::EPHEMERAL_STORAGE).find_map(|it| it.get(EphemeralStorage::SIZE_IN_GIB).literal());
        if let Some(beyond) = storage.and_then(|storage| storage.checked_sub(FREE_STORAGE_GB)).filter(|beyond| *beyond > 0) {
            let all = hours.into_iter().map(|(hours, _, _)| hours).fold(Levels::default(), Levels::plus);
            let what = format!("{name}: ephemeral storage");
            let method = format!("{} task-hours × {beyond} GB beyond the free {FREE_STORAGE_GB}", short(all.expected, 2));
            let quantity = all.times(Decimal::from(beyond));
            let draft = Draft::new(Service::Ecs, what, Listed::FargateStorage, quantity, method, resources);
            estimator.add(draft.assuming(assuming));
        }
        Ok(hour_price)
    }
}

fn price(estimator: &mut Estimator<'_>, service: &EmittedService<'_>) -> Result<(), String> {
    let name = service.view.resource().label;
    let definition = service.definition.ok_or("its task definition is not in the configuration")?;
    let split = split(service)?;
    let TaskHours { on_demand, spot, always, unscheduled, has_schedule, method } = task_hours(service, split)?;
    let resources = vec![service.view.resource(), definition.resource()];
    let task = Task { name, definition, resources, assuming: &[] };
    let hours = [(on_demand, None, ""), (spot, Some(Discount::FargateSpot), " on Spot")];
    if let Some(hour_price) = task.price(estimator, hours, &method)? {
        estimator.basis.services.push(ServiceBasis { hour_price, on_demand, spot, always, unscheduled, has_schedule });
    }
    Ok(())
}

fn split(service: &EmittedService<'_>) -> Result<Split, String> {
    let mut split = Split::default();
    let strategy: Vec<_> = service.view.blocks(EcsService::CAPACITY_PROVIDER_STRATEGY).collect();
    if strategy.is_empty() {
        return match service.view.get(EcsService::LAUNCH_TYPE).literal().as_deref() {
            Some("FARGATE") => Ok(Split { weight: 1, ..split }),
            _ => Err("it does not run on Fargate, or does not say so".to_owned()),
        };
    }
    for part in strategy {
        let base = tasks(&part.get(CapacityProviderStrategy::BASE)).unwrap_or(0);
        let weight = tasks(&part.get(CapacityProviderStrategy::WEIGHT)).unwrap_or(0);
        match part.get(CapacityProviderStrategy::CAPACITY_PROVIDER).literal().as_deref() {
            Some("FARGATE") => (split.base, split.weight) = (base, weight),
            Some("FARGATE_SPOT") => (split.spot_base, split.spot_weight) = (base, weight),
            other => return Err(format!("the capacity provider `{}` is not priced here", other.unwrap_or("without a name"))),
        }
    }
    Ok(split)
}

impl Split {
    /// So many tasks, on Fargate and on Spot. Fewer tasks than the shares need come out as fractions: an average over many starts.
    fn of(self, tasks: u32) -> (Decimal, Decimal) {
        let base = tasks.min(self.base);
        let spot_base = (tasks - base).min(self.spot_base);
        let rest = Decimal::from(tasks - base - spot_base);
        let weights = Decimal::from(self.weight) + Decimal::from(self.spot_weight);
        let spot = if weights.is_zero() { Decimal::ZERO } else { rest * Decimal::from(self.spot_weight) / weights };
        (Decimal::from(base) + rest - spot, Decimal::from(spot_base) + spot)
    }
}

fn task_hours(service: &EmittedService<'_>, split: Split) -> Result<TaskHours, String> {
    let desired = tasks(&service.view.get(EcsService::DESIRED_COUNT)).unwrap_or(1);
    let (usual, actions) = match service.scaling {
        None => (Bounds { min: desired, max: desired }, Vec::new()),
        Some(scaling) => {
            let bound = |argument: ArgumentName<AppautoscalingTarget, Number>| {
                tasks(&scaling.get(argument)).ok_or(format!("its autoscaling has no number as `{}`", argument.as_str()))
            };
            let min = bound(AppautoscalingTarget::MIN_CAPACITY)?;
            (Bounds { min, max: bound(AppautoscalingTarget::MAX_CAPACITY)?.max(min) }, actions(service)?)
        }
    };
    let mut sum = TaskHours {
        on_demand: Levels::default(),
        spot: Levels::default(),
        always: split.of(usual.min).0,
        unscheduled: usual.tasks(desired).map(|tasks| Decimal::from(tasks) * HOURS),
        has_schedule: !actions.is_empty(),
        method: String::new(),
    };
    let mut stretches = Vec::new();
    for (bounds, hours) in hours(usual, &actions) {
        let tasks = bounds.tasks(desired);
        sum.on_demand = sum.on_demand.plus(tasks.map(|tasks| split.of(tasks).0 * hours));
        sum.spot = sum.spot.plus(tasks.map(|tasks| split.of(tasks).1 * hours));
        sum.always = sum.always.min(split.of(bounds.min).0);
        let noun = if tasks.expected == 1 { "task" } else { "tasks" };
        stretches.push(format!("{} {noun} for {} h", tasks.expected, short(hours, 2)));
    }
    sum.method = stretches.join(", ");
    Ok(sum)
}

fn actions(service: &EmittedService<'_>) -> Result<Vec<Action>, String> {
    let mut zone = None;
    let mut actions = Vec::new();
    for action in &service.schedule {
        let its_zone = action.get(Scheduled::TIMEZONE).literal().unwrap_or_else(|| "UTC".to_owned());
        if zone.get_or_insert_with(|| its_zone.clone()) != &its_zone {
            return Err("its scheduled actions are in several time zones, which is not estimated here".to_owned());
        }
        let cron = Cron::parse(&action.get(Scheduled::SCHEDULE).literal().unwrap_or_default())?;
        let capacity = action.block(Scheduled::SCALABLE_TARGET_ACTION);
        let bound = |argument| capacity.and_then(|it| u32::try_from(number(&it.get(argument))?).ok());
        let (min, max) = (bound(ScalableTargetAction::MIN_CAPACITY), bound(ScalableTargetAction::MAX_CAPACITY));
        actions.push(Action { cron, min, max });
    }
    Ok(actions)
}

/// A number of tasks.
fn tasks(read: &Read<'_, Number>) -> Option<u32> {
    u32::try_from(read.literal()?).ok()
}
