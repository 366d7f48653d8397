//! The facts that answer questions.

use crate::cite::{Cite, Quote};
use crate::facts::{Event, EventKind, Facts, Instant, Outcome, Signal, SignalKind};
use crate::tell::speech::openers::{Openers, texts};
use crate::tell::speech::people::Cast;

/// A kind of facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// Who was affected, and how.
    Impact,
    /// Signals with a named tool, where the impact is told.
    Measured,
    /// The severity.
    Severity,
    /// How long it lasted, in words.
    Durations,
    /// The entries at which it was mitigated or resolved.
    Ended,
    /// The reader's own entries of the timeline.
    Mine,
    /// Entries in which somebody is named who suspected rightly, tested, or saw the cause.
    Finders,
    /// Entries that inform or call in others.
    Told,
    /// The first entry that shows it, and how it was detected.
    FirstSign,
    /// Alerts, tickets, reports of users.
    Alerts,
    /// Changes of the timeline in the two hours before the first sign.
    ChangesBefore,
    /// The triggering change.
    Change,
    /// What was suspected or tested first.
    FirstStep,
    /// Everything that was suspected.
    Hypotheses,
    /// What was suspected wrongly.
    Refuted,
    /// What was suspected rightly.
    Confirmed,
    /// Entries that test something.
    Tests,
    /// What was looked at: metrics, logs, traces, queries, dashboards.
    Evidence,
    /// Logs, traces and queries.
    Traces,
    /// Calls that were made.
    Decisions,
    /// What was known or tested before the first step of mitigation.
    KnownBefore,
    /// The root cause.
    Cause,
    /// What made it possible, worse or longer.
    Contributing,
    /// What ended it.
    Fix,
    /// What was seen after the first step of mitigation.
    Recoveries,
    /// What was or is to be done afterwards.
    Actions,
    /// Those of which the state is given.
    Statuses,
    /// What was learned.
    Lessons,
    /// All entries of the timeline.
    Timeline,
}

/// The hours before the first sign in which changes count: the guide's question.
const TWO_HOURS_S: i64 = 2 * 3600;

/// The facts with what several questions look up in them.
pub struct Look<'f> {
    /// The facts.
    pub facts: &'f Facts,
    cast: Cast,
    /// The reader is named.
    pub knows_me: bool,
}

impl<'f> Look<'f> {
    /// Makes ready to answer.
    pub fn new(facts: &'f Facts, me: &[String]) -> Self {
        Look { facts, cast: Cast::new(facts, &Openers::learn(texts(facts)), me, true), knows_me: !me.is_empty() }
    }

    /// The facts of a kind, in the document's words.
    pub fn pick(&self, pick: Pick) -> Vec<Quote> {
        let facts = self.facts;
        match pick {
            Pick::Impact => facts.impact.quotes.clone(),
            Pick::Measured => self.signals(|s| s.tool.is_some() && self.in_impact(&s.cite)),
            Pick::Severity => facts.severity.iter().map(|s| named("severity", &s.text, &s.cite)).collect(),
            Pick::Durations => {
                let whole = |cite: &Cite| facts.impact.quotes.iter().chain(&facts.summary).find(|q| q.cite == *cite);
                let stated = facts.durations.stated.iter();
                stated.filter_map(|d| whole(&d.cite).filter(|q| q.text.contains(&d.text))).cloned().collect()
            }
            Pick::Ended => {
                let ends = [("mitigated", &facts.times.mitigated), ("resolved", &facts.times.resolved)];
                let ends = ends.into_iter().filter_map(|(word, at)| Some((word, at.as_ref()?)));
                ends.map(|(word, at)| self.entry_of(at).unwrap_or_else(|| named(word, &at.surface, &at.cite))).collect()
            }
            Pick::Mine => self.entries(|e| e.actors.iter().any(|a| self.cast.is_me(a))),
            Pick::Finders => self.entries(|e| {
                let found = e.kind == EventKind::Test || self.is(e, Outcome::Confirmed) || self.shows_cause(e);
                found && !e.actors.is_empty() && !self.is(e, Outcome::Refuted)
            }),
            Pick::Told => self.entries(|e| matches!(e.kind, EventKind::Communication | EventKind::Escalation)),
            Pick::FirstSign => {
                let first = self.first_sign().map(quote);
                let detected = facts.times.detected.as_ref().and_then(|at| self.entry_of(at));
                first.into_iter().chain(detected).collect()
            }
            Pick::Alerts => {
                self.signals(|s| matches!(s.kind, SignalKind::Alert | SignalKind::Ticket | SignalKind::UserReport))
            }
            Pick::ChangesBefore => {
                let first = self.first_sign().map(|e| &e.at);
                self.entries(|e| {
                    let before = first.and_then(|at| at.seconds_since(&e.at));
                    e.kind == EventKind::Change && before.is_some_and(|s| (0..=TWO_HOURS_S).contains(&s))
                })
            }
            Pick::Change => facts.change.iter().flat_map(|c| c.quotes.clone()).collect(),
            Pick::FirstStep => {
                let mut steps = self.entries(|e| matches!(e.kind, EventKind::Hypothesis | EventKind::Test));
                steps.extend(self.hypotheses(|_| true));
                steps.truncate(1);
                steps
            }
            Pick::Hypotheses => self.hypotheses(|_| true),
            Pick::Refuted => self.hypotheses(|outcome| outcome == Outcome::Refuted),
            Pick::Confirmed => self.hypotheses(|outcome| outcome == Outcome::Confirmed),
            Pick::Tests => self.entries(|e| e.kind == EventKind::Test),
            Pick::Evidence => self.signals(|s| {
                let looked = matches!(
                    s.kind,
                    SignalKind::Metric
                        | SignalKind::Log
                        | SignalKind::Trace
                        | SignalKind::Query
                        | SignalKind::Dashboard
                );
                looked && (s.tool.is_some() || !s.name.is_empty())
            }),
            Pick::Traces => self.signals(|s| matches!(s.kind, SignalKind::Log | SignalKind::Trace | SignalKind::Query)),
            Pick::Decisions => {
                let decided = facts.decisions.iter().map(|d| Quote { text: d.text.clone(), cite: d.cite.clone() });
                decided.map(|q| self.timed(q)).collect()
            }
            Pick::KnownBefore => {
                let step = self.first_step().map(|e| &e.at);
                self.entries(|e| {
                    let known = e.kind == EventKind::Test || self.is(e, Outcome::Confirmed);
                    let before = step.and_then(|at| at.seconds_since(&e.at)).is_some_and(|s| s >= 0);
                    known && before
                })
            }
            Pick::Cause => facts.root_cause.clone(),
            Pick::Contributing => facts.contributing.clone(),
            Pick::Fix => facts.remediation.iter().cloned().map(|q| self.timed(q)).collect(),
            Pick::Recoveries => {
                let step = self.first_step().map(|e| &e.at);
                self.entries(|e| {
                    let seen = matches!(e.kind, EventKind::Signal | EventKind::Test | EventKind::Other);
                    let after = step.and_then(|at| e.at.seconds_since(at)).is_some_and(|s| s >= 0);
                    e.kind == EventKind::Recovery || seen && after
                })
            }
            Pick::Actions => {
                facts.actions.iter().map(|a| Quote { text: a.text.clone(), cite: a.cite.clone() }).collect()
            }
            Pick::Statuses => {
                let stated = facts.actions.iter().filter_map(|a| Some((a, a.status.as_deref()?)));
                stated.map(|(a, status)| named(status, &a.text, &a.cite)).collect()
            }
            Pick::Lessons => facts.lessons.clone(),
            Pick::Timeline => self.entries(|_| true),
        }
    }

    /// The first entry that shows the incident. A reading from before its start is none.
    pub fn first_sign(&self) -> Option<&'f Event> {
        let began = self.facts.times.started.as_ref();
        let after = |e: &Event| began.is_none_or(|began| e.at.seconds_since(began).is_none_or(|s| s >= 0));
        let shows = |e: &&Event| matches!(e.kind, EventKind::Signal | EventKind::Detection) && after(e);
        self.facts.timeline.iter().find(shows)
    }

    /// The first step of mitigation in the timeline.
    pub fn first_step(&self) -> Option<&'f Event> {
        self.facts.timeline.iter().find(|e| e.kind == EventKind::Mitigation)
    }

    fn entries(&self, wanted: impl Fn(&Event) -> bool) -> Vec<Quote> {
        self.facts.timeline.iter().filter(|e| wanted(e)).map(quote).collect()
    }

    fn signals(&self, wanted: impl Fn(&Signal) -> bool) -> Vec<Quote> {
        let found = self.facts.signals.iter().filter(|s| wanted(s));
        found.map(|s| self.timed(Quote { text: s.text.clone(), cite: s.cite.clone() })).collect()
    }

    fn hypotheses(&self, wanted: impl Fn(Outcome) -> bool) -> Vec<Quote> {
        let found = self.facts.hypotheses.iter().filter(|h| wanted(h.outcome));
        found.map(|h| self.timed(Quote { text: h.text.clone(), cite: h.cite.clone() })).collect()
    }

    /// An entry that tells a hypothesis of this outcome.
    fn is(&self, event: &Event, outcome: Outcome) -> bool {
        self.facts.hypotheses.iter().any(|h| h.outcome == outcome && h.text == event.text && h.cite.meets(&event.cite))
    }

    /// An entry that tells the cause, or shows it in a trace, a query or a log.
    fn shows_cause(&self, event: &Event) -> bool {
        let deep = |s: &Signal| matches!(s.kind, SignalKind::Log | SignalKind::Trace | SignalKind::Query);
        let causes = self.facts.root_cause.iter().map(|q| &q.cite);
        let signals = self.facts.signals.iter().filter(|s| deep(s)).map(|s| &s.cite);
        causes.chain(signals).any(|cite| *cite == event.cite)
    }

    fn in_impact(&self, cite: &Cite) -> bool {
        let impact = &self.facts.impact;
        impact.quotes.iter().map(|q| &q.cite).chain(impact.figures.iter().map(|f| &f.cite)).any(|c| c == cite)
    }

    /// The entry that gives a key time.
    fn entry_of(&self, at: &Instant) -> Option<Quote> {
        self.facts.timeline.iter().find(|e| e.at.surface == at.surface && e.cite == at.cite).map(quote)
    }

    /// With the time in front, where the words are an entry of the timeline.
    fn timed(&self, words: Quote) -> Quote {
        let entry = self.facts.timeline.iter().find(|e| e.text == words.text && e.cite == words.cite);
        entry.map_or(words, quote)
    }
}

/// An entry of the timeline, with its time as the document writes it.
fn quote(event: &Event) -> Quote {
    let surface = event.at.surface.trim();
    let text = if event.text.contains(surface) { event.text.clone() } else { format!("{surface} {}", event.text) };
    Quote { text, cite: event.cite.clone() }
}

/// A value that says little without its name.
fn named(name: &str, value: &str, cite: &Cite) -> Quote {
    Quote { text: format!("{name}: {value}"), cite: cite.clone() }
}
