//! A folder for a test, two versions of its files, and what stands on disk.
//!
//! It must not ask the crate under test what stands on disk.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use output::{Files, MANIFEST, RelativePath};
use tempfile::TempDir;

/// The files `out/prod` under a temporary folder.
pub(crate) struct Out {
    parent: TempDir,
}

impl Out {
    pub(crate) fn new() -> Self {
        Self { parent: tempfile::tempdir().expect("the temporary folder can be written") }
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.parent.path().join("prod")
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder().join(path)
    }

    /// A path beside the folder.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.parent.path().join(name)
    }

    pub(crate) fn write(&self, path: &str, contents: impl AsRef<[u8]>) {
        write(&self.path(path), contents);
    }

    pub(crate) fn replace(&self, files: &Files) -> output::Outcome {
        output::replace(&self.folder(), files).expect("the folder can be replaced")
    }

    pub(crate) fn refusal(&self, files: &Files) -> output::Error {
        output::replace(&self.folder(), files).expect_err("the folder must not be replaced")
    }

    /// The names in the folder above, hidden ones too.
    pub(crate) fn neighbours(&self) -> Vec<String> {
        let entries = fs::read_dir(self.parent.path()).expect("the temporary folder can be listed");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("it can be listed").file_name().to_string_lossy().into_owned()).collect();
        // Where a folder cannot be locked, a file beside it is.
        names.retain(|name| name != ".synth.lock");
        names.sort();
        names
    }
}

/// What stands at a path, as the disk has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Standing {
    Folder,
    File(Vec<u8>),
    Link(PathBuf),
}

/// All that stands in a folder, by path.
pub(crate) fn standing(folder: &Path) -> BTreeMap<String, Standing> {
    let mut all = BTreeMap::new();
    collect(folder, "", &mut all);
    all
}

fn collect(folder: &Path, inside: &str, all: &mut BTreeMap<String, Standing>) {
    for entry in fs::read_dir(folder.join(inside)).expect("the folder can be listed") {
        let entry = entry.expect("the folder can be listed");
        let path = format!("{inside}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().expect("its kind is known");
        let standing = if kind.is_dir() {
            collect(folder, &format!("{path}/"), all);
            Standing::Folder
        } else if kind.is_symlink() {
            Standing::Link(fs::read_link(entry.path()).expect("the link can be read"))
        } else {
            Standing::File(fs::read(entry.path()).expect("the file can be read"))
        };
        all.insert(path, standing);
    }
}

/// What should stand in a folder that has these generated files and nothing else.
pub(crate) fn expected(files: &Files) -> BTreeMap<String, Standing> {
    let mut all = BTreeMap::new();
    for (path, contents) in files {
        let path = path.as_str();
        for (end, _) in path.match_indices('/') {
            all.insert(path[..end].to_owned(), Standing::Folder);
        }
        all.insert(path.to_owned(), Standing::File(contents.to_vec()));
    }
    let lines: Vec<String> = files.iter().map(|(path, _)| format!("  \"{path}\"")).collect();
    let manifest = if lines.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", lines.join(",\n")) };
    all.insert(MANIFEST.to_owned(), Standing::File(manifest.into_bytes()));
    all
}

pub(crate) fn files(all: &[(&str, &str)]) -> Files {
    let mut files = Files::new();
    for (path, contents) in all {
        files.insert(path_of(path), *contents).expect("the paths do not clash");
    }
    files
}

pub(crate) fn path_of(path: &str) -> RelativePath {
    RelativePath::new(path).expect("it is a path")
}

/// Two versions of a folder, of about the size of a real one: some files in both, equal or not, and some in one only.
pub(crate) fn versions() -> [Files; 2] {
    ["one", "two"].map(|version| {
        let mut files = Files::new();
        for number in 0..12 {
            let text = format!("{version} {number} ").repeat(1000);
            files.insert(path_of(&format!("changed-{number}.tf.json")), text).expect("the paths do not clash");
            let text = format!("same {number} ").repeat(1000);
            files.insert(path_of(&format!("modules/same/{number}.tf.json")), text).expect("the paths do not clash");
            let text = format!("only {number} ").repeat(1000);
            files.insert(path_of(&format!("modules/{version}/{number}.tf.json")), text).expect("the paths do not clash");
        }
        files
    })
}

/// Puts something of each kind that Terraform keeps into the folder: a file, a tree, links.
pub(crate) fn put_survivors(folder: &Path) {
    write(&folder.join("terraform.tfstate"), "state");
    write(&folder.join(".terraform.lock.hcl"), "versions");
    write(&folder.join(".terraform/modules/modules.json"), "modules");
    let providers = folder.join(".terraform/providers");
    fs::create_dir_all(&providers).expect("the folder can be made");
    symlink("../modules/modules.json", providers.join("near")).expect("the link can be made");
    symlink("/nowhere/aws", providers.join("aws")).expect("the link can be made");
}

pub(crate) fn write(path: &Path, contents: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().expect("it stands in a folder")).expect("the folder can be made");
    fs::write(path, contents).expect("the file can be written");
}

/// The variable that names the folder to a test that works in a process of its own.
const FOLDER: &str = "OUTPUT_TEST_FOLDER";

/// A command that runs one ignored test of this program in a process of its own.
pub(crate) fn process(test: &str, folder: &Path) -> Command {
    let program = std::env::current_exe().expect("the test program has a path");
    let mut command = Command::new(program);
    command.args(["--exact", test, "--ignored", "--nocapture"]).env(FOLDER, folder);
    command.stdout(Stdio::null());
    command
}

pub(crate) fn spawn(mut command: Command) -> Child {
    command.spawn().expect("the process can be started")
}

/// The folder that the process was started for; none when somebody runs the ignored tests by hand.
pub(crate) fn folder_of_process() -> Option<PathBuf> {
    std::env::var_os(FOLDER).map(PathBuf::from)
}
