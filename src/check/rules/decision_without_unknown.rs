//! A decision without what was not known at that moment.

use super::decision_without_reason::CALLS;
use super::{At, Hit, Look, Rule};
use crate::check::Level;
use crate::check::profile::Dimension;
use crate::story::PartId;

/// The rule.
pub const RULE: Rule = Rule {
    id: "decision-without-unknown",
    level: Level::Note,
    dimension: Dimension::Methodology,
    what: "A decision without what was not known at that moment.",
    why: "The guide asks for a call with incomplete information: what did you not know yet?",
    instead: "say what you did not know, and what would have changed your mind: \"we did not know yet whether the other service used the same code\"",
    weak: "## Decision points\n\nWe decided to roll back, because that was one command.",
    strong: "## Decision points\n\nWe did not know yet whether another service used the same code, so we decided to roll back.",
    source: "",
    check: Some(check),
};

/// Words that admit that something was open.
const UNKNOWN: &[&str] = &[
    "did not know", "didn't know", "did not yet know", "not know", "unknown", "unclear", "not sure", "unsure",
    "uncertain", "no way to tell", "could not tell", "couldn't tell", "might have", "could have", "without knowing",
    "incomplete", "guess", "risk", "not yet", "whether", "nobody could", "assumed", "bet", "if it", "would have",
    "what we feared", "had feared",
];

fn check(look: &Look<'_>) -> Vec<Hit> {
    let decides = |(index, _): &(usize, std::ops::Range<usize>)| {
        look.story.sentences.get(*index).is_some_and(|s| s.part == PartId::Decisions)
    };
    if look.says_in(PartId::Decisions, UNKNOWN) {
        return Vec::new();
    }
    let hit = |(index, range)| Hit::new(At::Sentence(index, range), "what was not known yet when this was decided?");
    look.each(CALLS).into_iter().filter(decides).take(1).map(hit).collect()
}
