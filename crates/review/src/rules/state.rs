//! What leaves Terraform's state, and what no rule can judge.

use super::Risks;
use crate::action::Action;
use crate::change::Change;
use crate::risk::{Code, Severity};
use crate::sentence::Sentence;

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    match change.action {
        Action::Forget => {
            risks.add(Severity::Low, Code::LeftUnmanaged, Sentence::new("it leaves Terraform's state and stays as it is"));
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
