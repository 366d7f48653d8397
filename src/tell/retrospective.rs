//! Retrospective: what changed afterwards, what was learned, what one would do differently.

use std::sync::LazyLock;

use super::guard::Evidence;
use super::ledger::Words;
use super::plan::{Ask, Beat, Item};
use super::speech::action::{self, Act};
use super::speech::breath::length;
use super::teller::Teller;
use crate::facts::Action;
use crate::lists::{Phrases, phrases};

/// Words of an action that names a signal; without a figure the reader is asked for metric and threshold.
static MONITORING: LazyLock<Phrases> = phrases!["monitor", "alert", "alarm", "dashboard", "metric", "observab"];
/// Words that make an action specific.
static SPECIFIC: LazyLock<Phrases> = phrases![
    "alert", "runbook", "test", "limit", "timeout", "automat", "rollback", "monitor", "retry", "backup", "probe",
    "staging", "document", "threshold",
];

/// Proposes actions, done ones first, and a lesson.
pub fn plan(teller: &mut Teller<'_>) -> Vec<Item> {
    let facts = teller.facts;
    let mut beats: Vec<(bool, Beat)> = Vec::new();
    for (i, action) in facts.actions.iter().enumerate() {
        if teller.ledger.has(&action.text) {
            continue;
        }
        let Some(act) = action::act(action, &teller.speech) else { continue };
        beats.push((action::is_done(action), beat(action, &act, i)));
    }
    let any_action = !beats.is_empty();
    beats.sort_by_key(|(done, _)| !done);
    let mut items: Vec<Item> = pairs(beats.into_iter().map(|(_, b)| b)).into_iter().map(Item::beat).collect();
    for (i, lesson) in facts.lessons.iter().enumerate() {
        let weight = if any_action { 45 } else { 80 } - i32::try_from(i.min(20)).unwrap_or(20);
        if let Some(mut beat) = teller.stated(&lesson.text, &lesson.cite, "lesson-noted", weight) {
            if beat.pattern == "stated" && beat.texts.len() == 1 {
                beat.pattern = "lesson";
                let told = beat.texts.first().map(|t| teller.speech.openers.lower(t)).unwrap_or_default();
                beat.values.push(("told", told));
            }
            items.push(Item::beat(beat));
        }
    }
    // Prose without a list of actions may say between other things what is to be done.
    if items.is_empty() {
        items.extend(planned(teller).map(Item::beat));
    }
    if !any_action {
        items.push(Item::Ask(Ask::plain("ask-actions")));
    }
    let vague = facts.actions.iter().find(|a| {
        let lower = a.text.to_lowercase();
        MONITORING.any_in(&lower) && !lower.chars().any(|c| c.is_ascii_digit())
    });
    if let Some(action) = vague {
        items.push(Item::Ask(teller.ask_about("ask-monitoring", &action.text, &action.cite, None)));
    }
    let open = any_action && facts.actions.iter().any(|a| !action::is_done(a));
    items.push(Item::Ask(Ask::plain(if open { "ask-shipped" } else { "ask-differently" })));
    items
}

/// What was read as something else, but speaks of what is to be done.
fn planned<'t>(teller: &'t Teller<'_>) -> impl Iterator<Item = Beat> + 't {
    let facts = teller.facts;
    let quotes = facts.summary.iter().chain(&facts.remediation).map(|q| (q.text.as_str(), &q.cite));
    let signals = facts.signals.iter().map(|s| (s.text.as_str(), &s.cite));
    let hypotheses = facts.hypotheses.iter().map(|h| (h.text.as_str(), &h.cite));
    let all = quotes.chain(signals).chain(hypotheses).filter(|(text, _)| teller.planned(text));
    all.filter_map(|(text, cite)| teller.stated(text, cite, "", 60))
}

/// Words of a plan that can share its sentence with another one.
const SHORT: usize = 10;

/// Two short plans become one sentence: "we set out to add an alert, and to test the rollback."
fn pairs(beats: impl Iterator<Item = Beat>) -> Vec<Beat> {
    let mut out: Vec<Beat> = Vec::new();
    let short =
        |b: &Beat| b.pattern == "action-planned" && b.texts.len() == 1 && b.texts.iter().all(|t| length(t) <= SHORT);
    for beat in beats {
        let joins = short(&beat) && out.last().is_some_and(short);
        match out.last_mut().filter(|_| joins) {
            Some(last) => {
                let first = last.texts.first().map(|t| t.trim_end_matches('.').to_owned()).unwrap_or_default();
                let text = format!("{first}, and to {}", beat.texts.first().map_or("", String::as_str));
                last.evidence = std::mem::take(&mut last.evidence).and(&beat.evidence);
                last.source = format!("{} {}", last.source, beat.source);
                last.words = Words::of(&last.source);
                last.weight = last.weight.max(beat.weight);
                last.values = vec![("act", text.clone())];
                // Two texts are no longer short for a third one.
                last.texts = vec![text];
            }
            None => out.push(beat),
        }
    }
    out
}

fn beat(action: &Action, act: &Act, index: usize) -> Beat {
    let (pattern, key) = match act {
        Act::Done(_) => ("action-done", "clause"),
        Act::ToDo(_) => ("action-planned", "act"),
        Act::Doing(_) => ("action-planned-doing", "act"),
        Act::Stated(_) => ("stated", "text"),
        Act::Noted(_) => ("action-noted", "text"),
    };
    let lower = action.text.to_lowercase();
    let mut weight = 70 - i32::try_from(index.min(20)).unwrap_or(20);
    weight += if action::is_done(action) { 20 } else { 0 };
    weight += if SPECIFIC.any_in(&lower) { 10 } else { 0 };
    weight -= if matches!(act, Act::Noted(_)) { 15 } else { 0 };
    let text = act.text().to_owned();
    Beat {
        weight,
        pattern,
        values: vec![(key, text.clone())],
        texts: vec![text],
        evidence: Evidence::of(&action.text, &action.cite),
        source: action.text.clone(),
        words: Words::of(&action.text),
        ..Beat::default()
    }
}
