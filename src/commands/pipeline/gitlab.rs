//! GitLab CI/CD: a file for each service delivers it, one plans and reviews the infrastructure, and the project's own takes them in.

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

/// What the project's own file says, which takes the others in.
pub(super) const PROJECT: &str = include_str!("gitlab-ci.yml");

const INFRASTRUCTURE: &str = include_str!("gitlab_infrastructure.yml");
const APPLY: &str = include_str!("gitlab_apply.yml");

/// With Docker's own tool, and a daemon beside it.
const DOCKER: &str = "  image: docker:28.5.1\n  services: [docker:28.5.1-dind]\n";

/// How many minutes the job may take that delivers to an environment, and goes back if it has to.
const DELIVER_JOB: u32 = 120;

pub(super) fn delivery(delivery: &Delivery, language: Language, folder: &str) -> String {
    let Delivery { service, platform, targets } = delivery;
    let commands = language.commands();
    let image = commands.gitlab_image.map(|image| format!("  image: {image}\n")).unwrap_or_default();
    let change = (folder != ".").then(|| format!("cd {}", quoted(folder)));
    let checks = [commands.gitlab, commands.lint, commands.test, commands.scan, commands.audit, commands.build].concat();
    let checks: Vec<String> = change.into_iter().chain(checks.into_iter().map(str::to_owned)).collect();
    // Each builds for its own processors, so that nothing is emulated (GitLab Docs, "Hosted runners on Linux").
    let runner = if *platform == "linux/arm64" {
        "  # One of GitLab.com's; on a GitLab of your own, name a runner for arm64.\n  tags: [saas-linux-small-arm64]\n"
    } else {
        ""
    };
    let build = [
        format!("docker build --pull --platform {platform} --tag \"{service}:$CI_COMMIT_SHA\" {}", quoted(folder)),
        format!("docker save --output image.tar \"{service}:$CI_COMMIT_SHA\""),
    ];
    let scan = ["trivy image --input image.tar --exit-code 1 --ignore-unfixed --severity HIGH,CRITICAL".to_owned()];
    let (of_checks, of_image, of_scan) = (limits::CHECKS_JOB, limits::IMAGE_JOB, limits::IMAGE_SCAN);
    let minutes = targets.iter().fold(of_checks + of_image + of_scan, |minutes, _| minutes + DELIVER_JOB);
    let mut text = format!(
        "# Made by `synth pipeline --kind gitlab`; make it anew when the environments change.\n\
         #\n\
         # The delivery of {service}. Only jobs on a protected branch that `[delivery.trust.gitlab]` lists have a token that AWS takes. Production waits for\n\
         # whoever may run a job on that branch by hand, which is the approval.\n\
         #\n\
         # From a commit to the last environment it takes {} at most, by the time limits of its jobs, without what it waits for a person.\n\n\
         {service}:checks:\n  stage: check\n{image}  timeout: {of_checks} minutes\n  script:\n{}\n\
         {service}:image:\n  stage: image\n{DOCKER}{runner}  needs: [\"{service}:checks\"]\n  timeout: {of_image} minutes\n  variables: {{ DOCKER_TLS_CERTDIR: /certs }}\n  script:\n{}  artifacts: {{ paths: [image.tar], expire_in: 1 week }}\n\n\
         {service}:scan:\n  stage: scan\n  image: {{ name: aquasec/trivy:0.57.1, entrypoint: [\"\"] }}\n  needs: [\"{service}:image\"]\n  timeout: {of_scan} minutes\n  script:\n{}",
        limits::spoken(minutes),
        script(&checks),
        script(&build),
        script(&scan),
    );
    let mut before = format!("{service}:scan");
    for target in targets {
        text += &job(service.as_str(), target, &before);
        before = format!("{service}:to-{}", target.name);
    }
    text
}

/// The job that delivers to one environment, with the token that its role trusts.
fn job(
    service: &str,
    Target { name, is_approved_by_hand, trusted, has_database, runs, proof, renews }: &Target,
    before: &str,
) -> String {
    let (branch, audience) = match trusted {
        Trusted::GitlabBranch { branch, audience } => (branch.as_str(), audience.as_str()),
        Trusted::Jenkins | Trusted::GithubEnvironment(_) | Trusted::GithubBranch(_) => {
            unreachable!("a pipeline of GitLab's delivers only to what trusts GitLab")
        }
    };
    let by_hand = if *is_approved_by_hand { "      when: manual\n      allow_failure: false\n" } else { "" };
    let health = match proof {
        Some(Proof::Answers(path)) => format!("    HEALTH: {}\n", yaml(path.as_str())),
        Some(Proof::Steady(_)) | None => String::new(),
    };
    let here = "\"$OUTPUTS\" \"$SERVICE\"";
    let deliver = |words: String| format!("delivery/deliver.sh {words}");
    let mut steps = vec![
        "docker load --input image.tar".to_owned(),
        deliver(format!("push {here} \"$SERVICE:$CI_COMMIT_SHA\" \"$CI_COMMIT_SHA\"")),
    ];
    if *has_database && proof.is_some() {
        steps.push(deliver(format!("snapshot {here} \"$CI_COMMIT_SHA\" \"$CI_COMMIT_MESSAGE\"")));
    }
    steps.extend(runs.iter().map(|job| deliver(format!("run {here} \"$CI_COMMIT_SHA\" {job}"))));
    if let Some(proof) = proof {
        steps.push(deliver(format!("deploy {here} \"$CI_COMMIT_SHA\" before")));
        steps.push(deliver(match proof {
            Proof::Answers(_) => "smoke \"$OUTPUTS\" \"$HEALTH\"".to_owned(),
            Proof::Steady(_) => format!("steady {here} \"$CI_COMMIT_SHA\""),
        }));
        // From here on nothing goes back.
        steps.push("rm before".to_owned());
    }
    steps.extend(renews.iter().map(|job| deliver(format!("renew {here} \"$CI_COMMIT_SHA\" {job}"))));
    let role = [
        "export AWS_WEB_IDENTITY_TOKEN_FILE=/tmp/aws-token AWS_ROLE_SESSION_NAME=\"gitlab-$CI_JOB_ID\" DELIVER_CREDENTIALS=assumed",
        "AWS_ROLE_ARN=$(jq -er .delivery_role_arn.value \"$OUTPUTS\") && export AWS_ROLE_ARN",
    ];
    let first = ["apk add --no-cache aws-cli bash curl jq", "(umask 077 && printf '%s' \"$AWS_TOKEN\" >/tmp/aws-token)"];
    let mut text = format!(
        "\n{service}:to-{name}:\n  stage: deliver\n{DOCKER}  needs: [\"{service}:image\", {}]\n  rules:\n    - if: $CI_COMMIT_BRANCH == {} && $CI_COMMIT_REF_PROTECTED == \"true\"\n{by_hand}  timeout: {DELIVER_JOB} minutes\n  resource_group: {service}-{name}\n  environment: {{ name: {name}/{service} }}\n  id_tokens:\n    AWS_TOKEN: {{ aud: {} }}\n  variables:\n    SERVICE: {service}\n    OUTPUTS: delivery/{name}.json\n{health}    DOCKER_TLS_CERTDIR: /certs\n    RUNNER_SCRIPT_TIMEOUT: 80m\n    RUNNER_AFTER_SCRIPT_TIMEOUT: 30m\n  before_script:\n{}  script:\n{}",
        yaml(before),
        yaml(branch),
        yaml(audience),
        script(&[&first[..], &role[..]].concat()),
        script(&steps),
    );
    if proof.is_some() {
        // It runs in a shell of its own, however the job ends (GitLab Docs, "CI/CD YAML syntax reference", `after_script`).
        let back = [&["test \"$CI_JOB_STATUS\" != success && test -s before || exit 0"][..], &role[..]].concat();
        let back = [&back[..], &["delivery/deliver.sh rollback \"$OUTPUTS\" \"$SERVICE\" before"][..]].concat();
        let _ = write!(text, "  after_script:\n{}", script(&back));
    }
    text
}

/// Lines of a shell as a job's script.
fn script<L: AsRef<str>>(lines: &[L]) -> String {
    let is_plain =
        |line: &str| line.starts_with(|first: char| first.is_ascii_alphabetic()) && !line.contains(": ") && !line.contains(" #");
    let item = |line: &str| if is_plain(line) { line.to_owned() } else { yaml(line) };
    let items: Vec<String> = lines.iter().map(|line| item(line.as_ref())).collect();
    prefixed("    - ", &items)
}

pub(super) fn infrastructure(environments: &[Environment], layout: &Layout) -> String {
    let mut jobs = String::new();
    let paths: Vec<String> = layout.watched(environments).iter().map(|folder| yaml(&format!("{folder}/**/*"))).collect();
    for Environment { name, region, roles, .. } in environments {
        let variable = name.as_str().to_ascii_uppercase().replace('-', "_");
        let plan_role = match roles {
            Some(roles) => quoted(&roles.plan),
            None => format!("\"${{PLAN_ROLE_ARN_{variable}:-$PLAN_ROLE_ARN}}\""),
        };
        let _ = write!(
            jobs,
            "\nplan:{name}:\n  extends: .plan\n  variables: {{ ENVIRONMENT: {name}, AWS_REGION: {region} }}\n  before_script:\n    - export AWS_ROLE_ARN={plan_role}\n"
        );
        if let Some(Roles { apply, approved: Approved::GitlabBranch(branch), .. }) = roles {
            jobs += &APPLY
                .replace("@NAME@", name.as_str())
                .replace("@REGION@", &region.to_string())
                .replace("@ROLE@", &quoted(apply))
                .replace("@BRANCH@", &yaml(branch.as_str()))
                .replace("@PATHS@", &paths.join(", "))
                .replace("@WRITE@", &indented(&commands::write(layout), 6))
                .replace("@CHECK@", &indented(&commands::check(layout, ""), 6))
                .replace("@PLAN@", &indented(&commands::plan(layout), 6))
                .replace("@REVIEW@", &indented(&[commands::review(layout, " --format text")], 6))
                .replace("@APPLY@", &indented(&[commands::apply(layout)], 6));
        }
    }
    let secrets: Vec<String> = state::secrets(environments).into_iter().collect();
    let told = if secrets.is_empty() {
        String::new()
    } else {
        format!("# Masked besides, with which Terraform reaches the state: {}.\n", secrets.join(", "))
    };
    let lines = |lines: &[String]| indented(lines, 6);
    let review = commands::review(layout, " --output review.md");
    INFRASTRUCTURE
        .replace("@STATE@", state::is_there(environments))
        .replace("@READS@", if state::in_bucket(environments) { "planned, and the state" } else { "planned" })
        .replace("@SECRETS@", &told)
        .replace("@PATHS@", &paths.join(", "))
        .replace("@WRITE@", &lines(&commands::write(layout)))
        .replace("@CHECK@", &lines(&commands::check(layout, "")))
        .replace("@PLAN@", &lines(&commands::plan(layout)))
        .replace("@REVIEW@", &lines(&[review]))
        + &jobs
}
