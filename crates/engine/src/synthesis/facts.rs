//! The test files that every emitted folder carries: what `terraform test` proves of each module, as the module itself says it.

use aws::Provider as Aws;
use terraform::{Configuration, ModuleCall, Run, TestFile};

use crate::environment::Account;

/// The account in which a mock of AWS has its resources, when the settings name none: the one of AWS's own documentation.
pub(super) const ACCOUNT: &str = "111122223333";

/// The test file of the bootstrap's module.
pub(crate) fn of_bootstrap(configuration: &mut Configuration, account: &Account) {
    add(configuration, "state", None, &|call| Some(state::facts(call, &account.state)));
}

/// The test file of a module, if something is proved of it; `second` is the alias of a second provider's configuration that it takes.
pub(super) fn add(
    configuration: &mut Configuration,
    name: &'static str,
    second: Option<&str>,
    fact: &dyn Fn(&ModuleCall) -> Option<Run>,
) {
    let Some(run) = fact(&ModuleCall::new(name)) else { return };
    let mut file = TestFile::new::<Aws>(second.map(Into::into));
    file.run(run);
    configuration.test(name, file);
}
