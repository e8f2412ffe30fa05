//! What limits, asks or keeps out gets less, by the names of the attributes: switches that prevent, approvals, lists of who may, what an association leads
//! to.

use super::saying::{Told, from_to, word};
use super::words::{self, Kind, Words};
use crate::change::Change;
use crate::diff::Difference;
use crate::node::Node;
use crate::risk::Code;
use crate::sentence::Sentence;
use crate::types;
use finding::Severity;

use Severity::{High, Low, Medium};

pub(super) fn tell(change: &Change<'_>, said: &Words<'_>, difference: &Difference) -> Option<Told> {
    turned_off(said, difference)
        .or_else(|| turned_on(said, difference))
        .or_else(|| fewer(change, said, difference))
        .or_else(|| by_hand(said, difference))
        .or_else(|| world(change, difference))
        .or_else(|| associated(change, difference))
        .or_else(|| record(change, difference))
        .or_else(|| emptied(change, said, difference))
        .or_else(|| unlinked(change, said, difference))
        .or_else(|| level(said, difference))
        .or_else(|| root(said, difference))
}

/// A switch that keeps something away is off.
fn turned_off(said: &Words<'_>, difference: &Difference) -> Option<Told> {
    const PREVENTS: [&str; 7] = ["prevent", "reject", "deny", "forbid", "disallow", "restrict", "isolate"];
    if difference.before.as_bool() != Some(true) || difference.after.as_bool() == Some(true) || difference.after == Node::Unknown {
        return None;
    }
    let what = || Sentence::new("turns off ").value(&difference.path);
    let name = words::tokens(difference.path.name());
    let prevents = name.first().is_some_and(|first| PREVENTS.contains(&first.as_str()));
    let gives = name.first().is_some_and(|first| ["manage", "can", "allow", "edit", "write"].contains(&first.as_str()));
    let is_policy = said.ends_in(&["policy", "policies"]) && !said.is_negated() && !gives;
    let is_hidden = said.ends_in(&["masked", "hidden", "authorized", "authenticated"]) && !said.is_negated();
    let is_of_networks =
        said.ends_in(&["ip", "network", "domain", "geo"]) && said.ends_in(&["lists", "list", "restriction", "restrictions"]);
    if prevents || is_policy || is_hidden || is_of_networks {
        return Some((Medium, Code::ProtectionWeakened, what()));
    }
    let is_inner = said.ends_in(&["private", "internal"]) && said.ends_in(&["only", "nodes"]);
    (is_inner && !said.is_negated()).then(|| (High, Code::PublicAccessOpened, what()))
}

/// A switch that gives everything, shares or deletes is on.
fn turned_on(said: &Words<'_>, difference: &Difference) -> Option<Told> {
    if difference.after.as_bool() != Some(true) || difference.before.as_bool() != Some(false) || said.is_negated() {
        return None;
    }
    let what = || Sentence::new("turns on ").value(&difference.path);
    let is_all = said.ends_in(&["all"]) && said.ends_in(&["privileges", "permissions", "rights", "access", "actions"]);
    if is_all {
        return Some((High, Code::IamWidened, what()));
    }
    if said.ends_in(&["signup", "registration", "registrations", "guest", "guests"]) {
        return Some((High, Code::PublicAccessOpened, what()));
    }
    let is_forced = ["allow_", "enable_"].iter().any(|start| difference.path.name().starts_with(start));
    if is_forced && said.ends_in(&["delete", "deletion", "deletions", "force", "destroy"]) && !said.ends_in(&["protection"]) {
        return Some((Medium, Code::ProtectionWeakened, what()));
    }
    if said.ends_in(&["root"]) && said.ends_in(&["access", "login"]) {
        return Some((Medium, Code::PrivilegeRaised, what()));
    }
    if ["manage_", "admin_"].iter().any(|start| difference.path.name().starts_with(start))
        && said.has(&["access", "permissions", "role"])
    {
        return Some((Medium, Code::IamWidened, what()));
    }
    let is_shared = said.ends_in(&["share", "sharing", "shared", "explorer"])
        || (said.has(&["sharing"]) && said.ends_in(&["opt", "enabled", "enable"]));
    if is_shared && !said.ends_in(&["key", "keys", "fairness"]) {
        return Some((Low, Code::IamWidened, what().words(": others see it")));
    }
    let is_deleted = ["delete_", "drop_"].iter().any(|start| difference.path.name().starts_with(start))
        && !said.ends_in(&["branch", "branches", "protection"]);
    is_deleted.then(|| (Low, Code::ProtectionWeakened, what()))
}

/// Types by which somebody signs in or has a right.
const OF_SIGN_IN: [&str; 10] =
    ["password", "token", "key", "credential", "certificate", "cert", "pki", "assignment", "membership", "signing"];

/// Fewer have to approve, a password is easier to guess, less time passes before something may go, more is lost in an accident.
fn fewer(change: &Change<'_>, said: &Words<'_>, difference: &Difference) -> Option<Told> {
    let (old, new) = (difference.before.as_amount()?, difference.after.as_amount()?);
    let is_asked =
        said.ends_in(&["approval", "approvals", "approvers", "reviewers", "reviews"]) && !said.ends_in(&["timeout", "duration"]);
    if is_asked && new < old {
        return Some((High, Code::ProtectionWeakened, from_to("lowers ", difference)));
    }
    if said.has(&["immutability", "immutable"]) && new < old {
        return Some((High, Code::ProtectionWeakened, from_to("lowers ", difference)));
    }
    let is_password = words::tokens(change.kind).iter().any(|token| token == "password");
    if is_password && said.ends_in(&["min", "minimum"]) && new < old {
        return Some((Low, Code::ProtectionWeakened, from_to("lowers ", difference)));
    }
    if is_password && said.ends_in(&["retries", "attempts"]) && new > old && old > 0.0 {
        return Some((Medium, Code::ProtectionWeakened, from_to("raises ", difference)));
    }
    if said.ends_in(&["rpo", "rto"]) && new > old {
        return Some((Low, Code::BackupsWeakened, from_to("raises ", difference)));
    }
    // For how long something signs in, or somebody has a right.
    let is_of_sign_in = words::tokens(change.kind).iter().any(|token| OF_SIGN_IN.contains(&token.as_str()));
    let lasts = said.has(&["validity", "expiration", "duration", "lifetime", "lifespan", "ttl", "expires"])
        && !said.has(&["renewal", "cache"]);
    let what = || from_to("raises ", difference).words(": it is good for longer");
    ((is_of_sign_in || said.has(&["session", "token"])) && lasts && old > 0.0 && new >= 4.0 * old)
        .then(|| (Low, Code::ProtectionWeakened, what()))
}

/// What was done by itself waits for somebody, and what runs by a clock runs less often.
fn by_hand(said: &Words<'_>, difference: &Difference) -> Option<Told> {
    let (old, new) = (difference.before.as_text()?, difference.after.as_text()?);
    let has =
        |text: &str, names: &[&str]| text.len() < 40 && words::tokens(text).iter().any(|token| names.contains(&token.as_str()));
    let is_by_hand = has(old, &["auto", "automatic", "automated"]) && has(new, &["manual", "none"]);
    if is_by_hand
        && said.ends_in(&["mode", "upgrade", "update", "type", "strategy", "upgrades", "updates", "policy", "patching", "level"])
    {
        return Some((Low, Code::ProtectionWeakened, from_to("changes ", difference)));
    }
    if !said.ends_in(&["schedule", "frequency", "cron", "rate"]) {
        return None;
    }
    let is_rarer = super::clock::interval(new)? > super::clock::interval(old)?;
    let (severity, code) = match said.kind() {
        Some(Kind::Backups) => (Medium, Code::BackupsWeakened),
        Some(Kind::Logs) => (Low, Code::MonitoringRemoved),
        Some(Kind::Protection) => (Low, Code::ProtectionWeakened),
        _ => (Low, Code::ServiceInterrupted),
    };
    is_rarer.then(|| (severity, code, from_to("changes ", difference).words(": it runs less often")))
}

/// Everybody is let in by a firewall of a cloud's that no table knows.
fn world(change: &Change<'_>, Difference { path, before, after }: &Difference) -> Option<Told> {
    let kind = words::tokens(change.kind);
    let has = |name: &str| kind.iter().any(|token| token == name);
    let is_firewall = has("firewall") || has("secgroup") || (has("security") && (has("group") || has("list")));
    let text = after.as_text().filter(|text| ["0.0.0.0/0", "::/0"].contains(text) && before.as_text() != Some(text))?;
    let leads_out = ["direction", "type"].into_iter().any(|name| {
        let way = change.after().get(name).as_text().unwrap_or_default().to_ascii_lowercase();
        way.contains("out") || way.contains("egress")
    });
    let is_told =
        is_firewall && types::facts(change.kind).is_none() && !leads_out && !path.keys().any(|key| key.contains("egress"));
    is_told.then(|| (High, Code::IngressOpened, Sentence::new("lets in ").value(text).words(" by ").value(path)))
}

/// Another group or firewall decides what comes through.
fn associated(change: &Change<'_>, difference: &Difference) -> Option<Told> {
    const DECIDES: [&str; 5] = [
        "network_security_group_id",
        "firewall_policy_id",
        "security_group_id",
        "firewall_id",
        "web_application_firewall_policy_id",
    ];
    let (old, new) = (difference.before.as_text()?, difference.after.as_text()?);
    let is_association = words::tokens(change.kind).iter().any(|token| ["association", "attachment"].contains(&token.as_str()));
    let is_told = is_association && DECIDES.contains(&difference.path.name()) && !old.is_empty() && !new.is_empty() && old != new;
    is_told
        .then(|| (Medium, Code::IngressOpened, from_to("changes ", difference).words(": another one decides what comes through")))
}

/// A name leads elsewhere.
fn record(change: &Change<'_>, Difference { path, before, after }: &Difference) -> Option<Told> {
    const ANSWERS: [&str; 9] = ["answer", "answers", "records", "rrdatas", "value", "values", "target", "rdata", "content"];
    let is_record = words::tokens(change.kind).iter().any(|token| ["record", "recordset", "records"].contains(&token.as_str()));
    let old = word(before).filter(|_| is_record && ANSWERS.contains(&path.name()) && *after != Node::Unknown)?;
    Some((Medium, Code::ServiceInterrupted, Sentence::new("changes ").value(path).words(" from ").value(old)))
}

/// Nothing stands any more in a list of who may: nobody, or everybody.
fn emptied(change: &Change<'_>, said: &Words<'_>, Difference { path, before: _, after }: &Difference) -> Option<Told> {
    const MAY: [&str; 8] = ["allowed", "allow", "allowlist", "valid", "authorized", "permitted", "trusted", "bound"];
    let root = path.attribute();
    let tokens = words::tokens(root);
    let has = |names: &[&str]| tokens.iter().any(|token| names.contains(&token.as_str()));
    let is_list =
        has(&MAY) || (has(&["ip", "cidr"]) && has(&["rule", "rules", "restriction", "restrictions", "filter", "filters"]));
    let is_gone = *after == Node::Null && path.to_string().contains('[') && change.after().get(root).is_empty();
    let what = || Sentence::new("empties ").value(root).words(", by which nobody may, or everybody");
    (is_list && is_gone && !said.is_negated() && !said.is_of(Kind::Logs)).then(|| (Low, Code::PublicAccessOpened, what()))
}

/// What led there privately, or took what fails, is gone.
fn unlinked(change: &Change<'_>, said: &Words<'_>, Difference { path, before, after }: &Difference) -> Option<Told> {
    if before.is_empty() || !after.is_empty() || change.action.replaces() {
        return None;
    }
    let what = || Sentence::new("takes ").value(path).words(" away");
    let is_private =
        said.ends_in(&["private"]) && said.ends_in(&["access", "endpoint", "link", "network", "connectivity", "connect"]);
    if is_private && before.as_text().is_some() {
        return Some((Medium, Code::PublicAccessOpened, what()));
    }
    let root = words::tokens(path.attribute());
    let has = |names: &[&str]| root.iter().any(|token| names.contains(&token.as_str()));
    let takes_failures = has(&["error", "failure", "failed"]) && has(&["action", "destination", "queue", "handler", "config"]);
    let is_gone = takes_failures && change.after().get(path.attribute()).is_empty();
    is_gone.then(|| {
        let what = Sentence::new("takes ").value(path.attribute()).words(" away: what fails is lost without a trace");
        (Medium, Code::ProtectionWeakened, what)
    })
}

/// Nothing is checked any more by what had a level of it.
fn level(said: &Words<'_>, difference: &Difference) -> Option<Told> {
    let (old, new) = (difference.before.as_text()?, difference.after.as_text()?);
    let is_none = |text: &str| ["none", "off", "disabled"].iter().any(|none| none.eq_ignore_ascii_case(text));
    let is_checked = said.ends_in(&["level", "enforcement", "check", "checks", "compatibility"]) && !said.has(&["network"]);
    let is_told = is_checked && is_none(new) && !is_none(old) && !old.is_empty();
    is_told.then(|| (Low, Code::ProtectionWeakened, from_to("weakens ", difference)))
}

/// Somebody may be the one who can do everything on a machine, or use what lies outside.
fn root(said: &Words<'_>, Difference { path, before, after }: &Difference) -> Option<Told> {
    let new = after.as_text().filter(|_| *before == Node::Null && !said.is_negated())?;
    let adds = || Sentence::new("adds ").value(new).words(" to ").value(path);
    if path.is_list() && ["root", "Administrator", "Administrators", "sudo", "wheel"].contains(&new) {
        return Some((Medium, Code::IamWidened, adds()));
    }
    let is_outside = path.keys().any(|key| key.starts_with("external_conn") || key.starts_with("external_source"));
    is_outside.then(|| (Low, Code::PublicAccessOpened, adds()))
}
