//! What a judgement comes to: the report, and how the environment stands to each rule. It must not know any single rule.

use ::finding::Finding;
use settings::Report;

use super::rule::Rule;

/// What the rules say of an environment.
#[derive(Debug)]
pub struct Judgement {
    /// Everything that is wrong: faults, what the rules find and nothing accepts, acceptances that do not do what they say.
    pub report: Report,
    /// How it stands to each rule that looked at it, in the order of their codes.
    pub outcomes: Vec<RuleOutcome>,
}

/// How an environment stands to one rule: it is kept where nothing was found.
#[derive(Debug)]
pub struct RuleOutcome {
    /// The rule.
    pub rule: &'static Rule,
    /// What it found and nothing accepts.
    pub found: Vec<Finding>,
    /// What it found and is accepted, each with by whose words.
    pub accepted: Vec<Finding>,
}
