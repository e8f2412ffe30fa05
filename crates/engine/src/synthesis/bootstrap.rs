//! The stack that an account gets once, before its first environment: where Terraform keeps the state of all of them.

use std::collections::BTreeMap;

use state::BOOTSTRAP_KEY;
use terraform::{Body, Configuration, DuplicateError, Module, ModuleCall, Output, Provider, Removed, Settings};

use super::{Synthesis, add, facts, root};
use crate::added::AllAdded;
use crate::called::Called;
use crate::environment::Account;
use crate::own::Own;

/// Where the stack's own state lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateOfBootstrap {
    /// In a file beside the stack: the bucket does not stand yet.
    Local,
    /// In the bucket that the stack has made.
    InBucket,
}

/// Makes the Terraform configuration of the stack.
///
/// # Errors
/// Two resources with one address: a defect of the module, which names both places.
pub fn bootstrap(account: &Account, own_state: StateOfBootstrap) -> Result<Synthesis, Vec<DuplicateError>> {
    let mut configuration = Configuration::new();
    configuration.comment("Written by synth for the account's bootstrap. Change the settings of the environments, not this file.");
    terraform(configuration.root(), account, own_state);

    let call = ModuleCall::new("state");
    add(&mut configuration, &call, state::module(&account.state), Body::new());
    let state = state::References::of(&call);
    if let Some(table) = state::abandoned_lock_table(&account.state) {
        // A table that was there and is not asked for any more may still be locked by somebody: whoever knows better deletes it.
        configuration.root().document("refactoring").removed(Removed { from: table.in_module(call.label()), destroy: false });
    }
    let outputs = configuration.root().document("outputs");
    outputs.output(Output::new("state_bucket_name", "The bucket that holds the state of every environment.", &state.bucket_name));
    outputs.output(Output::new("state_bucket_arn", "The ARN of that bucket.", &state.bucket_arn));

    facts::of_bootstrap(&mut configuration, account);
    // Whatever the environments' own setting: the state of all of them is in here.
    configuration.prevent_destroy(&aws::facts::types::stateful().collect::<Vec<_>>());
    Synthesis::of(configuration, (&Called::default(), &[], &AllAdded::default()), &Own::default())
}

fn terraform(root: &mut Module, account: &Account, own_state: StateOfBootstrap) {
    let Account { account_id, project, tags, state } = account;
    let mut settings =
        Settings::new().required_version(root::REQUIRED_VERSION).required_provider("aws", aws::required_provider([]));
    match own_state {
        StateOfBootstrap::Local => {}
        StateOfBootstrap::InBucket => settings = settings.backend(state.backend(BOOTSTRAP_KEY)),
    }
    root.document("terraform").settings(settings);
    let mut all_tags: BTreeMap<&str, &str> = tags.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    all_tags.extend(project.as_ref().map(|project| ("Project", project.as_str())));
    all_tags.insert("ManagedBy", "terraform");
    let provider = root::provider(state.region, account_id.as_ref(), all_tags);
    root.document("providers").provider(Provider::new(provider));
}
