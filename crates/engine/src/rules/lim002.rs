//! What is larger than AWS takes of everybody has its quota raised first.

use settings::Severity;

use crate::rules::Documents;
use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "LIM002",
    severity: Severity::Warning,
    scope: Scope::Every,
    title: "what is larger than AWS takes of everybody has its quota raised first",
    why: "AWS refuses it in the middle of the apply, unless the account's quota was raised, which takes hours to days.",
    mend: "have the quota raised in the region before the apply, then accept this",
    settings: &[],
    check: Check::Documents(check),
};

fn check(subject: &Subject<'_>, documents: &Documents, findings: &mut Findings<'_>) {
    for it in subject.measured(documents) {
        let is_refused = it.limits.iter().any(|limit| limit.quota.is_none() && it.amount > limit.most);
        let over = it.limits.iter().find_map(|limit| limit.quota.filter(|_| it.amount > limit.most).map(|quota| (limit, quota)));
        if let Some((limit, quota)) = over.filter(|_| !is_refused) {
            let message = format!(
                "`{}` comes to about {} {}, and AWS takes {} unless it is asked for more",
                it.address, it.amount, limit.what, limit.most
            );
            findings
                .of_resource(it.address.clone(), message)
                .help(format!("have the quota \"{quota}\" raised first ({})", limit.source))
                .help_in_own(format!("have the quota \"{quota}\" raised first ({}), or take something out", limit.source));
        }
    }
}
