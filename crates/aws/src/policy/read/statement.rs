//! A policy's statements as AWS understands them.
//!
//! AWS, "IAM JSON policy elements reference": an action, a resource or a principal may be one text or a list, may hold `*` and `?`,
//! and may be given by exception (`NotAction`, …); actions are compared without regard to case.

use terraform::json::Json;

use super::condition::Condition;
use super::pattern::Pattern;

/// A policy.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policy {
    /// In the order in which they stand.
    pub statements: Vec<Statement>,
}

/// A statement of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Its name, if it has one.
    pub sid: Option<String>,
    /// Whether it allows or denies.
    pub effect: Effect,
    /// What may be done.
    pub actions: Scope,
    /// On what; nothing in a role's trust policy.
    pub resources: Option<Scope>,
    /// By whom; nothing in a policy that hangs on the one who acts.
    pub principals: Option<Principals>,
    /// Under which conditions, all of which have to hold.
    pub conditions: Vec<Condition>,
}

/// What a statement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It allows.
    Allow,
    /// It denies, whatever else allows.
    Deny,
}

/// What an element names: these, or all but these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Whether all is meant but what is named (`NotAction`, `NotResource`, `NotPrincipal`).
    pub is_except: bool,
    /// What is named.
    pub patterns: Vec<Pattern>,
}

/// Who is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principals {
    /// The names of every kind.
    pub names: Scope,
    /// Kind (`AWS`, `Service`, `Federated`, `CanonicalUser`) and name.
    pub by_kind: Vec<(String, String)>,
}

impl Policy {
    /// The policy that a document is; `None` where it is something else, such as ECR's lifecycle policy.
    ///
    /// A document with a `Statement` is one, whatever stands in it: what cannot be understood counts as named by nothing.
    pub fn read(document: &Json) -> Option<Self> {
        let statements = match document.get("Statement")? {
            Json::Array(statements) => statements.iter().collect(),
            statement => vec![statement],
        };
        Some(Self { statements: statements.into_iter().map(Statement::read).collect() })
    }

    /// The policy in a text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::read(&serde_json::from_str(text).ok()?)
    }

    /// The statements that allow.
    pub fn allowed(&self) -> impl Iterator<Item = &Statement> {
        self.statements.iter().filter(|statement| statement.effect == Effect::Allow)
    }

    /// The statements that deny.
    pub fn denied(&self) -> impl Iterator<Item = &Statement> {
        self.statements.iter().filter(|statement| statement.effect == Effect::Deny)
    }
}

impl Statement {
    fn read(json: &Json) -> Self {
        let names = |key: &str, pattern: fn(&str) -> Pattern| json.get(key).map(|names| texts(names).map(pattern).collect());
        let scope = |key: &str, except: &str, pattern: fn(&str) -> Pattern| match (names(key, pattern), names(except, pattern)) {
            (Some(patterns), _) => Some(Scope { is_except: false, patterns }),
            (None, Some(patterns)) => Some(Scope { is_except: true, patterns }),
            (None, None) => None,
        };
        Self {
            sid: json.get("Sid").and_then(Json::as_str).filter(|sid| !sid.is_empty()).map(str::to_owned),
            effect: if json.get("Effect").and_then(Json::as_str) == Some("Deny") { Effect::Deny } else { Effect::Allow },
            actions: scope("Action", "NotAction", Pattern::caseless).unwrap_or_default(),
            resources: scope("Resource", "NotResource", Pattern::new),
            principals: Principals::read(json),
            conditions: json.get("Condition").map(Condition::read).unwrap_or_default(),
        }
    }

    /// Whether it says what is *not* meant, so that all the rest is.
    pub fn is_inverted(&self) -> bool {
        self.actions.is_except
            || self.resources.as_ref().is_some_and(|resources| resources.is_except)
            || self.principals.as_ref().is_some_and(|principals| principals.names.is_except)
    }

    /// Whether it names everybody, conditions aside.
    pub fn names_everybody(&self) -> bool {
        self.principals.as_ref().is_some_and(|principals| principals.names.is_everything())
    }

    /// Whether anybody at all may do what it allows: it names everybody, and none of its conditions tells callers apart.
    pub fn is_public(&self) -> bool {
        self.effect == Effect::Allow && self.names_everybody() && !self.conditions.iter().any(Condition::excludes_somebody)
    }
}

impl Default for Scope {
    /// Nothing.
    fn default() -> Self {
        Self { is_except: false, patterns: Vec::new() }
    }
}

impl Scope {
    /// Whether everything is named, or everything but something.
    pub fn is_everything(&self) -> bool {
        self.is_except || self.patterns.iter().any(Pattern::is_everything)
    }

    /// Whether something of what a pattern matches is named.
    pub fn meets(&self, pattern: &Pattern) -> bool {
        if self.is_except {
            !self.patterns.iter().any(|excepted| excepted.covers(pattern))
        } else {
            self.patterns.iter().any(|named| named.overlaps(pattern))
        }
    }
}

impl Principals {
    fn read(statement: &Json) -> Option<Self> {
        let (principals, is_except) = match (statement.get("Principal"), statement.get("NotPrincipal")) {
            (Some(named), _) => (named, false),
            (None, excepted) => (excepted?, true),
        };
        let by_kind: Vec<(String, String)> = match principals {
            Json::Object(kinds) => {
                kinds.iter().flat_map(|(kind, names)| texts(names).map(|name| (kind.to_string(), name.to_owned()))).collect()
            }
            names => texts(names).map(|name| ("AWS".to_owned(), name.to_owned())).collect(),
        };
        let patterns = by_kind.iter().map(|(kind, name)| Pattern::new(&whole_name(kind, name))).collect();
        Some(Self { names: Scope { is_except, patterns }, by_kind })
    }

    /// The names of a kind.
    pub fn of_kind(&self, kind: &str) -> impl Iterator<Item = &str> {
        self.by_kind.iter().filter(move |(known, _)| known == kind).map(|(_, name)| name.as_str())
    }
}

/// The number of an account means the account as its ARN does (AWS, "AWS JSON policy elements: Principal").
fn whole_name(kind: &str, name: &str) -> String {
    let is_account = kind == "AWS" && name.len() == 12 && name.bytes().all(|byte| byte.is_ascii_digit());
    if is_account { format!("arn:aws:iam::{name}:root") } else { name.to_owned() }
}

/// The texts of a list, or the one that stands for a list of itself.
fn texts(json: &Json) -> impl Iterator<Item = &str> {
    let texts = match json {
        Json::Array(texts) => texts.as_slice(),
        other => std::slice::from_ref(other),
    };
    texts.iter().filter_map(Json::as_str)
}
