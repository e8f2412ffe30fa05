//! What the fuzzers start from, and what they once found, run with every test: `fuzz/README.md`.

use std::fs;

use crate::common::package;

#[path = "../fuzz/targets.rs"]
mod targets;

#[test]
fn every_file_of_the_corpus_runs_through_its_target() {
    let corpus = package().join("fuzz/corpus");
    for (name, target) in targets::TARGETS {
        let entries = fs::read_dir(corpus.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut files: Vec<_> = entries.map(|entry| entry.expect("it can be listed").path()).collect();
        files.sort();
        assert!(files.len() > 3, "{name} has {} files", files.len());
        for file in files {
            let bytes = fs::read(&file).expect("it can be read");
            let outcome = std::panic::catch_unwind(|| target(&bytes));
            assert!(outcome.is_ok(), "{name} panics at {}", file.display());
            // Cut anywhere, and with a bit turned, as a fuzzer begins.
            for cut in (0..bytes.len().min(2000)).step_by(1 + bytes.len().min(2000) / 8) {
                let mut turned = bytes.clone();
                turned[cut] ^= 1;
                let outcome = std::panic::catch_unwind(|| (target(&bytes[..cut]), target(&turned)));
                assert!(outcome.is_ok(), "{name} panics at {}, cut or turned at byte {cut}", file.display());
            }
        }
    }
}

#[test]
fn every_target_has_its_program() {
    let entries = fs::read_dir(package().join("fuzz/fuzz_targets")).expect("the programs are there");
    let mut programs: Vec<String> = entries
        .map(|entry| entry.expect("it can be listed").path().file_stem().unwrap_or_default().display().to_string())
        .collect();
    let mut targets = targets::TARGETS.map(|(name, _)| name).to_vec();
    programs.sort();
    targets.sort_unstable();
    assert_eq!(programs, targets);
}
