//! Causes: what a sentence gives as the reason must be what the source gives.

use std::collections::BTreeSet;
use std::ops::Range;

use super::source::Source;
use super::{Kind, Status, Told, Verdict};
use crate::check::words::{content, find_phrase, has_phrase};
use crate::section::Role;

/// Words between an effect and its cause; the cause follows. Lower case, longest first.
const FOLLOWS: &[&str] = &[
    "because of", "because", "due to", "caused by", "triggered by", "as a result of", "resulted from", "thanks to",
    "owing to", "the root cause was that", "the root cause was", "root cause is", "the cause was that",
    "the cause was", "root cause:", "the reason was that", "the reason was", "set off by", "brought down by",
    "blamed on", "turned out to be", "as the root cause", "came from", "stemmed from",
];

/// Words between a cause and its effect; the cause stands before.
const PRECEDES: &[&str] =
    &["caused", "triggered", "led to", "resulted in", "brought down", "was the root cause", "was the cause", "is why"];

/// Words that say nothing about which cause it is.
const GENERIC: &[&str] = &[
    "problem", "issue", "incident", "outage", "thing", "system", "service", "cause", "root", "reason", "failure",
    "error", "fact", "turn", "single",
];

/// Share of the cause's words that one place of the source must have.
const ENOUGH: f64 = 0.5;

/// Share of the effect's words that a passage must have to be about it.
const EFFECT: f64 = 0.6;

/// Share of a cause's words below which it is another cause.
const LITTLE: f64 = 0.34;

pub(super) fn look_up(told: &Told<'_>, source: &Source<'_>) -> Vec<Verdict> {
    let Some(range) = cause(told) else { return Vec::new() };
    let generic: Vec<String> = GENERIC.iter().map(|w| crate::check::words::stem(w)).collect();
    let words: BTreeSet<String> = content(told.word(&range)).into_iter().filter(|s| !generic.contains(s)).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let total: f64 = words.iter().map(|w| source.strict_weight(w)).sum();
    let share = |ids: &[usize]| -> f64 {
        let there: BTreeSet<&String> = source.at(ids).flat_map(|(_, p)| &p.stems).collect();
        words.iter().filter(|w| there.contains(w)).map(|w| source.strict_weight(w)).sum::<f64>()
            / total.max(f64::MIN_POSITIVE)
    };
    if let Some(id) = another(told, source, &range, &|ids| share(ids)) {
        let said = told.word(&range).to_owned();
        let what = format!("the source gives another reason here, not \"{said}\"");
        return vec![Verdict::new(range, Kind::Cause, Status::Contradicted, what).seen([id])];
    }
    if share(&told.near.around) >= ENOUGH {
        return vec![Verdict::supported(range, Kind::Cause, told.near.primary.clone())];
    }
    // Elsewhere, but given as a cause there: with what stands around it, for the reason may take a sentence of its own.
    let list: Vec<String> = words.iter().cloned().collect();
    let causal = |id: usize| {
        source.passages.get(id).is_some_and(|p| {
            matches!(p.role, Role::RootCause | Role::Contributing | Role::Trigger | Role::Summary | Role::Lessons)
                || has_phrase(&p.text.to_lowercase(), FOLLOWS)
                || has_phrase(&p.text.to_lowercase(), PRECEDES)
        })
    };
    let causes: Vec<usize> = source.ranked(&list).into_iter().take(6).map(|r| r.0).filter(|id| causal(*id)).collect();
    let near = source.near(&list, &[]);
    if causes.iter().any(|id| share(&[*id]) >= ENOUGH) || !causes.is_empty() && share(&near.around) >= 0.7 {
        return vec![Verdict::supported(range, Kind::Cause, causes)];
    }
    let given: Vec<usize> = source
        .at(&told.near.primary)
        .filter(|(_, p)| {
            has_phrase(&p.text.to_lowercase(), FOLLOWS)
                || has_phrase(&p.text.to_lowercase(), PRECEDES)
                || p.role == Role::RootCause
        })
        .map(|(id, _)| id)
        .collect();
    let said = told.word(&range).to_owned();
    vec![if told.near.strong && !given.is_empty() {
        Verdict::new(
            range,
            Kind::Cause,
            Status::Contradicted,
            format!("the source gives another cause, not \"{said}\""),
        )
        .seen(given)
    } else {
        let stated =
            source.against.facts.root_cause.first().map(|q| format!("the source gives as the root cause: {}", q.text));
        let verdict = Verdict::new(
            range,
            Kind::Cause,
            Status::NotInSource,
            format!("the source does not give \"{said}\" as a cause"),
        );
        match stated {
            Some(stated) => verdict.suggesting(stated),
            None => verdict,
        }
    }]
}

/// A passage that tells the same effect with another cause, where none tells it with this one.
fn another(
    told: &Told<'_>,
    source: &Source<'_>,
    range: &Range<usize>,
    share: &dyn Fn(&[usize]) -> f64,
) -> Option<usize> {
    let text = told.text();
    let effect: Vec<String> =
        [text.get(..range.start), text.get(range.end..)].into_iter().flatten().flat_map(content).collect();
    if effect.iter().collect::<BTreeSet<_>>().len() < 3 {
        return None;
    }
    let there: Vec<usize> =
        source.ranked(&effect).into_iter().take_while(|r| r.1 >= EFFECT).take(6).map(|r| r.0).collect();
    let said: BTreeSet<String> = content(told.word(range)).into_iter().collect();
    // Its own cause has words of its own, and hardly one of them is told.
    let other = |id: &usize| {
        let Some(passage) = source.passages.get(*id) else { return false };
        let lower = passage.text.to_lowercase();
        let Some(found) = FOLLOWS.iter().find_map(|p| find_phrase(&lower, p)) else { return false };
        let theirs: BTreeSet<String> = lower.get(found.end..).map(content).unwrap_or_default().into_iter().collect();
        theirs.len() >= 2 && theirs.intersection(&said).count() * 4 <= theirs.len()
    };
    let agrees = there.iter().any(|id| share(&[*id]) >= LITTLE);
    there.iter().copied().find(other).filter(|_| !agrees)
}

/// The bytes of the sentence that give the cause.
fn cause(told: &Told<'_>) -> Option<Range<usize>> {
    let lower = told.sentence.lower();
    if lower.len() != told.text().len() {
        return None;
    }
    let clause_end = |from: usize| {
        lower
            .get(from..)
            .and_then(|rest| rest.find([',', ';', '(', '"']).filter(|n| *n > 12))
            .map_or(lower.len(), |n| from + n)
    };
    if let Some(found) = FOLLOWS.iter().find_map(|p| find_phrase(&lower, p)) {
        return trimmed(told, found.end..clause_end(found.end));
    }
    let found = PRECEDES.iter().find_map(|p| find_phrase(&lower, p))?;
    let start = lower
        .get(..found.start)
        .and_then(|head| head.rfind([',', ';', '"']).max(head.rfind(": ")))
        .map_or(0, |n| n + 1);
    trimmed(told, start..found.start)
}

fn trimmed(told: &Told<'_>, range: Range<usize>) -> Option<Range<usize>> {
    let words = told.text().get(range.clone())?;
    let start = range.start + words.len() - words.trim_start().len();
    let words = words.trim().trim_end_matches(['.', '!', ':']);
    (!words.is_empty()).then(|| start..start + words.len())
}
