//! The process: `task-api` serves, `task-api --health-check` asks a serving one, for the container's health check (there is no shell and
//! no `curl` in the image).

#![recursion_limit = "256"]

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::process::ExitCode;
use std::time::Duration;

use task_api::config::Config;
use task_api::{logging, server};

fn main() -> ExitCode {
    let variable = |name: &str| std::env::var(name).ok();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => {}
        ["--health-check"] => return health_check(variable("PORT")),
        _ => {
            eprintln!("usage: task-api [--health-check]");
            return ExitCode::FAILURE;
        }
    }
    let config = match Config::read(variable) {
        Ok(config) => config,
        Err(errors) => {
            logging::start(tracing::Level::INFO);
            for error in errors {
                tracing::error!("{error}");
            }
            return ExitCode::FAILURE;
        }
    };
    logging::start(config.log_level);
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!(%error, "cannot start");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(server::serve(config)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn health_check(port: Option<String>) -> ExitCode {
    let asked = || -> std::io::Result<String> {
        let port = port.and_then(|port| port.parse().ok()).unwrap_or(8080);
        let mut stream = TcpStream::connect_timeout(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)), Duration::from_secs(2))?;
        stream.set_read_timeout(Some(Duration::from_secs(4)))?;
        stream.write_all(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    match asked() {
        Ok(answer) if answer.starts_with("HTTP/1.1 200 ") => ExitCode::SUCCESS,
        Ok(answer) => {
            eprintln!("{}", answer.lines().next().unwrap_or("no answer"));
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
