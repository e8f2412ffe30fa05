//! What is left of a destroyed cache stays readable.

use aws::ElasticacheReplicationGroup;
use caches::Encryption;
use settings::{SettingPath, Severity};

use crate::environment::Given;
use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "CAC004",
    severity: Severity::Warning,
    scope: Scope::Every,
    title: "what is left of a destroyed cache stays readable",
    why: "The last snapshot of a cache on nodes is encrypted with the key of the environment's caches, which `terraform destroy` schedules for deletion in the same run. When the key is gone nobody restores the snapshot again.",
    mend: "set `final_snapshot = false` where nobody would restore it, or `encryption = \"elasticache\"` before the first apply; or keep the key when the environment goes, as docs/destroying.md says: `terraform state rm module.caches.aws_kms_key.caches` before, or `aws kms cancel-key-deletion` within 30 days after",
    settings: &["prevent_destroy", "caches.<name>.nodes.final_snapshot", "caches.<name>.encryption"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    // Then no plan destroys the key.
    if subject.config.prevent_destroy {
        return;
    }
    for (name, cache) in &subject.config.caches {
        let Some(nodes) = &cache.nodes else { continue };
        let (label, at) = (name.label(), SettingPath::from("caches").key(name.as_str()));
        let set = (at.clone().key("nodes").key("final_snapshot"), nodes.final_snapshot);
        let is_named = |given: &Given| given.text().map(|name| !name.is_empty());
        let leaves = subject.decided(&label, ElasticacheReplicationGroup::FINAL_SNAPSHOT_IDENTIFIER.name(), is_named, set);
        let set = (at.key("encryption"), cache.encryption == Encryption::CustomerKey);
        let is_own = |_: &Given| Some(false);
        let key = subject.decided(&label, ElasticacheReplicationGroup::KMS_KEY_ID.name(), is_own, set);
        if let (Some(leaves), Some(key)) = (leaves, key)
            && leaves.value
            && key.value
        {
            findings
                .of(
                    &leaves,
                    format!(
                        "the last snapshot of the cache `{name}` outlives its key, which goes 30 days after `terraform destroy`"
                    ),
                )
                .also("prevent_destroy");
        }
    }
}
