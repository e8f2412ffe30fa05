//! Which entries of the folder are Terraform's own, so that they outlive a replacement.
//!
//! It must not know what synth generates. Names hold at the top level only: Terraform writes where it is run.

use std::path::Path;

use crate::disk;

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

/// Whether the file is a saved plan, whatever its name: a zip archive whose first entry is `tfplan`.
///
/// A file that cannot be read is none, so that it is refused rather than carried over unseen.
pub(crate) fn is_plan(path: &Path) -> bool {
    // The layout is that of the local file header in the ZIP format: signature, 22 bytes on the entry, the length of its
    // name, the length of an extra field, and the name.
    let mut header = [0; 36];
    let read = disk::read_exact(path, &mut header);
    read.is_ok() && header.starts_with(b"PK\x03\x04") && header[26..28] == [6, 0] && header[30..] == *b"tfplan"
}

/// File names are compared by their bytes: Terraform's own are lower case on every system.
fn has_end(name: &str, end: &str) -> bool {
    name.ends_with(end)
}
