//! No decision point.

use super::decision_without_reason::CALLS;
use super::{Hit, Look, Rule};
use crate::check::Level;
use crate::check::profile::Dimension;
use crate::check::words::has_phrase;
use crate::cite::Quote;
use crate::story::PartId;

/// The rule.
pub const RULE: Rule = Rule {
    id: "no-decision",
    level: Level::Warning,
    dimension: Dimension::Methodology,
    what: "No decision point.",
    why: "Moments where you made a call with incomplete information are the most interesting parts of the story.",
    instead: "tell one call: what you knew, what you did not know, what you chose and why",
    weak: "## Methodology\n\nAt 14:11 the p99 jumped, and at 14:33 the rollback started.",
    strong: "## Decision points\n\nWe decided to roll back, because the fix would have needed a schema review.",
    source: "",
    check: Some(check),
};

fn check(look: &Look<'_>) -> Vec<Hit> {
    let told = look.says(CALLS)
        || look.story.told(PartId::Decisions).any(|s| {
            has_phrase(&s.lower(), &["because", "since", "instead of", "rather than", "trade-off", "risk", "whether"])
        });
    if told {
        return Vec::new();
    }
    // A decision with its reason says more than "incident declared".
    let quotes = || {
        let mut all: Vec<_> = look.facts().into_iter().flat_map(|f| &f.decisions).collect();
        all.sort_by_key(|d| d.because.is_none());
        all.into_iter().map(|d| Quote { text: d.text.clone(), cite: d.cite.clone() })
    };
    vec![Hit::new(look.part(PartId::Decisions), "no moment where you had to choose").with("the source says", quotes())]
}
