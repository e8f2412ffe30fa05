//! Atlantis: a project for each environment in the repository's `atlantis.yaml`; and what its server has to be told, since what a pull
//! request may change must not say what runs there and who has to approve it.

use std::fmt::Write as _;

use super::facts::{Approved, Environment};
use super::infrastructure as commands;
use super::layout::Layout;
use super::quoting::{indented, yaml};
use super::state;
use crate::view::shell::quoted;

/// The repository's file.
pub(super) fn projects(environments: &[Environment], layout: &Layout) -> String {
    let mut text = "\
# Made by `synth pipeline --kind atlantis`; make it anew when the environments change.
#
# What is run, and who has to approve it, is the server's to say: see delivery/atlantis-repos.yaml.
version: 3
parallel_plan: true
parallel_apply: false
projects:
"
    .to_owned();
    for environment in environments {
        let name = &environment.name;
        let dir = format!("{}/{name}", layout.out);
        // Read from the project's folder on (Atlantis, "Repo-level atlantis.yaml config").
        let up = "../".repeat(dir.split('/').count());
        let files = environment.files.iter().filter_map(|file| layout.path(file));
        let own = environment.own.iter().filter_map(|folder| Some(format!("{}/**", layout.path(folder)?)));
        let watched = files.chain(own).map(|path| yaml(&format!("{up}{path}")));
        let watched: Vec<String> = std::iter::once(yaml("**/*.tf.json")).chain(watched).collect();
        let _ = write!(
            text,
            "  - name: {name}\n    dir: {}\n    terraform_version: v1.11.4\n    autoplan:\n      when_modified: [{}]\n",
            yaml(&dir),
            watched.join(", ")
        );
    }
    text
}

/// The server's file.
pub(super) fn server(environments: &[Environment], layout: &Layout) -> String {
    let secrets: Vec<String> = state::secrets(environments).into_iter().collect();
    let secrets = if secrets.is_empty() {
        String::new()
    } else {
        format!("# - The server's environment holds {}, with which Terraform reaches the state.\n", secrets.join(", "))
    };
    let flags = layout.flags();
    let up = "../".repeat(layout.out.split('/').count() + 1);
    let up = up.trim_end_matches('/');
    let check = [&["set -e".to_owned(), format!("cd {up}")][..], &commands::check(layout, "")].concat();
    let review = format!(
        "\"$terraform\" show -json \"$PLANFILE\" | (cd {up} && synth review - --env \"$ENVIRONMENT\"{} --title \"$ENVIRONMENT\" --format text)",
        layout.environments_flag()
    );
    let (told, as_plan, as_apply) = of_roles(environments);
    format!(
        "\
# Made by `synth pipeline --kind atlantis`; make it anew when the environments change.
#
# For Atlantis's server, not for the repository's pull requests:
#
#     atlantis server --repo-config=atlantis-repos.yaml --checkout-strategy=merge --fail-on-pre-workflow-hook-error …
#
# - `undiverged` holds with the checkout strategy `merge` only.
# - The hook writes what is planned, from the settings of the pull request: whether it is committed or not, the same is planned. Without the
#   flag Atlantis goes on when the hook fails, and finds no project to plan.
# - `synth` and git are on the server's path.
{told}{secrets}repos:
  # Name your repository, such as github.com/octo-org/shop: whoever opens a pull request there has its settings read here.
  - id: /.*/
    apply_requirements: [approved, mergeable, undiverged]
    workflow: synth
    # Nothing of this can be said otherwise in a pull request's atlantis.yaml. To let one environment be applied without an approval, allow
    # `apply_requirements` here and set it there.
    allowed_overrides: []
    allow_custom_workflows: false
    pre_workflow_hooks:
      - run: synth --all{flags} --deny-warnings
        description: Write what the settings say
workflows:
  synth:
    plan:
      steps:
        - env:
            name: ENVIRONMENT
            command: echo \"$PROJECT_NAME\"
{as_plan}        - run:
            command: |
{}        - init
        - plan
        # Risks first; Atlantis puts what is printed into the pull request, in a block of fixed width.
        - run:
            command: |
              set -e
              # Atlantis keeps each version under a name of its own, and the default one under the plain name.
              terraform=$(command -v \"terraform$ATLANTIS_TERRAFORM_VERSION\" || command -v terraform)
              {review}
    apply:
      steps:
{as_apply}        - apply
",
        indented(&check, 14)
    )
}

/// What is said of Terraform's own roles, and the steps that take the one that plans and the one that applies; nothing where no environment has them
/// for a principal.
fn of_roles(environments: &[Environment]) -> (&'static str, String, String) {
    let of = |it: &'_ Environment| -> Option<(String, String, String, String)> {
        let roles = it.roles.as_ref().filter(|roles| matches!(roles.approved, Approved::Principal))?;
        let id = roles.external_id.as_ref().map(|id| format!(" --external-id {}", quoted(id.as_str()))).unwrap_or_default();
        Some((it.name.to_string(), roles.plan.clone(), roles.apply.clone(), id))
    };
    let all: Vec<_> = environments.iter().filter_map(of).collect();
    if all.is_empty() {
        return ("", String::new(), String::new());
    }
    let step = |does: &str| {
        let cases = all.iter().map(|(name, plan, apply, id)| {
            let role = if does == "plan" { plan } else { apply };
            format!("{name}) take {}{id} ;;", quoted(role))
        });
        let lines: Vec<String> = [
            "set -e".to_owned(),
            "# Atlantis takes `NAME=value,…` (Atlantis, \"Custom Workflows\", `multienv`).".to_owned(),
            "take() {".to_owned(),
            "  role=$1".to_owned(),
            "  shift".to_owned(),
            format!("  aws sts assume-role --role-arn \"$role\" --role-session-name \"atlantis-{does}-$PULL_NUM\" \"$@\" --output text --query \\"),
            "    \"Credentials.join(',', [join('=', ['AWS_ACCESS_KEY_ID', AccessKeyId]), join('=', ['AWS_SECRET_ACCESS_KEY', SecretAccessKey]), join('=', ['AWS_SESSION_TOKEN', SessionToken])])\"".to_owned(),
            "}".to_owned(),
            "case \"$PROJECT_NAME\" in".to_owned(),
        ]
        .into_iter()
        .chain(cases)
        .chain(["esac".to_owned()])
        .collect();
        format!("        - multienv: |\n{}", indented(&lines, 12))
    };
    let told = "# - aws (version 2) is on the server's path, and the server works as the principal of `[delivery.terraform]`, with no rights but to take the\n#   roles below: it applies only what somebody approved.\n";
    (told, step("plan"), step("apply"))
}
