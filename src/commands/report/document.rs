//! What `synth report --json` prints: what the page says, for programs. It must not compute anything.

use report::availability::{Agreement, Availability, Link, availability};
use report::checklist::{Item, checklist};
use report::on_call::{Alarm, Command, Link as ConsoleLink, OnCall, on_call};
use report::recovery::{Recovery, recovery};
use report::{AcceptedFinding, Cost, CostLine, Input, Overridden, RuleEntry, RuleStatus, Setting, Source};
use schemars::JsonSchema;
use serde::Serialize;
use system::System;

use crate::view::json::FORMAT_VERSION;

/// What `synth report --json` prints.
#[derive(Serialize, JsonSchema)]
pub(in crate::commands) struct Document {
    /// The version of this format.
    format_version: &'static str,
    /// The environment.
    environment: String,
    /// What it has to have before users depend on it.
    checklist: Vec<ItemDocument>,
    /// What AWS promises for the way of a request.
    availability: AvailabilityDocument,
    /// What happens when something fails.
    recovery: Vec<RecoveryDocument>,
    /// What somebody on call looks for.
    on_call: OnCallDocument,
    /// The rules that are for it.
    rules: Vec<RuleDocument>,
    /// What it costs in a month; null where that is not known.
    cost: Option<CostDocument>,
    /// Why it is not known what it costs.
    cost_unknown: Option<String>,
    /// All settings, the defaults too.
    settings: Vec<SettingDocument>,
    /// Arguments of emitted resources that the settings override.
    overridden: Vec<OverriddenDocument>,
}

/// What somebody on call looks for.
#[derive(Serialize, JsonSchema)]
struct OnCallDocument {
    /// The alarms.
    alarms: Vec<AlarmDocument>,
    /// Pages of AWS's console.
    links: Vec<PageDocument>,
    /// Commands to type; what only AWS knows stands in angle brackets.
    commands: Vec<CommandDocument>,
}

/// An alarm.
#[derive(Serialize, JsonSchema)]
struct AlarmDocument {
    /// Its name.
    name: String,
    /// When it goes off.
    when: String,
    /// What it means, and what to look at first.
    meaning: String,
    /// Where its runbook is; null where the settings name none.
    runbook: Option<String>,
}

/// A page of AWS's console.
#[derive(Serialize, JsonSchema)]
struct PageDocument {
    /// What it shows.
    what: String,
    /// Its address.
    address: String,
}

/// A command.
#[derive(Serialize, JsonSchema)]
struct CommandDocument {
    /// What it is for.
    what: String,
    /// What is typed.
    command: String,
}

/// An argument of an emitted resource that the settings override.
#[derive(Serialize, JsonSchema)]
struct OverriddenDocument {
    /// The resource's address.
    resource: String,
    /// The argument.
    argument: String,
    /// What it is set to, as JSON.
    value: String,
    /// Why.
    reason: String,
}

/// One item, judged.
#[derive(Serialize, JsonSchema)]
struct ItemDocument {
    /// What is asked.
    title: &'static str,
    /// Whether nothing is missing.
    met: bool,
    /// The addresses that prove it; none of what has a fault.
    proof: Vec<String>,
    /// What is missing.
    faults: Vec<FaultDocument>,
}

/// Something that an item lacks.
#[derive(Serialize, JsonSchema)]
struct FaultDocument {
    /// Where; null when there is no such place.
    address: Option<String>,
    /// What is missing.
    what: String,
}

/// What AWS promises for the way of a request.
#[derive(Serialize, JsonSchema)]
struct AvailabilityDocument {
    /// What every request passes.
    links: Vec<LinkDocument>,
    /// The product of all links, rounded down, such as `99.93 %`; null when AWS promises nothing for one of them.
    product: Option<String>,
    /// What the settings promise, such as `99.9 %`; null when they promise nothing.
    objective: Option<String>,
    /// Whether the product is at least as good; null without an objective.
    is_kept: Option<bool>,
}

/// Something that every request passes.
#[derive(Serialize, JsonSchema)]
struct LinkDocument {
    /// Its address.
    address: String,
    /// What it is.
    name: String,
    /// How it stands in the zones.
    because: String,
    /// What AWS promises for it; null when nothing.
    agreement: Option<AgreementDocument>,
}

/// A service level agreement.
#[derive(Serialize, JsonSchema)]
struct AgreementDocument {
    /// The share of time that is promised, such as `99.99 %`.
    promised: String,
    /// What the agreement is called.
    name: String,
    /// Where it is published.
    source: String,
    /// The day of the version that was read.
    version: String,
}

/// What happens when something fails.
#[derive(Serialize, JsonSchema)]
struct RecoveryDocument {
    /// What fails.
    failure: &'static str,
    /// What the settings promise then; null when they promise nothing.
    objective: Option<String>,
    /// How long it takes.
    time: String,
    /// What is lost.
    loss: String,
    /// Whether the objective is met; null without one.
    is_kept: Option<bool>,
}

/// One rule, and how the environment stands to it.
#[derive(Serialize, JsonSchema)]
struct RuleDocument {
    /// Its stable code.
    code: String,
    /// How bad what it finds is: `error` or `warning`.
    severity: String,
    /// What is to hold.
    title: String,
    /// How the environment stands to it.
    status: StatusDocument,
    /// What it found and nothing accepts.
    found: Vec<String>,
    /// What it found and is accepted.
    accepted: Vec<AcceptedDocument>,
}

/// How an environment stands to a rule.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum StatusDocument {
    /// Nothing was found.
    Kept,
    /// Something was found that nothing accepts.
    Found,
    /// All that was found is accepted.
    Accepted,
}

/// Something that a rule found and is accepted.
#[derive(Serialize, JsonSchema)]
struct AcceptedDocument {
    /// What.
    finding: String,
    /// Why.
    reason: String,
    /// The last day, as `YYYY-MM-DD`.
    until: String,
}

/// What an environment costs in a month; `synth cost --json` has the whole estimate.
#[derive(Serialize, JsonSchema)]
struct CostDocument {
    /// What it comes to, as in `123.45 USD`.
    total: String,
    /// The lines of the estimate.
    lines: Vec<CostLineDocument>,
    /// What is assumed, not priced and left out.
    remarks: Vec<String>,
}

/// One line of an estimate.
#[derive(Serialize, JsonSchema)]
struct CostLineDocument {
    /// The service on whose bill it stands.
    service: String,
    /// What it is.
    what: String,
    /// Quantity × price.
    arithmetic: String,
    /// US dollars.
    amount: String,
}

/// A setting with its value and where that comes from.
#[derive(Serialize, JsonSchema)]
struct SettingDocument {
    /// Its path.
    path: String,
    /// Its value, as it is written in TOML.
    value: String,
    /// The layer that says it.
    source: SourceDocument,
    /// Where in that layer: file and line, or the override; null for a default.
    place: Option<String>,
}

/// A layer of settings.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum SourceDocument {
    /// The environment's own file.
    Environment,
    /// A file that it extends.
    Base,
    /// The command line.
    Override,
    /// No layer.
    Default,
}

pub(super) fn document(input: Input<'_>) -> Document {
    let Input { environment, others, documents, objectives, settings, overridden, rules, cost } = input;
    let overridden = overridden.into_iter().map(|Overridden { resource, argument, value, reason }| OverriddenDocument {
        resource,
        argument,
        value,
        reason,
    });
    let system = System::read(documents);
    let (cost, cost_unknown) = match cost {
        Ok(cost) => (Some(costs(cost)), None),
        Err(reason) => (None, Some(reason)),
    };
    Document {
        format_version: FORMAT_VERSION,
        environment,
        checklist: checklist(&system, &others).into_iter().map(item).collect(),
        availability: promised(availability(&system, objectives.availability_percent)),
        recovery: recovery(&system, &objectives).into_iter().map(recovered).collect(),
        on_call: looked_for(on_call(&system)),
        rules: rules.unwrap_or_default().into_iter().map(rule).collect(),
        cost,
        cost_unknown,
        settings: settings.into_iter().map(setting).collect(),
        overridden: overridden.collect(),
    }
}

fn looked_for(OnCall { alarms, links, commands }: OnCall) -> OnCallDocument {
    let alarm = |Alarm { name, when, meaning, runbook }| AlarmDocument { name, when, meaning, runbook };
    let link = |ConsoleLink { what, address }| PageDocument { what, address };
    let command = |Command { what, text }| CommandDocument { what, command: text };
    OnCallDocument {
        alarms: alarms.into_iter().map(alarm).collect(),
        links: links.into_iter().map(link).collect(),
        commands: commands.into_iter().map(command).collect(),
    }
}

fn item(item: Item) -> ItemDocument {
    let met = item.is_met();
    let Item { title, proof, faults } = item;
    let faults = faults.into_iter().map(|fault| FaultDocument { address: fault.resource, what: fault.message });
    ItemDocument { title, met, proof, faults: faults.collect() }
}

fn promised(availability: Availability) -> AvailabilityDocument {
    let is_kept = availability.is_kept();
    let Availability { links, product, objective } = availability;
    let agreement = |agreement: Agreement| AgreementDocument {
        promised: agreement.percent().to_string(),
        name: agreement.name,
        source: agreement.address,
        version: agreement.version,
    };
    let links = links.into_iter().map(|Link { address, name, because, agreement: promise }| LinkDocument {
        address,
        name,
        because,
        agreement: promise.map(agreement),
    });
    AvailabilityDocument {
        links: links.collect(),
        product: product.map(|it| it.to_string()),
        objective: objective.map(|it| it.to_string()),
        is_kept,
    }
}

fn recovered(Recovery { failure, objective, time, loss, is_kept }: Recovery) -> RecoveryDocument {
    RecoveryDocument { failure, objective, time, loss, is_kept }
}

fn rule(rule: RuleEntry) -> RuleDocument {
    let status = match rule.status() {
        RuleStatus::Kept => StatusDocument::Kept,
        RuleStatus::Found => StatusDocument::Found,
        RuleStatus::Accepted => StatusDocument::Accepted,
    };
    let RuleEntry { code, severity, title, found, accepted } = rule;
    let accepted =
        accepted.into_iter().map(|AcceptedFinding { finding, reason, until }| AcceptedDocument { finding, reason, until });
    RuleDocument { code, severity, title, status, found, accepted: accepted.collect() }
}

fn costs(Cost { lines, total, remarks }: Cost) -> CostDocument {
    let line = |CostLine { service, what, arithmetic, amount }| CostLineDocument { service, what, arithmetic, amount };
    CostDocument { total, lines: lines.into_iter().map(line).collect(), remarks }
}

fn setting(Setting { path, value, source, meaning: _ }: Setting) -> SettingDocument {
    let (source, place) = match source {
        Source::Environment(place) => (SourceDocument::Environment, Some(place)),
        Source::Base(place) => (SourceDocument::Base, Some(place)),
        Source::Override(text) => (SourceDocument::Override, Some(text)),
        Source::Default => (SourceDocument::Default, None),
    };
    SettingDocument { path, value, source, place }
}
