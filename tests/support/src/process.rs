//! Child processes: which environment they get, and that they end with the test. It must not know what they do.

use std::env;
use std::fs::File;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::failure::Failure;

/// A child process that ends when this value goes.
pub(crate) struct Process(pub(crate) Child);

impl Drop for Process {
    fn drop(&mut self) {
        // Either fails only when the process has ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A child process with all that it starts itself: Terraform's providers outlive a Terraform that is killed.
pub struct Running(Child);

impl Running {
    pub(crate) fn start(command: &mut Command) -> Result<Self, Failure> {
        command.process_group(0).spawn().map(Self).map_err(Failure::at(Path::new(command.get_program())))
    }

    /// Kills it, as a machine that goes down does; it cleans nothing up.
    pub fn kill(mut self) -> Result<(), Failure> {
        self.signal("KILL", "-")?;
        self.end().map(|_| ())
    }

    /// Interrupts it, as Ctrl-C does, and waits until it has ended; whether it says that it succeeded.
    pub fn interrupt(mut self) -> Result<bool, Failure> {
        self.signal("INT", "")?;
        self.end()
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> Result<bool, Failure> {
        self.0.try_wait().map(|status| status.is_some()).map_err(|error| Failure::Io("a child process".to_owned(), error))
    }

    fn end(&mut self) -> Result<bool, Failure> {
        self.0.wait().map(|status| status.success()).map_err(|error| Failure::Io("a child process".to_owned(), error))
    }

    fn signal(&self, name: &str, group: &str) -> Result<(), Failure> {
        let mut kill = Command::new("kill");
        kill.arg(format!("-{name}")).arg("--").arg(format!("{group}{}", self.0.id()));
        kill.stderr(Stdio::null()).status().map(|_| ()).map_err(|error| Failure::Io("kill".to_owned(), error))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Fails only when all of it has ended already.
        let _ = self.signal("KILL", "-");
        let _ = self.0.wait();
    }
}

/// A command without the variables that would make it use another account, endpoint or configuration than the test's.
pub(crate) fn command(program: &Path) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if ["AWS_", "TF_", "MOTO_"].iter().any(|prefix| text.starts_with(prefix)) {
            command.env_remove(&name);
        }
    }
    // Credentials that open nothing; the user's own are out of reach.
    command
        .env("AWS_ACCESS_KEY_ID", "test")
        .env("AWS_SECRET_ACCESS_KEY", "test")
        .env("AWS_CONFIG_FILE", "/dev/null")
        .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
        .env("AWS_EC2_METADATA_DISABLED", "true");
    for name in ["NO_PROXY", "no_proxy"] {
        let direct = env::var(name).map_or("127.0.0.1".to_owned(), |others| format!("{others},127.0.0.1"));
        command.env(name, direct);
    }
    command
}

/// The workspace's `target/` folder with `name` added: what is made once and kept between runs.
pub(crate) fn in_target(name: &str) -> Result<PathBuf, Failure> {
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target");
    std::fs::create_dir_all(&target).map_err(Failure::at(&target))?;
    let target = target.canonicalize().map_err(Failure::at(&target))?;
    Ok(target.join(name))
}

/// Waits until no other test process holds the lock of this name, and holds it until the file goes.
pub(crate) fn lock(name: &str) -> Result<File, Failure> {
    let path = in_target(&format!("{name}.lock"))?;
    let file = File::create(&path).map_err(Failure::at(&path))?;
    file.lock().map_err(Failure::at(&path))?;
    Ok(file)
}
