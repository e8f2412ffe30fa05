//! Another version of synth is a change too: what an earlier one emitted for the shipped environments and examples, and what this one does
//! from the same TOML. Nothing is destroyed, nothing replaced; each change stands in CHANGELOG.md with its reason.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use engine::synthesis::synthesize;
use engine::{load, with_what_was_left_out};
use flate2::read::GzDecoder;
use settings::Override;
use terraform::compare::{Difference, Provider, Subject};
use terraform::json::Json;
use terraform::read::Documents;

use crate::common::package;

/// The versions whose output is kept, by their commit: `<commit>.json.gz` holds the documents by `<folder>/<environment>`.
const VERSIONS: [&str; 1] = ["ec032b6"];

/// What goes or seems to, by type, and why nobody loses by it.
const GOES: [(&str, &str); 3] = [
    ("aws_acm_certificate", "the provider adds the domain to an empty list of names, so that the plan changes nothing"),
    ("aws_ce_anomaly_monitor", "an account has one monitor of its services: only who says `services` makes it"),
    ("aws_ce_anomaly_subscription", "it goes with its monitor"),
];

fn emitted_by(version: &str) -> BTreeMap<String, BTreeMap<String, Json>> {
    let path = package().join(format!("tests/upgrades/{version}.json.gz"));
    let file = fs::File::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_reader(GzDecoder::new(file)).expect("it holds documents")
}

fn emitted_now(folder: &str, environment: &str) -> Documents {
    let path = package().join(folder).join(format!("{environment}.toml"));
    let name = environment.parse().expect("it is a name");
    // What CHANGELOG.md tells to write down before the upgrade: the defaults of that time.
    let written = ["rds.database_name=taskdb", "rds.username=taskadmin"].map(|it| Override::parse(it).expect("it is a setting"));
    let loaded = load(&name, &path, &written, &mut |path: &Path| fs::read_to_string(path));
    let loaded = loaded.environment.unwrap_or_else(|| panic!("{folder} is refused:\n{}", loaded.report.render(false, "")));
    synthesize(&loaded).unwrap_or_else(|duplicates| panic!("{folder}: {duplicates:?}")).documents
}

#[test]
fn another_version_of_synth_destroys_and_replaces_nothing() {
    let provider = Provider { is_set: aws::facts::is_set, replaces: aws::facts::replaces, is_stateful: aws::is_stateful };
    let mut faults = Vec::new();
    for version in VERSIONS {
        for (place, documents) in emitted_by(version) {
            let (folder, environment) = place.rsplit_once('/').expect("a folder and an environment");
            let before = with_what_was_left_out(Documents::of(documents));
            let difference = Difference::between(&before, &emitted_now(folder, environment), Subject::Same, &provider);
            for block in difference.blocks.iter().filter(|block| block.destroyed || block.replaced) {
                if !GOES.iter().any(|(kind, _)| block.kind.as_deref() == Some(kind)) {
                    faults.push(format!("{version}, {place}: {}, because of {:?}", block.address, block.replacing()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "destroyed or replaced by an upgrade:\n{}", faults.join("\n"));
}
