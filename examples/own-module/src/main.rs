//! Emits every environment of a folder with the module of its own: `own-module <folder of environments> <folder to write to>`.

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use engine::{LocalDisk, Warnings, Workspace};
use own_module::Events;

fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(environments), Some(out)) = (arguments.next(), arguments.next()) else {
        bail!("name the folder of the environments and the one to write to");
    };
    let today = jiff::Zoned::now().date().to_string().parse().context("today is a day")?;
    let workspace = Workspace::new(environments, &LocalDisk, today).with(vec![Arc::new(Events)]);
    for name in workspace.environments()? {
        match workspace.synthesize(&name, Warnings::Told)? {
            Ok(synthesized) => {
                if !synthesized.report.is_empty() {
                    writeln!(std::io::stderr(), "{}", synthesized.report)?;
                }
                for (path, text) in &synthesized.synthesis.files {
                    let file = out.join(name.as_str()).join(path);
                    std::fs::create_dir_all(file.parent().unwrap_or(&out))?;
                    std::fs::write(&file, text).with_context(|| file.display().to_string())?;
                }
            }
            Err(refused) => bail!("{}", refused.report),
        }
    }
    Ok(())
}
