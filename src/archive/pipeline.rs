//! The one bounded pipeline: a producer, several workers, results in the order of the inputs.
//!
//! What is in flight is bounded twice: by the number of items (the window), and by their bytes (the [`Gate`]), so that
//! memory does not grow with the archive.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use anyhow::Result;

/// Stack of a worker, in bytes: a deeply nested document is taken apart by recursion.
const STACK: usize = 16 * 1024 * 1024;

/// Runs `work` on everything that `produce` gives, on `jobs` threads, and calls `sink` with the results in the order of
/// the inputs, on the calling thread. At most `window` items are between `produce` and `sink`.
///
/// `produce` is given a function that takes one item and says whether to go on. It ends early when `stop` is set or
/// `sink` fails; what was taken until then still reaches `sink`, unless that failed.
///
/// # Errors
/// The first one of `sink`, or else that of `produce`.
pub fn ordered<T: Send, R: Send>(
    (jobs, window): (usize, usize),
    stop: &AtomicBool,
    produce: impl FnOnce(&mut dyn FnMut(T) -> bool) -> Result<()> + Send,
    work: impl Fn(T) -> R + Sync,
    mut sink: impl FnMut(R) -> Result<()>,
) -> Result<()> {
    let places = Gate::new(window as u64);
    let failed = AtomicBool::new(false);
    let (give, take) = sync_channel::<(u64, T)>(window);
    let (done, results) = sync_channel::<(u64, R)>(window);
    let take = Mutex::new(take);
    std::thread::scope(|scope| {
        let producer = scope.spawn(|| {
            let mut next = 0;
            let give = give;
            produce(&mut |item| {
                if stop.load(Ordering::Relaxed) || failed.load(Ordering::Relaxed) || !places.take(1) {
                    return false;
                }
                let sent = give.send((next, item)).is_ok();
                next += 1;
                sent
            })
        });
        for _ in 0..jobs.max(1) {
            let (done, take, work) = (done.clone(), &take, &work);
            std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, move || {
                while let Some((number, item)) = receive(take) {
                    if done.send((number, work(item))).is_err() {
                        break;
                    }
                }
            })?;
        }
        drop(done);
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        let mut outcome = Ok(());
        for (number, result) in results {
            waiting.insert(number, result);
            while let Some(result) = waiting.remove(&next) {
                next += 1;
                places.give(1);
                if outcome.is_ok() {
                    outcome = sink(result);
                    if outcome.is_err() {
                        failed.store(true, Ordering::Relaxed);
                        places.close();
                    }
                }
            }
        }
        let produced = producer.join().unwrap_or_else(|_| Err(anyhow::anyhow!("the walk of the sources failed")));
        outcome.and(produced)
    })
}

fn receive<T>(take: &Mutex<Receiver<T>>) -> Option<T> {
    lock(take).recv().ok()
}

/// A lock whose holder died is as good as another: nothing here is left half done under one.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// So many units can be out at a time; who asks for more waits.
#[derive(Debug)]
pub struct Gate {
    all: u64,
    /// Units left; `None` once closed.
    left: Mutex<Option<u64>>,
    changed: Condvar,
}

impl Gate {
    /// A gate of `all` units.
    pub fn new(all: u64) -> Self {
        Gate { all, left: Mutex::new(Some(all)), changed: Condvar::new() }
    }

    /// Waits for `units` (or for all there are, if it asks for more than that) and takes them. `false` once closed.
    pub fn take(&self, units: u64) -> bool {
        let units = units.min(self.all);
        let mut left = lock(&self.left);
        loop {
            match left.as_mut() {
                None => return false,
                Some(left) if *left >= units => {
                    *left -= units;
                    return true;
                }
                Some(_) => left = self.changed.wait(left).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }

    /// Gives `units` back, as many as were asked for.
    pub fn give(&self, units: u64) {
        if let Some(left) = lock(&self.left).as_mut() {
            *left = (*left + units.min(self.all)).min(self.all);
        }
        self.changed.notify_all();
    }

    /// Lets nobody through any more.
    pub fn close(&self) {
        *lock(&self.left) = None;
        self.changed.notify_all();
    }

    /// Takes `units` and gives them back when dropped.
    pub fn pass(&self, units: u64) -> Pass<'_> {
        self.take(units);
        Pass { gate: self, units }
    }
}

/// Units of a [`Gate`] that are given back when this is dropped.
#[derive(Debug)]
pub struct Pass<'g> {
    gate: &'g Gate,
    units: u64,
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        self.gate.give(self.units);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;
    use std::time::Duration;

    fn numbers(upto: u64) -> impl FnOnce(&mut dyn FnMut(u64) -> bool) -> Result<()> + Send {
        move |give| {
            let _ = (0..upto).all(give);
            Ok(())
        }
    }

    #[test]
    fn results_come_in_the_order_of_the_inputs() {
        let mut seen = Vec::new();
        let work = |n: u64| {
            std::thread::sleep(Duration::from_micros((n * 7919) % 300));
            n
        };
        let stop = AtomicBool::new(false);
        let sink = |n| {
            seen.push(n);
            Ok(())
        };
        ordered((4, 8), &stop, numbers(500), work, sink).unwrap();
        assert_eq!(seen, (0..500).collect::<Vec<_>>());
    }

    #[test]
    fn no_more_than_the_window_is_in_flight() {
        let (inside, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let produce = |give: &mut dyn FnMut(u64) -> bool| {
            for n in 0..200 {
                most.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                give(n);
            }
            Ok(())
        };
        let sink = |_| {
            std::thread::sleep(Duration::from_micros(200));
            inside.fetch_sub(1, Ordering::SeqCst);
            Ok(())
        };
        ordered((2, 5), &AtomicBool::new(false), produce, |n| n, sink).unwrap();
        // Two more: one waits for a place, and one has left its place for the sink.
        assert!(most.load(Ordering::SeqCst) <= 7, "{most:?}");
    }

    #[test]
    fn a_failing_sink_ends_it_and_is_the_error() {
        let mut taken = 0;
        let sink = |n| {
            taken += 1;
            if n == 10 { anyhow::bail!("full") } else { Ok(()) }
        };
        let error = ordered((2, 4), &AtomicBool::new(false), numbers(1_000_000), |n| n, sink).unwrap_err();
        assert_eq!(error.to_string(), "full");
        assert_eq!(taken, 11);
    }

    #[test]
    fn stopping_lets_what_was_taken_through() {
        let stop = AtomicBool::new(false);
        let mut seen = Vec::new();
        let sink = |n| {
            seen.push(n);
            stop.store(n >= 20, Ordering::Relaxed);
            Ok(())
        };
        ordered((2, 4), &stop, numbers(1_000_000), |n| n, sink).unwrap();
        assert!(seen.len() < 100);
        assert_eq!(seen, (0..seen.len() as u64).collect::<Vec<_>>());
    }

    #[test]
    fn whoever_asks_for_more_than_there_is_gets_all() {
        let gate = Gate::new(10);
        drop(gate.pass(1000));
        assert!(gate.take(10));
    }
}
