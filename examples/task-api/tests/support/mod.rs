//! What the tests run against: a real PostgreSQL with a CA of its own, a stand-in for Secrets Manager, and the program itself.

#![allow(dead_code, reason = "each test file uses its own part")]

pub mod postgres;
pub mod secrets;
pub mod service;

use std::net::{Ipv4Addr, TcpListener};

/// A port that nothing listens on.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("the loopback interface has a free port");
    listener.local_addr().expect("it is bound").port()
}
