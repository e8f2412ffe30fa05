//! A terminal for `synth` to print to. It must not know what is printed.

use std::fs::File;
use std::io::{self, Read as _};
use std::process::Command;

use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

/// Runs a command with its output and errors on a terminal; gives what the terminal got.
pub(crate) fn on_terminal(mut command: Command) -> String {
    let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("the system has terminals");
    grantpt(&ours).and_then(|()| unlockpt(&ours)).expect("the terminal is ours");
    let name = ptsname(&ours, Vec::new()).expect("the terminal has a name");
    let theirs = rustix::fs::open(name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).expect("the terminal can be opened");
    let theirs = File::from(theirs);
    command.stdout(theirs.try_clone().expect("a handle can be copied")).stderr(theirs);
    let mut child = command.spawn().expect("the command can be started");
    // The command holds the other side of the terminal until it ends, and `Command` holds it as well.
    drop(command);
    let mut text = Vec::new();
    // Where the other side is closed, Linux says so by an error.
    let end: io::Result<usize> = File::from(ours).read_to_end(&mut text);
    drop(end);
    child.wait().expect("the command ends");
    String::from_utf8(text).expect("it is UTF-8").replace("\r\n", "\n")
}
