//! The page of an environment: what it says, that it says so truly, and how a browser shows it.

mod availability;
mod browser;
mod checklist;
mod in_a_browser;
mod on_call;
mod page;
mod seams;
mod settings;

use crate::common::Emitted;
use domain::Objectives;
use report::Input;

/// The page of what is emitted, with nothing but that.
fn page(emitted: &Emitted) -> String {
    report::page(&input(emitted))
}

fn input(emitted: &Emitted) -> Input<'_> {
    Input {
        overridden: Vec::new(),
        environment: emitted.environment.clone(),
        others: vec!["other".to_owned()],
        documents: &emitted.documents,
        objectives: Objectives::default(),
        settings: Vec::new(),
        rules: None,
        cost: Err("nothing is asked for it here".to_owned()),
    }
}

/// Changes a resource in the emitted documents, or an environment's other block, by its place in them.
fn change(emitted: &mut Emitted, pointer: &str, change: impl Fn(&mut terraform::Json)) {
    let mut found = false;
    for document in emitted.documents.by_path_mut().values_mut() {
        if let Some(body) = document.pointer_mut(pointer) {
            change(body);
            found = true;
        }
    }
    assert!(found, "no document has {pointer}");
}
