//! Another version of synth is a change too: what an earlier one emitted for the shipped environments and examples, and what this one does
//! from the same TOML. Nothing is destroyed, nothing replaced; each change stands in CHANGELOG.md with its reason.

use engine::with_what_was_left_out;
use terraform::compare::{Difference, Provider, Subject};
use terraform::read::Documents;

use crate::common::upgrades::{VERSIONS, emitted_by, emitted_now};

/// What goes or seems to, by type, and why nobody loses by it.
const GOES: [(&str, &str); 3] = [
    ("aws_acm_certificate", "the provider adds the domain to an empty list of names, so that the plan changes nothing"),
    ("aws_ce_anomaly_monitor", "an account has one monitor of its services: only who says `services` makes it"),
    ("aws_ce_anomaly_subscription", "it goes with its monitor"),
];

#[test]
fn another_version_of_synth_destroys_and_replaces_nothing() {
    let provider = Provider { is_set: aws::facts::is_set, replaces: aws::facts::replaces, is_stateful: aws::is_stateful };
    let mut faults = Vec::new();
    for version in VERSIONS {
        for (place, documents) in emitted_by(version) {
            let before = with_what_was_left_out(Documents::of(documents));
            let difference = Difference::between(&before, &emitted_now(&place).documents, Subject::Same, &provider);
            for block in difference.blocks.iter().filter(|block| block.destroyed || block.replaced) {
                if !GOES.iter().any(|(kind, _)| block.kind.as_deref() == Some(kind)) {
                    faults.push(format!("{version}, {place}: {}, because of {:?}", block.address, block.replacing()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "destroyed or replaced by an upgrade:\n{}", faults.join("\n"));
}
