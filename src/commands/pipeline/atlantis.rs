//! `atlantis.yaml`: a project for each environment, so that many plan and apply at once on Atlantis's machines.

use std::fmt::Write as _;

use super::{Pipeline, Target};

pub(super) fn text(Pipeline { targets, .. }: &Pipeline) -> String {
    let mut text = "\
# Made by `synth pipeline --kind atlantis`; make it anew when the environments change. Atlantis needs `synth` on its path, and on its server
# `--allow-repo-config` or this workflow in its own configuration. `out/` is committed: Atlantis plans what stands there.
version: 3
parallel_plan: true
parallel_apply: false
projects:
"
    .to_owned();
    for Target { name, is_approved_by_hand, .. } in targets {
        let apply = if *is_approved_by_hand { "approved, mergeable, undiverged" } else { "mergeable, undiverged" };
        let _ = write!(
            text,
            "  - name: {name}\n    dir: out/{name}\n    workflow: synth\n    terraform_version: v1.11.4\n    apply_requirements: [{apply}]\n    autoplan:\n      when_modified: [\"**/*.tf.json\", \"../../environments/*.toml\"]\n"
        );
    }
    text + "\
workflows:
  synth:
    plan:
      steps:
        # Is what stands in the folder what the settings say, and is every recorded address still there?
        - run: cd ../.. && synth check --env \"$PROJECT_NAME\"
        - init
        - plan
        # Risks first; Atlantis puts what is printed into the pull request.
        - run: terraform show -json \"$PLANFILE\" | synth review - --title \"$PROJECT_NAME\"
    apply:
      steps:
        - apply
"
}
