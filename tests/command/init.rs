//! `synth init`: from an empty folder to environments that can be used at once, and nothing of anybody's overwritten.

use std::fs;

use crate::command::sandbox::{Ran, Sandbox, holds};
use crate::command::terminal::talk_on_terminal;

const NEEDED: [&str; 6] = ["--project", "shop", "--region", "eu-central-1", "--service", "web:8080"];

fn init(sandbox: &Sandbox, further: &[&str]) -> Ran {
    sandbox.synth(&[&["init"], &NEEDED[..], further].concat())
}

fn text(sandbox: &Sandbox, path: &str) -> String {
    fs::read_to_string(sandbox.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The lines of an environment that somebody has to read: neither empty nor a comment.
fn lines_to_read(sandbox: &Sandbox, environment: &str) -> usize {
    let of = |name: &str| {
        let text = text(sandbox, &format!("environments/{name}.toml"));
        text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).count()
    };
    of("base") + of(environment)
}

#[test]
fn what_is_written_is_synthesized_without_a_warning_and_is_little_to_read() {
    let further: [&[&str]; 5] = [
        &[],
        &["--mail", "ops@shop.example"],
        &["--account-id", "111122223333", "--mail", "ops@shop.example"],
        &["--domain", "shop.example.com", "--hosted-zone-id", "Z0123456789ABCDEFGHIJ"],
        &["--disaster-recovery-region", "eu-west-3"],
    ];
    for further in further {
        let sandbox = Sandbox::empty();
        let ran = init(&sandbox, further).well();
        assert!(ran.stdout.starts_with("wrote environments/base.toml\nwrote environments/prod.toml\n"), "{ran}");
        sandbox.synth(&["--all", "--deny-warnings"]).well();
        sandbox.synth(&["bootstrap"]).well();
        for environment in ["prod", "staging"] {
            let lines = lines_to_read(&sandbox, environment);
            assert!(lines <= 25, "{further:?}: {lines} lines of {environment}");
        }
        let files = ["schema.json", "base.toml", "prod.toml", "staging.toml"].map(|file| format!("environments/{file}"));
        for file in files.iter().map(String::as_str).chain([".gitignore", "README.md"]) {
            assert!(holds(&sandbox.tree("."), file), "{file}");
        }
    }
}

#[test]
fn each_further_service_has_paths_of_its_own_and_is_asked_before_the_first() {
    let sandbox = Sandbox::empty();
    init(&sandbox, &["--service", "api:9000", "--service", "mail-worker:7000"]).well();
    sandbox.synth(&["--all", "--deny-warnings"]).well();
    let base = text(&sandbox, "environments/base.toml");
    for routing in [
        "routing = { priority = 300, paths = [\"/*\"] }",
        "routing = { priority = 100, paths = [\"/api\", \"/api/*\"] }",
        "routing = { priority = 200, paths = [\"/mail-worker\", \"/mail-worker/*\"] }",
    ] {
        assert!(base.contains(routing), "`{routing}` is not in\n{base}");
    }
    let twice = init(&Sandbox::empty(), &["--service", "web:1"]).failed();
    assert!(twice.stderr.contains("`--service web` is given twice"), "{twice}");
}

#[test]
fn a_project_begins_with_workers_and_jobs_as_well() {
    let sandbox = Sandbox::empty();
    init(&sandbox, &["--worker", "mailer", "--worker", "indexer", "--job", "migrate", "--job", "report"]).well();
    sandbox.synth(&["--all", "--deny-warnings"]).well();
    for (file, name) in [("services", "mailer"), ("services", "indexer"), ("jobs", "migrate"), ("jobs", "report")] {
        let emitted = text(&sandbox, &format!("out/prod/modules/ecs/{file}.tf.json"));
        assert!(emitted.contains(&format!("shop-{name}-prod")), "{name} is not in {file}");
    }
    let base = text(&sandbox, "environments/base.toml");
    assert_eq!(base.matches("[services.").count() + base.matches("\n[jobs.").count(), 5, "{base}");
    let twice = init(&Sandbox::empty(), &["--job", "web"]).failed();
    assert!(twice.stderr.contains("`--job web` is given twice"), "{twice}");
}

#[test]
fn a_domain_needs_its_zone_and_then_both_environments_speak_https() {
    let sandbox = Sandbox::empty();
    let ran = init(&sandbox, &["--domain", "shop.example.com"]).failed();
    assert!(ran.stderr.contains("`--hosted-zone-id` is missing") && ran.stderr.contains("list-hosted-zones"), "{ran}");
    assert!(sandbox.names(".").is_empty(), "nothing is written");
    init(&sandbox, &["--domain", "shop.example.com", "--hosted-zone-id", "Z0123456789ABCDEFGHIJ"]).well();
    let zone = "hosted_zone_id = \"Z0123456789ABCDEFGHIJ\"";
    for (environment, domain) in [("prod", "shop.example.com"), ("staging", "staging.shop.example.com")] {
        let text = text(&sandbox, &format!("environments/{environment}.toml"));
        assert!(text.contains(&format!("ecs.load_balancer.tls = {{ domain = \"{domain}\", {zone} }}")), "{text}");
    }
}

#[test]
fn nothing_is_ever_overwritten() {
    let sandbox = Sandbox::new();
    let before = sandbox.tree(".");
    let ran = init(&sandbox, &[]).failed();
    assert!(ran.stderr.contains("`environments/base.toml` is there already, and nothing is overwritten: `synth new"), "{ran}");
    assert!(sandbox.tree(".") == before, "something was written");

    let sandbox = Sandbox::empty();
    sandbox.write("README.md", "mine\n");
    sandbox.write(".gitignore", "target/\n");
    let ran = init(&sandbox, &[]).well();
    assert!(ran.stdout.contains("README.md is there and stays as it is\n"), "{ran}");
    assert!(ran.stdout.contains(".gitignore is there and stays as it is: add the line `/out/`"), "{ran}");
    assert_eq!((text(&sandbox, "README.md"), text(&sandbox, ".gitignore")), ("mine\n".to_owned(), "target/\n".to_owned()));
}

#[test]
fn what_is_missing_is_an_error_where_nobody_answers() {
    let sandbox = Sandbox::empty();
    let ran = sandbox.synth(&["init", "--region", "eu-central-1"]).failed();
    assert!(ran.stderr.contains("`--project <NAME>`, `--service <NAME:PORT>` are missing"), "{ran}");
    for (wrong, told) in [
        (&["--service", "web"] as &[&str], "such as `web:8080`"),
        (&["--service", "web:http"], "`http` is no port"),
        (&["--service", "web:0"], "a port"),
        (&["--region", "eu-central"], "did you mean `eu-central-1`?"),
    ] {
        let ran = sandbox.synth(&[&["init"], wrong].concat()).failed();
        assert!(ran.stderr.contains(told), "{wrong:?}: {ran}");
    }
    assert!(sandbox.names(".").is_empty(), "nothing is written");
}

#[test]
fn what_is_missing_is_asked_for_on_a_terminal_until_it_is_right() {
    let sandbox = Sandbox::empty();
    let answers = "Shop!\nshop\neu-central-1\n\n111122223333\nshop.example.com\n\nops@shop.example\n";
    let said = talk_on_terminal(sandbox.command(&["init"]), answers);
    assert!(said.contains("is not a project name"), "{said}");
    assert!(said.contains("[shop:8080]"), "{said}");
    assert!(said.contains("wrote environments/prod.toml"), "{said}");
    let base = text(&sandbox, "environments/base.toml");
    for line in
        ["project = \"shop\"", "account_id = \"111122223333\"", "[services.shop]", "monitoring.alert_mail = [\"ops@shop.example\"]"]
    {
        assert!(base.lines().any(|it| it == line), "`{line}` is not in\n{base}");
    }
    // No zone was named, so there is no HTTPS yet.
    assert!(text(&sandbox, "environments/prod.toml").contains("# HTTPS, as soon as"));
    sandbox.synth(&["--all", "--deny-warnings"]).well();
}

#[test]
fn another_folder_is_made_and_named() {
    let sandbox = Sandbox::empty();
    let ran = sandbox.synth(&[&["init", "infra/shop"], &NEEDED[..]].concat()).well();
    assert!(ran.stdout.contains("wrote infra/shop/environments/base.toml") && ran.stdout.contains("  cd infra/shop\n"), "{ran}");
    sandbox.ran(sandbox.command(&["--all", "--deny-warnings"]).current_dir(sandbox.path("infra/shop"))).well();
}

#[test]
fn in_an_empty_folder_every_verb_says_how_to_begin() {
    let verbs: [&[&str]; 12] = [
        &["--env", "prod"],
        &["--all"],
        &["bootstrap"],
        &["check", "--all"],
        &["cost", "--env", "prod"],
        &["diff", "staging", "prod"],
        &["explain", "rds.multi_az", "--env", "prod"],
        &["graph", "--env", "prod"],
        &["lock", "--all"],
        &["new", "qa", "--from", "prod"],
        &["report", "--env", "prod"],
        &["check", "--env", "prod"],
    ];
    for verb in verbs {
        let ran = Sandbox::empty().synth(verb).failed();
        assert!(ran.stderr.contains("run `synth init`"), "{verb:?}: {ran}");
    }
}

#[test]
fn a_pipeline_is_written_with_the_project_and_trusted_by_it() {
    let principal = ["--principal", "arn:aws:iam::111122223333:role/jenkins"];
    let github = ["--repository", "octo-org/shop"];
    let account = [&github[..], &["--account-id", "111122223333"]].concat();
    let gitlab = ["--gitlab-project", "octo-group/shop"];
    let ids = [&github[..], &["--repository-ids", "123:456"]].concat();
    for (kind, further, files) in [
        ("jenkins", &principal[..], ["Jenkinsfile.web", "Jenkinsfile.infrastructure"]),
        ("github", &github, [".github/workflows/deliver-web.yml", ".github/workflows/infrastructure.yml"]),
        ("github", &account, [".github/workflows/deliver-api.yml", ".github/workflows/infrastructure.yml"]),
        ("github", &ids, [".github/workflows/deliver-api.yml", ".github/workflows/infrastructure.yml"]),
        ("gitlab", &gitlab, [".gitlab/synth/deliver-web.yml", ".gitlab/synth/infrastructure.yml"]),
        ("atlantis", &[], ["atlantis.yaml", "delivery/atlantis-repos.yaml"]),
    ] {
        for folder in [".", "infra"] {
            let sandbox = Sandbox::empty();
            let ran = init(&sandbox, &[&[folder, "--service", "api:9000", "--pipeline", kind], further].concat()).well();
            for file in files {
                assert!(holds(&sandbox.tree(folder), file) && ran.stdout.contains(file), "{file}: {ran}");
            }
            let mut all = sandbox.command(&["--all", "--deny-warnings"]);
            sandbox.ran(all.current_dir(sandbox.path(folder))).well();
            // What `pipeline` itself writes is the same.
            let mut again = sandbox.command(&["pipeline", "--kind", kind]);
            let again = sandbox.ran(again.current_dir(sandbox.path(folder))).well();
            assert!(!again.stdout.contains("wrote"), "{again}");
        }
    }
}

#[test]
fn a_project_with_a_pipeline_is_written_whole_or_not_at_all() {
    let sandbox = Sandbox::empty();
    sandbox.write("delivery/deliver.sh", "mine\n");
    let pipeline = ["--pipeline", "jenkins", "--principal", "arn:aws:iam::111122223333:role/jenkins"];
    let ran = init(&sandbox, &pipeline).failed();
    assert!(ran.stderr.contains("`./delivery/deliver.sh` says something that synth did not write"), "{ran}");
    assert!(!holds(&sandbox.tree("."), "environments/prod.toml") && !holds(&sandbox.tree("."), "Jenkinsfile"));
    for (further, told) in [
        (&["--pipeline", "jenkins"] as &[&str], "`--principal <ARN>` is missing"),
        (&["--pipeline", "gitlab"], "`--gitlab-project <GROUP/PROJECT>` is missing"),
        (&["--pipeline", "github"], "`--repository <OWNER/NAME>` is missing"),
        (&["--pipeline", "github", "--repository", "octo-org/shop", "--repository-ids", "1"], "such as `1:456789`"),
        (&["--repository", "octo-org/shop"], "--pipeline"),
    ] {
        let ran = init(&Sandbox::empty(), further).failed();
        assert!(ran.stderr.contains(told), "{further:?}: {ran}");
    }
}

#[test]
fn what_was_typed_for_another_pipeline_is_refused() {
    for (further, told) in [
        (&["--pipeline", "atlantis", "--repository", "octo-org/shop"] as &[&str], "`--repository` is for `--pipeline github`"),
        (&["--pipeline", "atlantis", "--language", "go"], "`--language` is for pipelines that deliver services"),
        (&["--pipeline", "github", "--principal", "arn:aws:iam::111122223333:role/x"], "`--principal` is for `--pipeline jenkins`"),
    ] {
        let sandbox = Sandbox::empty();
        let ran = init(&sandbox, further).failed();
        assert!(ran.stderr.contains(told) && sandbox.names(".").is_empty(), "{ran}");
    }
}

#[test]
fn a_project_in_a_folder_of_a_repository_has_its_pipeline_at_the_root() {
    let sandbox = Sandbox::empty();
    fs::create_dir(sandbox.path(".git")).expect("it can be made");
    let ran =
        init(&sandbox, &["infra", "--pipeline", "github", "--repository", "octo-org/shop", "--account-id", "111122223333"]).well();
    assert!(ran.stdout.contains("wrote .github/workflows/infrastructure.yml\n"), "{ran}");
    let workflow = text(&sandbox, ".github/workflows/infrastructure.yml");
    assert!(workflow.contains("--environments infra/environments --out infra/out --deny-warnings\n"), "{workflow}");
    let mut again = sandbox.command(&["pipeline", "--kind", "github"]);
    let again = sandbox.ran(again.current_dir(sandbox.path("infra"))).well();
    assert!(!again.stdout.contains("wrote"), "{again}");
    // Who has a project gets the pipeline by another verb.
    let ran = init(&sandbox, &["infra", "--pipeline", "atlantis"]).failed();
    assert!(ran.stderr.contains("`synth pipeline --kind atlantis` writes a pipeline for what is there"), "{ran}");
}

#[test]
fn every_region_can_be_begun_in() {
    for region in domain::Region::all() {
        let sandbox = Sandbox::empty();
        sandbox.synth(&["init", "--project", "shop", "--region", region.as_str(), "--service", "web:8080"]).well();
    }
}
