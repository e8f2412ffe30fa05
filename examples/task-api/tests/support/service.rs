//! The program as ECS runs it: with an environment and nothing else.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::postgres::{Database, PASSWORD};

/// The running program.
pub struct Service {
    child: Child,
    log: Arc<Mutex<Vec<String>>>,
    /// Ends with the program's last line.
    reader: Option<JoinHandle<()>>,
    pub address: String,
    pub client: reqwest::Client,
}

/// The environment that the task definition injects, for a database.
pub fn environment(database: &Database, port: u16) -> BTreeMap<String, String> {
    let settings = [
        ("PORT", port.to_string()),
        ("LOG_LEVEL", "debug".to_owned()),
        ("DB_HOST", "localhost".to_owned()),
        ("DB_PORT", database.server.port.to_string()),
        ("DB_NAME", database.name.clone()),
        ("DB_USER", database.user.clone()),
        ("DB_PASSWORD", PASSWORD.to_owned()),
        ("DB_MAX_OPEN_CONNECTIONS", "25".to_owned()),
        ("DB_MAX_IDLE_CONNECTIONS", "10".to_owned()),
        ("DB_TLS_CERTIFICATES", database.server.ca().display().to_string()),
    ];
    settings.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

impl Service {
    /// Starts it and waits until it answers.
    pub async fn start(environment: &BTreeMap<String, String>) -> Self {
        let service = Self::spawn(environment);
        let since = Instant::now();
        while service.client.get(service.url("/health")).send().await.is_err() {
            assert!(since.elapsed() < Duration::from_secs(30), "it does not answer: {:#?}", service.log());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        service
    }

    /// As [`Service::start`], and waits until it can do its work.
    pub async fn ready(environment: &BTreeMap<String, String>) -> Self {
        let service = Self::start(environment).await;
        service.wait_for("/ready", 200).await;
        service
    }

    /// Starts it and waits for nothing.
    pub fn spawn(environment: &BTreeMap<String, String>) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_task-api"));
        // Nobody's files, so that it can write nowhere: as with a read-only root.
        if is_root() {
            command.uid(65534).gid(65534);
        }
        let mut child = command.current_dir("/").env_clear().envs(environment).stdout(Stdio::piped()).spawn().expect("it starts");
        let log = Arc::new(Mutex::new(Vec::new()));
        let lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        let kept = Arc::clone(&log);
        let reader = std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                kept.lock().expect("no test failed in here").push(line);
            }
        });
        let port = environment.get("PORT").map_or("8080", String::as_str);
        Self { child, log, reader: Some(reader), address: format!("http://127.0.0.1:{port}"), client: reqwest::Client::new() }
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// Asks until the answer has this status.
    pub async fn wait_for(&self, path: &str, status: u16) {
        let since = Instant::now();
        loop {
            let answer = self.client.get(self.url(path)).send().await;
            if answer.as_ref().is_ok_and(|answer| answer.status() == status) {
                return;
            }
            assert!(since.elapsed() < Duration::from_secs(60), "{path} does not become {status}: {answer:?} {:#?}", self.log());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    pub async fn get(&self, path: &str) -> (u16, Value) {
        answer(self.client.get(self.url(path))).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        answer(self.client.post(self.url(path)).json(body)).await
    }

    /// The line that is asked for, as soon as it is in the log: an answer may arrive before what is logged of it.
    pub async fn logged(&self, is_it: impl Fn(&Value) -> bool) -> Value {
        let since = Instant::now();
        loop {
            if let Some(line) = self.log().into_iter().find(&is_it) {
                return line;
            }
            assert!(since.elapsed() < Duration::from_secs(30), "it is not logged: {:#?}", self.log());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The lines that it logged so far; all of them once it has [`ended`](Self::ended).
    pub fn log(&self) -> Vec<Value> {
        let lines = self.log.lock().expect("no test failed in here");
        lines
            .iter()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("this log line is not JSON: {line}")))
            .collect()
    }

    /// Tells it to stop, as ECS does.
    pub fn terminate(&self) {
        let killed = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().expect("`kill` runs");
        assert!(killed.success());
    }

    /// Waits for its end, and for the last line that it logged, which may still be on its way when the process is gone.
    pub async fn ended(&mut self, within: Duration) -> ExitStatus {
        let since = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("it is our child") {
                if let Some(reader) = self.reader.take() {
                    reader.join().expect("the log is text");
                }
                return status;
            }
            assert!(since.elapsed() < within, "it does not end: {:#?}", self.log());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Status and body of an answer; an empty body is `null`.
pub async fn answer(request: reqwest::RequestBuilder) -> (u16, Value) {
    let answer = request.send().await.expect("it answers");
    let status = answer.status().as_u16();
    let text = answer.text().await.expect("the answer is whole");
    (status, if text.is_empty() { Value::Null } else { serde_json::from_str(&text).expect("the answer is JSON") })
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output().expect("`id` runs");
    output.stdout == b"0\n"
}
