//! No verb prints a secret that somebody typed where none belongs, whatever else is wrong with it.

use crate::command::sandbox::Sandbox;

/// What somebody typed: the text of a secret, and a line of settings in which it stands.
const TYPED: [(&str, &str); 12] = [
    ("hunter2hunter2", "services.web.secrets.DB_PASSWORD = \"hunter2hunter2\"\n"),
    ("hunter2hunter2", "services.web.environment.DB_PASSWORD = \"hunter2hunter2\"\nregoin = \"x\"\n"),
    ("hunter2hunter2", "services.web.db_password = \"hunter2hunter2\"\n"),
    ("hunter2", "db_password = hunter2\n"),
    ("hunter2hunter2", "services.web.environment.API_TOKEN = \"hunter2hunter2\n"),
    ("ghp_abcdefghijklmnopqrstuvwxyz0123456789", "services.web.image = \"ghp_abcdefghijklmnopqrstuvwxyz0123456789\"\n"),
    ("AKIAIOSFODNN7EXAMPLE", "rds.username = \"AKIAIOSFODNN7EXAMPLE\"\n"),
    ("sk_live_abcdefghijklmnop", "services.web.port = \"sk_live_abcdefghijklmnop\"\n"),
    ("hunter2hunter2", "services.web.command = [\"postgres://admin:hunter2hunter2@db/x\"]\n"),
    ("hunter2hunter2", "services.web.environment = { API_TOKEN = \"hunter2hunter2\", B = 1 }\n"),
    ("hunter2hunter2", "tags = { \"api-token\" = \"hunter2hunter2\", \"bad key!\u{7}\" = \"x\" }\n"),
    (
        "hunter2hunter2",
        "[[override]]\nresource = \"module.rds.aws_db_instance.main\"\nset = { password = \"hunter2hunter2\", nothing = 1 }\n",
    ),
];

#[test]
fn no_fault_quotes_a_secret() {
    for (secret, line) in TYPED {
        let sandbox = Sandbox::new();
        sandbox.append("environments/prod.toml", line);
        for verb in [vec!["--env", "prod"], vec!["--env", "prod", "--json"], vec!["check", "--env", "prod"]] {
            let ran = sandbox.synth(&verb);
            assert!(!ran.stderr.contains(secret) && !ran.stdout.contains(secret), "{line}{ran}");
            assert_ne!(ran.status, Some(0), "{line}{ran}");
        }
    }
}

#[test]
fn what_was_typed_for_a_secret_is_shown_with_its_place_and_as_asterisks() {
    let sandbox = Sandbox::new();
    sandbox.append("environments/prod.toml", "services.web.environment.STRIPE = \"sk_live_abcdefghijklmnop\"\n");
    insta::assert_snapshot!(
        sandbox.synth(&["--env", "prod", "--set", "services.web.secrets.DB_PASSWORD=hunter2hunter2"]).failed(),
        @r#"
    exit: 1
    --- stderr
    error[SEC001]: `services.web.environment.STRIPE` holds a Stripe key
     --> environments/prod.toml:2:35
      |
    2 | services.web.environment.STRIPE = **************************
      |                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: revoke the credential, put a new one into Secrets Manager, and name that under `secrets` of the service or job

    error: `***` is not an ARN, which is written `arn:aws:service:region:account:resource`
    --> --set:1:34
     |
     | services.web.secrets.DB_PASSWORD=**************
     |                                  ^^^^^^^^^^^^^^ `services.web.secrets.DB_PASSWORD`
     |
     = help: the ARN of a secret in Secrets Manager, with the six characters that end its name and perhaps with a JSON key and a version behind it, or of a parameter in Systems Manager, for example `"arn:aws:secretsmanager:us-east-1:111122223333:secret:task-api/mail-AbCdEf"`

    error: 2 problems in environments/prod.toml, --set; nothing was written
    "#
    );
}

#[test]
fn a_variable_that_is_called_a_secret_is_shown_by_no_verb() {
    let sandbox = Sandbox::new();
    sandbox.synth(&["--env", "prod", "-q"]).well();
    sandbox.append("environments/prod.toml", "services.web.environment.API_TOKEN = \"hunter2hunter2\"\n");
    for verb in [
        vec!["--env", "prod"],
        vec!["check", "--env", "prod"],
        vec!["check", "--env", "prod", "--format", "markdown"],
        vec!["explain", "services.web.environment.API_TOKEN", "--env", "prod"],
        vec!["explain", "services.web.environment.API_TOKEN", "--env", "prod", "--json"],
        vec!["explain", "services.web.environment", "--env", "prod"],
        vec!["report", "--env", "prod", "-o", "report.html"],
    ] {
        let ran = sandbox.synth(&verb);
        assert!(!ran.stderr.contains("hunter2") && !ran.stdout.contains("hunter2"), "{verb:?}\n{ran}");
    }
    let page = std::fs::read_to_string(sandbox.path("report.html")).expect("the report was written");
    assert!(!page.contains("hunter2"));
    let set = ["--env", "prod", "--set", "services.web.environment.OTHER_TOKEN=hunter3hunter3"];
    let ran = sandbox.synth(&set);
    assert!(!ran.stderr.contains("hunter3") && !ran.stdout.contains("hunter3"), "{ran}");
}

/// In a command, a document or a rule's condition, in the files that stand and in what differs from them.
#[test]
fn a_secret_within_a_setting_is_shown_by_no_verb() {
    const WITHIN: &str = "services.web.environment.OPTIONS = \"-Dpassword=hunter2hunter2\"\n\
        services.web.environment.API_TOKEN = \"hunter2hunter2\"\n\
        services.web.command = [\"serve\", \"--api-key\", \"hunter2hunter2\"]\n\
        services.web.container_health_check.command = [\"CMD-SHELL\", \"PGPASSWORD=hunter2hunter2 pg_isready\"]\n\
        ecs.load_balancer.rules.closed.routing = { priority = 5, headers = { x-api-key = [\"hunter2hunter2\"] } }\n\
        ecs.load_balancer.rules.closed.fixed_response = { status = 403, body = '{\"token\": \"hunter2hunter2\"}' }\n";
    let sandbox = Sandbox::new();
    sandbox.synth(&["--env", "prod", "-q"]).well();
    sandbox.append("environments/prod.toml", WITHIN);
    for verb in [
        vec!["check", "--env", "prod"],
        vec!["check", "--env", "prod", "--json"],
        vec!["explain", "services.web.container_health_check.command", "--env", "prod", "--json"],
        vec!["explain", "ecs.load_balancer.rules.closed.fixed_response.body", "--env", "prod"],
        vec!["--env", "prod", "--out", "after"],
        vec!["diff", "out/prod", "after/prod"],
        vec!["diff", "out/prod", "after/prod", "--json"],
        vec!["diff", "out/prod", "after/prod", "--format", "markdown"],
    ] {
        let ran = sandbox.synth(&verb);
        assert!(!ran.stderr.contains("hunter2") && !ran.stdout.contains("hunter2"), "{verb:?}\n{ran}");
    }
}

/// Lists are compared word by word, and the flag is not beside the word then.
#[test]
fn a_word_behind_a_flag_and_a_value_of_a_query_are_not_shown_by_what_differs() {
    let set = |word: &str| {
        [
            "--set".to_owned(),
            format!("services.web.command=[\"serve\", \"--api-key\", \"{word}\"]"),
            "--set".to_owned(),
            format!("services.web.routing.query={{ token = \"{word}\" }}"),
        ]
    };
    let with = |verb: &[&str], word: &str| verb.iter().map(|it| (*it).to_owned()).chain(set(word)).collect::<Vec<_>>();
    let ran = |sandbox: &Sandbox, typed: Vec<String>| sandbox.synth(&typed.iter().map(String::as_str).collect::<Vec<_>>());
    let sandbox = Sandbox::new();
    ran(&sandbox, with(&["--env", "prod", "--out", "before"], "hunter2hunter2")).well();
    ran(&sandbox, with(&["--env", "prod", "--out", "after"], "hunter3hunter3")).well();
    let shown = [
        sandbox.synth(&["diff", "before/prod", "after/prod"]),
        sandbox.synth(&["diff", "before/prod", "after/prod", "--json"]),
        ran(&sandbox, with(&["check", "--env", "prod", "--out", "before"], "hunter3hunter3")),
        ran(&sandbox, with(&["explain", "services.web.command", "--env", "prod"], "hunter2hunter2")),
        ran(&sandbox, with(&["explain", "services.web.routing.query.token", "--env", "prod"], "hunter2hunter2")),
    ];
    for ran in shown {
        assert!(ran.stdout.contains("***") && !ran.stdout.contains("hunter"), "{ran}");
    }
}
