//! Where a document's times contradict each other. Both places are named; which one is right is for the reader to say.

use rustc_hash::FxHashSet;

use super::durations::{self, Measure};
use super::time::Times;
use crate::cite::Cite;
use crate::document::Document;
use crate::facts::{Event, Instant, KeyTimes, Warning};

/// A stated and a computed length may differ by this share, and by this many seconds, before it is worth a word: times are
/// often given to the minute and lengths rounded.
const TOLERANCE: (f64, f64) = (0.1, 120.0);

/// The contradictions between a document's key times, its timeline and its stated durations.
pub fn read(doc: &Document, times: &Times, timeline: &[Event], keys: &KeyTimes) -> Vec<Warning> {
    let mut found = Vec::new();
    let mut earlier = |code: &str, what: &str, at: &Option<Instant>, since: &Option<Instant>| {
        if let (Some(at), Some(since)) = (at, since)
            && at.seconds_since(since).is_some_and(|s| s < 0)
        {
            let text = format!("{what}: “{}” ({}) is before “{}” ({})", at.surface, at.cite, since.surface, since.cite);
            found.push(warning(code, text, &at.cite));
        }
    };
    earlier("time-detected-before-start", "the incident is detected before it starts", &keys.detected, &keys.started);
    earlier("time-end-before-start", "the incident is over before it starts", &keys.resolved, &keys.started);
    earlier(
        "time-mitigated-before-start",
        "the incident is mitigated before it starts",
        &keys.mitigated,
        &keys.started,
    );
    for event in timeline {
        earlier("time-range-reversed", "a range ends before it begins", &event.until, &Some(event.at.clone()));
    }
    found.extend(out_of_order(times, timeline));
    found.extend(mismatches(doc, times, keys));
    found
}

fn warning(code: &str, text: String, cite: &Cite) -> Warning {
    Warning { code: code.into(), text, cite: Some(cite.clone()) }
}

fn line(event: &Event) -> Option<usize> {
    match event.at.cite {
        Cite::Lines { lines: [first, _] } => Some(first),
        Cite::Pointer { .. } => None,
    }
}

/// Entries that stand behind a later one in the source. A list that goes back in time as a whole is in order, and prose has no
/// order to keep.
fn out_of_order(times: &Times, timeline: &[Event]) -> Option<Warning> {
    let starts: FxHashSet<(&Cite, [usize; 2])> =
        times.mentions.iter().filter(|m| m.starts).map(|m| (&m.instant.cite, m.instant.columns)).collect();
    let begins = |e: &Event| starts.contains(&(&e.at.cite, e.at.columns));
    let mut source: Vec<(usize, &Event)> =
        timeline.iter().filter(|e| begins(e)).filter_map(|e| Some((line(e)?, e))).collect();
    source.sort_by_key(|(line, _)| *line);
    let pairs = || {
        source
            .iter()
            .zip(source.iter().skip(1))
            .map(|((_, a), (_, b))| (*a, *b, b.at.seconds_since(&a.at).unwrap_or(0)))
    };
    let back: Vec<(&Event, &Event)> = pairs().filter(|(.., s)| *s < 0).map(|(a, b, _)| (a, b)).collect();
    let forward = pairs().filter(|(.., s)| *s > 0).count();
    let (before, after) = back.first().filter(|_| back.len() < forward)?;
    let more = if back.len() > 1 { format!(", and {} more", back.len() - 1) } else { String::new() };
    let text = format!(
        "entries of the timeline are not in the order of time: “{}” ({}) stands behind “{}” ({}){more}",
        after.at.surface, after.at.cite, before.at.surface, before.at.cite
    );
    Some(warning("time-out-of-order", text, &after.at.cite))
}

/// Stated lengths that differ from what the key times give.
fn mismatches(doc: &Document, times: &Times, keys: &KeyTimes) -> Vec<Warning> {
    let mut found = Vec::new();
    let all = durations::measured(doc, times);
    for (i, &(measure, stated)) in all.iter().enumerate() {
        // The first of each: a log of many incidents states many.
        if all.iter().take(i).any(|(m, _)| *m == measure) {
            continue;
        }
        let (end, word) = match measure {
            Measure::Detect => (&keys.detected, "detection"),
            Measure::Mitigate => (&keys.mitigated, "mitigation"),
            Measure::Resolve => (&keys.resolved, "resolution"),
            Measure::Impact => (&keys.resolved, "the end of the impact"),
        };
        let (Some(start), Some(end)) = (&keys.started, end) else {
            continue;
        };
        // "5h 9m (during support hours)" counts another clock.
        let counted = doc.text(stated.span.block, stated.span.cell).as_str().contains("hours 1")
            || doc.text(stated.span.block, stated.span.cell).as_str().contains("support hours");
        let Some(computed) = end.seconds_since(start).filter(|s| *s >= 0 && !counted) else {
            continue;
        };
        #[allow(clippy::cast_precision_loss)] // seconds of an incident
        let (said, is) = (stated.seconds as f64, computed as f64);
        if (said - is).abs() > TOLERANCE.1.max(said.max(is) * TOLERANCE.0) {
            let text = format!(
                "“{}” to {word} is stated, but {} minutes lie between “{}” ({}) and “{}” ({})",
                doc.str(&stated.span),
                computed / 60,
                start.surface,
                start.cite,
                end.surface,
                end.cite
            );
            found.push(warning("time-duration-mismatch", text, &doc.cite(&stated.span)));
        }
    }
    found
}
