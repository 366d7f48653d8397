//! Decision points: the calls that were made with incomplete information, and why.

use super::clock;
use super::plan::{Ask, Beat, Item};
use super::teller::Teller;
use crate::facts::{Event, EventKind, Instant};

/// Calls that are told at most: an interviewer wants one or two, well told.
const MOST: usize = 5;

/// Proposes the calls that the document names; without any, the interventions, which were calls as well.
pub fn plan(teller: &mut Teller<'_>) -> Vec<Item> {
    let facts = teller.facts;
    let mut beats: Vec<(Option<Instant>, Beat, bool)> = Vec::new();
    for (i, decision) in facts.decisions.iter().enumerate() {
        // "We should buy more disks": what to do next time is told in the retrospective.
        if teller.planned(&decision.text) {
            continue;
        }
        let weight = 90 - i32::try_from(i.min(20)).unwrap_or(20) + if decision.because.is_some() { 20 } else { 0 };
        let event = teller.event_of(&decision.text, &decision.cite);
        let beat = match event {
            Some(event) => teller.happened(event, weight + 5),
            None => teller.stated(&decision.text, &decision.cite, "", weight),
        };
        if let Some(beat) = beat {
            let reason = decision.because.is_some();
            beats.push((event.map(|e| e.at.clone()), beat, reason));
        }
    }
    let over = facts.times.resolved.as_ref();
    let before_the_end = |e: &Event| over.is_none_or(|o| clock::between(o, &e.at).is_none_or(|g| g.num_seconds() <= 0));
    let calls = |e: &&Event| matches!(e.kind, EventKind::Decision | EventKind::Mitigation) && before_the_end(e);
    for event in facts.timeline.iter().filter(calls) {
        let known =
            beats.iter().any(|(_, b, _)| b.evidence.cites().iter().any(|c| c.meets(&event.cite)) && b.at.is_some());
        let weight = if event.kind == EventKind::Decision { 80 } else { 60 };
        if !known && let Some(beat) = teller.happened(event, weight) {
            beats.push((Some(event.at.clone()), beat, false));
        }
    }
    // What came of a call: the entry behind it.
    let calls: Vec<Instant> =
        beats.iter().filter(|(_, b, _)| b.weight >= 80).filter_map(|(at, ..)| at.clone()).collect();
    for call in calls {
        let next = facts.timeline.iter().skip_while(|e| e.at != call).find(|e| e.at != call);
        if let Some(event) =
            next.filter(|e| before_the_end(e) && !matches!(e.kind, EventKind::Communication | EventKind::FollowUp))
            && !beats.iter().any(|(_, b, _)| b.source == event.text)
            && let Some(beat) = teller.happened(event, 58)
        {
            beats.push((Some(event.at.clone()), beat, false));
        }
    }
    beats.sort_by_key(|(_, b, _)| std::cmp::Reverse(b.weight));
    beats.truncate(MOST);
    let main = beats
        .first()
        .map(|(at, b, reason)| (b.source.clone(), b.evidence.cites().first().cloned(), at.clone(), *reason));
    beats.sort_by_key(|(_, b, _)| b.line());
    let beats = teller.in_order_of_time(beats, |(at, b, _)| (b, at.as_ref().or(b.at.as_ref())));
    let mut items = Vec::new();
    for (_, mut beat, reason) in beats {
        if let Some((source, Some(cite), at, _)) = &main
            && *source == beat.source
        {
            let ask = if reason {
                Ask::plain("ask-alternative")
            } else {
                teller.ask_about("ask-decision", source, cite, at.as_ref())
            };
            beat.asks.push(ask);
        }
        items.push(Item::beat(beat));
    }
    if items.is_empty() {
        items.push(Item::Ask(Ask::plain("ask-no-decision")));
    }
    items
}
