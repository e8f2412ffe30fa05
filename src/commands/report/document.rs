//! What `synth report --json` prints: what the page says, for programs. It must not compute anything.

use report::availability::{Agreement, Availability, Link, availability};
use report::checklist::{Item, checklist};
use report::on_call::{OnCall, on_call};
use report::recovery::{Recovery, recovery};
use report::{AcceptedFinding, Cost, Input, Overridden, RuleEntry, RuleStatus, Setting, Source};
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
    recovery: Vec<Recovery>,
    /// What somebody on call looks for.
    on_call: OnCall,
    /// The rules that are for it.
    rules: Vec<RuleDocument>,
    /// What it costs in a month; null where that is not known.
    cost: Option<Cost>,
    /// Why it is not known what it costs.
    cost_unknown: Option<String>,
    /// All settings, the defaults too.
    settings: Vec<SettingDocument>,
    /// Arguments of emitted resources that the settings override.
    overridden: Vec<Overridden>,
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
    status: RuleStatus,
    /// What it found and nothing accepts.
    found: Vec<String>,
    /// What it found and is accepted.
    accepted: Vec<AcceptedFinding>,
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
    let system = System::read(documents);
    let (cost, cost_unknown) = match cost {
        Ok(cost) => (Some(cost), None),
        Err(reason) => (None, Some(reason)),
    };
    Document {
        format_version: FORMAT_VERSION,
        environment,
        checklist: checklist(&system, &others).into_iter().map(item).collect(),
        availability: promised(availability(&system, objectives.availability_percent)),
        recovery: recovery(&system, &objectives),
        on_call: on_call(&system),
        rules: rules.unwrap_or_default().into_iter().map(rule).collect(),
        cost,
        cost_unknown,
        settings: settings.into_iter().map(setting).collect(),
        overridden,
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

fn rule(rule: RuleEntry) -> RuleDocument {
    let status = rule.status();
    let RuleEntry { code, severity, title, found, accepted } = rule;
    RuleDocument { code, severity, title, status, found, accepted }
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
