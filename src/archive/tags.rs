//! What an incident can be found by: kind of failure, kind of change, technology, and the interview questions that it
//! can answer. A tag is given only for evidence in the facts.

use serde::{Deserialize, Serialize};

use super::words;
use crate::facts::{ChangeKind, EventKind, Facts};

/// The tags of an incident.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tags {
    /// Kinds of failure, the best attested first; at most three.
    pub failure: Vec<String>,
    /// The kind of change that set it off.
    pub change: Vec<String>,
    /// Technologies that it is about, the most named first; at most six.
    pub technology: Vec<String>,
    /// Interview questions that it can answer: see [`QUESTIONS`].
    pub questions: Vec<String>,
}

impl Tags {
    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        [&self.failure, &self.change, &self.technology, &self.questions].into_iter().flatten().map(String::as_str)
    }
}

/// A kind of interview question.
pub struct Question {
    /// The tag.
    pub name: &'static str,
    /// Words by which a question of this kind is known, in lower case.
    pub words: &'static [&'static str],
    /// Whether the facts (and all their words, in lower case) can answer one.
    pub answered: fn(&Facts, &str) -> bool,
}

/// The kinds of behavioural questions that an incident can answer, with the evidence that each one needs.
pub const QUESTIONS: &[Question] = &[
    Question {
        name: "debugging",
        words: &["debug", "troubleshoot", "root cause", "diagnos", "investigat"],
        // The method shows in what was suspected and tested, or in several signals that were followed.
        answered: |f, _| {
            !f.hypotheses.is_empty() || events(f, &[EventKind::Hypothesis, EventKind::Test]) > 0 || f.signals.len() >= 3
        },
    },
    Question {
        name: "conflict",
        words: &["conflict", "disagree", "difficult colleague", "pushback", "pushed back", "argument"],
        answered: |_, words| words::conflict().any(words),
    },
    Question {
        name: "failure",
        words: &["fail", "mistake", "went wrong", "regret", "broke"],
        // A failure of one's own: one's own change, or something that one says one missed.
        answered: |f, words| own_change(f) || words::mistake().any(words),
    },
    Question {
        name: "leadership",
        words: &["lead", "led ", "leadership", "coordinat", "took charge", "ownership", "influence"],
        answered: |f, _| {
            let leads = |role: &String| {
                ["commander", "lead", "manager", "coordinator"].iter().any(|w| role.to_lowercase().contains(w))
            };
            f.people.iter().any(|p| p.roles.iter().any(leads)) || events(f, &[EventKind::Escalation]) >= 2
        },
    },
    Question {
        name: "trade-off",
        words: &[
            "trade-off", "tradeoff", "trade off", "decision", "decide", "incomplete information", "risk", "ambigu",
            "judgment", "judgement",
        ],
        answered: |f, words| f.decisions.iter().any(|d| d.because.is_some()) || words::trade_off().any(words),
    },
    Question {
        name: "communication",
        words: &["communicat", "stakeholder", "customer", "explain", "inform", "status update"],
        answered: |f, _| events(f, &[EventKind::Communication]) > 0,
    },
    Question {
        name: "learning",
        words: &["learn", "improv", "prevent", "differently", "retrospective", "postmortem", "changed after"],
        answered: |f, _| !f.lessons.is_empty() || f.actions.len() >= 2,
    },
];

/// The tags of the facts. `words` are all their words, see [`words_of`].
pub fn tags(facts: &Facts, words: &str) -> Tags {
    let core = core_words(facts);
    // Where the document tells a cause, what else it names (what was checked, what was hit) is no kind of failure.
    let failure = words::failures().count(if core.len() < 40 { words } else { &core });
    let change = facts.change.as_ref().map(|c| c.kind).filter(|kind| *kind != ChangeKind::NoneFound);
    let answered = QUESTIONS.iter().filter(|q| (q.answered)(facts, words)).map(|q| q.name.to_owned());
    Tags {
        failure: most(failure, 3),
        change: change.map(change_name).map(str::to_owned).into_iter().collect(),
        technology: most(words::technologies().count(words), 6),
        questions: answered.collect(),
    }
}

/// The kind of change in words.
pub fn change_name(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Deploy => "deploy",
        ChangeKind::Config => "config",
        ChangeKind::Traffic => "traffic",
        ChangeKind::Infrastructure => "infrastructure",
        ChangeKind::External => "external",
        ChangeKind::Data => "data",
        ChangeKind::NoneFound => "none found",
    }
}

fn most(mut counts: Vec<(&'static str, usize)>, upto: usize) -> Vec<String> {
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.into_iter().take(upto).map(|(tag, _)| tag.to_owned()).collect()
}

fn own_change(facts: &Facts) -> bool {
    facts.change.as_ref().is_some_and(|c| matches!(c.kind, ChangeKind::Deploy | ChangeKind::Config | ChangeKind::Data))
}

/// Entries of the timeline of the given kinds.
pub fn events(facts: &Facts, kinds: &[EventKind]) -> usize {
    facts.timeline.iter().filter(|event| kinds.contains(&event.kind)).count()
}

/// Title, cause and change, in lower case: what an incident is filed under.
fn core_words(facts: &Facts) -> String {
    let change = facts.change.iter().flat_map(|c| &c.quotes);
    let quotes = facts.title.iter().chain(&facts.root_cause).chain(&facts.contributing).chain(change);
    join(quotes.map(|q| q.text.as_str()))
}

/// All words of the facts, in lower case, one statement a line.
pub fn words_of(facts: &Facts) -> String {
    let change = facts.change.iter().flat_map(|c| &c.quotes);
    let quotes = facts.title.iter().chain(&facts.summary).chain(&facts.impact.quotes).chain(change);
    let quotes = quotes.chain(&facts.root_cause).chain(&facts.contributing).chain(&facts.remediation);
    let texts = quotes.chain(&facts.lessons).map(|q| q.text.as_str());
    let texts = texts.chain(facts.services.iter().map(|s| s.name.as_str()));
    let texts = texts.chain(facts.timeline.iter().map(|e| e.text.as_str()));
    let texts = texts.chain(facts.signals.iter().map(|s| s.text.as_str()));
    let texts = texts.chain(facts.hypotheses.iter().map(|h| h.text.as_str()));
    let texts = texts.chain(facts.decisions.iter().map(|d| d.text.as_str()));
    let texts = texts.chain(facts.actions.iter().map(|a| a.text.as_str()));
    join(texts)
}

fn join<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let mut words = String::new();
    for text in texts {
        words.push_str(&text.to_lowercase());
        words.push('\n');
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::{Cite, Quote};

    fn quote(text: &str) -> Quote {
        Quote { text: text.into(), cite: Cite::lines(1, 1) }
    }

    #[test]
    fn a_tag_needs_evidence() {
        assert_eq!(tags(&Facts::default(), ""), Tags::default());
    }

    #[test]
    fn the_cause_says_what_failed_and_not_what_was_looked_at() {
        let facts = Facts {
            title: Some(quote("Checkout down")),
            root_cause: vec![quote("The TLS certificate of the payment gateway had expired on Sunday.")],
            summary: vec![quote("We first looked at the database and at DNS.")],
            ..Facts::default()
        };
        let tags = tags(&facts, &words_of(&facts));
        assert_eq!(tags.failure, ["certificates"]);
        assert_eq!(tags.technology, ["DNS", "TLS"]);
    }
}
