//! What one policy lets through and another one does not.

use std::collections::BTreeSet;

use super::condition::Condition;
use super::pattern::Pattern;
use super::statement::{Policy, Scope, Statement};

/// What a statement allows and the other policy does not.
#[derive(Clone, Debug, PartialEq)]
pub struct Widening<'a> {
    /// The statement.
    pub statement: &'a Statement,
    /// The actions; of an exception [`ALL_BUT`].
    pub actions: Vec<&'a str>,
    /// The resources; of an exception [`ALL_BUT`].
    pub resources: Vec<&'a str>,
    /// The principals; of an exception [`ALL_BUT`].
    pub principals: Vec<&'a str>,
    /// The conditions of the other policy that no longer hold, where only conditions make the difference.
    pub freed: Vec<Freed<'a>>,
}

/// A condition that asked for more before.
#[derive(Clone, Debug, PartialEq)]
pub struct Freed<'a> {
    /// The condition as it was.
    pub was: &'a Condition,
    /// The condition on the same key now; nothing where there is none.
    pub is: Option<&'a Condition>,
}

/// How a scope by exception is told.
pub const ALL_BUT: &str = "all but those excepted";

/// Beyond this many combinations in one statement, it counts as wider as a whole.
const MANY_COMBINATIONS: usize = 20_000;

/// So many narrower statements are tried for one whose conditions have several values.
const MANY_ALTERNATIVES: usize = 256;

/// One thing that a scope names.
#[derive(Clone, Copy)]
enum Item<'a> {
    Named(&'a Pattern),
    /// The whole scope, where it is given by exception.
    AllBut(&'a Scope),
    /// The statement has no such element.
    Everything,
}

impl Policy {
    /// What this policy allows and the other one does not.
    pub fn beyond<'a>(&'a self, other: &'a Self) -> Vec<Widening<'a>> {
        let others: Vec<&Statement> = other.allowed().collect();
        self.allowed().filter_map(|statement| statement.beyond(&others)).collect()
    }

    /// The denials of this policy that the other one does not have, in one statement or in several.
    pub fn denials_lost_in<'a>(&'a self, other: &'a Self) -> Vec<Widening<'a>> {
        let kept: Vec<&Statement> = other.denied().collect();
        self.denied().filter_map(|denial| denial.beyond(&kept)).collect()
    }
}

impl Statement {
    /// What this statement says beyond all the others together; nothing where they say all of it.
    fn beyond<'a>(&'a self, others: &[&'a Self]) -> Option<Widening<'a>> {
        let (actions, resources, principals) = (items(Some(&self.actions)), items(self.resources.as_ref()), self.items());
        let mut found: [BTreeSet<&str>; 3] = Default::default();
        let mut freed: Vec<Freed<'a>> = Vec::new();
        let mut is_condition_only = true;
        if others.contains(&self) {
            return None;
        }
        if actions.len().saturating_mul(resources.len()).saturating_mul(principals.len()) > MANY_COMBINATIONS {
            found = [actions, resources, principals].map(|items| items.into_iter().map(Item::text).collect());
            is_condition_only = false;
        } else {
            for &action in &actions {
                for &resource in &resources {
                    for &principal in &principals {
                        let naming: Vec<&'a Self> =
                            others.iter().copied().filter(|other| other.names(action, resource, principal)).collect();
                        let kept: Vec<Vec<Freed<'a>>> = naming.iter().map(|other| other.freed_in(self)).collect();
                        if kept.iter().any(Vec::is_empty) || self.is_within(&naming, MANY_ALTERNATIVES) {
                            continue;
                        }
                        match kept.into_iter().min_by_key(Vec::len) {
                            None => is_condition_only = false,
                            Some(fewest) => freed.extend(fewest),
                        }
                        for (texts, item) in found.iter_mut().zip([action, resource, principal]) {
                            texts.insert(item.text());
                        }
                    }
                }
            }
        }
        let [actions, resources, principals] = found.map(|texts| texts.into_iter().collect::<Vec<_>>());
        if !is_condition_only {
            freed.clear();
        }
        let mut distinct: Vec<Freed<'a>> = Vec::new();
        for one in freed {
            if !distinct.contains(&one) {
                distinct.push(one);
            }
        }
        (!actions.is_empty()).then_some(Widening { statement: self, actions, resources, principals, freed: distinct })
    }

    /// Whether several others together let through what this one does, each a part of it: one for one of the values of a condition,
    /// another one for another one.
    fn is_within(&self, others: &[&Self], left: usize) -> bool {
        if others.iter().any(|other| other.freed_in(self).is_empty()) {
            return true;
        }
        if others.len() < 2 {
            return false;
        }
        self.conditions.iter().enumerate().any(|(at, condition)| {
            let alternatives = condition.alternatives();
            let Some(left) = left.checked_div(alternatives.len()).filter(|left| *left > 0) else { return false };
            alternatives.into_iter().all(|one| {
                let mut narrower = self.clone();
                narrower.conditions[at] = one;
                narrower.is_within(others, left)
            })
        })
    }

    fn items(&self) -> Vec<Item<'_>> {
        items(self.principals.as_ref().map(|principals| &principals.names))
    }

    /// Whether the statement names all three, conditions aside.
    fn names(&self, action: Item<'_>, resource: Item<'_>, principal: Item<'_>) -> bool {
        let principals = self.principals.as_ref().map(|principals| &principals.names);
        covers(Some(&self.actions), action) && covers(self.resources.as_ref(), resource) && covers(principals, principal)
    }

    /// The conditions of this statement that exclude what the other one lets through.
    fn freed_in<'a>(&'a self, other: &'a Self) -> Vec<Freed<'a>> {
        let holds = |condition: &Condition| {
            condition.lets_everything_through() || other.conditions.iter().any(|narrower| condition.lets_through_all_of(narrower))
        };
        let freed = self.conditions.iter().filter(|condition| !holds(condition));
        freed.map(|was| Freed { was, is: other.conditions.iter().find(|condition| condition.is_on(&was.key)) }).collect()
    }
}

impl<'a> Item<'a> {
    fn text(self) -> &'a str {
        match self {
            Self::Named(pattern) => pattern.as_str(),
            Self::AllBut(_) => ALL_BUT,
            Self::Everything => "*",
        }
    }
}

fn items(scope: Option<&Scope>) -> Vec<Item<'_>> {
    match scope {
        None => vec![Item::Everything],
        Some(scope) if scope.is_except => vec![Item::AllBut(scope)],
        Some(scope) => scope.patterns.iter().map(Item::Named).collect(),
    }
}

/// Whether a scope names all of an item; a scope that is not there names everything.
fn covers(scope: Option<&Scope>, item: Item<'_>) -> bool {
    let Some(Scope { is_except, patterns }) = scope else { return true };
    match item {
        Item::Everything => !is_except && patterns.iter().any(Pattern::is_everything),
        Item::AllBut(excepted) if *is_except => {
            patterns.iter().all(|pattern| excepted.patterns.iter().any(|excepted| excepted.covers(pattern)))
        }
        Item::AllBut(_) => patterns.iter().any(Pattern::is_everything),
        Item::Named(named) if *is_except => !patterns.iter().any(|excepted| excepted.overlaps(named)),
        Item::Named(named) => patterns.iter().any(|pattern| pattern.covers(named)),
    }
}
