//! What takes long says so on a terminal, and leaves no trace.

use crate::command::sandbox::Sandbox;
use crate::command::terminal::on_terminal;

/// Where a line is cleared.
const CLEAR: &str = "\r\u{1b}[2K";

#[test]
fn a_long_search_shows_how_far_it_is_on_a_terminal_and_clears_the_line() {
    let sandbox = Sandbox::new();
    let arguments = ["explain", "module.rds.aws_db_instance.main", "--env", "prod"];
    let mut command = sandbox.command(&arguments);
    command.env("TERM", "xterm");
    let shown = on_terminal(command);
    // A machine may be so fast that there is nothing to say.
    if let Some((before, after)) = shown.rsplit_once(CLEAR) {
        assert!(before.starts_with(&format!("{CLEAR}settings tried: ")), "{shown:?}");
        assert!(after.starts_with("module.rds.aws_db_instance.main\n"), "{shown:?}");
    }
    let mut command = sandbox.command(&arguments);
    command.env("TERM", "dumb");
    assert!(!on_terminal(command).contains("settings tried"), "such a terminal cannot clear a line");
    assert_eq!(
        sandbox.synth(&arguments).well().stderr,
        sandbox.synth(&["--env", "prod", "--quiet"]).well().stderr,
        "nor can a pipe"
    );
}
