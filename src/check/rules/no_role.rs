//! No role: were you the first responder, were you called in, what were you responsible for?

use super::{Hit, Look, Rule};
use crate::check::Level;
use crate::check::profile::Dimension;
use crate::check::words::has_phrase;
use crate::cite::Quote;
use crate::story::PartId;

/// The rule.
pub const RULE: Rule = Rule {
    id: "no-role",
    level: Level::Warning,
    dimension: Dimension::Communication,
    what: "No role: were you the first responder, were you called in, what were you responsible for?",
    why: "Owning your part starts with naming it; without a role the interviewer cannot tell what you did.",
    instead: "one sentence: \"I was on call for checkout and took incident command at 14:27\"",
    weak: "## Context\n\nQuotes were slow for large baskets.",
    strong: "## Your role\n\nI was on call for checkout, and I took incident command.",
    source: "",
    check: Some(check),
};

/// Roles, as they are told.
const ROLES: &[&str] = &[
    "i was on call", "i was on-call", "i was the", "i was paged", "i was called", "i was responsible", "my role",
    "my job", "my part", "my responsibility", "i led", "i was leading", "i coordinated", "i took incident command",
    "i took over", "i was incident commander", "i was first responder", "i joined as", "i owned", "i was one of",
    "i was in charge", "as the on-call", "as incident commander", "as on-call", "i was pulled in", "i was brought in",
    "i handled", "i was working as", "i was an", "i was a", "i worked as", "responsible for",
];

fn check(look: &Look<'_>) -> Vec<Hit> {
    if look.says(ROLES) || look.story.told(PartId::Role).any(|s| has_phrase(&s.lower(), &["i", "my"])) {
        return Vec::new();
    }
    let people = || {
        look.facts()
            .into_iter()
            .flat_map(|f| &f.people)
            .filter(|p| !p.roles.is_empty())
            .map(|p| Quote { text: format!("{}: {}", p.name, p.roles.join(", ")), cite: p.cite.clone() })
    };
    vec![Hit::new(look.part(PartId::Role), "nothing says what your role was").with("the source names", people())]
}
