//! A real browser: Chromium, driven by its own driver over HTTP on the loopback address.
//!
//! Where it is missing a test says so and is skipped; with `SYNTH_REQUIRE_CHROMIUM=1` it fails instead.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value as Json, json};

/// A browser with one window.
pub(crate) struct Browser {
    driver: Child,
    session: String,
    /// The browser's own files.
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Starts one.
    pub(crate) fn start_or_skip(test: &str) -> Option<Self> {
        match Self::start() {
            Ok(browser) => Some(browser),
            Err(missing) if std::env::var_os("SYNTH_REQUIRE_CHROMIUM").is_some_and(|it| it == "1") => {
                panic!("{test}: {missing}, and SYNTH_REQUIRE_CHROMIUM=1 asks for it")
            }
            Err(missing) => {
                eprintln!("skipped: {test}: {missing}");
                None
            }
        }
    }

    fn start() -> Result<Self, String> {
        // Port 0: whatever is free, which the driver then prints.
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("there is no chromedriver ({error})"))?;
        let port = BufReader::new(driver.stdout.take().expect("it is piped")).lines().map_while(Result::ok).find_map(|line| {
            let (_, port) = line.split_once("started successfully on port ")?;
            port.trim_end_matches('.').parse::<u16>().ok()
        });
        let profile = tempfile::tempdir().map_err(|error| error.to_string())?;
        let started = port.ok_or_else(|| "chromedriver does not start".to_owned()).and_then(|port| {
            let driver = format!("http://127.0.0.1:{port}");
            let answer = call(&driver, "session", &capabilities(profile.path()))?;
            let id = answer["sessionId"].as_str().ok_or("chromedriver gives no session")?;
            Ok(format!("{driver}/session/{id}"))
        });
        match started {
            Ok(session) => Ok(Self { driver, session, _profile: profile }),
            Err(missing) => {
                let _ = driver.kill();
                let _ = driver.wait();
                Err(missing)
            }
        }
    }

    /// Opens a file.
    pub(crate) fn open(&self, file: &Path) {
        self.ask("url", &json!({ "url": format!("file://{}", file.display()) }));
    }

    /// Runs the body of a function in the page, and gives what it returns.
    pub(crate) fn run(&self, script: &str) -> Json {
        self.ask("execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// Runs the body of a function in the page that tells its last argument, a function, when it is done, and with what.
    pub(crate) fn run_until_told(&self, script: &str) -> Json {
        self.ask("execute/async", &json!({ "script": script, "args": [] }))
    }

    /// Shows the page in a window of this size.
    pub(crate) fn resize(&self, width: u32, height: u32) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.command("Emulation.setDeviceMetricsOverride", metrics);
    }

    /// Shows the page on a medium (`screen`, `print`), to somebody who prefers a colour scheme (`light`, `dark`).
    pub(crate) fn show_on(&self, medium: &str, scheme: &str) {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.command("Emulation.setEmulatedMedia", json!({ "media": medium, "features": features }));
    }

    /// Whether the page, printed, has this one.
    pub(crate) fn prints_page(&self, number: u32) -> bool {
        // A range behind the last page is refused (WebDriver, "Print Page").
        call(&self.session, "print", &json!({ "pageRanges": [number.to_string()] })).is_ok()
    }

    /// What the browser wrote to its console, faults of loading and refusals of the page's policy among it.
    pub(crate) fn console(&self) -> Vec<String> {
        let entries = self.ask("se/log", &json!({ "type": "browser" }));
        entries.as_array().into_iter().flatten().map(|entry| entry["message"].to_string()).collect()
    }

    fn command(&self, name: &str, parameters: Json) {
        self.ask("goog/cdp/execute", &json!({ "cmd": name, "params": parameters }));
    }

    fn ask(&self, path: &str, body: &Json) -> Json {
        call(&self.session, path, body).unwrap_or_else(|error| panic!("{path}: {error}"))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = ureq::delete(&self.session).call();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn capabilities(profile: &Path) -> Json {
    let profile = format!("--user-data-dir={}", profile.display());
    // Containers give Chromium no sandbox of its own and little shared memory; the page is ours.
    let arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", profile.as_str()];
    json!({ "capabilities": { "alwaysMatch": {
        "browserName": "chrome",
        "goog:chromeOptions": { "args": arguments },
        "goog:loggingPrefs": { "browser": "ALL" },
    } } })
}

/// One call of the `WebDriver` protocol; the `value` of its answer.
fn call(base: &str, path: &str, body: &Json) -> Result<Json, String> {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let mut response = agent.post(format!("{base}/{path}")).send_json(body).map_err(|error| error.to_string())?;
    let answer: Json = response.body_mut().read_json().map_err(|error| error.to_string())?;
    match answer["value"]["error"].as_str() {
        Some(error) => Err(format!("{error}: {}", answer["value"]["message"])),
        None => Ok(answer["value"].clone()),
    }
}
