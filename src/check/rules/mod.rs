//! The guide as lint: one file per rule, and the table of them.
//!
//! A rule is data (what it finds, why that matters, a weak and a strong example) with one function that looks at the story. `warstory rules ID` prints
//! the data, the test below runs each rule on its own examples. A new rule is a file and a line in [`RULES`].

pub mod act_without_hypothesis;
pub mod blame;
pub mod confidential;
pub mod contradicted;
pub mod database_unnamed;
pub mod decision_without_reason;
pub mod decision_without_unknown;
pub mod fix_unproven;
pub mod logs_without_query;
pub mod long_sentence;
pub mod lucky_fix;
pub mod monitoring_unspecific;
pub mod no_blast_radius;
pub mod no_change;
pub mod no_communication;
pub mod no_decision;
pub mod no_hypothesis;
pub mod no_numbers;
pub mod no_retrospective;
pub mod no_role;
pub mod no_root_cause;
pub mod no_test;
pub mod not_in_source;
pub mod only_we;
pub mod open_prompt;
pub mod over_time;
pub mod retrospective_unspecific;
pub mod solo_hero;
pub mod unexplained_acronym;
pub mod vague_symptom;

use std::ops::Range;

use super::config::Config;
use super::profile::Dimension;
use super::story::{Manuscript, Sentence};
use super::words::find_phrase;
use super::{Against, Finding, Level};
use crate::cite::Quote;
use crate::facts::Facts;
use crate::story::PartId;
use crate::tell::pace::Pace;

/// Something that an interviewer would pick at.
#[derive(Debug)]
pub struct Rule {
    /// Its name, for `--allow`, `warstory.toml` and comments.
    pub id: &'static str,
    /// How much it matters, unless set otherwise.
    pub level: Level,
    /// What the interviewer assesses by it.
    pub dimension: Dimension,
    /// What it finds.
    pub what: &'static str,
    /// Why it matters, in one line.
    pub why: &'static str,
    /// What to say instead.
    pub instead: &'static str,
    /// A story, or a piece of one, in which it is found.
    pub weak: &'static str,
    /// One in which it is not.
    pub strong: &'static str,
    /// The postmortem of the examples; empty where the rule needs none.
    pub source: &'static str,
    /// Looks at a story. `None` for what the truth check finds.
    pub check: Option<fn(&Look<'_>) -> Vec<Hit>>,
}

/// All rules, in the order in which they are listed: what is said first, then what is missing, form, and truth.
pub const RULES: &[&Rule] = &[
    &vague_symptom::RULE,
    &logs_without_query::RULE,
    &act_without_hypothesis::RULE,
    &database_unnamed::RULE,
    &monitoring_unspecific::RULE,
    &lucky_fix::RULE,
    &decision_without_reason::RULE,
    &decision_without_unknown::RULE,
    &blame::RULE,
    &solo_hero::RULE,
    &only_we::RULE,
    &confidential::RULE,
    &no_blast_radius::RULE,
    &no_role::RULE,
    &no_change::RULE,
    &no_numbers::RULE,
    &no_hypothesis::RULE,
    &no_test::RULE,
    &no_decision::RULE,
    &no_communication::RULE,
    &no_root_cause::RULE,
    &fix_unproven::RULE,
    &no_retrospective::RULE,
    &retrospective_unspecific::RULE,
    &open_prompt::RULE,
    &over_time::RULE,
    &long_sentence::RULE,
    &unexplained_acronym::RULE,
    &contradicted::RULE,
    &not_in_source::RULE,
];

/// The rule of an id.
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|r| r.id == id).copied()
}

/// What a rule looks at.
#[derive(Debug)]
pub struct Look<'a> {
    /// The story.
    pub story: &'a Manuscript,
    /// Its source, if that was given.
    pub against: Option<Against<'a>>,
    /// How fast it is told.
    pub pace: Pace,
}

/// Where a rule found something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum At {
    /// In a sentence (by its index), at these bytes of its text.
    Sentence(usize, Range<usize>),
    /// Missing from a part.
    Part(PartId),
    /// Missing from the story.
    Story,
}

/// One thing that a rule found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Where.
    pub at: At,
    /// What is wrong there.
    pub message: String,
    /// What to do, if the rule knows better than [`Rule::instead`].
    pub suggestion: Option<String>,
    /// What the postmortem says about it.
    pub source: Vec<Quote>,
}

impl Hit {
    /// Something at a place.
    pub fn new(at: At, message: impl Into<String>) -> Hit {
        Hit { at, message: message.into(), suggestion: None, source: Vec::new() }
    }

    /// Says what the source has on it, at most three quotations. Without any, the rule's own advice stands.
    #[must_use]
    pub fn with(mut self, lead: &str, quotes: impl IntoIterator<Item = Quote>) -> Hit {
        self.source = quotes.into_iter().take(3).collect();
        if let Some(first) = self.source.first() {
            self.suggestion = Some(format!("{lead}: {}", first.text));
        }
        self
    }
}

impl Look<'_> {
    /// What was read from the source.
    pub fn facts(&self) -> Option<&Facts> {
        self.against.map(|a| a.facts)
    }

    /// The sentences that are said, with their indices.
    pub fn told(&self) -> impl Iterator<Item = (usize, &Sentence)> {
        self.story.sentences.iter().enumerate().filter(|(_, s)| !s.prompt)
    }

    /// Whether any sentence that is said has one of the phrases (lower case).
    pub fn says(&self, phrases: &[&str]) -> bool {
        self.told().any(|(_, s)| super::words::has_phrase(&s.lower(), phrases))
    }

    /// The same, in one part.
    pub fn says_in(&self, part: PartId, phrases: &[&str]) -> bool {
        self.story.told(part).any(|s| super::words::has_phrase(&s.lower(), phrases))
    }

    /// Whether the sentence or a neighbour in its paragraph has one of the phrases.
    pub fn says_near(&self, index: usize, phrases: &[&str]) -> bool {
        let from = index.saturating_sub(2);
        let paragraph = self.story.sentences.get(index).map(|s| s.part);
        let near = self.story.sentences.get(from..(index + 3).min(self.story.sentences.len())).unwrap_or_default();
        near.iter()
            .filter(|s| Some(s.part) == paragraph && !s.prompt)
            .any(|s| super::words::has_phrase(&s.lower(), phrases))
    }

    /// The first phrase of each sentence that is said and has one, with its place.
    pub fn each(&self, phrases: &[&str]) -> Vec<(usize, Range<usize>)> {
        let first = |(i, s): (usize, &Sentence)| {
            let lower = s.lower();
            let found = phrases.iter().filter_map(|p| find_phrase(&lower, p)).min_by_key(|r| r.start)?;
            Some((i, if lower.len() == s.text.len() { found } else { 0..s.text.len() }))
        };
        self.told().filter_map(first).collect()
    }

    /// The part if it has a heading or sentences, otherwise the story: where something missing is reported.
    pub fn part(&self, part: PartId) -> At {
        let exists = self.story.headings.contains_key(&part) || self.story.told(part).next().is_some();
        if exists { At::Part(part) } else { At::Story }
    }
}

/// Runs all rules.
pub fn run(story: &Manuscript, against: Option<Against<'_>>, config: &Config) -> Vec<Finding> {
    let look = Look { story, against, pace: Pace::new(config.wpm) };
    let mut out = Vec::new();
    for rule in RULES {
        let (Some(level), Some(check)) = (config.level(rule), rule.check) else { continue };
        out.extend(
            check(&look)
                .into_iter()
                .filter(|hit| !silenced(story, rule, &hit.at))
                .map(|hit| finding(story, rule, level, hit)),
        );
    }
    out
}

/// A comment silences the finding: at its sentence, anywhere in its part for something that is missing there, or above everything.
fn silenced(story: &Manuscript, rule: &Rule, at: &At) -> bool {
    let has = |list: &[String]| list.iter().any(|id| id == rule.id);
    has(&story.silenced)
        || match at {
            At::Sentence(index, _) => story.sentences.get(*index).is_some_and(|s| has(&s.silenced)),
            At::Part(part) => story.sentences.iter().any(|s| s.part == *part && has(&s.silenced)),
            At::Story => story.sentences.iter().any(|s| has(&s.silenced)),
        }
}

fn finding(story: &Manuscript, rule: &'static Rule, level: Level, hit: Hit) -> Finding {
    let sentence = |index: &usize| story.sentences.get(*index);
    let (part, bytes) = match &hit.at {
        At::Sentence(index, range) => {
            (sentence(index).map(|s| s.part), sentence(index).map(|s| s.place(range.clone())))
        }
        At::Part(part) => {
            let first = || story.sentences.iter().find(|s| s.part == *part).map(|s| s.bytes.clone());
            (Some(*part), story.headings.get(part).cloned().or_else(first))
        }
        At::Story => (None, None),
    };
    Finding {
        rule: rule.id,
        level,
        message: hit.message,
        why: rule.why,
        suggestion: Some(hit.suggestion.unwrap_or_else(|| rule.instead.to_owned())),
        part,
        place: bytes.map(|b| story.place(b)),
        source: hit.source,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::extract;
    use crate::read::{self, Reading};

    /// The messages of one rule on a story, with a postmortem or without (empty).
    pub(crate) fn found(rule: &'static Rule, story: &str, source: &str) -> Vec<String> {
        let story = Manuscript::read("story.md", story);
        let reading = read::read("postmortem.md", source.as_bytes());
        let document = match reading {
            Ok(Reading::Documents(mut list)) if !source.is_empty() => list.pop(),
            _ => None,
        };
        let facts = document.as_ref().map(|d| extract::extract(d, &extract::Options::default()));
        let against = document.as_ref().zip(facts.as_ref()).map(|(document, facts)| Against { document, facts });
        let report = super::super::check(&story, against, &Config::default());
        report.findings.into_iter().filter(|f| f.rule == rule.id).map(|f| f.message).collect()
    }

    #[test]
    fn each_rule_is_found_in_its_weak_example_and_silent_in_its_strong_one() {
        for rule in RULES {
            assert!(!found(rule, rule.weak, rule.source).is_empty(), "{} finds nothing in its weak example", rule.id);
            assert_eq!(found(rule, rule.strong, rule.source), [""; 0], "{} in its strong example", rule.id);
        }
    }

    #[test]
    fn ids_are_unique_and_every_text_is_there() {
        for (i, rule) in RULES.iter().enumerate() {
            assert!(RULES.iter().skip(i + 1).all(|r| r.id != rule.id), "{}", rule.id);
            assert!(rule.id.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", rule.id);
            for text in [rule.what, rule.why, rule.instead, rule.weak, rule.strong] {
                assert!(!text.is_empty(), "{}", rule.id);
            }
        }
    }

    #[test]
    fn a_comment_silences_a_finding_at_its_sentence_and_nowhere_else() {
        let rule = &vague_symptom::RULE;
        let story = "Something was wrong. <!-- warstory: allow vague-symptom -->\n\nSomething was wrong again.\n";
        assert_eq!(found(rule, story, "").len(), 1);
    }
}
