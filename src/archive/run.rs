//! One run of `warstory batch`.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Result;

use super::index;
use super::journal::{Journal, Place};
use super::outcome::{Failure, Outcome};
use super::pipeline::{Gate, ordered};
use super::store::Store;
use super::teller::Teller;
use super::walk::{self, Meter, Walk};
use super::work::{Done, Worker};

/// Bytes of documents that may be in memory at once. A document takes some ten times its size while it is worked on, and
/// two of usual size hardly anything; the bound is for archives of large ones.
const IN_FLIGHT: u64 = 16 * 1024 * 1024;

/// Inputs between the walk and the journal, for each thread: enough that a large one does not hold up the others.
const WINDOW: usize = 32;

/// What is to be done.
#[derive(Clone)]
pub struct Job<'j> {
    /// Files, folders, globs, archives, `-`.
    pub sources: &'j [PathBuf],
    /// The output folder.
    pub out: &'j Path,
    /// How stories are told and written.
    pub teller: &'j Teller,
    /// Threads.
    pub jobs: usize,
    /// Redo what did not change, too.
    pub force: bool,
}

/// What was done so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Incidents whose stories were written now.
    pub written: usize,
    /// Incidents that did not change since an earlier run.
    pub kept: usize,
    /// Inputs and incidents that failed.
    pub failed: usize,
    /// Inputs and incidents that are no postmortems.
    pub aside: usize,
    /// Drafts that were edited, so that the new one went beside them.
    pub edited: usize,
    /// Inputs that an earlier run had and this one has not.
    pub gone: usize,
    /// Bytes of documents.
    pub bytes: u64,
    /// Whether it was stopped before the end.
    pub stopped: bool,
}

/// What whoever watches a run is told.
#[derive(Debug)]
pub enum Event<'e> {
    /// One more input is done; so many bytes of the sources are walked.
    Progress(&'e Report, u64),
    /// An input or an incident failed.
    Failed(&'e Failure),
    /// A new draft went beside an edited one.
    Edited {
        /// The user's.
        edited: &'e str,
        /// The new one.
        new: &'e str,
    },
    /// All inputs are done, the index is being written.
    Indexing,
}

/// Runs a job. When `stop` is set, it ends after the inputs in flight; what was done until then is kept for the next run.
///
/// # Errors
/// If a source does not exist, or the output folder cannot be written. What is wrong with an input is an [`Event`].
pub fn run(job: &Job<'_>, stop: &AtomicBool, watch: &mut dyn FnMut(Event<'_>)) -> Result<Report> {
    walk::check(job.sources)?;
    let store = Store::open(job.out)?;
    let journal = Journal::open(&store)?;
    let (gate, meter) = (Gate::new(IN_FLIGHT), Meter::default());
    let worker =
        Worker { teller: job.teller, store: &store, journal: &journal, gate: &gate, force: job.force, jobs: job.jobs };
    let mut report = Report::default();
    let mut places: Vec<Place> = Vec::new();
    let mut met_again = 0;
    ordered(
        (job.jobs, job.jobs * WINDOW),
        stop,
        |give| Walk::new(store.folder(), &gate, &meter, give).sources(job.sources),
        |input| worker.work(input),
        |worked| {
            report.bytes += worked.bytes;
            met_again += usize::from(journal.knows(&worked.key));
            let (place, outcomes, new) = match worked.result? {
                Done::Kept(known) => (known.place, known.outcomes, false),
                Done::New(block, outcomes) => (journal.append(&block)?, outcomes, true),
            };
            places.push(place);
            for outcome in &outcomes {
                count(outcome, new, &mut report, watch);
            }
            watch(Event::Progress(&report, meter.walked.load(Ordering::Relaxed)));
            Ok(())
        },
    )?;
    if stop.load(Ordering::Relaxed) {
        report.stopped = true;
        return Ok(report);
    }
    report.gone = journal.len().saturating_sub(met_again);
    watch(Event::Indexing);
    if journal.tidy(&store, &mut places)? || !index::is_there(&store) {
        index::write(&store)?;
    }
    Ok(report)
}

fn count(outcome: &Outcome, new: bool, report: &mut Report, watch: &mut dyn FnMut(Event<'_>)) {
    match outcome {
        Outcome::Done(_) if !new => report.kept += 1,
        Outcome::Done(told) => {
            report.written += 1;
            for file in &told.row.newer {
                report.edited += 1;
                // `a.new2.md` stands beside `a.md`.
                let edited = told.row.stories.iter().chain([&told.row.facts]).find(|first| beside(first, file));
                watch(Event::Edited { edited: edited.map_or("", String::as_str), new: file });
            }
        }
        Outcome::Failed(failure) => {
            report.failed += 1;
            watch(Event::Failed(failure));
        }
        Outcome::Aside(_) => report.aside += 1,
    }
}

fn beside(first: &str, new: &str) -> bool {
    match first.rsplit_once('.') {
        Some((stem, ending)) => new.starts_with(&format!("{stem}.new")) && new.ends_with(&format!(".{ending}")),
        None => false,
    }
}
