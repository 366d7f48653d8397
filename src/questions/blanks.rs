//! The blanks of a question, and what the document fills them with. Quotations stay word for word.

use super::answers::Look;
use crate::cite::Cite;
use crate::facts::{EventKind, Instant};
use crate::render::timeline::span;
use crate::tell::clock::Clock;

/// Characters of a quotation that can be said inside a question.
const LONGEST: usize = 140;

/// A gap of the timeline that an interviewer would ask about, in seconds.
const SILENCE_S: i64 = 20 * 60;

/// Fills the blanks of a form: the question, and where it takes its words from. `None` if the document leaves one open.
pub fn fill(form: &str, look: &Look<'_>) -> Option<(String, Vec<Cite>)> {
    let (mut out, mut cites) = (String::new(), Vec::new());
    let mut rest = form;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        let (value, from) = blank(name, look)?;
        out += before;
        out += &value;
        for cite in from {
            if !cites.contains(&cite) {
                cites.push(cite);
            }
        }
        rest = after;
    }
    Some((out + rest, cites))
}

type Filled = Option<(String, Vec<Cite>)>;

fn blank(name: &str, look: &Look<'_>) -> Filled {
    let facts = look.facts;
    let time = |at: Option<&Instant>| -> Filled {
        let at = at?;
        Some((Clock::new(facts).plain(at)?, vec![at.cite.clone()]))
    };
    match name {
        "figure" => {
            let figure = facts.impact.figures.iter().find(|f| !f.of.is_empty() && f.of.len() < 60)?;
            let stands = facts.impact.quotes.iter().find(|q| q.cite == figure.cite && q.text.contains(&figure.text))?;
            said(&format!("{} {}", figure.text, figure.of), &stands.cite)
                .filter(|(said, _)| stands.text.contains(said.as_str()))
                .or_else(|| said(&figure.text, &figure.cite))
        }
        "severity" => facts.severity.as_ref().filter(|s| s.text.len() <= 30).and_then(|s| said(&s.text, &s.cite)),
        "first_sign_time" => time(look.first_sign().map(|e| &e.at)),
        "change_time" => {
            let change = facts.change.as_ref().and_then(|c| c.at.as_ref());
            let first = look.first_sign().map(|e| &e.at);
            // A change after the first sign would make the question wrong.
            time(change.filter(|c| first.is_some_and(|f| f.seconds_since(c).is_some_and(|s| s > 0))))
        }
        "detected_time" => {
            let detected = facts.times.detected.as_ref()?;
            let step = look.first_step()?;
            time(Some(detected).filter(|at| step.at.seconds_since(at).is_some_and(|s| s > 0)))
        }
        "first_step_time" => time(look.first_step().map(|e| &e.at)),
        "resolved_time" => time(facts.times.resolved.as_ref()),
        "to_detect" => {
            let seconds = facts.durations.to_detect_s.filter(|s| *s > 0)?;
            let (from, to) = (facts.times.started.as_ref()?, facts.times.detected.as_ref()?);
            (to.seconds_since(from) == Some(seconds)).then(|| (span(seconds), vec![from.cite.clone(), to.cite.clone()]))
        }
        "suspicion" => {
            let entry = facts.timeline.iter().find(|e| e.kind == EventKind::Hypothesis);
            entry.and_then(|e| said(&e.text, &e.cite))
        }
        "decision" => {
            // One that is told with its reason was a call; "SEV-2 declared" is one among others.
            let reasoned = facts.decisions.iter().any(|d| d.because.is_some());
            let mut calls = facts.decisions.iter().filter(|d| d.because.is_some() || !reasoned);
            calls.find_map(|d| said(&d.text, &d.cite))
        }
        "silence_from" => time(silence(look).map(|(from, _)| from)),
        "silence_to" => time(silence(look).map(|(_, to)| to)),
        _ => None,
    }
}

/// A quotation short enough for a question, without its full stop.
fn said(text: &str, cite: &Cite) -> Filled {
    let text = text.trim().trim_end_matches('.');
    // A quotation inside of a quotation cannot be heard.
    let speakable = !text.is_empty() && text.chars().count() <= LONGEST && !text.contains(['“', '”', '"', '`', '\n']);
    speakable.then(|| (text.to_owned(), vec![cite.clone()]))
}

/// The longest gap of the timeline between the first sign and the end, if it is long. Both ends are times as the document gives them.
fn silence<'f>(look: &Look<'f>) -> Option<(&'f Instant, &'f Instant)> {
    let facts = look.facts;
    let (first, end) = (look.first_sign()?, facts.times.resolved.as_ref()?);
    let inside = |at: &Instant| {
        at.seconds_since(&first.at).is_some_and(|s| s >= 0) && end.seconds_since(at).is_some_and(|s| s >= 0)
    };
    let entries = facts.timeline.iter().filter(|e| inside(&e.at));
    let gaps = entries.clone().zip(entries.skip(1)).filter_map(|(a, b)| {
        // A range is no silence.
        let from = a.until.as_ref().unwrap_or(&a.at);
        Some((b.at.seconds_since(from)?, from, &b.at))
    });
    gaps.filter(|(s, ..)| *s >= SILENCE_S).max_by_key(|(s, ..)| *s).map(|(_, from, to)| (from, to))
}
