//! A file of configuration: what it says and where its blocks stand. It must not know in which of Terraform's languages.

use std::ops::Range;

use crate::json::Json;
use thiserror::Error;

/// A file of configuration.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// What it says, as a `.tf.json` file would that nests every label's body in an object.
    pub document: Json,
    /// Its blocks in their order, each with the path that leads to it in the document (`resource`, `aws_vpc`, `main`), and where its head
    /// stands in the text.
    pub blocks: Vec<(Vec<String>, Range<usize>)>,
    /// Where sections begin in which something stands that is neither block nor list of blocks, which Terraform refuses.
    pub odd: Vec<Range<usize>>,
}

/// A text that Terraform could not read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{reason}")]
pub struct SourceError {
    /// What is wrong.
    pub reason: String,
    /// Where.
    pub at: usize,
}
