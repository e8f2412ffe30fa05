//! GitHub's workflows: one for each service delivers it, one plans and reviews the infrastructure.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::facts::{Approved, Delivery, Environment, Roles, Target, Trusted};
use super::infrastructure as commands;
use super::language::Language;
use super::layout::Layout;
use super::limits;
use super::proof::Proof;
use super::quoting::{indented, prefixed, yaml};
use super::state;
use crate::view::shell::quoted;

const DELIVERY: &str = include_str!("deliver.yml");
const STEPS: &str = include_str!("deliver_steps.yml");
const INFRASTRUCTURE: &str = include_str!("infrastructure.yml");
const APPLY: &str = include_str!("apply.yml");
const APPLY_JOB: &str = include_str!("apply_job.yml");

const ROLL_BACK: &str = "      - if: failure() || cancelled()
        run: delivery/deliver.sh rollback \"$OUTPUTS\" \"$SERVICE\" before
";

/// The branch from which is delivered to an environment of GitHub's.
const MAIN: &str = "main";

/// How many minutes the job may take that delivers to an environment: for as long as its role's credentials hold.
const DELIVER_JOB: u32 = 60;

pub(super) fn delivery(delivery: &Delivery, language: Language, folder: &str) -> String {
    let Delivery { service, platform, targets } = delivery;
    let commands = language.commands();
    let all = [commands.lint, commands.test, commands.scan, commands.audit, commands.build].concat();
    let checks = prefixed("      - run: ", &all);
    let defaults = if folder == "." {
        String::new()
    } else {
        format!("    defaults:\n      run:\n        working-directory: {}\n", yaml(folder))
    };
    let branches: BTreeSet<&str> = targets.iter().map(|target| branch(&target.trusted)).collect();
    let branches: Vec<String> = branches.into_iter().map(yaml).collect();
    // Each builds for its own processors, so that nothing is emulated (GitHub Docs, "GitHub-hosted runners reference").
    let runner = if *platform == "linux/arm64" { "ubuntu-24.04-arm" } else { "ubuntu-24.04" };
    let minutes = targets.iter().fold(limits::CHECKS_JOB + limits::IMAGE_JOB, |minutes, _| minutes + DELIVER_JOB);
    let mut text = DELIVERY
        .replace("@LIMITS@", &limits::spoken(minutes))
        .replace("@CHECKS_MINUTES@", &limits::CHECKS_JOB.to_string())
        .replace("@IMAGE_MINUTES@", &limits::IMAGE_JOB.to_string())
        .replace("@CHECKS@", &(commands.github.replace("@FOLDER@/", &in_folder(folder)) + &checks))
        .replace("@DEFAULTS@", &defaults)
        .replace("@BRANCHES@", &branches.join(", "))
        .replace("@RUNNER@", runner)
        .replace("@PLATFORM@", platform)
        .replace("@FOLDER@", &quoted(folder))
        .replace("@SERVICE@", service.as_str());
    let mut before = "image".to_owned();
    for target in targets {
        text += &job(target, &before);
        before = format!("to-{}", target.name);
    }
    text
}

fn in_folder(folder: &str) -> String {
    if folder == "." { String::new() } else { format!("{folder}/") }
}

fn branch(trusted: &Trusted) -> &str {
    match trusted {
        Trusted::GithubBranch(branch) => branch.as_str(),
        Trusted::GithubEnvironment(_) | Trusted::Jenkins | Trusted::GitlabBranch { .. } => MAIN,
    }
}

/// The job that delivers to one environment, with the token that its role trusts.
fn job(Target { name, is_approved_by_hand: _, trusted, has_database, runs, proof, renews }: &Target, before: &str) -> String {
    let mut text = format!(
        "\n  to-{name}:\n    needs: {before}\n    if: github.ref == 'refs/heads/{}'\n    runs-on: ubuntu-24.04\n    timeout-minutes: {DELIVER_JOB}\n",
        branch(trusted)
    );
    if let Trusted::GithubEnvironment(environment) = trusted {
        let _ = writeln!(text, "    environment: {}", yaml(environment.as_str()));
    }
    let _ = write!(text, "    permissions: {{ contents: read, id-token: write }}\n    env:\n      OUTPUTS: delivery/{name}.json\n");
    if let Some(Proof::Answers(path)) = proof {
        let _ = writeln!(text, "      HEALTH: {}", yaml(path.as_str()));
    }
    text += STEPS;
    if *has_database && proof.is_some() {
        text += &step("snapshot \"$OUTPUTS\" \"$SERVICE\" \"$TAG\" \"$MESSAGE\"");
        // By a variable: what stands in a message is no command.
        text += "        env:\n          MESSAGE: ${{ github.event.head_commit.message }}\n";
    }
    for job in runs {
        text += &step(&format!("run \"$OUTPUTS\" \"$SERVICE\" \"$TAG\" {job}"));
    }
    if let Some(proof) = proof {
        text += &step("deploy \"$OUTPUTS\" \"$SERVICE\" \"$TAG\" before");
        text += &step(match proof {
            Proof::Answers(_) => "smoke \"$OUTPUTS\" \"$HEALTH\"",
            Proof::Steady(_) => "steady \"$OUTPUTS\" \"$SERVICE\" \"$TAG\"",
        });
        text += ROLL_BACK;
    }
    // After the step that goes back, which what fails here does not start any more.
    for job in renews {
        text += &step(&format!("renew \"$OUTPUTS\" \"$SERVICE\" \"$TAG\" {job}"));
    }
    text
}

fn step(command: &str) -> String {
    format!("      - run: delivery/deliver.sh {command}\n")
}

pub(super) fn infrastructure(environments: &[Environment], layout: &Layout) -> String {
    let mut rows = String::new();
    let mut has_roles = false;
    for Environment { name, region, roles, .. } in environments {
        let variable = name.as_str().to_ascii_uppercase().replace('-', "_");
        let of_plan = roles.as_ref().map(|roles| format!(", plan_role: {}", yaml(&roles.plan))).unwrap_or_default();
        has_roles |= roles.is_some();
        let _ = writeln!(rows, "          - {{ environment: {name}, region: {region}, role: PLAN_ROLE_ARN_{variable}{of_plan} }}");
    }
    let paths: Vec<String> = layout.watched(environments).iter().map(|folder| yaml(&format!("{folder}/**"))).collect();
    let lines = |lines: &[String]| indented(lines, 10);
    let secrets = state::secrets(environments);
    let named: Vec<&str> = secrets.iter().map(String::as_str).collect();
    let told = if named.is_empty() {
        String::new()
    } else {
        format!("#\n# Secrets of the repository, with which Terraform reaches the state: {}.\n", named.join(", "))
    };
    // GitHub does not tell upper case from lower in a secret's name, and Terraform does in a variable's.
    let of_state = secrets.iter().map(|name| format!("{name}: ${{{{ secrets.{} }}}}", name.to_ascii_uppercase()));
    let of_state = indented(&of_state.collect::<Vec<_>>(), 10);
    let of_plan = if of_state.is_empty() { String::new() } else { format!("        env:\n{of_state}") };
    INFRASTRUCTURE
        .replace("@PLAN_ROLE@", if has_roles { "matrix.plan_role || " } else { "" })
        .replace("@STATE@", state::is_there(environments))
        .replace("@READS@", if state::in_bucket(environments) { "planned, and the\n# state" } else { "planned" })
        .replace("@SECRETS@", &told)
        .replace("@ENVIRONMENT_OF_PLAN@", &of_plan)
        .replace("@ENVIRONMENT_OF_REVIEW@", &of_state)
        .replace("@PATHS@", &paths.join(", "))
        .replace("@ENVIRONMENTS@", &rows)
        .replace("@WRITE@", &lines(&commands::write(layout)))
        .replace("@CHECK@", &lines(&commands::check(layout, " --format github")))
        .replace("@PLAN@", &lines(&commands::plan(layout)))
        .replace("@REVIEW@", &lines(&[commands::review(layout, " --output review.md")]))
}

/// The workflow that applies what was merged, for the environments whose role trusts an environment of GitHub's; nothing where there is none.
pub(super) fn apply(environments: &[Environment], layout: &Layout) -> Option<String> {
    let mut jobs = String::new();
    let lines = |lines: &[String]| indented(lines, 10);
    for Environment { name, region, roles, .. } in environments {
        let Some(Roles { apply, approved: Approved::GithubEnvironment(approved), .. }) = roles else { continue };
        jobs += &APPLY_JOB
            .replace("@NAME@", name.as_str())
            .replace("@REGION@", &region.to_string())
            .replace("@ROLE@", &yaml(apply))
            .replace("@APPROVED@", &yaml(approved.as_str()))
            .replace("@WRITE@", &lines(&commands::write(layout)))
            .replace("@CHECK@", &lines(&commands::check(layout, " --format github")))
            .replace("@PLAN@", &lines(&commands::plan(layout)))
            .replace("@REVIEW@", &lines(&[commands::review(layout, "")]))
            .replace("@APPLY@", &lines(&[commands::apply(layout)]));
    }
    if jobs.is_empty() {
        return None;
    }
    let paths: Vec<String> = layout.watched(environments).iter().map(|folder| yaml(&format!("{folder}/**"))).collect();
    Some(APPLY.replace("@PATHS@", &paths.join(", ")).replace("@JOBS@", &jobs))
}
