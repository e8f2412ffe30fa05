//! What a test cannot do without and does not find. It must not know how it is looked for.

use std::fmt;
use std::path::PathBuf;

/// The version of the AWS provider that has to be there for the tests to run.
pub(crate) const AWS_PROVIDER: &str = "5.100.0";

/// What the tests need and this machine lacks.
#[derive(Clone, Debug)]
pub enum Missing {
    /// No `terraform` on `PATH`.
    Terraform,
    /// No `python3` on `PATH`.
    Python,
    /// `SYNTH_TERRAFORM_MIRROR` names a folder that is not there.
    Mirror(PathBuf),
    /// `terraform init` cannot get the AWS provider; the text is what it printed.
    Provider(String),
    /// pip cannot install moto; the text is what it printed.
    Moto(String),
}

impl fmt::Display for Missing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Terraform => formatter.write_str("`terraform` on PATH is missing"),
            Self::Python => formatter.write_str("`python3` on PATH is missing"),
            Self::Mirror(path) => write!(formatter, "the folder `{}` of SYNTH_TERRAFORM_MIRROR is missing", path.display()),
            Self::Provider(output) => write!(formatter, "the AWS provider {AWS_PROVIDER} is missing: {output}"),
            Self::Moto(output) => write!(formatter, "moto is missing: {output}"),
        }
    }
}
