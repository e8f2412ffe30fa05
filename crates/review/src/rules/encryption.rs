//! Data is no longer encrypted where it lies or travels, or by another key.

use super::Risks;
use crate::change::Change;
use crate::diff::Difference;
use crate::node::Node;
use crate::risk::Code;
use crate::sentence::Sentence;
use crate::types::{self, Shape};
use finding::Severity;

use Severity::{High, Medium};

/// Truths that encrypt, and the block in which they stand (`""`: in any).
#[rustfmt::skip]
const SWITCHES: &[(&str, &str)] = &[
    ("", "encrypted"), ("", "storage_encrypted"), ("", "at_rest_encryption_enabled"), ("", "transit_encryption_enabled"),
    ("", "encryption_enabled"), ("", "encrypt_at_rest"), ("", "sqs_managed_sse_enabled"), ("", "require_ssl"),
    ("", "enforce_https"), ("", "ssl_enforcement_enabled"), ("", "https_only"), ("", "enable_https_traffic_only"),
    ("", "https_traffic_only_enabled"), ("", "encryption_at_host_enabled"), ("", "infrastructure_encryption_enabled"),
    ("", "bucket_key_enabled"), ("", "tls_enabled"), ("", "require_tls"),
    ("server_side_encryption", "enabled"), ("encrypt_at_rest", "enabled"), ("node_to_node_encryption", "enabled"),
    ("encryption_in_transit", "in_cluster"), ("efs_volume_configuration", "transit_encryption"),
];

/// Attributes that name the key.
#[rustfmt::skip]
const KEYS: &[&str] = &[
    "kms_key_id", "kms_key_arn", "kms_master_key_id", "kms_key", "kms_key_name", "key_arn", "encryption_key",
    "performance_insights_kms_key_id", "master_user_secret_kms_key_id", "encryption_at_rest_kms_key_arn",
    "disk_encryption_set_id", "key_vault_key_id", "default_kms_key_name",
];

/// Ways to talk or to encrypt, from the strongest to the weakest.
#[rustfmt::skip]
const LADDERS: &[(&str, &[&str])] = &[
    ("protocol", &["HTTPS", "HTTP"]),
    ("protocol", &["TLS", "TCP"]),
    ("viewer_protocol_policy", &["https-only", "redirect-to-https", "allow-all"]),
    ("origin_protocol_policy", &["https-only", "match-viewer", "http-only"]),
    ("sse_algorithm", &["aws:kms:dsse", "aws:kms", "AES256"]),
    ("encryption_type", &["KMS_DSSE", "KMS", "AES256", "NONE"]),
    ("client_broker", &["TLS", "TLS_PLAINTEXT", "PLAINTEXT"]),
    ("transit_encryption", &["ENABLED", "DISABLED"]),
    ("min_tls_version", &["TLS1_3", "TLS1_2", "TLS1_1", "TLS1_0"]),
    ("minimum_tls_version", &["1.3", "1.2", "1.1", "1.0"]),
];

/// The policies of TLS that AWS knows, with how strong they are.
const TLS_POLICIES: &str = include_str!("../../data/tls_policies.txt");

/// Attributes that name a policy of TLS.
const TLS_ATTRIBUTES: [&str; 5] =
    ["ssl_policy", "minimum_protocol_version", "security_policy", "tls_security_policy", "security_policy_name"];

/// Below this level a policy talks to clients of before 2018.
const TLS_1_2: u8 = 20;

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    let is_gone = change.action.destroys() && !change.action.replaces();
    if types::has_shape(change.kind, Shape::Listener) {
        listener(change, is_gone, risks);
    }
    for difference in &change.differences {
        if !difference.path.is_in_document() {
            switches(difference, change.is_new(), risks);
            keys(difference, change, risks);
            ladders(difference, risks);
        }
    }
}

fn switches(Difference { path, before, after }: &Difference, is_new: bool, risks: &mut Risks<'_>) {
    let is_switch = SWITCHES.iter().any(|(block, known)| *known == path.name() && (block.is_empty() || path.is_in(block)));
    if !is_switch {
        return;
    }
    if before.as_bool() == Some(true) && after.as_bool() != Some(true) && *after != Node::Unknown {
        risks.add(High, Code::EncryptionOff, Sentence::new("turns off ").value(path));
    }
    let is_storage = matches!(path.name(), "encrypted" | "storage_encrypted" | "at_rest_encryption_enabled");
    if is_new && is_storage && after.as_bool() == Some(false) {
        risks.add(Medium, Code::EncryptionOff, Sentence::new("is made without encryption, ").value(path).words(" is false"));
    }
}

fn keys(Difference { path, before, after }: &Difference, change: &Change<'_>, risks: &mut Risks<'_>) {
    let Some(old) = before.as_text().filter(|key| KEYS.contains(&path.name()) && !key.is_empty()) else { return };
    match after {
        Node::Text(new) if !new.is_empty() => {
            let what = Sentence::new("changes ").value(path).words(" from ").value(old).words(" to ").value(new);
            risks.add(Medium, Code::EncryptionKeyChanged, what);
        }
        // A replacement learns anew what the provider says of the key, whether or not it is another one.
        Node::Unknown if change.action.replaces() => {}
        Node::Unknown => {
            let what = Sentence::new("changes ").value(path).words(" from ").value(old).words(" to a key known after apply");
            risks.add(Medium, Code::EncryptionKeyChanged, what);
        }
        Node::Null | Node::Text(_) => {
            risks.add(High, Code::EncryptionOff, Sentence::new("takes the key ").value(old).words(" out of ").value(path));
        }
        Node::Secret(_) | Node::Bool(_) | Node::Number(_) | Node::List(_) | Node::Map(_) | Node::Document(_) => {}
    }
}

fn ladders(Difference { path, before, after }: &Difference, risks: &mut Risks<'_>) {
    let (Some(old), Some(new)) = (before.as_text(), after.as_text()) else { return };
    let what = || Sentence::new("weakens ").value(path).words(" from ").value(old).words(" to ").value(new);
    for (_, ladder) in LADDERS.iter().filter(|(name, _)| *name == path.name()) {
        let step = |text: &str| ladder.iter().position(|step| *step == text);
        if let (Some(old), Some(new)) = (step(old), step(new))
            && new > old
        {
            risks.add(High, Code::EncryptionOff, what());
        }
    }
    if !TLS_ATTRIBUTES.contains(&path.name()) {
        return;
    }
    match (level(old), level(new)) {
        (Some(was), Some(is)) if is < was => risks.add(High, Code::EncryptionOff, what()),
        (Some(_), Some(_)) => {}
        _ => {
            let what = Sentence::new("changes ").value(path).words(" from ").value(old).words(" to ").value(new);
            risks.add(Severity::Low, Code::EncryptionOff, what.words(", of which one is not known here"));
        }
    }
}

/// How strong a policy of TLS is.
fn level(policy: &str) -> Option<u8> {
    let mut rows = TLS_POLICIES.lines().filter_map(|line| line.split_once(' '));
    rows.find(|(_, name)| *name == policy)?.0.parse().ok()
}

/// A listener that talked TLS, or sent others to one that does, no longer does.
fn listener(change: &Change<'_>, is_gone: bool, risks: &mut Risks<'_>) {
    let (before, after) = (change.before(), change.after());
    let is_tls = |values: &Node| matches!(values.get("protocol").as_text(), Some("HTTPS" | "TLS"));
    if is_gone && is_tls(before) {
        risks.add(
            High,
            Code::EncryptionOff,
            Sentence::new("destroys a listener of a load balancer, the one that talks ").value("HTTPS"),
        );
    }
    let redirects = |values: &Node| {
        let mut actions = values.get("default_action").each().iter().flat_map(|action| action.get("redirect").each());
        actions.any(|it| it.get("protocol").as_text() == Some("HTTPS"))
    };
    if !is_gone && redirects(before) && !redirects(after) && !is_tls(after) {
        let what = Sentence::new("no longer sends requests over plain ").value("HTTP").words(" to ").value("HTTPS");
        risks.add(High, Code::EncryptionOff, what);
    }
    // On a load balancer that serves already, and beside what it serves there.
    if change.is_new()
        && after.get("protocol").as_text() == Some("HTTP")
        && !redirects(after)
        && after.get("load_balancer_arn").as_text().is_some()
    {
        risks.add(Severity::Low, Code::EncryptionOff, Sentence::new("answers plain ").value("HTTP"));
    }
    if change.is_new()
        && let Some(policy) = after.get("ssl_policy").as_text()
        && level(policy).is_some_and(|level| level < TLS_1_2)
    {
        risks.add(Medium, Code::EncryptionOff, Sentence::new("is made with the old policy ").value(policy));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_policy_has_a_level() {
        for line in TLS_POLICIES.lines().filter(|line| !line.starts_with('#')) {
            let (_, name) = line.split_once(' ').expect("a row has two columns");
            assert!(level(name).is_some(), "{line}");
        }
        assert!(level("ELBSecurityPolicy-2016-08") < level("ELBSecurityPolicy-TLS13-1-2-2021-06"));
        assert!(level("TLSv1.2_2018") < level("TLSv1.2_2021"));
    }
}
