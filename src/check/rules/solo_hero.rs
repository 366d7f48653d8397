//! "I" everywhere, while the source shows others at work.

use super::{Hit, Look, Rule};
use crate::check::Level;
use crate::check::profile::Dimension;
use crate::check::words::has_phrase;
use crate::cite::Quote;
use crate::story::PartId;

/// The rule.
pub const RULE: Rule = Rule {
    id: "solo-hero",
    level: Level::Warning,
    dimension: Dimension::Communication,
    what: "\"I\" everywhere, while the source shows others at work.",
    why: "Not owning only your part is noticed: be honest about who found what, and say what your own job was.",
    instead: "give the others their part: \"our database administrator found the lock; my job was to keep the stores informed\"",
    weak: "## Methodology\n\nI saw the alert. I split the latency by basket size. I found the query. I rolled it back.",
    strong: "## Methodology\n\nI saw the alert. A teammate split the latency by basket size. Together we found the query, and I rolled it back.",
    source: "# Slow quotes\n\n## Responders\n\n- Incident commander: Priya Nair\n- Responder: Marek Wolny\n\n## Timeline\n\n| Time | Who | Event |\n|---|---|---|\n| 14:14 | Priya Nair | Acknowledged the alert |\n| 14:24 | Marek Wolny | Split the latency by basket size |\n| 14:33 | Priya Nair | Rolled back |\n",
    check: Some(check),
};

/// Others at work.
const OTHERS: &[&str] = &[
    "we", "us", "our", "team", "teammate", "teammates", "colleague", "colleagues", "together", "dba", "they", "he",
    "she", "on-call", "engineer", "administrator", "vendor", "support", "everyone", "commander",
];

fn check(look: &Look<'_>) -> Vec<Hit> {
    let Some(facts) = look.facts() else { return Vec::new() };
    let mut actors: Vec<&str> = facts
        .people
        .iter()
        .map(|p| p.name.as_str())
        .chain(facts.timeline.iter().flat_map(|e| e.actors.iter().map(String::as_str)))
        .collect();
    actors.sort_unstable();
    actors.dedup();
    if actors.len() < 2 {
        return Vec::new();
    }
    let told: Vec<_> = look
        .told()
        .filter(|(_, s)| matches!(s.part, PartId::Methodology | PartId::Decisions | PartId::Resolution))
        .collect();
    let alone = told.iter().filter(|(_, s)| has_phrase(&s.lower(), &["i", "i'd", "my"])).count();
    let names =
        told.iter().any(|(_, s)| actors.iter().any(|a| a.split(' ').any(|n| n.len() > 2 && s.text.contains(n))));
    let others = told.iter().any(|(_, s)| has_phrase(&s.lower(), OTHERS));
    if alone < 3 || names || others {
        return Vec::new();
    }
    let people = facts.people.iter().map(|p| Quote { text: p.name.clone(), cite: p.cite.clone() });
    vec![
        Hit::new(
            look.part(PartId::Methodology),
            format!("\"I\" in {alone} sentences and nobody else, while the source names {} people", actors.len()),
        )
        .with("the source names", people),
    ]
}
