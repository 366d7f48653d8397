//! The bank's index: what the journal says, ranked and grouped, as `index.html`, `index.md`, `index.json`, `index.csv`,
//! and what has no story in `failures.jsonl` and `aside.jsonl`.
//!
//! Only what ranking and grouping need is in memory; rows are read from the journal when their turn comes.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::journal::Line;
use super::outcome::{Outcome, Row, Told};
use super::page::{self, Page};
use super::store::{STATE, Store};
use super::tags;
use super::twins::{Print, groups, title_set};
use crate::facts::ChangeKind;
use crate::render::Escape;
use crate::render::escape::escape;

/// The name and version of `index.json`.
pub const SCHEMA: &str = "warstory.bank/1";

const FILES: [&str; 6] = ["index.html", "index.md", "index.json", "index.csv", "failures.jsonl", "aside.jsonl"];

/// A row with its place among all.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Ranked {
    /// 1 is the strongest.
    pub rank: usize,
    /// The incident.
    #[serde(flatten)]
    pub row: Row,
    /// The strongest telling of the same incident, if that is another one.
    pub same_as: Option<String>,
    /// Other tellings of the same incident, if this one is the strongest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
}

/// What is counted over all incidents, for plots and filters.
#[derive(Debug, Default)]
pub struct Totals {
    /// Incidents.
    pub incidents: usize,
    /// Inputs and incidents that failed.
    pub failed: usize,
    /// Inputs and incidents that were set aside.
    pub aside: usize,
    /// Incidents that are another telling of one.
    pub retold: usize,
    /// Incidents by month, `2024-05`.
    pub months: BTreeMap<String, usize>,
    /// Seconds to detect, in the classes of the plots.
    pub detect: BTreeMap<usize, usize>,
    /// Seconds to resolve, likewise.
    pub resolve: BTreeMap<usize, usize>,
    /// By kind of change; those that name none are not counted.
    pub changes: BTreeMap<&'static str, usize>,
    /// By other tags: failure, technology, question.
    pub tags: [BTreeMap<String, usize>; 3],
}

/// What ranking and grouping need of one incident.
struct Entry {
    at: u64,
    length: u32,
    score: u32,
    print: Print,
}

/// Whether all files of the index are there.
pub fn is_there(store: &Store) -> bool {
    FILES.iter().all(|file| store.path(file).is_file())
}

/// Writes the index from the journal.
///
/// # Errors
/// If a file cannot be read or written. Each appears whole or stays as it was.
pub fn write(store: &Store) -> Result<()> {
    let path = store.path(STATE).join("journal.jsonl");
    let open = || File::open(&path).with_context(|| format!("cannot read {}", path.display()));
    let (entries, mut totals) = scan(store, &mut BufReader::new(open()?))?;
    let prints: Vec<Print> = entries.iter().map(|entry| entry.print).collect();
    let first = groups(&prints);
    // The strongest comes first; of equals, the newer one. The journal's order decides last, so that the order is total.
    let mut order: Vec<usize> = (0..entries.len()).collect();
    let of = |i: &usize| entries.get(*i);
    order.sort_by_key(|i| of(i).map(|e| (std::cmp::Reverse(e.score), std::cmp::Reverse(e.print.day), e.at)));

    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &i in &order {
        members.entry(first.get(i).copied().unwrap_or(i)).or_default().push(i);
    }
    totals.retold = entries.len().saturating_sub(members.len());
    let mut journal = open()?;
    let mut read = |i: usize| -> Result<Row> {
        let entry = entries.get(i).context("the journal changed while it was read")?;
        row(&mut journal, entry)
    };
    let mut outputs = Outputs::new(store, &totals)?;
    for (place, &i) in order.iter().enumerate() {
        let group = first.get(i).and_then(|leader| members.get(leader)).map(Vec::as_slice).unwrap_or_default();
        let (same_as, also) = match group.split_first() {
            Some((&best, others)) if best == i => {
                (None, others.iter().map(|&o| Ok(read(o)?.name)).collect::<Result<_>>()?)
            }
            Some((&best, _)) => (Some(read(best)?.name), Vec::new()),
            None => (None, Vec::new()),
        };
        outputs.row(Ranked { rank: place + 1, row: read(i)?, same_as, also })?;
    }
    outputs.finish(store, &totals)
}

fn row(journal: &mut File, entry: &Entry) -> Result<Row> {
    let mut line = vec![0; entry.length as usize];
    journal.seek(SeekFrom::Start(entry.at))?;
    journal.read_exact(&mut line)?;
    match serde_json::from_slice(&line)? {
        Line::Outcome(Outcome::Done(told)) => Ok(told.row),
        _ => anyhow::bail!("the journal changed while it was read"),
    }
}

/// Reads the journal once, from front to back. What has no story is written out on the way.
fn scan(store: &Store, journal: &mut dyn BufRead) -> Result<(Vec<Entry>, Totals)> {
    let (mut entries, mut totals) = (Vec::new(), Totals::default());
    let mut failures = Output::new(store, "failures.jsonl")?;
    let mut asides = Output::new(store, "aside.jsonl")?;
    let mut line = Vec::new();
    let mut at = 0;
    loop {
        line.clear();
        let length = journal.read_until(b'\n', &mut line).context("cannot read the journal")?;
        if length == 0 {
            break;
        }
        match serde_json::from_slice(&line).context("the journal is damaged; run again with --force")? {
            Line::Outcome(Outcome::Done(told)) => {
                totals.add(&told.row);
                let length = u32::try_from(length).context("a line of the journal is too long")?;
                entries.push(Entry { at, length, score: told.row.score, print: print(&told) });
            }
            Line::Outcome(Outcome::Failed(failure)) => {
                totals.failed += 1;
                writeln!(failures.file, "{}", serde_json::to_string(&failure)?)?;
            }
            Line::Outcome(Outcome::Aside(aside)) => {
                totals.aside += 1;
                writeln!(asides.file, "{}", serde_json::to_string(&aside)?)?;
            }
            Line::Input { .. } | Line::Intent { .. } => {}
        }
        at += length as u64;
    }
    failures.finish(store)?;
    asides.finish(store)?;
    Ok((entries, totals))
}

fn print(told: &Told) -> Print {
    let day = told.row.date.as_ref().and_then(|date| date.parse::<chrono::NaiveDate>().ok());
    let day = day.map(|day| chrono::Datelike::num_days_from_ce(&day));
    Print { likeness: told.likeness, day, title: title_set(&told.row.title) }
}

impl Totals {
    fn add(&mut self, row: &Row) {
        self.incidents += 1;
        if let Some(month) = row.date.as_ref().and_then(|date| date.get(..7)) {
            *self.months.entry(month.to_owned()).or_default() += 1;
        }
        for (classes, seconds) in [(&mut self.detect, row.to_detect_s), (&mut self.resolve, row.to_resolve_s)] {
            // A negative one is a contradiction of the document's, not a duration.
            if let Some(seconds) = seconds.filter(|s| *s >= 0) {
                *classes.entry(super::plots::class(seconds)).or_default() += 1;
            }
        }
        if let Some(change) = row.change.filter(|change| *change != ChangeKind::NoneFound) {
            *self.changes.entry(tags::change_name(change)).or_default() += 1;
        }
        let tags = [&row.tags.failure, &row.tags.technology, &row.tags.questions];
        for (counts, tags) in self.tags.iter_mut().zip(tags) {
            tags.iter().for_each(|tag| *counts.entry(tag.clone()).or_default() += 1);
        }
    }
}

/// A file of the index while it is being written.
struct Output {
    name: &'static str,
    path: PathBuf,
    file: BufWriter<File>,
}

impl Output {
    fn new(store: &Store, name: &'static str) -> Result<Self> {
        let (path, file) = store.begin()?;
        Ok(Output { name, path, file: BufWriter::new(file) })
    }

    fn finish(mut self, store: &Store) -> Result<()> {
        self.file.flush().with_context(|| format!("cannot write {}", self.name))?;
        store.finish(&self.path, self.name)
    }
}

/// The four forms of the index.
struct Outputs {
    html: Output,
    page: Page,
    md: Output,
    json: Output,
    csv: csv::Writer<Output>,
    rows: usize,
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

impl Outputs {
    fn new(store: &Store, totals: &Totals) -> Result<Self> {
        let mut html = Output::new(store, "index.html")?;
        let page = Page::new()?;
        page.head(&mut html, totals)?;
        let mut md = Output::new(store, "index.md")?;
        markdown_head(&mut md, totals)?;
        let mut json = Output::new(store, "index.json")?;
        write!(json, "{{\"schema\":\"{SCHEMA}\",\"incidents\":[")?;
        let mut csv = csv::Writer::from_writer(Output::new(store, "index.csv")?);
        csv.write_record(CSV.iter().map(|(name, _)| name))?;
        Ok(Outputs { html, page, md, json, csv, rows: 0 })
    }

    fn row(&mut self, ranked: Ranked) -> Result<()> {
        write!(self.json, "{}{}", if self.rows > 0 { ",\n" } else { "\n" }, serde_json::to_string(&ranked)?)?;
        self.rows += 1;
        self.csv.write_record(CSV.iter().map(|(_, value)| cell(value(&ranked))))?;
        markdown_row(&mut self.md, &ranked)?;
        self.page.row(&mut self.html, ranked)
    }

    fn finish(mut self, store: &Store, totals: &Totals) -> Result<()> {
        self.page.tail(&mut self.html, totals)?;
        self.html.finish(store)?;
        self.md.finish(store)?;
        write!(self.json, "\n]}}\n")?;
        self.json.finish(store)?;
        self.csv.flush().context("cannot write index.csv")?;
        let csv = self.csv.into_inner().map_err(|error| error.into_error()).context("cannot write index.csv")?;
        csv.finish(store)
    }
}

/// A column of `index.csv`: its name, and its value for a row.
type Column = (&'static str, fn(&Ranked) -> String);

const CSV: &[Column] = &[
    ("rank", |r| r.rank.to_string()),
    ("score", |r| r.row.score.to_string()),
    ("date", |r| r.row.date.clone().unwrap_or_default()),
    ("title", |r| r.row.title.clone()),
    ("severity", |r| r.row.severity.clone().unwrap_or_default()),
    ("change", |r| r.row.tags.change.join("; ")),
    ("failure", |r| r.row.tags.failure.join("; ")),
    ("technology", |r| r.row.tags.technology.join("; ")),
    ("questions", |r| r.row.tags.questions.join("; ")),
    ("to_detect_s", |r| r.row.to_detect_s.map(|s| s.to_string()).unwrap_or_default()),
    ("to_resolve_s", |r| r.row.to_resolve_s.map(|s| s.to_string()).unwrap_or_default()),
    ("questions_open", |r| r.row.questions_open.to_string()),
    ("story", |r| r.row.stories.first().cloned().unwrap_or_default()),
    ("facts", |r| r.row.facts.clone()),
    ("source", |r| r.row.source.clone()),
    ("incident", |r| r.row.incident.clone().unwrap_or_default()),
    ("same_as", |r| r.same_as.clone().unwrap_or_default()),
];

/// A spreadsheet would run a cell that begins like a formula.
fn cell(text: String) -> String {
    let acts = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err();
    if acts { format!("'{text}") } else { text }
}

fn markdown_head(out: &mut Output, totals: &Totals) -> Result<()> {
    writeln!(out, "# Story bank\n\n{}\n", page::summary(totals))?;
    writeln!(out, "The strongest come first: the score (0 to 100) counts what interviewers listen for.\n")?;
    writeln!(out, "| # | Score | Date | Incident | Failure | Change | Technology | Answers |")?;
    Ok(writeln!(out, "|--:|--:|---|---|---|---|---|---|")?)
}

fn markdown_row(out: &mut Output, ranked: &Ranked) -> Result<()> {
    let row = &ranked.row;
    let text = |text: &str| escape(text, Escape::Markdown);
    let title = match row.stories.first() {
        // Names of files are letters, digits and hyphens, so the link needs no escaping.
        Some(story) => format!("[{}]({story})", text(&row.title)),
        None => text(&row.title),
    };
    let title = match &ranked.same_as {
        Some(_) => format!("{title} (told again)"),
        None => title,
    };
    Ok(writeln!(
        out,
        "| {} | {} | {} | {title} | {} | {} | {} | {} |",
        ranked.rank,
        row.score,
        row.date.as_deref().unwrap_or(""),
        row.tags.failure.join(", "),
        row.tags.change.join(", "),
        row.tags.technology.join(", "),
        row.tags.questions.join(", "),
    )?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(cell("=cmd()".into()), "'=cmd()");
        assert_eq!(cell("-12".into()), "-12");
        assert_eq!(cell("Outage".into()), "Outage");
    }
}
