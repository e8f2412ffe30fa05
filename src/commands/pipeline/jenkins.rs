//! Jenkins: a Jenkinsfile for each service with the system's fourteen stages, of which the last is Jenkins' own "Post Actions"; and one that
//! plans and reviews the infrastructure.

use std::fmt::Write as _;

use domain::ServiceName;

use super::facts::{Approved, Delivery, Environment, Roles, Target};
use super::infrastructure as commands;
use super::language::Language;
use super::layout::Layout;
use super::limits;
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
    let all: Vec<Vec<Stage>> = targets.iter().enumerate().map(|(place, target)| stages_to(target, place == 0)).collect();
    let (minutes, snapshots) = minutes(all.iter().flatten());
    let approvals: u32 = targets.iter().filter(|target| target.is_approved_by_hand).map(|_| limits::APPROVAL).sum();
    let more = match snapshots {
        0 => String::new(),
        minutes => format!("\n// The snapshots of a major deployment may take {} more.", limits::spoken(minutes)),
    };
    let told = format!(
        "From a commit to the last environment it takes {} at most, by the time limits of its stages, without what it waits for a person.{more}",
        limits::spoken(minutes)
    );
    // Beside these, what goes back has its time.
    let hours = (minutes + snapshots + approvals).div_ceil(60) + 1;
    let mut text = HEAD
        .replace("@SERVICE@", service.as_str())
        .replace("@TOOLS@", commands.tools)
        .replace("@PROCESSORS@", processors)
        .replace("@LIMITS@", &told)
        .replace("@HOURS@", &hours.to_string());
    text += &stage("Lint", &limited(limits::LINT, 16, |indent| shell(&here(commands.lint), indent)));
    text += &stage("Unit tests", &limited(limits::TEST, 16, |indent| shell(&here(commands.test), indent)));
    text += "        stage('Security scan') {\n            parallel {\n";
    for (name, lines) in [("Code", commands.scan), ("Dependencies", commands.audit)] {
        let _ = write!(
            text,
            "                stage('{name}') {{\n                    steps {{\n{}                    }}\n                }}\n",
            limited(limits::SCAN, 24, |indent| shell(&here(lines), indent))
        );
    }
    text += "            }\n        }\n\n";
    text += &stage("Build", &limited(limits::BUILD, 16, |indent| shell(&here(commands.build), indent)));
    let build = format!("docker build --pull --platform {platform} --tag \"$IMAGE\" {}", quoted(folder));
    text += &stage("Image", &limited(limits::IMAGE, 16, |indent| shell(std::slice::from_ref(&build), indent)));
    let scan = "trivy image --exit-code 1 --ignore-unfixed --severity HIGH,CRITICAL \"$IMAGE\"".to_owned();
    text += &stage("Container scan", &limited(limits::IMAGE_SCAN, 16, |indent| shell(std::slice::from_ref(&scan), indent)));
    for (target, stages) in targets.iter().zip(all) {
        if target.is_approved_by_hand {
            text += &approval(target);
        }
        for stage in &stages {
            text += &on_main(stage);
        }
    }
    text + FOOT
}

/// How many minutes all of it takes at most without what is done for a major deployment alone, and that.
fn minutes<'a>(stages: impl Iterator<Item = &'a Stage>) -> (u32, u32) {
    let checks = limits::LINT + limits::TEST + limits::SCAN + limits::BUILD + limits::IMAGE + limits::IMAGE_SCAN;
    let steps = stages.flat_map(|stage| &stage.steps);
    steps.fold(
        (checks, 0),
        |(all, major), step| {
            if step.is_of_major { (all, major + step.minutes) } else { (all + step.minutes, major) }
        },
    )
}

/// Steps that may take no longer. Around the steps and not around their stage, so that what the stage does after a failure has its time.
fn limited(minutes: u32, indent: usize, steps: impl Fn(usize) -> String) -> String {
    let space = " ".repeat(indent);
    format!("{space}timeout(time: {minutes}, unit: 'MINUTES') {{\n{}{space}}}\n", steps(indent + 4))
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

/// A stage of the main branch.
struct Stage {
    name: String,
    steps: Vec<Step>,
    /// The environment that goes back when it fails.
    guards: Option<String>,
}

/// A call of `deliver.sh`.
struct Step {
    call: String,
    minutes: u32,
    /// Whether it does nothing but for a deployment that is marked as major.
    is_of_major: bool,
}

impl Step {
    fn new(call: String, minutes: u32) -> Self {
        Self { call, minutes, is_of_major: false }
    }
}

fn on_main(Stage { name, steps, guards }: &Stage) -> String {
    let step = |Step { call, minutes, is_of_major: _ }: &Step| {
        limited(*minutes, 16, |indent| format!("{}sh 'delivery/deliver.sh {}'\n", " ".repeat(indent), groovy(call)))
    };
    let steps: String = steps.iter().map(step).collect();
    let post = guards.as_ref().map(|environment| {
        format!(
            "            post {{\n                unsuccessful {{\n                    sh 'delivery/deliver.sh rollback delivery/{environment}.json \"$SERVICE\" {environment}.before'\n                }}\n            }}\n"
        )
    });
    format!(
        "        stage('{name}') {{\n            when {{ branch 'main' }}\n            steps {{\n{steps}            }}\n{}        }}\n\n",
        post.unwrap_or_default()
    )
}

/// The stage that waits for a person.
fn approval(Target { name, .. }: &Target) -> String {
    let stage = if name.as_str() == "prod" { "Production approval".to_owned() } else { format!("Approval of {name}") };
    let hours = limits::APPROVAL / 60;
    format!(
        "        stage('{stage}') {{\n            when {{\n                branch 'main'\n                beforeInput true\n            }}\n            options {{ timeout(time: {hours}, unit: 'HOURS') }}\n            input {{\n                message 'Deploy to {name}?'\n                ok 'Deploy'\n                // Whom Jenkins lets answer: a group of its own.\n                submitter 'production-approvers'\n            }}\n            steps {{\n                echo \"approved: ${{env.TAG}}\"\n            }}\n        }}\n\n"
    )
}

/// What brings the image to an environment.
fn stages_to(target: &Target, is_first: bool) -> Vec<Stage> {
    let Target { name, is_approved_by_hand: _, trusted: _, has_database, runs, proof, renews } = target;
    let stage = |name: String, steps| Stage { name, steps, guards: None };
    let guarded = |stage: String, steps| Stage { name: stage, steps, guards: Some(name.to_string()) };
    let mut stages = Vec::new();
    let outputs = format!("delivery/{name}.json");
    let push = Step::new(format!("push {outputs} \"$SERVICE\" \"$IMAGE\" \"$TAG\""), limits::PUSH);
    let deploy = Step::new(format!("deploy {outputs} \"$SERVICE\" \"$TAG\" {name}.before"), limits::DEPLOY);
    // Each environment has a repository of its own, to which another one's role cannot push.
    let mut first = vec![push];
    if is_first {
        stages.push(stage("Push to ECR".to_owned(), std::mem::take(&mut first)));
    }
    // Before anything of the new image runs.
    if *has_database && proof.is_some() {
        let call = format!("snapshot {outputs} \"$SERVICE\" \"$TAG\" \"$MESSAGE\"");
        first.push(Step { call, minutes: limits::SNAPSHOT, is_of_major: true });
    }
    let of_job =
        |verb: &str, job: &ServiceName, minutes| Step::new(format!("{verb} {outputs} \"$SERVICE\" \"$TAG\" {job}"), minutes);
    for job in runs {
        // What fails here has put nothing into service.
        let steps = std::mem::take(&mut first).into_iter().chain([of_job("run", job, limits::RUN)]).collect();
        stages.push(stage(format!("Run {job} {name}"), steps));
    }
    if let Some(proof) = proof {
        let steps = std::mem::take(&mut first).into_iter().chain([deploy]).collect();
        stages.push(guarded(format!("Deploy {name}"), steps));
        let (stage, step) = match proof {
            Proof::Answers(path) => {
                (format!("Smoke test {name}"), Step::new(format!("smoke {outputs} {}", quoted(path.as_str())), limits::SMOKE))
            }
            Proof::Steady(_) => {
                (format!("Steady state {name}"), Step::new(format!("steady {outputs} \"$SERVICE\" \"$TAG\""), limits::STEADY))
            }
        };
        stages.push(guarded(stage, vec![step]));
    }
    for job in renews {
        let steps = std::mem::take(&mut first).into_iter().chain([of_job("renew", job, limits::RENEW)]).collect();
        stages.push(stage(format!("Renew {job} {name}"), steps));
    }
    stages
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
