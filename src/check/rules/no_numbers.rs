//! No numbers or times in Methodology.

use super::{Hit, Look, Rule};
use crate::check::Level;
use crate::check::profile::Dimension;
use crate::check::words::has_phrase;
use crate::cite::Quote;
use crate::story::PartId;

/// The rule.
pub const RULE: Rule = Rule {
    id: "no-numbers",
    level: Level::Warning,
    dimension: Dimension::Tooling,
    what: "No numbers or times in Methodology.",
    why: "\"p99 latency on UserService spiked at 10:52\" is specific; a step without a value or a time could be anybody's.",
    instead: "give the values that you read and when you read them",
    weak: "## Methodology\n\nI checked the dashboard and saw a latency spike on the quote service. Then I looked at a trace.",
    strong: "## Methodology\n\nAt 14:11 the p99 of the quote service jumped from 180 ms to 2.4 s.",
    source: "",
    check: Some(check),
};

fn check(look: &Look<'_>) -> Vec<Hit> {
    let mut told = look.story.told(PartId::Methodology).peekable();
    if told.peek().is_none()
        || told.any(|s| {
            s.text.contains(|c: char| c.is_ascii_digit())
                || has_phrase(&s.lower(), &["percent", "minutes later", "seconds", "doubled", "tripled"])
        })
    {
        return Vec::new();
    }
    let timed = || {
        look.facts()
            .into_iter()
            .flat_map(|f| &f.timeline)
            .map(|e| Quote { text: format!("{} {}", e.at.surface, e.text), cite: e.cite.clone() })
    };
    vec![
        Hit::new(look.part(PartId::Methodology), "no number and no time in the debugging steps")
            .with("the source has", timed()),
    ]
}
