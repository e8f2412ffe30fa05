//! A policy of IAM's language, and whether one allows what another does not. It must not know which resource it hangs on.
//!
//! AWS, "IAM JSON policy elements reference": an action, a resource or a principal may be one text or a list, may hold `*` and `?`,
//! and may be given by exception (`NotAction`, …); actions are compared without regard to case.

use std::collections::{BTreeMap, BTreeSet};

use crate::node::Node;

/// A policy.
pub(super) struct Policy {
    pub(super) statements: Vec<Statement>,
}

/// A statement of it.
#[derive(PartialEq)]
pub(super) struct Statement {
    pub(super) id: Option<String>,
    pub(super) is_allow: bool,
    pub(super) actions: Scope,
    /// Nothing in a role's trust policy.
    pub(super) resources: Option<Scope>,
    /// Nothing in a policy that hangs on the one who acts.
    pub(super) principals: Option<Scope>,
    /// The values by operator and key, as in `StringEquals aws:SourceAccount`.
    pub(super) conditions: BTreeMap<String, BTreeSet<String>>,
}

/// What an element names: these, or all but these.
#[derive(Clone, PartialEq)]
pub(super) struct Scope {
    pub(super) is_except: bool,
    pub(super) patterns: BTreeSet<String>,
    /// Whether upper and lower case are the same.
    is_caseless: bool,
}

/// What a statement allows and the other policy does not.
pub(super) struct Widening<'a> {
    pub(super) statement: &'a Statement,
    pub(super) actions: Vec<&'a str>,
    pub(super) resources: Vec<&'a str>,
    pub(super) principals: Vec<&'a str>,
    /// Whether only the conditions are fewer.
    pub(super) is_condition_only: bool,
}

/// Beyond this many combinations in one statement, it counts as wider as a whole.
const MANY_COMBINATIONS: usize = 20_000;

impl Policy {
    /// The policy in an attribute; `None` where there is none.
    pub(super) fn read(node: &Node) -> Option<Self> {
        let Node::Document(document) = node else { return None };
        let Node::Map(members) = &**document else { return None };
        let statements = members.get("Statement")?.each();
        Some(Self { statements: statements.iter().map(Statement::read).collect() })
    }

    /// What this policy allows and the other one does not.
    pub(super) fn beyond<'a>(&'a self, other: &Policy) -> Vec<Widening<'a>> {
        let allows: Vec<&Statement> = other.statements.iter().filter(|statement| statement.is_allow).collect();
        self.statements.iter().filter(|statement| statement.is_allow).filter_map(|statement| statement.beyond(&allows)).collect()
    }

    /// The denials of this policy that the other one does not have.
    pub(super) fn denials_lost_in<'a>(&'a self, other: &Policy) -> Vec<&'a Statement> {
        let denials = self.statements.iter().filter(|statement| !statement.is_allow);
        let is_kept = |denial: &Statement| other.statements.iter().any(|kept| !kept.is_allow && kept.denies_all_of(denial));
        denials.filter(|denial| !is_kept(denial)).collect()
    }
}

impl Statement {
    fn read(node: &Node) -> Self {
        let conditions = match node.get("Condition") {
            Node::Map(operators) => operators.iter().flat_map(|(operator, keys)| condition(operator, keys)).collect(),
            _ => BTreeMap::new(),
        };
        Self {
            id: node.get("Sid").as_text().filter(|id| !id.is_empty()).map(str::to_owned),
            is_allow: node.get("Effect").as_text() != Some("Deny"),
            actions: Scope::read(node, "Action", "NotAction").map_or_else(Scope::none, Scope::caseless),
            resources: Scope::read(node, "Resource", "NotResource"),
            principals: principals(node),
            conditions,
        }
    }

    fn beyond<'a>(&'a self, others: &[&Self]) -> Option<Widening<'a>> {
        let items = |scope: &'a Option<Scope>| scope.as_ref().map_or(vec![Item { text: "*", except: None }], Scope::items);
        let (actions, resources, principals) = (self.actions.items(), items(&self.resources), items(&self.principals));
        let mut found: [BTreeSet<&str>; 3] = Default::default();
        let mut is_condition_only = true;
        if others.contains(&self) {
            return None;
        }
        if actions.len().saturating_mul(resources.len()).saturating_mul(principals.len()) > MANY_COMBINATIONS {
            found = [actions, resources, principals].map(|items| items.into_iter().map(|item| item.text).collect());
            is_condition_only = false;
        } else {
            for &action in &actions {
                for &resource in &resources {
                    for &principal in &principals {
                        let mut covering = others.iter().filter(|other| other.names(action, resource, principal)).peekable();
                        let is_named = covering.peek().is_some();
                        if covering.any(|other| other.is_as_free_as(self)) {
                            continue;
                        }
                        is_condition_only &= is_named;
                        for (texts, item) in found.iter_mut().zip([action, resource, principal]) {
                            texts.insert(item.text);
                        }
                    }
                }
            }
        }
        let [actions, resources, principals] = found.map(|texts| texts.into_iter().collect::<Vec<_>>());
        let widening = Widening { statement: self, actions, resources, principals, is_condition_only };
        (!widening.actions.is_empty()).then_some(widening)
    }

    /// Whether the statement names all three, conditions aside.
    fn names(&self, action: Item<'_>, resource: Item<'_>, principal: Item<'_>) -> bool {
        let covers = |scope: &Option<Scope>, item| scope.as_ref().is_none_or(|scope| scope.covers(item));
        self.actions.covers(action) && covers(&self.resources, resource) && covers(&self.principals, principal)
    }

    /// Whether each condition of this statement is one of the other's, or looser.
    fn is_as_free_as(&self, other: &Self) -> bool {
        self.conditions.iter().all(|(condition, values)| match other.conditions.get(condition) {
            None => false,
            Some(others) if condition.contains("Not") => values.is_subset(others),
            Some(others) => others.is_subset(values),
        })
    }

    /// Whether this denial denies at least what the other one does.
    fn denies_all_of(&self, other: &Self) -> bool {
        let every = Scope::all();
        let covers = |own: &Option<Scope>, other: &Option<Scope>| {
            own.as_ref().is_none_or(|own| own.covers_all(other.as_ref().unwrap_or(&every)))
        };
        self.actions.covers_all(&other.actions)
            && covers(&self.resources, &other.resources)
            && covers(&self.principals, &other.principals)
            && self.conditions.iter().all(|(condition, values)| other.conditions.get(condition) == Some(values))
    }
}

/// One thing that a scope names.
#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    text: &'a str,
    /// The whole scope, where it is given by exception.
    except: Option<&'a Scope>,
}

impl Scope {
    fn read(node: &Node, name: &str, except: &str) -> Option<Self> {
        let texts = |node: &Node| node.each().iter().filter_map(|item| item.as_text().map(str::to_owned)).collect();
        match (node.get(name), node.get(except)) {
            (Node::Null, Node::Null) => None,
            (Node::Null, excepted) => Some(Self { is_except: true, patterns: texts(excepted), is_caseless: false }),
            (named, _) => Some(Self { is_except: false, patterns: texts(named), is_caseless: false }),
        }
    }

    fn none() -> Self {
        Self { is_except: false, patterns: BTreeSet::new(), is_caseless: false }
    }

    fn all() -> Self {
        Self { is_except: false, patterns: BTreeSet::from(["*".to_owned()]), is_caseless: false }
    }

    fn caseless(self) -> Self {
        Self { is_caseless: true, ..self }
    }

    fn items(&self) -> Vec<Item<'_>> {
        if self.is_except {
            return vec![Item { text: "all but those excepted", except: Some(self) }];
        }
        self.patterns.iter().map(|text| Item { text, except: None }).collect()
    }

    fn covers(&self, item: Item<'_>) -> bool {
        match item.except {
            Some(except) if self.is_except => self.patterns.is_subset(&except.patterns),
            Some(_) => self.patterns.contains("*"),
            None if self.is_except => {
                !self.patterns.iter().any(|pattern| self.matches(pattern, item.text) || self.matches(item.text, pattern))
            }
            None => self.patterns.iter().any(|pattern| self.matches(pattern, item.text)),
        }
    }

    fn matches(&self, pattern: &str, text: &str) -> bool {
        if self.is_caseless { matches(&pattern.to_lowercase(), &text.to_lowercase()) } else { matches(pattern, text) }
    }

    fn covers_all(&self, other: &Self) -> bool {
        other.items().into_iter().all(|item| self.covers(item))
    }

    /// Whether everything is named.
    pub(super) fn is_everything(&self) -> bool {
        self.is_except || self.patterns.contains("*")
    }
}

fn principals(node: &Node) -> Option<Scope> {
    let (principals, is_except) = match (node.get("Principal"), node.get("NotPrincipal")) {
        (Node::Null, Node::Null) => return None,
        (Node::Null, excepted) => (excepted, true),
        (named, _) => (named, false),
    };
    let patterns = match principals {
        Node::Map(kinds) => kinds.values().flat_map(Node::each).filter_map(|item| item.as_text().map(str::to_owned)).collect(),
        other => other.each().iter().filter_map(|item| item.as_text().map(str::to_owned)).collect(),
    };
    Some(Scope { is_except, patterns, is_caseless: false })
}

fn condition(operator: &str, keys: &Node) -> Vec<(String, BTreeSet<String>)> {
    let Node::Map(keys) = keys else { return Vec::new() };
    let values = |node: &Node| node.each().iter().map(|value| value.shown().to_string()).collect();
    keys.iter().map(|(key, node)| (format!("{operator} {key}"), values(node))).collect()
}

/// Whether the pattern, with `*` for any text and `?` for any character, matches all that the other one does.
fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut at, mut position) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while position < text.len() {
        let fits = pattern.get(at).is_some_and(|wanted| *wanted == text[position] || (*wanted == b'?' && text[position] != b'*'));
        if pattern.get(at) == Some(&b'*') {
            star = Some((at, position));
            at += 1;
        } else if fits {
            at += 1;
            position += 1;
        } else if let Some((after, from)) = star {
            at = after + 1;
            position = from + 1;
            star = Some((after, from + 1));
        } else {
            return false;
        }
    }
    pattern[at..].iter().all(|left| *left == b'*')
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_pattern_matches_what_it_holds() {
        for (pattern, text) in
            [("*", "s3:Get*"), ("s3:*", "s3:Get*"), ("s3:Get*", "s3:GetObject"), ("a?c", "abc"), ("*b*", "abbc"), ("", "")]
        {
            assert!(matches(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("s3:Get*", "s3:*"), ("s3:Get?", "s3:Get*"), ("a", "b"), ("a", "ab"), ("a?c", "ac")] {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
    }
}
