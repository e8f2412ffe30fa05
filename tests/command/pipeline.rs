//! `synth pipeline`: from the environments' own settings, and over nothing of anybody's.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use crate::command::sandbox::Sandbox;

const JENKINS: &str = "[delivery.trust.jenkins]\nprincipal = \"arn:aws:iam::111122223333:role/jenkins\"\n";
const GITHUB: &str = "[delivery.trust.github]\nrepository = \"octo-org/shop\"\nowner_id = 1\nrepository_id = 2\n";

fn trusted(trust: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    for name in ["prod", "staging"] {
        let environments = if trust == GITHUB { format!("environments = [\"{name}\"]\n") } else { String::new() };
        sandbox.append(&format!("environments/{name}.toml"), &format!("{trust}{environments}"));
    }
    sandbox
}

fn text(sandbox: &Sandbox, path: &str) -> String {
    fs::read_to_string(sandbox.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn a_jenkinsfile_has_the_systems_stages_for_the_environments_that_there_are() {
    let sandbox = trusted(JENKINS);
    sandbox.append("environments/base.toml", "[services.web.health_check]\npath = \"/healthz\"\n");
    for language in ["go", "rust", "make"] {
        sandbox.synth(&["pipeline", "--kind", "jenkins", "--language", language, "--force"]).well();
        let text = text(&sandbox, "Jenkinsfile");
        let stages: Vec<&str> = text.split("stage('").skip(1).filter_map(|rest| rest.split("')").next()).collect();
        assert_eq!(
            stages,
            [
                "Checkout",
                "Lint",
                "Unit tests",
                "Security scan",
                "Code",
                "Dependencies",
                "Build",
                "Image",
                "Container scan",
                "Push to ECR",
                "Deploy staging",
                "Smoke test staging",
                "Production approval",
                "Deploy prod",
                "Smoke test prod",
            ]
        );
        assert!(text.contains("smoke delivery/prod.json /healthz"), "{text}");
        assert!(text.contains("SERVICE = 'web'") && !text.contains('@') || text.contains("team@example.com"), "{text}");
        let braces = |brace: char| text.chars().filter(|it| *it == brace).count();
        assert_eq!(braces('{'), braces('}'), "{text}");
    }
    let script = sandbox.path("delivery/deliver.sh");
    assert_eq!(fs::metadata(&script).expect("it is there").permissions().mode() & 0o111, 0o111);
    assert!(Command::new("bash").arg("-n").arg(script).status().expect("bash runs").success());
}

#[test]
fn the_same_again_changes_nothing_and_what_somebody_changed_is_kept() {
    let sandbox = trusted(JENKINS);
    sandbox.synth(&["pipeline", "--kind", "jenkins"]).well();
    let again = sandbox.synth(&["pipeline", "--kind", "jenkins"]).well();
    assert!(again.stdout.starts_with("./Jenkinsfile is up to date\n"), "{again}");
    sandbox.append("Jenkinsfile", "// mine\n");
    let ran = sandbox.synth(&["pipeline", "--kind", "jenkins"]).failed();
    assert!(ran.stderr.contains("`./Jenkinsfile` says something else") && ran.stderr.contains("--force"), "{ran}");
    assert!(text(&sandbox, "Jenkinsfile").ends_with("// mine\n"));
}

#[test]
fn githubs_workflows_deliver_one_environment_after_the_other_and_review_each_plan() {
    let sandbox = trusted(GITHUB);
    sandbox.append(
        "environments/staging.toml",
        "provider = { existing = \"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com\" }\n",
    );
    sandbox.synth(&["pipeline", "--kind", "github", "--language", "rust"]).well();
    let deliver = text(&sandbox, ".github/workflows/deliver.yml");
    assert!(deliver.contains("  to-prod:\n    needs: to-staging\n") && deliver.contains("    environment: prod\n"), "{deliver}");
    assert!(deliver.contains("- run: cargo test --locked\n"), "{deliver}");
    let infrastructure = text(&sandbox, ".github/workflows/infrastructure.yml");
    assert!(infrastructure.contains("environment: [staging, prod]"), "{infrastructure}");
}

#[test]
fn atlantis_plans_every_environment_and_applies_production_when_it_is_approved() {
    let sandbox = Sandbox::new();
    sandbox.synth(&["pipeline", "--kind", "atlantis"]).well();
    let text = text(&sandbox, "atlantis.yaml");
    assert!(text.contains("  - name: prod\n    dir: out/prod\n"), "{text}");
    assert_eq!(text.matches("apply_requirements: [approved,").count(), 1, "{text}");
}

#[test]
fn an_environment_that_cannot_be_delivered_to_is_told() {
    let sandbox = Sandbox::new();
    let ran = sandbox.synth(&["pipeline", "--kind", "jenkins"]).failed();
    assert!(ran.stderr.contains("`prod` trusts nobody who delivers: set `[delivery.trust.jenkins]`"), "{ran}");
    let ran = trusted(JENKINS).synth(&["pipeline", "--kind", "github"]).failed();
    assert!(ran.stderr.contains("`prod` trusts another one: set `[delivery.trust.github]`"), "{ran}");
    let ran = trusted(JENKINS).synth(&["pipeline", "--kind", "jenkins", "--service", "api"]).failed();
    assert!(ran.stderr.contains("`prod` has no service `api`"), "{ran}");
    assert_eq!(sandbox.names("."), ["environments"]);
}
