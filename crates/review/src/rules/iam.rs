//! Rights get wider: in policies, which are compared by what they let through, and by what is attached to whom.

use aws::VpcEndpoint;
use aws::policy::read::{Launch, PASSED_TO, Policy, Statement, TrustGap, Widening, is_every_resource, names_pass_role, trust_gap};
use aws::unbound::{CLOUDWATCH_EVENT_PERMISSION, VPC_ENDPOINT_POLICY};
use terraform::ResourceType as _;

use super::Risks;
use crate::action::Action;
use crate::change::Change;
use crate::node::Node;
use crate::risk::Code;
use crate::sentence::Sentence;
use crate::types::{self, CloudShape, Shape};
use finding::Severity;

use Severity::{Critical, High, Low, Medium};

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    for (place, before, after) in places(change) {
        compare(change, place, before, after, risks);
    }
    if !change.action.destroys() || change.action.replaces() {
        attachments(change, risks);
    }
}

/// Where policies stand: in any attribute, in the inline policies of a role, and in any other block.
fn places<'a>(change: &'a Change<'_>) -> Vec<(&'a str, &'a Node, &'a Node)> {
    let members = |node: &'a Node| if let Node::Map(members) = node { Some(members) } else { None };
    let (before, after) = (members(change.before()), members(change.after()));
    let old = |name: &str| before.and_then(|before| before.get(name)).unwrap_or(&Node::Null);
    let mut places: Vec<(&str, &Node, &Node)> =
        after.into_iter().flatten().map(|(name, after)| (name.as_str(), old(name), after)).collect();
    let gone = before.into_iter().flatten().filter(|(name, _)| after.is_none_or(|after| !after.contains_key(*name)));
    places.extend(gone.map(|(name, before)| (name.as_str(), before, &Node::Null)));
    let inline = change.before().get("inline_policy").each();
    for block in change.after().get("inline_policy").each() {
        let old = inline.iter().find(|old| old.get("name") == block.get("name"));
        places.push(("inline_policy", old.map_or(&Node::Null, |old| old.get("policy")), block.get("policy")));
    }
    let blocks = after.into_iter().flatten().filter(|(name, _)| *name != "inline_policy");
    for (name, blocks) in blocks.filter(|(_, node)| matches!(node, Node::List(_) | Node::Map(_))) {
        nested(old(name), blocks, &mut places);
    }
    places
}

/// The policies in blocks, which are paired in their order.
fn nested<'a>(before: &'a Node, after: &'a Node, places: &mut Vec<(&'a str, &'a Node, &'a Node)>) {
    match after {
        Node::List(items) => {
            for (at, item) in items.iter().enumerate() {
                nested(before.each().get(at).unwrap_or(&Node::Null), item, places);
            }
        }
        Node::Map(members) => {
            for (name, member) in members {
                let old = before.get(name);
                if name.contains("policy") && matches!(member, Node::Document(_)) {
                    places.push((name, old, member));
                } else {
                    nested(old, member, places);
                }
            }
        }
        _ => {}
    }
}

/// The policy in an attribute; nothing where there is none.
fn policy(node: &Node) -> Option<Policy> {
    if let Node::Document(document) = node { Policy::read(&document.plain_json()) } else { None }
}

fn compare(change: &Change<'_>, place: &str, before: &Node, after: &Node, risks: &mut Risks<'_>) {
    if let (Node::Secret(before), Node::Secret(after)) = (before, after) {
        if before != after && place.contains("policy") {
            risks.add(Medium, Code::IamUndecided, Sentence::of(place).words(" is sensitive, and changes"));
        }
        return;
    }
    let old = policy(before);
    let Some(new) = policy(after) else {
        if let Some(old) = old {
            gone(change, place, &old, after, risks);
        } else if change.is_new() && change.kind.ends_with("_policy") && place == "policy" && *after == Node::Unknown {
            risks.add(Low, Code::IamUndecided, Sentence::of(place).words(" is known after apply"));
        } else if change.is_new() && place == "policy" && matches!(after, Node::Secret(_)) {
            risks.add(Low, Code::IamUndecided, Sentence::of(place).words(" is sensitive"));
        }
        return;
    };
    // A policy that comes to something that there was already widens it; one that comes with its resource is judged as it stands.
    let is_new = old.is_none() && change.is_new();
    if old.is_none() && is_endpoint(change.kind) {
        return;
    }
    let old = old.unwrap_or_default();
    let is_trust = place == "assume_role_policy";
    for widening in new.beyond(&old) {
        let launching = Launching::of(&widening, &new, &old);
        let mut severity = severity(&widening, is_trust);
        if launching.as_ref().is_some_and(|it| it.is_of_any_role) {
            severity = severity.max(High);
        }
        let is_told = if is_trust {
            severity >= Critical || is_open(&widening)
        } else {
            severity >= High || escalates(&widening) || sweeps(&widening).is_some()
        };
        if is_new && !is_told {
            if launching.as_ref().is_none_or(|it| it.is_limited) {
                continue;
            }
            severity = Low;
        }
        // Everybody may use an endpoint to whom nobody said otherwise, and who comes through it needs rights besides.
        let severity = if is_endpoint(change.kind) { severity.min(endpoint(&widening)) } else { severity };
        let code = if widening.freed.is_empty() { Code::IamWidened } else { Code::IamGuardRemoved };
        risks.add(severity, code, told(&widening, launching.as_ref(), place, severity));
    }
    let known: Vec<TrustGap> = old.allowed().filter_map(trust_gap).collect();
    for (statement, gap) in new.allowed().filter_map(|statement| Some((statement, trust_gap(statement)?))) {
        if !known.contains(&gap) {
            risks.add(High, Code::IamWidened, federated(statement, place, &gap));
        }
    }
    for denial in old.denials_lost_in(&new) {
        risks.add(High, Code::IamGuardRemoved, lost(&denial, place));
    }
}

/// The policy is there no more, or nobody knows yet.
fn gone(change: &Change<'_>, place: &str, old: &Policy, after: &Node, risks: &mut Risks<'_>) {
    let is_a_policy = change.kind.ends_with("_policy");
    match (after, change.action) {
        (Node::Secret(_), _) => risks.add(Medium, Code::IamUndecided, Sentence::of(place).words(" is sensitive")),
        // Where it hangs on something that is made anew, it may be no more than what the provider reads back.
        (Node::Unknown, action) if action.replaces() && !is_a_policy && place != "assume_role_policy" => {}
        (Node::Unknown, _) => risks.add(Medium, Code::IamUndecided, Sentence::of(place).words(" is known after apply")),
        // With the one who holds the rights, or with what they are for, their limits go as well.
        (_, Action::Destroy) if !is_a_policy => {}
        (_, Action::Forget) => {}
        _ => {
            for denial in old.denials_lost_in(&Policy::default()) {
                risks.add(High, Code::IamGuardRemoved, lost(&denial, place));
            }
        }
    }
}

/// Whether the new principals are everybody.
fn is_open(widening: &Widening<'_>) -> bool {
    let Widening { statement, principals, .. } = widening;
    let is_everybody = principals.iter().any(|principal| principal.chars().all(|it| it == '*'));
    (is_everybody || statement.principals.as_ref().is_some_and(|principals| principals.names.is_except)) && statement.is_public()
}

/// Whether the new rights are everything of their kind.
fn is_wide(widening: &Widening<'_>) -> bool {
    let is_except = widening.statement.resources.as_ref().is_some_and(|scope| scope.is_except);
    is_except || widening.resources.iter().any(|resource| is_every_resource(resource))
}

/// The new actions that lead to more rights, and how.
fn escalations(widening: &Widening<'_>) -> Vec<(String, &'static str)> {
    let Widening { statement, actions, .. } = widening;
    if statement.principals.is_some() {
        return Vec::new();
    }
    if statement.actions.is_except {
        return statement.escalations().into_iter().map(|it| (it.action.to_owned(), it.by)).collect();
    }
    let of = |action: &&str| aws::policy::read::escalation(action).map(|it| ((*action).to_owned(), it.by));
    let mut found: Vec<(String, &'static str)> = actions.iter().filter_map(of).collect();
    let rank = |action: &str| {
        let first = aws::policy::read::escalation(action).map(|it| it.action);
        aws::policy::read::ESCALATIONS.iter().position(|known| Some(known.action) == first)
    };
    found.sort_by_key(|(action, _)| rank(action));
    found
}

fn escalates(widening: &Widening<'_>) -> bool {
    is_wide(widening) && !escalations(widening).is_empty()
}

/// What is read or taken away by the new rights, where they hold for everything and nothing limits them: the action, and what one does by it.
fn sweeps<'a>(widening: &Widening<'a>) -> Option<(&'a str, &'static str)> {
    let Widening { statement, actions, .. } = widening;
    let is_limited = statement.principals.is_some() || statement.actions.is_except || !statement.conditions.is_empty();
    if is_limited || !is_wide(widening) {
        return None;
    }
    actions.iter().find_map(|action| Some((*action, aws::policy::read::sweeping(action)?)))
}

/// Whether a policy only narrows what passes through an endpoint (AWS `PrivateLink`, "Control access to VPC endpoints using endpoint policies").
fn is_endpoint(kind: &str) -> bool {
    [VpcEndpoint::TYPE, VPC_ENDPOINT_POLICY].contains(&kind)
}

fn endpoint(widening: &Widening<'_>) -> Severity {
    let is_everything = widening.actions.iter().any(|action| is_every_action(action)) && is_wide(widening);
    if is_everything { High } else { Medium }
}

/// What one starts with a role that one may hand over, where the one or the other is new.
struct Launching {
    launch: Launch,
    /// To one service or some of them.
    is_limited: bool,
    is_of_any_role: bool,
}

impl Launching {
    fn of(widening: &Widening<'_>, new: &Policy, old: &Policy) -> Option<Self> {
        let Widening { statement, actions, .. } = widening;
        if statement.principals.is_some() {
            return None;
        }
        let is_handing = statement.hands_roles_over() && actions.iter().any(|it| names_pass_role(it));
        let (handing, launch) = if is_handing { (*statement, new.launch_with(statement)?) } else { old.handing_to(actions)? };
        let is_of_any_role = handing
            .resources
            .as_ref()
            .is_none_or(|roles| roles.is_except || roles.patterns.iter().any(|role| is_every_resource(role.as_str())));
        Some(Self { launch, is_limited: handing.conditions.iter().any(|it| it.is_on(PASSED_TO)), is_of_any_role })
    }
}

fn is_every_action(action: &str) -> bool {
    !action.is_empty() && action.chars().all(|character| "*:".contains(character))
}

fn is_whole_service(action: &&str) -> bool {
    is_every_action(action) || action.split_once(':').is_some_and(|(_, name)| is_every_action(name))
}

fn severity(widening: &Widening<'_>, is_trust: bool) -> Severity {
    let Widening { statement, actions, freed, .. } = widening;
    let is_wide = is_wide(widening);
    let is_everything = statement.actions.is_except || actions.iter().any(|action| is_every_action(action));
    match &statement.principals {
        Some(_) if is_open(widening) => {
            if statement.conditions.is_empty() {
                Critical
            } else {
                High
            }
        }
        // A service that acts for one thing more than before is nobody else.
        Some(_) if is_trust && !freed.is_empty() && freed.iter().all(|it| it.is.is_some()) && of_services(widening) => Medium,
        Some(_) if is_trust => High,
        Some(_) if !freed.is_empty() && freed.iter().any(|freed| freed.is.is_none()) => High,
        Some(_) => Medium,
        None if is_everything && is_wide && statement.conditions.is_empty() => Critical,
        None if is_everything => High,
        None if escalates(widening) => {
            if statement.conditions.iter().any(|condition| condition.is_on(PASSED_TO)) {
                Medium
            } else {
                High
            }
        }
        // In the policy of a resource, `*` is the resource itself and no reason to worry.
        None if is_wide && actions.iter().any(is_whole_service) => High,
        None if freed.iter().any(|freed| freed.is.is_none()) => High,
        None => Medium,
    }
}

fn of_services(widening: &Widening<'_>) -> bool {
    widening.principals.iter().all(|it| it.ends_with(".amazonaws.com"))
}

fn told(widening: &Widening<'_>, launching: Option<&Launching>, place: &str, severity: Severity) -> Sentence {
    let Widening { statement, actions, resources, principals, freed } = widening;
    let escalations = escalations(widening);
    let mut ordered: Vec<&str> = escalations.iter().map(|(action, _)| action.as_str()).collect();
    if statement.actions.is_except {
        ordered.clear();
    }
    // What makes it severe comes first.
    let (whole, other): (Vec<&str>, Vec<&str>) = actions.iter().partition(|action| is_whole_service(action));
    ordered.extend(whole.into_iter().chain(other));
    let mut distinct: Vec<&str> = Vec::new();
    for action in ordered {
        if !distinct.contains(&action) {
            distinct.push(action);
        }
    }
    let mut told = named(statement, place).words(" allows ").values(distinct);
    if statement.resources.is_some() {
        told = told.words(" on ").values(resources);
    }
    if statement.principals.is_some() {
        told = told.words(" to ").values(principals);
    }
    let is_everything = actions.iter().any(|action| is_every_action(action));
    if is_everything && is_wide(widening) && statement.conditions.is_empty() {
        told = told.words(", which is everything");
    } else if let Some(Launching { launch, is_of_any_role, .. }) = launching.filter(|it| it.is_limited || !it.is_of_any_role) {
        let whose = if *is_of_any_role { " with the rights of any role for that service" } else { " with such a role's rights" };
        told = told
            .words(", and who has ")
            .value("iam:PassRole")
            .words(" and ")
            .value(launch.action)
            .words(" ")
            .words(launch.by)
            .words(whose);
    } else if let Some((action, by)) = escalations.first().filter(|_| severity >= High && is_wide(widening)) {
        told = told.words(", and who has ").value(action).words(" ").words(by);
    }
    if let Some((action, by)) = sweeps(widening).filter(|_| severity < High) {
        told = told.words(", and who has ").value(action).words(" ").words(by);
    }
    for freed in freed.iter().take(3) {
        told = match freed.is {
            Some(is) => told
                .words(", for ")
                .value(format!("{} {}", is.operator, is.key))
                .words(" ")
                .values(&is.values)
                .words(" where it was ")
                .values(&freed.was.values),
            None => told
                .words(", no longer under the condition ")
                .value(format!("{} {}", freed.was.operator, freed.was.key))
                .words(" ")
                .values(&freed.was.values),
        };
    }
    if is_open(widening) && !statement.conditions.is_empty() {
        let keys = statement.conditions.iter().map(|condition| format!("{} {}", condition.operator, condition.key));
        told = told.words(" under a condition that excludes nobody, ").values(keys.collect::<Vec<_>>());
    }
    told
}

fn federated(statement: &Statement, place: &str, gap: &TrustGap) -> Sentence {
    let issuers: Vec<&str> = statement.principals.iter().flat_map(|principals| principals.of_kind("Federated")).collect();
    let told = named(statement, place).words(" lets everybody who signs in by ").values(issuers).words(" take the role: ");
    match gap {
        TrustGap::NoSubject => told.words("no condition asks for the subject, ").value("sub"),
        TrustGap::AnySubject(value) => told.words("the subject may be anybody's, ").value(value),
    }
}

fn lost(denial: &Widening<'_>, place: &str) -> Sentence {
    named(denial.statement, place).words(" no longer denies ").values(&denial.actions)
}

fn named(statement: &Statement, place: &str) -> Sentence {
    match &statement.sid {
        Some(sid) => Sentence::new("statement ").value(sid).words(" of ").value(place),
        None => Sentence::new("a statement of ").value(place),
    }
}

/// What is attached, and what limits it.
fn attachments(change: &Change<'_>, risks: &mut Risks<'_>) {
    let has = |shape: Shape| types::has_shape(change.kind, shape);
    for difference in &change.differences {
        let (name, before, after) = (difference.path.name(), &difference.before, &difference.after);
        match (name, after) {
            ("policy_arn" | "policy_arns" | "managed_policy_arns" | "managed_policy_arn", Node::Text(arn)) => {
                risks.add(attached(arn), Code::IamWidened, Sentence::new("attaches ").value(arn));
            }
            ("permissions_boundary", after) if after.is_empty() && !before.is_empty() => {
                risks.add(High, Code::IamGuardRemoved, Sentence::new("takes the permissions boundary away"));
            }
            ("permissions_boundary", Node::Text(new)) if !before.is_empty() => {
                let what = Sentence::new("replaces the permissions boundary").words(" by ").value(new);
                let what = before.as_text().map_or(what.clone(), |old| what.words(" in place of ").value(old));
                risks.add(attached(new).max(Medium), Code::IamGuardRemoved, what);
            }
            ("principal", Node::Text(principal)) if has(Shape::FunctionPermission) && principal == "*" => {
                let is_held = ["source_account", "source_arn", "principal_org_id"]
                    .into_iter()
                    .any(|name| !change.after().get(name).is_empty());
                let severity = if is_held { Medium } else { Critical };
                risks.add(severity, Code::IamWidened, Sentence::new("lets anybody invoke a function"));
            }
            ("principal", Node::Text(principal)) if has(Shape::FunctionPermission) => {
                let is_held = ["source_account", "source_arn", "principal_org_id", "event_source_token"]
                    .into_iter()
                    .any(|name| !change.after().get(name).is_empty());
                if !principal.ends_with(".amazonaws.com") {
                    risks.add(Medium, Code::IamWidened, Sentence::new("lets ").value(principal).words(" invoke a function"));
                } else if !is_held {
                    let what = Sentence::new("lets ").value(principal).words(" invoke a function for whichever account asks it to");
                    risks.add(Low, Code::IamWidened, what);
                }
            }
            ("principal", Node::Text(principal))
                if change.kind == CLOUDWATCH_EVENT_PERMISSION && principal == "*" && change.after().get("condition").is_empty() =>
            {
                risks.add(High, Code::IamWidened, Sentence::new("lets anybody send events"));
            }
            // By these, pods act as somebody of the cloud's (EKS, "IAM roles for service accounts"; GKE and AKS, "workload identity").
            (
                "eks.amazonaws.com/role-arn" | "iam.gke.io/gcp-service-account" | "azure.workload.identity/client-id",
                Node::Text(who),
            ) if !before.is_empty() => {
                let what = Sentence::new("its pods act as ").value(who);
                risks.add(Low, Code::IamWidened, what);
            }
            ("role" | "role_definition_name", Node::Text(role)) if is_grant(change.kind) => {
                let is_wide = WIDE_ROLES.contains(&role.as_str());
                if is_wide || types::cloud_shape(change.kind) == Some(CloudShape::Grant) {
                    risks.add(if is_wide { High } else { Low }, Code::IamWidened, Sentence::new("grants ").value(role));
                }
            }
            _ => {}
        }
    }
    if has(Shape::AccessKey) && change.is_new() {
        risks.add(Medium, Code::IamWidened, Sentence::new("makes an access key, which stays valid until somebody takes it back"));
    }
    if has(Shape::KeyGrant) && (change.is_new() || !change.differences.is_empty()) {
        let text = |name: &str| change.after().get(name).each().iter().filter_map(Node::as_text).map(str::to_owned);
        let operations: Vec<String> = text("operations").collect();
        let who: Vec<String> = text("grantee_principal").collect();
        let told = Sentence::new("lets ").values(who).words(" use a key for ").values(operations);
        risks.add(Medium, Code::IamWidened, told);
    }
}

/// Roles with which one can do everything, or get there (Google Cloud, "IAM roles and permissions index"; Azure, "Azure built-in roles").
const WIDE_ROLES: [&str; 17] = [
    "roles/owner",
    "roles/editor",
    "roles/iam.securityAdmin",
    "roles/iam.serviceAccountAdmin",
    "roles/iam.serviceAccountKeyAdmin",
    "roles/iam.serviceAccountTokenCreator",
    "roles/iam.serviceAccountUser",
    "roles/iam.organizationRoleAdmin",
    "roles/iam.workloadIdentityPoolAdmin",
    "roles/resourcemanager.organizationAdmin",
    "roles/resourcemanager.folderAdmin",
    "roles/resourcemanager.projectIamAdmin",
    "roles/cloudkms.admin",
    "Owner",
    "Contributor",
    "User Access Administrator",
    "Role Based Access Control Administrator",
];

/// Whether it gives somebody a role of Google's or Microsoft's.
fn is_grant(kind: &str) -> bool {
    let is_of_google = kind.starts_with("google_") && (kind.ends_with("_iam_member") || kind.ends_with("_iam_binding"));
    is_of_google || types::cloud_shape(kind) == Some(CloudShape::Grant)
}

/// How far a managed policy of AWS's goes.
fn attached(arn: &str) -> Severity {
    let name = arn.rsplit('/').next().unwrap_or(arn);
    match name {
        "AdministratorAccess" | "AmazonEKSClusterAdminPolicy" => Critical,
        "IAMFullAccess" | "PowerUserAccess" | "SystemAdministrator" | "DatabaseAdministrator" | "AmazonEKSAdminPolicy" => High,
        _ if name.ends_with("FullAccess") => High,
        _ => Low,
    }
}
