//! The project's chores, as `cargo xtask <chore>`.

mod bless;
mod compact;
mod list;
mod names;
mod render;
mod replacing;
mod rules;
mod schema;
mod text;

pub(crate) use text::read;

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::Parser;

#[derive(Parser)]
#[command(about = "The project's own chores")]
enum Chore {
    /// Write a crate's `src/bindings` anew from the compact schema and the list beside it: those of `crates/aws`, or of a crate of one's own.
    Bindings {
        /// The crate that binds the types: its folder, from that of the repository.
        #[arg(long = "crate", default_value = AWS)]
        folder: PathBuf,
        /// Change nothing; fail when the bindings are not what the schema and the list make.
        #[arg(long)]
        check: bool,
    },
    /// Write anew everything that is derived: bindings, snapshots, reports, schemas, the pages in `docs`.
    Bless {
        /// Only what the tests with this in their names compare.
        filter: Option<String>,
    },
    /// Ask the provider which arguments make it replace a resource, and write `crates/aws/schema/replacing.txt`.
    Replacing {
        /// The types to ask about; without, those that it was not asked about yet.
        types: Vec<String>,
        /// The provider's executable; without, the one in the mirror that `SYNTH_TERRAFORM_MIRROR` names.
        #[arg(long)]
        provider: Option<PathBuf>,
    },
    /// Make the compact schema of the listed types from what `terraform providers schema -json` prints.
    Schema {
        /// The crate that binds the types: its folder, from that of the repository.
        #[arg(long = "crate", default_value = AWS)]
        folder: PathBuf,
        /// The version of the provider that printed it, e.g. `5.100.0`.
        version: String,
        /// The file; `-` reads standard input.
        file: PathBuf,
    },
}

/// The crate of the bindings.
const AWS: &str = "crates/aws";

fn main() -> Result<()> {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = xtask.parent().unwrap_or(xtask);
    let aws = root.join(AWS);
    match Chore::parse() {
        Chore::Bindings { check, folder } => bindings(&root.join(folder), check),
        Chore::Bless { filter } => {
            // Writing them anew when they are fresh would compile everything anew.
            if bindings(&aws, true).is_err() {
                bindings(&aws, false)?;
            }
            rules::list(root)?;
            bless::bless(root, filter.as_deref())
        }
        Chore::Replacing { types, provider } => replacing::ask(root, &types, provider),
        Chore::Schema { folder, version, file } => compact_schema(&root.join(folder), &version, &file),
    }
}

fn bindings(aws: &Path, check: bool) -> Result<()> {
    let list = list::parse(&read(&aws.join("bindings.txt"))?)?;
    let schema = schema::parse(&read(&aws.join("schema").join(format!("{}.json", list.version)))?)?;
    let files = render::files(&list, &schema)?;
    let folder = aws.join("src").join("bindings");
    if check {
        let stale = stale(&folder, &files)?;
        if !stale.is_empty() {
            bail!("these bindings are stale: {}; run `cargo xtask bindings`", stale.join(", "));
        }
        return Ok(());
    }
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot clear {}", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for (name, text) in &files {
        fs::write(folder.join(name), text).with_context(|| format!("cannot write {name}"))?;
    }
    Ok(())
}

/// The names of files that are missing, differ, or should not be there.
fn stale(folder: &Path, files: &std::collections::BTreeMap<String, String>) -> Result<Vec<String>> {
    let mut stale: Vec<String> = files
        .iter()
        .filter(|(name, text)| fs::read_to_string(folder.join(name)).ok().as_ref() != Some(text))
        .map(|(name, _)| name.clone())
        .collect();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !files.contains_key(&name) {
            stale.push(name);
        }
    }
    Ok(stale)
}

fn compact_schema(aws: &Path, version: &str, file: &Path) -> Result<()> {
    let list = list::parse(&read(&aws.join("bindings.txt"))?)?;
    let mut text = String::new();
    if file == Path::new("-") {
        std::io::stdin().read_to_string(&mut text).context("cannot read standard input")?;
    } else {
        text = read(file)?;
    }
    let compact = compact::compact(&serde_json::from_str(&text).context("this is no JSON")?, &list)?;
    let target = aws.join("schema").join(format!("{version}.json"));
    fs::create_dir_all(aws.join("schema")).context("cannot make the schema folder")?;
    fs::write(&target, compact).with_context(|| format!("cannot write {}", target.display()))
}
