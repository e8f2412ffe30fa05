//! Whose infrastructure it is, which environment, and where: what every module's names are made of. It must not know what they name.

use crate::{EnvironmentName, ProjectName, Region, ServiceName};

/// The project, the environment and the places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The project.
    pub project: ProjectName,
    /// The environment.
    pub environment: EnvironmentName,
    /// Where everything stands.
    pub region: Region,
    /// Where what has to survive the loss of that region stands too.
    pub disaster_recovery_region: Region,
}

impl Identity {
    /// `task-api-prod`: for the one thing of its kind.
    pub fn prefix(&self) -> String {
        format!("{}-{}", self.project, self.environment)
    }

    /// `task-api-cluster-prod`: for a part of the system.
    pub fn named(&self, part: &str) -> String {
        format!("{}-{part}-{}", self.project, self.environment)
    }

    /// `task-api`, or `task-api-mail-worker`: the service's own name where it is the project's, and behind the project's otherwise,
    /// so that two projects in one account may both have a `mail-worker`.
    pub fn service(&self, service: &ServiceName) -> String {
        if service.as_str() == self.project.as_str() { service.to_string() } else { format!("{}-{service}", self.project) }
    }

    /// `task-api-prod`, or `task-api-execution-prod` with a part: for what belongs to one service.
    pub fn service_named(&self, service: &ServiceName, part: Option<&str>) -> String {
        let service = self.service(service);
        match part {
            None => format!("{service}-{}", self.environment),
            Some(part) => format!("{service}-{part}-{}", self.environment),
        }
    }
}
