//! The files beside the environments that `synth init` writes for people and for git.

use engine::scaffold::project::Project;

/// What git leaves out.
pub(super) const GITIGNORE: &str = "\
# `synth --all` writes this folder anew from environments/. To have reviewers see what changes there, commit it: take this line out.
/out/

# What Terraform keeps beside it, which is never committed.
.terraform/
*.tfstate
*.tfstate.*
tfplan
";

/// What the folder is, for whoever finds it.
pub(super) fn readme(Project { name, region, .. }: &Project) -> String {
    format!(
        "# {name}: infrastructure\n\n\
         The AWS infrastructure of `{name}` in `{region}`. `environments/` says what there is, `synth` turns it into Terraform JSON under `out/`.\n\n\
         ```console\n\
         synth --all --deny-warnings                          # writes out/prod and out/staging\n\
         synth explain rds.multi_az --env prod                # what a setting is, and what it touches\n\
         ```\n\n\
         Once for the account, the bucket of Terraform's state:\n\n\
         ```console\n\
         synth bootstrap\n\
         terraform -chdir=out/bootstrap init\n\
         terraform -chdir=out/bootstrap apply\n\
         synth bootstrap --in-bucket                          # from now on the bucket holds the state of this stack too\n\
         terraform -chdir=out/bootstrap init -migrate-state\n\
         ```\n\n\
         Then for each environment:\n\n\
         ```console\n\
         terraform -chdir=out/prod init\n\
         terraform -chdir=out/prod plan -out=tfplan\n\
         terraform -chdir=out/prod show -json tfplan | synth review -\n\
         terraform -chdir=out/prod apply tfplan\n\
         ```\n\n\
         After the first apply record what must not be lost, and commit it: `synth lock --all`. CI runs `synth --all --deny-warnings`, then\n\
         `synth check --all`.\n"
    )
}
