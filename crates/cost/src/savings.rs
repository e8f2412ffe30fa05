//! What could cost less, and what already does: each with its arithmetic. It must not know the documents.

use std::collections::BTreeSet;

use aws::Subnet;
use rust_decimal::Decimal;

use crate::estimator::{Estimator, count};
use crate::item::{Discount, Listed};
use crate::number::{HOURS, short, to_cents};
use crate::saving::{Saving, SavingState, ServiceBasis};

/// The share of the tasks that the saving by Spot is estimated for, when none is on Spot.
const SPOT_SHARE: Decimal = Decimal::from_parts(5, 0, 0, false, 1);
const HOURS_OF_WEEK: u32 = 168;
/// From eight to eight on five days: the schedule that the saving is estimated for, when there is none.
const OFFICE_HOURS_OF_WEEK: u32 = 60;

/// Every saving that can be computed.
pub(crate) fn of(estimator: &Estimator<'_>) -> Vec<Saving> {
    [nat(estimator), spot(estimator), schedule(estimator), reservation(estimator), plan(estimator)].into_iter().flatten().collect()
}

fn nat(estimator: &Estimator<'_>) -> Option<Saving> {
    let price = |item: Listed| estimator.book.price(estimator.region, &item.into()).map(crate::Price::usd);
    let each = (price(Listed::NatGateway)? + price(Listed::PublicIpv4)?) * HOURS;
    let gateways = estimator.basis.nat?.gateways;
    let subnets = estimator.of::<Subnet>().into_iter();
    let zones: BTreeSet<String> = subnets.filter_map(|subnet| subnet.get(Subnet::AVAILABILITY_ZONE).literal()).collect();
    let (state, fewer) = match gateways {
        1 => (SavingState::InUse, zones.len().saturating_sub(1)),
        _ => (SavingState::Possible, gateways - 1),
    };
    let each_text = to_cents(each);
    Some(Saving {
        name: "one NAT gateway for all zones",
        state,
        amount: to_cents(count(fewer) * each),
        arithmetic: format!("{fewer} fewer × {each_text} USD for gateway and address"),
        price: "a zone that is lost takes the way out of all zones with it, and data from other zones costs 0.02 USD a GB more",
    })
}

fn spot(estimator: &Estimator<'_>) -> Option<Saving> {
    let percent = estimator.book.discount(estimator.region, Discount::FargateSpot)?.percent;
    let services = &estimator.basis.services;
    let on_spot: Decimal = services.iter().map(|it| it.spot.expected * it.hour_price).sum();
    let on_demand: Decimal = services.iter().map(|it| it.on_demand.expected * it.hour_price).sum();
    let price = "AWS may take a task back with two minutes' notice";
    let percent_text = percent.get().normalize();
    Some(if on_spot > Decimal::ZERO {
        Saving {
            name: "tasks on Fargate Spot",
            state: SavingState::InUse,
            amount: to_cents(percent.of(on_spot)),
            arithmetic: format!("{} USD of tasks on Spot × {percent_text} %, which varies", to_cents(on_spot)),
            price,
        }
    } else {
        Saving {
            name: "half of the tasks on Fargate Spot",
            state: possible(on_demand),
            amount: to_cents(percent.of(on_demand * SPOT_SHARE)),
            arithmetic: format!("{} USD of tasks × 50 % × {percent_text} %, which varies", to_cents(on_demand)),
            price,
        }
    })
}

fn schedule(estimator: &Estimator<'_>) -> Option<Saving> {
    let percent = estimator.book.discount(estimator.region, Discount::FargateSpot)?.percent;
    let services = &estimator.basis.services;
    let price = "nobody is served outside of these hours";
    // What an hour of a task costs on average, with its share of Spot.
    let average = |it: &ServiceBasis| {
        let hours = it.on_demand.expected + it.spot.expected;
        let spot_share = if hours.is_zero() { Decimal::ZERO } else { it.spot.expected / hours };
        it.hour_price - percent.of(it.hour_price * spot_share)
    };
    let scheduled: Vec<&ServiceBasis> = services.iter().filter(|it| it.has_schedule).collect();
    if scheduled.is_empty() {
        let tasks: Decimal = services.iter().map(|it| average(it) * (it.on_demand.expected + it.spot.expected)).sum();
        let off = HOURS_OF_WEEK - OFFICE_HOURS_OF_WEEK;
        return Some(Saving {
            name: "no tasks at night and at the weekend",
            state: possible(tasks),
            amount: to_cents(tasks * Decimal::from(off) / Decimal::from(HOURS_OF_WEEK)),
            arithmetic: format!("{} USD of tasks × {off} of {HOURS_OF_WEEK} hours of a week", to_cents(tasks)),
            price,
        });
    }
    let off = |it: &ServiceBasis| it.unscheduled.expected - it.on_demand.expected - it.spot.expected;
    let hours: Decimal = scheduled.iter().map(|it| off(it)).sum();
    let amount: Decimal = scheduled.iter().map(|it| off(it) * average(it)).sum();
    Some(Saving {
        name: "no tasks outside of the schedule",
        state: SavingState::InUse,
        amount: to_cents(amount),
        arithmetic: format!("{} task-hours that do not run", short(hours, 2)),
        price,
    })
}

fn reservation(estimator: &Estimator<'_>) -> Option<Saving> {
    let percent = estimator.book.discount(estimator.region, Discount::RdsReservation)?.percent;
    let databases = &estimator.basis.databases;
    let amount: Decimal = databases.iter().map(|it| it.hours * it.price).sum();
    let classes: Vec<String> = databases.iter().map(|it| format!("{} ({})", it.name, it.class)).collect();
    let percent_text = percent.get().normalize();
    Some(Saving {
        name: "the database reserved for one year, nothing upfront",
        state: possible(amount),
        amount: to_cents(percent.of(amount)),
        arithmetic: format!("{} USD of {} × up to {percent_text} %", to_cents(amount), classes.join(", ")),
        price: "the year is paid whether the instance runs or not; no document says whether the account has a reservation",
    })
}

fn plan(estimator: &Estimator<'_>) -> Option<Saving> {
    let percent = estimator.book.discount(estimator.region, Discount::ComputeSavingsPlan)?.percent;
    let services = &estimator.basis.services;
    let amount: Decimal = services.iter().map(|it| it.always * HOURS * it.hour_price).sum();
    let tasks: Decimal = services.iter().map(|it| it.always).sum();
    let percent_text = percent.get().normalize();
    let arithmetic = if amount.is_zero() {
        "no task runs on Fargate at every hour, and a plan is paid for every hour".to_owned()
    } else {
        format!("{} USD of the {} tasks that always run × {percent_text} %", to_cents(amount), short(tasks, 2))
    };
    Some(Saving {
        name: "a Compute Savings Plan for one year, nothing upfront",
        state: possible(amount),
        amount: to_cents(percent.of(amount)),
        arithmetic,
        price: "the year is paid whether the tasks run or not; no document says whether the account has a plan",
    })
}

fn possible(basis: Decimal) -> SavingState {
    if basis.is_zero() { SavingState::Nothing } else { SavingState::Possible }
}
