//! Rights get wider: in policies, which are compared statement by statement, and by what is attached to whom.

use super::Risks;
use super::policy::{Policy, Statement, Widening};
use crate::action::Action;
use crate::change::Change;
use crate::node::Node;
use crate::risk::{Code, Severity};
use crate::sentence::Sentence;

use Severity::{Critical, High, Low, Medium};

/// Actions by which one gets rights that one does not have, where the resource is everything.
const TAKEOVER: [&str; 9] = [
    "iam:PassRole",
    "iam:CreateAccessKey",
    "iam:AttachRolePolicy",
    "iam:AttachUserPolicy",
    "iam:PutRolePolicy",
    "iam:PutUserPolicy",
    "iam:UpdateAssumeRolePolicy",
    "iam:CreatePolicyVersion",
    "sts:AssumeRole",
];

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    for (place, before, after) in places(change) {
        compare(change, &place, before, after, risks);
    }
    attachments(change, risks);
}

/// Where policies stand: in any attribute, and in the inline policies of a role.
fn places<'a>(change: &'a Change<'_>) -> Vec<(String, &'a Node, &'a Node)> {
    let (Node::Map(before), Node::Map(after)) = (change.before(), change.after()) else {
        let one = if let Node::Map(after) = change.after() { Some(after) } else { None };
        let other = if let Node::Map(before) = change.before() { Some(before) } else { None };
        let new = one.into_iter().flatten().map(|(name, after)| (name.clone(), &Node::Null, after));
        let gone = other.into_iter().flatten().map(|(name, before)| (name.clone(), before, &Node::Null));
        return new.chain(gone).collect();
    };
    let mut places: Vec<(String, &Node, &Node)> =
        after.iter().map(|(name, after)| (name.clone(), before.get(name).unwrap_or(&Node::Null), after)).collect();
    places.extend(before.iter().filter(|(name, _)| !after.contains_key(*name)).map(|(name, it)| (name.clone(), it, &Node::Null)));
    let inline = change.before().get("inline_policy").each();
    for block in change.after().get("inline_policy").each() {
        let old = inline.iter().find(|old| old.get("name") == block.get("name"));
        places.push(("inline_policy".to_owned(), old.map_or(&Node::Null, |old| old.get("policy")), block.get("policy")));
    }
    places
}

fn compare(change: &Change<'_>, place: &str, before: &Node, after: &Node, risks: &mut Risks<'_>) {
    if let (Node::Secret(before), Node::Secret(after)) = (before, after) {
        if before != after && place.contains("policy") {
            risks.add(Medium, Code::IamUndecided, Sentence::of(place).words(" is sensitive, and changes"));
        }
        return;
    }
    let old = Policy::read(before);
    let Some(new) = Policy::read(after) else {
        if let Some(old) = old {
            gone(change, place, &old, after, risks);
        } else if change.is_new() && change.kind.ends_with("_policy") && place == "policy" && *after == Node::Unknown {
            risks.add(Low, Code::IamUndecided, Sentence::of(place).words(" is known after apply"));
        }
        return;
    };
    let nothing = Policy { statements: Vec::new() };
    // A policy that comes to something that there was already widens it; one that comes with its resource is judged as it stands.
    let is_new = old.is_none() && change.is_new();
    let old = old.unwrap_or(nothing);
    let is_trust = place == "assume_role_policy";
    for widening in new.beyond(&old) {
        let severity = severity(&widening, is_trust);
        if is_new && (severity < High || (is_trust && severity < Critical)) {
            continue;
        }
        let code = if widening.is_condition_only { Code::IamGuardRemoved } else { Code::IamWidened };
        risks.add(severity, code, told(&widening, place));
    }
    for denial in old.denials_lost_in(&new) {
        risks.add(High, Code::IamGuardRemoved, lost(denial, place));
    }
}

/// The policy is there no more, or nobody knows yet.
fn gone(change: &Change<'_>, place: &str, old: &Policy, after: &Node, risks: &mut Risks<'_>) {
    match (after, change.action) {
        (Node::Secret(_), _) => risks.add(Medium, Code::IamUndecided, Sentence::of(place).words(" is sensitive")),
        // Where it hangs on something that is made anew, it may be no more than what the provider reads back.
        (Node::Unknown, action) if action.replaces() && !change.kind.ends_with("_policy") && place != "assume_role_policy" => {}
        (Node::Unknown, _) => risks.add(Medium, Code::IamUndecided, Sentence::of(place).words(" is known after apply")),
        // With the one who holds the rights, or with what they are for, their limits go as well.
        (_, Action::Destroy) if !change.kind.ends_with("_policy") => {}
        (_, Action::Forget) => {}
        _ => {
            for denial in old.denials_lost_in(&Policy { statements: Vec::new() }) {
                risks.add(High, Code::IamGuardRemoved, lost(denial, place));
            }
        }
    }
}

fn severity(widening: &Widening<'_>, is_trust: bool) -> Severity {
    let Widening { statement, actions, resources, principals, is_condition_only } = widening;
    let on_everything = resources.contains(&"*") || statement.resources.as_ref().is_some_and(|scope| scope.is_except);
    let broad = |action: &&str| action.ends_with(":*") || TAKEOVER.iter().any(|known| known.eq_ignore_ascii_case(action));
    match &statement.principals {
        Some(_) if principals.contains(&"*") || statement.principals.as_ref().is_some_and(|scope| scope.is_except) => {
            if statement.conditions.is_empty() { Critical } else { Medium }
        }
        Some(_) if is_trust || *is_condition_only => High,
        // In the policy of a resource, `*` is the resource itself and no reason to worry.
        None if statement.actions.is_everything() && on_everything => Critical,
        None if statement.actions.is_everything() => High,
        None if on_everything && actions.iter().any(broad) => High,
        None if *is_condition_only => High,
        Some(_) | None => Medium,
    }
}

fn told(widening: &Widening<'_>, place: &str) -> Sentence {
    let Widening { statement, actions, resources, principals, is_condition_only } = widening;
    let told = named(statement, place);
    let told = told.words(if *is_condition_only { " allows under fewer conditions than before " } else { " allows " });
    let told = told.values(actions);
    let told = if statement.resources.is_some() { told.words(" on ").values(resources) } else { told };
    if statement.principals.is_some() { told.words(" to ").values(principals) } else { told }
}

fn lost(denial: &Statement, place: &str) -> Sentence {
    named(denial, place).words(" no longer denies ").values(&denial.actions.patterns)
}

fn named(statement: &Statement, place: &str) -> Sentence {
    match &statement.id {
        Some(id) => Sentence::new("statement ").value(id).words(" of ").value(place),
        None => Sentence::new("a statement of ").value(place),
    }
}

/// What is attached, and what limits it.
fn attachments(change: &Change<'_>, risks: &mut Risks<'_>) {
    if change.action.destroys() && !change.action.replaces() {
        let is_boundary = matches!(change.kind, "aws_organizations_policy_attachment" | "aws_organizations_policy");
        if is_boundary {
            risks.add(High, Code::IamGuardRemoved, Sentence::new("destroys a policy that limits whole accounts"));
        }
        return;
    }
    for difference in &change.differences {
        let (name, before, after) = (difference.path.name(), &difference.before, &difference.after);
        match (name, after) {
            ("policy_arn" | "managed_policy_arns" | "managed_policy_arn", Node::Text(arn)) => {
                risks.add(attached(arn), Code::IamWidened, Sentence::new("attaches ").value(arn));
            }
            ("permissions_boundary", Node::Null) if !before.is_empty() => {
                risks.add(High, Code::IamGuardRemoved, Sentence::new("takes the permissions boundary away"));
            }
            ("principal", Node::Text(principal)) if change.kind == "aws_lambda_permission" && principal == "*" => {
                risks.add(Critical, Code::IamWidened, Sentence::new("lets anybody invoke a function"));
            }
            ("role" | "role_definition_name", Node::Text(role)) => {
                let is_grant = change.kind.starts_with("google_") || change.kind == "azurerm_role_assignment";
                let is_all =
                    ["roles/owner", "roles/editor", "Owner", "Contributor", "User Access Administrator"].contains(&role.as_str());
                if is_grant && is_all {
                    risks.add(High, Code::IamWidened, Sentence::new("grants ").value(role));
                }
            }
            _ => {}
        }
    }
    if change.kind == "aws_iam_access_key" && change.is_new() {
        risks.add(Medium, Code::IamWidened, Sentence::new("makes an access key, which stays valid until somebody takes it back"));
    }
}

fn attached(arn: &str) -> Severity {
    let name = arn.rsplit('/').next().unwrap_or(arn);
    match name {
        "AdministratorAccess" => Critical,
        "IAMFullAccess" | "PowerUserAccess" => High,
        _ if name.ends_with("FullAccess") => High,
        _ => Low,
    }
}
