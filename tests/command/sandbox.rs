//! A temporary folder with two environments in it, and what `synth` says and writes there.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value as Json;
use tempfile::TempDir;

/// What both environments share.
const BASE: &str = r#"
project = "shop"
region = "eu-central-1"
disaster_recovery_region = "eu-west-1"
ecs.load_balancer.tls = { domain = "shop.example.com", hosted_zone_id = "Z0123456789ABCDEFGHIJ" }
[state]
bucket = "shop-terraform-state"
region = "eu-central-1"

[networking]
vpc_cidr = "10.0.0.0/16"
zones = ["a", "b"]

[services.web]
image_tag = "1.0.0"
port = 8080
tasks = { desired = 2, min = 2, max = 4 }
routing = { priority = 100, paths = ["/*"] }

[monitoring]
alert_mail = ["alerts@example.com"]
critical_mail = ["on-call@example.com"]

[rds]
password_rotation_days = 365
"#;

const PROD: &str = r#"extends = "base.toml"
"#;

const STAGING: &str = r#"extends = "base.toml"
purpose = "development"
networking.nat_gateways = "single"
ecs.load_balancer.tls.domain = "staging.example.com"
"#;

/// What would change how `synth` prints, and is the tests' own business.
const VARIABLES: [&str; 5] = ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TERM", "CI"];

/// A temporary folder in which `synth` runs.
pub(crate) struct Sandbox(TempDir);

/// How a run of `synth` ended, and what it printed.
pub(crate) struct Ran {
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Sandbox {
    /// A folder with `environments/prod.toml`, `environments/staging.toml` and the file that both extend.
    pub(crate) fn new() -> Self {
        let sandbox = Self::empty();
        for (name, text) in [("base", BASE), ("prod", PROD), ("staging", STAGING)] {
            sandbox.write(&format!("environments/{name}.toml"), text);
        }
        sandbox
    }

    /// A folder with nothing in it.
    pub(crate) fn empty() -> Self {
        Self(tempfile::tempdir().expect("the temporary folder can be made"))
    }

    /// Where something in the folder stands.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// Writes a file, and the folders that lead to it.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("it stands in the folder")).expect("the folder can be made");
        fs::write(path, text).expect("the file can be written");
    }

    /// Adds lines to the end of a file.
    pub(crate) fn append(&self, path: &str, text: &str) {
        let before = fs::read_to_string(self.path(path)).expect("the file is there");
        self.write(path, &format!("{before}{text}"));
    }

    /// Every file under a folder by its path in it; none if there is no such folder.
    pub(crate) fn tree(&self, folder: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        let top = self.path(folder);
        let mut open = vec![top.clone()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten() {
                let path = entry.expect("the folder can be listed").path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    let inside = path.strip_prefix(&top).expect("it was found there").to_owned();
                    files.insert(inside, fs::read(path).expect("the file can be read"));
                }
            }
        }
        files
    }

    /// The names in a folder, hidden ones too.
    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(folder)).expect("the folder is there");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("the folder can be listed").file_name().display().to_string()).collect();
        names.sort();
        names
    }

    /// `synth`, ready to run in this folder, with no variable set that it heeds.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_synth"));
        command.args(arguments).current_dir(self.0.path());
        for variable in VARIABLES {
            command.env_remove(variable);
        }
        command
    }

    /// Runs `synth` in this folder.
    pub(crate) fn synth(&self, arguments: &[&str]) -> Ran {
        self.ran(&mut self.command(arguments))
    }

    /// Runs a command; the folder's own path is not in what is printed.
    pub(crate) fn ran(&self, command: &mut Command) -> Ran {
        let Output { status, stdout, stderr } = command.output().expect("the command can be started");
        let text = |bytes| String::from_utf8(bytes).expect("it is UTF-8").replace(&self.0.path().display().to_string(), "<here>");
        Ran { status: status.code(), stdout: text(stdout), stderr: text(stderr) }
    }
}

impl Ran {
    /// Fails the test unless all was well.
    #[track_caller]
    pub(crate) fn well(self) -> Self {
        assert_eq!(self.status, Some(0), "{self}");
        self
    }

    /// Fails the test unless it ended as every error does.
    #[track_caller]
    pub(crate) fn failed(self) -> Self {
        assert_eq!(self.status, Some(1), "{self}");
        self
    }

    /// The JSON document on standard output.
    #[track_caller]
    pub(crate) fn json(&self) -> Json {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}\n{self}"))
    }
}

impl fmt::Display for Ran {
    /// Everything, with the counts of files and resources as `N`: they change with the modules.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { status, stdout, stderr } = self;
        let status = status.map_or_else(|| "by a signal".to_owned(), |code| code.to_string());
        writeln!(formatter, "exit: {status}")?;
        for (stream, text) in [("stdout", stdout), ("stderr", stderr)].iter().filter(|(_, text)| !text.is_empty()) {
            write!(formatter, "--- {stream}\n{}", without_counts(text))?;
        }
        Ok(())
    }
}

fn without_counts(text: &str) -> String {
    text.split_inclusive('\n').map(without_counts_of_line).collect()
}

fn without_counts_of_line(line: &str) -> String {
    let counted = ["files", "resources", "KB", "as"];
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_count =
        |word: &str, next: &str| word.bytes().all(|byte| byte.is_ascii_digit()) && counted.contains(&next.trim_matches(','));
    if !words.windows(2).any(|pair| is_count(pair[0], pair[1])) {
        return line.to_owned();
    }
    let indent = &line[..line.len() - line.trim_start().len()];
    let mut nexts = words.iter().copied().skip(1).chain([""]);
    let plain: Vec<&str> =
        words.iter().map(|word| if is_count(word, nexts.next().unwrap_or_default()) { "N" } else { *word }).collect();
    format!("{indent}{}\n", plain.join(" "))
}

/// Whether a file of that name stands in the tree.
pub(crate) fn holds(tree: &BTreeMap<PathBuf, Vec<u8>>, path: &str) -> bool {
    tree.contains_key(Path::new(path))
}
