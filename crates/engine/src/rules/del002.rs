//! Who takes a role with a token of somebody's issuer is one whom the policy names.

use aws::policy::read::{Policy, TrustGap, trust_gap};
use settings::Severity;

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};
use terraform::read::Documents;

pub(super) const RULE: Rule = Rule {
    code: "DEL002",
    severity: Severity::Error,
    scope: Scope::Every,
    title: "a role that is taken with a token names whose",
    why: "GitHub and GitLab give tokens to the jobs of everybody's projects. A role that does not compare their subject, or compares it with a pattern that names no owner, is taken by whoever has a project there.",
    mend: "compare the whole subject by `StringEquals`: `repo:<owner>/<name>:…` of GitHub, `project_path:<group>/<project>:ref_type:branch:ref:<branch>` of GitLab",
    settings: &["delivery.trust.github.branches", "delivery.trust.gitlab.protected_branches"],
    check: Check::Documents(check),
};

fn check(subject: &Subject<'_>, documents: &Documents, findings: &mut Findings<'_>) {
    for (resource, policies) in subject.policies(documents) {
        // What cannot be read is IAM001's to tell.
        let policies = policies.unwrap_or_default();
        for gap in policies.iter().flat_map(Policy::allowed).filter_map(trust_gap) {
            let address = resource.address().to_string();
            let found = match gap {
                TrustGap::NoSubject => "no subject is asked for".to_owned(),
                TrustGap::AnySubject(value) => format!("`{value}` may be anybody's"),
            };
            findings
                .of_resource(address.clone(), format!("whoever has a token of the issuer takes `{address}`: {found}"))
                .help_in_own("compare the whole subject");
        }
    }
}
