//! A policy read: its statements, what it lets through, and what it allows beyond what it should.

mod compare;
mod condition;
mod escalation;
mod judgement;
mod launching;
mod pattern;
mod statement;

#[cfg(test)]
mod tests;

pub use compare::{ALL_BUT, Freed, Widening};
pub use condition::Condition;
pub use escalation::{ESCALATIONS, Escalation, escalation, sweeping};
pub use judgement::{Excess, TrustGap, excess, is_every_resource, trust_gap};
pub use launching::{Launch, PASSED_TO, names_pass_role};
pub use pattern::Pattern;
pub use statement::{Effect, Policy, Principals, Scope, Statement};
