//! What modules give to containers: the variables of their environment that are set to an output.

use settings::{Problems, SettingPath};
use terraform::OutputPath;
use terraform::read::Constraint;

use crate::environment::Config;
use crate::overriding::Wiring;
use crate::synthesis::Synthesis;

/// The module in which the containers are.
const CONTAINERS: &str = "ecs";

/// The outputs that the environments of containers name, each with where it stands.
pub(super) fn references(config: &Config) -> Vec<(SettingPath, OutputPath)> {
    let mut found = Vec::new();
    for (section, name, task) in config.tasks() {
        let at = SettingPath::from(section).key(name.as_str());
        let own = task.environment.iter().map(|it| (at.clone(), it));
        let beside = task.sidecars.iter().flat_map(|(sidecar, settings)| {
            let at = at.clone().key("sidecars").key(sidecar.as_str());
            settings.environment.iter().map(move |it| (at.clone(), it))
        });
        for (at, (variable, value)) in own.chain(beside) {
            found.extend(value.from().map(|path| (at.key("environment").key(variable.as_str()), path.clone())));
        }
    }
    found
}

/// How they reach the module of the containers, as far as they are there; what does not fit is told.
pub(super) fn wire(references: &[(SettingPath, OutputPath)], emitted: &Synthesis, problems: &mut Problems) -> Wiring {
    let mut wiring = Wiring::of_containers();
    for (at, path) in references {
        if path.module == CONTAINERS {
            problems
                .error(at.clone(), format!("`{path}` is of the module in which the containers are, and known only when they stand"))
                .help("name what another module gives");
            continue;
        }
        match wiring.lead(CONTAINERS, path, &emitted.documents, &emitted.output_types) {
            Ok((_, found)) => {
                if let Some(found) = found.filter(|found| !Constraint::String.takes(&Constraint::read(found))) {
                    problems
                        .error(at.clone(), format!("`{path}` is a `{found}`, and a variable of an environment is text"))
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
pub(super) fn check_order(references: &[(SettingPath, OutputPath)], emitted: &Synthesis, problems: &mut Problems) {
    for (at, path) in references {
        let variable = path.variable();
        if emitted.documents.output_waits_for_variable((&path.module, &path.output), (CONTAINERS, &variable)) {
            problems
                .error(at.clone(), format!("`{path}` is known only when this container is: they go round in a circle"))
                .help("name an output that does not build on the service");
        }
    }
}
