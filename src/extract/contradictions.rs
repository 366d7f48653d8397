//! Where a document's times contradict each other. Both places are named; which one is right is for the reader to say.

use rustc_hash::FxHashSet;

use super::durations::{self, Measure};
use super::time::{Mention, Times};
use crate::cite::Cite;
use crate::document::Document;
use crate::facts::{Event, Instant, KeyTimes, Warning};

/// A stated and a computed length may differ by this share, and by this many seconds, before it is worth a word: times are
/// often given to the minute and lengths rounded.
const TOLERANCE: (f64, f64) = (0.1, 120.0);

/// The code of a time that is far from its neighbours in a list: where it belongs is not known.
pub const ASTRAY: &str = "time-astray";

/// The codes of all that is found here: only the reader knows which of two places is right.
pub const CODES: &[&str] = &[
    "time-detected-before-start", "time-end-before-start", "time-mitigated-before-start", "time-range-reversed",
    "time-out-of-order", ASTRAY, "time-duration-mismatch",
];

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
    let astray = astray(doc, times, timeline);
    if astray.is_empty() {
        found.extend(out_of_order(times, timeline));
    }
    found.extend(astray);
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

/// The entries whose time stands at an end of its line, in the order of the source, unless that goes back in time as a whole; and
/// the indices of those among them that are earlier than the one before.
fn in_source<'e>(
    times: &Times,
    timeline: &'e [Event],
    counts: impl Fn(&Mention) -> bool,
) -> (Vec<&'e Event>, Vec<usize>) {
    let ends: FxHashSet<(&Cite, [usize; 2])> =
        times.mentions.iter().filter(|m| counts(m)).map(|m| (&m.instant.cite, m.instant.columns)).collect();
    let entries = timeline.iter().filter(|e| ends.contains(&(&e.at.cite, e.at.columns)));
    let mut source: Vec<(usize, &Event)> = entries.filter_map(|e| Some((line(e)?, e))).collect();
    source.sort_by_key(|(line, _)| *line);
    let source: Vec<&Event> = source.into_iter().map(|(_, event)| event).collect();
    let gaps = source.iter().zip(source.iter().skip(1)).map(|(a, b)| b.at.seconds_since(&a.at).unwrap_or(0));
    let gaps: Vec<(usize, i64)> = (1..).zip(gaps).collect();
    let back: Vec<usize> = gaps.iter().filter(|(_, gap)| *gap < 0).map(|(at, _)| *at).collect();
    let forward = gaps.iter().filter(|(_, gap)| *gap > 0).count();
    if back.len() < forward { (source, back) } else { (source, Vec::new()) }
}

/// Entries that stand behind a later one in the source. A list that goes back in time as a whole is in order, and prose has no
/// order to keep.
fn out_of_order(times: &Times, timeline: &[Event]) -> Option<Warning> {
    let (source, back) = in_source(times, timeline, |m| m.starts);
    let at = *back.first()?;
    let (before, after) = source.get(at - 1).zip(source.get(at))?;
    let more = if back.len() > 1 { format!(", and {} more", back.len() - 1) } else { String::new() };
    let text = format!(
        "entries of the timeline are not in the order of time: “{}” ({}) stands behind “{}” ({}){more}",
        after.at.surface, after.at.cite, before.at.surface, before.at.cite
    );
    Some(warning("time-out-of-order", text, &after.at.cite))
}

/// Entries that are days away from their neighbours in the list, which are in order without them: a slip in the day or the year.
fn astray(doc: &Document, times: &Times, timeline: &[Event]) -> Vec<Warning> {
    /// A list that is filled in from memory may go back by a day.
    const DAYS: i64 = 2;
    let days = |a: &Event, b: &Event| b.at.seconds_since(&a.at).map_or(0, |seconds| seconds / 86_400);
    // The timeline is in the order of time: most are over within two days.
    if timeline.first().zip(timeline.last()).is_some_and(|(first, last)| (0..=DAYS).contains(&days(first, last))) {
        return Vec::new();
    }
    let ends = |m: &Mention| m.span.range.end == doc.text(m.span.block, m.span.cell).as_str().trim_end().len();
    let (source, back) = in_source(times, timeline, |m| m.starts || ends(m));
    let slip = |at: usize| {
        let (a, b) = (*source.get(at - 1)?, *source.get(at)?);
        if -days(a, b) <= DAYS {
            return None;
        }
        let without_a = at.checked_sub(2).and_then(|i| source.get(i)).map(|before| days(before, b) >= 0);
        let without_b = source.get(at + 1).map(|after| days(a, after) >= 0);
        let (slip, other) = match (without_a, without_b) {
            (_, Some(true)) | (Some(false), None) => (b, a),
            (Some(true), _) | (None, Some(false)) => (a, b),
            _ => return None,
        };
        let text = format!(
            "“{}” ({}) is {} days away from its neighbour in the timeline, “{}” ({})",
            slip.at.surface,
            slip.at.cite,
            days(a, b).abs(),
            other.at.surface,
            other.at.cite
        );
        Some(warning(ASTRAY, text, &slip.at.cite))
    };
    back.into_iter().filter_map(slip).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::facts_of;

    #[test]
    fn an_entry_far_from_both_neighbours_is_astray_and_a_list_that_goes_back_is_none() {
        let astray = |times: &[&str]| {
            let entries: String = times.iter().map(|time| format!("- {time}: the hub was restarted\n")).collect();
            let facts = facts_of(&format!("# Hub down\n\n## Timeline\n\n{entries}"));
            let found = facts.warnings.into_iter().filter(|w| w.code == ASTRAY);
            found.filter_map(|w| w.cite.map(|cite| cite.to_string())).collect::<Vec<_>>()
        };
        let [nine, ten, noon] = ["2031-06-09 09:00", "2031-06-09 10:00", "2031-06-09 12:00"];
        assert_eq!(astray(&[nine, "2030-06-09 09:30", ten, noon]), ["line 6"]);
        assert_eq!(astray(&[nine, ten, noon, "2031-06-01 12:00"]), ["line 8"]);
        assert_eq!(astray(&["2031-07-09 08:30", nine, ten, noon]), ["line 5"]);
        assert_eq!(astray(&[noon, "2030-06-09 13:00"]), Vec::<String>::new());
        assert_eq!(astray(&[noon, ten, "2031-06-01 09:00"]), Vec::<String>::new());
        assert_eq!(astray(&[nine, ten, "2031-06-08 12:00", noon]), Vec::<String>::new());
    }
}
