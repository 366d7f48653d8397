//! Key times out of sentences.

use std::sync::LazyLock;

use super::Key;
use super::cues::{BEFORE, EFFECT, NOT_OUTAGE, OTHER_START, OUTAGE, PART, VAGUE, WHOLE};
use crate::document::{Document, Kind};
use crate::extract::sentence;
use crate::extract::time::bytes::tail;
use crate::extract::time::{Mention, Times};
use crate::lists::Phrases;

/// What the words around each time in prose make of it: the earliest of the loud starts, the latest of the loud ends, the loudest
/// of the others; and whether it is an end of a stated window.
pub(super) fn read<'a>(
    doc: &Document,
    times: &'a Times,
    told: &dyn Fn(usize) -> bool,
) -> Vec<(Key, &'a Mention, bool)> {
    let mut all: Vec<(Key, i32, &Mention, bool)> = Vec::new();
    let mut first = true;
    let prose = |block: usize| {
        let kind = doc.blocks.get(block).map(|b| &b.kind);
        matches!(kind, Some(Kind::Paragraph | Kind::Item { .. } | Kind::Quotation))
    };
    for s in sentence::split(doc, |block| prose(block) && told(block) && times.in_block(block).next().is_some()) {
        let mentions: Vec<(usize, &Mention)> = times.within(&s).filter(|(_, m)| m.is_clock && !m.code).collect();
        if mentions.iter().all(|(_, m)| m.local.is_none()) {
            continue;
        }
        let text = doc.text(s.block, s.cell);
        let lower = doc.str(&s).to_lowercase();
        let outage = OUTAGE.any_in(&lower);
        let whole = outage && !NOT_OUTAGE.any_in(&lower);
        let mut last: Vec<(Key, i32)> = Vec::new();
        for (n, (index, m)) in mentions.iter().enumerate().filter(|(_, (_, m))| m.local.is_some()) {
            let from = n.checked_sub(1).and_then(|p| mentions.get(p)).map_or(s.range.start, |p| p.1.span.range.end);
            let to = mentions.get(n + 1).map_or(s.range.end, |next| next.1.span.range.start);
            let before = text.get(from..m.span.range.start).to_lowercase();
            let after = text.get(m.span.range.end..to.max(m.span.range.end)).to_lowercase();
            let mut here = weigh(&before, &after, outage);
            // "…, and the US location by 4:58 PM": what was said of the one before.
            if here.is_empty()
                && before.trim_start_matches([',', ' ']).starts_with("and ")
                && before.split_whitespace().count() <= 6
            {
                here.clone_from(&last);
            }
            let ends =
                index.checked_sub(1).and_then(|p| times.mentions.get(p)).is_some_and(|p| p.until == Some(*index));
            let spans = whole && (ends || m.until.is_some());
            if spans {
                here.push((if ends { Key::Resolved } else { Key::Started }, 7));
            } else if first && outage && !before.trim_end().ends_with("by") {
                here.push((Key::Started, 6));
            }
            all.extend(here.iter().map(|&(key, score)| (key, score, *m, spans)));
            last = here;
            first = false;
        }
    }
    let pick = |key: Key| {
        let loud = |least: i32| all.iter().filter(move |(k, score, ..)| *k == key && *score >= least);
        let chosen = match key {
            Key::Started => loud(6).min_by_key(|(.., m, _)| m.order()).or_else(|| loud(4).rev().max_by_key(|c| c.1)),
            Key::Resolved => loud(6)
                .max_by_key(|(.., m, _)| m.order())
                .or_else(|| loud(4).max_by_key(|(_, score, m, _)| (*score, m.order()))),
            _ => loud(4).rev().max_by_key(|c| c.1),
        };
        chosen.map(|&(_, _, m, spans)| (key, m, spans))
    };
    [Key::Started, Key::Detected, Key::Acknowledged, Key::Mitigated, Key::Resolved]
        .into_iter()
        .filter_map(pick)
        .collect()
}

static CUES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(BEFORE.iter().map(|(cue, ..)| *cue)));

/// Cues that lead to the time of an end: behind one, "the issue persisted" says that it was none.
const GOES_ON: [&str; 3] = ["persist", "until", "lasted until"];

/// How loudly the words before and behind a time speak for each key time: the loudest cue of each.
fn weigh(before: &str, after: &str, outage: bool) -> Vec<(Key, i32)> {
    let mut found: Vec<(Key, i32)> = Vec::new();
    let near = tail(before, 110);
    let head = start(after, 90);
    let mut stands = [false; BEFORE.len()];
    for text in [near, head] {
        CUES.each(text, |cue, _| stands.iter_mut().skip(cue).take(1).for_each(|stands| *stands = true));
    }
    for (&(cue, key, weight), _) in BEFORE.iter().zip(stands).filter(|(_, stands)| *stands) {
        let (score, clause) = if let Some(at) =
            near.rmatch_indices(cue).map(|(at, _)| at).find(|at| starts_word(near, *at))
        {
            // The nearer the cue, the surer.
            let close = i32::from(near.len() - at - cue.len() <= 25);
            (weight + close, near.get(..at).unwrap_or_default())
        } else if let Some(at) =
            head.match_indices(cue).map(|(at, _)| at).find(|at| starts_word(head, *at) && behind_counts(before, key))
            && !GOES_ON.contains(&cue)
        {
            (weight, head.get(..at).unwrap_or_default())
        } else {
            continue;
        };
        let other = key == Key::Started && OTHER_START.any_in(clause);
        let scope = match key {
            Key::Resolved
                if clause.ends_with("non-")
                    || clause.ends_with("not ")
                    || clause.ends_with("in") && cue == "operational" =>
            {
                continue;
            }
            Key::Resolved if PART.any_in(tail(clause, 45)) => -2,
            Key::Resolved if WHOLE.any_in(clause) => 2,
            _ => 0,
        };
        // "The session ended": anything may end or start; only an outage's end is one.
        let vague = !outage && VAGUE.contains(&cue);
        let score = score + i32::from(outage) + scope - if other { 5 } else { 0 } - if vague { 3 } else { 0 };
        match found.iter_mut().find(|(k, _)| *k == key) {
            Some(known) => known.1 = known.1.max(score),
            None => found.push((key, score)),
        }
    }
    if EFFECT.iter().any(|w| after.starts_with(w)) {
        found.push((Key::Resolved, 6));
    }
    found
}

/// Whether a word begins at `at`.
fn starts_word(text: &str, at: usize) -> bool {
    !text.get(..at).is_some_and(|head| head.ends_with(char::is_alphanumeric))
}

/// Whether what follows a time may be what happened then: "By 14:30, service was restored", "at 14:30 we rolled back".
fn behind_counts(before: &str, key: Key) -> bool {
    let led = before.trim_end().trim_start_matches([',', ' ']);
    let leads = [
        "at", "by", "around", "on", "and by", "and at", "at around", "at approximately", "until", "about",
        "approximately",
    ];
    leads.iter().any(|w| led == *w || led.ends_with(&format!(", {w}")) || led.ends_with(&format!("and {w}")))
        || led.is_empty()
        || key == Key::Resolved && led.ends_with("by")
}

/// The first `n` bytes of a text, to a character's end.
fn start(text: &str, n: usize) -> &str {
    let mut to = text.len().min(n);
    while !text.is_char_boundary(to) {
        to += 1;
    }
    text.get(..to).unwrap_or_default()
}
