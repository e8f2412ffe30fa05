//! Where what a rule finds comes from, and so who can mend it: synth, a file of the user's own, or an override. It must not know any single rule.

use settings::TextPlace;
use terraform::read::Documents;

use super::finding::Finding;
use super::judge::find;
use super::rule::Subject;
use crate::environment::Environment;
use crate::own;
use crate::synthesis::synthesize;

/// Where what was found comes from.
#[derive(Debug)]
pub(super) enum Origin {
    /// From the settings and what synth makes of them.
    Emitted,
    /// From Terraform of the user's own, which stands there.
    Own(TextPlace),
    /// From the override of this number.
    Override(usize),
}

impl Origin {
    /// Where a finding comes from.
    pub(super) fn of(finding: &Finding, subject: &Subject<'_>, environment: &Environment, documents: &Documents) -> Self {
        let Some(address) = &finding.resource else { return Self::Emitted };
        let block = documents.all().find(|block| block.address().to_string() == *address);
        if let Some(place) = block.and_then(|block| own::place(&environment.own, block)) {
            return Self::Own(place);
        }
        // The argument that is overridden may stand in another resource than the one at which it is found, so it is tried.
        let is_by = |number: &usize| {
            let mut without = environment.clone();
            without.overridden.remove(*number);
            synthesize(&without).is_ok_and(|synthesis| {
                find(finding.rule, subject, Some(&synthesis.documents)).is_some_and(|found| {
                    !found.iter().any(|other| other.resource == finding.resource && other.message == finding.message)
                })
            })
        };
        (0..environment.overridden.len()).find(is_by).map_or(Self::Emitted, Self::Override)
    }
}
