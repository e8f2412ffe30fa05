//! The commands that check, plan and review one environment, whose name is `$ENVIRONMENT`: the same in every pipeline.

use domain::ExternalId;

use super::layout::Layout;
use crate::view::shell::quoted;

/// Writes the environment; where what is emitted is committed, fails when that is not what the settings say.
pub(super) fn write(layout: &Layout) -> [String; 2] {
    [
        format!("synth --env \"$ENVIRONMENT\"{} --deny-warnings", layout.flags()),
        format!("git diff --exit-code --stat -- {}", folder(layout)),
    ]
}

/// Compares with the recorded addresses. There are none before the first apply, so that a new project's pipeline is not stopped by it.
pub(super) fn check(layout: &Layout, format: &str) -> Vec<String> {
    let addresses = format!("{}/addresses", quoted(&layout.environments));
    vec![
        format!("if [ -e {addresses}/\"$ENVIRONMENT\".txt ]; then"),
        format!("  synth check --env \"$ENVIRONMENT\"{}{format}", layout.flags()),
        "else".to_owned(),
        format!(
            "  echo \"no addresses of $ENVIRONMENT are recorded: after its first apply run synth lock --env $ENVIRONMENT{}, and commit {addresses}\"",
            layout.environments_flag()
        ),
        "fi".to_owned(),
    ]
}

/// Plans, and takes no lock for it: nothing is changed.
pub(super) fn plan(layout: &Layout) -> [String; 2] {
    let terraform = terraform(layout);
    [format!("{terraform} init -input=false"), format!("{terraform} plan -input=false -lock=false -out=tfplan")]
}

/// Applies what was planned: once something else was applied since, Terraform refuses to.
pub(super) fn apply(layout: &Layout) -> String {
    format!("{} apply -input=false tfplan", terraform(layout))
}

/// Works from here on as one of Terraform's own roles, of a principal's own rights.
pub(super) fn assume(role: &str, external_id: Option<&ExternalId>, session: &str) -> [String; 3] {
    let external_id = external_id.map(|id| format!(" --external-id {}", quoted(id.as_str()))).unwrap_or_default();
    [
        format!(
            "credentials=$(aws sts assume-role --role-arn {} --role-session-name \"{session}\"{external_id} --query \
             'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text)",
            quoted(role)
        ),
        "read -r AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN <<<\"$credentials\"".to_owned(),
        "export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN".to_owned(),
    ]
}

/// Prints the plan as a reviewer reads it, in a form.
pub(super) fn review(layout: &Layout, form: &str) -> String {
    format!(
        "{} show -json tfplan | synth review - --env \"$ENVIRONMENT\"{} --title \"$ENVIRONMENT\"{form}",
        terraform(layout),
        layout.environments_flag()
    )
}

fn terraform(layout: &Layout) -> String {
    format!("terraform -chdir={}", folder(layout))
}

/// The folder that is planned.
fn folder(layout: &Layout) -> String {
    format!("{}/\"$ENVIRONMENT\"", quoted(&layout.out))
}
