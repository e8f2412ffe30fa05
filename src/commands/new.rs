//! `synth new`: writes the file of another environment, made from one that is there. It must not know how ranges and names are found.

use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, anyhow, bail};
use clap::Args;
use domain::{Cidr, EnvironmentName, VpcCidr};
use schemars::JsonSchema;
use serde::Serialize;

use super::source::{Source, environment_name, read_text, today};
use crate::view::json::{FORMAT_VERSION, print_document};
use crate::view::print::{print, tell};
use engine::scaffold::{self, Change, Network};
use engine::{LocalDisk, Refused, Synthesized, Warnings, WithFile, Workspace};

/// The arguments of `synth new`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The new environment's name
    #[arg(value_name = "NAME", value_parser = environment_name)]
    name: EnvironmentName,

    /// The environment whose settings it gets
    #[arg(long, value_name = "NAME", value_parser = environment_name)]
    from: EnvironmentName,

    /// The range of its VPC; without, the next one that no environment of the folder has
    #[arg(long, value_name = "CIDR")]
    vpc_cidr: Option<VpcCidr>,

    /// The folder with the environments; without, `environments` here or above
    #[arg(long = "environments", value_name = "DIR")]
    folder: Option<PathBuf>,

    /// Print what was done as one JSON document
    #[arg(long)]
    json: bool,
}

/// What `synth new --json` prints.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "What synth new --json prints")]
pub(super) struct Document {
    /// The version of this format.
    format_version: &'static str,
    /// The new environment.
    environment: String,
    /// The file that was written.
    file: String,
    /// The environment that it was made from.
    from: String,
    /// The settings that differ from that environment's.
    changes: Vec<ChangeDocument>,
}

/// A setting that is not as in the environment that the new one was made from.
#[derive(Serialize, JsonSchema)]
struct ChangeDocument {
    /// The setting.
    setting: String,
    /// Its new value as TOML writes it; `null` when it was left out.
    value: Option<String>,
    /// Why.
    why: String,
}

/// Writes the file, unless the environment would be refused.
///
/// # Errors
/// There is no such environment to start from, there is one of the new name already, no range is free, or the file cannot be written.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let Arguments { name, from, vpc_cidr, folder, json } = arguments;
    let source = Source::of_folder(folder.clone());
    let file = source.folder().file(name);
    let template = source.workspace().find(from)?;
    if fs::symlink_metadata(&file).is_ok() {
        bail!("`{}` is there already: choose another name, or change that file", file.display());
    }
    if name.as_str() == super::bootstrap::FOLDER {
        bail!("choose another name: the folder `{name}` is that of the account's bootstrap");
    }
    let Some(old) = source.synthesize_or_tell(from)? else { return Ok(ExitCode::FAILURE) };
    let text = read_text(&template).with_context(|| format!("cannot read `{}`", template.display()))?;
    let network = network(&source, &old, *vpc_cidr)?;
    let (text, changes) =
        scaffold::derived(&text, (&old.environment, &old.synthesis), name, &network).map_err(|reason| anyhow!("{reason}"))?;

    let disk = WithFile { disk: &LocalDisk, file: file.clone(), text: text.clone() };
    if let Err(Refused { name: _, report }) = Workspace::new(source.path(), &disk, today()).synthesize(name, Warnings::Told)? {
        tell(|colour| report.render(colour, "nothing was written"))?;
        return Ok(ExitCode::FAILURE);
    }
    write(&file, &text)?;
    if *json {
        print_document(&document(arguments, &file, &changes))?;
    } else {
        print(&told(arguments, &file, &changes))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The network of the new environment: a free range, and the ranges that the old one sets.
fn network(source: &Source, old: &Synthesized, wanted: Option<VpcCidr>) -> Result<Network> {
    let mut taken: Vec<(EnvironmentName, Cidr)> = Vec::new();
    for other in source.workspace().environments()? {
        // As it stands, whatever else is wrong there: a value that was repaired would be nobody's.
        let draft = source.workspace().draft(&other)?.ok();
        let range = draft.as_ref().and_then(|draft| {
            let mut settings = draft.layers.settings();
            settings.find(|setting| setting.path == "networking.vpc_cidr".into())?.value.as_str()?.parse::<VpcCidr>().ok()
        });
        let further = draft.iter().flat_map(|draft| draft.layers.settings());
        let further = further.filter(|setting| setting.path == "networking.secondary_cidrs".into());
        let further = further.filter_map(|setting| setting.value.as_array().cloned()).flatten();
        let further = further.filter_map(|range| range.as_str()?.parse::<VpcCidr>().ok()).map(VpcCidr::cidr);
        taken.extend(further.map(|range| (other.clone(), range)));
        let range = range
            .ok_or_else(|| anyhow!("the range of `{other}` cannot be told: mend that environment first (`synth --env {other}`)"))?;
        taken.push((other, range.cidr()));
    }
    let before = source.workspace().draft(&old.name)?.ok().and_then(|draft| Some(draft.config()?.networking.clone()));
    let before = before.ok_or_else(|| anyhow!("the range of `{}` cannot be told", old.name))?;
    if let Some(wanted) = wanted
        && let Some((other, range)) = taken.iter().find(|(_, range)| range.overlaps(&wanted.cidr()))
    {
        bail!("`{wanted}` overlaps `{range}`, the range of `{other}`");
    }
    let ranges: Vec<Cidr> = taken.into_iter().map(|(_, range)| range).collect();
    let vpc_cidr = wanted.map(VpcCidr::cidr).or_else(|| scaffold::free(before.vpc_cidr.cidr(), &ranges));
    let vpc_cidr = vpc_cidr.ok_or_else(|| anyhow!("no private range of the size of `{}` is free", before.vpc_cidr))?;
    Ok(Network { before, vpc_cidr })
}

/// Writes a file that is not there.
pub(super) fn write(file: &Path, text: &str) -> Result<()> {
    // Somebody may have made it since it was looked for.
    let mut opened = match OpenOptions::new().write(true).create_new(true).open(file) {
        Ok(opened) => opened,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => bail!("`{}` is there already", file.display()),
        Err(error) => bail!("cannot write `{}`: {error}", file.display()),
    };
    opened.write_all(text.as_bytes()).map_err(|error| {
        // A part of an environment is worse than none.
        let _ = fs::remove_file(file);
        anyhow!("cannot write `{}`: {error}", file.display())
    })
}

fn told(arguments: &Arguments, file: &Path, changes: &[Change]) -> String {
    let Arguments { name, from, vpc_cidr: _, folder, json: _ } = arguments;
    let mut text = format!("wrote {}, made from {from}\n", file.display());
    for Change { setting, value, why } in changes {
        let value = value.as_ref().map_or_else(|| "left out".to_owned(), |value| format!("= {value}"));
        let _ = writeln!(text, "  {setting} {value}  ({why})");
    }
    let place = Source::of_folder(folder.clone()).typed();
    let _ = writeln!(
        text,
        "\nnext, when you have read it:\n  synth --env {name}{place}\n  synth lock --env {name}{place}    after its first apply; commit the record"
    );
    text
}

fn document(arguments: &Arguments, file: &Path, changes: &[Change]) -> Document {
    let Arguments { name, from, .. } = arguments;
    let change = |Change { setting, value, why }: &Change| ChangeDocument {
        setting: setting.clone(),
        value: value.clone(),
        why: (*why).to_owned(),
    };
    Document {
        format_version: FORMAT_VERSION,
        environment: name.to_string(),
        file: file.display().to_string(),
        from: from.to_string(),
        changes: changes.iter().map(change).collect(),
    }
}
