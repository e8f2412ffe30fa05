//! Faults of the disk, for the tests: the n-th call fails, or the process is as good as killed at it.

use std::cell::Cell;
use std::fs;
use std::io;
use std::path::Path;

/// What happens at a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// This call fails, and no other.
    Fails,
    /// Neither this call nor any after it is done: so it is when a process is killed.
    Killed,
}

thread_local! {
    static PLANNED: Cell<Option<(usize, Fault)>> = const { Cell::new(None) };
    static CALLS: Cell<usize> = const { Cell::new(0) };
    static LINKS: Cell<bool> = const { Cell::new(true) };
}

/// Runs this with a fault at the n-th call, counted from 1; the second value says whether it came that far.
pub(crate) fn at<T>(call: usize, fault: Fault, run: impl FnOnce() -> T) -> (T, bool) {
    PLANNED.set(Some((call, fault)));
    CALLS.set(0);
    let result = run();
    PLANNED.set(None);
    (result, CALLS.get() >= call)
}

/// Runs this on a file system that knows no hard links.
pub(crate) fn without_links<T>(run: impl FnOnce() -> T) -> T {
    LINKS.set(false);
    let result = run();
    LINKS.set(true);
    result
}

/// Counts a call, and lets it fail where that is planned.
pub(crate) fn step() -> io::Result<()> {
    CALLS.set(CALLS.get() + 1);
    let fails = PLANNED.get().is_some_and(|(call, fault)| match fault {
        Fault::Fails => CALLS.get() == call,
        Fault::Killed => CALLS.get() >= call,
    });
    if fails { Err(io::Error::other("a fault of the test's")) } else { Ok(()) }
}

pub(crate) fn links() -> io::Result<()> {
    if LINKS.get() { Ok(()) } else { Err(io::ErrorKind::Unsupported.into()) }
}

/// Stops in the middle of a copy, where a fault is planned there.
pub(crate) fn half_a_copy(from: &Path, to: &Path) -> io::Result<()> {
    step().inspect_err(|_| {
        let contents = fs::read(from).expect("what is copied is there");
        fs::write(to, &contents[..contents.len() / 2]).expect("the test's folder can be written");
    })
}
