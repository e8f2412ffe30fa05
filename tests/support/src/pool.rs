//! How many cycles of Terraform run side by side, and in which order. It must not know what a cycle is.
//!
//! Nearly all of a cycle is the provider's own waiting, so many of them run on few cores; what limits them is memory. The longest start first,
//! so that none is left running alone at the end: how long each took the last time is kept in `target/terraform-seconds`.

use std::any::Any;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::process::in_target;

/// What Terraform, the provider and moto take of one cycle.
const KILOBYTES_OF_A_CYCLE: u64 = 1_300_000;

/// How long the first ones wait for the others to queue up.
const GATHERING: Duration = Duration::from_millis(500);

/// Leave to run a cycle, until it is dropped.
pub(crate) struct Slot {
    /// Nothing where the thread had one already.
    taken: Option<(String, Instant)>,
}

struct Pool {
    started: Instant,
    queue: Mutex<Queue>,
    changed: Condvar,
}

struct Queue {
    free: usize,
    tickets: usize,
    /// Seconds and tickets; the last one goes first.
    waiting: BTreeSet<(u64, usize)>,
}

thread_local! {
    static HELD: Cell<bool> = const { Cell::new(false) };
}

fn pool() -> &'static Pool {
    static POOL: OnceLock<Pool> = OnceLock::new();
    POOL.get_or_init(|| Pool {
        started: Instant::now(),
        queue: Mutex::new(Queue { free: size(), tickets: usize::MAX, waiting: BTreeSet::new() }),
        changed: Condvar::new(),
    })
}

/// As many as the memory holds; `SYNTH_TEST_CYCLES` says another number.
fn size() -> usize {
    let given = std::env::var("SYNTH_TEST_CYCLES").ok().and_then(|text| text.parse().ok());
    let available = || {
        let text = fs::read_to_string("/proc/meminfo").ok()?;
        let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
        line.split_whitespace().next()?.parse::<u64>().ok()
    };
    let fitting = || available().map_or(4, |kilobytes| usize::try_from(kilobytes / KILOBYTES_OF_A_CYCLE).unwrap_or(4));
    given.unwrap_or_else(|| fitting().clamp(2, 12))
}

/// Waits for leave to run the cycle of this name. A thread that has leave already needs no second one.
pub(crate) fn slot(name: &str) -> Slot {
    if HELD.replace(true) {
        return Slot { taken: None };
    }
    let pool = pool();
    let mut queue = pool.queue.lock().unwrap_or_else(PoisonError::into_inner);
    queue.tickets -= 1;
    // What nobody has measured yet may take long.
    let me = (seconds(name).unwrap_or(u64::MAX), queue.tickets);
    queue.waiting.insert(me);
    loop {
        let early = GATHERING.saturating_sub(pool.started.elapsed());
        if early.is_zero() && queue.free > 0 && queue.waiting.last() == Some(&me) {
            break;
        }
        let wait = if early.is_zero() { Duration::from_secs(1) } else { early };
        (queue, _) = pool.changed.wait_timeout(queue, wait).unwrap_or_else(PoisonError::into_inner);
    }
    queue.waiting.remove(&me);
    queue.free -= 1;
    // There may be another free one.
    pool.changed.notify_all();
    Slot { taken: Some((name.to_owned(), Instant::now())) }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let Some((name, since)) = self.taken.take() else { return };
        HELD.set(false);
        if !thread::panicking()
            && let Ok(path) = in_target("terraform-seconds")
        {
            // Only the order depends on it.
            let _ = fs::create_dir_all(&path);
            let _ = fs::write(path.join(file(&name)), since.elapsed().as_secs().to_string());
        }
        let pool = pool();
        pool.queue.lock().unwrap_or_else(PoisonError::into_inner).free += 1;
        pool.changed.notify_all();
    }
}

fn seconds(name: &str) -> Option<u64> {
    fs::read_to_string(in_target("terraform-seconds").ok()?.join(file(name))).ok()?.trim().parse().ok()
}

fn file(name: &str) -> String {
    name.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect()
}

/// Runs a cycle for each of these, as many side by side as the pool has leave for, and gives what went wrong, each with its name.
pub fn each<T: Send>(
    cycles: impl IntoIterator<Item = (String, T)>,
    run: impl Fn(&str, T) -> Result<(), String> + Sync,
) -> Vec<String> {
    let cycles: Vec<(String, T)> = cycles.into_iter().collect();
    let run = &run;
    thread::scope(|scope| {
        let threads: Vec<_> = cycles
            .into_iter()
            .map(|(name, cycle)| {
                scope.spawn(move || {
                    let slot = slot(&name);
                    let outcome = catch_unwind(AssertUnwindSafe(|| run(&name, cycle))).unwrap_or_else(|panic| Err(said(&*panic)));
                    drop(slot);
                    outcome.map_err(|failure| format!("{name}: {failure}"))
                })
            })
            .collect();
        threads.into_iter().filter_map(|thread| thread.join().expect("a panic is caught inside").err()).collect()
    })
}

fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_else(|| "an assertion failed".to_owned())
}
