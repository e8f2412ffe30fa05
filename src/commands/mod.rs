//! The verbs. Only these read and write files, and print.

pub mod bootstrap;
pub mod check;
pub mod completions;
pub mod cost;
pub mod diff;
pub mod emit;
mod exit;
pub mod explain;
pub mod formats;
mod git;
pub mod graph;
mod guard;
pub mod init;
pub mod lock;
pub mod man;
pub mod new;
mod ownership;
pub mod pipeline;
pub mod report;
pub mod review;
pub mod schema;
pub mod source;
mod standing;
mod summary;

pub(crate) use exit::FAILED;
