//! When the impact began, when it was noticed, taken on, mitigated and over.
//!
//! Three sources, the surer first: a label ("First detected: …", a field of front matter, of a metadata table, of JSON), a stated
//! window ("an outage from 16:58 to 18:46"), and then the timeline's kinds where the document lays one out, or else the words
//! around the times in its prose. What none of them says is `None`.

use chrono::NaiveDateTime;

use super::sections::Sections;
use super::time::{Mention, Times, date};
use crate::document::{Block, Document, Kind};
use crate::facts::{Event, EventKind, Instant, KeyTimes};
use crate::section::Role;

mod cues;
mod prose;

/// Which of the key times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Started,
    Detected,
    Acknowledged,
    Mitigated,
    Resolved,
}

/// A key time each, with the instant's order for comparisons.
#[derive(Debug, Clone, Default)]
struct Found {
    times: KeyTimes,
}

impl Found {
    fn slot(&mut self, key: Key) -> &mut Option<Instant> {
        match key {
            Key::Started => &mut self.times.started,
            Key::Detected => &mut self.times.detected,
            Key::Acknowledged => &mut self.times.acknowledged,
            Key::Mitigated => &mut self.times.mitigated,
            Key::Resolved => &mut self.times.resolved,
        }
    }

    /// Fills a key time that is still open.
    fn offer(&mut self, key: Key, instant: Option<&Instant>) {
        let slot = self.slot(key);
        if slot.is_none() {
            *slot = instant.cloned();
        }
    }
}

/// The key times of a document.
pub fn read(doc: &Document, sections: &Sections, times: &Times, timeline: &[Event]) -> KeyTimes {
    let mut found = Found::default();
    let labels = labels(doc, times);
    for (key, m) in &labels {
        found.offer(*key, Some(&m.instant));
    }
    let told = |b: usize| !matches!(sections.of(b), Role::Actions | Role::Lessons | Role::Background);
    let laid_out = times.mentions.iter().filter(|m| m.starts && m.is_clock && !m.code && !m.matter).count() >= 2;
    let prose = prose::read(doc, times, &told);
    if laid_out {
        // A timeline that says itself when it began and ended is surer than a rounded time in the summary.
        let declared = |key: Key| move |e: &&Event| cues::declares(&e.text) == Some(key);
        let began = timeline.iter().find(declared(Key::Started));
        let ended = timeline.iter().rev().find(declared(Key::Resolved));
        found.offer(Key::Started, began.map(|e| &e.at));
        found.offer(Key::Resolved, ended.map(|e| &e.at));
        for (key, m) in prose
            .iter()
            .filter(|(key, m, sure)| *sure && matches!(key, Key::Started | Key::Resolved) && !m.starts)
            .map(|(key, m, _)| (*key, *m))
        {
            found.offer(key, Some(&m.instant));
        }
        from_timeline(timeline, &mut found);
    }
    for (key, m, _) in prose {
        if fits(&found.times, key, &m.instant) {
            found.offer(key, Some(&m.instant));
        }
    }
    found.times
}

/// Times that stand behind or under a label.
fn labels<'a>(doc: &Document, times: &'a Times) -> Vec<(Key, &'a Mention)> {
    let mut found = Vec::new();
    for m in times.mentions.iter().filter(|m| !m.code && m.is_clock && m.local.is_some()) {
        let Some(block) = doc.blocks.get(m.span.block) else {
            continue;
        };
        let Some(cell) = block.cells.get(m.span.cell) else {
            continue;
        };
        let text = &cell.text;
        // A label is short; looking further would be quadratic in a long paragraph.
        if m.span.range.start > 60 {
            continue;
        }
        let before = text.get(0..m.span.range.start).trim();
        let only = text.get(m.span.range.end..text.len()).chars().filter(|c| c.is_alphanumeric()).count() <= 4
            || m.until.is_some();
        let key = if block.kind == crate::document::Kind::Field && before.is_empty() {
            cell.header.as_deref().and_then(cues::label)
        } else if before.is_empty() && m.span.cell == 1 && block.cells.len() == 2 {
            block
                .cells
                .first()
                .filter(|c| c.text.as_str().split_whitespace().count() <= 4)
                .and_then(|c| cues::label(c.text.as_str()))
        } else {
            let words = before.trim_end_matches([':', '-', '–', '—', '(', '@', '*', ' ']);
            let label = (1..=4).contains(&words.split_whitespace().count())
                && (before.ends_with([':', '-', '–']) || only)
                && matches!(block.kind, crate::document::Kind::Item { .. } | crate::document::Kind::Paragraph);
            Some(words).filter(|_| label && only).and_then(cues::label)
        };
        let key =
            key.or_else(|| (m.until.is_some() && spans_incident(block, m.span.cell, before)).then_some(Key::Started));
        if let Some(key) = key {
            found.push((key, m));
            // "Outage: 10:00 – 11:30" gives both ends.
            if key == Key::Started
                && let Some(end) = m.until.and_then(|u| times.mentions.get(u))
            {
                found.push((Key::Resolved, end));
            }
        }
    }
    // In a log of many incidents the labels of the first one count.
    let path = |m: &Mention| doc.blocks.get(m.span.block).map(|b| b.path.as_slice());
    let first = found.first().and_then(|(_, m)| path(m));
    found.retain(|(_, m)| path(m) == first);
    found
}

/// A range of times behind a label such as "Duration", perhaps in brackets behind the length: `15 minutes (23:33 to 23:48)`.
fn spans_incident(block: &Block, cell: usize, before: &str) -> bool {
    const LABELS: &[&str] =
        &["duration", "outage duration", "incident duration", "impact duration", "outage window", "impact window"];
    const HEDGES: &[&str] =
        &["from", "about", "approximately", "approx", "roughly", "around", "between", "ca", "circa", "on"];
    let plain = |label: &str| label.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let is_label = |label: &str| LABELS.contains(&plain(label).as_str());
    // "June 9th, 2024, from about": the day, and how sure the times are.
    let of_day = |word: &str| {
        let figures = date::without_ordinal(word);
        let numbered = (1..=4).contains(&figures.len()) && figures.bytes().all(|b| b.is_ascii_digit());
        numbered || date::is_month(word)
    };
    let hedged = |words: &str| {
        let mut words = words.split([' ', '.', '~', ',', '-', '/']).filter(|w| !w.is_empty());
        words.all(|w| HEDGES.iter().any(|hedge| hedge.eq_ignore_ascii_case(w)) || of_day(w))
    };
    let length = |words: &str| {
        let words = words.trim();
        hedged(words) || words.contains(|c: char| c.is_ascii_digit()) && words.ends_with('(')
    };
    match block.kind {
        Kind::Field => block.cells.first().and_then(|c| c.header.as_deref()).is_some_and(is_label) && length(before),
        Kind::Row => cell == 1 && block.cells.first().is_some_and(|c| is_label(c.text.as_str())) && length(before),
        Kind::Item { .. } | Kind::Paragraph => {
            before.split_once(':').is_some_and(|(l, words)| is_label(l) && length(words.trim()))
        }
        _ => false,
    }
}

fn order(instant: &Instant) -> Option<NaiveDateTime> {
    instant.order().and_then(|s| s.trim_end_matches('Z').parse().ok())
}

/// Whether a time may be this key time beside those that are known: nothing is over before it began.
fn fits(known: &KeyTimes, key: Key, instant: &Instant) -> bool {
    let at = order(instant);
    let not_before = |other: &Option<Instant>| other.as_ref().and_then(order).is_none_or(|o| at.is_none_or(|a| a >= o));
    let not_after = |other: &Option<Instant>| other.as_ref().and_then(order).is_none_or(|o| at.is_none_or(|a| a <= o));
    match key {
        Key::Started => not_after(&known.resolved) && not_after(&known.mitigated) && not_after(&known.detected),
        Key::Resolved => {
            known.started.as_ref().and_then(order).is_none_or(|o| at.is_none_or(|a| a > o))
                && not_before(&known.mitigated)
                && not_before(&known.detected)
        }
        _ => not_before(&known.started) && not_after(&known.resolved),
    }
}

/// Key times out of the kinds of a timeline's entries.
fn from_timeline(timeline: &[Event], found: &mut Found) {
    let of = |kind: EventKind| timeline.iter().position(|e| e.kind == kind);
    let after =
        |from: usize, kind: EventKind| timeline.iter().skip(from).position(|e| e.kind == kind).map(|i| i + from);
    let instant = |i: usize| timeline.get(i).map(|e| &e.at);
    let noticed = of(EventKind::Detection);
    // The first thing that was seen to be wrong; a change that failed at once; not before anything was noticed at all.
    let signal = timeline.iter().position(|e| {
        e.kind == EventKind::Signal && !cues::calm(&e.text)
            || (matches!(e.kind, EventKind::Change | EventKind::Test | EventKind::Other) && cues::went_wrong(&e.text))
    });
    let start = signal.filter(|s| noticed.is_none_or(|n| *s < n));
    if let Some(start) = start {
        found.offer(Key::Started, instant(start).filter(|i| fits(&found.times, Key::Started, i)).cloned().as_ref());
    }
    let begin = start.unwrap_or(0);
    // What is noticed after somebody took the incident on is something else.
    let known = timeline.iter().skip(begin).position(|e| cues::acknowledges(&e.text));
    if let Some(seen) = after(begin, EventKind::Detection).filter(|seen| known.is_none_or(|k| *seen <= k + begin)) {
        found.offer(Key::Detected, instant(seen).filter(|i| fits(&found.times, Key::Detected, i)).cloned().as_ref());
    }
    let taken = timeline.iter().skip(begin).find(|e| cues::acknowledges(&e.text));
    found.offer(Key::Acknowledged, taken.map(|e| &e.at));
    // Over is when the last of the recoveries is told; a ticket's or an incident page's being closed is paper.
    let recovers = |e: &Event| e.kind == EventKind::Recovery && !cues::paperwork(&e.text);
    let over = timeline.iter().enumerate().skip(begin).rev().find(|(_, e)| recovers(e)).map(|(i, _)| i);
    let last_step = |to: usize| {
        timeline
            .iter()
            .enumerate()
            .take(to)
            .skip(begin)
            .rev()
            .find(|(_, e)| e.kind == EventKind::Mitigation && !cues::failed(&e.text))
            .map(|(i, _)| i)
    };
    if let Some(over) = over {
        let first_over = timeline.iter().enumerate().skip(begin).find(|(_, e)| recovers(e)).map_or(over, |(i, _)| i);
        let at_once = timeline.get(first_over).filter(|e| cues::steps(&e.text)).map(|_| first_over);
        if let Some(step) = at_once.or_else(|| last_step(first_over)) {
            found.offer(
                Key::Mitigated,
                instant(step).filter(|i| fits(&found.times, Key::Mitigated, i)).cloned().as_ref(),
            );
        }
        found.offer(Key::Resolved, instant(over).filter(|i| fits(&found.times, Key::Resolved, i)).cloned().as_ref());
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::facts_of as facts;

    const NIGHT: &str = "# Search slow\n\nDuration: May 3, 2024, 14:00 — May 4, 2024, 03:30 (UTC)\n\n## Timeline\n\n\
        - 14:00 Latency alert fires\n- 16:30 Scaled the index pool, no improvement\n- 00:30 Escalated to the search team\n\
        - 02:15 Restarted the index\n- 03:30 Latency is back to normal\n";

    #[test]
    fn a_list_below_a_range_over_midnight_begins_on_its_first_day() {
        let facts = facts(NIGHT);
        let local = |i: usize| facts.timeline.get(i).and_then(|e| e.at.local.clone()).unwrap_or_default();
        assert_eq!([local(0), local(2)], ["2024-05-03T14:00:00", "2024-05-04T00:30:00"]);
    }

    #[test]
    fn a_step_without_improvement_mitigated_nothing() {
        let mitigated = facts(NIGHT).times.mitigated.and_then(|at| at.local);
        assert_eq!(mitigated.as_deref(), Some("2024-05-04T02:15:00"));
    }
}
