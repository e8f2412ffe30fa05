//! Makes the review of a plan: looks at each change once, asks the rules, counts, sorts. It must not know how a review is shown.

use std::collections::{BTreeMap, BTreeSet};

use crate::action::{self, Action};
use crate::attributes;
use crate::change::{Change, Values};
use crate::cost::Costs;
use crate::document::{Counts, Deferred, FORMAT_VERSION, Module, OutputReview, ResourceReview, Review, State, Verdict};
use crate::exchanging::Exchange;
use crate::folding::{self, Going, Ways};
use crate::node::Node;
use crate::plan::{Plan, ResourceChange};
use crate::refusal::Refusal;
use crate::resource_review::{in_words, module, named, previous_address, told};
use crate::risk::{Code, Origin, Risk};
use crate::rules;
use crate::sentence::Sentence;
use crate::sides::Written;
use crate::{drifting, foreign, types, whole};
use finding::Severity;

/// Reviews a plan; the costs are the caller's.
///
/// # Errors
/// The values of a resource cannot be read.
pub fn review(plan: &Plan<'_>, costs: Option<Costs>) -> Result<Review, Refusal> {
    review_to(plan, costs, Detail::Whole)
}

/// Of how many changes the values are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Of all.
    Whole,
    /// Of as many as a page can hold, those that go first: a large plan's review is then a small part of it.
    Page,
}

impl Detail {
    fn keeps(self, at: usize) -> bool {
        // Each takes 16 bytes of a page at least.
        self == Self::Whole || at < crate::markdown::LIMIT / 16
    }
}

/// As [`review`], with the values of as many changes as is said.
///
/// # Errors
/// The values of a resource cannot be read.
pub fn review_to(plan: &Plan<'_>, costs: Option<Costs>, detail: Detail) -> Result<Review, Refusal> {
    let mut modules: BTreeMap<String, Counts> = BTreeMap::new();
    let mut total = Counts::default();
    let mut changing = Vec::new();
    for resource in plan.resource_changes.iter().flatten() {
        let counts = counts(resource);
        total += counts;
        *modules.entry(module(resource)).or_default() += counts;
        let is_still = resource.change.action == Action::NoOp;
        // Most resources of most plans do not change: their values are not even parsed.
        if !is_still || counts.moved > 0 || counts.import > 0 {
            changing.push(resource);
        }
    }
    let unknown_types = unknown_types(&changing, plan);
    // What goes stands first.
    changing.sort_by_cached_key(|it| (!it.change.action.destroys(), module(it), it.address.to_string()));
    let Looked { mut changes, mut risks, going, ways, exchange } = looked(&changing, detail)?;
    going.fold(&mut risks);
    exchange.fold(&mut risks);
    ways.fold(&mut risks);
    folding::known_after_apply(&mut risks);

    let written = Written::of(plan);
    risks.extend(foreign::risks(plan, &written, &changing)?);
    for change in changes.iter_mut().filter(|change| change.action.destroys()) {
        change.dependents = written.dependents(&change.address);
    }
    let outputs = outputs(plan, &mut risks)?;
    let (drift, drifted) = drifting::drift(plan, &written)?;
    risks.extend(drifted);
    let deferred = deferred(plan, &mut risks)?;
    let checks = whole::checks(plan.checks.as_deref().unwrap_or_default());
    let action_invocations = whole::actions(plan)?;
    let actions: Vec<String> = plan.action_invocations.iter().flatten().map(|action| action.address.to_string()).collect();
    risks.extend(whole::risks(plan, &deferred, &checks));
    by_severity(&mut risks);

    let is_still =
        Counts { no_op: 0, ..total } == Counts::default() && outputs.is_empty() && deferred.is_empty() && actions.is_empty();
    let is_still = is_still && !plan.is_refresh_only();
    let state = match () {
        () if plan.errored == Some(true) => State::Errored,
        () if is_still => State::NoChanges,
        () if plan.applyable == Some(false) => State::NotApplyable,
        () => State::Changes,
    };
    let planned = planned(total, [outputs.len(), actions.len(), deferred.len(), drift.len()]);
    let verdict = verdict(state, planned, &risks);
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
        unknown_types,
        cost,
        cost_unknown,
        changes,
        outputs,
        drift,
        deferred,
        checks,
        actions,
        action_invocations,
        is_refresh_only: plan.is_refresh_only(),
        overridden: Vec::new(),
        since: None,
    })
}

/// Changes, looked at.
#[derive(Default)]
struct Looked {
    changes: Vec<ResourceReview>,
    risks: Vec<Risk>,
    going: Going,
    ways: Ways,
    exchange: Exchange,
}

/// Below this many changes, one core is as fast as all.
const FEW: usize = 64;

/// Looks at each change once, on all cores; the result does not depend on how many there are.
fn looked(changing: &[&ResourceChange<'_>], detail: Detail) -> Result<Looked, Refusal> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let size = if changing.len() < FEW { changing.len().max(1) } else { changing.len().div_ceil(cores) };
    let look = |(chunk, resources): (usize, &[&ResourceChange<'_>])| {
        // Room at once for all: what a growing list leaves behind stays with its thread. The first takes in what the others find.
        let room = if chunk == 0 { changing.len() } else { resources.len() };
        let mut looked = Looked { changes: Vec::with_capacity(room), risks: Vec::with_capacity(2 * room), ..Looked::default() };
        for (at, resource) in resources.iter().enumerate() {
            let change = Change::open(resource, Origin::Plan).map_err(|_| Refusal::Values(resource.address.to_string()))?;
            looked.going.add(&change);
            looked.ways.add(&change);
            looked.exchange.add(&change);
            looked.risks.extend(rules::risks(&change));
            let is_detailed = detail.keeps(chunk * size + at);
            looked.changes.push(if is_detailed { told(resource, &change) } else { named(resource, &change) });
        }
        Ok(looked)
    };
    let parts: Vec<Result<Looked, Refusal>> = std::thread::scope(|scope| {
        let chunks = changing.chunks(size).enumerate();
        let threads: Vec<_> = chunks.map(|chunk| scope.spawn(move || look(chunk))).collect();
        threads.into_iter().map(|thread| thread.join().expect("looking at a change does not panic")).collect()
    });
    let mut parts = parts.into_iter();
    let mut all = parts.next().transpose()?.unwrap_or_default();
    for part in parts {
        let Looked { changes, risks, going, ways, exchange } = part?;
        all.changes.extend(changes);
        all.risks.extend(risks);
        all.going.merge(going);
        all.ways.merge(ways);
        all.exchange.merge(exchange);
    }
    Ok(all)
}

/// The types of what is made or changed in place, now or by a later plan, that no table knows. Of what goes a risk says so.
fn unknown_types(changing: &[&ResourceChange<'_>], plan: &Plan<'_>) -> Vec<String> {
    let deferred = plan.deferred_changes.iter().flatten().map(|deferred| &deferred.resource_change);
    let all = changing.iter().copied().chain(deferred);
    let judged = all.filter(|it| matches!(it.change.action, Action::Create | Action::Update));
    let kinds: BTreeSet<&str> = judged.map(|it| it.resource_type.as_ref()).collect();
    kinds.into_iter().filter(|kind| types::facts(kind).is_none()).map(str::to_owned).collect()
}

fn counts(resource: &ResourceChange<'_>) -> Counts {
    let mut counts = Counts::of(resource.change.action);
    counts.moved = usize::from(previous_address(resource).is_some());
    counts.import = usize::from(resource.change.importing.is_some());
    counts.settled()
}

fn outputs(plan: &Plan<'_>, risks: &mut Vec<Risk>) -> Result<Vec<OutputReview>, Refusal> {
    let mut outputs = Vec::new();
    for (name, change) in plan.output_changes.iter().flatten() {
        let action = change.action;
        if action == Action::NoOp {
            continue;
        }
        let values = Values::open(change).map_err(|_| Refusal::Values(format!("output.{name}")))?;
        // An output is told by its name as an attribute is.
        let values = Values { before: values.before.called(name), after: values.after.called(name), ..values };
        if let (Node::Secret(secret), false) = (&values.after, matches!(values.before, Node::Secret(_)))
            && secret.is_plain()
        {
            let what = Sentence::new("shows a secret to everybody who sees a plan or the state: it is not sensitive");
            risks.push(Risk::new(Severity::High, Code::SecretExposed, Some(&format!("output.{name}")), what));
        }
        outputs.push(OutputReview { name: name.to_string(), action, attributes: attributes::changed(&values, false).attributes });
    }
    Ok(outputs)
}

fn deferred(plan: &Plan<'_>, risks: &mut Vec<Risk>) -> Result<Vec<Deferred>, Refusal> {
    let open = |deferred: &crate::plan::DeferredChange<'_>| {
        let resource = &deferred.resource_change;
        let change = Change::open(resource, Origin::Deferred).map_err(|_| Refusal::Values(resource.address.to_string()))?;
        let waits = |risk: Risk| Risk { what: risk.what.words("; it waits for a later plan"), ..risk };
        risks.extend(rules::risks(&change).into_iter().map(waits));
        let reason = deferred.reason.as_deref().map(|reason| in_words(reason, action::deferral(reason)));
        Ok(Deferred { reason, change: told(resource, &change) })
    };
    plan.deferred_changes.iter().flatten().map(open).collect()
}

/// What would happen, in words.
fn planned(counts: Counts, [outputs, actions, deferred, drifted]: [usize; 4]) -> String {
    let mut planned = vec![counts.words()];
    planned.extend((outputs > 0).then(|| format!("{outputs} of the outputs to change")));
    planned.extend((actions > 0).then(|| format!("{actions} of the providers' actions to run")));
    planned.extend((deferred > 0).then(|| format!("{deferred} to wait for a later plan")));
    planned.retain(|words| !words.is_empty());
    match drifted {
        _ if !planned.is_empty() => planned.join(", "),
        0 => "nothing to apply".to_owned(),
        drifted => format!("nothing to apply, {drifted} changed outside of Terraform"),
    }
}

/// The worst first.
pub(crate) fn by_severity(risks: &mut [Risk]) {
    risks.sort_by(|one, other| (other.severity, &one.code, &one.address).cmp(&(one.severity, &other.code, &other.address)));
}

pub(crate) fn verdict(state: State, planned: String, risks: &[Risk]) -> Verdict {
    let risks: Vec<&Risk> = risks.iter().filter(|risk| risk.accepted.is_none()).collect();
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
    let worst = risks.first().map(|risk| match &risk.address {
        Some(address) => format!("{address} {}", risk.what.plain()),
        None => risk.what.plain(),
    });
    Verdict { state, highest, sentence, planned, worst }
}
