//! The cost table of the design from which this system is made, beside the estimate, with the reason for each difference.
//!
//! The table is an estimate of production's month without its arithmetic. Nothing is taken from it; it is only compared.

use rust_decimal::Decimal;
use serde_json::Value as Json;
use terraform::read::Documents;

use crate::estimate::{Estimate, Line, Service, sum};
use crate::number::{short, to_cents};
use crate::reckoning::{blocks, text};

/// A row of the design's table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRow {
    /// What it is, as the table has it.
    pub what: &'static str,
    /// US dollars in a month, as the table has it; nothing for what it leaves out.
    pub source: Option<Decimal>,
    /// US dollars in a month, as estimated here.
    pub estimated: Decimal,
    /// Why they differ.
    pub reason: String,
}

/// The design's table beside an estimate of production.
///
/// Empty for any other configuration: the table is about one project's production, which the tags of the resources name.
pub fn source_table(documents: &Documents, estimate: &Estimate) -> Vec<SourceRow> {
    if is_of_design(documents) { rows(estimate) } else { Vec::new() }
}

fn is_of_design(documents: &Documents) -> bool {
    let configurations = documents.providers("aws");
    let tags = |configuration: &Json| -> Option<(String, String)> {
        let tags = blocks(configuration, "default_tags").into_iter().find_map(|block| block.get("tags"))?;
        Some((text(tags, "Project")?.to_owned(), text(tags, "Environment")?.to_owned()))
    };
    configurations.into_iter().filter_map(tags).any(|(project, environment)| project == "task-api" && environment == "prod")
}

fn rows(estimate: &Estimate) -> Vec<SourceRow> {
    let lines = |wanted: &dyn Fn(&Line) -> bool| -> Vec<&Line> { estimate.lines.iter().filter(|line| wanted(line)).collect() };
    let named = |part: &str| -> Decimal {
        estimate.lines.iter().filter(|line| line.what.ends_with(part)).map(|line| line.amount.expected).sum()
    };
    let method = |part: &str| -> String {
        let methods: Vec<&str> =
            estimate.lines.iter().filter(|line| line.what.ends_with(part)).map(|line| line.method.as_str()).collect();
        methods.join("; ")
    };
    let is_nat = |line: &Line| matches!(line.what.as_str(), "NAT gateways" | "data through NAT" | "elastic addresses");
    let is_balancer = |line: &Line| line.service == Service::LoadBalancing || line.what == "load balancer's public addresses";
    let (ecs, rds) = (lines(&|line| line.service == Service::Ecs), lines(&|line| line.service == Service::Rds));
    let (balancer, nat) = (lines(&is_balancer), lines(&is_nat));
    let transfer = lines(&|line| line.service == Service::DataTransfer);
    let watching = lines(&|line| line.service == Service::CloudWatch);
    let counted: Decimal = [&ecs, &rds, &balancer, &nat, &transfer, &watching].into_iter().map(|lines| expected(lines)).sum();
    let total = estimate.total().expected;

    let tasks = estimate.task_months.iter().map(|task| {
        let would_be = if task.usd.is_zero() { Decimal::ZERO } else { Decimal::from(170) / task.usd };
        format!("a task of {} all month is {} USD, so 170 would be {} of them", task.name, to_cents(task.usd), short(would_be, 1))
    });
    let gateways = nat.iter().find(|line| line.what == "NAT gateways");
    let gateway = gateways.map_or(Decimal::ZERO, |line| line.price * crate::HOURS);
    vec![
        row("ECS", 170, &ecs, tasks.collect::<Vec<_>>().join("; ")),
        row(
            "RDS",
            155,
            &rds,
            format!(
                "instance {} ({}), storage {} ({}), replicated backups {}",
                named(": instance"),
                method(": instance"),
                named(": storage"),
                method(": storage"),
                named(": replicated backups")
            ),
        ),
        row(
            "load balancer",
            16,
            &balancer,
            format!("{} are its hours; capacity units and a public address in each zone come on top", named("load balancer")),
        ),
        row(
            "two NAT gateways",
            32,
            &nat,
            format!("{} USD is the price of ONE gateway; here are all, with their addresses and data", to_cents(gateway)),
        ),
        row(
            "data transfer",
            2,
            &transfer,
            format!("to the internet {}; zones and backups are what is charged besides", method("to the internet")),
        ),
        row(
            "CloudWatch",
            5,
            &watching,
            format!(
                "alarms of all kinds are {}, Container Insights {}, and what is written to log groups {}",
                named("alarms") + named("alarms of autoscaling"),
                named(": Container Insights"),
                named(": written")
            ),
        ),
        SourceRow {
            what: "everything else",
            source: None,
            estimated: total - counted,
            reason: "keys, secret, storage: not in the table".to_owned(),
        },
        SourceRow { what: "total", source: Some(Decimal::from(380)), estimated: total, reason: String::new() },
    ]
}

fn expected(lines: &[&Line]) -> Decimal {
    sum(lines.iter().copied()).expected
}

fn row(what: &'static str, source: u32, lines: &[&Line], reason: String) -> SourceRow {
    SourceRow { what, source: Some(Decimal::from(source)), estimated: expected(lines), reason }
}
