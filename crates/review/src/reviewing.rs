//! Makes the review of a plan: looks at each change once, asks the rules, counts, sorts. It must not know how a review is shown.

use std::collections::{BTreeMap, BTreeSet};

use crate::action::{self, Action};
use crate::attributes::{self, Told};
use crate::change::{Change, Values};
use crate::cost::Costs;
use crate::document::{
    Checks, Counts, Deferred, Drift, FORMAT_VERSION, FailedCheck, Import, Module, OutputReview, ResourceReview, Review, State,
    Verdict,
};
use crate::plan::{Check, Plan, ResourceChange};
use crate::refusal::Refusal;
use crate::risk::{Code, Risk, Severity};
use crate::rules;
use crate::sentence::Sentence;

/// Reviews a plan; the costs are the caller's.
///
/// # Errors
/// The values of a resource cannot be read.
pub fn review(plan: &Plan<'_>, costs: Option<Costs>) -> Result<Review, Refusal> {
    let mut modules: BTreeMap<String, Counts> = BTreeMap::new();
    let mut total = Counts::default();
    let mut risks = Vec::new();
    let mut changes = Vec::new();
    for resource in plan.resource_changes.iter().flatten() {
        let counts = counts(resource);
        total += counts;
        *modules.entry(module(resource)).or_default() += counts;
        let is_still = Action::of(&resource.change.actions) == Action::NoOp;
        // Most resources of most plans do not change: their values are not even parsed.
        if is_still && counts.moved == 0 && counts.import == 0 {
            continue;
        }
        let change = Change::open(resource).map_err(|_| Refusal::Values(resource.address.to_string()))?;
        risks.extend(rules::risks(&change));
        changes.push(told(resource, &change));
    }
    changes.sort_by(|one, other| (&one.module, &one.address).cmp(&(&other.module, &other.address)));

    let outputs = outputs(plan)?;
    let drift = drift(plan)?;
    let deferred = deferred(plan)?;
    let checks = checks(plan.checks.as_deref().unwrap_or_default());
    let actions: Vec<String> = plan.action_invocations.iter().flatten().map(|action| action.address.to_string()).collect();
    risks.extend(of_the_whole(plan, &deferred, &checks));
    risks.sort_by(|one, other| (other.severity, &one.code, &one.address).cmp(&(one.severity, &other.code, &other.address)));

    let is_still =
        Counts { no_op: 0, ..total } == Counts::default() && outputs.is_empty() && deferred.is_empty() && actions.is_empty();
    let state = match () {
        () if plan.errored == Some(true) => State::Errored,
        () if is_still => State::NoChanges,
        () if plan.applyable == Some(false) => State::NotApplyable,
        () => State::Changes,
    };
    let verdict = verdict(state, total, outputs.len(), &risks);
    let (cost, cost_unknown) = match costs {
        Some(Costs::Reckoned(cost)) => (Some(cost), None),
        Some(Costs::Unknown(reason)) => (None, Some(reason)),
        None => (None, None),
    };
    Ok(Review {
        format_version: FORMAT_VERSION,
        terraform_version: plan.terraform_version.as_ref().map(ToString::to_string),
        verdict,
        counts: total,
        modules: modules.into_iter().map(|(address, counts)| Module { address, counts }).collect(),
        risks,
        cost,
        cost_unknown,
        changes,
        outputs,
        drift,
        deferred,
        checks,
        actions,
    })
}

fn module(resource: &ResourceChange<'_>) -> String {
    resource.module_address.as_deref().unwrap_or_default().to_owned()
}

fn counts(resource: &ResourceChange<'_>) -> Counts {
    let mut counts = Counts::default();
    match Action::of(&resource.change.actions) {
        Action::Create => counts.create = 1,
        Action::Update => counts.update = 1,
        Action::Replace | Action::ReplaceAfterCreate | Action::ReplaceAndForget => counts.replace = 1,
        Action::Destroy => counts.destroy = 1,
        Action::Forget => counts.forget = 1,
        Action::Read => counts.read = 1,
        Action::NoOp => counts.no_op = 1,
        Action::Unknown => counts.unknown = 1,
    }
    counts.moved = usize::from(previous_address(resource).is_some());
    counts.import = usize::from(resource.change.importing.is_some());
    // What is only moved or imported is told as such.
    if counts.moved + counts.import > 0 {
        counts.no_op = 0;
    }
    counts
}

fn previous_address<'a>(resource: &'a ResourceChange<'_>) -> Option<&'a str> {
    resource.previous_address.as_deref().filter(|previous| *previous != resource.address)
}

fn told(resource: &ResourceChange<'_>, change: &Change<'_>) -> ResourceReview {
    let Told { attributes, more, known_after_apply, replaced_by } = attributes::told(change);
    ResourceReview {
        address: resource.address.to_string(),
        previous_address: previous_address(resource).map(str::to_owned),
        module: module(resource),
        resource_type: resource.resource_type.to_string(),
        is_data: resource.mode.as_deref() == Some("data"),
        provider: resource.provider_name.as_deref().map(str::to_owned),
        action: change.action,
        is_deposed: change.is_deposed,
        reason: resource.action_reason.as_deref().map(|reason| in_words(reason, action::reason(reason))),
        import: resource.change.importing.as_ref().map(|importing| Import {
            id: importing.id.as_deref().map(str::to_owned),
            has_generated_configuration: resource.change.generated_config.is_some(),
        }),
        attributes,
        more_attributes: more,
        known_after_apply,
        replaced_by,
    }
}

fn in_words(reason: &str, words: Option<&'static str>) -> Sentence {
    words.map_or_else(|| Sentence::of(reason), Sentence::new)
}

fn outputs(plan: &Plan<'_>) -> Result<Vec<OutputReview>, Refusal> {
    let mut outputs = Vec::new();
    for (name, change) in plan.output_changes.iter().flatten() {
        let action = Action::of(&change.actions);
        if action == Action::NoOp {
            continue;
        }
        let values = Values::open(change).map_err(|_| Refusal::Values(format!("output.{name}")))?;
        outputs.push(OutputReview { name: name.to_string(), action, attributes: attributes::changed(&values, false).attributes });
    }
    Ok(outputs)
}

fn drift(plan: &Plan<'_>) -> Result<Vec<Drift>, Refusal> {
    let mut drift = Vec::new();
    let mut relevant: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for attribute in plan.relevant_attributes.iter().flatten() {
        // Only the attribute's name: what follows in the path may be a key of something sensitive.
        let name = attribute.attribute.first().and_then(|step| step.as_str());
        relevant.entry(&attribute.resource).or_default().extend(name.map(str::to_owned));
    }
    for resource in plan.resource_drift.iter().flatten() {
        if Action::of(&resource.change.actions) == Action::NoOp {
            continue;
        }
        let change = Change::open(resource).map_err(|_| Refusal::Values(resource.address.to_string()))?;
        // The plan names the resource or one instance of it.
        let whole = resource.address.strip_suffix(']').and_then(|address| address.rsplit_once('[')).map(|(whole, _)| whole);
        let names = [Some(&*resource.address), whole].into_iter().flatten().filter_map(|address| relevant.get(address)).flatten();
        let told = told(resource, &change);
        let is_gone = change.action == Action::Destroy;
        // Providers write some things otherwise after a refresh: no list instead of an empty one.
        if told.attributes.is_empty() && !is_gone {
            continue;
        }
        let drifted: BTreeSet<&str> = change.differences.iter().map(|difference| difference.path.attribute()).collect();
        let relevant_attributes: BTreeSet<String> =
            names.filter(|name| is_gone || drifted.contains(name.as_str())).cloned().collect();
        drift.push(Drift { change: told, relevant_attributes: relevant_attributes.into_iter().collect() });
    }
    // What the plan was made from, and what it changes back, comes first.
    let changes = plan.resource_changes.iter().flatten().filter(|it| Action::of(&it.change.actions) != Action::NoOp);
    let changed: BTreeSet<&str> = changes.map(|resource| &*resource.address).collect();
    let is_aside = |drift: &Drift| drift.relevant_attributes.is_empty() && !changed.contains(drift.change.address.as_str());
    drift.sort_by(|one, other| {
        let key = |drift: &Drift| (is_aside(drift), drift.change.module.clone(), drift.change.address.clone());
        key(one).cmp(&key(other))
    });
    Ok(drift)
}

fn deferred(plan: &Plan<'_>) -> Result<Vec<Deferred>, Refusal> {
    let open = |deferred: &crate::plan::DeferredChange<'_>| {
        let resource = &deferred.resource_change;
        let change = Change::open(resource).map_err(|_| Refusal::Values(resource.address.to_string()))?;
        let reason = deferred.reason.as_deref().map(|reason| in_words(reason, action::deferral(reason)));
        Ok(Deferred { reason, change: told(resource, &change) })
    };
    plan.deferred_changes.iter().flatten().map(open).collect()
}

fn checks(checks: &[Check<'_>]) -> Checks {
    let mut told = Checks::default();
    for check in checks {
        match &*check.status {
            "pass" => told.passed += 1,
            "unknown" => told.unknown += 1,
            _ => told.failed.extend(failed(check)),
        }
    }
    told
}

fn failed(check: &Check<'_>) -> Vec<FailedCheck> {
    let is_failed = |status: &str| status != "pass" && status != "unknown";
    let instances = check.instances.iter().flatten().filter(|instance| is_failed(&instance.status));
    let mut failed: Vec<FailedCheck> = instances
        .map(|instance| FailedCheck {
            address: instance.address.to_display.to_string(),
            messages: instance.problems.iter().flatten().map(|problem| problem.message.to_string()).collect(),
        })
        .collect();
    if failed.is_empty() {
        failed.push(FailedCheck { address: check.address.to_display.to_string(), messages: Vec::new() });
    }
    failed
}

/// The risks that belong to no resource.
fn of_the_whole(plan: &Plan<'_>, deferred: &[Deferred], checks: &Checks) -> Vec<Risk> {
    let mut risks = Vec::new();
    if plan.errored == Some(true) {
        risks.push(Risk::new(Severity::Critical, Code::PlanErrored, None, Sentence::new("the plan is not whole")));
    } else if !deferred.is_empty() {
        let what = Sentence::of(deferred.len()).words(" of the changes wait for another plan");
        risks.push(Risk::new(Severity::Medium, Code::PlanIncomplete, None, what));
    } else if plan.complete == Some(false) {
        let what = Sentence::new("after the apply, something of the configuration is still left to plan");
        risks.push(Risk::new(Severity::Medium, Code::PlanIncomplete, None, what));
    }
    for check in &checks.failed {
        let what = match check.messages.first() {
            Some(message) => Sentence::new("says ").value(message),
            None => Sentence::new("does not hold"),
        };
        risks.push(Risk::new(Severity::High, Code::CheckFailed, Some(&check.address), what));
    }
    risks
}

fn verdict(state: State, counts: Counts, outputs: usize, risks: &[Risk]) -> Verdict {
    let highest = risks.iter().map(|risk| risk.severity).max();
    let told = Severity::ALL.into_iter().filter_map(|severity| {
        let count = risks.iter().filter(|risk| risk.severity == severity).count();
        (count > 0).then(|| format!("{count} {severity}"))
    });
    let told: Vec<String> = told.collect();
    let risky = match (told.is_empty(), risks.len()) {
        (true, _) => "no risks found".to_owned(),
        (false, 1) => format!("{} risk", told.join(", ")),
        (false, _) => format!("{} risks", told.join(", ")),
    };
    let mut planned = vec![counts.words()];
    planned.extend((outputs > 0).then(|| format!("{outputs} of the outputs to change")));
    planned.retain(|words| !words.is_empty());
    let planned = if planned.is_empty() { "nothing to apply".to_owned() } else { planned.join(", ") };
    let sentence = match state {
        State::Errored => format!("Planning failed: this plan cannot be applied. {planned}; {risky}."),
        State::NotApplyable => format!("Terraform says that this plan cannot be applied. {planned}; {risky}."),
        State::NoChanges if risks.is_empty() => "No changes.".to_owned(),
        State::NoChanges => format!("No changes; {risky}."),
        State::Changes => match highest {
            Some(Severity::Critical | Severity::High) => format!("Look closely: {risky}; {planned}."),
            Some(Severity::Medium | Severity::Low) | None => {
                let mut sentence = format!("{risky}; {planned}.");
                sentence[..1].make_ascii_uppercase();
                sentence
            }
        },
    };
    Verdict { state, highest, sentence }
}
