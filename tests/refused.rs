//! What is refused, and in which words: each `tests/refused/<case>.toml` with the whole report beside it in `<case>.txt`.
//!
//! `UPDATE=1 cargo test --test lib refused` writes the reports anew; read them as the one who gets them.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use domain::EnvironmentName;
use engine::environment::draft;
use engine::rules::judge;

/// A long name, so that names put together with it are soon too long for AWS.
const ENVIRONMENT: &str = "production";

/// The day on which the cases are judged.
const TODAY: &str = "2026-12-01";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/refused")
}

/// The names of the files that end so, without the end.
fn stems(extension: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(folder()).expect("the cases are there");
    let paths = entries.map(|entry| entry.expect("the folder can be listed").path());
    let of_kind = paths.filter(|path| path.extension() == Some(OsStr::new(extension)));
    of_kind.map(|path| path.file_stem().expect("it has a name").display().to_string()).collect()
}

/// The report on a case, as the command prints it.
fn report(case: &str) -> String {
    let name: EnvironmentName = ENVIRONMENT.parse().expect("it is a name");
    // The paths in the report are relative to the folder of the cases, wherever that is.
    let mut read = |path: &Path| fs::read_to_string(folder().join(path));
    let report = match draft(&name, Path::new(&format!("{case}.toml")), &[], &mut read) {
        Ok(draft) => judge(&draft, None, &[], TODAY.parse().expect("it is a day")).report,
        Err(report) => report,
    };
    assert!(report.errors() > 0, "`{case}` is not refused:\n{report}");
    report.render(false, "nothing was written")
}

#[test]
fn every_refused_file_gets_the_report_that_lies_beside_it() {
    let updates = std::env::var_os("UPDATE").is_some();
    let mut changed = Vec::new();
    for case in stems("toml") {
        let path = folder().join(format!("{case}.txt"));
        let report = report(&case);
        if fs::read_to_string(&path).ok().as_ref() == Some(&report) {
            continue;
        }
        if updates {
            fs::write(&path, &report).expect("the report can be written");
        } else {
            changed.push(format!("--- {case}\n{report}"));
        }
    }
    assert!(
        changed.is_empty(),
        "{} reports are not those in `tests/refused`; if they are better, write them with `UPDATE=1 cargo test --test lib refused`\n\n{}",
        changed.len(),
        changed.join("\n")
    );
}

#[test]
fn every_report_has_its_case() {
    let orphans: Vec<String> = stems("txt").difference(&stems("toml")).cloned().collect();
    assert!(orphans.is_empty(), "no case has these reports: {orphans:?}");
    let names: BTreeSet<String> = fs::read_dir(folder())
        .expect("the cases are there")
        .map(|entry| entry.expect("the folder can be listed").path())
        .filter(|path| !matches!(path.extension().and_then(OsStr::to_str), Some("toml" | "txt")))
        .map(|path| path.file_name().expect("it has a name").display().to_string())
        .collect();
    assert_eq!(names, BTreeSet::from(["shared".to_owned()]), "a case is `<case>.toml`, its report `<case>.txt`");
}

#[test]
fn what_the_cases_extend_is_right_itself() {
    let name: EnvironmentName = ENVIRONMENT.parse().expect("it is a name");
    let base = draft(&name, &folder().join("shared/base.toml"), &[], &mut |path: &Path| fs::read_to_string(path));
    let report = judge(&base.expect("it can be read"), None, &[], TODAY.parse().expect("it is a day")).report;
    assert!(report.is_empty(), "{report}");
}

#[test]
fn every_report_says_what_would_be_right() {
    // A help of its own, or a message that says it.
    let says = [
        "= help: ",
        "has to ",
        "must not ",
        "did you mean",
        "may only hold",
        "expected ",
        "a lowercase letter first",
        "AWS keeps for its own",
        "the value is missing",
        "whose zones are",
        "AWS accepts",
        "goes one of",
        "in steps of",
        "the files extend one another",
    ];
    for case in stems("toml") {
        let report = report(&case);
        let (findings, _) = report.trim_end().rsplit_once("\n\n").expect("the last line counts");
        for finding in findings.split("\n\n") {
            assert!(says.iter().any(|words| finding.contains(words)), "`{case}` leaves its reader alone:\n{finding}");
        }
    }
}
