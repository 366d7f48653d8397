//! How long things took: between the key times, and in the document's own words.

use std::sync::LazyLock;

use super::sections::Sections;
use super::sentence;
use super::time::bytes::tail;
use super::time::{Stated, Times};
use crate::document::{Document, Kind};
use crate::facts::{Durations, Instant, KeyTimes, StatedDuration};
use crate::lists::{Phrases, phrases};
use crate::section::Role;

/// What a stated duration is the length of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// From the start to detection.
    Detect,
    /// From the start to mitigation or repair.
    Mitigate,
    /// From the start to resolution.
    Resolve,
    /// Of the impact.
    Impact,
}

/// Words in front of a duration, or its label, that tell what it is the length of. The first that fits decides.
const MEASURES: &[(Measure, &[&str])] = &[
    (Measure::Detect, &["time to detect", "time to detection", "time to identify", "ttd", "mttd"]),
    (Measure::Mitigate, &["time to mitigat", "time to repair", "time to fix", "ttm"]),
    (Measure::Resolve, &["time to resol", "time to recover", "time to restor", "ttr", "mttr"]),
    (
        Measure::Impact,
        &[
            "outage duration", "impact duration", "incident duration", "total downtime", "downtime:", "duration:",
            "duration of the", "outage lasting", "outage lasted", "outage of",
        ],
    ),
];

/// Words of a sentence whose durations are about the incident and not about a setting.
static ABOUT: LazyLock<Phrases> = phrases![
    "last", "outage", "downtime", "duration", "took", "time to", "unavailab", "down for", "impact", "incident",
    "backlog", "delay", "recover", "restor", "resolve", "experienc", "degrad", "detect", "within", "after", "later",
    "for about", "for approximately", "affected",
];

/// Words of a sentence whose durations are settings.
static SETTINGS: LazyLock<Phrases> = phrases![
    "timeout", "interval", "ttl", "retention", "retry", "every ", "per ", "from 1s", "threshold", "expire", "cache",
];

/// The durations of a document: between its key times where both are determined, and as stated.
pub fn read(doc: &Document, sections: &Sections, times: &Times, keys: &KeyTimes) -> Durations {
    let from_start = |end: &Option<Instant>| end.as_ref()?.seconds_since(keys.started.as_ref()?).filter(|s| *s >= 0);
    let stated = measured(doc, times);
    let told = |measure: Measure| stated.iter().find(|(m, _)| *m == measure).map(|(_, s)| s.seconds);
    let to_resolve = from_start(&keys.resolved);
    Durations {
        to_detect_s: from_start(&keys.detected).or_else(|| told(Measure::Detect)),
        to_mitigate_s: from_start(&keys.mitigated).or_else(|| told(Measure::Mitigate)),
        to_resolve_s: to_resolve.or_else(|| told(Measure::Resolve)),
        impact_s: to_resolve.or_else(|| told(Measure::Impact)),
        stated: relevant(doc, sections, times).map(|s| stated_duration(doc, s)).collect(),
    }
}

/// Durations that the document says are the length of something named, with what that is.
pub fn measured<'a>(doc: &'a Document, times: &'a Times) -> Vec<(Measure, &'a Stated)> {
    let measure = |s: &'a Stated| {
        let block = doc.blocks.get(s.span.block)?;
        let cell = block.cells.get(s.span.cell)?;
        // A label, or words close in front.
        let near = tail(cell.text.get(0..s.span.range.start), 40).to_lowercase();
        let key = cell
            .header
            .as_deref()
            .filter(|_| matches!(block.kind, Kind::Field | Kind::Row))
            .map(|h| h.to_lowercase().replace(['_', '-'], " "));
        let key = key.map(|k| format!("{}:", k.trim_end_matches(':')));
        let fits = |words: &&str| {
            near.contains(*words)
                || key.as_deref().is_some_and(|k| k.starts_with(*words) || (k == "duration:" && *words == "duration:"))
        };
        MEASURES.iter().find(|(_, words)| words.iter().any(fits)).map(|&(measure, _)| (measure, s))
    };
    times.stated.iter().filter_map(measure).collect()
}

/// The stated durations that are about the incident.
fn relevant<'a>(doc: &'a Document, sections: &'a Sections, times: &'a Times) -> impl Iterator<Item = &'a Stated> {
    let sentences = sentence::split(doc, |block| times.stated.iter().any(|s| s.span.block == block));
    times.stated.iter().filter(move |s| {
        let Some(block) = doc.blocks.get(s.span.block) else {
            return false;
        };
        if matches!(sections.of(s.span.block), Role::Actions | Role::Lessons | Role::Background) {
            return false;
        }
        if block.kind == Kind::Field {
            return true;
        }
        let at = (s.span.block, s.span.cell, s.span.range.start);
        let from = sentences.partition_point(|x| (x.block, x.cell, x.range.end) <= at);
        let around = sentences.get(from).filter(|x| x.block == s.span.block && (x.block, x.cell, x.range.start) <= at);
        let words = around.map_or_else(|| doc.text(s.span.block, s.span.cell).as_str(), |x| doc.str(x)).to_lowercase();
        ABOUT.any_in(&words) && !SETTINGS.any_in(&words)
    })
}

fn stated_duration(doc: &Document, s: &Stated) -> StatedDuration {
    let quote = doc.quote(&s.span);
    StatedDuration { text: quote.text, seconds: s.seconds, cite: quote.cite }
}
