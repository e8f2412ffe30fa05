//! Reads a plan as `terraform show -json` prints it and makes a reviewer's page of it.
//!
//! ```text
//! text ─ read ─▶ Plan ─ review ─▶ Review ─ markdown ─▶ page
//!               (borrows)        (also as JSON)
//! ```
//!
//! It knows Terraform's plan, and which changes of well-known types are risky. It must not know files, nor where the page is shown.
//! Nothing of `synth`'s own is asked of a plan: any configuration, any provider, Terraform's and `OpenTofu`'s.
//!
//! Values that the plan marks as sensitive are put out of reach when the values are parsed (`node`), before anything looks at them.
//! `sides` gives out what stands before and after as documents, for the caller to price, without them too.

mod accepting;
mod action;
mod attributes;
mod change;
mod comparing;
mod cost;
mod diff;
mod document;
mod drifting;
mod exchanging;
mod folding;
mod foreign;
mod interrupting;
mod markdown;
mod node;
mod path;
mod plan;
mod reading;
mod refusal;
mod resource_review;
mod reviewing;
mod risk;
mod rules;
mod sentence;
mod sides;
mod types;
mod whole;

pub use accepting::{Accepted, accept, with_overridden};
pub use action::Action;
pub use comparing::compare;
pub use cost::{CostLine, CostSection, Costs};
pub use document::{
    ActionReview, AttributeReview, Checks, Comparison, Counts, Deferred, Drift, FailedCheck, Import, Module, Outcome, OutputReview,
    Overridden, ResourceReview, Review, Shown, State, Verdict,
};
pub use finding::Severity;
pub use interrupting::{Interruption, interrupting};
pub use markdown::{LIMIT, markdown, marker, pages};
pub use plan::Plan;
pub use refusal::{Refusal, read, text};
pub use reviewing::{Detail, review, review_to};
pub use risk::{Acceptance, Code, Origin, Risk};
pub use sentence::{Part, Sentence};
pub use sides::{Sides, SidesError, sides};
