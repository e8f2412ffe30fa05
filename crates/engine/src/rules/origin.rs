//! Where what a rule finds comes from, and so who can mend it: synth, a file of the user's own, or an override. It must not know any single rule.

use terraform::read::Documents;

use super::finding::{Finding, Origin};
use super::rule::{Rule, Subject};
use crate::environment::Environment;
use crate::own;
use crate::synthesis;

/// Where a rule's finding comes from.
pub(super) fn origin(
    finding: &Finding,
    rule: &'static Rule,
    subject: &Subject<'_>,
    environment: &Environment,
    documents: &Documents,
) -> Origin {
    let Some(address) = &finding.resource else { return Origin::Emitted };
    let block = documents.all().find(|block| block.address().to_string() == *address);
    if let Some(place) = block.and_then(|block| own::place(&environment.own, block)) {
        return Origin::Own(place);
    }
    // The argument that is overridden may stand in another resource than the one at which it is found, so it is tried.
    let is_by = |number: &usize| {
        let mut without = environment.clone();
        without.overridden.remove(*number);
        synthesis::documents(&without).is_ok_and(|documents| {
            let found = rule.find(&subject.of_other_documents(), Some(&documents)).unwrap_or_default();
            !found.iter().any(|other| other.resource == finding.resource && other.message == finding.message)
        })
    };
    (0..environment.overridden.len()).find(is_by).map_or(Origin::Emitted, Origin::Override)
}
