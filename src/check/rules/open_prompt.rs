//! A question of the draft that is still open.

use super::{At, Hit, Look, Rule};
use crate::check::Level;
use crate::check::profile::Dimension;

/// The rule.
pub const RULE: Rule = Rule {
    id: "open-prompt",
    level: Level::Warning,
    dimension: Dimension::Methodology,
    what: "A question of the draft that is still open.",
    why: "The questions stand where an interviewer would ask; an answer there makes the story yours.",
    instead: "answer it in your own words, or delete it if there is nothing to say",
    weak: "## Methodology\n\n> You: what did you suspect, and what did you check to test it?",
    strong: "## Methodology\n\nI suspected the cache and checked its hit ratio.",
    source: "",
    check: Some(check),
};

fn check(look: &Look<'_>) -> Vec<Hit> {
    let mut last = None;
    let mut out = Vec::new();
    for (index, sentence) in look.story.sentences.iter().enumerate().filter(|(_, s)| s.prompt) {
        // A question of several sentences is one.
        if last != Some(sentence.paragraph) || sentence.text.starts_with("You:") {
            out.push(Hit::new(At::Sentence(index, 0..sentence.text.len()), "this question is still open"));
        }
        last = Some(sentence.paragraph);
    }
    out
}
