//! The rules: what AWS accepts and an experienced reader of the settings would still point out.
//!
//! A rule is data and a function in a file of its own, which `all.rs` takes in by itself. The function finds; the code, the severity and the words around it are the rule's, the same wherever
//! the rule is shown. The rules read settings as typed and documents as emitted, and must not know files, the clock or the command.

mod all;
mod decided;
mod find;
mod finding;
mod judge;
mod judgement;
mod limits;
mod most_tasks;
mod origin;
mod page;
mod policy;
mod policy_document;
mod restored;
mod routes;
mod rule;

pub use all::RULES;
pub use find::{nearest, rule};
pub use judge::judge;
pub use judgement::{Judgement, RuleOutcome};
pub use page::page;
pub use page::scope_words;
pub use rule::{Rule, Scope};
pub use terraform::read::Documents;
