//! A stand-in for Secrets Manager: one secret, which a test may change or take away.

use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// The running stand-in.
#[derive(Clone)]
pub struct Secrets {
    pub port: u16,
    state: Arc<Mutex<State>>,
}

struct State {
    password: Option<String>,
    asked: Vec<String>,
}

pub const ARN: &str = "arn:aws:secretsmanager:us-east-1:111122223333:secret:rds!db-1234-AbCdEf";

impl Secrets {
    /// Starts it with a password.
    pub async fn start(password: &str) -> Self {
        let state = Arc::new(Mutex::new(State { password: Some(password.to_owned()), asked: Vec::new() }));
        let answering = Arc::clone(&state);
        let router = Router::new().fallback(async move |body: axum::body::Bytes| {
            let body: Value = serde_json::from_slice(&body).expect("a request is JSON");
            let mut state = answering.lock().expect("no test failed in here");
            state.asked.push(body["SecretId"].as_str().unwrap_or_default().to_owned());
            match &state.password {
                Some(password) => {
                    let secret = json!({ "username": "someone", "password": password }).to_string();
                    Json(json!({ "ARN": ARN, "Name": "secret", "SecretString": secret, "VersionId": "1" })).into_response()
                }
                None => (StatusCode::INTERNAL_SERVER_ERROR, "{}").into_response(),
            }
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("there is a free port");
        let port = listener.local_addr().expect("it is bound").port();
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { port, state }
    }

    /// What it answers from now on; nothing makes every answer an error.
    pub fn set(&self, password: Option<&str>) {
        self.state.lock().expect("no test failed in here").password = password.map(str::to_owned);
    }

    /// The ids of the secrets that were asked for.
    pub fn asked(&self) -> Vec<String> {
        self.state.lock().expect("no test failed in here").asked.clone()
    }
}
