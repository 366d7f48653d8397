//! Key times out of sentences.

use super::cues::{BEFORE, NOT_OUTAGE, OTHER_START, OUTAGE, WHOLE};
use super::{Key, Role};
use crate::document::{Document, Kind, Span};
use crate::extract::section::Sections;
use crate::extract::sentence;
use crate::extract::time::{Mention, Times};

/// The times of a sentence, with their indices.
fn within<'a>(times: &'a Times, s: &Span) -> impl Iterator<Item = (usize, &'a Mention)> {
    let s = s.clone();
    times.in_block(s.block).filter(move |(_, m)| m.is_clock && !m.code && m.span.cell == s.cell && s.range.start <= m.span.range.start && m.span.range.start < s.range.end)
}

/// The first stated window of the incident: "an outage from 16:58 to 18:46".
pub(super) fn window<'a>(doc: &Document, sections: &Sections, times: &'a Times) -> Option<(&'a Mention, &'a Mention)> {
    let mut best: Option<(i32, (&Mention, &Mention))> = None;
    for (n, s) in sentence::split(doc).iter().enumerate() {
        let role = sections.of(s.block);
        if matches!(role, Role::Timeline | Role::Actions | Role::Lessons | Role::Background) || doc.blocks.get(s.block).is_none_or(|b| b.kind == Kind::Row) {
            continue;
        }
        let lower = doc.str(s).to_lowercase();
        if !OUTAGE.iter().any(|w| lower.contains(w)) || NOT_OUTAGE.iter().any(|w| lower.contains(w)) {
            continue;
        }
        for (_, m) in times.in_block(s.block).filter(|(_, m)| m.is_clock && !m.code && !m.starts && m.span.cell == s.cell && s.range.start <= m.span.range.start && m.span.range.start < s.range.end) {
            let Some(end) = m.until.and_then(|u| times.mentions.get(u)).filter(|u| u.is_clock && u.local.is_some() && m.local.is_some()) else {
                continue;
            };
            let strong = ["outage", "unavailab", "downtime", "disruption", "incident", "lasted", "lasting", "experienc"].iter().filter(|w| lower.contains(**w)).count();
            let role = if matches!(role, Role::Summary | Role::Impact | Role::Other) { 3 } else { 0 };
            let score = i32::try_from(strong).unwrap_or(0).min(3) + role - i32::try_from(n.min(20)).unwrap_or(20) / 5;
            if best.as_ref().is_none_or(|(b, _)| score > *b) {
                best = Some((score, (m, end)));
            }
        }
    }
    best.map(|(_, window)| window)
}

/// What the words around each time in prose make of it: the loudest for each key time.
pub(super) fn read<'a>(doc: &Document, times: &'a Times, told: &dyn Fn(usize) -> bool) -> Vec<(Key, &'a Mention)> {
    let mut best: Vec<(Key, i32, &Mention)> = Vec::new();
    let mut first = true;
    for s in sentence::split(doc) {
        let prose = matches!(doc.blocks.get(s.block).map(|b| &b.kind), Some(Kind::Paragraph | Kind::Item { .. } | Kind::Quotation));
        if !prose || !told(s.block) {
            continue;
        }
        let text = doc.text(s.block, s.cell);
        let lower = doc.str(&s).to_lowercase();
        let mentions: Vec<&Mention> = within(times, &s).map(|(_, m)| m).collect();
        for (i, m) in mentions.iter().enumerate().filter(|(_, m)| m.local.is_some()) {
            let from = i.checked_sub(1).and_then(|p| mentions.get(p)).map_or(s.range.start, |p| p.span.range.end);
            let to = mentions.get(i + 1).map_or(s.range.end, |n| n.span.range.start);
            let before = text.get(from..m.span.range.start).to_lowercase();
            let after = text.get(m.span.range.end..to.max(m.span.range.end)).to_lowercase();
            for (key, score) in weigh(&before, &after, &lower, first) {
                best.push((key, score, m));
            }
            first = false;
        }
    }
    let pick = |key: Key| {
        let found = best.iter().filter(|(k, score, _)| *k == key && *score >= 4);
        // Of equally loud ones the last is the end and the first is everything else.
        let chosen = if key == Key::Resolved { found.max_by_key(|(_, score, m)| (*score, m.order())) } else { found.rev().max_by_key(|(_, score, _)| *score) };
        chosen.map(|(_, _, m)| (key, *m))
    };
    [Key::Started, Key::Detected, Key::Acknowledged, Key::Mitigated, Key::Resolved].into_iter().filter_map(pick).collect()
}

/// How loudly the words before and behind a time speak for each key time.
fn weigh(before: &str, after: &str, sentence: &str, first: bool) -> Vec<(Key, i32)> {
    let mut found: Vec<(Key, i32)> = Vec::new();
    let outage = i32::from(OUTAGE.iter().any(|w| sentence.contains(w)));
    let tail = last(before, 60);
    let head = start(after, 90);
    for &(cue, key, weight) in BEFORE {
        let behind = || head.find(cue).filter(|_| behind_counts(before, key));
        let (score, clause) = if let Some(at) = tail.rfind(cue) {
            // The nearer the cue, the surer.
            let near = i32::from(tail.len() - at - cue.len() <= 25);
            (weight + near, tail.get(..at).unwrap_or_default())
        } else if let Some(at) = behind() {
            (weight - 1, head.get(..at).unwrap_or_default())
        } else {
            continue;
        };
        let other = key == Key::Started && OTHER_START.iter().any(|w| clause.contains(w));
        let whole = i32::from(key == Key::Resolved && (WHOLE.iter().any(|w| clause.contains(w))));
        found.push((key, score + outage + 2 * whole - if other { 5 } else { 0 }));
    }
    if first && outage > 0 {
        found.push((Key::Started, 5));
    }
    found
}

/// Whether what follows a time may be what happened then: "By 14:30, service was restored", "at 14:30 we rolled back".
fn behind_counts(before: &str, key: Key) -> bool {
    let led = before.trim_end().trim_start_matches([',', ' ']);
    let leads = ["at", "by", "around", "on", "and by", "and at", "at around", "at approximately", "until", "about", "approximately"];
    leads.iter().any(|w| led == *w || led.ends_with(&format!(", {w}")) || led.ends_with(&format!("and {w}"))) || led.is_empty() || key == Key::Resolved && led.ends_with("by")
}

/// The last `n` bytes of a text, from a character's start.
fn last(text: &str, n: usize) -> &str {
    let mut from = text.len().saturating_sub(n);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..).unwrap_or_default()
}

/// The first `n` bytes of a text, to a character's end.
fn start(text: &str, n: usize) -> &str {
    let mut to = text.len().min(n);
    while !text.is_char_boundary(to) {
        to += 1;
    }
    text.get(..to).unwrap_or_default()
}
