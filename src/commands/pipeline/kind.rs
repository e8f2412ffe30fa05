//! What runs a pipeline.

use clap::ValueEnum;

/// What runs a pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// Jenkins: a Jenkinsfile that delivers each service, and one that plans and reviews the infrastructure
    Jenkins,
    /// GitHub Actions: workflows that deliver each service, and that plan and review the infrastructure
    Github,
    /// GitLab CI/CD: jobs that deliver each service, and that plan and review the infrastructure
    Gitlab,
    /// Atlantis: a project for each environment, and what its server has to be told to check, plan, review and apply it
    Atlantis,
}

impl Kind {
    /// As a person calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Jenkins => "Jenkins",
            Self::Github => "GitHub",
            Self::Gitlab => "GitLab",
            Self::Atlantis => "Atlantis",
        }
    }

    /// As it is typed.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Jenkins => "jenkins",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Atlantis => "atlantis",
        }
    }
}
