//! Nothing that is emitted is larger than AWS takes, and no quota raises that.

use settings::Severity;

use crate::rules::Documents;
use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "LIM001",
    severity: Severity::Error,
    scope: Scope::Every,
    title: "nothing is larger than AWS takes",
    why: "Single settings are within their limits and their sum is not: policies, container definitions, target groups. AWS refuses it in the middle of the apply, and no quota raises these limits.",
    mend: "take something out, or divide it: fewer variables and secrets of a service, fewer services of an environment",
    settings: &[],
    check: Check::Documents(check),
};

fn check(subject: &Subject<'_>, documents: &Documents, findings: &mut Findings<'_>) {
    for it in subject.measured(documents) {
        if let Some(limit) = it.limits.iter().find(|limit| limit.quota.is_none() && it.amount > limit.most) {
            let message = format!("`{}` comes to about {} {}, and AWS takes {}", it.address, it.amount, limit.what, limit.most);
            findings
                .of_resource(it.address.clone(), message)
                .help(format!("{} ({})", RULE.mend, limit.source))
                .help_in_own(format!("take something out, or divide it ({}),", limit.source));
        }
    }
}
