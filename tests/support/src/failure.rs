//! What can go wrong in a test, worded for the person who reads its output. It must not know how to mend it.

use std::fmt;
use std::io;
use std::path::Path;

use crate::missing::Missing;

/// Why a step of a test failed; a test returns it with `?`, and its output is shown as it stands.
pub enum Failure {
    /// A tool is not on this machine.
    Missing(Missing),
    /// A Terraform command failed; `output` is everything that it printed.
    Terraform {
        /// The command line.
        command: String,
        /// Its standard output and standard error.
        output: String,
    },
    /// The AWS API refused a call.
    Aws {
        /// Service and operation.
        call: String,
        /// AWS's error code, such as `NoSuchBucket`.
        code: String,
        /// AWS's message.
        message: String,
    },
    /// moto did not start or went away; the text is what it logged.
    Moto(String),
    /// A file or a process of the test's own; the text says which.
    Io(String, io::Error),
    /// A tool printed something that is not the JSON expected of it.
    Json {
        /// Whose output it is.
        of: String,
        /// What is wrong with it.
        problem: String,
        /// The output.
        text: String,
    },
}

impl Failure {
    /// The error code of a call that the AWS API refused, `None` for any other failure.
    pub fn aws_code(&self) -> Option<&str> {
        match self {
            Self::Aws { code, .. } => Some(code),
            Self::Missing(_) | Self::Terraform { .. } | Self::Moto(_) | Self::Io(..) | Self::Json { .. } => None,
        }
    }

    /// Makes a failure of an I/O error at a path: `.map_err(Failure::at(path))`.
    pub(crate) fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::Io(path.display().to_string(), error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(missing) => write!(formatter, "{missing}"),
            Self::Terraform { command, output } => write!(formatter, "`{command}` failed:\n{output}"),
            Self::Aws { call, code, message } => write!(formatter, "`{call}` was refused: {code}: {message}"),
            Self::Moto(log) => write!(formatter, "moto failed:\n{log}"),
            Self::Io(what, error) => write!(formatter, "{what}: {error}"),
            Self::Json { of, problem, text } => write!(formatter, "{of} printed no JSON that we know ({problem}):\n{text}"),
        }
    }
}

/// As [`fmt::Display`]: the test harness shows an error that a test returns by `Debug`, and whole lines read better.
impl fmt::Debug for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl std::error::Error for Failure {}
