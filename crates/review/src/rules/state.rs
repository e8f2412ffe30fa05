//! What leaves Terraform's state, and what no rule can judge.

use super::Risks;
use crate::action::Action;
use crate::change::Change;
use crate::risk::Code;
use crate::sentence::Sentence;
use crate::types::{self, Role};
use finding::Severity;

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    match change.action {
        Action::Forget => {
            // What holds data needs an owner more than the rest.
            let is_data = types::facts(change.kind).is_some_and(|facts| facts.role == Role::Data);
            let severity = if is_data { Severity::Medium } else { Severity::Low };
            risks.add(severity, Code::LeftUnmanaged, Sentence::new("it leaves Terraform's state and stays as it is"));
        }
        Action::ReplaceAndForget => {
            risks.add(Severity::Low, Code::LeftUnmanaged, Sentence::new("the old one leaves Terraform's state and stays as it is"));
        }
        Action::Unknown => {
            risks.add(Severity::Medium, Code::ActionUnknown, Sentence::new("the plan has an action that this synth does not know"));
        }
        Action::Create
        | Action::Update
        | Action::Replace
        | Action::ReplaceAfterCreate
        | Action::Destroy
        | Action::Read
        | Action::NoOp => {}
    }
}
