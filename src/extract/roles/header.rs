//! Title, severity, status and summary.

use rustc_hash::FxHashSet;

use super::unit::{Form, Mark, Unit};
use super::{Reading, in_role};
use crate::cite::Quote;
use crate::document::{Block, Kind};
use crate::extract::cues::class;
use crate::extract::section::{self, Role};
use crate::facts::Facts;

/// Keys whose value is the title, the severity, the status: as front matter, metadata tables and exports spell them.
const TITLE: &[&str] = &["title", "name", "incident name", "subject"];
const SEVERITY: &[&str] =
    &["severity", "sev", "priority", "incident severity", "severity level", "incident level", "urgency"];
const STATUS: &[&str] = &["status", "state", "incident status"];

/// A summary is told in this many sentences at most: it is what the document says first, not all of it.
const LONGEST_SUMMARY: usize = 8;

/// Fills in title, severity, status and summary.
pub fn fill(reading: &Reading<'_>, facts: &mut Facts) {
    facts.title = title(reading);
    facts.severity = value(reading, SEVERITY);
    facts.status = value(reading, STATUS);
    facts.summary = summary(reading);
}

/// The heading that nothing stands above and that names no section; else what a key calls the title; else any heading.
fn title(reading: &Reading<'_>) -> Option<Quote> {
    let mut headings =
        reading.doc.blocks.iter().filter(|b| matches!(b.kind, Kind::Heading { .. }) && !b.text().is_empty());
    let first = headings.next();
    let own = first.filter(|b| section::role(b.text().as_str()) == Role::Other);
    own.map(|b| b.text().whole()).or_else(|| value(reading, TITLE)).or_else(|| first.map(|b| b.text().whole()))
}

/// The value of the first key of `keys`: a field, or `Key: value` alone in a paragraph, list item or table row.
pub fn value(reading: &Reading<'_>, keys: &[&str]) -> Option<Quote> {
    reading.doc.blocks.iter().find_map(|block| keyed(block, keys))
}

/// The key of a block that is a pair of a key and a value, without mark-up and colon.
pub fn key(block: &Block) -> Option<&str> {
    let cell = block.cells.first()?;
    let text = cell.text.as_str();
    let key = match block.kind {
        Kind::Field => cell.header.as_deref()?,
        Kind::Row => text,
        Kind::Paragraph | Kind::Item { .. } => text.split_once(':')?.0,
        _ => return None,
    };
    Some(key.trim().trim_matches(['*', ':', '_']).trim())
}

/// The value of a block that is a pair of one of the keys and a value.
pub fn keyed(block: &Block, keys: &[&str]) -> Option<Quote> {
    const LONGEST_VALUE: usize = 120;
    let own = key(block)?;
    if !keys.iter().any(|k| k.eq_ignore_ascii_case(own)) {
        return None;
    }
    let cell = block.cells.first()?;
    let quote = match block.kind {
        Kind::Field => cell.text.whole(),
        Kind::Row => block.cells.get(1)?.text.whole(),
        _ => cell.text.quote(cell.text.as_str().find(':')? + 1..cell.text.len()),
    };
    (!quote.text.is_empty() && quote.text.len() <= LONGEST_VALUE).then_some(quote)
}

/// The section called summary; without one, the prose before the first section.
fn summary(reading: &Reading<'_>) -> Vec<Quote> {
    let told: Vec<&Unit> = in_role(reading, Role::Summary).filter(|u| u.form != Form::Cell && !u.timed).collect();
    let told = if told.is_empty() { lead(reading) } else { told };
    let mut seen = FxHashSet::default();
    let says = |u: &&Unit| !u.has(class::POLITE) && !u.is(Mark::Template) && !u.is(Mark::Short);
    let once = told.into_iter().filter(says).filter(|u| seen.insert(reading.units.lower(u)));
    once.take(LONGEST_SUMMARY).map(|u| reading.doc.quote(&u.span)).collect()
}

/// The first prose of a document that names no summary.
fn lead<'r>(reading: &'r Reading<'_>) -> Vec<&'r Unit> {
    const SHORTEST_SENTENCE: usize = 25;
    let plain = |u: &&Unit| {
        u.form == Form::Prose && u.role == Role::Other && !u.timed && u.span.range.len() >= SHORTEST_SENTENCE
    };
    let Some(first) = reading.units.list.iter().find(plain) else { return Vec::new() };
    let paragraph = first.paragraph;
    reading.units.list.iter().filter(plain).take_while(|u| u.paragraph <= paragraph.saturating_add(1)).collect()
}
