//! A terminal for `synth` to print to. It must not know what is printed.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::process::Command;

use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

/// A terminal: our side of it, and the side of the command.
fn terminal() -> (File, File) {
    let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("the system has terminals");
    grantpt(&ours).and_then(|()| unlockpt(&ours)).expect("the terminal is ours");
    let name = ptsname(&ours, Vec::new()).expect("the terminal has a name");
    let theirs = rustix::fs::open(name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).expect("the terminal can be opened");
    (File::from(ours), File::from(theirs))
}

/// Runs a command with its output and errors on a terminal; gives what the terminal got.
pub(crate) fn on_terminal(mut command: Command) -> String {
    let (ours, theirs) = terminal();
    command.stdout(theirs.try_clone().expect("a handle can be copied")).stderr(theirs);
    run(command, ours)
}

fn run(mut command: Command, mut ours: File) -> String {
    let mut child = command.spawn().expect("the command can be started");
    // The command holds the other side of the terminal until it ends, and `Command` holds it as well.
    drop(command);
    let mut text = Vec::new();
    // Where the other side is closed, Linux says so by an error.
    let end: io::Result<usize> = ours.read_to_end(&mut text);
    drop(end);
    child.wait().expect("the command ends");
    String::from_utf8(text).expect("it is UTF-8").replace("\r\n", "\n")
}

/// Runs a command on a terminal on which somebody types; gives what the terminal showed, what was typed too.
pub(crate) fn talk_on_terminal(mut command: Command, typed: &str) -> String {
    let (ours, theirs) = terminal();
    let copy = || theirs.try_clone().expect("a handle can be copied");
    command.stdin(copy()).stdout(copy()).stderr(copy());
    drop(theirs);
    // A terminal keeps what is typed before it is read.
    (&ours).write_all(typed.as_bytes()).expect("it can be typed");
    run(command, ours)
}
