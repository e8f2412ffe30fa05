//! A module in the configuration, and its call in the root module.

use terraform::{Configuration, Module, ModuleCall, Output};

/// Adds a module, and hands out all that it gives, so that another stack can build on it.
pub(super) fn add_with_outputs(configuration: &mut Configuration, call: &ModuleCall, module: Module, inputs: terraform::Body) {
    add(configuration, call, module, inputs);
    let description = format!("All that the module gives, for what is built on it: `{}.<output of the module>`.", call.label());
    configuration.root().document("outputs").output(Output::of_module(call, &description));
}

pub(super) fn add(configuration: &mut Configuration, call: &ModuleCall, module: Module, inputs: terraform::Body) {
    configuration.child(call, module);
    configuration.root().document("main").module(call, inputs);
}
