//! No hypothesis in Methodology.

use super::{Hit, Look, Rule};
use crate::check::Level;
use crate::check::profile::Dimension;
use crate::cite::Quote;
use crate::story::PartId;

/// The rule.
pub const RULE: Rule = Rule {
    id: "no-hypothesis",
    level: Level::Warning,
    dimension: Dimension::Methodology,
    what: "No hypothesis in Methodology.",
    why: "Did you hypothesize and test, or did you thrash? This is the first thing that is assessed.",
    instead: "say what you suspected and why, before what you did: \"I suspected the price cache, which had evicted hot keys the week before\"",
    weak: "## Methodology\n\nAt 14:11 the p99 jumped. At 14:33 we rolled back.",
    strong: "## Methodology\n\nAt 14:11 the p99 jumped. I suspected the cache, so I checked its hit ratio: 97%, so it was not the cache.",
    source: "",
    check: Some(check),
};

/// Suspicions, as they are told.
pub(super) const SUSPECTED: &[&str] = &[
    "hypothesis", "hypotheses", "hypothesized", "suspected", "suspect", "suspicion", "theory", "my guess", "our guess",
    "thought it was", "thought that", "i thought", "we thought", "believed", "assumed", "assumption",
    "wondered whether", "wondered if", "it could be", "could have been", "might be", "might have been", "pointed to",
    "pointed at", "ruled out", "to test", "to rule out", "expected", "if that was", "if it was", "natural to ask",
];

fn check(look: &Look<'_>) -> Vec<Hit> {
    let told = [PartId::Methodology, PartId::Decisions].into_iter().any(|part| look.says_in(part, SUSPECTED));
    if told {
        return Vec::new();
    }
    let quotes = || {
        look.facts()
            .into_iter()
            .flat_map(|f| &f.hypotheses)
            .map(|h| Quote { text: h.text.clone(), cite: h.cite.clone() })
    };
    vec![Hit::new(look.part(PartId::Methodology), "nothing says what you suspected").with("the source says", quotes())]
}
