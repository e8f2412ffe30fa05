//! Tasks on Fargate. It must not know what else a service needs.
//!
//! AWS Fargate pricing: vCPU and memory of the task by the second, from the pull of the image on; 20 GB of ephemeral storage are free.

use rust_decimal::Decimal;
use serde_json::Value as Json;
use terraform::read::{Documents, Resource};

use crate::HOURS;
use crate::estimate::Service;
use crate::item::{Discount, Listed};
use crate::levels::Levels;
use crate::number::short;
use crate::reckoning::{Draft, Reckoning, blocks, number, text};
use crate::savings::ServiceBasis;
use crate::schedule::{Action, Bounds, Cron, hours};

const FREE_STORAGE_GB: u32 = 20;

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

/// The price of ECS services.
pub(super) fn services(reckoning: &mut Reckoning<'_>, services: &[Resource<'_>]) {
    for service in services {
        if let Err(reason) = price(reckoning, service) {
            reckoning.leave_out(format!("{}: tasks", service.address.label), &[service], reason);
        }
    }
}

fn price(reckoning: &mut Reckoning<'_>, service: &Resource<'_>) -> Result<(), String> {
    let name = service.address.label.clone();
    let definition = definition_of(reckoning.documents, service).ok_or("its task definition is not in the configuration")?;
    let size = |argument| number(&definition.body, argument).ok_or(format!("its task definition has no number as `{argument}`"));
    let vcpu = Decimal::from(size("cpu")?) / Decimal::from(1024);
    let memory = Decimal::from(size("memory")?) / Decimal::from(1024);
    let platform = blocks(&definition.body, "runtime_platform");
    let is_arm = platform.iter().any(|it| text(it, "cpu_architecture") == Some("ARM64"));
    if platform.iter().filter_map(|it| text(it, "operating_system_family")).any(|family| family != "LINUX") {
        return Err("only Linux is priced here".to_owned());
    }
    let split = split(service)?;
    let TaskHours { on_demand, spot, always, unscheduled, has_schedule, method } = task_hours(reckoning.documents, service, split)?;

    let (cpu_item, memory_item) =
        if is_arm { (Listed::FargateArmVcpu, Listed::FargateArmMemory) } else { (Listed::FargateVcpu, Listed::FargateMemory) };
    let parts = [("vCPU", vcpu, cpu_item, "vCPU"), ("memory", memory, memory_item, "GB")];
    let mut hour_price = Some(Decimal::ZERO);
    for (part, share, item, unit) in parts {
        let list_price = reckoning.book.price(reckoning.region, &item.into()).map(|price| price.usd() * share);
        hour_price = hour_price.zip(list_price).map(|(sum, price)| sum + price);
        for (hours, discount, on) in [(on_demand, None, ""), (spot, Some(Discount::FargateSpot), " on Spot")] {
            if hours.is_zero() {
                continue;
            }
            let what = format!("{name}: {part}{on}");
            let method = format!("{} task-hours × {} {unit}; {method}", short(hours.expected, 2), share.normalize());
            let draft = Draft::new(Service::Ecs, what, item, hours.times(share), method, &[service, &definition]);
            reckoning.add(draft.discounted(discount));
        }
    }
    let storage = blocks(&definition.body, "ephemeral_storage").into_iter().find_map(|it| number(it, "size_in_gib"));
    if let Some(beyond) = storage.and_then(|storage| storage.checked_sub(FREE_STORAGE_GB)).filter(|beyond| *beyond > 0) {
        let all = on_demand.plus(spot);
        let what = format!("{name}: ephemeral storage");
        let method = format!("{} task-hours × {beyond} GB beyond the free {FREE_STORAGE_GB}", short(all.expected, 2));
        let quantity = all.times(Decimal::from(beyond));
        reckoning.add(Draft::new(Service::Ecs, what, Listed::FargateStorage, quantity, method, &[service, &definition]));
    }
    if let Some(hour_price) = hour_price {
        reckoning.basis.services.push(ServiceBasis { hour_price, on_demand, spot, always, unscheduled, has_schedule });
    }
    Ok(())
}

fn definition_of<'a>(documents: &'a Documents, service: &Resource<'_>) -> Option<Resource<'a>> {
    let needs = documents.needs(service);
    let address = needs.iter().find(|address| address.kind == "aws_ecs_task_definition")?;
    documents.resource(address)
}

fn split(service: &Resource<'_>) -> Result<Split, String> {
    let mut split = Split::default();
    let strategy = blocks(&service.body, "capacity_provider_strategy");
    if strategy.is_empty() {
        return match text(&service.body, "launch_type") {
            Some("FARGATE") => Ok(Split { weight: 1, ..split }),
            _ => Err("it does not run on Fargate, or does not say so".to_owned()),
        };
    }
    for part in strategy {
        let (base, weight) = (number(part, "base").unwrap_or(0), number(part, "weight").unwrap_or(0));
        match text(part, "capacity_provider") {
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

fn task_hours(documents: &Documents, service: &Resource<'_>, split: Split) -> Result<TaskHours, String> {
    let desired = number(&service.body, "desired_count").unwrap_or(1);
    let target = documents.resources_of_kind("aws_appautoscaling_target").into_iter().find(|target| leads_to(target, service));
    let usual = match &target {
        None => Bounds { min: desired, max: desired },
        Some(target) => {
            let bound = |argument| number(&target.body, argument).ok_or(format!("its autoscaling has no number as `{argument}`"));
            let min = bound("min_capacity")?;
            Bounds { min, max: bound("max_capacity")?.max(min) }
        }
    };
    let actions = match &target {
        None => Vec::new(),
        Some(target) => actions(documents, target)?,
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

/// Whether an autoscaling target or one of its actions is about a service: both name it in `resource_id`.
fn leads_to(target: &Resource<'_>, service: &Resource<'_>) -> bool {
    let Some(name) = text(&service.body, "name") else { return false };
    let service_of = text(&target.body, "resource_id").and_then(|id| id.rsplit('/').next());
    text(&target.body, "service_namespace") == Some("ecs") && service_of == Some(name)
}

fn actions(documents: &Documents, target: &Resource<'_>) -> Result<Vec<Action>, String> {
    let scheduled = documents.resources_of_kind("aws_appautoscaling_scheduled_action");
    let of_target = scheduled.iter().filter(|action| {
        let same = |argument| action.body.get(argument).is_some() && action.body.get(argument) == target.body.get(argument);
        same("resource_id") && same("service_namespace")
    });
    let mut zone = None;
    let mut actions = Vec::new();
    for action in of_target {
        let its_zone = text(&action.body, "timezone").unwrap_or("UTC").to_owned();
        if zone.get_or_insert_with(|| its_zone.clone()) != &its_zone {
            return Err("its scheduled actions are in several time zones, which is not reckoned here".to_owned());
        }
        let capacity = blocks(&action.body, "scalable_target_action").into_iter().next().unwrap_or(&Json::Null);
        let cron = Cron::parse(text(&action.body, "schedule").unwrap_or_default())?;
        actions.push(Action { cron, min: number(capacity, "min_capacity"), max: number(capacity, "max_capacity") });
    }
    Ok(actions)
}
