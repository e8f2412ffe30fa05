//! The `moved`, `import` and `removed` blocks, all of them in the root module: from there every address can be named.

use terraform::{Import, Module, Moved, Removed, Value};

use crate::environment::Refactoring;

/// The blocks; none where nothing changes.
pub(crate) fn refactoring(root: &mut Module, refactoring: &Refactoring) {
    let Refactoring { moved, import, removed } = refactoring;
    let document = root.document("refactoring");
    for (from, to) in moved {
        document.moved(Moved { from: from.clone(), to: to.clone() });
    }
    for (to, id) in import {
        document.import(Import { to: to.clone(), id: Value::Literal(id.to_string()) });
    }
    for (from, destroy) in removed {
        document.removed(Removed { from: from.clone(), destroy: *destroy });
    }
}
