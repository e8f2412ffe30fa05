//! What is overwritten or deleted in a bucket can be brought back.

use aws::S3BucketVersioning;
use settings::{SettingPath, Severity};

use crate::environment::Given;
use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "BUC001",
    severity: Severity::Warning,
    scope: Scope::Production,
    title: "a bucket keeps the old versions of its objects",
    why: "What is overwritten or deleted by mistake, or by whoever got into a service, is gone for good without them: nothing else copies a bucket.",
    mend: "set `versioning = true`, and `old_version_days` to how long they are worth their price; or accept it where every object can be made again",
    settings: &["buckets.<name>.versioning"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    for (name, bucket) in &subject.config.buckets {
        let at = SettingPath::from("buckets").key(name.as_str()).key("versioning");
        let is_enabled = |given: &Given| given.member("status")?.text().map(|status| status == "Enabled");
        let decided = subject.decided(
            &name.label(),
            S3BucketVersioning::VERSIONING_CONFIGURATION.name(),
            is_enabled,
            (at, bucket.versioning),
        );
        if let Some(keeps) = decided.filter(|keeps| !keeps.value) {
            findings.of(&keeps, format!("the bucket `{name}` keeps no old version of what is overwritten or deleted"));
        }
    }
}
