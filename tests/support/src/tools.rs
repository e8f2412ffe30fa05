//! Which tools of this machine the tests use, and what happens when one is missing. It must not know what they are for.

use std::env;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::{fs, io};

use serde_json::json;

use crate::failure::Failure;
use crate::missing::{AWS_PROVIDER, Missing};
use crate::process::{command, in_target, lock};

/// A port that is nobody's ("discard" by its number).
const NOBODY_LISTENS: &str = "http://127.0.0.1:9";

/// The tools of this machine: Terraform with the AWS provider, and Python.
#[derive(Clone, Debug)]
pub struct Tools {
    pub(crate) terraform: PathBuf,
    pub(crate) python: PathBuf,
    pub(crate) providers: Providers,
}

/// Where `terraform init` takes providers from.
#[derive(Clone, Debug)]
pub(crate) enum Providers {
    /// Nowhere but this filesystem mirror.
    Mirror(PathBuf),
    /// Wherever the user's own CLI configuration says, if there is one.
    AsTheUserHasIt(Option<PathBuf>),
}

/// The tools of this machine; `None` where nobody asks for Terraform's cycles or a tool is missing, with a line on standard error that says so.
///
/// # Panics
/// With `SYNTH_REQUIRE_TERRAFORM=1` in the environment, instead of skipping.
pub fn require_or_skip(test_name: &str) -> Option<Tools> {
    static FOUND: OnceLock<Result<Tools, Missing>> = OnceLock::new();
    if !is_asked_for() {
        let _ = writeln!(io::stderr(), "skipped: {test_name}: SYNTH_REQUIRE_TERRAFORM=1 runs it");
        return None;
    }
    FOUND.get_or_init(Tools::find).clone().map_err(|missing| skip(test_name, &missing)).ok()
}

impl Tools {
    /// Looks for the tools; the first run on a machine also tries whether the AWS provider can be had.
    pub fn find() -> Result<Self, Missing> {
        let tools = Self {
            terraform: on_path("terraform").ok_or(Missing::Terraform)?,
            python: on_path("python3").ok_or(Missing::Python)?,
            providers: Providers::find()?,
        };
        tools.try_provider().map_err(|failure| Missing::Provider(failure.to_string()))?;
        Ok(tools)
    }

    /// `terraform` with the environment of every test: no account, no endpoint, no question to anybody.
    pub(crate) fn terraform(&self, folder: &Path) -> Command {
        let mut terraform = command(&self.terraform);
        terraform.current_dir(folder).env("CHECKPOINT_DISABLE", "1").env("TF_IN_AUTOMATION", "1").env("TF_INPUT", "0");
        // The variables without a default, of tests/environments/receivers.toml; where nothing declares one, Terraform does not look at it.
        terraform.env("TF_VAR_pagerduty_endpoint", "https://events.example.com/integration/key/enqueue");
        // Unset, the credentials above would be shown to the real AWS.
        terraform.env("AWS_ENDPOINT_URL", NOBODY_LISTENS);
        match &self.providers {
            // Not the user's own configuration: it might say where else to look.
            Providers::Mirror(_) => terraform.env("TF_CLI_CONFIG_FILE", "/dev/null"),
            Providers::AsTheUserHasIt(Some(configuration)) => terraform.env("TF_CLI_CONFIG_FILE", configuration),
            Providers::AsTheUserHasIt(None) => &mut terraform,
        };
        terraform
    }

    /// A shell with the environment of this `terraform` but for what a person at a terminal does not have, in which `init` finds the provider by itself.
    pub(crate) fn shell(&self, terraform: Command, folder: &Path, programs: &Path) -> Result<Command, Failure> {
        let mut shell = command(Path::new("bash"));
        shell.args(["-eu", "-o", "pipefail", "-c"]).current_dir(folder);
        shell.envs(terraform.get_envs().filter_map(|(name, value)| Some((name, value?))));
        shell.env_remove("TF_INPUT").env_remove("TF_IN_AUTOMATION");
        if let Providers::Mirror(mirror) = &self.providers {
            let configuration = folder.join(".mirror.tfrc");
            let text = format!("provider_installation {{\n  filesystem_mirror {{\n    path = {}\n  }}\n}}\n", json!(mirror));
            fs::write(&configuration, text).map_err(Failure::at(&configuration))?;
            shell.env("TF_CLI_CONFIG_FILE", configuration);
        }
        let path = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths(std::iter::once(programs.to_owned()).chain(env::split_paths(&path)));
        shell.env("PATH", path.map_err(|error| Failure::at(programs)(io::Error::other(error)))?);
        Ok(shell)
    }

    /// Finishes and runs a `terraform init`.
    pub(crate) fn init(&self, mut init: Command) -> Result<Output, Failure> {
        let _alone = match &self.providers {
            Providers::Mirror(mirror) => {
                init.arg(format!("-plugin-dir={}", mirror.display()));
                None
            }
            Providers::AsTheUserHasIt(_) => {
                let cache = in_target("terraform-plugins")?;
                fs::create_dir_all(&cache).map_err(Failure::at(&cache))?;
                // Without the second variable, Terraform downloads the provider again for every folder without a lock file.
                init.env("TF_PLUGIN_CACHE_DIR", &cache).env("TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE", "1");
                Some(lock("terraform-plugins")?)
            }
        };
        init.output().map_err(Failure::at(&self.terraform))
    }

    /// Whether the provider can be had. A machine that had it once is not asked again.
    fn try_provider(&self) -> Result<(), Failure> {
        let found = in_target("terraform-provider-found")?;
        let from = format!("{AWS_PROVIDER} {:?}", self.providers);
        if fs::read_to_string(&found).is_ok_and(|text| text == from) {
            return Ok(());
        }
        let folder = tempfile::tempdir().map_err(Failure::at(&env::temp_dir()))?;
        let file = folder.path().join("main.tf.json");
        let provider = json!({"source": "hashicorp/aws", "version": AWS_PROVIDER});
        let document = json!({"terraform": {"required_providers": {"aws": provider}}});
        fs::write(&file, document.to_string()).map_err(Failure::at(&file))?;
        let mut init = self.terraform(folder.path());
        init.args(["init", "-no-color"]);
        let output = self.init(init)?;
        if output.status.success() {
            fs::write(&found, from).map_err(Failure::at(&found))
        } else {
            Err(Failure::Terraform { command: "terraform init".to_owned(), output: text_of(&output) })
        }
    }
}

impl Providers {
    fn find() -> Result<Self, Missing> {
        match env::var_os("SYNTH_TERRAFORM_MIRROR").map(PathBuf::from) {
            Some(mirror) if mirror.is_dir() => Ok(Self::Mirror(mirror)),
            Some(mirror) => Err(Missing::Mirror(mirror)),
            // A variable that names no file makes Terraform warn at every call.
            None => Ok(Self::AsTheUserHasIt(env::var_os("TF_CLI_CONFIG_FILE").map(PathBuf::from).filter(|path| path.is_file()))),
        }
    }
}

/// Whether Terraform's cycles are to run, where they can.
fn is_asked_for() -> bool {
    is_required() || env::var_os("SYNTH_TERRAFORM_MIRROR").is_some()
}

fn is_required() -> bool {
    env::var("SYNTH_REQUIRE_TERRAFORM").as_deref() == Ok("1")
}

/// Says why the test is skipped, or fails where that is not allowed.
pub(crate) fn skip(test_name: &str, missing: &Missing) {
    assert!(!is_required(), "{test_name}: {missing}");
    // Not `eprintln!`, which the test harness hides.
    let _ = writeln!(io::stderr(), "skipped: {test_name}: {missing}");
}

/// What a command printed, as it would stand on a screen.
pub(crate) fn text_of(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes)).concat()
}

/// The first file of this name in the folders of `PATH`.
fn on_path(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(name)).find(|path| path.is_file())
}
