//! Methodology: the chain of what was seen, what had changed, what was suspected, what was checked, and what it showed.

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};

use super::clock;
use super::guard::Evidence;
use super::plan::{Ask, Beat, Item, keep_notes};
use super::speech::mood::{is_advice, is_in_the_present};
use super::speech::words::tokens;
use super::teller::Teller;
use crate::cite::Cite;
use crate::extract::time::scan;
use crate::facts::{Change, ChangeKind, Event, EventKind, Instant, Outcome, Signal, SignalKind};
use crate::lists::{Phrases, phrases};
use crate::search::has;

/// Questions in this part at most: more are not answered.
const MOST_ASKS: usize = 4;

/// Parts of words that name a change.
static CHANGE_CUES: LazyLock<Phrases> = phrases![
    "deploy", "releas", "rolled out", "rollout", "rolling out", "upgrad", "updat", "chang", "merg", "config", "migrat",
    "enabl", "disabl", "switch", "added", "remov", "delet", "introduc", "maintenance", "traffic", "requests", "load",
    "moved", "replac", "patch", "version", "expire", "pull request",
];

/// Proposes the steps in the order of time, then what explains them.
pub fn plan(teller: &mut Teller<'_>) -> Vec<Item> {
    let facts = teller.facts;
    let mut steps = timeline(teller);
    let mut change = change(teller, &mut steps);
    let mut others = signals(teller, &steps);
    others.extend(hypotheses(teller, &steps));
    // A cause that stands in the timeline is told at its time.
    let (timed_causes, causes): (Vec<Beat>, Vec<Beat>) = causes(teller).into_iter().partition(|b| b.at.is_some());
    others.extend(timed_causes.into_iter().filter(|b| !steps.iter().any(|(_, _, s)| s.source == b.source)));
    // What stands inside the timeline is told there; the place of anything else in time is not known.
    let mut chain: Vec<(usize, Beat)> = Vec::new();
    let mut unplaced: Vec<Beat> = Vec::new();
    let first_sign =
        steps.iter().position(|(_, event, _)| matches!(event.kind, EventKind::Signal | EventKind::Detection));
    let turn = first_sign.or(if steps.is_empty() { None } else { Some(0) });
    for (i, (index, _, beat)) in steps.into_iter().enumerate() {
        chain.push((index, beat));
        if Some(i) == turn {
            // What names a later day itself is not told before that day.
            let (now, later): (Vec<Beat>, Vec<Beat>) =
                std::mem::take(&mut change).into_iter().partition(|b| !names_later_day(teller, b, index));
            change = now;
            unplaced.extend(later);
            let own = |b: &Beat| teller.facts.timeline.iter().position(|e| b.at.as_ref() == Some(&e.at));
            chain.extend(change.iter().cloned().map(|b| (own(&b).unwrap_or(index), b)));
        }
    }
    if turn.is_none() {
        unplaced.extend(change);
    }
    for beat in others {
        match beat.evidence.cites().first().and_then(|cite| place(teller, cite)) {
            Some(index) => chain.push((index, beat)),
            None => unplaced.push(beat),
        }
    }
    chain.sort_by_key(|(index, _)| *index);
    let mut told: Vec<Beat> = chain.into_iter().map(|(_, b)| b).collect();
    let timed = !told.is_empty();
    let suspicion = place_asks(teller, &mut told);
    unplaced.extend(causes);
    let explained = explanation(teller, &told, unplaced);
    let mut items: Vec<Item> = told.into_iter().map(Item::beat).collect();
    items.extend(suspicion.map(Item::Ask));
    if !timed && explained.is_empty() {
        items.push(Item::Ask(Ask::plain("ask-first-signal")));
    }
    if !timed {
        items.push(Item::Ask(Ask::plain("ask-steps")));
    }
    items.extend(explained.into_iter().map(Item::beat));
    let no_change = facts.change.as_ref().is_none_or(|c| c.kind == ChangeKind::NoneFound || c.quotes.is_empty());
    if no_change {
        items.push(Item::Ask(Ask::plain("ask-changed")));
    }
    if !facts.hypotheses.iter().any(|h| h.outcome == Outcome::Refuted) {
        items.push(Item::Ask(Ask::plain("ask-dead-end")));
    }
    limit_asks(&mut items);
    items
}

/// The words of a beat without a time of its own name a day after that of an entry of the timeline.
fn names_later_day(teller: &Teller<'_>, beat: &Beat, entry: usize) -> bool {
    let Some(then) = teller.facts.timeline.get(entry).and_then(|e| clock::Moment::of(&e.at).date) else { return false };
    let day = |value: scan::Value| {
        let scan::Value::Stamp(stamp) = value else { return None };
        let day = stamp.day?;
        NaiveDate::from_ymd_opt(day.year.unwrap_or(then.year()), day.month.into(), day.day?.into())
    };
    beat.at.is_none() && scan::scan(&beat.source).into_iter().filter_map(|found| day(found.value)).any(|d| d > then)
}

/// The entry of the timeline below which something stands in the document; `None` outside of the timeline.
fn place(teller: &Teller<'_>, cite: &Cite) -> Option<usize> {
    let timeline = &teller.facts.timeline;
    if let Some(inside) = timeline.iter().position(|e| e.cite.meets(cite)) {
        return Some(inside);
    }
    let (Cite::Lines { lines: [line, _] }, first) =
        (cite, |e: &Event| if let Cite::Lines { lines: [l, _] } = e.cite { Some(l) } else { None })
    else {
        return None;
    };
    let before =
        timeline.iter().enumerate().filter_map(|(i, e)| Some((first(e)?, i))).filter(|(l, _)| l < line).max()?;
    let after = timeline.iter().filter_map(first).filter(|l| l > line).min()?;
    // A timeline's entries stand close together; a wider gap is another section.
    (after - before.0 <= 40).then_some(before.1)
}

/// The entries of the timeline, until it was over.
fn timeline<'a>(teller: &Teller<'a>) -> Vec<(usize, &'a Event, Beat)> {
    let facts = teller.facts;
    let over = facts.times.resolved.as_ref();
    let mut first_signal = true;
    let mut out = Vec::new();
    for (index, event) in facts.timeline.iter().enumerate() {
        let after = over.is_some_and(|over| clock::between(over, &event.at).is_some_and(|g| g.num_seconds() > 0));
        if after || event.kind == EventKind::FollowUp {
            continue;
        }
        let mut weight = match event.kind {
            EventKind::Change => 82,
            EventKind::Detection => 76,
            EventKind::Hypothesis => 78,
            EventKind::Test => 74,
            EventKind::Signal => 70,
            EventKind::Decision => 62,
            EventKind::Mitigation => 60,
            EventKind::Recovery => 40,
            EventKind::Escalation => 46,
            EventKind::Communication => 20,
            EventKind::FollowUp | EventKind::Other => 44,
        };
        if first_signal && matches!(event.kind, EventKind::Signal | EventKind::Detection) {
            weight = 95;
            first_signal = false;
        }
        weight += specific(&event.text);
        if let Some(beat) = teller.happened(event, weight) {
            out.push((index, event, beat));
        }
    }
    out
}

/// Numbers, identifiers and tools make a step specific.
fn specific(text: &str) -> i32 {
    let identifiers = tokens(text)
        .filter(|w| w.bytes().any(|b| b.is_ascii_digit() || b == b'_') || w.chars().skip(1).any(char::is_uppercase));
    2 * i32::try_from(identifiers.take(4).count()).unwrap_or(0)
}

/// What had changed. In the timeline it keeps its place there and gets the gap to the first signal; otherwise it is a beat of its own.
fn change(teller: &Teller<'_>, steps: &mut [(usize, &Event, Beat)]) -> Vec<Beat> {
    let Some(change) = teller.facts.change.as_ref().filter(|c| c.kind != ChangeKind::NoneFound) else {
        return Vec::new();
    };
    let in_timeline = change.quotes.iter().find_map(|q| {
        steps.iter().position(|(_, _, b)| {
            b.at.is_some()
                && (b.source == q.text
                    || b.evidence.cites().iter().any(|c| c.meets(&q.cite)) && b.at.as_ref() == change.at.as_ref())
        })
    });
    if let Some((_, _, beat)) = in_timeline.and_then(|i| steps.get_mut(i)) {
        beat.weight = 98;
        if let Some((pattern, text, evidence)) = gap(teller, change, beat) {
            beat.values.push(("gap", text.clone()));
            beat.evidence = std::mem::take(&mut beat.evidence).and(&evidence);
            beat.tail = Some((pattern, text));
        }
    }
    let told: Vec<String> = steps.iter().map(|(_, _, b)| b.source.clone()).collect();
    let mut beats: Vec<Beat> = teller
        .stated_all(&change.quotes, "change-noted", 60)
        .into_iter()
        .filter(|b| !told.contains(&b.source))
        .collect();
    if in_timeline.is_none() {
        let top = beats.iter().map(|b| b.weight).max();
        if let Some(best) = beats.iter_mut().find(|b| Some(b.weight) == top) {
            best.weight = 98;
        }
    }
    // "A fix was deployed at once": that ended it.
    let ended = |b: &Beat| has(&b.source, " fix was ") && !has(&b.source, " bug fix was ");
    beats.retain(|b| b.weight >= 40 && !advises(&b.source) && !teller.planned(&b.source) && !ended(b));
    // What is so as a rule, and a caption that names no change, are none.
    let states = |text: &str| [" is ", " are "].iter().any(|verb| has(text, verb)) && is_in_the_present(text);
    let rule = |b: &Beat| b.at.is_none() && states(&b.source);
    let names_one = |b: &Beat| CHANGE_CUES.any_in(&b.source.to_lowercase());
    beats.retain(|b| !rule(b) && (b.pattern != "change-noted" || names_one(b)));
    // The question is put only where its answer names something that changes.
    if let Some(first) = beats.first_mut().filter(|b| in_timeline.is_none() && !steps.is_empty() && names_one(b)) {
        first.lead = Some("link-change");
    }
    beats
}

/// The gap between the change and the first signal, said in the right direction.
fn gap(teller: &Teller<'_>, change: &Change, beat: &Beat) -> Option<(&'static str, String, Evidence)> {
    let at = beat.at.as_ref()?;
    let seconds = change.gap_to_first_signal_s?;
    let signal = first_signal(teller, at, seconds)?;
    let gap = clock::between(at, &signal)?;
    let words = clock::spoken_gap(gap.abs())?;
    let pattern = if gap.num_seconds() > 0 { "gap-to-signal" } else { "gap-after-signal" };
    let evidence = Evidence::default().with(&at.surface, &at.cite).with(&signal.surface, &signal.cite).saying(&words);
    Some((pattern, words, evidence))
}

/// The instant that the gap was computed with.
fn first_signal(teller: &Teller<'_>, change: &Instant, seconds: i64) -> Option<Instant> {
    let facts = teller.facts;
    let mut candidates = facts
        .signals
        .iter()
        .filter_map(|s| s.at.as_ref())
        .chain(
            facts.timeline.iter().filter(|e| matches!(e.kind, EventKind::Signal | EventKind::Detection)).map(|e| &e.at),
        )
        .chain(facts.times.started.iter())
        .chain(facts.times.detected.iter());
    candidates.find(|c| clock::between(change, c).is_some_and(|g| g.num_seconds() == seconds)).cloned()
}

/// What was seen, apart from the timeline.
fn signals(teller: &Teller<'_>, steps: &[(usize, &Event, Beat)]) -> Vec<Beat> {
    let mut beats: Vec<Beat> = Vec::new();
    for (i, signal) in teller.facts.signals.iter().enumerate() {
        let known = |b: &Beat| b.source == signal.text || has(&b.source, &signal.text) || has(&signal.text, &b.source);
        if teller.planned(&signal.text)
            || steps.iter().any(|(_, _, b)| known(b))
            || beats.iter().any(known)
            || advises(&signal.text)
        {
            continue;
        }
        let weight = 66 - i32::try_from(i.min(20)).unwrap_or(20) + specific(&signal.text);
        if log_line(signal) {
            beats.extend(teller.quoted(&signal.text, &signal.cite, "signal-log", weight - 8));
        } else if let Some(beat) = teller.stated(&signal.text, &signal.cite, "signal-noted", weight)
            && (beat.pattern != "signal-noted" || signal.text.split_whitespace().nth(3).is_some())
        {
            // A word or two that name a column of a table say nothing.
            beats.push(beat);
        }
    }
    beats.retain(|b| b.weight >= 40);
    beats
}

/// Says what is to be done, once or as a rule: no step that was taken.
fn advises(text: &str) -> bool {
    is_advice(&super::speech::clean::clean(text))
}

/// A line out of a log, to be quoted; a sentence about a log is told.
fn log_line(signal: &Signal) -> bool {
    let text = &signal.text;
    signal.kind == SignalKind::Log && (text.matches(": ").count() >= 2 || !super::speech::mood::is_clause(text))
}

/// What was suspected, and what became of it.
fn hypotheses(teller: &Teller<'_>, steps: &[(usize, &Event, Beat)]) -> Vec<Beat> {
    let mut beats: Vec<Beat> = Vec::new();
    for hypothesis in &teller.facts.hypotheses {
        let known = |b: &Beat| b.source == hypothesis.text || has(&b.source, &hypothesis.text);
        if steps.iter().any(|(_, _, b)| known(b)) || beats.iter().any(known) {
            continue;
        }
        let weight = if hypothesis.outcome == Outcome::Unknown { 72 } else { 84 };
        beats.extend(teller.stated(&hypothesis.text, &hypothesis.cite, "noted", weight));
    }
    beats
}

/// How it fits together: what is known apart from the timeline, and the causes and factors.
fn explanation(teller: &Teller<'_>, told: &[Beat], unplaced: Vec<Beat>) -> Vec<Beat> {
    let facts = teller.facts;
    let mut beats = unplaced;
    if told.len() + beats.len() < 12 {
        beats.extend(teller.stated_all(&facts.summary, "", 48));
    }
    let mut seen: Vec<String> = told.iter().map(|b| b.source.clone()).collect();
    beats.retain(|b| {
        // What is to be done about it is told in the retrospective.
        let later = b.at.is_none() && (teller.planned(&b.source) || advises(&b.source));
        let new = !seen.contains(&b.source) && b.weight >= 30 && !later;
        seen.push(b.source.clone());
        new
    });
    // In the document's own order, which is the only one that is known.
    beats.sort_by_key(Beat::line);
    if let Some(first) = beats.first_mut().filter(|_| !told.is_empty()) {
        first.lead = Some("link-understood");
    }
    beats
}

/// The causes and factors that no other part told.
fn causes(teller: &Teller<'_>) -> Vec<Beat> {
    let mut beats = teller.stated_all(&teller.facts.root_cause, "cause-noted", 58);
    beats.retain(|b| !super::resolution::names_effect(b));
    if teller.facts.root_cause.iter().any(|q| !super::resolution::describes(&q.text)) {
        beats.retain(|b| !super::resolution::describes(&b.source));
    }
    beats.extend(teller.stated_all(&teller.facts.contributing, "contributing-noted", 54));
    keep_notes(&mut beats, "cause-noted", 2);
    beats
}

/// Puts the questions where a link of the chain is missing. The one about the suspicion comes back when the act that it is about is
/// told in another part.
fn place_asks(teller: &Teller<'_>, told: &mut [Beat]) -> Option<Ask> {
    let facts = teller.facts;
    let kind = |b: &Beat| facts.timeline.iter().find(|e| e.text == b.source).map(|e| e.kind);
    let ask = |beat: &Beat, pattern| {
        let cite = beat.evidence.cites().first()?;
        Some(teller.ask_about(pattern, &beat.source, cite, beat.at.as_ref()))
    };
    // Where it was seen.
    let named_tool = facts.signals.iter().any(|s| s.tool.is_some() && s.value.is_some());
    let sign = |b: &&mut Beat| b.at.is_none() || matches!(kind(b), Some(EventKind::Signal | EventKind::Detection));
    if !named_tool && let Some(first) = told.iter_mut().find(sign) {
        let asked = ask(first, "ask-where-seen");
        first.asks.extend(asked);
    }
    // Why they did it: the first thing that was done about it.
    let acted = facts.timeline.iter().find(|e| {
        let act = matches!(e.kind, EventKind::Test | EventKind::Mitigation | EventKind::Decision);
        // "investigating" says too little to ask about.
        let told = e.text.split_whitespace().count() >= 3;
        told && (act || e.kind != EventKind::Change && restarts(&e.text))
    })?;
    let restart = restarts(&acted.text) && !acted.text.contains("because");
    if !restart && !facts.hypotheses.is_empty() {
        return None;
    }
    let pattern = if restart { "ask-restart" } else { "ask-suspect" };
    match told.iter_mut().find(|b| b.source == acted.text) {
        Some(beat) => {
            let asked = ask(beat, pattern);
            beat.asks.extend(asked);
            None
        }
        None => Some(teller.ask_about(pattern, &acted.text, &acted.cite, Some(&acted.at))),
    }
}

/// Something was restarted: without a reason that is no debugging step.
fn restarts(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["restart", "reboot", "power cycle", "bounced"].iter().any(|w| lower.contains(w))
}

/// Keeps the first questions of the part.
fn limit_asks(items: &mut Vec<Item>) {
    let mut left = MOST_ASKS;
    items.retain_mut(|item| match item {
        Item::Ask(_) => {
            let keep = left > 0;
            left = left.saturating_sub(1);
            keep
        }
        Item::Beat(beat) => {
            beat.asks.truncate(left);
            left -= beat.asks.len();
            true
        }
        Item::Own(_) => true,
    });
}
