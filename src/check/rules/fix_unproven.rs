//! A fix without proof that it worked.

use super::{At, Hit, Look, Rule};
use crate::check::Level;
use crate::check::profile::Dimension;
use crate::cite::Quote;
use crate::facts::EventKind;
use crate::story::PartId;

/// The rule.
pub const RULE: Rule = Rule {
    id: "fix-unproven",
    level: Level::Warning,
    dimension: Dimension::Methodology,
    what: "A fix without proof that it worked.",
    why: "How did you know that it was fixed? A fix that nobody verified is a guess that ended.",
    instead: "say which signal went back to normal and how long you watched it: \"p99 was back at 190 ms, and we watched for ten minutes\"",
    weak: "## Resolution\n\nThe root cause was a missing index. We added the index.",
    strong: "## Resolution\n\nThe root cause was a missing index. We added the index, and the p99 was back at 190 ms.",
    source: "",
    check: Some(check),
};

/// Proof, as it is told.
const PROOF: &[&str] = &[
    "back to normal", "back at", "back to", "returned to", "recovered", "restored", "verified", "confirmed", "watched",
    "monitored", "dropped to", "dropped back", "fell to", "no new errors", "no more errors", "no new", "went back",
    "was green", "healthy again", "we saw", "i saw", "cleared", "normal again", "came back", "stopped", "worked again",
    "error rate", "went through", "fully operational", "within normal", "until it",
];

fn check(look: &Look<'_>) -> Vec<Hit> {
    let mut told = look.story.told(PartId::Resolution).peekable();
    if told.peek().is_none() || look.says_in(PartId::Resolution, PROOF) {
        return Vec::new();
    }
    let events = || {
        look.facts()
            .into_iter()
            .flat_map(|f| &f.timeline)
            .filter(|e| e.kind == EventKind::Recovery)
            .map(|e| Quote { text: format!("{} {}", e.at.surface, e.text), cite: e.cite.clone() })
    };
    vec![
        Hit::new(At::Part(PartId::Resolution), "nothing says how you knew that it was fixed")
            .with("the source says", events()),
    ]
}
