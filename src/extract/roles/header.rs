//! Title, severity, status and summary.

use rustc_hash::FxHashSet;

use super::unit::{Form, Mark, Unit};
use super::{Reading, in_role};
use crate::cite::{Cite, Quote};
use crate::document::{Block, Kind};
use crate::extract::cues::class;
use crate::extract::time::date::is_month;
use crate::extract::time::scan;
use crate::facts::Facts;
use crate::section::{self, Role};

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
    facts.summary = summary(reading, facts.title.as_ref());
}

/// The heading that nothing stands above and that says what it is about; else what a key calls the title; else a line that
/// stands above all, or the heading right below one that only names the kind of document; else the first heading, if it
/// is more than the name of a section.
fn title(reading: &Reading<'_>) -> Option<Quote> {
    let filled = || reading.doc.blocks.iter().filter(|b| !b.cells.is_empty() && !b.text().is_empty());
    let is_heading = |b: &&Block| matches!(b.kind, Kind::Heading { .. });
    let mut headings = filled().filter(is_heading);
    let first = headings.next();
    let own = first.filter(|b| section::role(b.text().as_str()) == Role::Other && !is_generic(b.text().as_str()));
    // "6 July 2018" says when; what it is about stands in the line below.
    let own = own.filter(|b| !is_day(b.text().as_str()));
    let keyed = || value(reading, TITLE).filter(|q| !is_generic(&q.text));
    // A heading further in does not name the whole, if something else does.
    let own = own.filter(|b| b.kind == Kind::Heading { level: 1 } || keyed().is_none_or(|q| is_day(&q.text)));
    let below_day = || {
        let mut blocks = filled();
        let day = blocks.next().is_some_and(|b| is_day(b.text().as_str()) || is_generic(b.text().as_str()));
        // Two words below are a link or a name ("Read details").
        let line = blocks.next().filter(|_| day).and_then(|b| head_line(b, true));
        line.filter(|q| q.text.split_whitespace().count() > 2)
    };
    let second = || {
        let below = filled().skip_while(|b| !is_heading(b)).nth(1).filter(is_heading)?;
        let generic = first.is_some_and(|b| is_generic(b.text().as_str()));
        (generic && section::role(below.text().as_str()) == Role::Other && !is_generic(below.text().as_str()))
            .then(|| below.text().whole())
    };
    own.map(|b| b.text().whole())
        .or_else(keyed)
        .or_else(|| filled().next().filter(|b| !is_day(b.text().as_str())).and_then(|b| head_line(b, false)))
        .or_else(below_day)
        .or_else(second)
        .or_else(|| {
            first
                .filter(|b| !section::is_name(b.text().as_str()) && !is_month_page(b.text().as_str()))
                .map(|b| b.text().whole())
        })
}

/// Is a date and nothing else.
fn is_day(heading: &str) -> bool {
    if is_month_page(heading) {
        return true;
    }
    let mut found = scan::scan(heading);
    let covers = |range: &std::ops::Range<usize>| {
        let outside = [heading.get(..range.start), heading.get(range.end..)];
        outside.into_iter().flatten().all(|rest| !rest.contains(char::is_alphanumeric))
    };
    found.len() == 1 && found.pop().is_some_and(|f| covers(&f.range))
}

/// "July 2022": a page of all that happened in a month.
fn is_month_page(heading: &str) -> bool {
    heading
        .trim()
        .split_once(' ')
        .is_some_and(|(month, year)| is_month(month) && year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()))
}

/// Only says what kind of document it is, or what stands below: "Postmortem", "Date", "Description".
fn is_generic(heading: &str) -> bool {
    const GENERIC: &[&str] = &[
        "a", "an", "and", "author", "authors", "current", "date", "description", "details", "documentation",
        "executive", "incident", "incidents", "introduction", "issue", "mortem", "of", "outage", "post", "postmortem",
        "postmortems", "report", "reports", "review", "status", "template", "the", "title",
    ];
    // "0x19. Postmortem": a number says nothing more.
    let number = |w: &str| w.starts_with("0x") && w.len() > 2;
    let mut words = heading.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty() && !number(w));
    words.all(|w| GENERIC.iter().any(|g| g.eq_ignore_ascii_case(w)))
}

/// The first block as a title: one short line that is no sentence, no label and no greeting. `dated`: a day alone stands above
/// it, as above an entry of a status page.
fn head_line(block: &Block, dated: bool) -> Option<Quote> {
    /// Words of the longest title.
    const LONGEST: usize = 16;
    // "Incident report: search is down" reads as a key and its value.
    let header = block.cells.first().and_then(|c| c.header.as_deref());
    if !(block.kind == Kind::Paragraph || block.kind == Kind::Field && header.is_some_and(is_generic)) {
        return None;
    }
    let quote = block.text().whole();
    let text = quote.text.trim();
    let words = text.split_whitespace().count();
    let one_line = matches!(quote.cite, Cite::Lines { lines: [from, to] } if from == to);
    let mail = ["sent:", "from:", "to:", "date:"].iter().any(|key| text.to_lowercase().starts_with(key));
    let plain = !mail
        && !text.ends_with(['.', ':', ',', ';', '-', '?', '!'])
        && text.starts_with(|c: char| c.is_alphanumeric());
    let capital = text.split_whitespace().filter(|w| w.len() > 3).all(|w| !w.starts_with(char::is_lowercase));
    let clause = crate::extract::sentence::sentences(text).len() > 1;
    let named = section::is_name(text) || is_generic(text) || text.contains(['|', '<', '{']);
    (one_line && (2..=LONGEST).contains(&words) && plain && (dated || capital || words <= 9) && !clause && !named)
        .then_some(quote)
}

/// The value of the first key of `keys`: a field, or `Key: value` alone in a paragraph, list item or table row.
pub fn value(reading: &Reading<'_>, keys: &[&str]) -> Option<Quote> {
    reading.doc.blocks.iter().find_map(|block| keyed(block, keys))
}

/// Bytes of the longest key, with its mark-up.
const LONGEST_KEY: usize = 60;

/// The key of a block that is a pair of a key and a value, without mark-up and colon.
pub fn key(block: &Block) -> Option<&str> {
    let cell = block.cells.first()?;
    let text = cell.text.as_str();
    let key = match block.kind {
        Kind::Field => cell.header.as_deref()?,
        Kind::Row => text,
        Kind::Paragraph | Kind::Item { .. } => {
            let near = text.as_bytes().get(..LONGEST_KEY.min(text.len()))?;
            text.get(..memchr::memchr(b':', near)?)?
        }
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
fn summary(reading: &Reading<'_>, title: Option<&Quote>) -> Vec<Quote> {
    let told: Vec<&Unit> =
        in_role(reading, Role::Summary).filter(|u| u.form != Form::Cell && !is_entry(reading, u)).collect();
    let told = if told.is_empty() { lead(reading, title) } else { told };
    let mut seen = FxHashSet::default();
    let says = |u: &&Unit| !u.has(class::POLITE) && !u.is(Mark::Template) && !u.is(Mark::Short);
    let once = told.into_iter().filter(says).filter(|u| seen.insert(reading.units.lower(u)));
    once.take(LONGEST_SUMMARY).map(|u| reading.doc.quote(&u.span)).collect()
}

/// The first prose of a document that names no summary, below its title.
fn lead<'r>(reading: &'r Reading<'_>, title: Option<&Quote>) -> Vec<&'r Unit> {
    const SHORTEST_SENTENCE: usize = 25;
    let plain = |u: &&Unit| {
        u.form == Form::Prose
            && u.role == Role::Other
            && !is_entry(reading, u)
            && u.span.range.len() >= SHORTEST_SENTENCE
            && title.is_none_or(|title| title.text != reading.doc.str(&u.span))
    };
    let Some(first) = reading.units.list.iter().find(plain) else { return Vec::new() };
    let paragraph = first.paragraph;
    reading.units.list.iter().filter(plain).take_while(|u| u.paragraph <= paragraph.saturating_add(1)).collect()
}

/// Stands behind a time as the entries of a timeline do. "At 10:15 the site went down. It was back by noon." is prose: it tells
/// of the impact, and not all that its paragraph says has a time at its head.
fn is_entry(reading: &Reading<'_>, unit: &Unit) -> bool {
    let (all, block) = (&reading.units.list, unit.span.block);
    let from = all.partition_point(|u| u.span.block < block);
    let mut beside = all.iter().skip(from).take_while(|u| u.span.block == block);
    let tells_impact = unit.has(class::IMPACT_HOW) && !unit.cues.any(&[class::CHANGE_VERB, class::DEPLOY]);
    unit.timed && !(unit.form == Form::Prose && tells_impact && beside.any(|u| !u.timed))
}

#[cfg(test)]
mod tests {
    use crate::extract::extract;
    use crate::read::{Reading, read};

    fn summary(text: &str) -> Vec<String> {
        let Ok(Reading::Documents(documents)) = read("postmortem.md", text.as_bytes()) else { return Vec::new() };
        let facts = documents.first().map(|doc| extract(doc, &Default::default())).unwrap_or_default();
        facts.summary.into_iter().map(|quote| quote.text).collect()
    }

    #[test]
    fn prose_that_begins_with_a_time_is_summary_and_an_entry_is_not() {
        let prose = "At 2024-05-06 10:15 UTC the shop was unavailable for all users. The disk of its database had no space left.";
        assert_eq!(summary(&format!("# Shop\n\n{prose}\n")).len(), 2);
        let deployed = "At 2024-05-06 10:15 UTC we deployed the shop. The disk of its database had no space left.";
        assert_eq!(summary(&format!("# Shop\n\n{deployed}\n")).len(), 1);
        assert!(
            summary("# Shop\n\n10:15 The shop was unavailable for all users.\n\n10:20 We restarted it.\n").is_empty()
        );
    }

    #[test]
    fn a_title_that_is_a_line_is_no_summary() {
        let mail = "From the desk of the web team\n\nHello all,\n\nThe wiki was down for an hour on 3 May 2024.\n";
        assert_eq!(summary(mail), ["The wiki was down for an hour on 3 May 2024."]);
    }
}
