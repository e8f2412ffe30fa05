//! The same work for many things on all cores, what comes of it handed on in the order of the things. It must not know the work.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;

/// Works on each item and hands the results on, in the order of the items, as they come; stops early where `take` says so.
///
/// `work` runs on up to `threads` threads at once, `take` on the caller's. Only the results of items that are done before an earlier one
/// wait, so that what is kept does not grow with the number of items.
pub(crate) fn in_order<I: Sync, T: Send, B>(
    items: &[I],
    threads: NonZeroUsize,
    work: impl Fn(&I) -> T + Sync,
    mut take: impl FnMut(T) -> ControlFlow<B>,
) -> ControlFlow<B> {
    let threads = threads.get().min(items.len());
    if threads <= 1 {
        return items.iter().try_for_each(|item| take(work(item)));
    }
    let next = AtomicUsize::new(0);
    let (send, receive) = sync_channel(threads);
    thread::scope(|scope| {
        for _ in 0..threads {
            let (send, next, work) = (send.clone(), &next, &work);
            scope.spawn(move || {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    // Nobody receives any more when the caller has stopped.
                    let Some(item) = items.get(index) else { break };
                    if send.send((index, work(item))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        let mut waiting = BTreeMap::new();
        let mut due = 0;
        for (index, result) in receive {
            waiting.insert(index, result);
            while let Some(result) = waiting.remove(&due) {
                take(result)?;
                due += 1;
            }
        }
        ControlFlow::Continue(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squares(threads: usize, stop_at: Option<u64>) -> (Vec<u64>, ControlFlow<()>) {
        let items: Vec<u64> = (0..1000).collect();
        let mut taken = Vec::new();
        let flow = in_order(
            &items,
            NonZeroUsize::new(threads).expect("it is not zero"),
            |item| item * item,
            |square| {
                taken.push(square);
                if stop_at == Some(square) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        (taken, flow)
    }

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let expected: Vec<u64> = (0..1000).map(|item| item * item).collect();
        for threads in [1, 2, 7] {
            assert_eq!(squares(threads, None), (expected.clone(), ControlFlow::Continue(())));
        }
    }

    #[test]
    fn a_caller_who_has_seen_enough_gets_no_more() {
        for threads in [1, 3] {
            assert_eq!(squares(threads, Some(9)), (vec![0, 1, 4, 9], ControlFlow::Break(())));
        }
    }
}
