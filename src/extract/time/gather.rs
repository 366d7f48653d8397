//! Every time of a document with what its place tells: does it begin an entry, is it in code, is it a time at all.

use std::sync::LazyLock;

use crate::document::{Document, Kind, MarkKind, Span, Text};
use crate::lists::{Phrases, phrases};

use super::date;
use super::scan::{self, Clock, Form, Stamp, Value};

/// A time somewhere in a document.
#[derive(Debug, Clone)]
pub(super) struct Sighting {
    /// Where.
    pub span: Span,
    /// What is written there.
    pub stamp: Stamp,
    /// It begins its block, cell or line: what follows happened then.
    pub starts: bool,
    /// It stands in code or a log, which was written by a machine in a zone of its own.
    pub code: bool,
    /// It stands in front matter.
    pub matter: bool,
    /// It is nothing but the text of its cell, save punctuation.
    pub alone: bool,
    /// Seconds since 1970, for an epoch in a cell that holds a time.
    pub epoch: Option<i64>,
}

/// A duration or an offset somewhere in a document.
#[derive(Debug, Clone)]
pub(super) struct Length {
    pub span: Span,
    pub value: Value,
    pub starts: bool,
}

/// What a document holds.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub sightings: Vec<Sighting>,
    pub lengths: Vec<Length>,
}

/// Words before a time of the day that make it a habit, not an event.
static HABITS: LazyLock<Phrases> = phrases![
    "support hours", "business hours", "office hours", "working hours", "opening hours", "service hours", "hours of",
    "daily at", "every day at", "each day at", "every night at", "nightly at", "every morning at", "weekdays at",
    "cron",
];

/// Prepositions that a clock time follows: they make `15.35` and `1115` one, where the document writes its times so.
const BEFORE_CLOCK: &[&str] =
    &["at", "around", "about", "ca", "by", "until", "till", "since", "between", "approx", "approximately"];

/// Headers of a cell that holds when something happened.
pub(super) fn time_header(header: &str) -> bool {
    const NAMES: &[&str] = &["time", "when", "date", "timestamp", "at", "start", "end", "begin", "day", "clock", "utc"];
    let lower = header.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.take(4).any(|w| NAMES.contains(&w) || w == "started" || w == "ended" || w == "times")
        && !["duration", "to detect", "to resolve", "response time", "downtime", "lead time"]
            .iter()
            .any(|w| lower.contains(w))
}

/// How many leading blocks are front matter.
pub(super) fn front_matter(doc: &Document) -> usize {
    if doc.source.flavour != "front-matter" {
        return 0;
    }
    doc.blocks.iter().take_while(|b| b.kind == Kind::Field).count()
}

pub(super) fn gather(doc: &Document) -> Gathered {
    let matter = front_matter(doc);
    let mut gathered = Gathered::default();
    for (block, cell, content) in doc.cells() {
        let text = content.text.as_str();
        let code = matches!(doc.blocks.get(block).map(|b| &b.kind), Some(Kind::Code { .. }));
        if let Some(epoch) =
            content.header.as_deref().filter(|h| time_header(h) || h.ends_with("ts")).and_then(|_| scan::epoch(text))
        {
            let span = Span { block, cell, range: 0..text.len() };
            gathered.sightings.push(Sighting {
                span,
                stamp: Stamp::default(),
                starts: true,
                code,
                matter: false,
                alone: true,
                epoch: Some(epoch),
            });
            continue;
        }
        if let Some(day) = day_row(doc, block, cell) {
            let span = Span { block, cell, range: 0..text.len() };
            let stamp = Stamp { day: Some(day), ..Stamp::default() };
            gathered.sightings.push(Sighting {
                span,
                stamp,
                starts: true,
                code,
                matter: false,
                alone: true,
                epoch: None,
            });
            continue;
        }
        let prose = matches!(doc.blocks.get(block).map(|b| &b.kind), Some(Kind::Paragraph | Kind::Quotation));
        let mut listed = false;
        for found in scan::scan(text) {
            let at = found.range.start;
            let clock = matches!(&found.value, Value::Stamp(s) if s.clock.is_some());
            // A paragraph whose lines begin with times: the first one does, and each one with a clock time.
            let starts = begins(text, at, prose)
                || clock && follows_update(text, at)
                || (clock && (listed || bulleted(text, at)) && first_on_line(&content.text, at));
            listed |= starts && clock;
            let span = Span { block, cell, range: found.range.clone() };
            let marked = content.text.marks().iter().any(|m| {
                m.kind == MarkKind::Code && m.range.start <= at && at < m.range.end && m.range.end < text.len()
            });
            match found.value {
                Value::Stamp(stamp) => {
                    let alone = starts
                        && text
                            .get(found.range.end..)
                            .is_some_and(|t| t.trim_matches(|c: char| !c.is_alphanumeric()).is_empty());
                    if !habit(text, at) {
                        let code = code || (marked && !starts);
                        gathered.sightings.push(Sighting {
                            span,
                            stamp,
                            starts,
                            code,
                            matter: block < matter,
                            alone,
                            epoch: None,
                        });
                    }
                }
                value if !code && block >= matter => gathered.lengths.push(Length { span, value, starts }),
                _ => {}
            }
        }
    }
    weigh(doc, &mut gathered.sightings);
    gathered
}

/// The day of a table's row that says nothing else, `1/28`: what follows happened on it.
fn day_row(doc: &Document, block: usize, cell: usize) -> Option<date::Day> {
    let row = doc.blocks.get(block).filter(|b| b.kind == Kind::Row && cell == 0)?;
    let (first, others) = row.cells.split_first()?;
    let header = first.header.as_deref().is_some_and(time_header);
    let alone = others.iter().all(|c| c.text.as_str().trim().is_empty());
    (header && alone).then(|| date::bare(first.text.as_str())).flatten()
}

/// Whether nothing but marks stands before `at`, or a word such as "around". "At 10:40 we …" begins an item of a list, but in a
/// paragraph it is a sentence.
fn begins(text: &str, at: usize, prose: bool) -> bool {
    const ABOUT: &[&str] = &["ca", "approx", "around", "circa", "about"];
    const SAID: &[&str] = &["at", "on", "from", "between", "by"];
    let head = text.get(..at).unwrap_or_default();
    if head.len() > 12 {
        return false;
    }
    let lead = head.trim().trim_matches(|c: char| !c.is_alphanumeric());
    lead.is_empty() || ABOUT.iter().chain(SAID.iter().filter(|_| !prose)).any(|w| lead.eq_ignore_ascii_case(w))
}

/// "UPDATE 11:17 UTC: …": how pages that grow by updates name them.
fn follows_update(text: &str, at: usize) -> bool {
    let head = text.get(..at).unwrap_or_default().trim_start_matches(['*', '[', '(']).trim_end();
    head.eq_ignore_ascii_case("update") || head.eq_ignore_ascii_case("update:")
}

/// Whether the last word before `at` stands on an earlier line of the source.
pub(super) fn first_on_line(text: &Text, at: usize) -> bool {
    let mut before = text.as_str().get(..at).unwrap_or_default().char_indices().rev().take(8);
    before.find(|(_, c)| c.is_alphanumeric()).is_some_and(|(i, _)| text.place(i).0 < text.place(at).0)
}

/// Whether a bullet sign that Markdown does not know stands right before `at`.
fn bulleted(text: &str, at: usize) -> bool {
    let head = text
        .get(..at)
        .unwrap_or_default()
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '[' | '~' | '('));
    head.ends_with(['•', '‣', '▪', '·', '–'])
}

fn habit(text: &str, at: usize) -> bool {
    HABITS.any_in(&super::bytes::tail(text.get(..at).unwrap_or_default(), 28).to_lowercase())
}

/// Keeps `15.35` and `1115` only in a document that writes its times so: at least two entries begin with one.
fn weigh(doc: &Document, sightings: &mut Vec<Sighting>) {
    let form = |s: &Sighting| s.stamp.clock.map_or(Form::Plain, |c: Clock| c.form);
    let count = |wanted: Form| {
        sightings.iter().filter(|s| !s.code && s.starts && form(s) == wanted && plausible(doc, s)).count()
    };
    let (dotted, bare) = (count(Form::Dotted) >= 2, count(Form::Bare) >= 3);
    let mut previous: Option<Span> = None;
    sightings.retain(|s| {
        let near = previous.as_ref().is_some_and(|p| {
            p.block == s.span.block && p.cell == s.span.cell && s.span.range.start.saturating_sub(p.range.end) <= 5
        });
        let text = doc.text(s.span.block, s.span.cell).as_str();
        let before =
            text.get(..s.span.range.start).unwrap_or_default().trim_end_matches([' ', '~', '(']).trim_end_matches('.');
        let said = || {
            let word = before.rsplit(|c: char| !c.is_alphabetic()).next();
            word.is_some_and(|word| BEFORE_CLOCK.iter().any(|w| w.eq_ignore_ascii_case(word)))
        };
        let keep = match form(s) {
            Form::Plain => true,
            _ if s.code => false,
            Form::Dotted => dotted && (s.starts || said() || near) && plausible(doc, s),
            Form::Bare => (bare && s.starts) || ((bare || dotted) && said() && plausible(doc, s)),
        };
        if keep {
            previous = Some(s.span.clone());
        }
        keep
    });
}

/// Whether what follows `15.35` or `1115` lets it be a time: a number of things it is not, nor a year.
fn plausible(doc: &Document, s: &Sighting) -> bool {
    let text = doc.text(s.span.block, s.span.cell);
    let after = text.get(s.span.range.end..text.len()).trim_start();
    let year = s.stamp.clock.is_some_and(|c| c.form == Form::Bare && matches!(c.hour, 19 | 20));
    let counted = ["%", "GB", "MB", "ms", "seconds", "minutes", "hours", "x ", "times", "million", "k "]
        .iter()
        .any(|u| after.starts_with(u));
    !year && !counted
}
