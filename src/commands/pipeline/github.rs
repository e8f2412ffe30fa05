//! GitHub's workflows: one delivers the service, one plans and reviews the infrastructure.

use std::fmt::Write as _;

use super::{Pipeline, Target};

const DELIVERY: &str = include_str!("deliver.yml");
const STEPS: &str = include_str!("deliver_steps.yml");
const INFRASTRUCTURE: &str = include_str!("infrastructure.yml");

pub(super) fn delivery(pipeline: &Pipeline) -> String {
    let Pipeline { service, language, targets } = pipeline;
    let commands = language.commands();
    let all = [commands.lint, commands.test, commands.scan, commands.audit, commands.build].concat();
    let checks = all.iter().map(|line| format!("      - run: {line}\n")).collect::<Vec<_>>().concat();
    let mut text = DELIVERY.replace("@SERVICE@", service).replace("@CHECKS@", checks.trim_end());
    let mut before = "image".to_owned();
    for Target { name, github_environment, health_path, .. } in targets {
        let _ = write!(
            text,
            "\n  to-{name}:\n    needs: {before}\n    if: github.ref == 'refs/heads/main'\n    runs-on: ubuntu-24.04\n    timeout-minutes: 60\n    environment: {github_environment}\n    permissions: {{ contents: read, id-token: write }}\n    env:\n      OUTPUTS: delivery/{name}.json\n      HEALTH: {health_path}\n{STEPS}"
        );
        before = format!("to-{name}");
    }
    text
}

pub(super) fn infrastructure(Pipeline { targets, .. }: &Pipeline) -> String {
    let names: Vec<&str> = targets.iter().map(|target| target.name.as_str()).collect();
    INFRASTRUCTURE.replace("@ENVIRONMENTS@", &names.join(", "))
}
