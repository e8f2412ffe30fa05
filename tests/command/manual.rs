//! `synth completions` and `synth man`: derived from the command line, so that each verb is in them.

use clap::CommandFactory as _;

use crate::command::sandbox::Sandbox;

#[test]
fn every_shell_gets_a_script_that_knows_every_verb() {
    let sandbox = Sandbox::empty();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = sandbox.synth(&["completions", shell]).well().stdout;
        for verb in synth::cli::Cli::command().get_subcommands() {
            assert!(script.contains(verb.get_name()), "{shell} does not know `{}`", verb.get_name());
        }
    }
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
