//! What is fuzzed: a function for each kind of text that comes from outside. None of them may panic, whatever the bytes are.
//!
//! `tests/fuzz_corpus.rs` runs them over the corpus on stable Rust.

use std::io;
use std::path::Path;

/// What takes whatever bytes there are.
pub(crate) type Target = fn(&[u8]);

/// The targets by name, which is also the name of their folder in the corpus.
pub(crate) const TARGETS: [(&str, Target); 5] =
    [("settings", settings), ("templates", templates), ("plan", plan), ("price_book", price_book), ("manifest", manifest)];

/// A file of settings: read, checked, emitted, and what is wrong with it told.
pub(crate) fn settings(bytes: &[u8]) {
    let Ok(text) = settings::text_of(bytes.to_vec()) else { return };
    let file = Path::new("prod.toml");
    let mut read = |path: &Path| if path == file { Ok(text.clone()) } else { Err(io::ErrorKind::NotFound.into()) };
    let name = "prod".parse().expect("it is a name");
    match engine::draft(&name, file, &[], &mut read) {
        Ok(draft) => {
            let judgement =
                engine::rules::judge(&draft, None, &engine::Neighbours::default(), "2026-12-01".parse().expect("it is a day"));
            told(&judgement.report);
            if let Some(environment) = draft.environment.filter(|_| judgement.report.errors() == 0) {
                engine::synthesis::synthesize(&environment).expect("what is accepted is emitted");
            }
        }
        Err(report) => told(&report),
    }
}

fn told(report: &settings::Report) {
    let _ = (report.render(false, "nothing was written"), report.render(true, ""), report.to_json());
}

/// Addresses and templates as Terraform writes them; what is read reads the same once it is written.
pub(crate) fn templates(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(address) = text.parse::<terraform::Address>() {
        let printed = address.to_string();
        assert_eq!(printed.parse::<terraform::Address>().ok().as_ref(), Some(&address), "`{text}` is printed as `{printed}`");
    }
    if let Ok(pieces) = terraform::read::expression::pieces(text) {
        let written = terraform::read::expression::written(&pieces);
        assert_eq!(terraform::read::expression::pieces(&written).as_ref(), Ok(&pieces), "`{text}` is written as `{written}`");
    }
    let _ = terraform::read::expression::traversals(text);
    let _ = terraform::read::expression::only_traversal(text);
}

/// A plan of Terraform's: read, reviewed, and its page written.
pub(crate) fn plan(bytes: &[u8]) {
    let bytes = review::text(bytes.to_vec());
    if let Ok(plan) = review::read(&bytes)
        && let Ok(reviewed) = review::review(&plan, None)
    {
        let _ = (review::markdown(&reviewed, None), serde_json::to_string(&reviewed));
    }
}

/// A price book and a file of assumptions, as a user gives them.
pub(crate) fn price_book(bytes: &[u8]) {
    let Ok(text) = settings::text_of(bytes.to_vec()) else { return };
    let file = Path::new("mine.toml");
    if let Err(report) = cost::PriceBook::read(file, &mut |_| Ok(text.clone())) {
        told(&report);
    }
    if let Err(report) = cost::Assumptions::shipped().overlaid(file, &mut |_| Ok(text.clone())) {
        told(&report);
    }
}

/// The manifest in an output folder: it never makes `synth` read or remove anything outside.
pub(crate) fn manifest(bytes: &[u8]) {
    let parent = tempfile::tempdir().expect("the temporary folder can be written");
    let folder = parent.path().join("prod");
    std::fs::create_dir(&folder).expect("the folder can be made");
    std::fs::write(parent.path().join("outside"), "outside").expect("the file can be written");
    std::fs::write(folder.join("inside.tf.json"), "{}").expect("the file can be written");
    std::fs::write(folder.join(output::MANIFEST), bytes).expect("the file can be written");
    if let Ok(Some(files)) = output::read(&folder) {
        assert!(files.iter().all(|(_, contents)| contents != b"outside"), "a file outside the folder was read");
    }
    let _ = output::replace(&folder, &output::Files::new());
    assert!(parent.path().join("outside").exists(), "a file outside the folder was removed");
}
