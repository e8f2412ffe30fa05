//! Terraform's commands in a folder, most often a copy. It must not know what the folder holds.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::answers::{DetailedExitCode, Foreseen, Plan, Validation, document};
use crate::failure::Failure;
use crate::folder;
use crate::moto::Moto;
use crate::process::Running;
use crate::tools::{Tools, text_of};

/// The file in which a plan is saved between `plan` and `show`.
const PLAN: &str = "synth-test.tfplan";

/// The file of its CLI configuration, which it does not take for one of the folder's.
const CONFIGURATION: &str = ".synth-test.tfrc";

/// Terraform in a folder: a working copy of its own, which goes when the value goes, or one that somebody else keeps.
pub struct Terraform {
    tools: Tools,
    folder: Folder,
    endpoint: Option<String>,
    has_configuration: bool,
}

enum Folder {
    Copy(TempDir),
    Kept(PathBuf),
}

impl Terraform {
    /// This folder itself, as its user runs Terraform there; what Terraform leaves in it stays.
    pub fn in_folder(tools: &Tools, folder: &Path) -> Self {
        Self { tools: tools.clone(), folder: Folder::Kept(folder.to_owned()), endpoint: None, has_configuration: false }
    }

    /// A working copy of these files: relative paths with `/`, and their bytes.
    pub fn of_files<P: AsRef<Path>, B: AsRef<[u8]>>(
        tools: &Tools,
        files: impl IntoIterator<Item = (P, B)>,
    ) -> Result<Self, Failure> {
        folder::of_files(files).map(|copy| Self::in_copy(tools, copy))
    }

    /// A working copy of this folder, without `.terraform`.
    pub fn of_folder(tools: &Tools, folder: &Path) -> Result<Self, Failure> {
        folder::copy_of(folder).map(|copy| Self::in_copy(tools, copy))
    }

    fn in_copy(tools: &Tools, copy: TempDir) -> Self {
        Self { tools: tools.clone(), folder: Folder::Copy(copy), endpoint: None, has_configuration: false }
    }

    /// Sends every AWS call to this moto; without, all of them fail.
    pub fn against(mut self, moto: &Moto) -> Self {
        self.endpoint = Some(moto.url());
        self
    }

    /// With this text as Terraform's CLI configuration, such as where a registry is.
    pub fn with_cli_configuration(self, text: &str) -> Result<Self, Failure> {
        let path = self.folder().join(CONFIGURATION);
        fs::write(&path, text).map_err(Failure::at(&path))?;
        Ok(Self { has_configuration: true, ..self })
    }

    /// Writes `synth_test_override.tf.json` beside the copied files; Terraform merges it over them.
    pub fn with_override(self, document: &Value) -> Result<Self, Failure> {
        let path = self.folder().join("synth_test_override.tf.json");
        fs::write(&path, document.to_string()).map_err(Failure::at(&path))?;
        Ok(self)
    }

    /// The folder in which Terraform runs.
    pub fn folder(&self) -> &Path {
        match &self.folder {
            Folder::Copy(copy) => copy.path(),
            Folder::Kept(folder) => folder,
        }
    }

    /// `terraform init`, with the backend as the folder has it; its bucket has to be there.
    pub fn init(&self) -> Result<String, Failure> {
        self.initialize(&["init", "-no-color"])
    }

    /// `terraform init -migrate-state`, every question answered with yes: moves the state to where the folder says now.
    pub fn init_and_migrate_state(&self) -> Result<String, Failure> {
        self.initialize(&["init", "-no-color", "-migrate-state", "-force-copy"])
    }

    /// `terraform init -backend=false`: enough to validate, not to plan.
    pub fn init_without_backend(&self) -> Result<String, Failure> {
        self.initialize(&["init", "-no-color", "-backend=false"])
    }

    /// `terraform validate -json`. A folder that is not valid is an answer, not a failure.
    pub fn validate(&self) -> Result<Validation, Failure> {
        let output = self.output_of(&["validate", "-json"])?;
        Validation::read(&String::from_utf8_lossy(&output.stdout))
    }

    /// `terraform plan`, as JSON.
    pub fn plan(&self) -> Result<Plan, Failure> {
        self.run(&["plan", "-no-color", &format!("-out={PLAN}")])?;
        Plan::read(&self.run(&["show", "-json", PLAN])?)
    }

    /// `terraform plan -json`: what would be done and what Terraform says to it, in one command where `validate`, `plan` and `show` are three
    /// that each load the provider's schema. `apply_planned` then does it.
    pub fn foresee(&self) -> Result<Foreseen, Failure> {
        let arguments = ["plan", "-json", &format!("-out={PLAN}")];
        let output = self.output_of(&arguments)?;
        let text = String::from_utf8_lossy(&output.stdout);
        if output.status.success() { Foreseen::read(&text) } else { Err(failed(&arguments, &output)) }
    }

    /// `terraform apply` of what `plan` or `foresee` has written, without planning it once more.
    pub fn apply_planned(&self) -> Result<String, Failure> {
        self.run(&["apply", "-no-color", PLAN])
    }

    /// `terraform plan -detailed-exitcode`: whether what is there is what the folder says.
    pub fn plan_detailed_exit_code(&self) -> Result<DetailedExitCode, Failure> {
        self.detailed_exit_code(&["plan", "-no-color", "-detailed-exitcode"])
    }

    /// As [`Terraform::plan_detailed_exit_code`], of what the state knows, which was just read from AWS.
    pub fn plan_as_read(&self) -> Result<DetailedExitCode, Failure> {
        self.detailed_exit_code(&["plan", "-no-color", "-detailed-exitcode", "-refresh=false"])
    }

    fn detailed_exit_code(&self, arguments: &[&str]) -> Result<DetailedExitCode, Failure> {
        let output = self.output_of(arguments)?;
        match output.status.code() {
            Some(0) => Ok(DetailedExitCode::NoChanges),
            Some(2) => Ok(DetailedExitCode::Changes(text_of(&output))),
            Some(_) | None => Err(failed(arguments, &output)),
        }
    }

    /// `terraform apply -refresh-only`: has the state know what there is in AWS, and changes nothing there.
    pub fn read(&self) -> Result<String, Failure> {
        self.run(&["apply", "-refresh-only", "-no-color", "-auto-approve"])
    }

    /// `terraform apply` of all that is planned.
    pub fn apply(&self) -> Result<String, Failure> {
        self.run(&["apply", "-no-color", "-auto-approve"])
    }

    /// `terraform destroy` of all that there is.
    pub fn destroy(&self) -> Result<String, Failure> {
        self.run(&["destroy", "-no-color", "-auto-approve"])
    }

    /// `terraform destroy` of all that the state knows, which a plan has just read from AWS.
    pub fn destroy_as_read(&self) -> Result<String, Failure> {
        self.run(&["destroy", "-no-color", "-auto-approve", "-refresh=false"])
    }

    /// `terraform show -json`: the state. Sensitive values stand in it in clear.
    pub fn show_state(&self) -> Result<Value, Failure> {
        document("terraform show", &self.run(&["show", "-json"])?)
    }

    /// `terraform output -json`: for each output an object with `value`, `type` and `sensitive`.
    pub fn output(&self) -> Result<Value, Failure> {
        document("terraform output", &self.run(&["output", "-json"])?)
    }

    /// `terraform test` of the test files in this folder, after an `init` that knows them; needs neither backend nor AWS.
    pub fn test(&self, folder: &str) -> Result<String, Failure> {
        let directory = format!("-test-directory={folder}");
        self.initialize(&["init", "-no-color", "-backend=false", &directory])?;
        self.run(&["test", "-no-color", &directory])
    }

    /// A line as a guide prints it, by the shell, with `programs` first on its path; every question is answered with yes.
    pub fn type_in(&self, line: &str, programs: &Path) -> Result<String, Failure> {
        let shell = self.tools.shell(self.command(), self.folder(), programs)?;
        let output = answered_with_yes(shell, line).map_err(Failure::at(self.folder()))?;
        if output.status.success() {
            Ok(text_of(&output))
        } else {
            Err(Failure::Terraform { command: line.to_owned(), output: text_of(&output) })
        }
    }

    /// Any other command, such as `["state", "list"]`; what it printed on standard output.
    pub fn run(&self, arguments: &[&str]) -> Result<String, Failure> {
        checked(arguments, &self.output_of(arguments)?)
    }

    /// Any command, that goes on while the test does something else; what it prints goes nowhere.
    pub fn start(&self, arguments: &[&str]) -> Result<Running, Failure> {
        Running::start(self.command().args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()))
    }

    fn initialize(&self, arguments: &[&str]) -> Result<String, Failure> {
        let mut init = self.command();
        init.args(arguments);
        checked(arguments, &self.tools.init(init)?)
    }

    fn output_of(&self, arguments: &[&str]) -> Result<Output, Failure> {
        self.command().args(arguments).output().map_err(Failure::at(self.folder()))
    }

    fn command(&self) -> Command {
        let mut terraform = self.tools.terraform(self.folder());
        if let Some(endpoint) = &self.endpoint {
            terraform.env("AWS_ENDPOINT_URL", endpoint);
        }
        if self.has_configuration {
            terraform.env("TF_CLI_CONFIG_FILE", self.folder().join(CONFIGURATION));
        }
        terraform
    }
}

fn answered_with_yes(mut shell: Command, line: &str) -> io::Result<Output> {
    let mut running = shell.arg(line).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let mut answers = running.stdin.take().expect("it is piped");
    // Who asks nothing does not read them.
    let _ = answers.write_all(&b"yes\n".repeat(4));
    drop(answers);
    running.wait_with_output()
}

fn checked(arguments: &[&str], output: &Output) -> Result<String, Failure> {
    if output.status.success() { Ok(String::from_utf8_lossy(&output.stdout).into_owned()) } else { Err(failed(arguments, output)) }
}

fn failed(arguments: &[&str], output: &Output) -> Failure {
    Failure::Terraform { command: format!("terraform {}", arguments.join(" ")), output: text_of(output) }
}
