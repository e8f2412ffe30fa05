//! moto as a running process, and questions to its API. It must not know Terraform, nor what a stack holds.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;

use serde_json::{Value, json};
use tempfile::NamedTempFile;

use crate::failure::Failure;
use crate::missing::Missing;
use crate::pool::{self, Slot};
use crate::process::{Process, command, in_target, lock};
use crate::tools::{Tools, skip, text_of};

/// The region that [`Moto::aws`] asks.
const REGION: &str = "us-east-1";

/// A running moto: an AWS API with one account's resources, on a free port of the loopback address, until it is dropped.
pub struct Moto {
    address: String,
    account_id: String,
    python: PathBuf,
    /// Made at the first question.
    asker: Mutex<Option<Asker>>,
    log: NamedTempFile,
    /// The calls that were made.
    calls: NamedTempFile,
    _server: Process,
    /// Given back last.
    _slot: Slot,
}

/// A Python process that asks the API with boto3: one for all questions, as it takes half a second to start.
struct Asker {
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
    _process: Process,
}

impl Moto {
    /// Starts moto for this AWS account and waits until it listens; the first run on a machine installs it under
    /// `target/moto-venv`.
    pub fn start(tools: &Tools, account_id: &str) -> Result<Self, Failure> {
        Self::start_as("a moto", tools, account_id)
    }

    fn start_as(name: &str, tools: &Tools, account_id: &str) -> Result<Self, Failure> {
        let slot = pool::slot(name);
        let python = installed(tools)?;
        let log = NamedTempFile::new().map_err(Failure::at(&std::env::temp_dir()))?;
        let errors = log.reopen().map_err(Failure::at(log.path()))?;
        let calls = NamedTempFile::new().map_err(Failure::at(&std::env::temp_dir()))?;
        let mut server = script(&python, "moto_server.py");
        // It watches its standard input, so that it ends even when this process is killed.
        server.arg("--until-stdin-closes").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(errors);
        server.env("MOTO_ACCOUNT_ID", account_id).env("MOTO_CALLS", calls.path());
        let mut server = Process(server.spawn().map_err(Failure::at(&python))?);

        let mut line = String::new();
        let printed = server.0.stdout.take().expect("standard output is piped");
        BufReader::new(printed).read_line(&mut line).map_err(Failure::at(&python))?;
        let Some(port) = line.trim().strip_prefix("port=") else {
            return Err(Failure::Moto(read(log.path())?));
        };
        let (address, account_id) = (format!("127.0.0.1:{port}"), account_id.to_owned());
        Ok(Self { address, account_id, python, asker: Mutex::new(None), log, calls, _server: server, _slot: slot })
    }

    /// As [`Moto::start`], or `None` with a line on standard error where moto cannot be installed.
    ///
    /// # Panics
    /// When moto does not start; and with `SYNTH_REQUIRE_TERRAFORM=1` in the environment, instead of skipping.
    pub fn start_or_skip(test_name: &str, tools: &Tools, account_id: &str) -> Option<Self> {
        match Self::start_as(test_name, tools, account_id) {
            Ok(moto) => Some(moto),
            Err(Failure::Missing(missing)) => {
                skip(test_name, &missing);
                None
            }
            Err(failure) => panic!("{test_name}: {failure}"),
        }
    }

    /// The endpoint, such as `http://127.0.0.1:5000`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The account that moto plays.
    pub fn account_id(&self) -> &str {
        &self.account_id
    }

    /// Asks the AWS API of `us-east-1`: the service, operation and parameters as boto3 names them, such as
    /// `("ec2", "describe_vpcs", json!({"VpcIds": ["vpc-1"]}))`. A paged operation answers all of its pages.
    pub fn aws(&self, service: &str, operation: &str, parameters: Value) -> Result<Value, Failure> {
        self.aws_in(REGION, service, operation, parameters)
    }

    /// As [`Moto::aws`], in another region.
    pub fn aws_in(&self, region: &str, service: &str, operation: &str, parameters: Value) -> Result<Value, Failure> {
        self.answer(
            operation,
            service,
            &json!({"service": service, "region": region, "operation": operation, "parameters": parameters}),
        )
    }

    /// As [`Moto::aws`], in another account.
    pub fn aws_of(&self, account: &str, service: &str, operation: &str, parameters: Value) -> Result<Value, Failure> {
        let question = json!({
            "service": service, "region": REGION, "operation": operation, "parameters": parameters, "account": account,
        });
        self.answer(operation, service, &question)
    }

    fn answer(&self, operation: &str, service: &str, question: &Value) -> Result<Value, Failure> {
        let line = self.ask(question)?;
        let answer: Value = serde_json::from_str(&line).map_err(|error| Failure::Json {
            of: "moto_call.py".to_owned(),
            problem: error.to_string(),
            text: line.clone(),
        })?;
        match answer.get("error") {
            None => Ok(answer["answer"].clone()),
            Some(error) => Err(Failure::Aws {
                call: format!("{service} {operation}"),
                code: error["code"].as_str().unwrap_or_default().to_owned(),
                message: error["message"].as_str().unwrap_or_default().to_owned(),
            }),
        }
    }

    /// The actions that were called since this was last asked, as IAM names them.
    pub fn calls(&self) -> Result<BTreeSet<String>, Failure> {
        let text = read(self.calls.path())?;
        self.calls.as_file().set_len(0).map_err(Failure::at(self.calls.path()))?;
        Ok(text.lines().map(str::to_owned).collect())
    }

    /// Forgets every resource of every region.
    pub fn reset(&self) -> Result<(), Failure> {
        self.post("/moto-api/reset", "")
    }

    /// Has moto refuse one call, with the code `RefusedOnce`: the one after so many of its kind, by the service's and the action's name in AWS's
    /// API, such as `("ecs", "CreateService", 0)`.
    pub fn refuse_once(&self, service: &str, action: &str, after: usize) -> Result<(), Failure> {
        self.post("/refuse-once", &json!({"service": service, "action": action, "after": after}).to_string())
    }

    /// A call of moto's own, none of AWS's.
    fn post(&self, path: &str, body: &str) -> Result<(), Failure> {
        let failure = |error| Failure::Io(self.url(), error);
        let mut stream = TcpStream::connect(&self.address).map_err(failure)?;
        let request = format!("POST {path} HTTP/1.0\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        stream.write_all(request.as_bytes()).map_err(failure)?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).map_err(failure)?;
        if answer.lines().next().is_some_and(|status| status.contains(" 200 ")) { Ok(()) } else { Err(Failure::Moto(answer)) }
    }

    /// What moto logged: its own errors, with the place in its source.
    pub fn log(&self) -> Result<String, Failure> {
        read(self.log.path())
    }

    fn ask(&self, question: &Value) -> Result<String, Failure> {
        // A test that panicked while it asked leaves an answer unread; nobody else may read it.
        let mut asker = self.asker.lock().map_err(|_| Failure::Moto("a question before this one failed".to_owned()))?;
        let asker = match &mut *asker {
            Some(asker) => asker,
            none @ None => none.insert(self.asker()?),
        };
        let failure = |error| Failure::Io("moto_call.py".to_owned(), error);
        writeln!(asker.questions, "{question}").map_err(failure)?;
        let mut line = String::new();
        asker.answers.read_line(&mut line).map_err(failure)?;
        Ok(line)
    }

    fn asker(&self) -> Result<Asker, Failure> {
        let mut process = script(&self.python, "moto_call.py");
        process.env("AWS_ENDPOINT_URL", self.url()).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = Process(process.spawn().map_err(Failure::at(&self.python))?);
        let questions = process.0.stdin.take().expect("standard input is piped");
        let answers = BufReader::new(process.0.stdout.take().expect("standard output is piped"));
        Ok(Asker { questions, answers, _process: process })
    }
}

/// The Python of a virtual environment with what `tests/moto/requirements.txt` asks for, made when it is not there or
/// was made for other requirements.
fn installed(tools: &Tools) -> Result<PathBuf, Failure> {
    let folder = in_target("moto-venv")?;
    let (python, made_for) = (folder.join("bin/python"), folder.join("requirements.txt"));
    let requirements = start_scripts().join("requirements.txt");
    let wanted = read(&requirements)?;

    let _alone = lock("moto-venv")?;
    if python.exists() && fs::read_to_string(&made_for).is_ok_and(|text| text == wanted) {
        return Ok(python);
    }
    run(command(&tools.python).args(["-m", "venv", "--clear"]).arg(&folder))?;
    run(command(&python).args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(&requirements))?;
    fs::write(&made_for, wanted).map_err(Failure::at(&made_for))?;
    Ok(python)
}

fn run(command: &mut Command) -> Result<(), Failure> {
    let output = command.output().map_err(|error| Failure::Io(format!("{command:?}"), error))?;
    if output.status.success() { Ok(()) } else { Err(Failure::Missing(Missing::Moto(text_of(&output)))) }
}

fn script(python: &Path, name: &str) -> Command {
    let mut script = command(python);
    script.arg(start_scripts().join(name)).env("PYTHONDONTWRITEBYTECODE", "1");
    script
}

fn start_scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../moto")
}

fn read(path: &Path) -> Result<String, Failure> {
    let mut text = String::new();
    File::open(path).and_then(|mut file| file.read_to_string(&mut text)).map_err(Failure::at(path))?;
    Ok(text)
}
