//! The Jenkinsfile: the system's fourteen stages, of which the last is Jenkins' own "Post Actions".

use std::fmt::Write as _;

use super::{Pipeline, Target};

const HEAD: &str = include_str!("Jenkinsfile.head");
const FOOT: &str = include_str!("Jenkinsfile.foot");

pub(super) fn text(pipeline: &Pipeline) -> String {
    let Pipeline { service, language, targets } = pipeline;
    let commands = language.commands();
    let mut text = HEAD.replace("@SERVICE@", service);
    text += &stage("Lint", &shell(commands.lint, 16));
    text += &stage("Unit tests", &shell(commands.test, 16));
    text += "        stage('Security scan') {\n            parallel {\n";
    for (name, lines) in [("Code", commands.scan), ("Dependencies", commands.audit)] {
        let _ = write!(
            text,
            "                stage('{name}') {{\n                    steps {{\n{}                    }}\n                }}\n",
            shell(lines, 24)
        );
    }
    text += "            }\n        }\n\n";
    text += &stage("Build", &shell(commands.build, 16));
    text += &stage("Image", &shell(&["docker build --pull --platform linux/amd64 --tag \"$IMAGE\" ."], 16));
    text +=
        &stage("Container scan", &shell(&["trivy image --exit-code 1 --ignore-unfixed --severity HIGH,CRITICAL \"$IMAGE\""], 16));
    for (place, target) in targets.iter().enumerate() {
        text += &delivery(target, place == 0);
    }
    text + FOOT
}

/// Lines of a shell as a step.
fn shell(lines: &[&str], indent: usize) -> String {
    let space = " ".repeat(indent);
    let lines = ["set -euo pipefail"].iter().chain(lines).map(|line| format!("{space}{line}\n")).collect::<Vec<_>>().concat();
    format!("{space}sh '''#!/usr/bin/env bash\n{lines}{space}'''\n")
}

fn stage(name: &str, steps: &str) -> String {
    format!("        stage('{name}') {{\n            steps {{\n{steps}            }}\n        }}\n\n")
}

/// A stage of the main branch that goes back when it fails.
fn guarded(name: &str, environment: &str, steps: &[String]) -> String {
    let steps = steps.iter().map(|step| format!("                sh 'delivery/deliver.sh {step}'\n")).collect::<Vec<_>>().concat();
    format!(
        "        stage('{name}') {{\n            when {{ branch 'main' }}\n            steps {{\n{steps}            }}\n            post {{\n                unsuccessful {{\n                    sh 'delivery/deliver.sh rollback delivery/{environment}.json \"$SERVICE\" {environment}.before'\n                }}\n            }}\n        }}\n\n"
    )
}

fn delivery(Target { name, is_approved_by_hand, health_path, .. }: &Target, is_first: bool) -> String {
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
    if is_first {
        let _ = write!(
            text,
            "        stage('Push to ECR') {{\n            when {{ branch 'main' }}\n            steps {{\n                sh 'delivery/deliver.sh {push}'\n            }}\n        }}\n\n"
        );
        text += &guarded(&format!("Deploy {name}"), name.as_str(), &[deploy]);
    } else {
        // Each environment has a repository of its own, to which another one's role cannot push.
        text += &guarded(&format!("Deploy {name}"), name.as_str(), &[push, deploy]);
    }
    text + &guarded(&format!("Smoke test {name}"), name.as_str(), &[format!("smoke {outputs} {health_path}")])
}
