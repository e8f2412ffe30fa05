//! What is new and lets another account in: a role's trust, a bucket's or key's policy. Only the plan as a whole tells which account is its own.
//! What is widened the rules tell, whoever it is for.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use aws::DataCallerIdentity;
use aws::policy::read::Policy;
use serde_json::value::RawValue;
use terraform::DataSourceType as _;

use crate::action::Action;
use crate::change::Change;
use crate::node::Node;
use crate::plan::{Plan, ResourceChange};
use crate::refusal::Refusal;
use crate::risk::{Code, Origin, Risk};
use crate::sentence::Sentence;
use crate::sides::Written;
use crate::types::{self, Shape};
use finding::Severity;

/// The trust policy of a role.
const TRUST: &str = "assume_role_policy";

/// The risks of what is made and lets another account in.
pub(crate) fn risks(plan: &Plan<'_>, written: &Written<'_>, changing: &[&ResourceChange<'_>]) -> Result<Vec<Risk>, Refusal> {
    let own = OnceCell::new();
    let mut risks = Vec::new();
    for resource in changing {
        // Few resources name principals at all: the others are not read again.
        let names_principals = resource.change.after.is_some_and(|after| after.get().contains("\\\"AWS\\\""));
        if !names_principals || resource.change.action != Action::Create {
            continue;
        }
        let change = Change::open(resource, Origin::Plan).map_err(|_| Refusal::Values(resource.address.to_string()))?;
        let Node::Map(attributes) = change.after() else { continue };
        for (name, node) in attributes {
            let Node::Document(document) = node else { continue };
            let Some(policy) = Policy::read(&document.plain_json()) else { continue };
            let others: BTreeSet<&str> = policy
                .allowed()
                .filter_map(|it| it.principals.as_ref())
                .flat_map(|it| it.of_kind("AWS"))
                .filter_map(account)
                .collect();
            let own = own.get_or_init(|| accounts(plan, written));
            // A key's policy names its own account, or nobody could change it (KMS Developer Guide, "Default key policy").
            if own.is_empty() && types::has_shape(change.kind, Shape::Key) && others.len() == 1 {
                continue;
            }
            for other in others.into_iter().filter(|it| !own.contains(*it)) {
                // Whose own account nobody knows, to that one every account may be it.
                let (severity, words) = match (own.is_empty(), name == TRUST) {
                    (false, true) => (Severity::Medium, ", another one, take the role"),
                    (false, false) => (Severity::Medium, ", another one, do what it allows"),
                    (true, true) => (Severity::Low, " take the role, and whether it is another one this plan does not tell"),
                    (true, false) => (Severity::Low, " do what it allows, and whether it is another one this plan does not tell"),
                };
                let what = Sentence::of(name.as_str()).words(" lets the account ").value(other).words(words);
                risks.push(Risk::new(severity, Code::IamWidened, Some(&resource.address), what));
            }
        }
    }
    Ok(risks)
}

/// The account of a principal.
fn account(principal: &str) -> Option<&str> {
    let account = if principal.starts_with("arn:") { principal.split(':').nth(4)? } else { principal };
    (account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit())).then_some(account)
}

/// The accounts in which the plan works: those that the provider may work in, or else those of what there is and of who asks.
fn accounts(plan: &Plan<'_>, written: &Written<'_>) -> BTreeSet<String> {
    const ARN: &str = "\"arn\":\"";
    let allowed = written.accounts();
    if !allowed.is_empty() {
        return allowed;
    }
    let standing = plan.resource_changes.iter().flatten().filter(|it| it.mode.as_deref() != Some("data"));
    let arns = standing.filter_map(|resource| {
        let before = resource.change.before?.get();
        let (_, rest) = before.split_once(ARN).or_else(|| before.split_once("\"arn\": \""))?;
        account(rest.split('"').next()?).map(str::to_owned)
    });
    arns.chain(callers(plan)).collect()
}

/// The accounts that AWS named when it was asked who asks, as it is in most configurations.
fn callers(plan: &Plan<'_>) -> impl Iterator<Item = String> {
    // What names it elsewhere, such as a `depends_on`, stands before whatever comes next.
    const TYPE: &str = "\"type\":";
    let state = plan.prior_state.map(RawValue::get).unwrap_or_default();
    state.split(TYPE).skip(1).filter_map(|resource| {
        let rest = resource.trim_start().strip_prefix('"')?.strip_prefix(DataCallerIdentity::TYPE)?.strip_prefix('"')?;
        let (_, value) = rest.split_once("\"account_id\"")?;
        account(value.split('"').nth(1)?).map(str::to_owned)
    })
}
