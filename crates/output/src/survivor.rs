//! Which entries of the folder outlive a replacement: Terraform's own, and what Terraform would not read.
//!
//! It must not know what synth generates. Terraform's own names hold at the top level only: it writes where it is run.

/// Whether Terraform, or the one who runs it, keeps something of its own under this name.
///
/// The names are those of the Terraform documentation ("Command: init", "Command: plan", "Input Variables", "State:
/// Workspaces", "Debugging Terraform") and of what Terraform 1.11 writes.
pub(crate) fn by_name(name: &str) -> bool {
    let working = matches!(name, ".terraform" | ".terraform.lock.hcl");
    // `errored.tfstate` and `.terraform.tfstate.lock.info` are among these, as is `terraform.tfstate.d`, the folder of the
    // workspaces' states.
    let state = has_end(name, ".tfstate") || name.contains(".tfstate.");
    let variables = has_end(name, ".tfvars") || has_end(name, ".tfvars.json");
    let crash = name == "crash.log" || (name.starts_with("crash.") && has_end(name, ".log"));
    // `-out` takes any name; these are the usual ones.
    let plan = name == "tfplan" || has_end(name, ".tfplan") || name == "plan.out" || has_end(name, ".plan");
    working || state || variables || crash || plan
}

/// What Terraform and `OpenTofu` read as configuration, tests, mocks and queries, wherever they are run ("Files and Configuration
/// Structure", "Tests", "Mocks").
const READ: [&str; 15] = [
    ".tf",
    ".tf.json",
    ".tofu",
    ".tofu.json",
    ".tftest.hcl",
    ".tftest.json",
    ".tofutest.hcl",
    ".tofutest.json",
    ".tfmock.hcl",
    ".tfmock.json",
    ".tofumock.hcl",
    ".tofumock.json",
    ".tfquery.hcl",
    ".tfquery.json",
    ".tfstack.hcl",
];

/// Whether a file of this name means nothing to Terraform, so that it changes nothing where it lies: a README, `.gitignore`,
/// `.envrc`, a plan printed as JSON, what the desktop leaves behind.
pub(crate) fn is_harmless(name: &str) -> bool {
    !READ.iter().any(|end| has_end(name, end))
}

/// Whether a folder of this name means nothing to Terraform: it follows `modules` and `tests`, and others that a `source` names,
/// never a hidden one of an editor's or of version control.
pub(crate) fn is_harmless_folder(name: &str) -> bool {
    name.starts_with('.')
}

/// File names are compared by their bytes: Terraform's own are lower case on every system.
fn has_end(name: &str, end: &str) -> bool {
    name.ends_with(end)
}
