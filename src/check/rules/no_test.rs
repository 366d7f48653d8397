//! A hypothesis that was never tested.

use super::no_hypothesis::SUSPECTED;
use super::{At, Hit, Look, Rule};
use crate::check::Level;
use crate::check::profile::Dimension;
use crate::story::PartId;

/// The rule.
pub const RULE: Rule = Rule {
    id: "no-test",
    level: Level::Note,
    dimension: Dimension::Methodology,
    what: "A hypothesis that was never tested.",
    why: "A suspicion shows thinking; the check that confirms or refutes it shows method.",
    instead: "say how you tested it and what came out: \"the hit ratio was 97%, so it was not the cache\"",
    weak: "## Methodology\n\nI suspected the cache. Then we rolled back.",
    strong: "## Methodology\n\nI suspected the cache, but its hit ratio was 97%, which ruled it out.",
    source: "",
    check: Some(check),
};

/// Tests and what came of them.
const TESTED: &[&str] = &[
    "ruled out", "ruled it out", "rule out", "confirmed", "confirm", "refuted", "tested", "to test", "checked",
    "check", "compared", "reproduced", "proved", "disproved", "showed", "verified", "so it was not", "it was not",
    "it wasn't", "found no", "measured", "traced", "experiment", "split", "queried", "looked at", "turned out",
    "which told",
];

fn check(look: &Look<'_>) -> Vec<Hit> {
    let parts = [PartId::Methodology, PartId::Decisions];
    let suspected = look
        .each(SUSPECTED)
        .into_iter()
        .find(|(i, _)| look.story.sentences.get(*i).is_some_and(|s| parts.contains(&s.part)));
    let tested = parts.into_iter().any(|part| look.says_in(part, TESTED));
    match suspected {
        Some((index, range)) if !tested => vec![Hit::new(At::Sentence(index, range), "suspected, but never tested")],
        _ => Vec::new(),
    }
}
