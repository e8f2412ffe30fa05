//! `synth completions` and `synth man`: derived from the command line, so that each verb is in them.

use clap::CommandFactory as _;

use crate::command::sandbox::Sandbox;

/// What a shell that asks is answered; fish is told one candidate a line, with its meaning.
fn answered(sandbox: &Sandbox, words: &[&str]) -> Vec<String> {
    let mut command = sandbox.command(&[&["--", "synth"], words].concat());
    let ran = sandbox.ran(command.env("SYNTH_COMPLETE", "fish")).well();
    ran.stdout.lines().map(|line| line.split('\t').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn every_shell_gets_a_script_that_asks_synth() {
    let sandbox = Sandbox::empty();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = sandbox.synth(&["completions", shell]).well().stdout;
        assert!(script.contains("SYNTH_COMPLETE") && script.contains("synth"), "{shell}: {script}");
    }
}

#[test]
fn verbs_environments_settings_and_rules_are_completed() {
    let sandbox = Sandbox::new();
    let verbs = answered(&sandbox, &[""]);
    for verb in synth::cli::Cli::command().get_subcommands() {
        assert!(verbs.iter().any(|it| it == verb.get_name()), "`{}` is not among {verbs:?}", verb.get_name());
    }
    assert_eq!(answered(&sandbox, &["--env", ""]), ["prod", "staging"]);
    assert_eq!(answered(&sandbox, &["report", "--env", "st"]), ["staging"]);
    assert_eq!(answered(&sandbox, &["diff", "p"]), ["prod"]);
    assert_eq!(answered(&sandbox, &["new", "qa", "--from", "s"]), ["staging"]);
    assert_eq!(answered(&sandbox, &["--env", "prod", "--set", "rds.multi"]), ["rds.multi_az="]);
    assert_eq!(answered(&sandbox, &["--env", "prod", "--set", "services.shop.tasks.mi"]), ["services.shop.tasks.min="]);
    assert_eq!(answered(&sandbox, &["cost", "--diff", "st"]), ["staging"]);
    assert_eq!(answered(&sandbox, &["review", "--fail-on", "hi"]), ["high"]);
    assert_eq!(answered(&sandbox, &["init", "--region", "eu-central-1"]), ["eu-central-1"]);
    assert_eq!(answered(&sandbox, &["explain", "rds.multi"]), ["rds.multi_az"]);
    assert_eq!(answered(&sandbox, &["explain", "RDS012"]), ["RDS012"]);
}

#[test]
fn synth_and_every_verb_have_a_page() {
    let sandbox = Sandbox::empty();
    assert!(sandbox.synth(&["man"]).well().stdout.contains(".TH synth 1"));
    for verb in synth::cli::Cli::command().get_subcommands() {
        let name = verb.get_name();
        let page = sandbox.synth(&["man", name]).well().stdout;
        assert!(page.contains(&format!(".TH synth-{name} 1")) && page.contains("Print help"), "{page}");
    }
}
