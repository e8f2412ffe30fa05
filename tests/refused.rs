//! What is refused, and in which words: each `tests/refused/<case>.toml` with the whole report beside it in `<case>.txt`.
//!
//! `cargo xtask bless refused` writes the reports anew; read them as the one who gets them.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::common::{golden, package};
use domain::EnvironmentName;
use engine::draft;
use engine::rules::judge;

const FOLDER: &str = "tests/refused";

/// A long name, so that names put together with it are soon too long for AWS.
const ENVIRONMENT: &str = "production";

/// The day on which the cases are judged.
const TODAY: &str = "2026-12-01";

fn folder() -> PathBuf {
    package().join(FOLDER)
}

/// The report on a case, as the command prints it.
fn report(case: &str) -> String {
    let name: EnvironmentName = ENVIRONMENT.parse().expect("it is a name");
    // The paths in the report are relative to the folder of the cases, wherever that is.
    let mut read = |path: &Path| fs::read_to_string(folder().join(path));
    let report = match draft(&name, Path::new(&format!("{case}.toml")), &[], &mut read) {
        Ok(draft) => judge(&draft, None, &engine::Neighbours::default(), TODAY.parse().expect("it is a day")).report,
        Err(report) => report,
    };
    assert!(report.errors() > 0, "`{case}` is not refused:\n{report}");
    report.render(false, "nothing was written")
}

#[test]
fn every_refused_file_gets_the_report_that_lies_beside_it() {
    golden::are_fresh(FOLDER, "txt", golden::stems(FOLDER, "toml").into_iter().map(|case| (case.clone(), report(&case))));
}

#[test]
fn every_file_is_a_case_or_its_report() {
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
    let report =
        judge(&base.expect("it can be read"), None, &engine::Neighbours::default(), TODAY.parse().expect("it is a day")).report;
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
    for case in golden::stems(FOLDER, "toml") {
        let report = report(&case);
        let (findings, _) = report.trim_end().rsplit_once("\n\n").expect("the last line counts");
        for finding in findings.split("\n\n") {
            assert!(says.iter().any(|words| finding.contains(words)), "`{case}` leaves its reader alone:\n{finding}");
        }
    }
}
