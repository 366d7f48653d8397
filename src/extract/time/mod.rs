//! Time, read like an on-call engineer.
//!
//! [`scan`] finds what is written, [`zone`] knows what zone names mean, and [`read`] lets the document decide the rest: the
//! day and the zone of a time come from where the document says them, and what it does not say stays unknown, with a warning.

mod afternoon;
pub(in crate::extract) mod bytes;
mod clock;
pub mod date;
mod days;
mod duration;
mod gather;
mod join;
mod resolve;
pub mod scan;
#[cfg(test)]
mod scan_property_test;
#[cfg(test)]
mod scan_test;
mod warn;
mod words;
pub mod zone;
mod zones;

use chrono::{NaiveDateTime, Timelike};

use super::Options;
use super::sections::Sections;
use crate::document::{Document, Span};
use crate::facts::{Instant, Warning};

pub use days::day_in_name;

/// ISO 8601 to the second: what chrono promises of the `Debug` form, at a tenth of the cost of its patterns.
pub(super) fn iso(time: NaiveDateTime) -> String {
    format!("{:?}", time.with_nanosecond(0).unwrap_or(time))
}

/// A time that the document mentions.
#[derive(Debug, Clone)]
pub struct Mention {
    /// Where.
    pub span: Span,
    /// What the facts say about it.
    pub instant: Instant,
    /// Its local time, or its day at midnight.
    pub local: Option<NaiveDateTime>,
    /// Its UTC.
    pub utc: Option<NaiveDateTime>,
    /// What its zone means.
    pub zone: Option<zone::Known>,
    /// It has a time of the day.
    pub is_clock: bool,
    /// It begins its block, its cell or a line of the source.
    pub starts: bool,
    /// It is all that its cell says.
    pub alone: bool,
    /// It stands in code or a log.
    pub code: bool,
    /// It stands in front matter.
    pub matter: bool,
    /// Index (into [`Times::mentions`]) of the end of the range that begins here.
    pub until: Option<usize>,
    /// Month, day and clock, where the document says them without a year: enough to order entries that lack it alike.
    pub within_year: Option<(u8, u8, i64)>,
}

impl Mention {
    /// Whether it is one of the facts' mentions: an explicit time of the day in the document's body.
    pub fn is_mention(&self) -> bool {
        self.is_clock && !self.matter
    }

    /// What entries are ordered by: UTC where it is known, else the local time.
    pub fn order(&self) -> Option<NaiveDateTime> {
        self.utc.or(self.local)
    }
}

/// A length of time that the document states.
#[derive(Debug, Clone)]
pub struct Stated {
    /// Where.
    pub span: Span,
    /// Its length.
    pub seconds: i64,
}

/// An offset from the start of the incident or from the time before, such as `T+5m`.
#[derive(Debug, Clone)]
pub struct Relative {
    /// Where.
    pub span: Span,
    /// Seconds.
    pub seconds: i64,
    /// What it counts from.
    pub origin: scan::Origin,
    /// It begins its block or cell.
    pub starts: bool,
}

/// All times of a document.
#[derive(Debug, Clone, Default)]
pub struct Times {
    /// In the source's order.
    pub mentions: Vec<Mention>,
    /// In the source's order.
    pub stated: Vec<Stated>,
    /// In the source's order.
    pub relative: Vec<Relative>,
    /// What stays unknown, and what contradicts itself.
    pub warnings: Vec<Warning>,
}

impl Times {
    /// The mentions in one block, with their indices.
    pub fn in_block(&self, block: usize) -> impl DoubleEndedIterator<Item = (usize, &Mention)> {
        let from = self.mentions.partition_point(|m| m.span.block < block);
        let to = self.mentions.partition_point(|m| m.span.block <= block);
        self.mentions.get(from..to).unwrap_or_default().iter().enumerate().map(move |(i, m)| (from + i, m))
    }
}

impl Times {
    /// The mentions that begin within a span, with their indices.
    pub fn within(&self, span: &Span) -> impl DoubleEndedIterator<Item = (usize, &Mention)> {
        let place = |m: &Mention| (m.span.block, m.span.cell, m.span.range.start);
        let from = self.mentions.partition_point(|m| place(m) < (span.block, span.cell, span.range.start));
        let to = self.mentions.partition_point(|m| place(m) < (span.block, span.cell, span.range.end));
        let found = self.mentions.get(from..to.max(from)).unwrap_or_default();
        found.iter().enumerate().map(move |(i, m)| (from + i, m))
    }
}

/// Reads the times of a document.
pub fn read(doc: &Document, _sections: &Sections, options: &Options) -> Times {
    let gathered = gather::gather(doc);
    let zones = zones::Zones::read(doc, &gathered.sightings, options.timezone);
    let days = days::Days::read(doc, &gathered.sightings, options.date);
    let mentions = resolve::Resolver { doc, zones: &zones, days: &days }.run(&gathered);
    let mut times = Times { mentions, ..Times::default() };
    for length in gathered.lengths {
        match length.value {
            scan::Value::Duration(seconds) => times.stated.push(Stated { span: length.span, seconds }),
            scan::Value::Offset(seconds, origin) => {
                times.relative.push(Relative { span: length.span, seconds, origin, starts: length.starts })
            }
            scan::Value::Stamp(_) => {}
        }
    }
    times.warnings = warn::warnings(&times, options);
    times
}
