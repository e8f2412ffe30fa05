//! Data is no longer encrypted where it lies or travels, or by another key.

use super::Risks;
use crate::change::Change;
use crate::diff::Difference;
use crate::node::Node;
use crate::risk::{Code, Severity};
use crate::sentence::Sentence;

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
    ("tls_security_policy", &["Policy-Min-TLS-1-2-PFS-2023-10", "Policy-Min-TLS-1-2-2019-07", "Policy-Min-TLS-1-0-2019-07"]),
];

/// Names of TLS policies that still talk to clients of before 2018 (AWS, "Security policies for your Application Load Balancer" and
/// "Supported protocols and ciphers between viewers and `CloudFront`").
const OLD_TLS: [&str; 9] = ["2015", "2016-08", "TLS-1-0", "TLS-1-1", "Ext1", "Ext2", "SSLv3", "TLSv1_2016", "TLSv1.1_2016"];

/// Types that encrypt something else by being there.
#[rustfmt::skip]
const ENCRYPTORS: &[(&str, &str)] = &[
    ("aws_s3_bucket_server_side_encryption_configuration", "the encryption of a bucket"),
    ("aws_ebs_encryption_by_default", "the encryption of every new disk"),
    ("aws_ebs_default_kms_key", "the key of every new disk"),
    ("aws_kms_alias", "the alias of a key, by which others find it"),
];

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    if change.action.destroys()
        && !change.action.replaces()
        && let Some((_, what)) = ENCRYPTORS.iter().find(|(kind, _)| *kind == change.kind)
    {
        risks.add(High, Code::EncryptionOff, Sentence::new("destroys ").words(what));
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
    let is_old = |policy: &str| OLD_TLS.iter().any(|part| policy.contains(part)) || policy == "TLSv1";
    if matches!(path.name(), "ssl_policy" | "minimum_protocol_version" | "security_policy") && is_old(new) && !is_old(old) {
        risks.add(High, Code::EncryptionOff, what());
    }
}
