//! `--set`: one setting over what the files say.

use crate::command::sandbox::Sandbox;

#[test]
fn a_setting_on_the_command_line_does_what_it_does_in_the_file() {
    let in_file = Sandbox::new();
    in_file.append(
        "environments/prod.toml",
        "region = \"us-east-1\"\nnetworking.nat_gateways = \"single\"\nrds.multi_az = false\nservices.web.tasks.max = 9\n\
         services.web.routing.paths = [\"/shop/*\", \"/cart\"]\ntags = { Team = \"shop\" }\n",
    );
    in_file.synth(&["--env", "prod"]).well();

    let on_command_line = Sandbox::new();
    on_command_line
        .synth(&[
            "--env",
            "prod",
            // What is no value of TOML is a plain string.
            "--set",
            "region=us-east-1",
            "--set",
            "networking.nat_gateways=\"single\"",
            "--set",
            "rds.multi_az=false",
            // The last one stands.
            "--set",
            "services.web.tasks.max=7",
            "--set",
            "services.web.tasks.max=9",
            "--set",
            "services.web.routing.paths=[\"/shop/*\", \"/cart\"]",
            "--set",
            "tags.Team=shop",
        ])
        .well();

    let written = in_file.tree("out/prod");
    assert!(!written.is_empty());
    assert!(written == on_command_line.tree("out/prod"));
    on_command_line.synth(&["--env", "prod", "--out", "plain"]).well();
    assert!(written != on_command_line.tree("plain/prod"), "the settings make a difference");
}

#[test]
fn a_setting_on_the_command_line_is_set_in_every_environment() {
    let sandbox = Sandbox::new();
    sandbox.synth(&["--all", "--set", "tags.Team=shop"]).well();
    for environment in ["prod", "staging"] {
        let tree = sandbox.tree(&format!("out/{environment}"));
        let has_tag = tree.values().any(|bytes| String::from_utf8_lossy(bytes).contains("\"Team\": \"shop\""));
        assert!(has_tag, "{environment} has the tag");
    }
}

#[test]
fn what_is_wrong_on_the_command_line_is_shown_as_it_was_typed() {
    let sandbox = Sandbox::new();
    let arguments =
        ["--env", "prod", "--set", "rds.storrage.type=gp3", "--set", "services.web.port=http", "--set", "rds.multi_az=2"];
    insta::assert_snapshot!(sandbox.synth(&arguments).failed(), @r#"
    exit: 1
    --- stderr
    error: unknown setting `storrage` in `rds`
    --> --set:1:5
     |
     | rds.storrage.type=gp3
     |     ^^^^^^^^
     |
     = help: did you mean `storage`?

    error: expected a whole number for `services.web.port`, found the string `"http"`
    --> --set:1:19
     |
     | services.web.port=http
     |                   ^^^^
     |
     = help: the port on which the container listens, for example `8080`

    error: expected `true` or `false` for `rds.multi_az`, found the number `2`
    --> --set:1:14
     |
     | rds.multi_az=2
     |              ^
     |
     = help: whether a standby in another zone takes over when the instance or its zone is lost

    error: 3 problems in --set; nothing was written
    "#);
    assert_eq!(sandbox.names("."), ["environments"], "nothing is written");
}

#[test]
fn a_contradiction_between_command_line_and_file_shows_both() {
    let sandbox = Sandbox::new();
    insta::assert_snapshot!(sandbox.synth(&["--env", "prod", "--set", "services.web.tasks.min=5"]).failed(), @"
    exit: 1
    --- stderr
    error: at least 5 tasks and at most 4 contradict each other
      --> --set:1:24
       |
       | services.web.tasks.min=5
       |                        ^ `services.web.tasks.min`
       |
      ::: environments/base.toml:17:39
       |
    17 | tasks = { desired = 2, min = 2, max = 4 }
       |                                       - `services.web.tasks.max`
       |
       = help: set `max` to 5 or more, or `min` to 4 or less

    error: 1 problem in --set; nothing was written
    ");
}
