//! What earlier versions of synth emitted for the shipped environments and examples, and what this one emits from the same TOML.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use engine::load;
use engine::synthesis::synthesize;
use flate2::read::GzDecoder;
use settings::Override;
use terraform::json::Json;

use super::{Emitted, package};

/// The versions whose output is kept, by their commit: `<commit>.json.gz` holds the documents by `<folder>/<environment>`.
pub(crate) const VERSIONS: [&str; 1] = ["ec032b6"];

/// The documents of each place, such as `environments/prod`, by their path.
pub(crate) fn emitted_by(version: &str) -> BTreeMap<String, BTreeMap<String, Json>> {
    let path = package().join(format!("tests/upgrades/{version}.json.gz"));
    let file = fs::File::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_reader(GzDecoder::new(file)).expect("it holds documents")
}

pub(crate) fn emitted_now(place: &str) -> Emitted {
    let (_, environment) = place.rsplit_once('/').expect("a folder and an environment");
    let path = package().join(format!("{place}.toml"));
    let name = environment.parse().expect("it is a name");
    // What CHANGELOG.md tells to write down before the upgrade: the defaults of that time.
    let written = ["rds.database_name=taskdb", "rds.username=taskadmin"].map(|it| Override::parse(it).expect("it is a setting"));
    let loaded = load(&name, &path, &written, &mut |path: &Path| fs::read_to_string(path));
    let loaded = loaded.environment.unwrap_or_else(|| panic!("{place} is refused:\n{}", loaded.report.render(false, "")));
    super::emitted(environment, synthesize(&loaded))
}
