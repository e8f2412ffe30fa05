//! What modules give to services and jobs: variables of their environment, secrets, policies, security groups.

use settings::{Problems, SettingPath};
use terraform::OutputPath;
use terraform::read::Constraint;

use crate::environment::Config;
use crate::overriding::Wiring;
use crate::synthesis::emitted::Synthesis;

/// The module in which the containers are.
const CONTAINERS: &str = "ecs";

/// What outputs are for, as the descriptions of their variables say.
const OF_ENVIRONMENTS: &str = "what containers find in their environment";
const OF_SERVICES: &str = "what services and jobs take";

/// An output that a service or a job takes.
pub(crate) struct Taken {
    /// Where it is named.
    pub(super) at: SettingPath,
    pub(super) path: OutputPath,
    /// What it has to be.
    what: What,
}

/// What an output becomes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Variable,
    Secret,
    Key,
    Policy,
    Resource,
    Group,
}

impl What {
    /// Why it has to be text.
    fn is_text(self) -> &'static str {
        match self {
            Self::Variable => "a variable of an environment is text",
            Self::Secret => "a secret is named by its ARN, which is text",
            Self::Key => "a key is named by its ARN, which is text",
            Self::Policy => "a policy is named by its ARN, which is text",
            Self::Resource => "a resource is named by its ARN, which is text",
            Self::Group => "a security group is named by its id, which is text",
        }
    }
}

/// The outputs that services and jobs name, those of their environments first.
pub(crate) fn references(config: &Config) -> Vec<Taken> {
    let (mut variables, mut others) = (Vec::new(), Vec::new());
    for (section, name, task) in config.tasks() {
        let at = SettingPath::from(section).key(name.as_str());
        let own = (at.clone(), &task.environment, &task.secrets);
        let beside = task.sidecars.iter().map(|(sidecar, settings)| {
            (at.clone().key("sidecars").key(sidecar.as_str()), &settings.environment, &settings.secrets)
        });
        for (at, environment, secrets) in std::iter::once(own).chain(beside) {
            for (variable, value) in environment {
                let at = at.clone().key("environment").key(variable.as_str());
                variables.extend(value.from().map(|path| Taken { at, path: path.clone(), what: What::Variable }));
            }
            for (variable, value) in secrets {
                let at = at.clone().key("secrets").key(variable.as_str());
                others.extend(value.from().map(|path| Taken { at, path: path.clone(), what: What::Secret }));
            }
        }
        let mut take = |at: SettingPath, path: Option<&OutputPath>, what| {
            others.extend(path.map(|path| Taken { at, path: path.clone(), what }));
        };
        for (index, key) in task.secret_keys.iter().enumerate() {
            take(at.clone().key("secret_keys").index(index), key.from(), What::Key);
        }
        for (index, policy) in task.policy_arns.iter().enumerate() {
            take(at.clone().key("policy_arns").index(index), policy.from(), What::Policy);
        }
        for (index, permission) in task.permissions.iter().enumerate() {
            let at = at.clone().key("permissions").index(index).key("resources");
            for (index, resource) in permission.resources.iter().enumerate() {
                take(at.clone().index(index), resource.from(), What::Resource);
            }
        }
        for (direction, ways) in [("egress", &task.egress), ("ingress", &task.ingress)] {
            for (index, way) in ways.iter().enumerate() {
                let at = at.clone().key(direction).index(index).key("security_groups");
                for (index, group) in way.security_groups.iter().enumerate() {
                    take(at.clone().index(index), group.from(), What::Group);
                }
            }
        }
    }
    variables.extend(others);
    variables
}

/// How they reach the module of the containers, as far as they are there; what does not fit is told.
pub(crate) fn wire(references: &[Taken], emitted: &Synthesis, problems: &mut Problems) -> Wiring {
    let mut wiring = Wiring::of_containers();
    for Taken { at, path, what } in references {
        if path.module == CONTAINERS {
            problems
                .error(at.clone(), format!("`{path}` is of the module in which the containers are, and known only when they stand"))
                .help("name what another module gives");
            continue;
        }
        wiring.is_for(if *what == What::Variable { OF_ENVIRONMENTS } else { OF_SERVICES });
        match wiring.lead(CONTAINERS, path, &emitted.documents, &emitted.output_types) {
            Ok((_, found)) => {
                if let Some(found) = found.filter(|found| !Constraint::String.takes(&Constraint::read(found))) {
                    problems
                        .error(at.clone(), format!("`{path}` is a `{found}`, and {}", what.is_text()))
                        .help("name one entry of it: `<module>.<output>.<key>`; or let Terraform of your own make a text of it");
                }
            }
            Err(no_way) => {
                problems.error(at.clone(), no_way.why).help(no_way.help);
            }
        }
    }
    wiring
}

/// Tells of outputs that are known only when the containers are.
pub(crate) fn check_order(references: &[Taken], emitted: &Synthesis, problems: &mut Problems) {
    for Taken { at, path, what: _ } in references {
        let variable = path.variable();
        if emitted.documents.output_waits_for_variable((&path.module, &path.output), (CONTAINERS, &variable)) {
            problems
                .error(at.clone(), format!("`{path}` is known only when this container is: they go round in a circle"))
                .help("name an output that does not build on the service");
        }
    }
}
