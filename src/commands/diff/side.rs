//! What is compared: an environment, a folder, or an environment as of a commit.

use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use domain::EnvironmentName;
use settings::Layers;
use terraform::read::Documents;

use crate::commands::git::Commit;
use crate::commands::source::Source;
use crate::commands::standing::Standing;
use crate::view::print::{tell, tell_error, tell_warning};
use engine::{Defect, synthesis};

/// One of the two things compared.
pub(in crate::commands) struct Side {
    /// How it is called.
    pub(in crate::commands) label: String,
    /// Its settings; a folder has none.
    pub(super) layers: Option<Layers>,
    pub(in crate::commands) documents: Documents,
}

/// Two environments or folders; nothing when settings are refused, which was told.
///
/// # Errors
/// One is neither, or cannot be read.
pub(super) fn both(source: &Source, old: &str, new: &str) -> Result<Option<(Side, Side)>> {
    let (old, new) = (side(source, old)?, side(source, new)?);
    Ok(old.zip(new))
}

/// An environment as of a commit, and today's; nothing when settings are refused, which was told.
///
/// # Errors
/// There is no such environment or commit.
pub(in crate::commands) fn then_and_now(source: &Source, reference: &str, name: &EnvironmentName) -> Result<Option<(Side, Side)>> {
    let file = source.workspace().find(name)?;
    let Some(now) = of_environment(source, name, name.to_string())? else { return Ok(None) };
    let commit = Commit::find(reference, &file)?;
    let loaded = engine::load_from(name, &file, &[], &commit);
    let (Some(environment), Some(layers)) = (loaded.environment, loaded.layers) else {
        tell(|colour| loaded.report.render(colour, ""))?;
        tell_error(format!("today's synth cannot read the settings of `{name}` as of `{reference}`"))?;
        return Ok(None);
    };
    let documents = synthesis::synthesize(&environment).map_err(Defect)?.documents;
    let then = Side { label: format!("{name} as of {reference}"), layers: Some(layers), documents };
    Ok(Some((then, now)))
}

fn side(source: &Source, text: &str) -> Result<Option<Side>> {
    let path = PathBuf::from(text);
    let name = match text.parse::<EnvironmentName>() {
        Ok(name) if !text.contains(std::path::is_separator) => name,
        _ if path.is_file() => return Err(anyhow!("`{text}` is a file: give the name of an environment, or a folder")),
        _ if path.is_dir() || text.contains(std::path::is_separator) => return of_folder(&path).map(Some),
        Err(error) => return Err(anyhow!("there is no folder `{text}`, and no environment can have that name: {error}")),
        Ok(_) => return of_folder(&path).map(Some),
    };
    let is_environment = source.folder().file(&name).is_file();
    if !is_environment && path.is_dir() {
        return of_folder(&path).map(Some);
    }
    if is_environment && path.is_dir() {
        tell_warning(format!(
            "`{name}` is an environment and a folder: the environment is compared; write `./{name}` for the folder"
        ))?;
    }
    of_environment(source, &name, name.to_string())
}

fn of_environment(source: &Source, name: &EnvironmentName, label: String) -> Result<Option<Side>> {
    let Some(synthesized) = source.synthesize_or_tell(name)? else { return Ok(None) };
    Ok(Some(Side { label, layers: Some(synthesized.layers), documents: synthesized.synthesis.documents }))
}

fn of_folder(folder: &Path) -> Result<Side> {
    let standing = Standing::of_anybody(folder)?;
    let documents = standing.documents()?;
    Ok(Side { label: folder.display().to_string(), layers: None, documents })
}
