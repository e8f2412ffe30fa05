//! What people type, and are understood, or told in one sentence what to type instead.

use crate::command::sandbox::Sandbox;

/// Whether a text stands in what was written for an environment, in a document inside a string too.
fn has(sandbox: &Sandbox, environment: &str, text: &str) -> bool {
    let files = sandbox.tree(&format!("out/{environment}"));
    files.values().any(|file| String::from_utf8_lossy(file).replace("\\\"", "\"").contains(text))
}

#[test]
fn a_bare_value_is_read_as_what_the_setting_takes() {
    let sandbox = Sandbox::new();
    // Git hashes, versions, account numbers: TOML would take them for numbers, and refuse some.
    for (setting, emitted) in [
        ("services.web.image_tag=1234567", "\"1234567\""),
        ("services.web.image_tag=1.2", "\"1.2\""),
        ("services.web.image_tag=1234e56", "\"1234e56\""),
        ("services.web.image_tag=0123456", "\"0123456\""),
        ("rds.engine_version=16", "\"engine_version\": \"16\""),
        ("account_id=012345678901", "\"012345678901\""),
        ("monitoring.alert_mail=a@example.com", "\"a@example.com\""),
    ] {
        sandbox.synth(&["--env", "staging", "--set", setting]).well();
        assert!(has(&sandbox, "staging", emitted), "{setting} emits {emitted}");
    }
}

#[test]
fn what_is_inherited_can_be_taken_away() {
    let sandbox = Sandbox::new();
    sandbox.append(
        "environments/base.toml",
        "[services.backoffice]\nimage_tag = \"1\"\nport = 9000\ntasks = { desired = 1, min = 1, max = 2 }\nrouting = { priority = 50, paths = [\"/backoffice\"] }\n",
    );
    sandbox.write("environments/prod.toml", "extends = \"base.toml\"\nunset = [\"services.backoffice\"]\n");
    sandbox.synth(&["--all"]).well();
    let has_backoffice = |environment: &str| has(&sandbox, environment, "backoffice");
    assert!(has_backoffice("staging"));
    assert!(!has_backoffice("prod"), "{:?}", sandbox.tree("out/prod").keys());
    let explained = sandbox.synth(&["explain", "services.backoffice.port"]).well().stdout.clone();
    assert!(explained.contains("there is no `services.backoffice` here, only `services.web`"), "{explained}");
    assert!(explained.contains("environments/base.toml"), "{explained}");
    sandbox.synth(&["--env", "staging", "--set", "unset=services.backoffice"]).well();
    assert!(!has_backoffice("staging"));
}

#[test]
fn a_base_is_no_environment_and_another_format_is_named() {
    let sandbox = Sandbox::new();
    sandbox.write("environments/base.toml", "project = \"shop\"\n");
    insta::assert_snapshot!(sandbox.synth(&["--env", "base"]).failed(), @"
    exit: 1
    --- stderr
    error: `environments/base.toml` is a base that environments extend, and lacks what one needs itself: take `prod` or `staging`
    ");
    sandbox.write("environments/qa.yaml", "project: shop\n");
    insta::assert_snapshot!(sandbox.synth(&["--env", "qa"]).failed(), @"
    exit: 1
    --- stderr
    error: there is no `environments/qa.toml`; `environments/qa.yaml` is there, and synth reads TOML only: write its settings into `environments/qa.toml`
    ");
}

#[test]
fn a_file_of_another_encoding_takes_no_other_environment_with_it() {
    let sandbox = Sandbox::new();
    std::fs::write(sandbox.path("environments/qa.toml"), b"\xff\xfee\0x\0").expect("the file can be written");
    sandbox.synth(&["--env", "prod"]).well();
    insta::assert_snapshot!(sandbox.synth(&["--env", "qa"]).failed(), @"
    exit: 1
    --- stderr
    error: cannot read `environments/qa.toml`: it is UTF-16 text, and only UTF-8 is read; save the file as UTF-8 (in PowerShell: `… | Out-File -Encoding utf8`)

    error: 1 problem in environments/qa.toml; nothing was written
    ");
}
