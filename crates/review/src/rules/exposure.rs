//! Something can be reached from the internet that could not be, firewalls and policies apart.

use super::Risks;
use crate::change::Change;
use crate::diff::Difference;
use crate::node::Node;
use crate::risk::Code;
use crate::sentence::Sentence;
use crate::types::{self, Shape};
use finding::Severity;

use Severity::{Critical, High, Medium};

/// Truths that open.
#[rustfmt::skip]
const OPENS_TRUE: &[(&str, Severity)] = &[
    ("publicly_accessible", Critical),
    ("public_network_access_enabled", High),
    ("allow_nested_items_to_be_public", High),
    ("allow_blob_public_access", High),
    ("endpoint_public_access", High),
    ("map_public_ip_on_launch", Medium),
    ("associate_public_ip_address", Medium),
    ("assign_public_ip", Medium),
    ("ipv4_enabled", Medium),
    ("admin_user_enabled", Medium),
];

/// Truths that close.
#[rustfmt::skip]
const OPENS_FALSE: &[(&str, Severity)] = &[
    ("block_public_acls", High),
    ("block_public_policy", High),
    ("ignore_public_acls", High),
    ("restrict_public_buckets", High),
    ("internal", High),
    ("enable_private_nodes", High),
    ("enable_private_endpoint", High),
    ("uniform_bucket_level_access", Medium),
];

/// Texts that open, by attribute.
#[rustfmt::skip]
const OPENS_SAYING: &[(&str, &[&str], Severity)] = &[
    ("acl", &["public-read", "public-read-write", "authenticated-read"], Critical),
    ("authorization_type", &["NONE"], High),
    ("authorization", &["NONE"], Medium),
    ("container_access_type", &["blob", "container"], Critical),
    ("public_access_prevention", &["inherited"], High),
    ("repository_visibility", &["PUBLIC", "public"], High),
    ("visibility", &["public"], Critical),
    ("object_ownership", &["ObjectWriter"], Medium),
    ("public_access_cidrs", &["0.0.0.0/0", "::/0"], High),
    ("member", &["allUsers", "allAuthenticatedUsers"], Critical),
    ("members", &["allUsers", "allAuthenticatedUsers"], Critical),
    ("uri", &["http://acs.amazonaws.com/groups/global/AllUsers", "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"], Critical),
    ("group", &["all"], Critical),
    ("shared_accounts", &["all"], Critical),
];

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    if !change.is_new() && (!change.action.destroys() || change.action.replaces()) {
        sign_in(change, risks);
    }
    // A policy of Google's is a document, and says in the same words who is meant.
    let is_read = |difference: &&Difference| !difference.path.is_in_document() || difference.path.attribute() == "policy_data";
    for difference in change.differences.iter().filter(is_read) {
        truths(difference, change, risks);
        texts(difference, change, risks);
    }
}

fn truths(Difference { path, before, after }: &Difference, change: &Change<'_>, risks: &mut Risks<'_>) {
    let name = path.name();
    if let Some((_, severity)) = OPENS_TRUE.iter().find(|(known, _)| *known == name)
        && after.as_bool() == Some(true)
        && before.as_bool() != Some(true)
        // The default of a new cluster, and a public subnet is made to be one.
        && !(change.is_new() && matches!(name, "map_public_ip_on_launch" | "endpoint_public_access"))
    {
        let verb = if change.is_new() { "is made with " } else { "turns on " };
        risks.add(*severity, Code::PublicAccessOpened, Sentence::new(verb).value(path));
    }
    let is_open = after.as_bool() != Some(true) && *after != Node::Unknown;
    if let Some((_, severity)) = OPENS_FALSE.iter().find(|(known, _)| *known == name)
        && is_open
        // What is new and internal is a choice; what is new and lets the public in is one to look at.
        && (before.as_bool() == Some(true) || (change.is_new() && types::has_shape(change.kind, Shape::PublicAccessBlock)))
    {
        let verb = if change.is_new() { "is made without " } else { "turns off " };
        risks.add(*severity, Code::PublicAccessOpened, Sentence::new(verb).value(path));
    }
}

fn texts(Difference { path, after, before: _ }: &Difference, change: &Change<'_>, risks: &mut Risks<'_>) {
    let Some(text) = after.as_text() else { return };
    let Some((name, _, severity)) = OPENS_SAYING.iter().find(|(name, says, _)| *name == path.name() && says.contains(&text)) else {
        return;
    };
    // Of one that there was its networks are compared (settings.txt).
    if *name == "public_access_cidrs" && !change.is_new() {
        return;
    }
    // A zone or a repository that is made to be public opens nothing that there was.
    let is_choice = change.is_new() && ["visibility", "repository_visibility"].contains(name);
    let severity = if is_choice { Severity::Low } else { *severity };
    risks.add(severity, Code::PublicAccessOpened, Sentence::new("sets ").value(path).words(" to ").value(text));
}

/// A load balancer no longer asks who somebody is before it lets them on (Elastic Load Balancing, "Authenticate users using an
/// Application Load Balancer").
fn sign_in(change: &Change<'_>, risks: &mut Risks<'_>) {
    for name in ["default_action", "action"] {
        let asks = |values: &Node| {
            let mut kinds = values.get(name).each().iter().filter_map(|action| action.get("type").as_text());
            kinds.any(|kind| kind.starts_with("authenticate-") || kind == "jwt-validation")
        };
        if asks(change.before()) && !asks(change.after()) && *change.after().get(name) != Node::Unknown {
            let what = Sentence::new("no longer asks who somebody is: ").value(name).words(" signs nobody in");
            risks.add(High, Code::PublicAccessOpened, what);
        }
    }
}
