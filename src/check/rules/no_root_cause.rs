//! No root cause.

use super::{Hit, Look, Rule};
use crate::check::Level;
use crate::check::profile::Dimension;
use crate::story::PartId;

/// The rule.
pub const RULE: Rule = Rule {
    id: "no-root-cause",
    level: Level::Warning,
    dimension: Dimension::Methodology,
    what: "No root cause.",
    why: "If you fix without understanding, you cannot prevent recurrence; say the cause, or say honestly that it was never found.",
    instead: "one sentence that begins \"The root cause was …\", or \"we never found the root cause, and here is what we did about that\"",
    weak: "## Resolution\n\nAt 14:44 everything was back.",
    strong: "## Resolution\n\nThe root cause was one query per basket line, where there had been one for all. At 14:44 everything was back.",
    source: "",
    check: Some(check),
};

/// Causes, as they are told.
const CAUSES: &[&str] = &[
    "root cause", "the cause", "caused by", "because", "due to", "the reason", "it turned out", "the culprit",
    "the problem was", "the bug was", "triggered by", "came from", "what had happened", "what turned", "the fault was",
    "the underlying", "that is why", "which is why", "caused",
];

fn check(look: &Look<'_>) -> Vec<Hit> {
    let parts = [PartId::Resolution, PartId::Methodology];
    if parts.into_iter().any(|part| look.says_in(part, CAUSES)) || look.says(&["root cause"]) {
        return Vec::new();
    }
    let quotes = || look.facts().into_iter().flat_map(|f| &f.root_cause).cloned();
    vec![
        Hit::new(look.part(PartId::Resolution), "nothing says what the root cause was")
            .with("the source says", quotes()),
    ]
}
