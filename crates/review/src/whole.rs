//! The risks that belong to the plan as a whole: failed planning, checks, what waits, the actions that run with it.

use serde_json::value::RawValue;

use crate::attributes::changed;
use crate::change::Values;
use crate::document::{ActionReview, Checks, Deferred, FailedCheck};
use crate::node::Node;
use crate::plan::{ActionInvocation, Change, Check, Plan};
use crate::reading::Marks;
use crate::refusal::Refusal;
use crate::risk::{Code, Risk};
use crate::sentence::Sentence;
use crate::types::{self, Role};
use finding::Severity;

/// The risks that belong to no resource.
pub(crate) fn risks(plan: &Plan<'_>, deferred: &[Deferred], checks: &Checks) -> Vec<Risk> {
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
    risks.extend(plan.output_changes.iter().flatten().filter(|(_, change)| is_bared(change)).map(|(name, _)| {
        let what = Sentence::new("is no longer sensitive: every plan and log shows it");
        Risk::new(Severity::Medium, Code::SecretExposed, Some(&format!("output.{name}")), what)
    }));
    let waiting = plan.deferred_action_invocations.iter().flatten().map(|deferred| (&deferred.action_invocation, true));
    for (action, waits) in plan.action_invocations.iter().flatten().map(|action| (action, false)).chain(waiting) {
        risks.push(of_action(action, waits));
    }
    risks
}

/// Whether a value that was sensitive as a whole is so no more.
fn is_bared(change: &Change<'_>) -> bool {
    let is = |marks: Option<&RawValue>, whole: &str| marks.is_some_and(|marks| marks.get().trim() == whole);
    is(change.before_sensitive, "true") && is(change.after_sensitive, "false") && change.after.is_some_and(|it| it.get() != "null")
}

fn of_action(action: &ActionInvocation<'_>, waits: bool) -> Risk {
    let facts = types::facts(&action.kind).filter(|facts| facts.role == Role::Action);
    // What ends or restarts something is severe, whichever provider's it is.
    let is_stop = ["stop", "terminate", "delete", "destroy", "reboot", "restart", "purge", "failover", "shutdown"]
        .iter()
        .any(|word| action.kind.split('_').any(|it| it == *word));
    let (severity, what) = match facts {
        Some(facts) => (facts.severity, Sentence::new("runs an action that ").words(facts.words)),
        None if is_stop => (Severity::High, Sentence::new("runs the action ").value(&action.kind)),
        None => (Severity::Medium, Sentence::new("runs the action ").value(&action.kind)),
    };
    let what = what.words(", ").then(when(action)).words(if waits { ", with a later plan" } else { "" });
    let risk = Risk::new(severity, Code::ActionInvoked, Some(&action.address), what);
    Risk { page: facts.map(|facts| facts.page.clone()), ..risk }
}

/// When an action runs.
fn when(action: &ActionInvocation<'_>) -> Sentence {
    match &action.lifecycle_action_trigger {
        Some(trigger) => {
            let words = match &*trigger.action_trigger_event {
                "BeforeCreate" => "before the creation of ",
                "AfterCreate" => "after the creation of ",
                "BeforeUpdate" => "before the change of ",
                "AfterUpdate" => "after the change of ",
                "BeforeDestroy" => "before the destruction of ",
                "AfterDestroy" => "after the destruction of ",
                _ => "with the change of ",
            };
            Sentence::new(words).value(&trigger.triggering_resource_address)
        }
        None if action.invoke_action_trigger.is_some() => Sentence::new("as somebody asked for it by `-invoke`"),
        None => Sentence::new("with the apply"),
    }
}

/// The actions as they are shown.
pub(crate) fn actions(plan: &Plan<'_>) -> Result<Vec<ActionReview>, Refusal> {
    let review = |action: &ActionInvocation<'_>| {
        let unreadable = |_| Refusal::Values(action.address.to_string());
        let parsed = |raw| crate::change::parse(raw).map_err(unreadable);
        let (sensitive, unknown) = (parsed(action.config_sensitive)?, parsed(action.config_unknown)?);
        let nothing = terraform::json::Json::Null;
        let marks = Marks { sensitive: &sensitive, sensitive_there: &nothing, unknown: &unknown };
        let values =
            Values { before: Node::Null, after: Node::new(parsed(action.config_values)?, marks), replace_paths: Vec::new() };
        Ok(ActionReview {
            address: action.address.to_string(),
            kind: action.kind.to_string(),
            when: when(action),
            attributes: changed(&values, false).attributes,
        })
    };
    plan.action_invocations.iter().flatten().map(review).collect()
}

/// The checks, counted, with those that fail.
pub(crate) fn checks(checks: &[Check<'_>]) -> Checks {
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
