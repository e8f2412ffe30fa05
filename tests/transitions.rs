//! Every setting goes there and back, or says why not: which settings the steps of `tests/terraform/changes.rs` hold, without Terraform.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::transitions::{APART, STAGES, Stage, Trial};

/// Where one stage shows that a setting goes there and back, the others are not asked.
#[test]
fn every_setting_is_changed_and_taken_back_or_says_why_not() {
    let mut trials: BTreeMap<String, Vec<Trial>> = BTreeMap::new();
    for stage in STAGES.map(Stage::of) {
        let shown: BTreeSet<String> =
            trials.iter().filter(|(_, of)| of.iter().any(Trial::is_shown)).map(|(it, _)| it.clone()).collect();
        for (setting, trial) in stage.trials(&|setting| !shown.contains(setting)) {
            trials.entry(setting).or_default().push(trial);
        }
    }
    // What is chosen with settings of its own is shown by these.
    let is_shown = |setting: &str| {
        let mut inside = trials.iter().filter(|(other, _)| *other == setting || other.starts_with(&format!("{setting}.")));
        inside.any(|(_, trials)| trials.iter().any(Trial::is_shown))
    };
    let faults: Vec<String> = trials
        .iter()
        .filter(|(setting, _)| !is_shown(setting))
        .map(|(setting, trials)| format!("{setting}: {}", trials.iter().map(Trial::words).collect::<Vec<_>>().join("; ")))
        .collect();
    assert!(faults.is_empty(), "give the setting a value in tests/transitions, or a row in APART:\n{}", faults.join("\n"));
    let known = engine::reference::settings();
    let unknown: Vec<_> = APART.iter().filter(|(row, _)| !known.iter().any(|it| it.path == *row)).collect();
    assert!(unknown.is_empty(), "no settings: {unknown:?}");
}
