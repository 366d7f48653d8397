//! Which zone a document gives to a time that names none.
//!
//! In this order: the other end of its range, the header of its column, a heading above it, a statement such as
//! "All times in CET", the one zone that all other times of the document name, the user's `--timezone`.
//! Where none of them speaks, or they disagree, the zone stays unknown.

use std::sync::LazyLock;

use chrono_tz::Tz;

use crate::document::{Document, Kind, Span};
use crate::lists::{Phrases, phrases};
use crate::search::has;

use super::gather::{Sighting, time_header};
use super::zone::{self, Known, Rule};

/// A zone and the words that name it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Named {
    pub name: String,
    pub known: Known,
}

/// What a document says about zones.
#[derive(Debug, Default)]
pub(super) struct Zones {
    /// Statements, with the block that makes them.
    statements: Vec<(usize, Named)>,
    /// The zone that all explicit times name, if they agree.
    agreed: Option<Named>,
    /// The same of the times that entries begin with.
    entries: Option<Named>,
    given: Option<Tz>,
    /// The words of the document in lower case, for abbreviations of several meanings; empty when none occurs.
    words: String,
}

/// Words of a sentence that states the zone of all times.
static STATES: LazyLock<Phrases> = phrases![
    "all times", "times are", "times in", "times listed", "times given", "times below", "times shown", "times (",
    "timestamps are", "all timestamps", "timestamps in this", "time zone:", "timezone:", "time zone is", "timezone is",
    "time zone used", "timezone used", "the timezone", "the time zone",
];

impl Zones {
    pub(super) fn read(doc: &Document, sightings: &[Sighting], given: Option<Tz>) -> Self {
        let mut zones = Zones { given, ..Zones::default() };
        for (b, block) in doc.blocks.iter().enumerate() {
            if matches!(block.kind, Kind::Code { .. } | Kind::Row) {
                continue;
            }
            for cell in &block.cells {
                let key = cell.header.as_deref().map(|h| h.to_lowercase().replace(['_', '-'], " ")).unwrap_or_default();
                let heading = matches!(block.kind, Kind::Heading { .. });
                let stated = if block.kind == Kind::Field && (key.contains("timezone") || key.contains("time zone")) {
                    named(cell.text.as_str(), 0)
                } else {
                    statement(cell.text.as_str(), heading)
                };
                zones.statements.extend(stated.map(|s| (b, s)));
            }
        }
        zones.agreed = agreed(doc, sightings, false);
        zones.entries = agreed(doc, sightings, true);
        let open = |k: &Known| matches!(k, Known::Open(_));
        let ambiguous = sightings.iter().filter_map(|s| s.stamp.zone.as_ref()).any(|z| open(&z.1))
            || zones.statements.iter().any(|s| open(&s.1.known))
            || doc.cells().any(|c| c.2.header.as_deref().and_then(header).is_some_and(|n| open(&n.known)));
        if ambiguous {
            for (_, _, cell) in doc.cells() {
                zones.words.push_str(&cell.text.as_str().to_lowercase());
                zones.words.push('\n');
            }
        }
        zones
    }

    /// The zone of a time at `span` that names none itself.
    pub(super) fn of(&self, doc: &Document, span: &Span, entry: bool) -> Option<Named> {
        let block = doc.blocks.get(span.block)?;
        let column = block.cells.get(span.cell).and_then(|c| c.header.as_deref()).and_then(header);
        let above = || {
            block.path.iter().rev().chain(Some(&span.block)).find_map(|h| {
                self.statements
                    .iter()
                    .find(|(b, _)| b == h && matches!(doc.blocks.get(*b).map(|b| &b.kind), Some(Kind::Heading { .. })))
            })
        };
        column
            .or_else(|| above().map(|s| s.1.clone()))
            .or_else(|| self.stated(span.block))
            .or_else(|| self.agreed.clone())
            .or_else(|| self.entries.clone().filter(|_| entry))
            .or_else(|| {
                let tz = self.given?;
                Some(Named { name: tz.name().into(), known: Known::Sure { rule: Rule::Region(tz), season: None } })
            })
    }

    /// The document's statement: the only one, or the last one before the block.
    fn stated(&self, block: usize) -> Option<Named> {
        let first = self.statements.first()?;
        if self.statements.iter().all(|s| s.1.known == first.1.known) {
            return Some(first.1.clone());
        }
        self.statements.iter().rev().find(|s| s.0 <= block).map(|s| s.1.clone())
    }

    /// The way to UTC; `None` for an abbreviation that the document leaves open.
    pub(super) fn rule(&self, known: Known) -> Option<Rule> {
        zone::decide(known, &self.words)
    }
}

/// The zone in a column's header: `Time (UTC)`, `Date and Time in CET`.
fn header(text: &str) -> Option<Named> {
    if !time_header(text) {
        return None;
    }
    named(text, 0)
}

fn named(text: &str, from: usize) -> Option<Named> {
    let rest = text.get(from..)?;
    let (range, known) = zone::find(rest)?;
    Some(Named { name: rest.get(range)?.to_owned(), known })
}

/// A sentence that gives the zone of all times. In a heading, a zone in brackets or behind "times" is enough.
fn statement(text: &str, heading: bool) -> Option<Named> {
    let brackets = text
        .find('(')
        .filter(|_| heading)
        .and_then(|at| named(text, at))
        .filter(|n| text.contains(&format!("({})", n.name)));
    brackets.or_else(|| {
        // All the words below have it, and few cells do.
        if !["time", "Time", "TIME"].iter().any(|word| has(text, word)) {
            return None;
        }
        let lower = text.to_ascii_lowercase();
        let mut first = lower.find("timeline").filter(|_| heading).map(|at| (at, at + "timeline".len()));
        STATES.each_anywhere(&lower, |_, place| {
            let place = (place.start, place.end);
            first = Some(first.map_or(place, |first| first.min(place)));
        });
        let (_, from) = first?;
        let mut end = (from + 60).min(text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        let head = text.get(from..end)?;
        let sentence = head.split(['\n']).next().and_then(|s| s.split(". ").next())?;
        // "some times 10:30 UTC" names the zone of one time, not of all.
        let clock = super::scan::scan(sentence)
            .iter()
            .any(|f| matches!(&f.value, super::scan::Value::Stamp(s) if s.clock.is_some()));
        (!clock).then(|| named(sentence, 0))?
    })
}

/// So many times of the day a page about one incident may hold; a log of many incidents holds more.
const PAGE: usize = 80;

/// The zone of all explicit times in prose (of those that begin entries), when they agree. PST and PDT agree on the Pacific coast's clock.
fn agreed(doc: &Document, sightings: &[Sighting], entries: bool) -> Option<Named> {
    let told = sightings.iter().filter(|s| (s.starts || !entries) && !s.code && !s.matter && s.stamp.clock.is_some());
    let mut explicit = told.filter_map(|s| {
        let (range, known) = s.stamp.zone.as_ref()?;
        let text = doc.text(s.span.block, s.span.cell);
        // `2021-01-02T03:04:05Z` was written by a machine, in the zone of machines.
        let machine = text.get(s.span.range.clone()).contains('T')
            && s.stamp.day.is_some()
            && matches!(text.get(range.clone()).bytes().next(), Some(b'Z' | b'+' | b'-'));
        (!machine).then(|| Named { name: text.get(range.clone()).to_owned(), known: *known })
    });
    let mut first = explicit.next()?;
    let (mut count, clocks) = (
        1,
        sightings.iter().filter(|s| (s.starts || !entries) && !s.code && !s.matter && s.stamp.clock.is_some()).count(),
    );
    for other in explicit {
        count += 1;
        if other.known == first.known {
            continue;
        }
        let region = |known: Known| match known {
            Known::Sure { season: Some(tz), .. } | Known::Sure { rule: Rule::Region(tz), .. } => Some(tz),
            _ => None,
        };
        let tz = region(first.known).filter(|tz| region(other.known) == Some(*tz))?;
        first = Named { name: tz.name().to_owned(), known: Known::Sure { rule: Rule::Region(tz), season: None } };
    }
    // One zone named once speaks for a page, not for a log of many incidents.
    (clocks <= PAGE || count * 8 >= clocks).then_some(first)
}
