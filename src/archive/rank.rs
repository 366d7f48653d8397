//! How strong a story an incident makes, and why: by what interviewers listen for.
//!
//! The weights follow the time that a good answer gives to each thing: the method is the bulk of it.

use serde::{Deserialize, Serialize};

use super::tags::events;
use crate::facts::{ChangeKind, EventKind, Facts, Outcome, SignalKind};

/// One part of the score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Which, see [`CRITERIA`].
    pub what: String,
    /// Points that the incident has.
    pub points: u32,
    /// Points that it could have.
    pub of: u32,
    /// What they are for; empty when there are none.
    pub because: String,
}

/// What counts, for how much, and how it is counted.
struct Criterion {
    name: &'static str,
    most: u32,
    count: fn(&mut Tally, &Facts, &[String]),
}

/// Points with what they are for.
#[derive(Default)]
struct Tally {
    points: u32,
    because: Vec<String>,
}

impl Tally {
    /// `each` points for each of `count` things, `most` at most. `one` and `many` name the things.
    fn count(&mut self, count: usize, [one, many]: [&str; 2], each: u32, most: u32) {
        if count > 0 {
            let counted = u32::try_from(count).unwrap_or(u32::MAX);
            self.points += counted.saturating_mul(each).min(most);
            self.because.push(format!("{count} {}", if count == 1 { one } else { many }));
        }
    }

    /// Points for something that is there or not.
    fn has(&mut self, there: bool, what: &str, points: u32) {
        if there {
            self.points += points;
            self.because.push(what.to_owned());
        }
    }
}

/// A hundred points in all; without the reader's name, ownership is left out and the rest is scaled.
const CRITERIA: &[Criterion] = &[
    Criterion {
        name: "methodology",
        most: 30,
        count: |t, f, _| {
            t.count(f.hypotheses.len(), ["hypothesis", "hypotheses"], 5, 12);
            let refuted = f.hypotheses.iter().filter(|h| h.outcome == Outcome::Refuted).count();
            // A dead end that is told shows the method better than a straight line does.
            t.count(refuted, ["ruled out", "ruled out"], 3, 6);
            t.count(events(f, &[EventKind::Hypothesis, EventKind::Test]), ["test", "tests"], 3, 6);
            t.count(f.timeline.len(), ["timeline entry", "timeline entries"], 1, 8);
        },
    },
    Criterion {
        name: "signals",
        most: 20,
        count: |t, f, _| {
            let seen = |s: &&crate::facts::Signal| !matches!(s.kind, SignalKind::Ticket | SignalKind::UserReport);
            t.count(f.signals.iter().filter(seen).count(), ["signal", "signals"], 3, 10);
            t.count(f.signals.iter().filter(|s| s.value.is_some()).count(), ["with a value", "with values"], 2, 6);
            t.count(
                f.signals.iter().filter(|s| s.tool.is_some()).count(),
                ["from a named tool", "from named tools"],
                2,
                4,
            );
        },
    },
    Criterion {
        name: "decisions",
        most: 15,
        count: |t, f, _| {
            t.count(f.decisions.len(), ["decision", "decisions"], 4, 9);
            let reasoned = f.decisions.iter().filter(|d| d.because.is_some()).count();
            t.count(reasoned, ["with its reason", "with reasons"], 3, 6);
        },
    },
    Criterion {
        name: "cause",
        most: 10,
        count: |t, f, _| {
            t.has(!f.root_cause.is_empty(), "a root cause", 6);
            let change = f.change.as_ref().is_some_and(|c| c.kind != ChangeKind::NoneFound);
            t.has(change, "the change that set it off", 4);
        },
    },
    Criterion {
        name: "impact",
        most: 5,
        count: |t, f, _| {
            t.count(f.impact.figures.len(), ["figure", "figures"], 1, 3);
            t.has(f.durations.to_resolve_s.is_some() || f.durations.impact_s.is_some(), "how long it took", 2);
        },
    },
    Criterion {
        name: "learning",
        most: 10,
        count: |t, f, _| {
            t.count(f.lessons.len(), ["lesson", "lessons"], 2, 4);
            t.count(f.actions.len(), ["action", "actions"], 1, 4);
            let tracked = f.actions.iter().filter(|a| a.owner.is_some() || a.ticket.is_some()).count();
            t.count(tracked, ["with owner or ticket", "with owner or ticket"], 1, 2);
        },
    },
    Criterion {
        name: OWNERSHIP,
        most: 10,
        count: |t, f, me| {
            let mine = |name: &String| me.iter().any(|me| same_person(me, name));
            t.count(
                f.timeline.iter().filter(|e| e.actors.iter().any(mine)).count(),
                ["step of yours", "steps of yours"],
                3,
                6,
            );
            t.has(f.people.iter().any(|p| mine(&p.name) && !p.roles.is_empty()), "a role of yours", 3);
            t.count(
                f.actions.iter().filter(|a| a.owner.iter().any(mine)).count(),
                ["action of yours", "actions of yours"],
                2,
                4,
            );
        },
    },
];

const OWNERSHIP: &str = "ownership";

fn same_person(a: &str, b: &str) -> bool {
    let plain = |name: &str| name.trim().trim_start_matches('@').to_lowercase();
    plain(a) == plain(b)
}

/// The score, 0 to 100, and what it is made of. `me` are the reader's names.
pub fn rank(facts: &Facts, me: &[String]) -> (u32, Vec<Reason>) {
    let criteria = CRITERIA.iter().filter(|c| c.name != OWNERSHIP || !me.is_empty());
    let reasons: Vec<Reason> = criteria
        .map(|criterion| {
            let mut tally = Tally::default();
            (criterion.count)(&mut tally, facts, me);
            let points = tally.points.min(criterion.most);
            Reason { what: criterion.name.into(), points, of: criterion.most, because: tally.because.join(", ") }
        })
        .collect();
    let (points, of) = reasons.iter().fold((0, 0), |(points, of), r| (points + r.points, of + r.of));
    ((points * 100 + of / 2) / of.max(1), reasons)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::Cite;
    use crate::facts::{Action, Hypothesis};

    #[test]
    fn the_criteria_make_a_hundred_points() {
        assert_eq!(CRITERIA.iter().map(|c| c.most).sum::<u32>(), 100);
    }

    #[test]
    fn nothing_known_is_no_points() {
        assert_eq!(rank(&Facts::default(), &["Jo".into()]).0, 0);
    }

    #[test]
    fn a_hypothesis_that_was_ruled_out_counts_more_than_one_whose_end_is_not_told() {
        let with = |outcome| Facts {
            hypotheses: vec![Hypothesis { text: "x".into(), outcome, cite: Cite::lines(1, 1) }],
            ..Facts::default()
        };
        assert!(rank(&with(Outcome::Refuted), &[]).0 > rank(&with(Outcome::Unknown), &[]).0);
    }

    #[test]
    fn what_the_reader_did_counts_by_name() {
        let action =
            Action { text: "x".into(), owner: Some("@jo".into()), ticket: None, status: None, cite: Cite::lines(1, 1) };
        let facts = Facts { actions: vec![action], ..Facts::default() };
        let (_, reasons) = rank(&facts, &["Jo".into()]);
        let ownership = reasons.iter().find(|r| r.what == OWNERSHIP).unwrap();
        assert_eq!((ownership.points, ownership.because.as_str()), (2, "1 action of yours"));
    }
}
