//! Nobody was told or called in.

use super::{At, Hit, Look, Rule};
use crate::check::Level;
use crate::check::profile::Dimension;
use crate::cite::Quote;
use crate::facts::EventKind;

/// The rule.
pub const RULE: Rule = Rule {
    id: "no-communication",
    level: Level::Note,
    dimension: Dimension::Communication,
    what: "Nobody was told or called in.",
    why: "Communication is one of four things assessed: did you keep stakeholders informed, did you escalate?",
    instead: "one sentence: whom you told, when, and what; or when you called somebody in",
    weak: "## Methodology\n\nAt 14:11 the p99 jumped. I rolled back.",
    strong: "## Methodology\n\nAt 14:11 the p99 jumped. I paged the pricing team and posted an update every ten minutes.",
    source: "",
    check: Some(check),
};

/// Telling and calling in.
const TOLD: &[&str] = &[
    "told", "informed", "status page", "posted", "update", "updates", "announced", "escalated", "paged", "called in",
    "called the", "notified", "message", "messages", "stakeholders", "declared", "bridge", "war room",
    "incident channel", "slack", "kept", "asked", "handed over", "support team", "pulled in", "brought in",
    "reached out", "e-mail", "wrote to", "communicated", "incident command", "incident commander", "looped in",
    "joined",
];

fn check(look: &Look<'_>) -> Vec<Hit> {
    if look.says(TOLD) {
        return Vec::new();
    }
    let events = || {
        let kind = |e: &&crate::facts::Event| matches!(e.kind, EventKind::Communication | EventKind::Escalation);
        look.facts()
            .into_iter()
            .flat_map(|f| &f.timeline)
            .filter(kind)
            .map(|e| Quote { text: e.text.clone(), cite: e.cite.clone() })
    };
    vec![Hit::new(At::Story, "nothing says whom you told or called in").with("the source says", events())]
}
