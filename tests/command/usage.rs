//! What can be typed wrongly, and help.

use crate::command::sandbox::Sandbox;

#[test]
fn wrong_usage_is_an_error_like_every_other() {
    let sandbox = Sandbox::new();
    let wrong: [&[&str]; 12] = [
        &[],
        &["--bogus"],
        &["prod"],
        &["--env"],
        &["--env", "Prod"],
        &["--env", "prod", "--all"],
        &["--env", "prod", "--json", "--quiet"],
        &["--env", "prod", "--set", "region"],
        &["--env", "prod", "--set", "a..b=1"],
        &["--env", "prod", "schema"],
        &["schema", "--all"],
        &["--out", "elsewhere"],
    ];
    for arguments in wrong {
        let ran = sandbox.synth(arguments).failed();
        assert_eq!(ran.stdout, "", "{arguments:?}");
        assert!(ran.stderr.contains("Usage: synth") || ran.stderr.contains("try '--help'"), "{arguments:?}: {ran}");
    }
    assert_eq!(sandbox.names("."), ["environments"], "nothing is written");
}

#[test]
fn help_is_printed_when_it_is_asked_for_and_when_nothing_is() {
    let sandbox = Sandbox::empty();
    let asked_for = sandbox.synth(&["--help"]).well();
    assert_eq!(sandbox.synth(&["-h"]).well().stdout, asked_for.stdout);
    let bare = sandbox.synth(&[]).failed();
    assert_eq!(bare.stderr, asked_for.stdout);
}

#[test]
fn help_fits_a_terminal() {
    let help = Sandbox::empty().synth(&["--help"]).well().stdout;
    let widest = help.lines().max_by_key(|line| line.len()).expect("help has lines");
    assert!(widest.len() <= 100, "{widest}");
}

#[test]
fn the_version_is_printed() {
    let ran = Sandbox::empty().synth(&["--version"]).well();
    assert_eq!(ran.stdout, format!("synth {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn without_an_environment_it_is_said_how_to_name_one() {
    insta::assert_snapshot!(Sandbox::new().synth(&["--quiet"]).failed(), @"
    exit: 1
    --- stderr
    error: the following required arguments were not provided:
      <--env <NAME>|--all>

    Usage: synth --quiet <--env <NAME>|--all>

    For more information, try '--help'.
    ");
}

#[test]
fn an_environment_given_without_its_flag_is_told_about_it() {
    insta::assert_snapshot!(Sandbox::new().synth(&["prod"]).failed(), @"
    exit: 1
    --- stderr
    error: unrecognized subcommand 'prod'

      tip: to synthesize an environment of that name, write `--env prod`

    Usage: synth [OPTIONS] <--env <NAME>|--all>
           synth <COMMAND>

    For more information, try '--help'.
    ");
}

#[test]
fn a_file_given_as_an_environment_is_told_the_environment() {
    insta::assert_snapshot!(Sandbox::new().synth(&["--env", "environments/prod.toml"]).failed(), @"
    exit: 1
    --- stderr
    error: invalid value 'environments/prod.toml' for '--env <NAME>': that is a file: give the environment's name, `--env prod`

    For more information, try '--help'.
    ");
}

#[test]
fn a_setting_without_a_value_or_a_path_is_told_how_it_is_written() {
    let sandbox = Sandbox::new();
    insta::assert_snapshot!(sandbox.synth(&["--env", "prod", "--set", "rds.multi_az"]).failed(), @"
    exit: 1
    --- stderr
    error: invalid value 'rds.multi_az' for '--set <PATH=VALUE>': `rds.multi_az` sets nothing: write `rds.multi_az=value`

    For more information, try '--help'.
    ");
    insta::assert_snapshot!(sandbox.synth(&["--env", "prod", "--set", "rds multi_az=true"]).failed(), @"
    exit: 1
    --- stderr
    error: invalid value 'rds multi_az=true' for '--set <PATH=VALUE>': `rds multi_az` is no path of a setting: write keys joined by dots, such as `rds.instance_class`

    For more information, try '--help'.
    ");
}

#[test]
fn a_misspelt_flag_is_told_the_nearest() {
    insta::assert_snapshot!(Sandbox::new().synth(&["--envs", "prod"]).failed(), @"
    exit: 1
    --- stderr
    error: unexpected argument '--envs' found

      tip: a similar argument exists: '--env'

    Usage: synth <--env <NAME>|--all>

    For more information, try '--help'.
    ");
}
