//! Colours: for a terminal, unless the user wants none.

use crate::command::sandbox::Sandbox;
use crate::command::terminal::on_terminal;

const ESCAPE: char = '\u{1b}';

/// A folder whose environment `prod` is refused.
fn refused() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.append("environments/prod.toml", "regoin = \"us-east-1\"\n");
    sandbox
}

/// What a terminal gets of `synth`, with one variable set.
fn shown(sandbox: &Sandbox, arguments: &[&str], variable: (&str, &str)) -> String {
    let mut command = sandbox.command(arguments);
    command.env("TERM", "xterm-256color").env(variable.0, variable.1);
    on_terminal(command)
}

#[test]
fn reports_and_errors_are_coloured_on_a_terminal() {
    let sandbox = refused();
    for arguments in [["--env", "prod"], ["--env", "qa"]] {
        let shown = shown(&sandbox, &arguments, ("LANG", "C"));
        assert!(shown.contains("\u{1b}[1m\u{1b}[91merror\u{1b}[0m"), "{shown:?}");
    }
}

#[test]
fn there_are_no_colours_on_a_terminal_for_one_who_wants_none() {
    let sandbox = refused();
    for variable in [("NO_COLOR", "1"), ("TERM", "dumb"), ("CLICOLOR", "0")] {
        for environment in ["prod", "qa"] {
            let shown = shown(&sandbox, &["--env", environment], variable);
            assert!(shown.starts_with("error: "), "{variable:?}: {shown:?}");
            assert!(!shown.contains(ESCAPE), "{variable:?}: {shown:?}");
        }
    }
}

#[test]
fn there_are_no_colours_where_no_terminal_is() {
    let sandbox = refused();
    for environment in ["prod", "qa"] {
        let mut command = sandbox.command(&["--env", environment]);
        let ran = sandbox.ran(command.env("TERM", "xterm-256color")).failed();
        assert!(ran.stderr.starts_with("error: "), "{ran}");
        assert!(!ran.stderr.contains(ESCAPE), "{ran}");
    }
}

#[test]
fn colours_can_be_forced_where_no_terminal_is() {
    let sandbox = refused();
    for environment in ["prod", "qa"] {
        let mut command = sandbox.command(&["--env", environment]);
        let ran = sandbox.ran(command.env("CLICOLOR_FORCE", "1")).failed();
        assert!(ran.stderr.contains(ESCAPE), "{ran}");
    }
}

#[test]
fn a_document_for_programs_has_no_colours() {
    let sandbox = refused();
    let mut command = sandbox.command(&["--env", "prod", "--json"]);
    let ran = sandbox.ran(command.env("CLICOLOR_FORCE", "1")).failed();
    assert!(!ran.stdout.contains(ESCAPE), "{ran}");
    ran.json();
}
