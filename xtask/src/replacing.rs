//! Starts `replacing.py`, which speaks the provider's protocol.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{list, read};

/// Asks the provider about these types; without any, about those that it was not asked about yet.
pub(crate) fn ask(root: &Path, types: &[String], provider: Option<PathBuf>) -> Result<()> {
    let version = list::parse(&read(&root.join("crates/aws/bindings.txt"))?)?.version;
    let provider = match provider {
        Some(provider) => provider,
        None => in_mirror(&version)?,
    };
    let status = Command::new("python3")
        .arg(root.join("xtask/replacing.py"))
        .arg(provider)
        .args(types)
        .status()
        .context("cannot start python3")?;
    if !status.success() {
        bail!("replacing.py failed and changed nothing; it needs `pip install grpcio msgpack`");
    }
    Ok(())
}

/// The executable of this version in the unpacked mirror (Terraform, "Provider Installation", filesystem mirrors).
fn in_mirror(version: &str) -> Result<PathBuf> {
    let mirror = env::var_os("SYNTH_TERRAFORM_MIRROR").context("name the provider by `--provider` or `SYNTH_TERRAFORM_MIRROR`")?;
    let folder = Path::new(&mirror).join("registry.terraform.io/hashicorp/aws").join(version);
    let platforms = folder.read_dir().with_context(|| format!("the mirror has no AWS provider {version}: {}", folder.display()))?;
    let files = platforms.flatten().filter_map(|platform| platform.path().read_dir().ok()).flatten().flatten();
    let is_executable =
        |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("terraform-provider-aws"));
    files.map(|file| file.path()).find(is_executable).with_context(|| format!("no executable in {}", folder.display()))
}
