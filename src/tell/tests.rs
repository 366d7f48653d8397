//! Whole stories from small facts of our own: the interviewer's checklist, and what must never be said.

use chrono::{NaiveDateTime, TimeDelta};

use super::clock::tests::instant;
use super::{Options, Voice, tell};
use crate::cite::{Cite, Quote};
use crate::facts::{
    Action, Change, ChangeKind, Decision, Durations, Event, EventKind, Facts, Hypothesis, Impact, Instant, KeyTimes,
    Outcome, Person, Signal, SignalKind, StatedDuration,
};
use crate::story::{Cut, Part, PartId, SentenceKind, Story};

fn quote(line: usize, text: &str) -> Quote {
    Quote { text: text.into(), cite: Cite::lines(line, line) }
}

/// 14 February 2023, UTC; `time` as `HH:MM`.
fn at(time: &str, line: usize) -> Instant {
    instant(time, Some(&format!("2023-02-14T{time}:00")), Some("UTC"), line)
}

fn event(line: usize, time: &str, kind: EventKind, text: &str) -> Event {
    Event { at: at(time, line), until: None, text: text.into(), actors: vec![], kind, cite: Cite::lines(line, line) }
}

/// A bad deploy of a checkout service: change, alert with a metric, a wrong suspicion, a rollback, an action.
fn facts() -> Facts {
    let action = |line, text: &str, status: Option<&str>| Action {
        text: text.into(),
        owner: None,
        ticket: None,
        status: status.map(Into::into),
        cite: Cite::lines(line, line),
    };
    Facts {
        title: Some(quote(1, "Checkout outage - 2023-02-14")),
        durations: Durations {
            stated: vec![StatedDuration { text: "25 minutes".into(), seconds: 1500, cite: Cite::lines(3, 3) }],
            ..Durations::default()
        },
        people: vec![Person { name: "Noor".into(), roles: vec![], cite: Cite::lines(14, 14) }],
        impact: Impact {
            quotes: vec![quote(3, "40% of the payments failed with HTTP 503 for 25 minutes.")],
            ..Impact::default()
        },
        timeline: vec![
            event(10, "14:00", EventKind::Change, "Deployed version 7.2 of the checkout service"),
            event(11, "14:04", EventKind::Signal, "Grafana shows p99 latency of 4.2 s on the checkout service"),
            event(12, "14:06", EventKind::Detection, "On-call engineer paged"),
            event(13, "14:12", EventKind::Test, "Checked the slow query log of the payments replica"),
            event(14, "14:15", EventKind::Escalation, "Noor joins the call"),
            event(15, "14:20", EventKind::Mitigation, "Rollback to version 7.1 started"),
            event(16, "14:29", EventKind::Recovery, "Error rate back to normal"),
        ],
        times: KeyTimes {
            started: Some(at("14:04", 11)),
            detected: Some(at("14:06", 12)),
            resolved: Some(at("14:29", 16)),
            ..KeyTimes::default()
        },
        signals: vec![Signal {
            kind: SignalKind::Metric,
            name: "p99 latency".into(),
            tool: Some("Grafana".into()),
            service: None,
            value: Some("4.2 s".into()),
            at: Some(at("14:04", 11)),
            text: "Grafana shows p99 latency of 4.2 s on the checkout service".into(),
            cite: Cite::lines(11, 11),
        }],
        change: Some(Change {
            kind: ChangeKind::Deploy,
            at: Some(at("14:00", 10)),
            gap_to_first_signal_s: Some(240),
            quotes: vec![quote(10, "Deployed version 7.2 of the checkout service")],
        }),
        root_cause: vec![quote(20, "The root cause was a missing index on the orders table.")],
        remediation: vec![quote(21, "We rolled back and then added the index.")],
        hypotheses: vec![Hypothesis {
            text: "We first suspected replica lag, but the replica was healthy.".into(),
            outcome: Outcome::Refuted,
            cite: Cite::lines(22, 22),
        }],
        decisions: vec![Decision {
            text: "We decided to roll back before we knew the cause because payments were failing.".into(),
            because: Some("payments were failing".into()),
            cite: Cite::lines(23, 23),
        }],
        actions: vec![
            action(30, "Add an alert on lock wait timeouts", Some("done")),
            action(31, "Write a runbook for rollbacks", None),
        ],
        ..Facts::default()
    }
}

fn story(facts: &Facts, options: &Options) -> Story {
    tell(facts, options, &Voice::load(None).unwrap()).unwrap()
}

fn part(story: &Story, id: PartId) -> &Part {
    story.parts.iter().find(|p| p.id == id).unwrap()
}

/// The sentences of a part, prompts marked.
fn lines(story: &Story, id: PartId) -> Vec<String> {
    let mark = |kind| if kind == SentenceKind::Prompt { "> " } else { "" };
    part(story, id).sentences.iter().map(|s| format!("{}{}", mark(s.kind()), s.text())).collect()
}

fn all(story: &Story) -> String {
    PartId::ALL.iter().flat_map(|id| lines(story, *id)).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_full_document_becomes_a_story_that_one_can_say() {
    let story = story(&facts(), &Options::default());
    assert_eq!(
        lines(&story, PartId::Context),
        [
            "This is about \"Checkout outage\", on February 14, 2023.",
            "40% of the payments failed with HTTP 503 for 25 minutes.",
            "It lasted twenty-five minutes, from 2:04 PM UTC to 2:29.",
            "> You: what was this system for, and why did the outage matter to the business?",
        ]
    );
    assert_eq!(
        lines(&story, PartId::Methodology),
        [
            "At 2:00 PM UTC, we deployed version 7.2 of the checkout service.",
            "That was four minutes before the first sign of trouble.",
            "At 2:04, Grafana showed p99 latency of 4.2 s on the checkout service.",
            "Two minutes later, an on-call engineer was paged.",
            "Six minutes later, at 2:12, we checked the slow query log of the payments replica.",
            "At 2:15, a teammate joined the call.",
            "Here is how it fits together.",
            "We first suspected replica lag, but the replica was healthy.",
        ]
    );
    assert_eq!(
        lines(&story, PartId::Resolution),
        [
            "The root cause was a missing index on the orders table.",
            "We rolled back and then added the index.",
            "At 2:29 PM, the error rate was back to normal.",
            "> You: how did you verify that it was fixed at 2:29 PM UTC, and for how long did you watch it?",
        ]
    );
    assert_eq!(
        lines(&story, PartId::Retrospective),
        [
            "We added an alert on lock wait timeouts.",
            "We set out to write a runbook for rollbacks.",
            "> You: which metric, which threshold, which alert condition? The document only says \"Add an alert on lock wait timeouts\".",
            "> You: which of these shipped, and what would you do differently yourself?",
        ]
    );
}

#[test]
fn the_six_parts_are_always_there_and_an_empty_document_only_asks() {
    let story = story(&Facts::default(), &Options::default());
    assert_eq!(story.parts.iter().map(|p| p.id).collect::<Vec<_>>(), PartId::ALL);
    for part in &story.parts {
        assert!(!part.sentences.is_empty(), "{:?}", part.id);
        assert!(part.sentences.iter().all(|s| s.kind() == SentenceKind::Prompt));
        assert_eq!(part.spoken_s, 0.0);
    }
}

#[test]
fn a_document_without_hypothesis_change_or_cause_is_asked_for_them() {
    let bare = Facts { hypotheses: vec![], change: None, root_cause: vec![], decisions: vec![], ..facts() };
    let story = story(&bare, &Options::default());
    let asked = lines(&story, PartId::Methodology).join("\n");
    assert!(
        asked.contains("what did you suspect at that point")
            && asked.contains("slow query log of the payments replica\" at 2:12 PM"),
        "{asked}"
    );
    assert!(asked.contains("I found no change in the document"), "{asked}");
    assert!(lines(&story, PartId::Resolution).join("\n").contains("what was the root cause?"));
    let full = self::story(&facts(), &Options::default());
    assert!(!all(&full).contains("what did you suspect") && !all(&full).contains("found no change"));
}

#[test]
fn a_change_after_the_first_signal_is_never_said_to_come_before_it() {
    let mut late = facts();
    late.timeline[0] = event(10, "14:05", EventKind::Change, "Deployed version 7.2 of the checkout service");
    late.timeline.swap(0, 1);
    late.change.as_mut().unwrap().at = Some(at("14:05", 10));
    late.change.as_mut().unwrap().gap_to_first_signal_s = Some(-60);
    let told = all(&story(&late, &Options::default()));
    assert!(told.contains("That was a minute after the first sign of trouble."), "{told}");
    assert!(!told.contains("before the first sign"), "{told}");
}

#[test]
fn no_gap_is_said_that_two_cited_instants_do_not_give() {
    let mut wrong = facts();
    wrong.change.as_mut().unwrap().gap_to_first_signal_s = Some(999);
    assert!(!all(&story(&wrong, &Options::default())).contains("sign of trouble"));
}

#[test]
fn every_part_keeps_its_time_however_much_there_is_to_tell() {
    let mut long = facts();
    let start = NaiveDateTime::parse_from_str("2023-02-14T14:30:00", "%Y-%m-%dT%H:%M:%S").unwrap();
    for i in 0..90 {
        let time = (start + TimeDelta::minutes(i)).format("%H:%M").to_string();
        let line = 100 + usize::try_from(i).unwrap();
        long.timeline.push(event(
            line,
            &time,
            EventKind::Test,
            &format!("Checked the write load of shard {i} and of its replica"),
        ));
        for quotes in [&mut long.root_cause, &mut long.remediation, &mut long.impact.quotes, &mut long.lessons] {
            quotes.push(quote(
                line + 100,
                &format!("Shard {i} had no room for {i} more connections from the pool of workers."),
            ));
        }
    }
    long.times.resolved = None;
    for cut in [Cut::Full, Cut::Short] {
        let story = story(&long, &Options { cut, ..Options::default() });
        for part in &story.parts {
            assert!(part.spoken_s <= f64::from(part.budget_s[1]), "{cut:?} {:?} {}", part.id, part.spoken_s);
        }
        let methodology = part(&story, PartId::Methodology);
        assert!(methodology.spoken_s >= 0.8 * f64::from(methodology.budget_s[0]), "{cut:?} {}", methodology.spoken_s);
    }
    assert!(story(&long, &Options { cut: Cut::Short, ..Options::default() }).spoken_s <= 90.0);
}

#[test]
fn a_sentence_of_the_source_is_told_once() {
    let mut twice = facts();
    let same = quote(40, "40% of the payments failed with HTTP 503 for 25 minutes.");
    twice.summary = vec![same.clone()];
    twice.root_cause.push(same.clone());
    twice.lessons = vec![same];
    let told = all(&story(&twice, &Options::default()));
    assert_eq!(told.matches("40% of the payments failed").count(), 1, "{told}");
}

#[test]
fn the_reader_is_i_and_nobody_else() {
    let me = Options { me: vec!["Noor".into()], role: Some("I led the response".into()), ..Options::default() };
    let story = story(&facts(), &me);
    assert!(all(&story).contains("I joined the call."), "{}", all(&story));
    assert!(lines(&story, PartId::Role).contains(&"I led the response.".to_owned()));
    let kept = self::story(&facts(), &Options { keep_names: true, ..Options::default() });
    assert!(all(&kept).contains("Noor joined the call."), "{}", all(&kept));
}

#[test]
fn facts_cite_and_links_and_prompts_claim_nothing() {
    let story = story(&facts(), &Options::default());
    for sentence in story.parts.iter().flat_map(|p| &p.sentences) {
        match sentence.kind() {
            SentenceKind::Fact => assert!(!sentence.cites().is_empty()),
            SentenceKind::Link => assert!(!sentence.text().chars().any(|c| c.is_ascii_digit())),
            SentenceKind::Prompt => assert!(sentence.text().starts_with("You: ")),
        }
    }
}

#[test]
fn what_cannot_be_said_in_one_go_is_asked_for() {
    let mut long = facts();
    let endless = format!(
        "The index was gone because {} nobody had looked.",
        "the job that the team of the day before had left there for the night and ".repeat(5)
    );
    long.root_cause = vec![quote(20, &endless)];
    let told = lines(&story(&long, &Options::default()), PartId::Resolution).join("\n");
    assert!(told.contains("> You: say the root cause in one sentence of your own."), "{told}");
}

#[test]
fn no_length_is_said_that_the_document_does_not_state() {
    let silent = Facts { durations: Durations::default(), ..facts() };
    let told = all(&story(&silent, &Options::default()));
    assert!(!told.contains("It lasted"), "{told}");
}

#[test]
fn of_an_entry_the_resolution_tells_what_ended_it_or_nothing() {
    let mut facts = facts();
    let asked = "Noor asks how to reach Dana. The hub is restarted with `hub kill -9 | hub up --force`";
    facts.timeline.insert(5, event(40, "14:18", EventKind::Mitigation, asked));
    facts.remediation.push(quote(40, asked));
    let told = lines(&story(&facts, &Options::default()), PartId::Resolution);
    assert!(told.iter().all(|line| !line.contains("how to reach")), "{told:?}");
    assert!(told.iter().any(|line| line.contains("rolled back")), "{told:?}");
}

#[test]
fn neither_advice_nor_a_rule_nor_the_fix_is_what_had_changed() {
    let mut facts = facts();
    let texts = [
        "Never deploy a new version on a Friday.",
        "A fix was deployed within 40 minutes.",
        "We should deploy in the morning.",
        "Each new version is loaded in its own pod.",
        "We deployed version 7.2.",
    ];
    let quotes = texts.iter().zip(40..).map(|(text, line)| quote(line, text)).collect();
    facts.change = Some(Change { quotes, ..facts.change.unwrap() });
    let told = lines(&story(&facts, &Options::default()), PartId::Methodology).join(" ");
    assert!(told.contains("version 7.2"), "{told}");
    assert!(["Friday", "within 40", "morning", "its own pod"].iter().all(|other| !told.contains(other)), "{told}");
}

#[test]
fn plans_in_prose_close_the_story_and_are_no_decisions() {
    let plan = "For future prevention, we are adding a check of the replica.";
    let mut facts = Facts { actions: vec![], lessons: vec![], ..facts() };
    facts.signals.push(Signal { text: plan.into(), cite: Cite::lines(40, 40), ..facts.signals[0].clone() });
    let decided = Decision { text: "We should buy a second replica.".into(), because: None, cite: Cite::lines(41, 41) };
    facts.decisions.push(decided);
    let story = story(&facts, &Options::default());
    assert!(lines(&story, PartId::Retrospective).iter().any(|line| line == plan));
    assert!(lines(&story, PartId::Decisions).iter().all(|line| !line.contains("second replica")));
}
