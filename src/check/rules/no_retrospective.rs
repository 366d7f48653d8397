//! No retrospective.

use super::{Hit, Look, Rule};
use crate::check::Level;
use crate::check::profile::Dimension;
use crate::cite::Quote;
use crate::story::PartId;

/// The rule.
pub const RULE: Rule = Rule {
    id: "no-retrospective",
    level: Level::Warning,
    dimension: Dimension::Learning,
    what: "No retrospective.",
    why: "Did you learn something, or just fix and forget? Always end with what changed after.",
    instead: "say what changed (monitoring, runbook, design) and what you would do differently",
    weak: "## Resolution\n\nThe root cause was a lock, and at 11:46 the stores could book again.",
    strong: "## Retrospective\n\nAfterwards we added an alert for lock waits above 60 seconds.",
    source: "",
    check: Some(check),
};

/// Looking back, as it is told.
const AFTER: &[&str] = &[
    "afterwards", "after the incident", "since then", "we added", "i added", "we now", "next time", "differently",
    "learned", "lesson", "lessons", "runbook", "prevent", "follow-up", "follow-ups", "action item", "action items",
    "in hindsight", "looking back", "postmortem", "we changed",
];

fn check(look: &Look<'_>) -> Vec<Hit> {
    if look.story.told(PartId::Retrospective).next().is_some() || look.says(AFTER) {
        return Vec::new();
    }
    let quotes = || {
        look.facts().into_iter().flat_map(|f| &f.actions).map(|a| Quote { text: a.text.clone(), cite: a.cite.clone() })
    };
    vec![
        Hit::new(look.part(PartId::Retrospective), "nothing says what changed afterwards")
            .with("the source lists", quotes()),
    ]
}
