//! What was changed outside of Terraform: judged by the same rules as what the plan does, with what becomes of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::action::Action;
use crate::change::Change;
use crate::diff::{Difference, Grain, differences};
use crate::document::{Drift, Outcome};
use crate::node::Node;
use crate::plan::{Plan, ResourceChange};
use crate::refusal::Refusal;
use crate::resource_review::told;
use crate::risk::{Code, Origin, Risk};
use crate::rules;
use crate::sentence::Sentence;
use crate::sides::Written;
use crate::types::{self, Shape};
use finding::Severity;

/// From how many on, and from which share of all resources on, what vanished did so together.
const MANY: usize = 5;
const SHARE: usize = 80;

/// The drift, the riskiest first, and its risks.
pub(crate) fn drift(plan: &Plan<'_>, written: &Written<'_>) -> Result<(Vec<Drift>, Vec<Risk>), Refusal> {
    let relevant = relevant(plan);
    let planned: BTreeMap<&str, &ResourceChange<'_>> =
        plan.resource_changes.iter().flatten().map(|resource| (&*resource.address, resource)).collect();
    let mut found: Vec<(Drift, Vec<Risk>)> = Vec::new();
    let mut gone: Vec<&ResourceChange<'_>> = Vec::new();
    for resource in plan.resource_drift.iter().flatten() {
        if resource.change.action == Action::NoOp {
            continue;
        }
        let unreadable = |_| Refusal::Values(resource.address.to_string());
        let mut change = Change::open(resource, Origin::Drift).map_err(unreadable)?;
        let is_gone = change.action == Action::Destroy;
        if !is_gone {
            fold_readbacks(&mut change, resource, written);
            known_rules(&mut change, plan).map_err(unreadable)?;
            known_policies(&mut change, resource, plan, written).map_err(unreadable)?;
            settle(&mut change);
        }
        let drifted: BTreeSet<&str> = change.differences.iter().map(|difference| difference.path.attribute()).collect();
        // What providers only write otherwise after a refresh is no drift.
        if drifted.is_empty() && !is_gone {
            continue;
        }
        gone.extend(is_gone.then_some(resource));
        let whole = resource.address.strip_suffix(']').and_then(|address| address.rsplit_once('[')).map(|(whole, _)| whole);
        let names = [Some(&*resource.address), whole].into_iter().flatten().filter_map(|address| relevant.get(address)).flatten();
        let relevant_attributes: BTreeSet<String> =
            names.filter(|name| is_gone || drifted.contains(name.as_str())).cloned().collect();
        let outcome = outcome(plan, &change, planned.get(&*resource.address).copied()).map_err(unreadable)?;
        // Of what goes, its loss is told, and not what became of it before.
        let is_told = outcome != Outcome::Destroyed;
        let risks = rules::risks(&change).into_iter().filter(|_| is_told).map(|risk| outside(risk, outcome)).collect();
        let mut review = told(resource, &change);
        review.attributes.retain(|attribute| drifted.iter().any(|name| attribute.is_in(name)));
        found.push((Drift { change: review, relevant_attributes: relevant_attributes.into_iter().collect(), outcome }, risks));
    }
    let together = vanished(plan, &gone, written);
    found.sort_by_cached_key(|(drift, risks)| {
        let worst = risks.iter().map(|risk| risk.severity).max();
        let is_aside =
            drift.relevant_attributes.is_empty() && !matches!(drift.outcome, Outcome::ChangedBack | Outcome::PartlyChangedBack);
        (std::cmp::Reverse(worst), is_aside, drift.change.module.clone(), drift.change.address.clone())
    });
    let (drift, risks): (Vec<Drift>, Vec<Vec<Risk>>) = found.into_iter().unzip();
    let mut risks: Vec<Risk> = risks.into_iter().flatten().collect();
    if let Some(together) = together {
        // One reason, one sentence: what is missing is listed, and not told one by one.
        let addresses: BTreeSet<&str> = gone.iter().map(|resource| &*resource.address).collect();
        risks.retain(|risk| risk.address.as_deref().is_none_or(|address| !addresses.contains(address)));
        risks.push(together);
    }
    Ok((drift, risks))
}

/// The attributes from which the plan was made, by the resource or one instance of it.
fn relevant<'a>(plan: &'a Plan<'_>) -> BTreeMap<&'a str, BTreeSet<String>> {
    let mut relevant: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for attribute in plan.relevant_attributes.iter().flatten() {
        // Only the attribute's name: what follows in the path may be a key of something sensitive.
        let name = attribute.attribute.first().and_then(|step| step.as_str());
        relevant.entry(&attribute.resource).or_default().extend(name.map(str::to_owned));
    }
    relevant
}

/// Takes out what the provider only read back: an attribute that was empty and that nobody wrote.
fn fold_readbacks(change: &mut Change<'_>, resource: &ResourceChange<'_>, written: &Written<'_>) {
    let Some(names) = written.attributes(resource) else { return };
    let is_group = types::has_shape(change.kind, Shape::Group);
    let before = change.values.before.clone();
    change.differences.retain(|difference| {
        let name = difference.path.attribute();
        let is_list = matches!(change.values.after.get(name), Node::List(_) | Node::Map(_) | Node::Null);
        // The rules of a group are read back whoever made them.
        names.contains(name) || (is_group && ["ingress", "egress"].contains(&name)) || !before.get(name).is_empty() || !is_list
    });
}

/// A group reads back the rules that are resources of their own: these are no drift.
fn known_rules(change: &mut Change<'_>, plan: &Plan<'_>) -> Result<(), crate::change::Unreadable> {
    if !types::has_shape(change.kind, Shape::Group) {
        return Ok(());
    }
    let id = change.before().get("id").clone();
    let mut known: BTreeMap<&str, Vec<Node>> = BTreeMap::new();
    for resource in plan.resource_changes.iter().flatten() {
        let Some(shape) = types::facts(&resource.resource_type).and_then(|facts| facts.shape) else { continue };
        if !matches!(shape, Shape::Rule | Shape::IngressRule | Shape::EgressRule) {
            continue;
        }
        let Node::Map(mut rule) = Change::open(resource, Origin::Plan)?.values.before else { continue };
        if rule.remove("security_group_id").is_none_or(|group| group != id) {
            continue;
        }
        let is_egress = match shape {
            Shape::Rule => rule.get("type").and_then(Node::as_text) == Some("egress"),
            _ => shape == Shape::EgressRule,
        };
        known.entry(if is_egress { "egress" } else { "ingress" }).or_default().push(Node::Map(rule));
    }
    if let Node::Map(before) = &mut change.values.before {
        for (side, rules) in known {
            let mut all = before.get(side).map(|rules| rules.each().to_vec()).unwrap_or_default();
            all.extend(rules);
            before.insert(side.to_owned(), Node::List(all));
        }
    }
    // What the rules of a group let through is what counts, not how it reads them back.
    if !rules::opens(change) {
        change.differences.retain(|difference| !["ingress", "egress"].contains(&difference.path.attribute()));
    }
    Ok(())
}

/// A topic or a bucket reads back the policy that is a resource of its own: this is no drift.
fn known_policies(
    change: &mut Change<'_>,
    resource: &ResourceChange<'_>,
    plan: &Plan<'_>,
    written: &Written<'_>,
) -> Result<(), crate::change::Unreadable> {
    const POLICY: &str = "policy";
    let is_drifted = change.differences.iter().any(|difference| difference.path.attribute() == POLICY);
    if !is_drifted || written.attributes(resource).is_none_or(|names| names.contains(POLICY)) {
        return Ok(());
    }
    for other in plan.resource_changes.iter().flatten().filter(|other| other.resource_type.ends_with("_policy")) {
        let other = Change::open(other, Origin::Plan)?;
        if other.before().get(POLICY) == change.after().get(POLICY) {
            change.differences.retain(|difference| difference.path.attribute() != POLICY);
            break;
        }
    }
    Ok(())
}

/// Lets what is folded stand as if it had always been so, for the rules that look at whole values. The rules of a group stay as they are:
/// what they let through is compared.
fn settle(change: &mut Change<'_>) {
    let drifted: BTreeSet<&str> = change.differences.iter().map(|difference| difference.path.attribute()).collect();
    let (Node::Map(before), Node::Map(after)) = (&mut change.values.before, &change.values.after) else { return };
    for (name, value) in after.iter().filter(|(name, _)| !drifted.contains(name.as_str())) {
        before.insert(name.clone(), value.clone());
    }
    before.retain(|name, _| drifted.contains(name.as_str()) || after.contains_key(name));
}

/// What the plan makes of the drift.
fn outcome(
    plan: &Plan<'_>,
    change: &Change<'_>,
    planned: Option<&ResourceChange<'_>>,
) -> Result<Outcome, crate::change::Unreadable> {
    if plan.is_refresh_only() {
        return Ok(Outcome::OnlyRecorded);
    }
    let Some(planned) = planned else { return Ok(Outcome::Kept) };
    let planned = Change::open(planned, Origin::Plan)?;
    let outcome = match planned.action {
        Action::Create if change.action == Action::Destroy => Outcome::MadeAnew,
        Action::Destroy => Outcome::Destroyed,
        Action::Update | Action::Replace | Action::ReplaceAfterCreate | Action::ReplaceAndForget => {
            let changed: Vec<Difference> = differences(planned.before(), planned.after(), Grain::Values);
            let is_back = |drifted: &&Difference| changed.iter().any(|it| it.path == drifted.path && it.after == drifted.before);
            match change.differences.iter().filter(is_back).count() {
                0 => Outcome::Kept,
                count if count == change.differences.len() => Outcome::ChangedBack,
                _ => Outcome::PartlyChangedBack,
            }
        }
        Action::Create | Action::Forget | Action::Read | Action::NoOp | Action::Unknown => Outcome::Kept,
    };
    Ok(outcome)
}

/// A rule's risk as something that happened already.
fn outside(risk: Risk, outcome: Outcome) -> Risk {
    let is_loss = matches!(risk.code, Code::DataDestroyed | Code::ResourcesVanished);
    let severity = match outcome {
        // Of what is put right by the apply, only that it was so is left to think about.
        Outcome::ChangedBack if !is_loss => risk.severity.min(Severity::Medium),
        _ => risk.severity,
    };
    let what = Sentence::new("outside of Terraform, ").then(risk.what).words(outcome.words());
    Risk { severity, what, ..risk }
}

/// Everything vanished together: the provider looks in another place.
fn vanished(plan: &Plan<'_>, gone: &[&ResourceChange<'_>], written: &Written<'_>) -> Option<Risk> {
    let new = written.region();
    let mut old: BTreeMap<String, usize> = BTreeMap::new();
    for resource in gone {
        // What stands in no region, such as a role, says nothing.
        if let Some(region) = Change::open(resource, Origin::Drift).ok().and_then(|change| region(change.before())) {
            *old.entry(region).or_default() += 1;
        }
    }
    let is_elsewhere = new.as_ref().is_some_and(|new| !old.is_empty() && !old.contains_key(new));
    let managed = plan.resource_changes.iter().flatten().filter(|it| it.mode.as_deref() != Some("data")).count().max(gone.len());
    let is_most = gone.len() >= MANY && gone.len() * 100 >= managed * SHARE;
    if gone.is_empty() || !(is_elsewhere || is_most) {
        return None;
    }
    let what = Sentence::of(gone.len()).words(if gone.len() == 1 { " resource is" } else { " resources are" });
    let what = match new.filter(|_| is_elsewhere) {
        Some(new) => what
            .words(" not found any more, since they stand in ")
            .values(old.keys())
            .words(" and the provider now looks in ")
            .value(new)
            .words(": they go on existing and costing, and this plan makes them anew, empty"),
        None => what.words(
            " not found any more, nearly all there are: the provider may look in another region or account; \
             they may go on existing and costing, and this plan makes them anew, empty",
        ),
    };
    Some(Risk { origin: Origin::Drift, ..Risk::new(Severity::Critical, Code::ResourcesVanished, None, what) })
}

/// The region in which a resource stood, as its ARN says.
fn region(values: &Node) -> Option<String> {
    let arn = values.get("arn").as_text().and_then(|arn| arn.split(':').nth(3)).filter(|region| !region.is_empty());
    arn.or_else(|| values.get("region").as_text()).map(str::to_owned)
}

impl Outcome {
    /// What the plan makes of it, after the sentence on what happened.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::ChangedBack => "; this plan changes it back",
            Self::PartlyChangedBack => "; this plan changes a part of it back",
            Self::Kept => "; this plan leaves it so",
            Self::MadeAnew => "; this plan makes a new one, without what it held",
            Self::Destroyed => "; this plan destroys it",
            Self::OnlyRecorded => "; this plan only writes it into the state",
        }
    }
}

impl crate::document::AttributeReview {
    fn is_in(&self, attribute: &str) -> bool {
        self.path.strip_prefix(attribute).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[', '{']))
            || self.path.starts_with(&format!("[{}]", serde_json::Value::String(attribute.to_owned())))
    }
}
