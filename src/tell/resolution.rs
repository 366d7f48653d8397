//! Resolution: the root cause, what ended it, and when it was over.

use std::sync::LazyLock;

use super::clock;
use super::plan::{Ask, Beat, Item};
use super::speech::lexicon::{Form, is_auxiliary, verb};
use super::speech::words::lower;
use super::teller::Teller;
use crate::cite::Quote;
use crate::extract::sentence::sentences;
use crate::facts::{Event, EventKind, Facts};
use crate::lists::{Phrases, phrases};
use crate::search::{spaced, split_once};

/// Words with which a document names a cause.
static CAUSE_CUES: LazyLock<Phrases> = phrases![
    "root cause", "caused", "because", "due to", "was that", "resulted from", "the cause", "reason", "led to", "bug",
    "misconfigur", "triggered",
];
/// Words with which a document names what ended the impact.
static FIX_CUES: LazyLock<Phrases> = phrases![
    "fix", "resolv", "restor", "revert", "rolled back", "rollback", "restart", "deploy", "increas", "disabl", "remov",
    "recover", "mitigat", "merged", "renew", "scaled", "clear",
];
/// Words that tell that it was over.
static OVER_CUES: LazyLock<Phrases> =
    phrases!["back at", "back to", "back up", "back online", "healthy", "normal", "stopped"];
/// Words of a note up to which it may be no more than a name.
const FEW_WORDS: usize = 6;
/// Words that tell that a step did not help.
static FAILED_CUES: LazyLock<Phrases> = phrases![
    "did not help", "didn't help", "didnt help", "didnt work", "no effect", "persists", "persisted", "still failing",
    "still down", "still returning", "rollback failed", "rollback fails", "did not work", "didn't work",
    "without success", "unsuccessful", "to no avail", "no visible change", "did not improve", "didn't improve",
    "no improvement", "did not fix", "didn't fix", "made it worse", "suggested", "proposed", "suggests", "proposes",
    "does not help", "doesn't help", "does not improve", "doesn't improve", "does not fix", "doesn't fix",
    "does not resolve", "doesn't resolve", "made no difference", "makes no difference", "insufficient",
    "not sufficient", "wasn't sufficient", "not enough", "wasn't enough", "did not resolve", "didn't resolve",
    "started investigating", "began investigating", "started to investigate", "began to investigate",
    "started looking", "began looking", "not back up", "not back online", "not fixed", "no change", "appear to have",
    "in an attempt to fix", "in an attempt to resolve", "remains unresolved", "issue remains", "problem remains",
];
/// Words that tell that somebody made sure.
static PROOF_CUES: LazyLock<Phrases> = phrases![
    "verified", "confirmed", "validated", "tested", "monitored", "observed", "stable", "back to normal", "no longer",
    "graphs",
];

/// Proposes cause, fix and recovery.
pub fn plan(teller: &mut Teller<'_>) -> Vec<Item> {
    let facts = teller.facts;
    let mut items = Vec::new();
    let cause = best(teller, &facts.root_cause, "cause-noted", &CAUSE_CUES, 110);
    if cause.is_empty() {
        items.push(Item::Ask(ask_long(teller, &facts.root_cause, "the root cause").unwrap_or(Ask::plain("ask-cause"))));
    }
    let mut fix = best(teller, &lasting(facts), "fix-noted", &FIX_CUES, 105);
    for beat in &mut fix {
        // What stands in the timeline is told with its time.
        let event = beat.evidence.cites().first().and_then(|cite| teller.event_of(&beat.source, cite));
        if let Some(timed) = event.and_then(|e| teller.happened(e, beat.weight)).filter(|b| b.pattern == "event") {
            *beat = timed;
        }
    }
    let told: Vec<String> = cause.iter().chain(&fix).map(|b| b.source.clone()).collect();
    let recovery = recovery(teller).filter(|b| !told.contains(&b.source));
    // Of an entry with several sentences only the first ones may be told: those may tell how it was found.
    let tells_fix = |b: &Beat| {
        let told = || lower(&b.texts.join(" "));
        b.at.is_none() || names_fix(&told()) || !names_fix(&lower(&b.source))
    };
    if recovery.is_some() || fix.iter().any(tells_fix) {
        fix.retain(tells_fix);
    }
    let unfixed = fix.is_empty() && recovery.is_none();
    // A cause with its time that came after a step of the fix is one of the steps.
    let after = |cause: &Beat, step: &Beat| {
        let gap = step.at.as_ref().zip(cause.at.as_ref()).and_then(|(step, cause)| clock::between(step, cause));
        gap.is_some_and(|gap| gap.num_seconds() > 0)
    };
    let (mut steps, cause): (Vec<Beat>, Vec<Beat>) =
        cause.into_iter().partition(|cause| fix.iter().any(|step| after(cause, step)));
    steps.extend(fix);
    steps.sort_by_key(Beat::line);
    let steps = teller.in_order_of_time(steps, |b| (b, b.at.as_ref()));
    items.extend(cause.into_iter().map(Item::beat));
    items.extend(steps.into_iter().map(Item::beat));
    if unfixed {
        items.push(Item::Ask(ask_long(teller, &facts.remediation, "the fix").unwrap_or(Ask::plain("ask-fix"))));
    }
    items.extend(recovery.map(Item::beat));
    let proven = facts.remediation.iter().any(|q| PROOF_CUES.any_in(&q.text.to_lowercase()));
    if !proven {
        let time = facts.times.resolved.as_ref().and_then(|r| teller.clock.plain(r)).unwrap_or_default();
        let cites = facts.times.resolved.iter().map(|r| r.cite.clone()).collect();
        items.push(Item::Ask(Ask { pattern: "ask-verify", values: vec![("time", time)], cites }));
    }
    items
}

/// The remedies without those that did not help and those that stand before anybody had noticed; all, if that leaves none.
fn lasting(facts: &Facts) -> Vec<Quote> {
    let failed = |text: &str| {
        let lower = lower(text);
        FAILED_CUES.any_in(&lower)
    };
    let undone_or_early = |quote: &Quote| {
        let event = facts.timeline.iter().find(|e| e.cite == quote.cite);
        event.is_some_and(|e| {
            if failed(&e.text) {
                return true;
            }
            let noticed = facts.times.detected.as_ref().or(facts.times.started.as_ref());
            e.kind == EventKind::Change
                || noticed.and_then(|at| clock::between(at, &e.at)).is_some_and(|gap| gap.num_seconds() < 0)
        })
    };
    // "This was not enough" speaks of the step before it.
    let points =
        |text: &str| ["This ", "That ", "It ", "But this ", "However, this "].iter().any(|w| text.starts_with(w));
    let in_vain = |i: usize, quote: &Quote| {
        let listed = facts.remediation.get(i + 1).map(|next| next.text.as_str());
        let entry = facts.timeline.iter().filter(|e| e.cite.meets(&quote.cite));
        let behind = entry.filter_map(|e| split_once(&e.text, &quote.text)).map(|(_, rest)| rest.trim_start()).next();
        let next = behind.and_then(|rest| rest.get(sentences(rest).first()?.clone()));
        listed.into_iter().chain(next).any(|next| points(next) && failed(next))
    };
    // What is to be done about the next one is told as that.
    let planned = |quote: &Quote| facts.is_action(&quote.text);
    let steps = facts.remediation.iter().enumerate();
    let kept: Vec<Quote> = steps
        .filter(|(i, q)| !failed(&q.text) && !undone_or_early(q) && !in_vain(*i, q) && !planned(q))
        .map(|(_, q)| q.clone())
        .collect();
    if kept.is_empty() { facts.remediation.clone() } else { kept }
}

/// The quotes as beats: the best one is the core of the part, the others fill what time is left. In the document's order.
fn best(teller: &Teller<'_>, quotes: &[Quote], noted: &'static str, cues: &Phrases, core: i32) -> Vec<Beat> {
    // The impact is told in the first part, if there is anything else to tell here.
    let impact = |source: &str| teller.facts.impact.quotes.iter().any(|q| q.text == source);
    let mut beats = teller.stated_all(quotes, noted, 50);
    beats.retain(|b| !names_effect(b));
    set_aside(&mut beats, |b| teller.planned(&b.source));
    // What the system is like as a rule gives way to what happened to it.
    if noted == "cause-noted" && quotes.iter().any(|q| !describes(&q.text)) {
        beats.retain(|b| !describes(&b.source));
    }
    let leads = |b: &Beat| noted != "cause-noted" || !b.dangling || !points_back(&b.source);
    if noted == "cause-noted" {
        // That there was an outage, and what it spared, explains nothing beside a sentence that does.
        let explains = |b: &Beat| {
            let lower = b.source.to_lowercase();
            let explains = cues.any_in(&lower) || lower.contains("resulted in");
            explains && leads(b) && !spares(&b.source) && !tells_of_silence(&b.source) && !impact(&b.source)
        };
        if beats.iter().any(explains) {
            let beside = |b: &Beat| spares(&b.source) || tells_of_silence(&b.source) || tells_of_outage(&b.source);
            beats.retain(|b| explains(b) || !beside(b));
        }
    } else {
        set_aside(&mut beats, |b| advises_users(&b.source) || b.at.is_none() && habitual(&b.source));
        // "Search (origin)": a few words without a verb tell a remedy only where they name one.
        let few = |text: &str| super::speech::breath::length(text) <= FEW_WORDS;
        set_aside(&mut beats, |b| b.pattern == noted && few(&b.source) && !names_fix(&b.source.to_lowercase()));
    }
    for beat in &mut beats {
        let lower = beat.source.to_lowercase();
        beat.weight += 8 * i32::try_from(cues.count_in(&lower).min(3)).unwrap_or(0);
        // "A stale index which caused slow queries": the cause, even where it is no sentence.
        if beat.pattern == "cause-noted" && ["caused", "due to", "led to"].iter().any(|cue| lower.contains(cue)) {
            beat.weight += 8;
        }
        // What is called the cause is told before what only gives a reason for something.
        if noted == "cause-noted" && names_cause(&lower) {
            beat.weight += 12;
        }
        // What stands in the timeline is a step; the cause is what explains the steps.
        if beat.at.is_some() && noted == "cause-noted" {
            beat.weight -= 20;
        }
        let words = beat.texts.iter().map(|t| super::speech::breath::length(t)).sum::<usize>();
        if impact(&beat.source) {
            beat.weight -= 25;
        }
        if beat.dangling {
            beat.weight -= 10;
        }
        // What can be said in one breath leaves time for the rest of the part.
        beat.weight -= i32::try_from(words.saturating_sub(30)).unwrap_or(0);
    }
    let top = beats.iter().filter(|b| leads(b)).map(|b| b.weight).max();
    match beats.iter_mut().find(|b| Some(b.weight) == top && leads(b)) {
        Some(first) => {
            first.weight = core;
            // The core of the part is told, whatever stood before it.
            first.dangling = false;
        }
        None => beats.clear(),
    }
    beats.retain(|b| b.weight == core || !impact(&b.source));
    beats
}

/// Says outright, and not as a guess, what the incident was caused by; "…, and saw that this was caused by …" speaks of
/// something that was told before.
fn names_cause(lower: &str) -> bool {
    static NAMED: LazyLock<Phrases> = phrases![
        "was caused by", "were caused by", "root cause was a", "root cause was the", "root cause was that",
        "root cause is a", "root cause is the", "root cause is that",
    ];
    static OTHERWISE: LazyLock<Phrases> =
        phrases![" that this was caused", "believe", "suspect", "may have", "might", "likely", "appear"];
    NAMED.any_in(lower) && !OTHERWISE.any_in(lower)
}

/// Names, in lower case, what ended it, or that it was over.
fn names_fix(lower: &str) -> bool {
    FIX_CUES.any_in(lower) || OVER_CUES.any_in(lower)
}

/// Leaves out those that tell nothing to the point, unless they are all there is.
fn set_aside(beats: &mut Vec<Beat>, pointless: impl Fn(&Beat) -> bool) {
    if beats.iter().any(|b| !pointless(b)) {
        beats.retain(|b| !pointless(b));
    }
}

/// Says what a part of the system is and does as a rule ("The router is a …", "Nodes are reached through …"), not what happened.
pub(super) fn describes(text: &str) -> bool {
    static RULES: LazyLock<Phrases> = phrases![
        " is a ", " is an ", " is the ", " are a ", " are the ", " is used ", " are used ", " is responsible for ",
        " must be ", " are reached ", " is reached ", " allows ", " consists of ", " is necessary ", " is required ",
        " is related to ", " handles ", " contains information", " in order to function", " is to ",
    ];
    static HAPPENED: LazyLock<Phrases> = phrases![
        " was ", " were ", " had ", " did", " failed", "became", " began", "started", "missing", " not ", "n't ",
        " lack", " no ", " wrong", " stale", "expired", "exceed", "misconfigur", " bug", "too ", " only ", "because",
        "due to", "caused", "cause", "led to", "fail", "error",
    ];
    let lower = lower(text);
    RULES.any_in(&lower) && !HAPPENED.any_in(&lower)
}

/// Tells what was not hit.
fn spares(text: &str) -> bool {
    static SPARED: LazyLock<Phrases> = phrases![
        "didn't affect", "did not affect", "not affected", "unaffected", "did not impact", "didn't impact",
        "no impact", "not impacted", "operate normally", "operated normally", "remained available",
    ];
    SPARED.any_in(&lower(text))
}

/// Hangs on a sentence that is not told: "This caused a backlog" names an effect. "This was caused by …" speaks of the
/// incident, and "These changes of the vendor caused …" says what did.
fn points_back(text: &str) -> bool {
    const POINTERS: &[&str] = &["this", "that", "these", "those", "it", "they"];
    const BEFORE_VERBS: &[&str] = &["can", "may", "will", "also", "then", "in"];
    const OF_THE_INCIDENT: &[&str] = &[
        "this was caused", "this was triggered", "this was due", "this was because", "this was the result",
        "this was a result", "this is because", "this is due", "this is caused", "this happened", "this occurred",
        "these were caused", "it was caused", "it was triggered", "it happened",
    ];
    let lower = lower(text);
    let mut words = spaced(&lower);
    let points = words.next().is_some_and(|word| POINTERS.contains(&word));
    let acts = |word: &str| match verb(word) {
        Some((_, Form::Past)) => true,
        Some((verb, Form::Third)) => !verb.noun,
        _ => is_auxiliary(word) || BEFORE_VERBS.contains(&word),
    };
    // "This was an unwanted side effect of …": of the incident as well.
    let of_incident = [" effect of ", "-effect of ", " result of ", " consequence of "]
        .iter()
        .any(|w| lower.find(w).is_some_and(|at| lower.get(..at).is_some_and(|head| spaced(head).count() <= 6)));
    points
        && words.next().is_some_and(acts)
        && !of_incident
        && !OF_THE_INCIDENT.iter().any(|words| lower.starts_with(words))
}

/// Says why nobody was told of the outage, and not why there was one.
fn tells_of_silence(text: &str) -> bool {
    static SILENT: LazyLock<Phrases> = phrases![
        "didn't detect", "did not detect", "didn't alert", "did not alert", "no alert", "didn't page", "did not page",
        "nobody was paged", "no one was paged", "didn't catch", "did not catch", "didn't notice", "did not notice",
        "not noticed",
    ];
    SILENT.any_in(&lower(text))
}

/// Says that there was an outage, and not why.
fn tells_of_outage(text: &str) -> bool {
    static TOLD: LazyLock<Phrases> = phrases![
        "experienced", "suffered an outage", "suffered a", "had an outage", "was down", "were down", "was unavailable",
        "were unavailable", "affected locations", "affected services", "affected regions",
    ];
    TOLD.any_in(&text.to_lowercase())
}

/// Tells users what they can do: no remedy of ours.
fn advises_users(text: &str) -> bool {
    ["Users can ", "Customers can ", "Users should ", "Customers should ", "Clients can ", "Clients should "]
        .iter()
        .any(|opener| text.starts_with(opener))
}

/// Says what we or a part of the system do as a rule ("We drain the hosts by hand", "Our proxies rely on it"): what ended an
/// outage was done once.
fn habitual(text: &str) -> bool {
    let lower = lower(text);
    let mut words = spaced(&lower).skip_while(|w| matches!(*w, "therefore" | "normally," | "usually," | "so"));
    match words.next() {
        Some("we") => {
            let deed = words.find(|w| !w.ends_with("ly") && !matches!(*w, "also" | "always" | "often"));
            deed.and_then(verb).is_some_and(|(v, form)| form == Form::Base && v.past != v.base)
        }
        Some("our") => [" rely ", " relies ", " depend ", " depends "].iter().any(|w| lower.contains(w)),
        _ => false,
    }
}

/// A note that names as the cause what was to be explained ("Partial service outage"), or a topic ("How to test changes").
pub(super) fn names_effect(beat: &Beat) -> bool {
    if beat.pattern != "cause-noted" {
        return false;
    }
    let lower = beat.source.to_lowercase();
    let effect = ["outage", "incident", "downtime", "unavailab", "degraded"].iter().any(|e| lower.contains(e));
    let topic = ["how to ", "hard to ", "why ", "what "].iter().any(|t| lower.starts_with(t));
    // "Web server + cache", "The five whys": parts, or the name of a method.
    let topic = topic || lower.contains(" + ") || lower.contains("whys");
    // "Browse for services: Use the …": how it ought to be done.
    let told = super::speech::clean::clean(&beat.source);
    let advice = told.rsplit(": ").next().is_some_and(super::speech::mood::is_imperative);
    let topic = topic || advice;
    topic || effect && lower.split_whitespace().count() <= 6
}

/// The entry of the timeline with which it was over.
fn recovery(teller: &Teller<'_>) -> Option<Beat> {
    let timeline = &teller.facts.timeline;
    let Some(resolved) = teller.facts.times.resolved.as_ref() else {
        let last = timeline.iter().rev().find(|e| e.kind == EventKind::Recovery)?;
        return teller.happened(last, 70);
    };
    let same = |e: &&Event| {
        e.at.surface == resolved.surface && e.at.local == resolved.local
            || clock::between(&e.at, resolved).is_some_and(|g| g.is_zero())
    };
    let mut events: Vec<&Event> = timeline.iter().filter(same).collect();
    events.sort_by_key(|e| e.kind != EventKind::Recovery);
    events.into_iter().find_map(|e| teller.happened(e, 70))
}

/// Where the only sentences cannot be said: a question that cites the first of them.
fn ask_long(teller: &Teller<'_>, quotes: &[Quote], about: &str) -> Option<Ask> {
    let quote = quotes.iter().find(|q| !describes(&q.text)).or(quotes.first())?;
    Some(Ask {
        pattern: "ask-long",
        values: vec![("about", about.to_owned()), ("quote", teller.excerpt(&quote.text))],
        cites: vec![quote.cite.clone()],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_as_a_rule_is_no_remedy() {
        for text in [
            "Therefore we explicitly disable the cache on these hosts.",
            "We drain hosts by hand",
            "Our proxies rely on it",
        ] {
            assert!(habitual(text), "{text}");
        }
        for text in
            ["We drained the hosts by hand", "We set the limit to 3", "We then restarted it", "Our team restarted it"]
        {
            assert!(!habitual(text), "{text}");
        }
    }

    #[test]
    fn what_hangs_on_another_sentence_is_no_cause_by_itself() {
        for text in ["This caused a backlog of mails", "That would mean a lost lock", "It wasn't foreseen"] {
            assert!(points_back(text), "{text}");
        }
        for text in [
            "This was caused by a full disk",
            "This was an unwanted side effect of the move",
            "These changes of the vendor broke it",
            "The disk was full",
        ] {
            assert!(!points_back(text), "{text}");
        }
    }

    #[test]
    fn the_cause_that_is_called_one_leads() {
        assert!(names_cause("the issue was caused by a line in the new module"));
        assert!(!names_cause("we believe that the issue was caused by load"));
        assert!(!names_cause("we looked on, and saw that this was caused by a rule"));
    }
}
