//! What is done for one input: told by the [`Teller`], and put in place.

use std::collections::{BTreeMap, HashSet};
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Mutex;

use anyhow::{Context, Result};
use serde::Serialize;

use super::journal::{Journal, Known, block};
use super::names;
use super::outcome::{Aside, Failure, Outcome, Row, Told};
use super::pipeline::{Gate, lock};
use super::rank::rank;
use super::screen::screen;
use super::store::{Store, digest};
use super::tags::{tags, words_of};
use super::teller::{Source, Teller};
use super::twins::likeness;
use super::walk::{Data, Input, MAX_BYTES};
use crate::facts::{Facts, Instant};
use crate::story::SentenceKind;

/// What one input became.
#[derive(Debug)]
pub struct Worked {
    /// What it is known by.
    pub key: String,
    /// Bytes that were read.
    pub bytes: u64,
    /// What is to be noted.
    pub result: Result<Done>,
}

/// The two ways in which an input is done.
#[derive(Debug)]
pub enum Done {
    /// Nothing changed since an earlier run.
    Kept(Known),
    /// It was done now; the block is for the journal.
    New(Vec<u8>, Vec<Outcome>),
}

/// Works on inputs, on several threads at once.
pub struct Worker<'w> {
    /// How.
    pub teller: &'w Teller,
    /// Where to.
    pub store: &'w Store,
    /// What was done before.
    pub journal: &'w Journal,
    /// The memory that inputs in flight may take.
    pub gate: &'w Gate,
    /// Redo what did not change, too.
    pub force: bool,
    /// Threads for a file that holds many incidents.
    pub jobs: usize,
}

impl Worker<'_> {
    /// Does one input. An error in it is a failure of this input only; the result is an error only when the output folder
    /// cannot be written.
    pub fn work(&self, input: Input<'_>) -> Worked {
        let Input { key, path, lines_above, data, pass } = input;
        let failure = |step: &str, error: String| {
            let failure = Failure { path: path.clone(), incident: None, step: step.into(), error };
            new(&key, "", vec![Outcome::Failed(failure)])
        };
        let (mut bytes, mut weight) = (Vec::new(), pass);
        let result = match data {
            Data::Decided(outcome) => new(&key, "", vec![outcome]),
            Data::File(file) => match self.load(&file, &mut bytes) {
                Ok(pass) => {
                    weight = Some(pass);
                    self.bytes(&key, &path, lines_above, &bytes)
                }
                Err(error) => failure("open", format!("{error:#}")),
            },
            Data::Bytes(read) => {
                bytes = read;
                self.bytes(&key, &path, lines_above, &bytes)
            }
        };
        drop(weight);
        Worked { key, bytes: bytes.len() as u64, result }
    }

    fn load<'s>(&'s self, path: &Path, bytes: &mut Vec<u8>) -> Result<super::pipeline::Pass<'s>> {
        let file = std::fs::File::open(path)?;
        let about = file.metadata()?;
        if !about.is_file() {
            anyhow::bail!("it is no file any more");
        }
        let pass = self.gate.pass(about.len());
        bytes.reserve(usize::try_from(about.len().min(MAX_BYTES)).unwrap_or_default() + 1);
        file.take(MAX_BYTES + 1).read_to_end(bytes)?;
        if bytes.len() as u64 > MAX_BYTES {
            anyhow::bail!("larger than {} MiB; give a postmortem, not a log", MAX_BYTES / 1024 / 1024);
        }
        Ok(pass)
    }

    fn bytes(&self, key: &str, path: &str, lines_above: usize, bytes: &[u8]) -> Result<Done> {
        let made_of = self.made_of(path, lines_above, bytes);
        let known = self.journal.known(key)?;
        let known = match known {
            Some(known) if known.made_of == made_of && !self.force && self.in_place(&known) => {
                return Ok(Done::Kept(known));
            }
            known => known,
        };
        let aside = |reason: &str| Outcome::Aside(Aside { path: path.into(), incident: None, reason: reason.into() });
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return new(key, &made_of, vec![aside("the file is empty")]);
        }
        // One document must never stop the others, whatever is wrong with it or with us.
        let read = catch_unwind(AssertUnwindSafe(|| self.teller.read(path, lines_above, bytes)));
        let sources = match read {
            Ok(Ok(sources)) => sources,
            // JSON that is whole, but tells of nothing that we know: a package file, some settings.
            Ok(Err(error)) if serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok() => {
                return new(key, &made_of, vec![aside(&format!("{:#}", error.root_cause()))]);
            }
            failed => {
                let error = match failed {
                    Ok(Err(error)) => format!("{error:#}"),
                    _ => INTERNAL.to_owned(),
                };
                let failure = Failure { path: path.into(), incident: None, step: "read".into(), error };
                return new(key, "", vec![Outcome::Failed(failure)]);
            }
        };
        let outcomes = self.incidents(key, path, &sources, known.as_ref())?;
        let failed = outcomes.iter().any(|outcome| matches!(outcome, Outcome::Failed(_)));
        // What failed is tried again next time: the reason may have been another one than the input.
        new(key, if failed { "" } else { &made_of }, outcomes)
    }

    /// Does all incidents of a file, several at a time where there are many.
    fn incidents(&self, key: &str, path: &str, sources: &[Source], known: Option<&Known>) -> Result<Vec<Outcome>> {
        const MANY: usize = 16;
        let mut ours = self.journal.intents(key);
        let mut names = BTreeMap::new();
        for outcome in known.iter().flat_map(|known| &known.outcomes) {
            if let Outcome::Done(told) = outcome {
                ours.extend(told.written.values().cloned());
                names.insert(told.row.incident.as_deref(), told.row.name.as_str());
            }
        }
        let one = |source: &Source| {
            let name = names.get(&source.id()).copied();
            let told = catch_unwind(AssertUnwindSafe(|| self.incident(key, path, source, name, &ours)));
            told.unwrap_or_else(|_| Ok(Err(anyhow::anyhow!(INTERNAL)))).map(|told| {
                told.unwrap_or_else(|error| {
                    let incident = source.id().map(str::to_owned);
                    let error = format!("{error:#}");
                    Outcome::Failed(Failure { path: path.into(), incident, step: "tell".into(), error })
                })
            })
        };
        if sources.len() < MANY || self.jobs < 2 {
            return sources.iter().map(one).collect();
        }
        let next = Mutex::new(sources.iter().enumerate());
        let done = Mutex::new(BTreeMap::new());
        std::thread::scope(|scope| {
            for _ in 0..self.jobs {
                scope.spawn(|| {
                    while let Some((i, source)) = { lock(&next).next() } {
                        let outcome = one(source);
                        lock(&done).insert(i, outcome);
                    }
                });
            }
        });
        done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner).into_values().collect()
    }

    /// The outer error is one of the output folder, the inner one of this incident.
    fn incident(
        &self,
        key: &str,
        path: &str,
        source: &Source,
        name: Option<&str>,
        ours: &HashSet<String>,
    ) -> Result<Result<Outcome>> {
        let teller = self.teller;
        let facts = teller.facts(source);
        let id = source.id().map(str::to_owned);
        if teller.options.screen
            && let Source::Document(document) = source
            && let Some(reason) = screen(path, document, &facts)
        {
            return Ok(Ok(Outcome::Aside(Aside { path: path.into(), incident: id, reason })));
        }
        let story = match teller.story(&facts) {
            Ok(story) => story,
            Err(error) => return Ok(Err(error)),
        };
        let date = day(&facts);
        let name = name.map_or_else(|| names::name(date.as_deref(), &story.title, key, id.as_deref()), str::to_owned);
        let mut contents = Vec::new();
        for (form, renderer) in &teller.renderers {
            match renderer.render(&story, &facts) {
                Ok(text) => contents.push((format!("stories/{name}"), form.ending(), text)),
                Err(error) => return Ok(Err(error)),
            }
        }
        contents.push((format!("facts/{name}"), "json", serde_json::to_string_pretty(&facts)? + "\n"));

        let (mut stories, mut newer, mut written) = (Vec::new(), Vec::new(), BTreeMap::new());
        let mut facts_file = String::new();
        for (stem, ending, content) in contents {
            let intent = |_: &str, digest: &str| self.journal.intend(key, digest);
            let placed = self.store.place((&stem, ending), content.as_bytes(), ours, intent)?;
            let first = placed.beside.clone().unwrap_or_else(|| placed.file.clone());
            if stem.starts_with("facts/") {
                facts_file = first
            } else {
                stories.push(first)
            }
            if placed.beside.is_some() {
                newer.push(placed.file.clone());
            }
            written.insert(placed.file, placed.digest);
        }
        let words = words_of(&facts);
        let (score, reasons) = rank(&facts, &teller.options.tell.me);
        let sentences = story.parts.iter().flat_map(|part| &part.sentences);
        let text = |quote: &Option<crate::cite::Quote>| quote.as_ref().map(|q| q.text.clone());
        let row = Row {
            title: story.title.clone(),
            date,
            source: path.into(),
            incident: id,
            severity: text(&facts.severity),
            services: facts.services.iter().take(8).map(|s| s.name.clone()).collect(),
            change: facts.change.as_ref().map(|c| c.kind),
            symptoms: facts.impact.symptom.clone(),
            to_detect_s: facts.durations.to_detect_s,
            to_resolve_s: facts.durations.to_resolve_s,
            score,
            reasons,
            tags: tags(&facts, &words),
            questions_open: sentences.filter(|s| s.kind() == SentenceKind::Prompt).count(),
            name,
            stories,
            facts: facts_file,
            newer,
        };
        Ok(Ok(Outcome::Done(Box::new(Told { row, written, likeness: likeness(&words) }))))
    }

    /// Whether all files of an input are still there. Whether they were edited does not matter.
    fn in_place(&self, known: &Known) -> bool {
        known.outcomes.iter().all(|outcome| match outcome {
            Outcome::Done(told) => {
                let row = &told.row;
                let files = row.stories.iter().chain([&row.facts]).chain(&row.newer);
                files.into_iter().all(|file| self.store.path(file).is_file())
            }
            _ => true,
        })
    }

    /// A digest of all that an input's outcomes follow from.
    fn made_of(&self, path: &str, lines_above: usize, bytes: &[u8]) -> String {
        #[derive(Serialize)]
        struct Made<'m>(&'m str, &'m str, &'m str, usize, String);
        let made = Made(env!("CARGO_PKG_VERSION"), &self.teller.decides, path, lines_above, digest(bytes));
        digest(&serde_json::to_vec(&made).unwrap_or_default())
    }
}

/// What a panic of ours is called; the panic's own message went to standard error.
const INTERNAL: &str = "an internal error, please report it with the document";

fn new(key: &str, made_of: &str, outcomes: Vec<Outcome>) -> Result<Done> {
    let block = block(key, made_of, &outcomes).context("cannot note what was done")?;
    Ok(Done::New(block, outcomes))
}

/// The day on which the incident began, as far as the document says: `2024-05-01`.
fn day(facts: &Facts) -> Option<String> {
    let all = facts.times.known().chain(facts.timeline.iter().map(|event| &event.at));
    let exact = |at: &&Instant| at.precision <= crate::facts::Precision::Day;
    let day = |at: &Instant| Some(at.local.as_ref()?.get(..10)?.to_owned());
    all.filter(exact).find_map(day).or_else(|| facts.mentions.iter().filter(exact).find_map(day))
}
