//! Where things stand, from the repository's root on, in which a pipeline's commands run.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf, absolute};

use anyhow::{Context as _, Result};

use super::facts::Environment;
use crate::commands::source::{Source, USUAL_FOLDER, USUAL_OUT};
use crate::view::shell::quoted;

/// Where the environments and what is emitted for them stand in the repository.
#[derive(Debug)]
pub(super) struct Layout {
    root: PathBuf,
    /// The folder of the environments' files.
    pub(super) environments: String,
    /// The folder under which each environment has its own.
    pub(super) out: String,
}

impl Layout {
    /// Of a repository with this root; nothing where the environments stand in another one.
    ///
    /// # Errors
    /// There is no current folder.
    pub(super) fn of(root: &Path, source: &Source, out: &Path) -> Result<Option<Self>> {
        let root = normal(root)?;
        let inside = |path: &Path| -> Result<Option<String>> { Ok(within(&root, &normal(path)?)) };
        let Some(environments) = inside(&source.path())? else { return Ok(None) };
        // Where a command that is typed elsewhere would write does not matter: those of the pipeline are typed at the root.
        let out = inside(out)?.unwrap_or_else(|| USUAL_OUT.to_owned());
        Ok(Some(Self { root, environments, out }))
    }

    /// A path from the root on; nothing where it leads out of the repository.
    pub(super) fn path(&self, path: &Path) -> Option<String> {
        within(&self.root, &normal(path).ok()?)
    }

    /// The folders of which a change asks for a plan, none of them inside another.
    pub(super) fn watched(&self, environments: &[Environment]) -> Vec<String> {
        let own = environments.iter().flat_map(|it| &it.own).filter_map(|folder| self.path(folder));
        let folders: BTreeSet<String> = [self.environments.clone(), self.out.clone()].into_iter().chain(own).collect();
        let is_inside =
            |folder: &String| folders.iter().any(|other| folder.strip_prefix(other).is_some_and(|rest| rest.starts_with('/')));
        folders.iter().filter(|folder| !is_inside(folder)).cloned().collect()
    }

    /// The flag that names the environments, with a space before, where they are not where they are looked for.
    pub(super) fn environments_flag(&self) -> String {
        if self.environments == USUAL_FOLDER { String::new() } else { format!(" --environments {}", quoted(&self.environments)) }
    }

    /// As `environments_flag`, and where what is emitted goes.
    pub(super) fn flags(&self) -> String {
        let out = if self.out == USUAL_OUT { String::new() } else { format!(" --out {}", quoted(&self.out)) };
        self.environments_flag() + &out
    }
}

/// The root of the git repository in which a folder stands, as it is reached from here, unless it is that folder. A pipeline's runner looks for
/// its files there alone.
///
/// # Errors
/// There is no current folder.
pub(super) fn repository_above(folder: &Path) -> Result<Option<PathBuf>> {
    let here = normal(Path::new("."))?;
    let folder = normal(folder)?;
    // A worktree and a submodule have a file of that name.
    let Some(root) = folder.ancestors().find(|it| it.join(".git").exists()).filter(|root| *root != folder) else { return Ok(None) };
    Ok(Some(match (root.strip_prefix(&here), here.strip_prefix(root)) {
        (Ok(inside), _) if inside.as_os_str().is_empty() => PathBuf::from("."),
        (Ok(inside), _) => inside.to_owned(),
        (Err(_), Ok(way)) => way.iter().map(|_| "..").collect(),
        (Err(_), Err(_)) => root.to_owned(),
    }))
}

/// The path from the root of all on, without `.` and `..`.
fn normal(path: &Path) -> Result<PathBuf> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    let path = absolute(path).with_context(|| format!("cannot tell where `{}` is", path.display()))?;
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => drop(normal.pop()),
            Component::CurDir => {}
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => normal.push(component),
        }
    }
    Ok(normal)
}

/// The way from a folder down to a path, with slashes.
fn within(folder: &Path, path: &Path) -> Option<String> {
    let names: Vec<&str> = path.strip_prefix(folder).ok()?.iter().map(|name| name.to_str()).collect::<Option<_>>()?;
    Some(if names.is_empty() { ".".to_owned() } else { names.join("/") })
}

#[cfg(test)]
mod tests {
    use super::{normal, within};
    use std::path::Path;

    #[test]
    fn a_path_is_told_from_the_root_on_unless_it_leads_out() {
        let told = |root: &str, path: &str| within(&normal(Path::new(root)).ok()?, &normal(Path::new(path)).ok()?);
        assert_eq!(told("/a", "/a/b/../c/environments").as_deref(), Some("c/environments"));
        assert_eq!(told(".", "environments").as_deref(), Some("environments"));
        assert_eq!(told("/a/b", "/a/b").as_deref(), Some("."));
        assert_eq!(told("/a/b", "/a/environments"), None);
    }
}
