//! Something is destroyed or replaced: what holds data, what others reach, rights, and everything else.

use aws::LbListenerRule;
use aws::unbound::ALB_LISTENER_RULE;
use terraform::ResourceType as _;

use super::Risks;
use crate::action::Action;
use crate::change::Change;
use crate::node::Node;
use crate::risk::{Code, Origin};
use crate::sentence::Sentence;
use crate::types::{self, Role, Shape, TypeFacts};
use finding::Severity;

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    if !change.action.destroys() || change.is_data {
        return;
    }
    let is_replaced = change.action.replaces();
    let verb = match (change.origin, is_replaced) {
        (Origin::Drift, _) => "lost ",
        (_, true) => "replaces ",
        (_, false) => "destroys ",
    };
    let Some(facts) = types::facts(change.kind) else {
        let what = Sentence::new(verb).value(change.kind).words(", a type that is not known here").words(deposed(change));
        return risks.add(Severity::Low, if is_replaced { Code::ResourceReplaced } else { Code::ResourceDestroyed }, what);
    };
    // That nobody is talked to over TLS any more is the same loss in better words.
    let is_tls = matches!(change.before().get("protocol").as_text(), Some("HTTPS" | "TLS"));
    if facts.shape == Some(Shape::Listener) && is_tls && !is_replaced {
        return;
    }
    // What goes with a rule that denies is told by what gets through.
    if !is_replaced && super::firewall::denies(change) {
        return;
    }
    let (severity, code) = weight(facts, is_replaced);
    // Where the new one stands before the old one goes, what is found by a reference misses nothing.
    let is_found = change.action == Action::ReplaceAfterCreate && facts.role == Role::Reached && severity == Severity::Medium;
    let severity = if is_found { Severity::Low } else { severity };
    // What stands in the table as a question is what a policy or rule answers: who may read a bucket.
    let is_question =
        ["who ", "whom ", "how ", "where ", "which ", "when ", "from where "].iter().any(|word| facts.words.starts_with(word));
    let what = Sentence::new(verb).words(if is_question { "what says " } else { "" }).words(facts.words);
    let what = if facts.role == Role::Data { what.words(circumstances(change)) } else { what.words(deposed(change)) };
    let reached = reached_by(change);
    let what = if reached.is_empty() { what } else { what.words(": requests for ").values(reached).words(" find it no more") };
    risks.add_documented(severity, code, what, facts.page.clone());
}

fn weight(facts: &TypeFacts, is_replaced: bool) -> (Severity, Code) {
    let severity = facts.severity;
    match facts.role {
        Role::Data if is_replaced => (severity, Code::DataReplaced),
        Role::Data => (severity, Code::DataDestroyed),
        Role::Reached => (severity, Code::ServiceInterrupted),
        // A new one with the same rights follows at once, under another identity.
        Role::Identity if is_replaced => (severity.min(Severity::Medium), Code::ResourceReplaced),
        Role::Access | Role::Part if is_replaced => (Severity::Low, Code::ResourceReplaced),
        Role::Access | Role::Identity => (severity, Code::AccessRemoved),
        Role::Part | Role::Action => (severity, Code::ResourceDestroyed),
        Role::Protection | Role::Backups | Role::Redundancy | Role::Encryption | Role::Closer | Role::Watcher | Role::Limits
            if is_replaced =>
        {
            (Severity::Low, Code::ResourceReplaced)
        }
        Role::Protection => (severity, Code::ProtectionWeakened),
        Role::Backups => (severity, Code::BackupsWeakened),
        Role::Redundancy => (severity, Code::RedundancyLowered),
        Role::Encryption => (severity, Code::EncryptionOff),
        Role::Closer => (severity, Code::PublicAccessOpened),
        Role::Watcher => (severity, Code::MonitoringRemoved),
        Role::Limits => (severity, Code::IamGuardRemoved),
    }
}

/// By which names and paths a rule of a load balancer lets requests find what is behind it, where it goes for good.
fn reached_by<'a>(change: &'a Change<'_>) -> Vec<&'a str> {
    if change.action.replaces() || change.is_deposed || ![LbListenerRule::TYPE, ALB_LISTENER_RULE].contains(&change.kind) {
        return Vec::new();
    }
    let conditions = change.before().get("condition").each().iter();
    let values = conditions.flat_map(|condition| {
        ["host_header", "path_pattern"]
            .into_iter()
            .flat_map(|name| condition.get(name).each())
            .flat_map(|it| it.get("values").each())
    });
    values.filter_map(Node::as_text).collect()
}

fn deposed(change: &Change<'_>) -> &'static str {
    if change.is_deposed { " (an old one, which an earlier replacement left behind)" } else { "" }
}

/// What the resource itself says about how it goes.
fn circumstances(change: &Change<'_>) -> &'static str {
    let is = |name: &str| change.before().get(name).as_bool();
    if change.is_deposed {
        deposed(change)
    } else if change.origin == Origin::Drift {
        ""
    } else if [is("deletion_protection"), is("deletion_protection_enabled"), is("enable_deletion_protection")].contains(&Some(true))
    {
        "; its deletion protection is on, so that the apply will fail there"
    } else if is("skip_final_snapshot") == Some(true) {
        ", without a final snapshot"
    } else if is("force_destroy") == Some(true) || is("force_delete") == Some(true) {
        ", even if it is not empty"
    } else {
        ""
    }
}
