//! Only "we": nothing says what you did yourself.

use super::{At, Hit, Look, Rule};
use crate::check::Level;
use crate::check::profile::Dimension;
use crate::check::words::has_phrase;

/// The rule.
pub const RULE: Rule = Rule {
    id: "only-we",
    level: Level::Warning,
    dimension: Dimension::Communication,
    what: "Only \"we\": nothing says what you did yourself.",
    why: "The interviewer hires you, not the team: own your part, and name it.",
    instead: "say \"I\" for what you did: the check that you ran, the call that you made, the message that you sent",
    weak: "We saw the alert. We checked the dashboard. We found the query. We rolled it back.",
    strong: "We saw the alert. I checked the dashboard and found the query. We rolled it back.",
    source: "",
    check: Some(check),
};

fn check(look: &Look<'_>) -> Vec<Hit> {
    let count = |phrases: &[&str]| look.told().filter(|(_, s)| has_phrase(&s.lower(), phrases)).count();
    let (we, own) = (count(&["we", "our", "us"]), count(&["i", "i'd", "i've", "i'm", "my", "me", "myself"]));
    if we < 3 || own > 0 {
        return Vec::new();
    }
    vec![Hit::new(At::Story, format!("\"we\" in {we} sentences, \"I\" in none"))]
}
