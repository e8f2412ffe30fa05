//! Jenkins: a Jenkinsfile for each service with the system's fourteen stages, of which the last is Jenkins' own "Post Actions"; and one that
//! plans and reviews the infrastructure.

use std::fmt::Write as _;

use domain::ServiceName;

use super::facts::{Approved, Delivery, Environment, Roles, Target};
use super::infrastructure as commands;
use super::language::Language;
use super::layout::Layout;
use super::proof::Proof;
use super::quoting::{groovy, indented};
use super::state;
use crate::view::shell::quoted;

const HEAD: &str = include_str!("Jenkinsfile.head");
const FOOT: &str = include_str!("Jenkinsfile.foot");
const INFRASTRUCTURE: &str = include_str!("Jenkinsfile.infrastructure");

pub(super) fn delivery(delivery: &Delivery, language: Language, folder: &str) -> String {
    let Delivery { service, platform, targets } = delivery;
    let commands = language.commands();
    let processors = if *platform == "linux/arm64" {
        "//\n// The image is for arm64: let the agent be one, or have QEMU to run its build (Docker Docs, \"Multi-platform builds\").\n"
    } else {
        ""
    };
    let here = |lines: &[&str]| -> Vec<String> {
        let change = (folder != ".").then(|| format!("cd {}", quoted(folder)));
        change.into_iter().chain(lines.iter().map(|line| (*line).to_owned())).collect()
    };
    let mut text =
        HEAD.replace("@SERVICE@", service.as_str()).replace("@TOOLS@", commands.tools).replace("@PROCESSORS@", processors);
    text += &stage("Lint", &shell(&here(commands.lint), 16));
    text += &stage("Unit tests", &shell(&here(commands.test), 16));
    text += "        stage('Security scan') {\n            parallel {\n";
    for (name, lines) in [("Code", commands.scan), ("Dependencies", commands.audit)] {
        let _ = write!(
            text,
            "                stage('{name}') {{\n                    steps {{\n{}                    }}\n                }}\n",
            shell(&here(lines), 24)
        );
    }
    text += "            }\n        }\n\n";
    text += &stage("Build", &shell(&here(commands.build), 16));
    let build = format!("docker build --pull --platform {platform} --tag \"$IMAGE\" {}", quoted(folder));
    text += &stage("Image", &shell(&[build], 16));
    let scan = "trivy image --exit-code 1 --ignore-unfixed --severity HIGH,CRITICAL \"$IMAGE\"".to_owned();
    text += &stage("Container scan", &shell(&[scan], 16));
    for (place, target) in targets.iter().enumerate() {
        text += &to(target, place == 0);
    }
    text + FOOT
}

/// Lines of a shell as a step.
fn shell(lines: &[String], indent: usize) -> String {
    let space = " ".repeat(indent);
    let lines: Vec<String> = std::iter::once("set -euo pipefail".to_owned()).chain(lines.iter().map(|line| groovy(line))).collect();
    format!("{space}sh '''#!/usr/bin/env bash\n{}{space}'''\n", indented(&lines, indent))
}

fn stage(name: &str, steps: &str) -> String {
    format!("        stage('{name}') {{\n            steps {{\n{steps}            }}\n        }}\n\n")
}

/// A stage of the main branch; with `post` after its steps.
fn on_main(name: &str, steps: &[String], post: &str) -> String {
    let steps: Vec<String> = steps.iter().map(|step| format!("sh 'delivery/deliver.sh {}'", groovy(step))).collect();
    let steps = indented(&steps, 16);
    format!(
        "        stage('{name}') {{\n            when {{ branch 'main' }}\n            steps {{\n{steps}            }}\n{post}        }}\n\n"
    )
}

/// A stage of the main branch that goes back when it fails.
fn guarded(name: &str, environment: &str, steps: &[String]) -> String {
    let post = format!(
        "            post {{\n                unsuccessful {{\n                    sh 'delivery/deliver.sh rollback delivery/{environment}.json \"$SERVICE\" {environment}.before'\n                }}\n            }}\n"
    );
    on_main(name, steps, &post)
}

fn to(Target { name, is_approved_by_hand, trusted: _, has_database, runs, proof, renews }: &Target, is_first: bool) -> String {
    let mut text = String::new();
    let outputs = format!("delivery/{name}.json");
    let push = format!("push {outputs} \"$SERVICE\" \"$IMAGE\" \"$TAG\"");
    let deploy = format!("deploy {outputs} \"$SERVICE\" \"$TAG\" {name}.before");
    if *is_approved_by_hand {
        let stage = if name.as_str() == "prod" { "Production approval".to_owned() } else { format!("Approval of {name}") };
        let _ = write!(
            text,
            "        stage('{stage}') {{\n            when {{\n                branch 'main'\n                beforeInput true\n            }}\n            options {{ timeout(time: 4, unit: 'HOURS') }}\n            input {{\n                message 'Deploy to {name}?'\n                ok 'Deploy'\n                // Whom Jenkins lets answer: a group of its own.\n                submitter 'production-approvers'\n            }}\n            steps {{\n                echo \"approved: ${{env.TAG}}\"\n            }}\n        }}\n\n"
        );
    }
    // Each environment has a repository of its own, to which another one's role cannot push.
    let mut first = vec![push];
    if is_first {
        text += &on_main("Push to ECR", &std::mem::take(&mut first), "");
    }
    // Before anything of the new image runs.
    if *has_database && proof.is_some() {
        first.push(format!("snapshot {outputs} \"$SERVICE\" \"$TAG\" \"$MESSAGE\""));
    }
    let of_job = |verb: &str, job: &ServiceName| format!("{verb} {outputs} \"$SERVICE\" \"$TAG\" {job}");
    for job in runs {
        // What fails here has put nothing into service.
        let steps: Vec<String> = std::mem::take(&mut first).into_iter().chain([of_job("run", job)]).collect();
        text += &on_main(&format!("Run {job} {name}"), &steps, "");
    }
    if let Some(proof) = proof {
        let steps: Vec<String> = std::mem::take(&mut first).into_iter().chain([deploy]).collect();
        text += &guarded(&format!("Deploy {name}"), name.as_str(), &steps);
        let (stage, step) = match proof {
            Proof::Answers(path) => (format!("Smoke test {name}"), format!("smoke {outputs} {}", quoted(path.as_str()))),
            Proof::Steady(_) => (format!("Steady state {name}"), format!("steady {outputs} \"$SERVICE\" \"$TAG\"")),
        };
        text += &guarded(&stage, name.as_str(), &[step]);
    }
    for job in renews {
        let steps: Vec<String> = std::mem::take(&mut first).into_iter().chain([of_job("renew", job)]).collect();
        text += &on_main(&format!("Renew {job} {name}"), &steps, "");
    }
    text
}

pub(super) fn infrastructure(environments: &[Environment], layout: &Layout) -> String {
    let mut stages = String::new();
    for Environment { name, region, roles, .. } in environments {
        let as_role = |does: &str| -> Vec<String> {
            let of = |roles: &Roles| {
                let role = if does == "plan" { &roles.plan } else { &roles.apply };
                commands::assume(role, roles.external_id.as_ref(), &format!("jenkins-{does}-$BUILD_NUMBER")).to_vec()
            };
            // The others are taken with tokens, which a Jenkins has not.
            roles.as_ref().filter(|roles| matches!(roles.approved, Approved::Principal)).map(of).unwrap_or_default()
        };
        let step = |lines: &[String]| {
            let named = [format!("export ENVIRONMENT={name} AWS_REGION={region}")];
            shell(&[&named, lines].concat(), 16)
        };
        let check = [&commands::write(layout)[..], &commands::check(layout, "")].concat();
        let review = [commands::review(layout, " --format text"), commands::review(layout, &format!(" --output review-{name}.md"))];
        stages += &stage(&format!("Check {name}"), &step(&check));
        stages += &stage(&format!("Plan {name}"), &step(&[as_role("plan"), commands::plan(layout).to_vec()].concat()));
        stages += &stage(&format!("Review {name}"), &step(&review));
        let applies = as_role("apply");
        if !applies.is_empty() {
            let steps = step(&[applies, vec![commands::apply(layout)]].concat());
            let _ = write!(
                stages,
                "        stage('Apply {name}') {{\n            when {{\n                branch 'main'\n                beforeInput true\n            }}\n            options {{ timeout(time: 4, unit: 'HOURS') }}\n            input {{\n                message 'Apply the plan of {name}?'\n                ok 'Apply'\n                // Whom Jenkins lets answer: a group of its own.\n                submitter 'production-approvers'\n            }}\n            steps {{\n{steps}            }}\n        }}\n\n"
            );
        }
    }
    let has_applies = stages.contains("stage('Apply ");
    let secrets = state::secrets(environments);
    let (mut told, mut environment) = (String::new(), String::new());
    if !secrets.is_empty() {
        let named: Vec<&str> = secrets.iter().map(String::as_str).collect();
        told = format!("//\n// Credentials of Jenkins, as texts, with which Terraform reaches the state: {}.\n", named.join(", "));
        let lines: Vec<String> = secrets.iter().map(|name| format!("{name} = credentials('{name}')")).collect();
        environment = format!("\n    environment {{\n{}    }}\n", indented(&lines, 8));
    }
    let applied = if has_applies { "What is planned on main is applied once somebody said so" } else { "Nothing is applied" };
    INFRASTRUCTURE
        .replace("@APPLIED@", applied)
        .replace(
            "@TOOLS@",
            if has_applies { "git, synth, aws (version 2) and terraform 1.11" } else { "git, synth and terraform 1.11" },
        )
        .replace("@HOURS@", if has_applies { "10" } else { "1" })
        .replace("@STATE@", state::is_there(environments))
        .replace("@READS@", if state::in_bucket(environments) { "planned, and the state" } else { "planned" })
        .replace("@SECRETS@", &told)
        .replace("@ENVIRONMENT@", &environment)
        .replace("@STAGES@", stages.trim_end())
}
