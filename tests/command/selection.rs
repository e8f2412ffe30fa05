//! Which environments there are.

use crate::command::sandbox::Sandbox;

#[test]
fn an_environment_that_is_not_there_is_told_which_are_and_the_nearest() {
    let sandbox = Sandbox::new();
    for (given, meant) in [("prd", Some("prod")), ("production", Some("prod")), ("stag", Some("staging")), ("qa", None)] {
        let ran = sandbox.synth(&["--env", given]).failed();
        let known = format!("error: there is no environment `{given}` in `environments`, which holds `prod`, `staging`");
        let suggestion = meant.map(|meant| format!(": did you mean `{meant}`?")).unwrap_or_default();
        assert_eq!(ran.stderr, format!("{known}{suggestion}\n"));
    }
    assert_eq!(sandbox.names("."), ["environments"], "nothing is written");
}

#[test]
fn programs_are_told_of_it_too() {
    insta::assert_snapshot!(Sandbox::new().synth(&["--env", "qa", "--json"]).failed(), @r#"
    exit: 1
    --- stdout
    {
      "format_version": "2.0",
      "environments": [],
      "refused": [],
      "error": "there is no environment `qa` in `environments`, which holds `prod`, `staging`"
    }
    "#);
}

#[test]
fn where_no_environments_are_it_is_said_how_to_name_their_folder() {
    let sandbox = Sandbox::empty();
    insta::assert_snapshot!(sandbox.synth(&["--env", "prod"]).failed(), @"
    exit: 1
    --- stderr
    error: there is no folder `environments`: run `synth init` to begin one, or say with `--environments` where the environments' files are
    ");
    insta::assert_snapshot!(sandbox.synth(&["--all", "--environments", "deploy/aws"]).failed(), @"
    exit: 1
    --- stderr
    error: there is no folder `deploy/aws`: run `synth init` to begin one, or say with `--environments` where the environments' files are
    ");
}

#[test]
fn a_folder_without_environments_is_told_what_to_add() {
    let sandbox = Sandbox::empty();
    sandbox.write("environments/readme.md", "");
    insta::assert_snapshot!(sandbox.synth(&["--all"]).failed(), @"
    exit: 1
    --- stderr
    error: `environments` holds no environment: run `synth init`, or add a file such as `prod.toml`
    ");
    assert_eq!(sandbox.synth(&["--env", "prod"]).failed().stderr, sandbox.synth(&["--all"]).stderr);
}

#[test]
fn a_folder_that_cannot_be_read_is_named() {
    let sandbox = Sandbox::empty();
    sandbox.write("file", "");
    insta::assert_snapshot!(sandbox.synth(&["--all", "--environments", "file"]).failed(), @"
    exit: 1
    --- stderr
    error: cannot read `file`: Not a directory (os error 20)
    ");
    std::os::unix::fs::symlink("loop", sandbox.path("loop")).expect("the link can be made");
    insta::assert_snapshot!(sandbox.synth(&["--env", "prod", "--environments", "loop"]).failed(), @"
    exit: 1
    --- stderr
    error: cannot read `loop`: Too many levels of symbolic links (os error 40)
    ");
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let sandbox = Sandbox::new();
    std::fs::write(sandbox.path("environments/staging.toml"), b"project = \"caf\xe9\"").expect("the file can be written");
    insta::assert_snapshot!(sandbox.synth(&["--env", "staging"]).failed(), @"
    exit: 1
    --- stderr
    error: cannot read `environments/staging.toml`: the byte 0xe9 in line 1, column 15 is not UTF-8, as in a file saved in a code page of Windows; save the file as UTF-8 (in PowerShell: `… | Out-File -Encoding utf8`)

    error: 1 problem in environments/staging.toml; nothing was written
    ");
    insta::assert_snapshot!(sandbox.synth(&["--all", "--quiet"]).failed(), @"
    exit: 1
    --- stderr
    error: cannot read `environments/staging.toml`: the byte 0xe9 in line 1, column 15 is not UTF-8, as in a file saved in a code page of Windows; save the file as UTF-8 (in PowerShell: `… | Out-File -Encoding utf8`)

    error: 1 problem in environments/staging.toml; nothing was written for it
    error: 1 of 2 environments not written: staging
    ");
    sandbox.synth(&["--env", "prod"]).well();
}

#[test]
fn a_file_with_a_name_for_no_environment_is_told_and_stops_no_other_one() {
    let sandbox = Sandbox::new();
    sandbox.write("environments/Prod EU.toml", "extends = \"base.toml\"");
    let ran = sandbox.synth(&["--all"]).failed();
    insta::assert_snapshot!(ran.stderr, @"error: rename `environments/Prod EU.toml` or move it elsewhere, its name is none for an environment: `Prod EU` is not an environment name: it may only hold lowercase letters, digits and hyphens, and `P` is none of them: did you mean `prod-eu`?");
    assert_eq!(sandbox.names("out"), ["prod", "staging"]);
}

#[test]
fn what_is_no_file_of_an_environment_is_passed_over() {
    let sandbox = Sandbox::new();
    sandbox.write("environments/.#prod.toml", "an editor's lock");
    sandbox.write("environments/schema.json", "{}");
    sandbox.write("environments/archive.toml/prod.toml", "in a folder of that name");
    sandbox.synth(&["--all"]).well();
    assert_eq!(sandbox.names("out"), ["prod", "staging"]);
}

#[test]
fn a_file_that_another_one_extends_by_a_detour_is_no_environment_either() {
    let sandbox = Sandbox::new();
    for name in ["prod", "staging"] {
        sandbox.write(&format!("environments/{name}.toml"), "extends = \"../environments/./base.toml\"");
    }
    let ran = sandbox.synth(&["--all"]).well();
    assert!(ran.stdout.contains("\nleft out, since others extend it: base.toml\n"), "{ran}");
    assert_eq!(sandbox.names("out"), ["prod", "staging"]);
}

#[test]
fn a_complete_file_that_another_one_extends_is_written_when_it_is_named() {
    let sandbox = Sandbox::new();
    sandbox.write("environments/staging.toml", "extends = \"prod.toml\"");
    let all = sandbox.synth(&["--all"]).well();
    assert!(all.stdout.contains("\nleft out, since others extend it: base.toml, prod.toml\n"), "{all}");
    assert_eq!(sandbox.names("out"), ["staging"]);
    sandbox.synth(&["--env", "prod"]).well();
    assert_eq!(sandbox.names("out"), ["prod", "staging"]);
}

#[test]
fn the_nearest_environments_above_are_found_and_out_is_beside_them() {
    let sandbox = Sandbox::new();
    sandbox.write("services/api/src/main.rs", "");
    let here = sandbox.path("services/api/src");
    let ran = sandbox.ran(sandbox.command(&["--env", "prod"]).current_dir(&here)).well();
    assert!(ran.stdout.contains("terraform -chdir=../../../out/prod init\n"), "{ran}");
    assert_eq!(sandbox.names("out"), ["prod"]);
    assert_eq!(sandbox.names("services/api/src"), ["main.rs"]);
    for arguments in [&["lock", "--all"] as &[&str], &["--env", "staging"], &["check", "--all"], &["bootstrap"]] {
        sandbox.ran(sandbox.command(arguments).current_dir(&here)).well();
    }
    assert_eq!(sandbox.names("out"), ["bootstrap", "prod", "staging"]);
    assert_eq!(sandbox.names("environments/addresses"), ["prod.txt", "staging.txt"]);
    // A folder that is named is meant, and `out` is then here.
    sandbox.ran(sandbox.command(&["--env", "prod", "--environments", "../../../environments"]).current_dir(&here)).well();
    assert_eq!(sandbox.names("services/api/src/out"), ["prod"]);
    // Whatever stands here is meant before what is above.
    sandbox.write("services/api/environments/readme.md", "");
    let ran = sandbox.ran(sandbox.command(&["--env", "prod"]).current_dir(sandbox.path("services/api"))).failed();
    assert!(ran.stderr.contains("`environments` holds no environment"), "{ran}");
}

#[test]
fn files_that_extend_one_another_in_a_circle_are_told_by_every_verb() {
    let sandbox = Sandbox::new();
    sandbox.write("environments/one.toml", "extends = \"two.toml\"\n");
    sandbox.write("environments/two.toml", "\nextends = \"./one.toml\"\n");
    sandbox.write("environments/self.toml", "extends = \"self.toml\"\n");
    let circles = [
        " --> environments/two.toml:2:11",
        " --> environments/self.toml:1:11",
        "the files extend one another in a circle: `environments/one.toml` -> `environments/two.toml` -> `environments/one.toml`",
    ];
    for verb in [&["--all"][..], &["check", "--all"], &["lock", "--all"]] {
        let refused = sandbox.synth(verb).failed();
        for circle in circles {
            assert!(refused.stderr.contains(circle), "{verb:?}: {refused}");
        }
        assert!(sandbox.path("out/prod").exists(), "the others are written");
    }
    for (verb, what) in [(&["--all"][..], "written"), (&["check", "--all"], "compared"), (&["lock", "--all"], "recorded")] {
        let refused = sandbox.synth(verb).failed();
        assert!(
            refused.stderr.ends_with(&format!("error: 3 of 5 environments not {what}: one, self, two\n")),
            "{verb:?}: {refused}"
        );
    }
    let costs = sandbox.synth(&["cost", "--all"]).failed();
    assert!(costs.stderr.ends_with("error: 3 of 5 environments not estimated: one, self, two\n"), "{costs}");
    assert!(costs.stdout.contains("\nprod ") || costs.stdout.contains("  prod "), "{costs}");
    for verb in [
        &["cost", "--all"][..],
        &["--env", "one"],
        &["graph", "--env", "one"],
        &["report", "--env", "one"],
        &["diff", "one", "prod"],
    ] {
        let refused = sandbox.synth(verb).failed();
        assert!(refused.stderr.contains(circles[0]), "{verb:?}: {refused}");
    }
}

#[test]
fn a_circle_that_an_environment_leads_into_is_told_as_that_environments() {
    let sandbox = Sandbox::new();
    sandbox.write("environments/one.toml", "extends = \"two.toml\"\n");
    sandbox.write("environments/two.toml", "extends = \"one.toml\"\n");
    sandbox.write("environments/qa.toml", "extends = \"one.toml\"\n");
    let refused = sandbox.synth(&["--all"]).failed();
    assert!(refused.stderr.contains("1 of 3 environments not written: qa"), "{refused}");
    assert!(refused.stderr.contains(" --> environments/two.toml:1:11"), "{refused}");
}
