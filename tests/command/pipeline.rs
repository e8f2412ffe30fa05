//! `synth pipeline`: from the environments' own settings, and over nothing of anybody's.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use crate::command::sandbox::{Ran, Sandbox, holds};

pub(super) const JENKINS: &str = "[delivery.trust.jenkins]\nprincipal = \"arn:aws:iam::111122223333:role/jenkins\"\n";
pub(super) const GITHUB: &str = "[delivery.trust.github]\nrepository = \"octo-org/shop\"\nowner_id = 1\nrepository_id = 2\n";
pub(super) const GITLAB: &str =
    "[delivery.trust.gitlab]\nproject = \"octo-group/shop\"\nprotected_branches = [\"main\", \"release\"]\n";
/// An account makes GitHub known to it once.
const KNOWN: &str = "provider = { existing = \"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com\" }\n";

fn trusted(trust: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    for name in ["prod", "staging"] {
        let environments = match trust {
            GITHUB => format!("environments = [\"{name}\"]\n{KNOWN}"),
            GITLAB if name == "staging" => "provider = \"existing\"\n".to_owned(),
            _ => String::new(),
        };
        sandbox.append(&format!("environments/{name}.toml"), &format!("{trust}{environments}"));
    }
    sandbox
}

/// As `trusted`, with these sections in the file that both environments extend.
pub(super) fn with(trust: &str, sections: &str) -> Sandbox {
    let sandbox = trusted(trust);
    sandbox.append("environments/base.toml", sections);
    sandbox
}

pub(super) fn text(sandbox: &Sandbox, path: &str) -> String {
    fs::read_to_string(sandbox.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Writes a pipeline of this kind.
pub(super) fn written(sandbox: &Sandbox, kind: &str, further: &[&str]) -> Ran {
    sandbox.synth(&[&["pipeline", "--kind", kind], further].concat()).well()
}

/// What stands between the two texts, wherever they stand.
pub(super) fn between<'text>(text: &'text str, before: &str, after: &str) -> Vec<&'text str> {
    text.split(before).skip(1).filter_map(|rest| rest.split(after).next()).collect()
}

const WORKER: &str = "[services.mails]\nimage_tag = \"1\"\ntasks = { desired = 1, min = 1, max = 1 }\n";
const API: &str = "[services.api]\nimage_tag = \"1\"\nport = 80\ntasks = { desired = 1, min = 1, max = 1 }\nrouting = { priority = 50, paths = [\"/api/*\"] }\n";

/// A migration, a report at night, and a job that has images of its own.
pub(super) const JOBS: &str = "\
[jobs.migrate]
image_tag = \"1\"
image_of = \"web\"
command = [\"migrate\"]
deployment = \"pipeline\"

[jobs.report]
image_tag = \"1\"
image_of = \"web\"
deployment = \"pipeline\"
schedule = { expression = \"rate(1 day)\" }

[jobs.cleanup]
image_tag = \"1\"
deployment = \"pipeline\"
schedule = { expression = \"rate(1 day)\" }
";

#[test]
fn a_jenkinsfile_has_the_systems_stages_for_the_environments_that_there_are() {
    let sandbox = with(JENKINS, "[services.web.health_check]\npath = \"/healthz\"\n");
    for language in ["go", "rust", "make"] {
        written(&sandbox, "jenkins", &["--language", language]);
        let text = text(&sandbox, "Jenkinsfile");
        assert_eq!(
            between(&text, "stage('", "')"),
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
        assert!(text.contains("SERVICE = 'web'"), "{text}");
        assert_eq!(text.matches('@').count(), 1, "the address of a mail alone: {text}");
        let braces = |brace: char| text.chars().filter(|it| *it == brace).count();
        assert_eq!(braces('{'), braces('}'), "{text}");
    }
    let script = sandbox.path("delivery/deliver.sh");
    assert_eq!(fs::metadata(&script).expect("it is there").permissions().mode() & 0o111, 0o111);
    assert!(Command::new("bash").arg("-n").arg(script).status().expect("bash runs").success());
}

#[test]
fn jenkins_checks_plans_and_reviews_each_environment_in_a_file_of_its_own() {
    let sandbox = trusted(JENKINS);
    written(&sandbox, "jenkins", &[]);
    let text = text(&sandbox, "Jenkinsfile.infrastructure");
    let stages = ["Check staging", "Plan staging", "Review staging", "Check prod", "Plan prod", "Review prod"];
    assert_eq!(between(&text, "stage('", "')"), stages);
    assert!(text.contains("export ENVIRONMENT=prod AWS_REGION=eu-central-1\n"), "{text}");
    assert!(text.contains("--output review-prod.md\n"), "{text}");
}

#[test]
fn what_nobody_changed_is_renewed_and_what_somebody_changed_is_kept() {
    let sandbox = trusted(JENKINS);
    written(&sandbox, "jenkins", &[]);
    let again = written(&sandbox, "jenkins", &[]);
    assert!(again.stdout.starts_with("./Jenkinsfile is up to date\n"), "{again}");
    // Other settings, and Git for Windows between.
    sandbox.write("Jenkinsfile", &text(&sandbox, "Jenkinsfile").replace('\n', "\r\n"));
    let renewed = written(&sandbox, "jenkins", &["--language", "rust"]);
    assert!(renewed.stdout.starts_with("wrote ./Jenkinsfile\n"), "{renewed}");
    for edit in ["// mine\n", "\n"] {
        sandbox.append("Jenkinsfile", edit);
        let before = sandbox.tree(".");
        let ran = sandbox.synth(&["pipeline", "--kind", "jenkins"]).failed();
        assert!(ran.stderr.contains("`./Jenkinsfile` says something that synth did not write"), "{ran}");
        assert!(ran.stderr.contains("--force") && sandbox.tree(".") == before, "{ran}");
        written(&sandbox, "jenkins", &["--force"]);
    }
    let script = text(&sandbox, "delivery/deliver.sh");
    sandbox.write("delivery/deliver.sh", &script.replacen("--max-time 10", "--max-time 99", 1));
    sandbox.write("Jenkinsfile.infrastructure", "mine");
    let ran = sandbox.synth(&["pipeline", "--kind", "jenkins"]).failed();
    assert!(ran.stderr.contains("`./delivery/deliver.sh`, `./Jenkinsfile.infrastructure` say something"), "{ran}");
}

#[test]
fn each_of_several_services_has_files_of_its_own_at_once_or_one_after_the_other() {
    for kind in ["jenkins", "github"] {
        let trust = if kind == "jenkins" { JENKINS } else { GITHUB };
        let (at_once, one_by_one) = (with(trust, API), with(trust, API));
        written(&at_once, kind, &[]);
        written(&one_by_one, kind, &["--service", "web"]);
        written(&one_by_one, kind, &["--service", "api"]);
        assert!(at_once.tree(".") == one_by_one.tree("."), "{kind}");
        for service in ["web", "api"] {
            let file = if kind == "jenkins" {
                format!("Jenkinsfile.{service}")
            } else {
                format!(".github/workflows/deliver-{service}.yml")
            };
            assert!(holds(&at_once.tree("."), &file), "{file}");
        }
    }
    // A second service comes later.
    let sandbox = trusted(JENKINS);
    written(&sandbox, "jenkins", &[]);
    sandbox.append("environments/base.toml", API);
    let ran = written(&sandbox, "jenkins", &[]);
    assert!(ran.stderr.contains("`./Jenkinsfile` is from before, and delivers as well: remove it"), "{ran}");
}

#[test]
fn a_service_with_a_folder_of_its_own_is_checked_and_built_there() {
    let sandbox = trusted(GITHUB);
    written(&sandbox, "github", &["--context", "services/web", "--language", "go"]);
    let workflow = text(&sandbox, ".github/workflows/deliver-web.yml");
    assert!(workflow.contains("        working-directory: \"services/web\"\n"), "{workflow}");
    assert!(
        workflow.contains("go-version-file: services/web/go.mod") && workflow.contains("\"$SERVICE:$TAG\" services/web\n"),
        "{workflow}"
    );
    let sandbox = trusted(JENKINS);
    written(&sandbox, "jenkins", &["--context", "services/web", "--language", "go"]);
    let text = text(&sandbox, "Jenkinsfile");
    assert_eq!(text.matches("cd services/web\n").count(), 5, "{text}");
    assert!(text.contains("--tag \"$IMAGE\" services/web\n"), "{text}");
}

#[test]
fn an_image_is_built_for_the_processors_on_which_the_service_runs() {
    for (architecture, platform, runner) in
        [("x86_64", "linux/amd64", "ubuntu-24.04"), ("arm64", "linux/arm64", "ubuntu-24.04-arm")]
    {
        let setting = format!("[services.web]\narchitecture = \"{architecture}\"\n");
        let setting = setting.split_once('\n').expect("it has two lines").1.to_owned();
        for (kind, trust, file) in [("jenkins", JENKINS, "Jenkinsfile"), ("github", GITHUB, ".github/workflows/deliver-web.yml")] {
            let sandbox = trusted(trust);
            let base = text(&sandbox, "environments/base.toml").replacen("port = 8080\n", &format!("port = 8080\n{setting}"), 1);
            sandbox.write("environments/base.toml", &base);
            written(&sandbox, kind, &[]);
            let text = text(&sandbox, file);
            assert!(text.contains(&format!("docker build --pull --platform {platform} ")), "{text}");
            if kind == "github" {
                assert!(text.contains(&format!("needs: checks\n    runs-on: {runner}\n")), "{text}");
            }
        }
    }
    let sandbox = trusted(JENKINS);
    sandbox.append("environments/staging.toml", "[services.web]\narchitecture = \"arm64\"\n");
    let ran = sandbox.synth(&["pipeline", "--kind", "jenkins"]).failed();
    assert!(ran.stderr.contains("set the same `services.web.architecture`"), "{ran}");
}

#[test]
fn only_what_the_load_balancer_forwards_for_certain_is_asked_for_and_the_others_are_waited_for() {
    let asks = "deliver.sh smoke delivery/prod.json";
    let waits = "deliver.sh steady delivery/prod.json \"$SERVICE\" \"$TAG\"";
    let web = |line: &str| format!("[services.web]\n{line}");
    let office = "[ecs.load_balancer]\nallowed_cidrs = [\"192.0.2.0/24\"]\n";
    let taken =
        "[ecs.load_balancer.rules.down]\nrouting = { priority = 1, paths = [\"/health\"] }\nfixed_response = { status = 503 }\n";
    let reached =
        "[services.mails]\nimage_tag = \"1\"\nport = 90\nreached_by = [\"web\"]\ntasks = { desired = 1, min = 1, max = 1 }\n";
    for (service, sections, asked, why) in [
        ("web", String::new(), true, ""),
        ("web", API.to_owned(), true, ""),
        ("api", API.to_owned(), false, "its routing does not match `/health`"),
        ("mails", WORKER.to_owned(), false, "the load balancer sends it no requests"),
        ("mails", reached.to_owned(), false, "the load balancer sends it no requests"),
        ("web", taken.to_owned(), false, "a rule with a lower priority takes `/health`"),
        ("web", office.to_owned(), false, "not everybody reaches the load balancer"),
        ("web", web("routing.source_cidrs = [\"192.0.2.0/24\"]\n"), false, "it depends on who asks"),
        ("web", web("routing.hosts = [\"other.example.com\"]\n"), false, "its routing does not match"),
        ("web", web("health_check.success_codes = \"200-399\"\n"), false, "other answers than 200"),
        (
            "web",
            web("schedule = { start = \"08:00\", stop = \"20:00\", time_zone = \"UTC\" }\n"),
            false,
            "its schedule stops all tasks",
        ),
    ] {
        let sandbox = with(JENKINS, "");
        sandbox.append("environments/prod.toml", &sections);
        let ran = written(&sandbox, "jenkins", &["--service", service]);
        let file = if sandbox.path("Jenkinsfile").exists() { "Jenkinsfile".to_owned() } else { format!("Jenkinsfile.{service}") };
        let text = text(&sandbox, &file);
        assert_eq!((text.contains(asks), text.contains(waits)), (asked, !asked), "{sections}: {text}");
        assert!(ran.stderr.contains(why), "{sections}: {ran}");
    }
    // Who knows better says so, unless it cannot be.
    let sandbox = trusted(JENKINS);
    sandbox.append("environments/prod.toml", API);
    written(&sandbox, "jenkins", &["--service", "api", "--smoke-path", "/api/it's?a=b&c"]);
    let text = text(&sandbox, "Jenkinsfile.api");
    assert!(text.contains(r"sh 'delivery/deliver.sh smoke delivery/prod.json \'/api/it\'\\\'\'s?a=b&c\''"), "{text}");
    let ran = sandbox.synth(&["pipeline", "--kind", "jenkins", "--service", "api", "--smoke-path", "/"]).failed();
    assert!(ran.stderr.contains("`--smoke-path` is not for `api` in `prod`: its routing does not match `/`"), "{ran}");
}

#[test]
fn a_service_that_no_pipeline_deploys_is_refused_with_what_to_set_instead() {
    let foreign = WORKER.replace("tasks", "image = \"ghcr.io/acme/mails\"\ntasks");
    let terraform = WORKER.replace("tasks", "deployment = \"terraform\"\ntasks");
    for (section, told) in
        [(foreign, "leave out `services.mails.image`"), (terraform, "set `services.mails.deployment = \"pipeline\"`")]
    {
        let sandbox = with(JENKINS, &section);
        let ran = sandbox.synth(&["pipeline", "--kind", "jenkins", "--service", "mails"]).failed();
        assert!(ran.stderr.contains(told), "{ran}");
        // Of all, it is left out, and the other one is the only one.
        let ran = written(&sandbox, "jenkins", &[]);
        assert!(ran.stderr.contains(told) && ran.stdout.starts_with("wrote ./Jenkinsfile\n"), "{ran}");
    }
}

#[test]
fn githubs_workflows_deliver_one_environment_after_the_other_and_review_each_plan() {
    let sandbox = trusted(GITHUB);
    written(&sandbox, "github", &["--language", "rust"]);
    let deliver = text(&sandbox, ".github/workflows/deliver-web.yml");
    assert!(
        deliver.contains("  to-prod:\n    needs: to-staging\n") && deliver.contains("    environment: \"prod\"\n"),
        "{deliver}"
    );
    assert!(deliver.contains("- run: cargo test --locked\n"), "{deliver}");
    let roll_back = "\n      - if: failure() || cancelled()\n        run: delivery/deliver.sh rollback ";
    assert!(deliver.contains(roll_back), "a step beside the others: {deliver}");
    let infrastructure = text(&sandbox, ".github/workflows/infrastructure.yml");
    let row = "          - { environment: prod, region: eu-central-1, role: PLAN_ROLE_ARN_PROD }\n";
    assert!(infrastructure.contains(row), "{infrastructure}");
    assert!(infrastructure.contains("paths: [\"environments/**\", \"out/**\"]\n"), "{infrastructure}");
}

#[test]
fn gitlabs_jobs_deliver_from_a_protected_branch_and_review_each_plan() {
    let sandbox = with(GITLAB, JOBS);
    let ran = written(&sandbox, "gitlab", &["--language", "rust"]);
    for file in [".gitlab-ci.yml", ".gitlab/synth/deliver-web.yml", ".gitlab/synth/infrastructure.yml", "delivery/deliver.sh"] {
        assert!(ran.stdout.contains(&format!("wrote ./{file}\n")), "{file}: {ran}");
    }
    let project = text(&sandbox, ".gitlab-ci.yml");
    assert!(project.contains("  - local: .gitlab/synth/*.yml\n"), "{project}");
    let deliver = text(&sandbox, ".gitlab/synth/deliver-web.yml");
    let (_, prod) = deliver.split_once("\nweb:to-prod:\n").expect("there is the job");
    for line in [
        "  needs: [\"web:image\", \"web:to-staging\"]\n",
        "    - if: $CI_COMMIT_BRANCH == \"main\" && $CI_COMMIT_REF_PROTECTED == \"true\"\n      when: manual\n      allow_failure: false\n",
        "    AWS_TOKEN: { aud: \"https://gitlab.com\" }\n",
        "  resource_group: web-prod\n",
        "    HEALTH: \"/health\"\n",
    ] {
        assert!(prod.contains(line), "`{line}` is not in\n{prod}");
    }
    let verbs: Vec<&str> = between(prod, "deliver.sh ", " ");
    assert_eq!(verbs, ["push", "snapshot", "run", "deploy", "smoke", "renew", "rollback"]);
    let (_, staging) = deliver.split_once("\nweb:to-staging:\n").expect("there is the job");
    assert!(!staging.split("\nweb:to-prod:").next().unwrap_or_default().contains("manual"), "{staging}");
    assert!(deliver.contains("    - cargo test --locked\n") && deliver.contains("  image: rust:1\n"), "{deliver}");

    let infrastructure = text(&sandbox, ".gitlab/synth/infrastructure.yml");
    for line in [
        "  variables: { ENVIRONMENT: prod, AWS_REGION: eu-central-1 }\n",
        "    - export AWS_ROLE_ARN=\"${PLAN_ROLE_ARN_PROD:-$PLAN_ROLE_ARN}\"\n",
        "      changes: [\"environments/**/*\", \"out/**/*\"]\n",
        "      synth --env \"$ENVIRONMENT\" --deny-warnings\n",
    ] {
        assert!(infrastructure.contains(line), "`{line}` is not in\n{infrastructure}");
    }
    let again = written(&sandbox, "gitlab", &["--language", "rust"]);
    assert!(!again.stdout.contains("wrote"), "{again}");
    let ran = trusted(JENKINS).synth(&["pipeline", "--kind", "gitlab"]).failed();
    assert!(ran.stderr.contains("`prod` trusts another one: set `[delivery.trust.gitlab]`"), "{ran}");
    // On a GitLab of one's own.
    let sandbox = Sandbox::new();
    fs::remove_file(sandbox.path("environments/staging.toml")).expect("it is there");
    sandbox.append("environments/prod.toml", &format!("{GITLAB}host = \"gitlab.example.com\"\n"));
    written(&sandbox, "gitlab", &[]);
    let deliver = text(&sandbox, ".gitlab/synth/deliver-web.yml");
    assert!(deliver.contains("aud: \"https://gitlab.example.com\""), "{deliver}");
}

#[test]
fn a_job_at_github_has_the_token_that_the_role_trusts() {
    for (trust, line, branch) in [
        ("environments = [\"live\", \"prod\"]\n", "    environment: \"prod\"\n", "main"),
        ("environments = [\"live\"]\nbranches = [\"main\"]\n", "    environment: \"live\"\n", "main"),
        ("branches = [\"main\", \"a\"]\n", "", "main"),
        ("branches = [\"release/1.0\"]\n", "", "release/1.0"),
    ] {
        let sandbox = Sandbox::new();
        fs::remove_file(sandbox.path("environments/staging.toml")).expect("it is there");
        sandbox.append("environments/prod.toml", &format!("{GITHUB}{trust}"));
        let ran = written(&sandbox, "github", &[]);
        let deliver = text(&sandbox, ".github/workflows/deliver-web.yml");
        let (_, job) = deliver.split_once("  to-prod:\n").expect("there is the job");
        assert_eq!(job.contains("environment:"), !line.is_empty(), "{job}");
        assert!(job.contains(line) && job.contains(&format!("if: github.ref == 'refs/heads/{branch}'\n")), "{job}");
        assert!(deliver.contains(&format!("    branches: [\"{branch}\"]\n")), "{deliver}");
        // Nobody approves what no environment of GitHub's stands before.
        assert_eq!(ran.stderr.contains("nobody is asked before it"), line.is_empty(), "{ran}");
    }
}

#[test]
fn every_tool_of_a_workflow_is_on_githubs_runner_or_is_installed_there() {
    // runner-images, "Ubuntu 24.04".
    const THERE: [&str; 6] = ["test", "go", "CGO_ENABLED=0", "cargo", "rustup", "make"];
    for language in ["go", "rust", "make"] {
        let sandbox = trusted(GITHUB);
        written(&sandbox, "github", &["--language", language]);
        let workflow = text(&sandbox, ".github/workflows/deliver-web.yml");
        let (checks, _) = workflow.split_once("\n  image:\n").expect("there are both jobs");
        let lines = between(checks, "- run: ", "\n");
        let (_, jobs) = checks.split_once("\njobs:\n").expect("there are jobs");
        assert!(jobs.lines().all(|line| line.is_empty() || line.starts_with("  ")), "{jobs}");
        let installed = |tool: &str| lines.iter().any(|line| line.contains(" install ") && line.contains(tool));
        for line in &lines {
            let mut words = line.split(' ');
            let first = words.next().unwrap_or_default();
            if line.contains(" install ") || line.contains("component add") {
                continue;
            }
            let tool = match (first, words.next()) {
                ("cargo", Some("deny")) => "cargo-deny",
                ("cargo", Some(part @ ("clippy" | "fmt"))) => {
                    let part = part.replace("fmt", "rustfmt");
                    assert!(lines.iter().any(|line| line.contains("component add") && line.contains(&part)), "{part}");
                    continue;
                }
                (tool, _) => tool,
            };
            assert!(THERE.contains(&tool) || installed(tool), "`{tool}` of `{line}` is nowhere installed: {lines:?}");
        }
    }
}

#[test]
fn a_new_projects_first_plan_is_not_stopped_by_addresses_that_nobody_could_record() {
    for (kind, trust, file) in [
        ("github", GITHUB, ".github/workflows/infrastructure.yml"),
        ("jenkins", JENKINS, "Jenkinsfile.infrastructure"),
        ("atlantis", "", "delivery/atlantis-repos.yaml"),
    ] {
        let sandbox = if trust.is_empty() { Sandbox::new() } else { trusted(trust) };
        written(&sandbox, kind, &[]);
        let text = text(&sandbox, file);
        let start = text.find("if [ -e environments/addresses").unwrap_or_else(|| panic!("{text}"));
        let check = text[start..].split_inclusive('\n').map(str::trim_start).take(5).collect::<String>();
        let run = || {
            let path = std::path::Path::new(env!("CARGO_BIN_EXE_synth")).parent().expect("it stands in a folder");
            let path = format!("{}:{}", path.display(), std::env::var("PATH").unwrap_or_default());
            let mut command = Command::new("bash");
            sandbox.ran(command.args(["-euc", &check]).env("ENVIRONMENT", "prod").env("PATH", path).current_dir(sandbox.path(".")))
        };
        sandbox.synth(&["--all"]).well();
        let ran = run().well();
        assert!(ran.stdout.contains("after its first apply run synth lock --env prod, and commit environments/addresses"), "{ran}");
        sandbox.synth(&["lock", "--all"]).well();
        run().well();
        // And then it is compared.
        sandbox.append("environments/addresses/prod.txt", "module.rds.aws_db_instance.gone\n");
        assert_eq!(run().status, Some(2), "{kind}");
    }
}

#[test]
fn the_paths_in_what_is_written_are_those_from_the_repositorys_root_on() {
    let sandbox = trusted(GITHUB);
    fs::create_dir(sandbox.path("infra")).expect("it can be made");
    fs::rename(sandbox.path("environments"), sandbox.path("infra/environments")).expect("it can be moved");
    let read = |path: &str| text(&sandbox, path);
    // From the root, with the folder named; and from the folder, where `out` lies beside it.
    written(&sandbox, "github", &["--environments", "infra/environments"]);
    let text = read(".github/workflows/infrastructure.yml");
    assert!(text.contains("synth --env \"$ENVIRONMENT\" --environments infra/environments --deny-warnings\n"), "{text}");
    assert!(
        text.contains("paths: [\"infra/environments/**\", \"out/**\"]") && text.contains("[ -e infra/environments/addresses/"),
        "{text}"
    );
    let mut command = sandbox.command(&["pipeline", "--kind", "github", "--out", ".."]);
    let ran = sandbox.ran(command.current_dir(sandbox.path("infra"))).well();
    assert!(ran.stdout.contains("terraform -chdir=out/prod output -json >../delivery/prod.json"), "{ran}");
    let text = read(".github/workflows/infrastructure.yml");
    assert!(text.contains("--environments infra/environments --out infra/out --deny-warnings\n"), "{text}");
    assert!(text.contains("terraform -chdir=infra/out/\"$ENVIRONMENT\" plan"), "{text}");
    // The settings stand in another repository than the service.
    let mut command = sandbox.command(&["pipeline", "--kind", "github", "--out", "../service"]);
    let ran = sandbox.ran(command.current_dir(sandbox.path("infra"))).well();
    assert!(ran.stderr.contains("the pipeline that plans it was not written"), "{ran}");
    assert!(!holds(&sandbox.tree("service"), ".github/workflows/infrastructure.yml"));
    let mut command = sandbox.command(&["pipeline", "--kind", "atlantis", "--out", "../service"]);
    let ran = sandbox.ran(command.current_dir(sandbox.path("infra"))).failed();
    assert!(ran.stderr.contains("name that one's root with `--out`"), "{ran}");
}

#[test]
fn the_files_go_where_they_are_looked_for_whatever_folder_one_stands_in() {
    let sandbox = trusted(GITHUB);
    fs::create_dir_all(sandbox.path("infra")).expect("it can be made");
    fs::rename(sandbox.path("environments"), sandbox.path("infra/environments")).expect("it can be moved");
    fs::create_dir(sandbox.path(".git")).expect("it can be made");
    let in_infra = |arguments: &[&str]| {
        let mut command = sandbox.command(&[&["pipeline", "--kind", "github"], arguments].concat());
        sandbox.ran(command.current_dir(sandbox.path("infra"))).well()
    };
    let ran = in_infra(&[]);
    assert!(ran.stdout.contains("wrote ../.github/workflows/infrastructure.yml\n"), "{ran}");
    assert!(ran.stderr.contains("the root of the git repository, `..`, where GitHub looks for them"), "{ran}");
    assert!(ran.stdout.contains("terraform -chdir=out/prod output -json >../delivery/prod.json"), "{ran}");
    let text = text(&sandbox, ".github/workflows/infrastructure.yml");
    assert!(text.contains("--environments infra/environments --out infra/out --deny-warnings\n"), "{text}");
    // Who names a folder gets it, and is told.
    let ran = in_infra(&["--out", "."]);
    assert!(ran.stdout.contains("wrote ./.github/workflows/infrastructure.yml\n"), "{ran}");
    assert!(ran.stderr.contains("GitHub looks for the files at a repository's root alone: leave out `--out`"), "{ran}");
    // At the root there is nothing to tell, and in no repository neither.
    let ran = in_infra(&["--out", ".."]);
    assert!(!ran.stderr.contains("the git repository"), "{ran}");
}

#[test]
fn a_state_that_somebody_else_keeps_is_reached_with_secrets_of_the_repository() {
    let bucket = "[state]\nbucket = \"shop-terraform-state\"\nregion = \"eu-central-1\"\n";
    let cloud = "[state.cloud]\norganization = \"octo-org\"\n";
    let secret = "          TF_TOKEN_app_terraform_io: ${{ secrets.TF_TOKEN_APP_TERRAFORM_IO }}\n";
    let sandbox = trusted(GITHUB);
    let base = text(&sandbox, "environments/base.toml");
    assert!(base.contains(bucket), "{base}");
    sandbox.write("environments/base.toml", &base.replace(bucket, cloud));
    written(&sandbox, "github", &[]);
    let workflow = text(&sandbox, ".github/workflows/infrastructure.yml");
    assert!(workflow.contains(&format!("      - name: Plan\n        env:\n{secret}        run: |\n")), "{workflow}");
    assert_eq!(workflow.matches(secret).count(), 2, "{workflow}");
    assert!(!workflow.contains("bootstrap") && workflow.contains("with which Terraform reaches the state"), "{workflow}");

    // One of two, each with its own address; and a file, which no pipeline has.
    let http = "[state.http]\naddress = \"https://gitlab.example.com/api/v4/projects/1/terraform/state/prod\"\n";
    for (state, told) in [(http, true), ("[state.local]\n", false)] {
        for (kind, trust, file) in [
            ("github", GITHUB, ".github/workflows/infrastructure.yml"),
            ("jenkins", JENKINS, "Jenkinsfile.infrastructure"),
            ("atlantis", JENKINS, "delivery/atlantis-repos.yaml"),
        ] {
            let sandbox = trusted(trust);
            sandbox.write("environments/base.toml", &base.replace(bucket, ""));
            sandbox.append("environments/prod.toml", state);
            sandbox.append("environments/staging.toml", bucket);
            let ran = written(&sandbox, kind, &[]);
            let text = text(&sandbox, file);
            assert_eq!(text.contains("TF_HTTP_PASSWORD"), told, "{text}");
            assert_eq!(ran.stderr.contains("`prod` has its state in a file on a machine"), !told, "{ran}");
            if kind == "jenkins" {
                assert_eq!(text.contains("        TF_HTTP_PASSWORD = credentials('TF_HTTP_PASSWORD')\n"), told, "{text}");
                assert_eq!(text.contains("stage('Plan prod')"), told, "{text}");
            }
        }
    }
}

#[test]
fn flags_of_which_nothing_would_come_are_refused() {
    let sandbox = Sandbox::new();
    let ran = sandbox.synth(&["pipeline", "--kind", "atlantis", "--language", "go", "--context", "web"]).failed();
    assert!(ran.stderr.contains("`--context`, `--language` are for pipelines that deliver services"), "{ran}");
    assert_eq!(sandbox.names("."), ["environments"]);
}

#[test]
fn atlantis_plans_every_environment_and_its_server_says_what_is_run_and_who_approves() {
    let sandbox = Sandbox::new();
    sandbox.write("environments/prod/own.tf", "# mine\n");
    let ran = written(&sandbox, "atlantis", &[]);
    assert!(ran.stdout.contains("wrote ./atlantis.yaml\nwrote ./delivery/atlantis-repos.yaml\n"), "{ran}");
    let projects = text(&sandbox, "atlantis.yaml");
    assert!(projects.contains("  - name: prod\n    dir: \"out/prod\"\n"), "{projects}");
    let watched = "when_modified: [\"**/*.tf.json\", \"../../environments/prod.toml\", \"../../environments/base.toml\", \"../../environments/prod/**\"]\n";
    assert!(projects.contains(watched), "{projects}");
    // A pull request can change this file, and so nothing of that stands in it.
    for key in ["apply_requirements", "workflow", "steps"] {
        assert!(!projects.contains(&format!("{key}:")), "{projects}");
    }
    let server = text(&sandbox, "delivery/atlantis-repos.yaml");
    for line in [
        "apply_requirements: [approved, mergeable, undiverged]",
        "--checkout-strategy=merge --fail-on-pre-workflow-hook-error",
        "- run: synth --all --deny-warnings",
        "command -v \"terraform$ATLANTIS_TERRAFORM_VERSION\"",
        "(cd ../.. && synth review - --env \"$ENVIRONMENT\" --title \"$ENVIRONMENT\" --format text)",
    ] {
        assert!(server.contains(line), "`{line}` is not in\n{server}");
    }
    assert!(!server.contains("--allow-repo-config"), "{server}");
}

#[test]
fn an_environment_that_cannot_be_delivered_to_is_told() {
    let sandbox = Sandbox::new();
    let ran = sandbox.synth(&["pipeline", "--kind", "jenkins"]).failed();
    for name in ["prod", "staging"] {
        assert!(ran.stderr.contains(&format!("`{name}` trusts nobody who delivers: set `[delivery.trust.jenkins]`")), "{ran}");
    }
    let ran = trusted(JENKINS).synth(&["pipeline", "--kind", "github"]).failed();
    assert!(ran.stderr.contains("`prod` trusts another one: set `[delivery.trust.github]`"), "{ran}");
    let ran = trusted(JENKINS).synth(&["pipeline", "--kind", "jenkins", "--service", "api"]).failed();
    assert!(ran.stderr.contains("no environment has a service `api`: the services are `web`"), "{ran}");
    assert_eq!(sandbox.names("."), ["environments"]);
}
